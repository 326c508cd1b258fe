//! Lines: what a paragraph is, and the splitter that takes each for one sentence.

use super::SentenceSplitter;
use crate::article::{Sentence, Span};

/// Takes each line that is not blank as one sentence.
///
/// For text that comes already split, one sentence a line, as evaluation sets often do.
#[derive(Debug, Clone, Copy, Default)]
pub struct LineSplitter;

impl SentenceSplitter for LineSplitter {
    fn name(&self) -> &'static str {
        "line"
    }

    fn split(&self, body: &str, _language: Option<&str>) -> Vec<Sentence> {
        paragraphs(body).enumerate().map(|(paragraph, span)| Sentence { span, paragraph }).collect()
    }
}

/// The lines of `body` that are not blank, without surrounding white space.
pub(super) fn paragraphs(body: &str) -> impl Iterator<Item = Span> + '_ {
    let mut end = 0;
    body.split_inclusive(is_line_break).filter_map(move |line| {
        let start = end;
        end += line.len();
        trimmed(body, Span::new(start, end))
    })
}

/// `span` without the white space at its ends, or `None` where nothing else is in it.
pub(super) fn trimmed(body: &str, span: Span) -> Option<Span> {
    let text = body[span].trim_start();
    let start = span.end - text.len();
    let end = start + text.trim_end().len();
    (start < end).then(|| Span::new(start, end))
}

/// The characters that Unicode's newline guidelines (UAX #14, classes BK, CR, LF, NL) break at.
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
