//! Characters and lines: what is dropped, how wide a line is, where a line ends.

use crate::script;

/// A line without control characters and invisible hyphens, and with each stretch of white space
/// as one space. Cleaning it again changes nothing.
pub(crate) fn clean_line(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    push_clean(&mut clean, line);
    clean
}

/// Appends a line, made clean.
pub(super) fn push_clean(out: &mut String, line: &str) {
    let start = out.len();
    let mut is_gap = false;
    for c in line.chars().filter(|&c| !is_dropped(c)) {
        if c.is_whitespace() {
            is_gap = out.len() > start;
        } else {
            if is_gap {
                out.push(' ');
            }
            is_gap = false;
            out.push(c);
        }
    }
}

/// Whether a character is taken out of a text: control characters, byte order marks and
/// invisible hyphens.
pub(super) fn is_dropped(c: char) -> bool {
    (c.is_control() && !c.is_whitespace()) || matches!(c, '\u{AD}' | '\u{FEFF}')
}

/// The text with every kind of line end as `\n`. Not for JSON, whose
/// strings may hold some of them.
pub(crate) fn with_line_feeds(text: String) -> String {
    let is_other = |c| matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !text.contains(is_other) {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\n' if before == '\r' => {}
            _ if is_other(c) => clean.push('\n'),
            _ => clean.push(c),
        }
        before = c;
    }
    clean
}

/// The width of a line on a terminal, nearly: ideographs take two columns. No more than `most`
/// is counted.
pub(super) fn columns(line: &str, most: usize) -> usize {
    let mut columns = 0;
    for c in line.chars() {
        columns += if is_ideographic(c) { 2 } else { 1 };
        if columns >= most {
            break;
        }
    }
    columns
}

pub(super) fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a script writes without spaces between words, so that a line may break anywhere.
pub(super) fn is_unspaced(c: char) -> bool {
    is_ideographic(c) || script::is_unspaced(c)
}

/// Whether a line ends as a sentence ends.
pub(super) fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(is_closing);
    line.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '۔', '।', '॥', '။', '։'])
}

/// Quotation marks and brackets that may stand behind a full stop.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»' | '」' | '』' | '）' | '*' | '_')
}

/// Whether a line begins as no sentence does: with a small letter, behind an opening mark or not,
/// or with a mark that closes or divides.
pub(super) fn begins_inside(line: &str) -> bool {
    let opened = line.trim_start_matches(['"', '\'', '“', '‘', '(', '[', '«', '„', '*', '_']);
    match opened.chars().next() {
        Some(c) if c.is_lowercase() => !is_lowercase_name(opened),
        Some(',' | ';' | ')' | ']' | '%' | '&' | '”') => true,
        _ => false,
    }
}

/// `iPhone`, `eBay`: a name that begins small also at the head of a sentence.
fn is_lowercase_name(line: &str) -> bool {
    line.chars().nth(1).is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clean_line_has_single_spaces_and_nothing_invisible() {
        assert_eq!(clean_line("\t a\u{A0}\u{A0}b \u{7}c\u{AD}d\0 "), "a b cd");
        assert_eq!(clean_line(" \u{7} a \u{AD} b"), "a b");
    }

    #[test]
    fn every_line_end_becomes_a_line_feed() {
        let text = "a\r\nb\rc\u{2028}d\u{2029}e\u{85}f\ng\r\r\nh\n\ri".to_owned();
        assert_eq!(with_line_feeds(text), "a\nb\nc\nd\ne\nf\ng\n\nh\n\ni");
    }

    #[test]
    fn sentences_end_and_begin_in_many_scripts() {
        for line in ["It rained.", "(It rained.)", "“It rained!”", "雨が降った。」", "वर्षा हुई।"]
        {
            assert!(ends_sentence(line), "{line}");
        }
        assert!(!ends_sentence("It rained on"));
        assert!(begins_inside("and “so on"));
        assert!(begins_inside("(or so"));
        assert!(!begins_inside("iPads were sold"));
        assert!(!begins_inside("225 g butter"));
    }
}
