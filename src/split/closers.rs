//! Quotation marks and brackets that close after a sentence's last mark and belong to it.

use super::marks::{is_closing_bracket, is_quote, is_terminator};

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
}

impl Closers {
    /// Whether there is any.
    pub(super) fn any(&self) -> bool {
        self.end > self.start
    }

    /// Those in `line` from `start` on, where `quote_open` says whether a straight double quote is
    /// open there.
    pub(super) fn after(line: &str, start: usize, quote_open: bool) -> Self {
        let mut closers = Self { start, end: start, quoted: false, flips_quote: false };
        while let Some(len) = closers.next(&line[closers.end..], quote_open) {
            let text = &line[closers.end..closers.end + len];
            closers.quoted |= text.contains(is_quote);
            closers.flips_quote ^= text.matches('"').count() % 2 == 1;
            closers.end += len;
        }
        closers
    }

    /// The length of the closing mark that `rest` begins with, white space before it included.
    fn next(&self, rest: &str, quote_open: bool) -> Option<usize> {
        let c = rest.chars().next()?;
        let len = c.len_utf8();
        let after = &rest[len..];
        if is_closing_bracket(c) {
            return Some(len);
        }
        if is_quote(c) {
            let is_open = quote_open != self.flips_quote;
            let closes = c == '”' || c == '"' && is_open || !begins_word(after);
            return closes.then_some(len);
        }
        if c == '[' {
            return reference_len(rest);
        }
        if c.is_whitespace() {
            let is_open = quote_open != self.flips_quote;
            let text = rest.trim_start();
            return detached_len(text, is_open).map(|len| rest.len() - text.len() + len);
        }
        None
    }
}

fn begins_word(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphanumeric)
}

/// The length of a footnote's number in brackets, `[12]`.
fn reference_len(text: &str) -> Option<usize> {
    const DIGITS: usize = 3;
    let digits = text.bytes().skip(1).take(DIGITS).take_while(u8::is_ascii_digit).count();
    (digits > 0 && text.as_bytes().get(digits + 1) == Some(&b']')).then_some(digits + 2)
}

/// The length of a closing mark that stands alone between spaces, as tokenised text and French
/// typography have it.
fn detached_len(text: &str, quote_open: bool) -> Option<usize> {
    const TOKENS: [&str; 9] = ["''", "'", "’", "”", "»", ")", "]", "-RRB-", "-RSB-"];
    let token = if quote_open && text.starts_with('"') {
        "\""
    } else {
        TOKENS.into_iter().find(|token| text.starts_with(token))?
    };
    let after = text[token.len()..].chars().next();
    after.is_none_or(|c| c.is_whitespace() || is_terminator(c)).then_some(token.len())
}
