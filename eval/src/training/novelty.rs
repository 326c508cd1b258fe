//! The model of whether a sentence is new, fitted to sentences that are known.

use nutgraf::story::{Novelty, NoveltyModel};

use super::logistic::{Row, fit};
use crate::tasks::novelty::Judged;

/// Fits a logistic model by maximum likelihood. No weight is below 0: nothing that is new in a sentence speaks
/// for its having been told.
#[must_use]
pub fn fit_novelty(sentences: &[Judged]) -> NoveltyModel {
    let row =
        |it: &Judged| -> Row<{ Novelty::PARTS.len() }> { (it.novelty.parts(), it.is_new, 1.0) };
    let (weights, bias) = fit(&sentences.iter().map(row).collect::<Vec<_>>());
    NoveltyModel { weights, bias }
}
