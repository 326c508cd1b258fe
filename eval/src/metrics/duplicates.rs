//! How well a similarity score tells duplicates from other pairs.
//!
//! In come pairs, each with the score that a system gave it and whether it is a duplicate in truth;
//! out come precision, recall and F1 at a threshold, the threshold of the best F1, and the average
//! precision over all thresholds. Pairs that the system never scored have to be given too, with the
//! lowest score there is, or they do not count as missed.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::counts::Counts;

/// A pair of articles.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScoredPair {
    /// How alike the system holds them; greater is more alike, any scale.
    pub score: f64,
    /// Whether they are duplicates in truth.
    pub duplicate: bool,
}

/// Pairs sorted by score once, for any number of thresholds.
///
/// ```
/// use nutgraf_eval::metrics::duplicates::{ScoredPair, ScoredPairs};
///
/// let scored = [(0.98, true), (0.91, true), (0.90, false), (0.40, true), (0.10, false)];
/// let pairs = ScoredPairs::new(scored.map(|(score, duplicate)| ScoredPair { score, duplicate }))?;
/// assert_eq!(pairs.counts_at(0.9).precision(), Some(2.0 / 3.0));
/// let best = pairs.best_threshold().expect("there are duplicates");
/// assert_eq!((best.threshold, best.counts.recall()), (0.40, Some(1.0)));
/// # Ok::<(), nutgraf_eval::metrics::duplicates::NotANumber>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredPairs {
    /// Scores, descending.
    scores: Vec<f64>,
    /// How many of the first `index` pairs are duplicates; one item more than there are pairs.
    duplicates: Vec<usize>,
}

/// A threshold and what it gives.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// Pairs with this score or a greater one are called duplicates.
    pub threshold: f64,
    /// What that gets right and wrong.
    pub counts: Counts,
}

/// The score of the pair at this index, counted from 0, is NaN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotANumber {
    /// Its index in the list.
    pub index: usize,
}

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.index + 1;
        write!(f, "the score of pair {number} is not a number: give a score that can be ordered")
    }
}

impl std::error::Error for NotANumber {}

