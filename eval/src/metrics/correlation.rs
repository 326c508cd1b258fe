//! Pearson and Spearman correlation of paired values, unweighted and weighted.
//!
//! In come pairs, say the cosine of two sentences and the score that people gave them; out comes a
//! coefficient between -1 and 1, equal to `scipy.stats.pearsonr` and `spearmanr`, or `None` where
//! none is defined. Tied values share the mean of their ranks.
//!
//! A bootstrap sample is a weight per pair: how often it was drawn. [`RankedPairs`] sorts once and
//! then gives the Spearman correlation of any such sample in linear time, without building it. No
//! p-values and no intervals come from here.

/// Pearson's correlation: the covariance of the two values divided by the product of their standard
/// deviations.
///
/// `None` with fewer than two pairs, if one side is constant, or if a value is not finite.
///
/// ```
/// use nutgraf_eval::metrics::correlation::{pearson, spearman};
///
/// let pairs = [(1.0, 1.0), (2.0, 4.0), (3.0, 9.0)];
/// assert!(pearson(&pairs).is_some_and(|r| (r - 0.98974).abs() < 1e-5));
/// assert_eq!(spearman(&pairs), Some(1.0));
/// assert_eq!(spearman(&pairs[..1]), None);
/// ```
#[must_use]
pub fn pearson(pairs: &[(f64, f64)]) -> Option<f64> {
    pearson_by(pairs.len(), |index| Weighted { pair: pairs[index], weight: 1.0 })
}

/// [`pearson`] with a weight for each pair: that of the sample which holds each pair as often as its
/// weight says. Weights need not be whole; their scale does not matter.
///
/// `None` where the pairs of positive weight have no correlation, and if a weight is negative or not
/// finite.
///
/// # Panics
/// If there are not as many weights as pairs.
#[must_use]
pub fn weighted_pearson(pairs: &[(f64, f64)], weights: &[f64]) -> Option<f64> {
    assert_eq!(weights.len(), pairs.len(), "one weight for each pair");
    pearson_by(pairs.len(), |index| Weighted { pair: pairs[index], weight: weights[index] })
}

/// Spearman's correlation: Pearson's of the ranks, where tied values share the mean of their ranks.
///
/// `None` with fewer than two pairs, if one side is constant, or if a value is NaN. Infinite values
/// have ranks like all others.
#[must_use]
pub fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    RankedPairs::new(pairs)?.spearman(&vec![1.0; pairs.len()])
}

/// Pairs whose two sides have been sorted, for many weighted Spearman correlations.
///
/// ```
/// use nutgraf_eval::metrics::correlation::{RankedPairs, spearman};
///
/// let pairs = [(0.1, 2.0), (0.4, 1.0), (0.5, 5.0), (0.9, 4.0)];
/// let drawn = [(0.1, 2.0), (0.5, 5.0), (0.5, 5.0), (0.9, 4.0)];
/// let ranked = RankedPairs::new(&pairs).expect("no NaN");
/// let weighted = ranked.spearman(&[1.0, 0.0, 2.0, 1.0]);
/// assert!((weighted.unwrap() - spearman(&drawn).unwrap()).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedPairs {
    first: Side,
    second: Side,
}

