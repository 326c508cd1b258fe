//! Which sentences say the same.

use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation;

use super::Document;
use super::similarity::SentenceVectors;

/// From where on two sentences count as near-duplicates, of which a summary takes one.
///
/// Either measure is enough. Without embeddings the words alone decide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Redundancy {
    /// The cosine of their embeddings.
    pub cosine: f32,
    /// The share of their distinct words that both have (Jaccard).
    pub overlap: f32,
}

impl Default for Redundancy {
    fn default() -> Self {
        Self { cosine: 0.9, overlap: 0.7 }
    }
}

/// Compares the sentences of one document.
pub(super) struct Comparison {
    limits: Redundancy,
    words: Vec<WordSet>,
    vectors: Option<SentenceVectors>,
}

impl Comparison {
    pub(super) fn new(document: &Document<'_>, limits: Redundancy) -> Self {
        let mut vocabulary = BTreeMap::new();
        let words = document.texts().map(|text| WordSet::new(text, &mut vocabulary)).collect();
        let embeddings = document.embeddings.filter(|e| e.len() == document.sentences.len());
        Self { limits, words, vectors: embeddings.map(SentenceVectors::new) }
    }

    /// Whether the sentences `i` and `j` are near-duplicates.
    pub(super) fn are_near_duplicates(&self, i: usize, j: usize) -> bool {
        self.words[i].overlaps(&self.words[j], self.limits.overlap)
            || self
                .vectors
                .as_ref()
                .is_some_and(|vectors| vectors.cosine(i, j) >= self.limits.cosine)
    }
}

/// The distinct words of a sentence, in any case.
struct WordSet {
    /// Their numbers in the document's vocabulary, ascending.
    ids: Vec<u32>,
    /// Bit `id % 128` for each of them.
    mask: u128,
}

impl WordSet {
    fn new(text: &str, vocabulary: &mut BTreeMap<String, u32>) -> Self {
        let mut ids: Vec<u32> = text
            .unicode_words()
            .map(|word| {
                let fresh = vocabulary.len() as u32;
                *vocabulary.entry(word.to_lowercase()).or_insert(fresh)
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let mask = ids.iter().fold(0, |mask, id| mask | 1 << (id % 128));
        Self { ids, mask }
    }

    /// Whether at least `limit` of the words of both together are in both.
    fn overlaps(&self, other: &Self, limit: f32) -> bool {
        let all = self.ids.len() + other.ids.len();
        if self.ids.is_empty() || other.ids.is_empty() {
            return false;
        }
        let is_enough = |shared: usize| shared as f32 >= limit * (all - shared) as f32;
        // A bit that only one of them has is a word that only one has: most pairs end here.
        let own = (self.mask & !other.mask).count_ones() as usize;
        let others = (other.mask & !self.mask).count_ones() as usize;
        let bound = (self.ids.len() - own).min(other.ids.len() - others);
        is_enough(bound) && is_enough(self.shared(other))
    }

    fn shared(&self, other: &Self) -> usize {
        let (mut a, mut b) = (self.ids.iter().peekable(), other.ids.iter().peekable());
        let mut shared = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let order = x.cmp(y);
            shared += usize::from(order.is_eq());
            if order.is_le() {
                a.next();
            }
            if order.is_ge() {
                b.next();
            }
        }
        shared
    }
}
