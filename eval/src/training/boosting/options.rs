//! How to boost.

use anyhow::{Result, ensure};

/// What a forest is fitted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The squared error: the forest predicts the target.
    SquaredError,
    /// The cross entropy of targets in `[0, 1]`: the forest predicts the log odds.
    Logistic,
}

impl Loss {
    /// The prediction before the first tree, from the mean of the targets.
    pub(super) fn base(self, mean: f64) -> f64 {
        match self {
            Self::SquaredError => mean,
            Self::Logistic => {
                let mean = mean.clamp(1e-6, 1.0 - 1e-6);
                (mean / (1.0 - mean)).ln()
            }
        }
    }

    /// The first and the second derivative of the loss by the prediction, of squared error the
    /// halves.
    pub(super) fn derivatives(self, target: f64, prediction: f64) -> (f64, f64) {
        match self {
            Self::SquaredError => (prediction - target, 1.0),
            Self::Logistic => {
                let probability = 1.0 / (1.0 + (-prediction).exp());
                (probability - target, (probability * (1.0 - probability)).max(1e-12))
            }
        }
    }
}

/// The options of a training. Rows count with their weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// What the forest is fitted by.
    pub loss: Loss,
    /// The number of rounds, each of which adds at most one tree.
    pub trees: usize,
    /// The most leaves of a tree, 2 or more.
    pub max_leaves: usize,
    /// The most splits on a way from the root to a leaf, 1 or more.
    pub max_depth: usize,
    /// What a tree's prediction is multiplied with, in `(0, 1]`.
    pub learning_rate: f32,
    /// The least total weight of the rows that were drawn for a tree in each of its leaves,
    /// above 0; by [`Loss::Logistic`] a row weighs its variance, a quarter at most.
    pub min_rows_in_leaf: f64,
    /// L2 regularisation: leaves predict as if this much weight of rows without error were added
    /// to theirs. 0 or more.
    pub l2: f64,
    /// The share of features that are drawn for each tree, in `(0, 1]`; at least one is.
    pub feature_fraction: f64,
    /// The share of rows that are drawn for each tree, without putting back, in `(0, 1]`; at
    /// least one is.
    pub row_fraction: f64,
    /// The most bins of a feature, not counting NaN's, in `2..=255`.
    pub bins: usize,
    /// What the draws follow from.
    pub seed: u64,
}

impl Default for Options {
    /// LightGBM's defaults, and no limit of depth.
    fn default() -> Self {
        Self {
            loss: Loss::SquaredError,
            trees: 100,
            max_leaves: 31,
            max_depth: usize::MAX,
            learning_rate: 0.1,
            min_rows_in_leaf: 20.0,
            l2: 0.0,
            feature_fraction: 1.0,
            row_fraction: 1.0,
            bins: 255,
            seed: 0,
        }
    }
}

impl Options {
    /// Whether each option has a value that it can have.
    pub(super) fn check(&self) -> Result<()> {
        let Self { max_leaves, max_depth, learning_rate, min_rows_in_leaf, l2, bins, .. } = *self;
        ensure!(max_leaves >= 2, "max_leaves must be 2 or more, and is {max_leaves}");
        ensure!(max_depth >= 1, "max_depth must be 1 or more, and is 0");
        ensure!(
            learning_rate > 0.0 && learning_rate <= 1.0,
            "learning_rate must be above 0 and at most 1, and is {learning_rate}"
        );
        ensure!(
            min_rows_in_leaf > 0.0 && min_rows_in_leaf.is_finite(),
            "min_rows_in_leaf must be a number above 0, and is {min_rows_in_leaf}"
        );
        ensure!(l2 >= 0.0 && l2.is_finite(), "l2 must be 0 or more, and is {l2}");
        ensure!((2..=255).contains(&bins), "bins must be from 2 to 255, and is {bins}");
        for (name, fraction) in
            [("feature_fraction", self.feature_fraction), ("row_fraction", self.row_fraction)]
        {
            ensure!(
                fraction > 0.0 && fraction <= 1.0,
                "{name} must be above 0 and at most 1, and is {fraction}"
            );
        }
        Ok(())
    }
}
