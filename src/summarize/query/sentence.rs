//! A sentence, or a question, as a row of words.
//!
//! In: a text. Out: its words with what stands around them, for the kinds of answers to look at.

/// A word of a text, between spaces.
#[derive(Debug, Clone)]
pub(super) struct Word<'a> {
    /// As it is written, with its punctuation.
    pub(super) raw: &'a str,
    /// Without punctuation at its ends.
    pub(super) plain: &'a str,
    /// The same in lower case.
    pub(super) lower: String,
    /// Where it begins, in bytes of the text.
    pub(super) start: usize,
}

impl Word<'_> {
    /// Whether it has a digit.
    pub(super) fn has_digit(&self) -> bool {
        self.plain.contains(|c: char| c.is_ascii_digit())
    }

    /// Whether it is written with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.plain.starts_with(char::is_uppercase)
    }

    /// Whether punctuation parts it from the word that follows.
    pub(super) fn ends_phrase(&self) -> bool {
        self.raw.ends_with([',', ';', ':', '.', '?', '!', ')', '"', '”'])
    }
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut at = 0;
    let mut words = Vec::new();
    for raw in text.split([' ', '\n', '\u{a0}', '—', '–']) {
        let start = text[at..].find(raw).map_or(at, |offset| at + offset);
        at = start + raw.len();
        let plain = raw.trim_matches(|c: char| !c.is_alphanumeric());
        if !plain.is_empty() {
            words.push(Word { raw, plain, lower: plain.to_lowercase(), start });
        }
    }
    words
}
