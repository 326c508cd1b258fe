//! The vocabulary of a scorer: tokens in, numbers out.
//!
//! Two tokens have one number exactly when their stems are equal (when they are, without stemming).
//! The numbers say nothing else: which one a token gets depends on who asks first, and no score
//! does. A form of a word is stemmed once in the life of the vocabulary, which only grows: about
//! 100 bytes for each distinct form.
//!
//! Many threads can encode at the same time: a text is read under one shared lock, and the lock is
//! taken for writing only for the forms that nobody has met before.

use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::Stemming;
use super::porter;
use super::tokenize::for_each_token;

/// No token has this number: it stands behind the end of a text.
pub(super) const NO_TOKEN: u32 = 0;

/// Gives numbers to tokens; shared between threads by reference.
#[derive(Debug)]
pub(super) struct Vocabulary {
    stemming: Stemming,
    known: RwLock<Known>,
}

/// Tokens of a text by number, line after line.
#[derive(Debug, Default)]
pub(super) struct Encoded {
    /// The numbers of all tokens, none of them [`NO_TOKEN`].
    pub(super) tokens: Vec<u32>,
    /// For each line that has tokens, the index behind its last one.
    pub(super) line_ends: Vec<usize>,
}

#[derive(Debug, Default)]
struct Known {
    /// Forms as they stand in the lower-cased text.
    forms: TokenMap,
    /// Stems; empty without stemming, where a form is its own stem.
    stems: TokenMap,
}

/// Tokens, in the order of a text, that had no number when it was read.
#[derive(Default)]
struct Unmet {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Vocabulary {
    pub(super) fn new(stemming: Stemming) -> Self {
        Self { stemming, known: RwLock::default() }
    }

    /// Encodes the lines of a text.
    pub(super) fn encode<'a>(&self, lines: impl Iterator<Item = &'a str>) -> Encoded {
        let mut encoded = Encoded::default();
        let mut unmet = Unmet::default();
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            for line in lines {
                let start = encoded.tokens.len();
                for_each_token(line, |token| {
                    let number = known.forms.get(token).unwrap_or_else(|| unmet.push(token));
                    encoded.tokens.push(number);
                });
                if encoded.tokens.len() > start {
                    encoded.line_ends.push(encoded.tokens.len());
                }
            }
        }
        self.learn(&unmet, &mut encoded.tokens);
        encoded
    }

    /// Numbers the unmet tokens and writes their numbers into the places left open for them.
    fn learn(&self, unmet: &Unmet, tokens: &mut [u32]) {
        if unmet.ends.is_empty() {
            return;
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let places = tokens.iter_mut().filter(|token| **token == NO_TOKEN);
        for (place, form) in places.zip(unmet.iter()) {
            *place = known.number(form, self.stemming);
        }
    }
}

impl Unmet {
    fn push(&mut self, token: &[u8]) -> u32 {
        self.bytes.extend_from_slice(token);
        self.ends.push(self.bytes.len());
        NO_TOKEN
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.bytes[start..end])
    }
}

impl Known {
    fn number(&mut self, form: &[u8], stemming: Stemming) -> u32 {
        // The form may stand twice in one text, or another thread may have brought it meanwhile.
        if let Some(number) = self.forms.get(form) {
            return number;
        }
        let number = match stemming {
            Stemming::None => self.forms.next_number(),
            Stemming::Porter => {
                let mut stem = form.to_vec();
                // Shorter tokens are left alone by `rouge-score`, not by the stemmer.
                if stem.len() > 3 {
                    porter::stem_in_place(&mut stem);
                }
                self.stems.get(&stem).unwrap_or_else(|| {
                    let number = self.stems.next_number();
                    self.stems.insert(&stem, number);
                    number
                })
            }
        };
        self.forms.insert(form, number);
        number
    }
}

/// Tokens to numbers. A token of up to 16 bytes, as nearly all are, is its own key, padded with
/// zero bytes, which no token contains.
#[derive(Debug, Default)]
struct TokenMap {
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<[u8]>, u32>,
}

impl TokenMap {
    fn get(&self, token: &[u8]) -> Option<u32> {
        match packed(token) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(token).copied(),
        }
    }

    fn insert(&mut self, token: &[u8], number: u32) {
        match packed(token) {
            Some(key) => self.short.insert(key, number),
            None => self.long.insert(token.into(), number),
        };
    }

    /// One more than the number of entries, so that [`NO_TOKEN`] stays free. Four billion distinct
    /// tokens do not fit into memory.
    fn next_number(&self) -> u32 {
        u32::try_from(self.short.len() + self.long.len() + 1).unwrap_or(u32::MAX)
    }
}

fn packed(token: &[u8]) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..token.len())?.copy_from_slice(token);
    Some(u128::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use std::iter::once;

    use super::{NO_TOKEN, Stemming, Vocabulary};

    #[test]
    fn one_number_for_one_stem() {
        let vocabulary = Vocabulary::new(Stemming::Porter);
        let tokens = vocabulary.encode(once("Harbours harbour HARBOURED port harbour")).tokens;
        assert_eq!(tokens, [1, 1, 1, 2, 1]);
        assert_eq!(vocabulary.encode(once("port")).tokens, [2]);
    }

    #[test]
    fn forms_without_stemming() {
        let vocabulary = Vocabulary::new(Stemming::None);
        assert_eq!(vocabulary.encode(once("tide tides tide")).tokens, [1, 2, 1]);
    }

    #[test]
    fn tokens_of_three_letters_are_not_stemmed() {
        let vocabulary = Vocabulary::new(Stemming::Porter);
        assert_eq!(vocabulary.encode(once("gas ga was wa")).tokens, [1, 2, 3, 4]);
    }

    #[test]
    fn long_tokens_are_told_apart() {
        let vocabulary = Vocabulary::new(Stemming::None);
        let lines = ["a123456789012345", "a1234567890123456", "a1234567890123457"];
        assert_eq!(vocabulary.encode(lines.into_iter()).tokens, [1, 2, 3]);
    }

    #[test]
    fn only_lines_with_tokens_count() {
        let vocabulary = Vocabulary::new(Stemming::None);
        let encoded = vocabulary.encode(["", "one two", "…", "three"].into_iter());
        assert_eq!(encoded.line_ends, [2, 3]);
        assert!(encoded.tokens.iter().all(|&token| token != NO_TOKEN));
    }

    #[test]
    fn threads_agree() {
        let vocabulary = Vocabulary::new(Stemming::Porter);
        let text = |from: usize| (0..400).map(|i| format!("w{} ", (i + from) % 400)).collect();
        std::thread::scope(|scope| {
            for from in 0..8 {
                let (vocabulary, text): (_, String) = (&vocabulary, text(from * 50));
                scope.spawn(move || vocabulary.encode(once(text.as_str())));
            }
        });
        let mut tokens = vocabulary.encode(once(text(0).as_str())).tokens;
        tokens.sort_unstable();
        assert_eq!(tokens, (1..=400).collect::<Vec<u32>>());
    }
}
