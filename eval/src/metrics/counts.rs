//! True positives, false positives and false negatives, which can be summed over documents.
//!
//! Summing the counts and dividing once gives micro-averages; averaging the shares of each document
//! gives macro-averages. The counts leave that choice to the caller.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

/// How many predictions were right, wrong and missing.
///
/// ```
/// use nutgraf_eval::metrics::counts::Counts;
///
/// let counts = Counts { true_positives: 3, false_positives: 1, false_negatives: 3 };
/// assert_eq!(counts.precision(), Some(0.75));
/// assert_eq!(counts.recall(), Some(0.5));
/// assert_eq!(counts.f1(), Some(0.6));
/// assert_eq!(Counts::default().f1(), None);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Predicted and in the truth.
    pub true_positives: usize,
    /// Predicted and not in the truth.
    pub false_positives: usize,
    /// In the truth and not predicted.
    pub false_negatives: usize,
}

impl Counts {
    /// The share of what was predicted that is right: `tp / (tp + fp)`; `None` if nothing was
    /// predicted.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_positives)
    }

    /// The share of the truth that was predicted: `tp / (tp + fn)`; `None` if the truth is empty.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// The harmonic mean of precision and recall: `2 tp / (2 tp + fp + fn)`; `None` if nothing was
    /// predicted and the truth is empty, 0 if only one of them is so.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        let doubled = 2 * self.true_positives;
        share(doubled, doubled + self.false_positives + self.false_negatives)
    }

    /// Compares two sorted lists without repeated items.
    pub(super) fn of_sorted<T: Ord>(predicted: &[T], truth: &[T]) -> Self {
        let true_positives =
            predicted.iter().filter(|item| truth.binary_search(item).is_ok()).count();
        Self {
            true_positives,
            false_positives: predicted.len() - true_positives,
            false_negatives: truth.len() - true_positives,
        }
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            true_positives: self.true_positives + other.true_positives,
            false_positives: self.false_positives + other.false_positives,
            false_negatives: self.false_negatives + other.false_negatives,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_predicted_and_nothing_to_find_are_told_apart() {
        let silent = Counts { false_negatives: 2, ..Counts::default() };
        assert_eq!(
            (silent.precision(), silent.recall(), silent.f1()),
            (None, Some(0.0), Some(0.0))
        );
        let needless = Counts { false_positives: 2, ..Counts::default() };
        assert_eq!(
            (needless.precision(), needless.recall(), needless.f1()),
            (Some(0.0), None, Some(0.0))
        );
    }

    #[test]
    fn sums_are_micro_averages() {
        let all: Counts = [
            Counts { true_positives: 9, false_positives: 1, false_negatives: 0 },
            Counts { true_positives: 0, false_positives: 0, false_negatives: 9 },
        ]
        .into_iter()
        .sum();
        assert_eq!((all.precision(), all.recall()), (Some(0.9), Some(0.5)));
    }

    #[test]
    fn sorted_lists_are_compared_as_sets() {
        let counts = Counts::of_sorted(&[1, 3, 5], &[1, 2, 3, 4]);
        assert_eq!(counts, Counts { true_positives: 2, false_positives: 1, false_negatives: 2 });
    }
}
