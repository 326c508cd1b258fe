//! The numbers and bullets that entries of a list begin with, and what of a line stands behind them.
//!
//! In: one line. Out: its [`Mark`]. Looser than what a pick leaves out of its sentence: "Step 3:", "#4 –"
//! and "Tip 5:" count here, because they show how a piece is built.

/// Bullets that nothing else begins with.
const BULLETS: &[char] =
    &['•', '‣', '◦', '▪', '●', '■', '►', '▶', '➢', '➤', '✓', '✔', '☐', '⁃', '∙', '✅', '👉', '🔹'];

/// Bullets that need a space behind them.
const SPACED: &[char] = &['-', '*', '·', '→', '–'];

/// Words that stand before a number.
const COUNTED: &[&str] = &[
    "step", "tip", "rule", "reason", "no.", "no", "number", "phase", "part", "day", "week",
    "process", "way", "lesson", "myth",
];

/// How a line is marked as an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::summarize) enum Mark {
    /// A number.
    Number(u32),
    /// A bullet.
    Bullet,
}

/// The mark that `text` begins with and the byte behind it, white space included.
pub(in crate::summarize) fn mark(text: &str) -> Option<(Mark, usize)> {
    let first = text.chars().next()?;
    let behind = first.len_utf8();
    if BULLETS.contains(&first) {
        return Some((Mark::Bullet, past_space(text, behind)));
    }
    if SPACED.contains(&first) {
        let is_spaced = text[behind..].starts_with([' ', '\u{a0}']);
        let rest = &text[past_space(text, behind)..];
        return (is_spaced && !rest.starts_with(first) && !rest.is_empty())
            .then(|| (Mark::Bullet, past_space(text, behind)));
    }
    numbered(text).map(|(value, len)| (Mark::Number(value), len))
}

/// "3. ", "3) ", "#3: ", "Step 3: ", "Tip 3 – ".
fn numbered(text: &str) -> Option<(u32, usize)> {
    const MOST_DIGITS: usize = 3;
    let counted = counted(text);
    let at = counted.unwrap_or(0);
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > MOST_DIGITS {
        return None;
    }
    let value = text[at..at + digits].parse().ok()?;
    let behind = at + digits;
    let rest = &text[behind..];
    let close = rest.trim_start();
    let marks = close.len() - close.trim_start_matches(['.', ')', ':', '–', '—', '-']).len();
    let is_closed = marks > 0 || counted.is_some() && (rest.starts_with(' ') || rest.is_empty());
    let is_tight = counted.is_some() || rest.len() == close.len();
    let end = if marks == 0 { behind } else { text.len() - close.len() + marks };
    let is_apart = text[end..].is_empty() || text[end..].starts_with(char::is_whitespace);
    (is_closed && is_tight && is_apart).then(|| (value, past_space(text, end)))
}

/// The byte behind "#" or behind a word that counts.
fn counted(text: &str) -> Option<usize> {
    if text.starts_with('#') {
        return Some(1);
    }
    let len = text.find(|c: char| c.is_whitespace() || c.is_ascii_digit())?;
    let word = &text[..len];
    COUNTED
        .iter()
        .any(|known| word.trim_end_matches('#').trim_end().eq_ignore_ascii_case(known))
        .then(|| past_space(text, len))
        .map(|at| at + usize::from(text[at..].starts_with('#')))
}

fn past_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_told_by_their_marks() {
        for (text, value, rest) in [
            ("1. Oil the hinge", 1, "Oil the hinge"),
            ("12) Oil the hinge", 12, "Oil the hinge"),
            ("#3: Oil the hinge", 3, "Oil the hinge"),
            ("Step 4: Oil the hinge", 4, "Oil the hinge"),
            ("Tip #5 – Oil the hinge", 5, "Oil the hinge"),
            ("Tip 6 Oil the hinge", 6, "Oil the hinge"),
            ("No.98 Harbour Kitchen", 98, "Harbour Kitchen"),
        ] {
            let (mark, len) = mark(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((mark, &text[len..]), (Mark::Number(value), rest), "{text}");
        }
        for text in ["• Oil", "- Oil", "✅ Oil", "* Oil"] {
            assert_eq!(
                mark(text).map(|(mark, len)| (mark, &text[len..])),
                Some((Mark::Bullet, "Oil"))
            );
        }
    }

    #[test]
    fn numbers_of_other_things_are_none() {
        for text in [
            "12 people were hurt.",
            "1.5 million boats",
            "2031 was a wet year.",
            "9:30 The debate opens",
            "-5 degrees",
            "Day after day it rained.",
            "No one came.",
            "--- ",
            "Part of the roof fell.",
            "",
            "3-D films are back",
            "Stepping stones lie in the river.",
        ] {
            assert_eq!(mark(text), None, "{text}");
        }
    }
}
