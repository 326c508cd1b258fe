//! The data that a forest is trained or validated on.

use anyhow::{Result, ensure};
use nutgraf::summarize::forest::MAX_FEATURES;

/// Rows of features, each with a target and a weight.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    pub(super) features: &'a [f32],
    pub(super) n_features: usize,
    pub(super) targets: &'a [f32],
    pub(super) weights: &'a [f32],
}

impl<'a> Rows<'a> {
    /// Rows from their features (row after row, `n_features` numbers each; NaN is unknown),
    /// targets and weights (one for each row). A row of weight 2 counts as two rows, one of
    /// weight 0 as none.
    ///
    /// # Errors
    /// If there are no features or too many, no rows or too many, not as many of one as of the
    /// other, a target is not finite, a weight is negative or not finite, or all weights are 0.
    pub fn new(
        features: &'a [f32],
        n_features: usize,
        targets: &'a [f32],
        weights: &'a [f32],
    ) -> Result<Self> {
        ensure!(
            (1..=MAX_FEATURES).contains(&n_features),
            "rows need from 1 to {MAX_FEATURES} features, and have {n_features}"
        );
        let n = targets.len();
        ensure!(n > 0, "there are no rows to train on");
        ensure!(u32::try_from(n).is_ok(), "there are {n} rows; give at most {}", u32::MAX);
        ensure!(weights.len() == n, "there are {n} targets and {} weights", weights.len());
        ensure!(
            Some(features.len()) == n.checked_mul(n_features),
            "{n} rows of {n_features} features are not {} numbers",
            features.len()
        );
        for (row, (target, weight)) in targets.iter().zip(weights).enumerate() {
            ensure!(target.is_finite(), "the target of row {row} is {target}; give a finite one");
            ensure!(
                weight.is_finite() && *weight >= 0.0,
                "the weight of row {row} is {weight}; give one of 0 or more"
            );
        }
        ensure!(weights.iter().any(|&weight| weight > 0.0), "all rows have a weight of 0");
        Ok(Self { features, n_features, targets, weights })
    }

    /// How many rows there are, 1 or more.
    pub(super) fn len(&self) -> usize {
        self.targets.len()
    }

    /// The features of a row.
    pub(super) fn features_of(&self, row: usize) -> &'a [f32] {
        &self.features[row * self.n_features..][..self.n_features]
    }

    /// The weighted mean of the targets.
    pub(super) fn mean_target(&self) -> f64 {
        let (mut sum, mut total) = (0.0, 0.0);
        for (&target, &weight) in self.targets.iter().zip(self.weights) {
            sum += f64::from(weight) * f64::from(target);
            total += f64::from(weight);
        }
        sum / total
    }
}
