//! Which sentences say the same.

use std::collections::{BTreeMap, HashMap};

use unicode_segmentation::UnicodeSegmentation;

use super::Document;
use super::similarity::SentenceVectors;

/// From where on a sentence repeats another, of which a summary takes one.
///
/// Any measure is enough. Without embeddings the words alone decide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Redundancy {
    /// The cosine of their embeddings.
    pub cosine: f32,
    /// The share of their distinct words that both have (Jaccard).
    pub overlap: f32,
    /// Three words in a row that both have are repetition (trigram blocking: Paulus et al., 2018),
    /// unless they are a term of the document: more than two of its sentences, and more than this
    /// share of them, have them. So news is blocked where it repeats itself, and a paper may name
    /// its subject. `None`: no three words are.
    pub term_share: Option<f32>,
}

impl Default for Redundancy {
    fn default() -> Self {
        Self { cosine: 0.9, overlap: 0.7, term_share: Some(0.1) }
    }
}

/// Compares the sentences of one document.
pub(super) struct Comparison {
    limits: Redundancy,
    words: Vec<WordSet>,
    /// The trigrams of each sentence that are no terms, ascending.
    trigrams: Vec<Vec<Trigram>>,
    vectors: Option<SentenceVectors>,
}

/// The numbers of three words in a row.
type Trigram = [u32; 3];

impl Comparison {
    pub(super) fn new(document: &Document<'_>, limits: Redundancy) -> Self {
        let mut vocabulary = BTreeMap::new();
        let words: Vec<Vec<u32>> =
            document.texts().map(|text| numbers(text, &mut vocabulary)).collect();
        let embeddings = document.embeddings.filter(|e| e.len() == document.sentences.len());
        let trigrams = limits.term_share.map(|share| trigrams(&words, share));
        Self {
            limits,
            trigrams: trigrams.unwrap_or_default(),
            words: words.into_iter().map(WordSet::new).collect(),
            vectors: embeddings.map(SentenceVectors::new),
        }
    }

    /// Whether the sentences `i` and `j` say the same, in part at least.
    pub(super) fn repeat(&self, i: usize, j: usize) -> bool {
        self.words[i].overlaps(&self.words[j], self.limits.overlap)
            || !self.trigrams.is_empty() && shared(&self.trigrams[i], &self.trigrams[j]) > 0
            || self
                .vectors
                .as_ref()
                .is_some_and(|vectors| vectors.cosine(i, j) >= self.limits.cosine)
    }
}

/// Marks the number of a letter of a script that writes without spaces, which is no word.
const LETTER: u32 = 1 << 31;

/// The words of a sentence as numbers of the document's vocabulary.
fn numbers(text: &str, vocabulary: &mut BTreeMap<String, u32>) -> Vec<u32> {
    text.unicode_words()
        .map(|word| {
            let is_letter = word.len() > 2 && word.chars().nth(1).is_none();
            let fresh = vocabulary.len() as u32 | if is_letter { LETTER } else { 0 };
            *vocabulary.entry(word.to_lowercase()).or_insert(fresh)
        })
        .collect()
}

/// The trigrams of each sentence, ascending, but for those of more than `term_share` of them.
fn trigrams(sentences: &[Vec<u32>], term_share: f32) -> Vec<Vec<Trigram>> {
    let distinct = |words: &Vec<u32>| {
        let are_words = |w: &&[u32]| w.iter().all(|id| id & LETTER == 0);
        let mut trigrams: Vec<Trigram> =
            words.windows(3).filter(are_words).map(|w| [w[0], w[1], w[2]]).collect();
        trigrams.sort_unstable();
        trigrams.dedup();
        trigrams
    };
    let mut trigrams: Vec<Vec<Trigram>> = sentences.iter().map(distinct).collect();
    let mut spread: HashMap<Trigram, u32> = HashMap::new();
    trigrams.iter().flatten().for_each(|trigram| *spread.entry(*trigram).or_default() += 1);
    let most = (term_share * sentences.len() as f32).max(2.0);
    for of_sentence in &mut trigrams {
        of_sentence.retain(|trigram| spread[trigram] as f32 <= most);
    }
    trigrams
}

/// How many items two ascending lists share.
fn shared<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
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

/// The distinct words of a sentence, in any case.
struct WordSet {
    /// Their numbers in the document's vocabulary, ascending.
    ids: Vec<u32>,
    /// Bit `id % 128` for each of them.
    mask: u128,
}

impl WordSet {
    fn new(mut ids: Vec<u32>) -> Self {
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
        is_enough(bound) && is_enough(shared(&self.ids, &other.ids))
    }
}
