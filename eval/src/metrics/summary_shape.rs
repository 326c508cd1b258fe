//! What a summary is like beside its article: how short, how new in its wording, and from where.
//!
//! In come the words of both, split and normalised by the caller (lower case is usual), or the
//! indices of the sentences that were picked; out come compression, n-gram novelty, agreement with
//! an oracle's picks, and the positions of picks. How much of the wording is taken over in one piece
//! is in [`fragments`]. None of these says whether the summary is good.

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;

use serde::{Deserialize, Serialize};

use super::counts::Counts;

pub mod fragments;

/// The number of bins in a [`PositionHistogram`].
pub const POSITION_BINS: usize = 10;

/// Compression: the words of the summary divided by those of the document. Less is shorter, and more
/// than 1 is possible. `None` if the document has no words.
///
/// Grusky et al. (2018) and others report the reciprocal.
///
/// ```
/// assert_eq!(nutgraf_eval::metrics::summary_shape::compression(60, 480), Some(0.125));
/// ```
#[must_use]
pub fn compression(summary_words: usize, document_words: usize) -> Option<f64> {
    (document_words > 0).then(|| summary_words as f64 / document_words as f64)
}

/// N-gram novelty: the share of the different n-grams of the summary that the document does not
/// have (Narayan et al., *Don't Give Me the Details, Just the Summary!*, EMNLP 2018). `None` if the
/// summary has fewer than `n` words or `n` is 0.
///
/// An extract has 0 for `n` = 1; for greater `n` the seams between its sentences are new.
///
/// ```
/// use nutgraf_eval::metrics::summary_shape::novelty;
///
/// let document = ["the", "old", "ferry", "sank", "at", "noon"];
/// let summary = ["the", "ferry", "sank"];
/// assert_eq!(novelty(1, &summary, &document), Some(0.0));
/// assert_eq!(novelty(2, &summary, &document), Some(0.5));
/// ```
#[must_use]
pub fn novelty<T: Eq + Hash>(n: usize, summary: &[T], document: &[T]) -> Option<f64> {
    if n == 0 {
        return None;
    }
    let known: HashSet<&[T]> = document.windows(n).collect();
    let used: HashSet<&[T]> = summary.windows(n).collect();
    let new = used.iter().filter(|gram| !known.contains(*gram)).count();
    (!used.is_empty()).then(|| new as f64 / used.len() as f64)
}

/// Sentence selection: the picked sentences against those of an oracle, by index. Order does not
/// matter and repeated indices count once; the shares are those of [`Counts`].
///
/// ```
/// let counts = nutgraf_eval::metrics::summary_shape::selection(&[0, 1, 2], &[0, 7]);
/// assert_eq!((counts.precision(), counts.recall()), (Some(1.0 / 3.0), Some(0.5)));
/// ```
#[must_use]
pub fn selection(picked: &[usize], oracle: &[usize]) -> Counts {
    Counts::of_sorted(&sorted(picked), &sorted(oracle))
}

fn sorted(indices: &[usize]) -> Vec<usize> {
    let mut sorted = indices.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

/// A picked sentence that the document does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSuchSentence {
    /// The index of the pick, counted from 0.
    pub index: usize,
    /// How many sentences the document has.
    pub sentences: usize,
}

impl fmt::Display for NoSuchSentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, sentences } = self;
        write!(
            f,
            "sentence {index} was picked from a document of {sentences}: count sentences from 0, in \
             the document as it was given"
        )
    }
}

impl std::error::Error for NoSuchSentence {}

/// Where in its document a picked sentence stands: its index, counted from 0, divided by the number
/// of sentences, so that the first is at 0 and none is at 1.
///
/// # Errors
/// [`NoSuchSentence`] if the document is not that long.
pub fn relative_position(index: usize, sentences: usize) -> Result<f64, NoSuchSentence> {
    check(index, sentences)?;
    Ok(index as f64 / sentences as f64)
}

fn check(index: usize, sentences: usize) -> Result<(), NoSuchSentence> {
    if index < sentences { Ok(()) } else { Err(NoSuchSentence { index, sentences }) }
}

