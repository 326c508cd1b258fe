//! Gradient boosting of regression trees: rows of features with targets in, a
//! [`Forest`] out.
//!
//! Friedman, *Greedy Function Approximation: A Gradient Boosting Machine* (2001): every tree is
//! fitted to what the ones before it leave ([`Loss`]), and counts a little
//! ([`Options::learning_rate`]); rows and features are drawn anew for each tree (Friedman,
//! *Stochastic Gradient Boosting*, 2002). Trees grow as in LightGBM (Ke et al., *LightGBM: A
//! Highly Efficient Gradient Boosting Decision Tree*, 2017): features are put into at most 255
//! quantile bins once, splits are found in histograms of the bins, the histogram of the larger
//! child is its parent's less its sibling's, and the leaf whose split gains most is split next.
//! NaN has a bin of its own and goes to the side where it gains more.
//!
//! The same data, options and seed give the same forest on any number of threads: features are
//! shared out among threads, and no sum is. Time grows with rows x features x trees; memory
//! with rows x features, one byte each.
//!
//! What it does not do: choose options, split data into folds, categories that are not ordered.
//!
//! ```
//! use nutgraf_eval::training::boosting::{Options, Rows, train};
//!
//! let features: Vec<f32> = (0..200).map(|row| row as f32 / 200.0).collect();
//! let targets: Vec<f32> = features.iter().map(|x| x * x).collect();
//! let rows = Rows::new(&features, 1, &targets, &[1.0; 200])?;
//! let forest = train(&rows, &Options { min_rows_in_leaf: 5.0, ..Options::default() })?;
//! assert!((forest.predict(&[0.6]) - 0.36).abs() < 0.03);
//! # Ok::<(), anyhow::Error>(())
//! ```

mod bins;
mod grow;
mod histogram;
mod options;
mod rows;
mod sample;
mod split;
#[cfg(test)]
mod tests;
mod tree;

use anyhow::{Context, Result};
use nutgraf::summarize::forest::{Forest, Tree};
use rayon::prelude::*;

use crate::random::Random;
use bins::Bins;
use grow::{Draw, grow};
use histogram::Residual;
use sample::sample;

pub use options::{Loss, Options};
pub use rows::Rows;

/// Trains a forest.
///
/// Its base value is what fits the weighted mean of the targets. A round whose rows and features allow no
/// split adds no tree, so there may be fewer than [`Options::trees`]: none for a constant target.
///
/// # Errors
/// If an option has a value that it cannot have, or values are so large that sums of them are no
/// longer finite.
pub fn train(rows: &Rows<'_>, options: &Options) -> Result<Forest> {
    options.check()?;
    let bins = Bins::new(rows, options.bins);
    let weighted: Vec<usize> = (0..rows.len()).filter(|&row| rows.weights[row] > 0.0).collect();
    let base = options.loss.base(rows.mean_target()) as f32;
    let mut predictions = vec![f64::from(base); rows.len()];
    let mut trees = Vec::new();
    for round in 0..options.trees {
        let mut random = Random::of_round(options.seed, round);
        let draw = Draw {
            features: sample(rows.n_features, options.feature_fraction, &mut random),
            rows: sample(weighted.len(), options.row_fraction, &mut random)
                .into_iter()
                .map(|place| residual(rows, options.loss, &predictions, weighted[place]))
                .collect(),
        };
        let Some(tree) = grow(&bins, draw, options) else { continue };
        let tree = tree.finish(&bins, options).context(TOO_LARGE)?;
        add(&tree, rows, &mut predictions);
        trees.push(tree);
    }
    Forest::new(base, rows.n_features, trees).context(TOO_LARGE)
}

const TOO_LARGE: &str = "training failed; scale the targets down if they are beyond 1e15";

/// What is left of a row for the next tree: a tree is fitted to the negative gradient over the
/// curvature of the loss, each row weighing as much as its curvature.
fn residual(rows: &Rows<'_>, loss: Loss, predictions: &[f64], row: usize) -> Residual {
    let weight = f64::from(rows.weights[row]);
    let target = f64::from(rows.targets[row]);
    let (gradient, curvature) = loss.derivatives(target, predictions[row]);
    Residual {
        row: row as u32,
        weight: (weight * curvature) as f32,
        weighted: (-weight * gradient) as f32,
    }
}

/// Adds what a tree predicts to the prediction of every row.
fn add(tree: &Tree, rows: &Rows<'_>, predictions: &mut [f64]) {
    predictions.par_iter_mut().enumerate().with_min_len(1024).for_each(|(row, prediction)| {
        *prediction += f64::from(tree.predict(rows.features_of(row)));
    });
}
