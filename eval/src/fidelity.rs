//! How near the vectors of one model are to those of its reference, and what it costs on STS-B.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use nutgraf::embed::Embedder;
use nutgraf::vector::dot;
use serde::Serialize;

use crate::datasets::{ScoredPair, scored_pairs};
use crate::statistics::spearman;

/// The cosine of each sentence's two vectors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fidelity {
    /// How many sentences.
    pub sentences: usize,
    /// The mean cosine.
    pub mean: f64,
    /// The smallest cosine.
    pub min: f64,
    /// Sentences a second of the model under test.
    pub sentences_per_second: f64,
}

/// Compares two models sentence by sentence.
///
/// # Errors
/// If a model fails.
pub fn fidelity(
    model: &dyn Embedder,
    reference: &dyn Embedder,
    sentences: &[&str],
) -> Result<Fidelity> {
    let start = Instant::now();
    let ours = model.embed(sentences)?.embeddings;
    let seconds = start.elapsed().as_secs_f64();
    let theirs = reference.embed(sentences)?.embeddings;
    let cosines: Vec<f64> =
        ours.rows().zip(theirs.rows()).map(|(a, b)| f64::from(dot(a, b))).collect();
    Ok(Fidelity {
        sentences: cosines.len(),
        mean: cosines.iter().sum::<f64>() / cosines.len() as f64,
        min: cosines.iter().copied().fold(f64::INFINITY, f64::min),
        sentences_per_second: sentences.len() as f64 / seconds,
    })
}

/// Spearman's correlation of the cosines with people's scores, on a file of the STS benchmark.
///
/// # Errors
/// If the file cannot be read or the model fails.
pub fn sts(model: &dyn Embedder, path: &Path) -> Result<f64> {
    let pairs = scored_pairs(path)?;
    let embed =
        |side: fn(&ScoredPair) -> &str| model.embed(&pairs.iter().map(side).collect::<Vec<_>>());
    let first = embed(|pair| &pair.first)?.embeddings;
    let second = embed(|pair| &pair.second)?.embeddings;
    let cosines: Vec<f64> =
        first.rows().zip(second.rows()).map(|(a, b)| f64::from(dot(a, b))).collect();
    let scores: Vec<f64> = pairs.iter().map(|pair| pair.score).collect();
    Ok(spearman(&cosines, &scores))
}
