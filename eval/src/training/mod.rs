//! Training of the scorer: documents with reference summaries in, the forests of
//! [`Learned`] out.
//!
//! 1. The label of a sentence is whether the greedy oracle picks it; the sentence forest is fitted
//!    to that.
//! 2. Each document's sentences are scored by a sentence forest that has not seen it; the sets of
//!    the best of them are labelled with their ROUGE-1 F1, less the mean of the document's sets;
//!    the set forest is fitted to that. (With ROUGE-2 F1 added, both come out lower.)
//!
//! Everything is deterministic for a seed. What [`cross_validate`] gives for a document comes
//! from forests that have not seen it, at either step; folds are by the text of the document, so
//! that copies of it fall into one.

pub mod boosting;
mod documents;

use anyhow::{Context, Result};
use boosting::{Loss, Options, Rows};
use nutgraf::summarize::forest::Forest;
use nutgraf::summarize::learned::{
    Learned, candidate_sets, sentence_feature_names, set_feature_names,
};
use nutgraf::summarize::{Budget, summarize};
use rayon::prelude::*;

pub use documents::{Example, examples};

/// Into how many parts documents are divided to score those of a part by forests of the others.
const INNER_FOLDS: usize = 4;

/// How the sentence forest is trained.
#[must_use]
pub fn sentence_options(seed: u64) -> Options {
    Options {
        loss: Loss::Logistic,
        trees: 300,
        max_leaves: 15,
        learning_rate: 0.05,
        min_rows_in_leaf: 4.0,
        l2: 5.0,
        feature_fraction: 0.5,
        row_fraction: 0.7,
        seed,
        ..Options::default()
    }
}

/// How the set forest is trained.
#[must_use]
pub fn set_options(seed: u64) -> Options {
    Options {
        loss: Loss::SquaredError,
        learning_rate: 0.04,
        min_rows_in_leaf: 200.0,
        l2: 10.0,
        row_fraction: 0.5,
        ..sentence_options(seed)
    }
}

/// The forests of a trained scorer, as files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trained {
    /// The sentence forest.
    pub sentences: Vec<u8>,
    /// The set forest.
    pub sets: Vec<u8>,
}

impl Trained {
    /// The scorer with these forests.
    ///
    /// # Errors
    /// If they are damaged.
    pub fn scorer(&self) -> Result<Learned> {
        Ok(Learned::from_bytes(&self.sentences, Some(&self.sets))?)
    }
}

/// Trains a scorer.
///
/// # Errors
/// If there is nothing to learn from.
pub fn train(examples: &[&Example], seed: u64) -> Result<Trained> {
    let sentences = train_sentences(examples, seed)?;
    let mut scores: Vec<Vec<f32>> = vec![Vec::new(); examples.len()];
    for fold in 0..INNER_FOLDS {
        let is_held_out = |example: &Example| example.fold(INNER_FOLDS, seed ^ 1) == fold;
        let (held_out, rest): (Vec<usize>, Vec<usize>) =
            (0..examples.len()).partition(|&i| is_held_out(examples[i]));
        let rest: Vec<&Example> = rest.iter().map(|&i| examples[i]).collect();
        let forest = train_sentences(&rest, seed)?;
        for i in held_out {
            scores[i] = examples[i].rows().map(|row| forest.predict(row)).collect();
        }
    }
    let sets = train_sets(examples, scores, seed)?;
    Ok(Trained {
        sentences: sentences.to_bytes(&sentence_feature_names())?,
        sets: sets.to_bytes(&set_feature_names())?,
    })
}

fn train_sentences(examples: &[&Example], seed: u64) -> Result<Forest> {
    let (mut features, mut targets, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for example in examples {
        features.extend_from_slice(&example.features);
        targets.extend(example.labels.iter().map(|&picked| f32::from(u8::from(picked))));
        weights.extend(example.labels.iter().map(|_| example.weight));
    }
    let names = sentence_feature_names().len();
    let rows = Rows::new(&features, names, &targets, &weights)?;
    boosting::train(&rows, &sentence_options(seed)).context("the sentence forest")
}

fn train_sets(examples: &[&Example], scores: Vec<Vec<f32>>, seed: u64) -> Result<Forest> {
    let of_document = |(example, scores): (&&Example, Vec<f32>)| {
        let (sets, features) = candidate_sets(&example.document(), scores)?;
        let values: Vec<f32> = sets.iter().map(|set| example.rouge1(set) as f32).collect();
        let mean = values.iter().sum::<f32>() / values.len().max(1) as f32;
        let targets: Vec<f32> = values.into_iter().map(|value| value - mean).collect();
        Ok((features, targets, example.weight))
    };
    let all: Vec<(Vec<f32>, Vec<f32>, f32)> =
        examples.par_iter().zip(scores).map(of_document).collect::<Result<_>>()?;
    let (mut features, mut targets, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for (own, values, weight) in all {
        features.extend(own);
        weights.extend(values.iter().map(|_| weight));
        targets.extend(values);
    }
    let names = set_feature_names().len();
    let rows = Rows::new(&features, names, &targets, &weights)?;
    boosting::train(&rows, &set_options(seed)).context("the set forest")
}

/// The picks of a scorer for each document, in their order, each made by forests that were
/// trained without it.
///
/// # Errors
/// As [`train`].
pub fn cross_validate(
    examples: &[Example],
    folds: usize,
    budget: Budget,
    seed: u64,
    mut on_fold: impl FnMut(usize),
) -> Result<Vec<Vec<usize>>> {
    let mut picks = vec![Vec::new(); examples.len()];
    for fold in 0..folds {
        let (held_out, rest): (Vec<usize>, Vec<usize>) =
            (0..examples.len()).partition(|&i| examples[i].fold(folds, seed) == fold);
        let rest: Vec<&Example> = rest.iter().map(|&i| &examples[i]).collect();
        let scorer = train(&rest, seed)?.scorer()?;
        let made: Vec<Vec<usize>> = held_out
            .par_iter()
            .map(|&i| {
                let summary = summarize(&examples[i].document(), &scorer, budget)?;
                Ok(summary.picks.iter().map(|pick| pick.index).collect())
            })
            .collect::<Result<_>>()?;
        held_out.into_iter().zip(made).for_each(|(i, made)| picks[i] = made);
        on_fold(fold);
    }
    Ok(picks)
}
