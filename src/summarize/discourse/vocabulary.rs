//! The distinct words of a document, numbered.
//!
//! In: words as written. Out: for each the number of its stem, which a regular plural shares with
//! its singular, and its lexicon classes, looked up once a document. It knows no irregular plurals.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::lexicon::{self, Class};

/// Hashes words and stems by multiplication. The keys are one document's words and the maps live as
/// long as one reading of it, so that resistance to chosen keys is not worth the standard hasher's
/// time.
#[derive(Debug, Default)]
pub(super) struct WordHasher(u64);

pub(super) type StemHasher = BuildHasherDefault<WordHasher>;

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(26) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}

/// The distinct words of a document.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashMap<String, (u32, Class, bool), StemHasher>,
    /// By stem: whether the word was seen in lower case.
    lower: Vec<bool>,
    scratch: String,
}

impl Vocabulary {
    /// An empty vocabulary with room for the words of a text of `bytes`.
    pub(super) fn for_text(bytes: usize) -> Self {
        let words = bytes / 12;
        Self {
            words: HashMap::with_capacity_and_hasher(words, StemHasher::default()),
            lower: Vec::with_capacity(words),
            scratch: String::new(),
        }
    }

    /// Whether the document has the word of `stem` in lower case somewhere.
    pub(super) fn seen_lower(&self, stem: u32) -> bool {
        self.lower.get(stem as usize).copied().unwrap_or(false)
    }

    /// How many stems there are.
    pub(super) fn len(&self) -> usize {
        self.lower.len()
    }

    /// Notes that the word of `stem` is written in lower case somewhere.
    pub(super) fn note_lower(&mut self, stem: u32) {
        if let Some(lower) = self.lower.get_mut(stem as usize) {
            *lower = true;
        }
    }

    /// The stem of `word`, its classes, and whether a plural ending was taken off.
    pub(super) fn intern(&mut self, word: &str) -> (u32, Class, bool) {
        let mut scratch = std::mem::take(&mut self.scratch);
        fold(word, &mut scratch);
        let entry = match self.words.get(scratch.as_str()) {
            Some(&entry) => entry,
            None => self.add(&scratch),
        };
        self.scratch = scratch;
        entry
    }

    fn add(&mut self, word: &str) -> (u32, Class, bool) {
        let class = lexicon::class(word);
        let base = lexicon::singular(word);
        let plural = base.len() < word.len();
        let stem = match self.words.get(base) {
            Some(&(stem, _, _)) => stem,
            None => {
                let stem = u32::try_from(self.lower.len()).unwrap_or(u32::MAX);
                self.lower.push(false);
                if plural {
                    self.words.insert(base.to_owned(), (stem, lexicon::class(base), false));
                }
                stem
            }
        };
        let class = if plural { class | lexicon::plural_class(base) } else { class };
        let entry = (stem, class, plural);
        self.words.insert(word.to_owned(), entry);
        entry
    }
}

/// Writes `word` in lower case with straight apostrophes to `into`.
fn fold(word: &str, into: &mut String) {
    into.clear();
    if word.is_ascii() {
        into.push_str(word);
        into.make_ascii_lowercase();
    } else {
        into.extend(
            word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase),
        );
    }
}