impl ScoredPairs {
    /// Sorts the pairs; their order does not matter.
    ///
    /// # Errors
    /// [`NotANumber`] if a score is NaN.
    pub fn new(pairs: impl IntoIterator<Item = ScoredPair>) -> Result<Self, NotANumber> {
        let mut pairs: Vec<ScoredPair> = pairs.into_iter().collect();
        if let Some(index) = pairs.iter().position(|pair| pair.score.is_nan()) {
            return Err(NotANumber { index });
        }
        pairs.sort_by(|a, b| b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal));
        let mut duplicates = Vec::with_capacity(pairs.len() + 1);
        duplicates.push(0);
        let mut seen = 0;
        for pair in &pairs {
            seen += usize::from(pair.duplicate);
            duplicates.push(seen);
        }
        Ok(Self { scores: pairs.iter().map(|pair| pair.score).collect(), duplicates })
    }

    /// What calling every pair with `score >= threshold` a duplicate gets right and wrong; the
    /// shares are those of [`Counts`]. At NaN no pair is called one.
    #[must_use]
    pub fn counts_at(&self, threshold: f64) -> Counts {
        self.counts_of_first(self.scores.partition_point(|&score| score >= threshold))
    }

    /// The threshold of the greatest F1, which is a score that occurs; of several the greatest,
    /// which calls the fewest pairs duplicates. `None` if there is no duplicate.
    #[must_use]
    pub fn best_threshold(&self) -> Option<Threshold> {
        let mut best: Option<(f64, Threshold)> = None;
        for end in self.ends_of_ties() {
            let counts = self.counts_of_first(end);
            let f1 = counts.f1().unwrap_or(0.0);
            if f1 > best.map_or(0.0, |(greatest, _)| greatest) {
                best = Some((f1, Threshold { threshold: self.scores[end - 1], counts }));
            }
        }
        best.map(|(_, threshold)| threshold)
    }

    /// Average precision: over all scores that occur, descending, the precision at that threshold
    /// times the recall that it adds, as `sklearn.metrics.average_precision_score` has it. Tied
    /// pairs are taken in together, so their order does not matter. `None` if there is no duplicate.
    #[must_use]
    pub fn average_precision(&self) -> Option<f64> {
        let all = *self.duplicates.last()?;
        let mut before = 0;
        let mut sum = 0.0;
        for end in self.ends_of_ties() {
            let found = self.duplicates[end];
            sum += (found - before) as f64 * found as f64 / end as f64;
            before = found;
        }
        (all > 0).then(|| sum / all as f64)
    }

    /// How many pairs come up to and with each different score.
    fn ends_of_ties(&self) -> impl Iterator<Item = usize> {
        self.scores.chunk_by(|a, b| a == b).scan(0, |end, tied| {
            *end += tied.len();
            Some(*end)
        })
    }

    fn counts_of_first(&self, called: usize) -> Counts {
        let all = self.duplicates[self.scores.len()];
        let true_positives = self.duplicates[called];
        Counts {
            true_positives,
            false_positives: called - true_positives,
            false_negatives: all - true_positives,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(scored: &[(f64, bool)]) -> ScoredPairs {
        let pairs = scored.iter().map(|&(score, duplicate)| ScoredPair { score, duplicate });
        ScoredPairs::new(pairs).unwrap()
    }

    #[test]
    fn a_threshold_includes_its_own_score() {
        let pairs = pairs(&[(0.2, false), (0.9, true), (0.5, true), (0.5, false)]);
        let counts = Counts { true_positives: 2, false_positives: 1, false_negatives: 0 };
        assert_eq!(pairs.counts_at(0.5), counts);
        assert_eq!(pairs.counts_at(0.51).recall(), Some(0.5));
        assert_eq!(pairs.counts_at(f64::INFINITY).precision(), None);
        assert_eq!(pairs.counts_at(f64::NAN).precision(), None);
        assert_eq!(pairs.counts_at(f64::NEG_INFINITY).precision(), Some(0.5));
    }

    #[test]
    fn values_worked_out_by_hand() {
        let pairs = pairs(&[(4.0, true), (3.0, false), (2.0, true), (2.0, false), (1.0, false)]);
        assert_eq!(pairs.average_precision(), Some((1.0 + 2.0 / 4.0) / 2.0));
        // F1 is 2/3 after one pair and after four; the greater threshold wins.
        let best = pairs.best_threshold().unwrap();
        assert_eq!((best.threshold, best.counts.f1()), (4.0, Some(2.0 / 3.0)));
    }

    #[test]
    fn without_a_duplicate_there_is_nothing_to_find() {
        for pairs in [pairs(&[]), pairs(&[(1.0, false)])] {
            assert_eq!((pairs.best_threshold(), pairs.average_precision()), (None, None));
            assert_eq!(pairs.counts_at(0.5).recall(), None);
        }
        let broken = ScoredPair { score: f64::NAN, duplicate: true };
        assert_eq!(ScoredPairs::new([broken]), Err(NotANumber { index: 0 }));
    }

    proptest! {
        #[test]
        fn no_threshold_beats_the_best(
            scored in prop::collection::vec((0u8..9, any::<bool>()), 1..40),
        ) {
            let scored: Vec<_> = scored.iter().map(|&(s, d)| (f64::from(s), d)).collect();
            let sorted = pairs(&scored);
            let best = sorted.best_threshold();
            prop_assert_eq!(best.is_some(), scored.iter().any(|pair| pair.1));
            for threshold in (0..10).map(f64::from) {
                let called = |pair: &&(f64, bool)| pair.0 >= threshold;
                let right = scored.iter().filter(called).filter(|pair| pair.1).count();
                let counts = sorted.counts_at(threshold);
                prop_assert_eq!(counts.true_positives, right);
                prop_assert_eq!(counts.false_positives + right, scored.iter().filter(called).count());
                if let Some(best) = best {
                    prop_assert!(counts.f1() <= best.counts.f1());
                    prop_assert_eq!(sorted.counts_at(best.threshold), best.counts);
                }
            }
        }
    }
}
