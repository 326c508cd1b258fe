//! How rare words are: a table of how many of some texts have each.
//!
//! The table is what `nutgraf-eval words` counted: `NGWORDS1`, then as little-endian `u32` the number of texts
//! and of terms, then the terms (`u32` each, rising), then for each a byte: its weight in steps of 1/16.

use std::sync::OnceLock;

use super::Term;
use crate::Error;

const MAGIC: &[u8; 8] = b"NGWORDS1";
const HEADER: usize = 16;
/// A weight's steps: a byte holds weights up to 16, and a term in one of nine million texts weighs that.
const STEP: f32 = 1.0 / 16.0;
/// So many bits of a term say where to look for it, among a handful of others.
const BITS: u32 = 14;

/// How rare words are in a body of texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Background {
    terms: Vec<Term>,
    /// Where the terms with each beginning of [`BITS`] bits start.
    starts: Vec<u32>,
    weights: Vec<u8>,
    /// The weight of a term that no text has.
    unknown: f32,
    texts: u32,
}

impl Background {
    /// The one that is in the program: news in English, and the commonest words of ten other languages.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Background> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            let bytes = include_bytes!("../../models/words/background.bin");
            // A test reads it; without it every word would weigh the same, and nothing else would fail.
            Self::from_bytes(bytes).unwrap_or_else(|_| Self::of(1, []))
        })
    }

    /// The table of so many texts, of which so many have each of these terms.
    #[must_use]
    pub fn of(texts: u32, frequencies: impl IntoIterator<Item = (Term, u32)>) -> Self {
        let mut frequencies: Vec<_> = frequencies.into_iter().collect();
        frequencies.sort_unstable();
        // Of two words with one hash the commoner counts.
        frequencies.reverse();
        frequencies.dedup_by_key(|(term, _)| *term);
        frequencies.reverse();
        let weight =
            |count: u32| ((f64::from(texts) + 1.0) / (f64::from(count) + 1.0)).ln().max(0.0);
        let terms: Vec<Term> = frequencies.iter().map(|(term, _)| *term).collect();
        Self {
            starts: starts(&terms),
            terms,
            weights: frequencies
                .iter()
                .map(|(_, count)| (weight(*count) / f64::from(STEP)).round().min(255.0) as u8)
                .collect(),
            unknown: weight(0) as f32,
            texts,
        }
    }

    /// The weight of a term: the logarithm of the texts over those that have it, 0 for one that all have.
    #[must_use]
    pub fn weight(&self, term: Term) -> f32 {
        let place = (term.0 >> (32 - BITS)) as usize;
        let range = self.starts[place] as usize..self.starts[place + 1] as usize;
        match self.terms[range.clone()].iter().position(|it| *it == term) {
            Some(at) => f32::from(self.weights[range.start + at]) * STEP,
            None => self.unknown,
        }
    }

    /// How many terms it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The table as a file has it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.texts.to_le_bytes());
        bytes.extend((self.terms.len() as u32).to_le_bytes());
        self.terms.iter().for_each(|term| bytes.extend(term.0.to_le_bytes()));
        bytes.extend(&self.weights);
        bytes
    }

    /// The table that a file has.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] if it is no such table.
    pub fn from_bytes(bytes: &[u8]) -> crate::Result<Self> {
        let invalid = |reason: &str| Error::InvalidModel {
            path: "background.bin".into(),
            reason: reason.to_owned(),
        };
        let Some((header, rest)) = bytes.split_at_checked(HEADER) else {
            return Err(invalid("it is too short for a table of words"));
        };
        let number = |at: usize| -> u32 {
            header[at..at + 4].iter().rev().fold(0, |all, &byte| all << 8 | u32::from(byte))
        };
        let count = number(12) as usize;
        if !header.starts_with(MAGIC) || Some(rest.len()) != count.checked_mul(5) {
            return Err(invalid("it is no table of words"));
        }
        let (terms, weights) = rest.split_at(4 * count);
        let (terms, _) = terms.as_chunks::<4>();
        let terms: Vec<Term> = terms.iter().map(|&term| Term(u32::from_le_bytes(term))).collect();
        if !terms.is_sorted_by(|a, b| a < b) {
            return Err(invalid("its words are not in order"));
        }
        let texts = number(8);
        let unknown = Self::of(texts, []).unknown;
        Ok(Self { starts: starts(&terms), terms, weights: weights.to_vec(), unknown, texts })
    }
}

/// Where the terms with each beginning start, in a rising list.
fn starts(terms: &[Term]) -> Vec<u32> {
    let start = |place: u32| {
        let first = u64::from(place) << (32 - BITS);
        terms.partition_point(|term| u64::from(term.0) < first) as u32
    };
    (0..=1 << BITS).map(start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_back_from_its_bytes() {
        let words = [("the", 99), ("harbour", 3), ("ferry", 0)];
        let table = Background::of(100, words.map(|(word, count)| (Term::of(word), count)));
        assert_eq!(Background::from_bytes(&table.to_bytes()).unwrap(), table);
        let weight = |word| table.weight(Term::of(word));
        assert!(weight("the") < 0.1 && weight("harbour") > 3.0, "{table:?}");
        assert!((weight("ferry") - weight("never seen")).abs() < STEP);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let good = Background::of(10, [(Term(1), 2), (Term(2), 3)]).to_bytes();
        let mut unsorted = good.clone();
        unsorted[16] = 9;
        for bytes in [&good[..7], &good[..good.len() - 1], b"NGWORDS2________", &unsorted] {
            assert!(Background::from_bytes(bytes).is_err());
        }
    }

    #[test]
    fn the_bundled_one_knows_common_words_of_several_languages_and_no_names() {
        let table = Background::bundled();
        assert!(table.len() > 10_000);
        let weight = |word| table.weight(Term::of(word));
        for common in ["the", "said", "und", "der", "les", "que", "nie"] {
            assert!(weight(common) < 2.5, "{common} {}", weight(common));
        }
        for rare in ["skarn", "ostrava", "flugzeugträger"] {
            assert!(weight(rare) > 6.0, "{rare} {}", weight(rare));
        }
    }
}
