//! Comparing the sentences of a long document in time that grows with its length alone.
//!
//! A document of more than [`MOST`] sentences is not compared pair by pair. Each sentence is compared
//! with its two neighbours and with a sample of [`SAMPLE`] sentences, which are spread evenly over the
//! document and begin with its first. The choice depends on nothing but the number of sentences.

use std::collections::HashSet;

use super::Similarity;

/// The most sentences that are compared pair by pair.
pub(in crate::summarize) const MOST: usize = 4_096;

/// How many sentences the others are compared with.
pub(in crate::summarize) const SAMPLE: usize = 512;

/// The sample of so many sentences, ascending.
pub(super) fn sample(sentences: usize) -> Vec<usize> {
    (0..SAMPLE.min(sentences)).map(|place| place * sentences / SAMPLE.min(sentences)).collect()
}

/// Whether sentence `i` of so many is in the sample.
fn is_sampled(sentences: usize, i: usize) -> bool {
    // The place of the first of the sample that is not before it.
    let place = (i * SAMPLE).div_ceil(sentences.max(1));
    place < SAMPLE && place * sentences / SAMPLE == i
}

/// With how many others sentence `i` of so many is compared.
pub(super) fn others(sentences: usize, i: usize) -> usize {
    let neighbours = [i.checked_sub(1), Some(i + 1).filter(|&next| next < sentences)];
    let beside = neighbours.into_iter().flatten().filter(|&j| !is_sampled(sentences, j)).count();
    SAMPLE - usize::from(is_sampled(sentences, i)) + beside
}

/// Calls `visit(i, j, cosine)` for each sentence and each that it is compared with.
pub(super) fn for_each_link(similarity: &Similarity, mut visit: impl FnMut(usize, usize, f32)) {
    let n = similarity.len();
    let sample = sample(n);
    let mut other = |i: usize, j: usize, cosine: f32| {
        if i != j {
            visit(i, j, cosine);
        }
    };
    match similarity {
        Similarity::Vectors(vectors) => vectors.for_each_with(&sample, &mut other),
        Similarity::Words(words) => words.for_each_with(&sample, &mut other),
    }
    let sampled: HashSet<usize> = sample.into_iter().collect();
    for i in 0..n.saturating_sub(1) {
        let cosine = match similarity {
            Similarity::Vectors(vectors) => vectors.cosine(i, i + 1),
            Similarity::Words(words) => words.cosine(i, i + 1),
        };
        if !sampled.contains(&(i + 1)) {
            other(i, i + 1, cosine);
        }
        if !sampled.contains(&i) {
            other(i + 1, i, cosine);
        }
    }
}

impl Similarity {
    /// The sentences of the sample alone, with their numbers in the document.
    pub(in crate::summarize) fn of_sample(&self) -> (Vec<usize>, Self) {
        let sample = sample(self.len());
        let own = match self {
            Self::Vectors(vectors) => Self::Vectors(vectors.only(&sample)),
            Self::Words(words) => Self::Words(words.only(&sample)),
        };
        (sample, own)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{SentenceVectors, WordVectors};
    use super::*;
    use crate::vector::{Embeddings, ModelId};

    #[test]
    fn links_are_with_the_sample_and_the_neighbours() {
        let n = MOST + 905;
        let rows: Vec<[f32; 2]> = (0..n).map(|i| [(i as f32).cos(), (i as f32).sin()]).collect();
        let model = ModelId::from_stored("test".into());
        let embeddings = Embeddings::new(model, 2, rows.as_flattened().to_vec());
        let texts: Vec<String> = (0..n).map(|i| format!("ferry {} {}", i % 7, i % 11)).collect();
        let vectors = Similarity::Vectors(SentenceVectors::new(&embeddings));
        let words = Similarity::Words(WordVectors::new(texts.iter().map(String::as_str)));
        for similarity in [vectors, words] {
            let mut counts = vec![0usize; n];
            let mut seen = HashSet::new();
            similarity.for_each_link(|i, j, cosine| {
                assert!(i != j && cosine.is_finite() && seen.insert((i, j)));
                counts[i] += 1;
            });
            for (i, &count) in counts.iter().enumerate() {
                assert_eq!(count as f64, similarity.others(i), "{i}");
            }
            assert_eq!(similarity.sampled(), Some(SAMPLE));
            let (sample, own) = similarity.of_sample();
            assert_eq!((sample.len(), own.len(), sample[0]), (SAMPLE, SAMPLE, 0));
            assert!(sample.is_sorted_by(|a, b| a < b));
        }
    }
}
