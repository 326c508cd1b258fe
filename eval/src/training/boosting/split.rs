//! The best split of a node's rows by one feature.

use super::bins::Column;
use super::histogram::{Histogram, Sums};
use super::options::Options;

/// A split of rows in two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Split {
    /// The feature.
    pub(super) feature: usize,
    /// The last bin of numbers that goes left.
    pub(super) bin: u8,
    /// Whether NaN goes left.
    pub(super) nan_left: bool,
    /// By how much the split lowers the weighted squared error.
    pub(super) gain: f64,
}

impl Split {
    /// The split that gains most, if any gains anything and leaves enough rows on both sides.
    /// `total` are the sums over the node. Of equally good ones it is the one with the lowest
    /// bin, NaN to the right; NaN goes with the heavier side where the node has none.
    pub(super) fn best(
        histogram: &Histogram,
        (feature, column): (usize, &Column),
        total: Sums,
        options: &Options,
    ) -> Option<Self> {
        let nan = match column.nan_bin() {
            Some(bin) => histogram.bins()[usize::from(bin)],
            None => Sums::default(),
        };
        // Subtraction of histograms leaves traces of rows that are not there.
        let has_nan = nan.weight > total.weight * 1e-9;
        let mut search =
            Search { options, total, parent_score: total.score(options.l2), best: None };
        let numbers = &histogram.bins()[..usize::from(column.last_bin())];
        search.scan(Sums::default(), numbers, false);
        if has_nan {
            search.try_split(total - nan, column.last_bin(), false);
            search.scan(nan, numbers, true);
        }
        search.best.map(|Candidate { bin, nan_left, gain, left }| {
            let heavier_left = left.weight >= total.weight - left.weight;
            Self { feature, bin, nan_left: if has_nan { nan_left } else { heavier_left }, gain }
        })
    }
}

struct Candidate {
    bin: u8,
    nan_left: bool,
    gain: f64,
    left: Sums,
}

struct Search<'a> {
    options: &'a Options,
    total: Sums,
    parent_score: f64,
    best: Option<Candidate>,
}

impl Search<'_> {
    /// Tries to split after each of the bins, with `left` on the left from the start.
    fn scan(&mut self, mut left: Sums, bins: &[Sums], nan_left: bool) {
        for (bin, &sums) in bins.iter().enumerate() {
            left += sums;
            self.try_split(left, bin as u8, nan_left);
        }
    }

    fn try_split(&mut self, left: Sums, bin: u8, nan_left: bool) {
        let Options { l2, min_rows_in_leaf, .. } = *self.options;
        let right = self.total - left;
        if left.weight < min_rows_in_leaf || right.weight < min_rows_in_leaf {
            return;
        }
        let children_score = left.score(l2) + right.score(l2);
        let gain = children_score - self.parent_score;
        let least = match &self.best {
            Some(best) => best.gain,
            // What is left of a constant after rounding is no gain.
            None => children_score * 1e-9,
        };
        if gain > least {
            self.best = Some(Candidate { bin, nan_left, gain, left });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bins::Bins;
    use super::super::histogram::Residual;
    use super::super::rows::Rows;
    use super::*;

    fn best(features: &[f32], residuals: &[f32], min_rows_in_leaf: f64) -> Option<Split> {
        let weights = vec![1.0; residuals.len()];
        let rows = Rows::new(features, 1, residuals, &weights).expect("valid");
        let bins = Bins::new(&rows, 255);
        let rows: Vec<Residual> = (0u32..)
            .zip(residuals)
            .map(|(row, &weighted)| Residual { row, weight: 1.0, weighted })
            .collect();
        let histogram = Histogram::new(bins.column(0), &rows);
        let options = Options { min_rows_in_leaf, ..Options::default() };
        Split::best(&histogram, (0, bins.column(0)), Sums::of(&rows), &options)
    }

    const NAN: f32 = f32::NAN;

    #[test]
    fn splits_where_the_error_sinks_most() {
        let split = best(&[4.0, 3.0, 2.0, 1.0], &[1.0, -1.0, -1.0, -1.0], 1.0).expect("gains");
        // Error to the mean before: 4 - 4/4 = 3; after: 0.
        assert_eq!(split, Split { feature: 0, bin: 2, nan_left: true, gain: 3.0 });
    }

    #[test]
    fn keeps_enough_rows_on_both_sides() {
        let split = best(&[4.0, 3.0, 2.0, 1.0], &[1.0, -1.0, -1.0, -1.0], 2.0).expect("gains");
        assert_eq!(split.bin, 1);
        assert_eq!(best(&[4.0, 3.0, 2.0, 1.0], &[1.0, -1.0, -1.0, -1.0], 3.0), None);
    }

    #[test]
    fn sends_nan_where_it_gains_more() {
        let features = [1.0, 2.0, NAN, NAN];
        let left = best(&features, &[1.0, -1.0, 1.0, 1.0], 1.0).expect("gains");
        assert_eq!((left.bin, left.nan_left), (0, true));
        let right = best(&features, &[1.0, -1.0, -1.0, -1.0], 1.0).expect("gains");
        assert_eq!((right.bin, right.nan_left), (0, false));
    }

    #[test]
    fn splits_nan_from_all_numbers() {
        let split = best(&[1.0, 2.0, NAN, NAN], &[-1.0, -1.0, 1.0, 1.0], 1.0).expect("gains");
        assert_eq!((split.bin, split.nan_left), (1, false));
    }

    #[test]
    fn nothing_to_gain_is_no_split() {
        assert_eq!(best(&[1.0, 2.0, 3.0], &[0.1, 0.1, 0.1], 1.0), None);
        assert_eq!(best(&[7.0, 7.0, 7.0], &[0.1, 0.2, 0.3], 1.0), None);
    }
}
