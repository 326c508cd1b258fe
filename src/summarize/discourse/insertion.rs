//! What an editor would put into a sentence in square brackets, so that a reader understands it.
//!
//! In: words of the document and where they are missed. Out: an [`Insertion`]. Which words those
//! are is found in [`full_name`](super::full_name) and [`acronym`](super::acronym).

use std::ops::Range;

/// Words of the document's own that belong into a sentence, in square brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// Where they belong: a byte of the sentence.
    pub at: usize,
    /// What is put there: the words in brackets, with the space that parts them from the rest.
    pub text: String,
    /// The sentence of the document that the words were taken from.
    pub source: usize,
    /// The bytes of that sentence that they were taken from.
    pub from: Range<usize>,
}

/// Words of a sentence that may be put into another.
#[derive(Clone, Debug)]
pub(super) struct Quotable {
    pub(super) source: usize,
    pub(super) from: Range<usize>,
    words: String,
}

impl Quotable {
    /// The bytes `from` of sentence `source`, which is `text`; `None` where there are no words.
    pub(super) fn new(source: usize, text: &str, from: Range<usize>) -> Option<Self> {
        let words: Vec<&str> = text.get(from.clone())?.split_whitespace().collect();
        let is_plain = !words.is_empty() && words.iter().all(|word| !word.contains(['[', ']']));
        is_plain.then(|| Self { source, from, words: words.join(" ") })
    }

    /// Whether the two have a word in common, initials aside, or one short for the other's: "Pat",
    /// "Patrick".
    pub(super) fn shares_word(&self, other: &Self) -> bool {
        let words = || self.words.split(' ').filter(|word| word.len() > 2);
        let short = |a: &str, b: &str| a.len() > 2 && b.starts_with(a);
        words().any(|word| other.words.split(' ').any(|its| short(its, word) || short(word, its)))
    }

    /// The words, to stand before what is at byte `at`.
    pub(super) fn before(&self, at: usize) -> Insertion {
        self.insertion(at, format!("[{}] ", self.words))
    }

    /// The words, to stand behind what ends at byte `at`.
    pub(super) fn behind(&self, at: usize) -> Insertion {
        self.insertion(at, format!(" [{}]", self.words))
    }

    fn insertion(&self, at: usize, text: String) -> Insertion {
        Insertion { at, text, source: self.source, from: self.from.clone() }
    }
}
