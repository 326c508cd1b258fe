//! Whether the nearest articles are of the same kind.

use anyhow::{Context, Result};
use nutgraf::engine::Engine;
use nutgraf::text::Document;
use serde::Serialize;

/// How many neighbours are looked at.
pub const NEIGHBORS: usize = 5;

/// Precision of the nearest neighbours, the category being what makes one relevant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Retrieval {
    /// How many articles were asked for.
    pub articles: usize,
    /// The share of neighbours with the category of the article that they are near.
    pub precision_at_5: f64,
    /// The 95 % interval of it, over articles.
    pub interval: [f64; 2],
}

/// Stores all documents in memory and asks for the neighbours of each.
///
/// # Errors
/// If the engine fails.
pub fn retrieval(documents: &[Document]) -> Result<Retrieval> {
    let engine = Engine::builder().library_in_memory().build()?;
    for batch in documents.chunks(64) {
        for added in engine.add(batch)? {
            added?;
        }
    }
    let library = engine.library()?;
    let mut precisions = Vec::with_capacity(documents.len());
    for document in documents {
        let id = document.article.external_id.as_deref().context("no external id")?;
        let article = library.get(id)?;
        let neighbors = engine.neighbors_of_stored(&article, NEIGHBORS)?;
        let mut relevant = 0;
        for neighbor in &neighbors {
            let other = library.get_by_id(neighbor.id)?;
            relevant += usize::from(other.category == article.category);
        }
        precisions.push(relevant as f64 / NEIGHBORS as f64);
    }
    Ok(summarise(&precisions))
}

fn summarise(precisions: &[f64]) -> Retrieval {
    let count = precisions.len() as f64;
    let mean = precisions.iter().sum::<f64>() / count;
    let variance = precisions.iter().map(|p| (p - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let half = 1.96 * (variance / count).sqrt();
    Retrieval {
        articles: precisions.len(),
        precision_at_5: mean,
        interval: [mean - half, mean + half],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_the_mean() {
        let result = summarise(&[1.0, 0.8, 0.6, 1.0]);
        assert!((result.precision_at_5 - 0.85).abs() < 1e-12);
        assert!(result.interval[0] < 0.85 && 0.85 < result.interval[1]);
    }
}
