//! The marks that list items begin with: "- ", "• ", "1. ", "(a) ", "☐ ".
//!
//! A number with a full stop may as well be an ordinal or a name ("1. FC Riverton"); it is a mark only
//! where its neighbour in the list stands near.

use super::{Around, past_space};

/// Bullets that nothing else begins with; no space need follow.
#[rustfmt::skip]
const BULLETS: &[char] = &[
    '•', '‣', '◦', '▪', '▫', '●', '○', '■', '□', '◆', '◇', '►', '▶', '▸', '▹', '➢', '➤', '➔', '✓',
    '✔', '✗', '✘', '☐', '☑', '☒', '⁃', '∙', '⦁', '❖', '◾', '◽', '✅', '👉', '🔹', '🔸',
];

/// Bullets that are other things too, unless a space follows.
const SPACED: &[char] = &['-', '*', '+', '·', '→', '–', '★', '※', '»', '>'];

/// Languages in which a dash at the beginning is a list mark; in others it may mark speech.
const DASHES: &[&str] = &["en", "de", "nl", "da", "sv", "no", "nb"];

/// Names of months that an ordinal stands before.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "januar", "jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "dezember", "january", "february", "march", "may", "june", "july",
    "october", "december",
];

/// How an item is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// "1. "
    Stop,
    /// "a. "
    LetterStop,
    /// "1) ", "(1) ", "a) ", "(a) ", "(iv) ".
    Bracket,
}

/// The length in bytes of the list mark that `text` begins with, white space behind it included.
pub(super) fn list_mark(text: &str, language: Option<&str>, around: &Around<'_>) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    let behind = first.len_utf8();
    let rest = &text[behind..];
    let is_spaced = rest.starts_with([' ', '\u{a0}', '\t']);
    let after = rest.trim_start();
    if BULLETS.contains(&first) {
        // What makes an emoji of a bullet belongs to it.
        let end = behind + rest.len() - rest.trim_start_matches('\u{fe0f}').len();
        return past_space(text, end);
    }
    if first == '[' {
        return checkbox(text).unwrap_or(0);
    }
    if SPACED.contains(&first) && is_spaced {
        let is_number = first == '+' && after.starts_with(|c: char| c.is_ascii_digit());
        let is_speech = first == '–' && !DASHES.contains(&language.unwrap_or("en"));
        return if is_number || is_speech || after.starts_with(first) {
            0
        } else {
            past_space(text, behind)
        };
    }
    if matches!(first, '①'..='⑳' | '⑴'..='⒇' | '❶'..='❿') {
        return past_space(text, behind);
    }
    let Some((len, value, style)) = numbered(text) else { return 0 };
    let left = &text[len..];
    let is_month = || {
        let word: String = left.chars().take_while(|c| c.is_alphabetic()).collect();
        MONTHS.contains(&word.to_lowercase().as_str())
    };
    let is_listed = || match style {
        Style::Bracket => true,
        Style::Stop | Style::LetterStop => has_neighbour(value, style, around) && !is_month(),
    };
    if is_listed() { len } else { 0 }
}

/// "[ ] ", "[x] ".
fn checkbox(text: &str) -> Option<usize> {
    let boxes = ["[ ]", "[x]", "[X]", "[✓]", "[-]"];
    let len = boxes.iter().find(|open| text.starts_with(**open))?.len();
    text[len..].starts_with(' ').then(|| past_space(text, len))
}

/// The mark of a numbered item: its length, its number, and its style.
fn numbered(text: &str) -> Option<(usize, u32, Style)> {
    const MOST_DIGITS: usize = 3;
    let is_wrapped = text.starts_with('(');
    let inner = text.strip_prefix('(').unwrap_or(text);
    let label = &inner[..inner.find(|c: char| !c.is_ascii_alphanumeric())?];
    let is_number = !label.is_empty()
        && label.len() <= MOST_DIGITS
        && label.bytes().all(|b| b.is_ascii_digit());
    let value = if is_number { label.parse().ok()? } else { letters(label)? };
    let close = &inner[label.len()..];
    let (closing, style) = match () {
        () if is_wrapped => (close.starts_with(')').then_some(1)?, Style::Bracket),
        () if close.starts_with(')') => (1, Style::Bracket),
        () if close.starts_with(".)") => (2, Style::Bracket),
        () if close.starts_with('.') && is_number => (1, Style::Stop),
        () if close.starts_with('.') => (1, Style::LetterStop),
        () => return None,
    };
    let len = text.len() - inner.len() + label.len() + closing;
    text[len..].starts_with([' ', '\u{a0}', '\t']).then(|| (past_space(text, len), value, style))
}

/// The number that a small letter or a small Roman numeral of a list stands for.
fn letters(label: &str) -> Option<u32> {
    const ROMAN: [&str; 12] =
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    match label.as_bytes() {
        [letter] if letter.is_ascii_lowercase() => Some(u32::from(letter - b'a') + 1),
        _ => ROMAN.iter().position(|&roman| roman == label).map(|at| at as u32 + 1),
    }
}

/// Whether the item before or after this one stands near.
fn has_neighbour(value: u32, style: Style, around: &Around<'_>) -> bool {
    let is = |text: &str, wanted: u32| {
        numbered(text).is_some_and(|(_, value, of)| value == wanted && of == style)
    };
    value > 0 && around.before().any(|text| is(text, value - 1))
        || around.after().any(|text| is(text, value + 1))
}

#[cfg(test)]
mod tests {
    use super::super::tests::statements;

    #[test]
    fn marks_are_left_out() {
        for mark in [
            "- ", "• ", "•", "* ", "– ", "▪ ", "☐ ", "☑ ", "[ ] ", "[x] ", "- [ ] ", "1) ", "(1) ",
            "a) ", "(b) ", "(iv) ", "① ", "→ ", "✅ ", "+ ", "12) ",
        ] {
            let line = format!("{mark}The ferry stopped on Monday.");
            assert_eq!(statements(&[&line], "en"), ["The ferry stopped on Monday."], "{mark}");
        }
        let lines = ["1. The ferry stopped.", "2. Repairs would take weeks.", "3. Buses will run."];
        let left = ["The ferry stopped.", "Repairs would take weeks.", "Buses will run."];
        assert_eq!(statements(&lines, "en"), left);
        assert_eq!(
            statements(&["a. Beat the eggs.", "b. Wait."], "en"),
            ["Beat the eggs.", "Wait."]
        );
    }

    #[test]
    fn what_is_no_mark_stays() {
        for line in [
            "1. FC Riverton won the cup on Sunday.",
            "3. März war ein Montag.",
            "-5 degrees was the lowest of the night.",
            "+ 44 1632 960001 is the number of the harbour office.",
            "A. Okafor won the seat by nine votes.",
            "1.5 million people take the ferry every year.",
            "(They stayed at home.)",
            "*The figures are of last year.",
            "2031 was a good year for the harbour.",
            "I. Holt ordered the inspection.",
            "[sic] was all that she wrote.",
        ] {
            assert_eq!(statements(&[line], "en"), [line]);
        }
        let speech = ["– Je ne sais pas, dit-il.", "– Moi non plus, dit-elle."];
        assert_eq!(statements(&speech, "fr"), speech);
        let dates = ["1. Mai: Die Fähre steht still.", "2. Mai: Die Fähre fährt wieder."];
        assert_eq!(statements(&dates, "de"), dates);
    }
}
