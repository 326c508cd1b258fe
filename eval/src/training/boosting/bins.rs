//! Features in bins: which of at most 255 ranges each value is in.
//!
//! Ranges are weighted quantiles: as far as equal values allow, each holds as much weight of
//! rows as the others, so a row of weight 2 shapes them as two rows do. A feature with no more
//! distinct values than bins loses nothing.

use rayon::prelude::*;

use super::rows::Rows;

/// The bins of all features.
pub(super) struct Bins {
    columns: Vec<Column>,
}

impl Bins {
    /// Bins for each feature, at most `most` of them and one for NaN.
    pub(super) fn new(rows: &Rows<'_>, most: usize) -> Self {
        let column = |feature| Column::new(rows, feature, most);
        Self { columns: (0..rows.n_features).into_par_iter().map(column).collect() }
    }

    /// The bins of one feature.
    pub(super) fn column(&self, feature: usize) -> &Column {
        &self.columns[feature]
    }
}

/// The bins of one feature.
pub(super) struct Column {
    /// The highest value of each bin but the last, ascending.
    edges: Vec<f32>,
    /// The bin of each row.
    rows: Vec<u8>,
    has_nan: bool,
}

impl Column {
    fn new(rows: &Rows<'_>, feature: usize, most: usize) -> Self {
        let values = || rows.features[feature..].iter().step_by(rows.n_features).copied();
        let weighted = values()
            .zip(rows.weights)
            .filter(|(value, weight)| !value.is_nan() && **weight > 0.0)
            // An edge halfway to infinity would be infinite.
            .map(|(value, &weight)| (value.clamp(f32::MIN, f32::MAX), f64::from(weight)));
        let edges = edges(&distinct(weighted.collect()), most);
        let nan_bin = edges.len() as u8 + 1;
        let bin = |value: f32| match value.is_nan() {
            true => nan_bin,
            false => edges.partition_point(|&edge| edge < value) as u8,
        };
        let rows: Vec<u8> = values().map(bin).collect();
        let has_nan = rows.contains(&nan_bin);
        Self { edges, rows, has_nan }
    }

    /// The bin of each row.
    pub(super) fn rows(&self) -> &[u8] {
        &self.rows
    }

    /// The number of bins, NaN's included: at most 256.
    pub(super) fn len(&self) -> usize {
        self.edges.len() + 1 + usize::from(self.has_nan)
    }

    /// NaN's bin, the last, if a row has NaN.
    pub(super) fn nan_bin(&self) -> Option<u8> {
        self.has_nan.then_some(self.edges.len() as u8 + 1)
    }

    /// The highest bin of numbers.
    pub(super) fn last_bin(&self) -> u8 {
        self.edges.len() as u8
    }

    /// The threshold that numbers in bins up to `bin` do not pass, and all others do.
    pub(super) fn threshold(&self, bin: u8) -> f32 {
        self.edges.get(usize::from(bin)).copied().unwrap_or(f32::INFINITY)
    }
}

/// The distinct values in ascending order, with the weights of equal ones added.
fn distinct(mut values: Vec<(f32, f64)>) -> Vec<(f32, f64)> {
    // Stable, so that weights of equal values are added in the order of the rows.
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    values.dedup_by(|next, kept| {
        // Unlike the order, this takes both zeros for the same.
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    values
}

/// Edges that part distinct values into at most `most` bins. A bin is closed once its weight is
/// a fair share of what was left for it and the bins after it.
fn edges(distinct: &[(f32, f64)], most: usize) -> Vec<f32> {
    let mut left: f64 = distinct.iter().map(|(_, weight)| weight).sum();
    let mut edges = Vec::new();
    let mut in_bin = 0.0;
    for (index, pair) in distinct.windows(2).enumerate() {
        let bins_left = most - edges.len();
        if bins_left == 1 {
            break;
        }
        in_bin += pair[0].1;
        let values_left = distinct.len() - 1 - index;
        if in_bin >= left / bins_left as f64 || values_left < bins_left {
            edges.push(halfway(pair[0].0, pair[1].0));
            left -= in_bin;
            in_bin = 0.0;
        }
    }
    edges
}

/// A number from `low` up to but not `high`, in the middle where rounding allows.
fn halfway(low: f32, high: f32) -> f32 {
    let middle = low / 2.0 + high / 2.0;
    if (low..high).contains(&middle) { middle } else { low }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[f32], weights: &[f32], most: usize) -> Column {
        let targets = vec![0.0; values.len()];
        Column::new(&Rows::new(values, 1, &targets, weights).expect("valid"), 0, most)
    }

    #[test]
    fn few_values_have_a_bin_each() {
        let inputs = [3.0, f32::NAN, 1.0, f32::INFINITY, 1.0, f32::NEG_INFINITY, -0.0, 0.0];
        let column = column(&inputs, &[1.0; 8], 255);
        assert_eq!(column.rows(), [3, 5, 2, 4, 2, 0, 1, 1]);
        assert_eq!((column.len(), column.nan_bin(), column.last_bin()), (6, Some(5), 4));
        assert_eq!((column.threshold(1), column.threshold(4)), (0.5, f32::INFINITY));
    }

    #[test]
    fn as_many_values_as_bins_have_a_bin_each_whatever_their_weights() {
        let column = column(&[1.0, 2.0, 3.0, 4.0], &[1.0, 1.0, 1.0, 100.0], 4);
        assert_eq!(column.rows(), [0, 1, 2, 3]);
    }

    #[test]
    fn many_values_are_shared_out_by_weight() {
        let values: Vec<f32> = (0..1000).map(|value| value as f32).collect();
        let even = column(&values, &[1.0; 1000], 10);
        assert_eq!(even.edges, [99.5, 199.5, 299.5, 399.5, 499.5, 599.5, 699.5, 799.5, 899.5]);
        let weights: Vec<f32> = (0..1000).map(|row| if row < 100 { 9.0 } else { 1.0 }).collect();
        assert_eq!(column(&values, &weights, 2).edges, [99.5]);
    }

    #[test]
    fn one_frequent_value_leaves_the_other_bins_to_the_others() {
        let values: Vec<f32> = (0..1000).map(|row| (row as f32 - 900.0).max(0.0)).collect();
        let column = column(&values, &[1.0; 1000], 11);
        assert_eq!(column.len(), 11);
        assert_eq!(column.edges[0], 0.5);
    }

    #[test]
    fn rows_without_weight_shape_no_bin() {
        let column = column(&[1.0, 2.0, 3.0], &[1.0, 0.0, 1.0], 255);
        assert_eq!(column.edges, [2.0]);
    }

    #[test]
    fn neighbouring_numbers_are_told_apart() {
        let low = 1.0f32;
        assert_eq!(column(&[low, low.next_up()], &[1.0; 2], 255).rows(), [0, 1]);
        assert_eq!(column(&[f32::MAX, f32::MIN], &[1.0; 2], 255).rows(), [1, 0]);
    }
}