/// How many picks stand in each tenth of their documents.
///
/// ```
/// use nutgraf_eval::metrics::summary_shape::PositionHistogram;
///
/// let mut histogram = PositionHistogram::default();
/// histogram.add(&[0, 1, 19], 20)?;
/// assert_eq!((histogram.counts[0], histogram.counts[9]), (2, 1));
/// # Ok::<(), nutgraf_eval::metrics::summary_shape::NoSuchSentence>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionHistogram {
    /// Picks per bin; bin `b` holds relative positions from `b / 10` up to, not including,
    /// `(b + 1) / 10`.
    pub counts: [usize; POSITION_BINS],
}

impl PositionHistogram {
    /// Adds the picks of one document.
    ///
    /// In documents of fewer than ten sentences some bins cannot be reached.
    ///
    /// # Errors
    /// [`NoSuchSentence`] if the document is not that long; then nothing is added.
    pub fn add(&mut self, picked: &[usize], sentences: usize) -> Result<(), NoSuchSentence> {
        picked.iter().try_for_each(|&index| check(index, sentences))?;
        for index in picked {
            self.counts[index * POSITION_BINS / sentences] += 1;
        }
        Ok(())
    }

    /// The share of all picks in each bin; `None` without picks.
    #[must_use]
    pub fn shares(&self) -> Option<[f64; POSITION_BINS]> {
        let all: usize = self.counts.iter().sum();
        (all > 0).then(|| self.counts.map(|count| count as f64 / all as f64))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }

    #[test]
    fn novelty_is_over_different_grams() {
        let (summary, document) = (tokens("a b a b c"), tokens("a b d"));
        assert_eq!(novelty(1, &summary, &document), Some(1.0 / 3.0));
        assert_eq!(novelty(2, &summary, &document), Some(2.0 / 3.0));
        assert_eq!(novelty(4, &summary, &document), Some(1.0));
        assert_eq!(novelty(6, &summary, &document), None);
        assert_eq!(novelty(0, &summary, &document), None);
        assert_eq!(novelty(1, &summary, &[]), Some(1.0));
    }

    #[test]
    fn compression_needs_a_document() {
        assert_eq!((compression(0, 10), compression(3, 0)), (Some(0.0), None));
    }

    #[test]
    fn picks_are_compared_as_sets() {
        let counts = selection(&[4, 0, 4], &[2, 0, 1]);
        assert_eq!(counts, Counts { true_positives: 1, false_positives: 1, false_negatives: 2 });
        assert_eq!(selection(&[], &[]).f1(), None);
    }

    #[test]
    fn positions_outside_the_document_are_refused() {
        let error = NoSuchSentence { index: 3, sentences: 3 };
        assert_eq!(relative_position(3, 3), Err(error));
        assert!(relative_position(0, 0).is_err());
        let mut histogram = PositionHistogram::default();
        assert_eq!(histogram.add(&[0, 3], 3), Err(error));
        assert_eq!((histogram.shares(), histogram.add(&[], 0)), (None, Ok(())));
    }

    proptest! {
        #[test]
        fn bins_follow_the_relative_position(sentences in 1usize..200, pick in 0usize..200) {
            let index = pick % sentences;
            let mut histogram = PositionHistogram::default();
            histogram.add(&[index], sentences).unwrap();
            let bin = histogram.counts.iter().position(|&count| count == 1).unwrap();
            let position = relative_position(index, sentences).unwrap();
            prop_assert!(bin as f64 / 10.0 <= position + 1e-12);
            prop_assert!(position < (bin + 1) as f64 / 10.0);
        }

        #[test]
        fn what_is_cut_from_the_document_is_not_new(
            document in prop::collection::vec(0u8..5, 1..40), from in 0usize..40, n in 1usize..5,
        ) {
            let from = from % document.len();
            prop_assert!(novelty(n, &document[from..], &document).is_none_or(|share| share == 0.0));
        }
    }
}
