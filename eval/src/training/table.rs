//! What forests are fitted to: the rows of each document, with a target each.

use anyhow::Result;
use nutgraf::summarize::forest::Forest;
use rayon::prelude::*;

use super::boosting::{self, Options, Rows};

/// The rows of one document.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Row after row.
    pub(super) features: Vec<f32>,
    /// One for each row.
    pub(super) targets: Vec<f32>,
    /// The weight of each row.
    pub(super) weight: f32,
}

/// The forest of all tables.
pub(super) fn fit(tables: &[Table], options: &Options) -> Result<Forest> {
    fit_all(&tables.iter().collect::<Vec<_>>(), options)
}

/// What forests predict for the rows of each table that were fitted to those of other folds.
pub(super) fn held_out(
    tables: &[Table],
    folds: &[usize],
    options: &Options,
) -> Result<Vec<Vec<f32>>> {
    let mut predicted = vec![Vec::new(); tables.len()];
    for fold in 0..folds.iter().max().map_or(0, |most| most + 1) {
        let rest = tables.iter().zip(folds).filter(|(_, of)| **of != fold);
        let forest = fit_all(&rest.map(|(table, _)| table).collect::<Vec<_>>(), options)?;
        predicted
            .par_iter_mut()
            .zip(tables.par_iter().zip(folds))
            .filter(|(_, (_, of))| **of == fold)
            .for_each(|(predicted, (table, _))| *predicted = forest.predict_rows(&table.features));
    }
    Ok(predicted)
}

/// The same of tables that stand elsewhere.
pub(super) fn fit_all(tables: &[&Table], options: &Options) -> Result<Forest> {
    let (mut features, mut targets, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for table in tables {
        features.extend_from_slice(&table.features);
        targets.extend_from_slice(&table.targets);
        weights.extend(table.targets.iter().map(|_| table.weight));
    }
    let width = features.len() / targets.len().max(1);
    let rows = Rows::new(&features, width, &targets, &weights)?;
    boosting::train(&rows, options)
}