impl RankedPairs {
    /// Sorts both sides: `O(n log n)`. `None` if a value is NaN.
    #[must_use]
    pub fn new(pairs: &[(f64, f64)]) -> Option<Self> {
        let first = Side::new(pairs.iter().map(|pair| pair.0).collect())?;
        let second = Side::new(pairs.iter().map(|pair| pair.1).collect())?;
        Some(Self { first, second })
    }

    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.first.groups.len()
    }

    /// Whether there are no pairs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first.groups.is_empty()
    }

    /// The mean rank of both values of each pair, from 0: what Spearman's correlation looks at.
    #[must_use]
    pub fn ranks(&self) -> Vec<(f64, f64)> {
        let ones = vec![1.0; self.len()];
        let (first, second) = (self.first.ranks(&ones), self.second.ranks(&ones));
        let rank = |ranks: &[f64], group: usize| ranks[group] - 0.5;
        let groups = self.first.groups.iter().zip(&self.second.groups);
        groups.map(|(&a, &b)| (rank(&first, a), rank(&second, b))).collect()
    }

    /// Spearman's correlation of the sample that holds each pair as often as its weight says, in
    /// `O(n)`. `weights` are in the order of the pairs and need not be whole.
    ///
    /// `None` where that sample has none: fewer than two pairs of positive weight, one side constant
    /// over them, or a weight that is negative or not finite.
    ///
    /// # Panics
    /// If there are not as many weights as pairs.
    #[must_use]
    pub fn spearman(&self, weights: &[f64]) -> Option<f64> {
        assert_eq!(weights.len(), self.len(), "one weight for each pair");
        let first = self.first.ranks(weights);
        let second = self.second.ranks(weights);
        pearson_by(weights.len(), |index| {
            let pair = (first[self.first.groups[index]], second[self.second.groups[index]]);
            Weighted { pair, weight: weights[index] }
        })
    }
}

/// One side of the pairs: equal values are a group, and groups are numbered by ascending value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Side {
    /// The group of each value.
    groups: Vec<usize>,
    /// How many groups there are.
    count: usize,
}

impl Side {
    fn new(values: Vec<f64>) -> Option<Self> {
        if values.iter().any(|value| value.is_nan()) {
            return None;
        }
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
        let mut groups = vec![0; values.len()];
        let mut count = 0;
        for group in order.chunk_by(|&a, &b| values[a] == values[b]) {
            for &index in group {
                groups[index] = count;
            }
            count += 1;
        }
        Some(Self { groups, count })
    }

    /// The mean rank of each group, less one half, which no correlation sees.
    fn ranks(&self, weights: &[f64]) -> Vec<f64> {
        let mut ranks = vec![0.0; self.count];
        for (&group, &weight) in self.groups.iter().zip(weights) {
            ranks[group] += weight;
        }
        let mut before = 0.0;
        for rank in &mut ranks {
            let weight = *rank;
            *rank = before + weight / 2.0;
            before += weight;
        }
        ranks
    }
}

#[derive(Clone, Copy)]
struct Weighted {
    pair: (f64, f64),
    weight: f64,
}

/// Pearson's correlation of `count` weighted pairs, in two passes so that large means cost nothing.
fn pearson_by(count: usize, at: impl Fn(usize) -> Weighted) -> Option<f64> {
    let mut total = 0.0;
    let (mut sum_x, mut sum_y) = (0.0, 0.0);
    let (mut x_range, mut y_range) = (Range::EMPTY, Range::EMPTY);
    for index in 0..count {
        let Weighted { pair: (x, y), weight } = at(index);
        if !(weight.is_finite() && weight >= 0.0 && x.is_finite() && y.is_finite()) {
            return None;
        }
        if weight > 0.0 {
            total += weight;
            sum_x += weight * x;
            sum_y += weight * y;
            x_range.include(x);
            y_range.include(y);
        }
    }
    let (x_scale, y_scale) = (x_range.width()?, y_range.width()?);
    let (mean_x, mean_y) = (sum_x / total, sum_y / total);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for index in 0..count {
        let Weighted { pair: (x, y), weight } = at(index);
        // Scaled, so that no product overflows or vanishes.
        let (x, y) = ((x - mean_x) / x_scale, (y - mean_y) / y_scale);
        let weight = weight / total;
        xx += weight * x * x;
        yy += weight * y * y;
        xy += weight * x * y;
    }
    let r = xy / (xx * yy).sqrt();
    r.is_finite().then(|| r.clamp(-1.0, 1.0))
}

/// The least and the greatest of some values.
struct Range {
    least: f64,
    greatest: f64,
}

impl Range {
    const EMPTY: Self = Self { least: f64::INFINITY, greatest: f64::NEG_INFINITY };

    fn include(&mut self, value: f64) {
        self.least = self.least.min(value);
        self.greatest = self.greatest.max(value);
    }

    /// `None` for fewer than two different values.
    fn width(&self) -> Option<f64> {
        (self.least < self.greatest).then_some(self.greatest - self.least)
    }
}

#[cfg(test)]
mod tests;
