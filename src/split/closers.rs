//! What follows a sentence's last mark and belongs to it: quotation marks and brackets that close,
//! notes, and emoji.

use super::abbreviations::Abbreviation;
use super::context::word_before;
use super::marks::{is_closing_bracket, is_quote, is_terminator};
use super::notes::{
    bare_number_len, detached_note_len, emoji_len, is_emoji, is_raised_digit, note_len,
};

/// The quotation marks and brackets that close right after a run of marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closers {
    start: usize,
    /// Past the last of them.
    pub(super) end: usize,
    /// Whether a quotation mark is among them.
    pub(super) quoted: bool,
    /// Whether an odd number of straight double quotes is among them.
    pub(super) flips_quote: bool,
    /// Whether anything is among them that closes, and not only notes and emoji.
    pub(super) closing: bool,
}

/// What comes before the closing marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before<'a> {
    /// The sentence, up to and without its last mark.
    pub(super) sentence: &'a str,
    /// Whether a straight double quote is open.
    pub(super) quote_open: bool,
    /// Whether the last mark is a single full stop.
    pub(super) full_stop: bool,
    /// The language, where it is known.
    pub(super) language: Option<&'a str>,
}

impl Closers {
    /// Those in `line` from `start` on.
    pub(super) fn after(line: &str, start: usize, before: Before) -> Self {
        let mut closers =
            Self { start, end: start, quoted: false, flips_quote: false, closing: false };
        loop {
            let rest = line.get(closers.end..).unwrap_or("");
            if let Some(len) = closers.closing_len(rest, before.quote_open) {
                let text = &rest[..len];
                closers.quoted |= text.contains(is_quote);
                closers.flips_quote ^= text.matches('"').count() % 2 == 1;
                closers.closing = true;
                closers.end += len;
            } else if let Some(len) = closers.attached_len(rest, before) {
                closers.end += len;
            } else {
                return closers;
            }
        }
    }

    /// The length of the closing mark that `rest` begins with, white space before it included.
    fn closing_len(&self, rest: &str, quote_open: bool) -> Option<usize> {
        let c = rest.chars().next()?;
        let len = c.len_utf8();
        let after = &rest[len..];
        if is_closing_bracket(c) {
            return Some(len);
        }
        let is_open = quote_open != self.flips_quote;
        if is_quote(c) {
            let closes = c == '”' || c == '"' && is_open || !begins_word(after);
            return closes.then_some(len);
        }
        if c.is_whitespace() {
            let text = rest.trim_start();
            return detached_len(text, is_open).map(|len| rest.len() - text.len() + len);
        }
        None
    }

    /// The length of the note or emoji that `rest` begins with, white space before it included.
    fn attached_len(&self, rest: &str, before: Before) -> Option<usize> {
        let text = rest.trim_start();
        let space = rest.len() - text.len();
        let sentence = before.sentence.trim_start();
        if space == 0 {
            let note = note_len(rest).or_else(|| emoji_len(rest));
            return note.or_else(|| self.bare_note_len(rest, before));
        }
        // Where sentences begin with emoji, or entries with a number in brackets, the next does.
        let is_note = |c: char| c == '[' || is_raised_digit(c);
        let len = if text.starts_with(is_note) {
            (!sentence.starts_with(is_note)).then(|| detached_note_len(text)).flatten()
        } else {
            (!sentence.starts_with(is_emoji)).then(|| emoji_len(text)).flatten()
        };
        len.map(|len| space + len)
    }

    /// The length of a note's number that stands right after the full stop of an ordinary word.
    fn bare_note_len(&self, rest: &str, before: Before) -> Option<usize> {
        let len = bare_number_len(rest).filter(|_| before.full_stop && self.end == self.start)?;
        let word = word_before(before.sentence);
        let is_prose = word.chars().nth(2).is_some()
            && word.chars().all(char::is_lowercase)
            && Abbreviation::of(word, before.language).is_none();
        is_prose.then_some(len)
    }
}

fn begins_word(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphanumeric)
}

/// The length of a closing mark that stands alone between spaces, as tokenised text and French
/// typography have it.
fn detached_len(text: &str, quote_open: bool) -> Option<usize> {
    const TOKENS: [&str; 11] =
        ["''", "'", "’", "”", "»", ")", "]", "-RRB-", "-RSB-", "-rrb-", "-rsb-"];
    let token = if quote_open && text.starts_with('"') {
        "\""
    } else {
        TOKENS.into_iter().find(|token| text.starts_with(token))?
    };
    let after = text[token.len()..].chars().next();
    after.is_none_or(|c| c.is_whitespace() || is_terminator(c)).then_some(token.len())
}
