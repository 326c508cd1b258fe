//! Cells, figures, fields and program text: lines that are read down and not along.

/// A row of figures has no more words than this.
const MAX_ROW: usize = 40;

/// Whether the line is a row of a table, a field with its value, or program text.
pub(super) fn is_table(text: &str, words: usize, finished: bool) -> bool {
    let field = label(text).is_some_and(|value| is_field(value, words, finished));
    let figures = !finished || label(text).is_some();
    words <= MAX_ROW && (has_cells(text) || field || figures && is_of_figures(text))
        || is_code(text)
}

/// "Ada | 9 | 12": bars between cells. One bar may as well stand in a title.
fn has_cells(text: &str) -> bool {
    const FEWEST: usize = 2;
    text.matches(" | ").count() >= FEWEST || text.contains('\t')
}

/// "Harbour shares 113.40 -1.62 -1.41 %": hardly anything but names and figures.
fn is_of_figures(text: &str) -> bool {
    const FEWEST: usize = 3;
    let mut figures = 0;
    let mut others = 0;
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        match word.chars().next() {
            Some(c) if c.is_ascii_digit() => figures += 1,
            Some(_) => others += 1,
            None => {}
        }
    }
    figures >= FEWEST && figures * 2 >= others
}

/// What stands behind a label of few words: "Weight: ", "Date of sailing: ".
fn label(text: &str) -> Option<&str> {
    const MAX_LABEL: usize = 3;
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (label, value) = text.split_once(": ")?;
    let value = value.trim();
    (!value.is_empty() && label.split_whitespace().count() <= MAX_LABEL).then_some(value)
}

/// Whether the value of a field is a figure or a date: "4.56 kg", "May 3, 2031".
fn is_field(value: &str, words: usize, finished: bool) -> bool {
    const MAX_FIELD: usize = 10;
    const MAX_VALUE: usize = 3;
    let has_figure = value.contains(|c: char| c.is_ascii_digit());
    let is_figure = value
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .starts_with(|c: char| c.is_ascii_digit())
        && value.split_whitespace().count() <= MAX_VALUE;
    words <= MAX_FIELD && has_figure && (!finished || is_figure)
}

/// "let row = Row::new(4);", "}", "region = 'west'": what a person who is no programmer skips.
fn is_code(text: &str) -> bool {
    const PARTS: [&str; 11] =
        ["();", "){", ") {", "=> ", "->", "::", " = ", " == ", "</", "/>", "({"];
    let text = text.trim();
    let is_mark = |c: char| matches!(c, '{' | '}' | '(' | ')' | '[' | ']' | ';' | '=' | '<' | '>');
    let marks = text.chars().filter(|&c| is_mark(c)).count();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let parts = PARTS.iter().filter(|part| text.contains(**part)).count();
    text.ends_with(['{', '}'])
        || (text.ends_with(';') || parts > 0) && marks > 1 && marks * 8 >= letters
}

#[cfg(test)]
mod tests {
    use super::super::{LineKind, kind_of};

    #[test]
    fn rows_fields_and_programs_are_told() {
        for text in [
            "Harbour | Boats | Change | Change in %",
            "75 to 89 | Good | Boats leave on time on most days of the year, and nobody complains.",
            "RIV THE RIVERTON HARBOUR CO. 113.40 -1.62 -1.41 % 2031 12.99",
            "let ferries = Ferry::all(&harbour).filter(|ferry| ferry.is_late());",
            "Joined: Jul 2010",
            "- Weight: 4.56 kg.",
            "Boxes: 1 green, 1 purple, 1 red, 1 yellow, 1 blue, 1 spoon.",
            "export default {",
            "}",
            "public static void main(String[] names) { sail(names[0]); }",
        ] {
            assert_eq!(kind_of(text), LineKind::Table, "{text}");
        }
    }

    #[test]
    fn sentences_with_figures_are_none() {
        for text in [
            "The harbour sold 113 boats in 2031, 90 in 2032 and 1.5 million tickets in all.",
            "Shares of the ferry rose 3.5 %, to 12.40.",
            "The price is 9 (or 8) a day; nobody pays it.",
            "If a < b, the ferry is late.",
            "The program calls sail() and then waits for the tide, which may take (at most) a day.",
        ] {
            assert_eq!(kind_of(text), LineKind::Prose, "{text}");
        }
    }
}
