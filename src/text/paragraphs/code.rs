//! Blocks whose lines are no prose: code and tables.

use super::block::Line;

/// The lines of a block that are looked at.
const LINES: usize = 200;

/// Whether a block is code or a table: a third of its lines look so.
pub(super) fn is_code_or_table(block: &[Line<'_>]) -> bool {
    // The head of a block tells what it is.
    let block = block.get(..LINES).unwrap_or(block);
    let code = block.iter().filter(|line| is_code(line.text)).count();
    let rows = block.iter().filter(|line| is_row(line.text)).count();
    (3 * code >= block.len() && code > 1) || (2 * rows >= block.len() && rows > 1)
}

/// Whether a line has what statements of programming languages have and prose has not.
fn is_code(line: &str) -> bool {
    const STARTS: &[&str] = &[
        "//", "/*", "#include", "#!", "$ ", "def ", "fn ", "let ", "import ", "return ", "class ",
        "public ", "</", "@",
    ];
    const INSIDE: &[&str] =
        &["();", " = ", " == ", " != ", " += ", "->", "=>", "::", "){", ") {", "/>"];
    const SIGNS: &[char] = &['(', ')', '{', '}', '[', ']', ';', '=', '<', '>', '_', '&', '|', '"'];
    let ends = line.ends_with([';', '{', '}']) || line.ends_with("):") || line.ends_with("},");
    let has_sign = INSIDE.iter().any(|sign| line.contains(sign));
    let starts = STARTS.iter().any(|start| line.starts_with(start));
    let signs = line.chars().filter(|c| SIGNS.contains(c)).count();
    // A line of verse may end in a semicolon: one sign is too few.
    usize::from(ends) + usize::from(has_sign) + usize::from(starts) + usize::from(signs >= 3) > 1
        || matches!(line, "}" | "{" | "});" | "};" | ")" | ");" | "]" | "end" | "else" | "else:")
}

/// Whether a line is a row of a table: cells between bars, tabs or wide gaps.
fn is_row(line: &str) -> bool {
    let bars = line.matches('|').count();
    bars >= 2 || line.contains('\t') || line.contains(" | ") || has_wide_gap(line)
}

/// Three spaces, not behind a full stop.
fn has_wide_gap(line: &str) -> bool {
    line.match_indices("   ")
        .any(|(at, _)| line.get(..at).is_some_and(|before| !before.ends_with(['.', '!', '?', ' '])))
}
