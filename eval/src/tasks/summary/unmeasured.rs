//! Summaries as they are, without a reference to measure them by.

use anyhow::{Context, Result};
use nutgraf::embed::Embedder;
use nutgraf::summarize::scorer_names;
use rayon::prelude::*;
use serde_json::Value;

use super::prepared::PreparedDocument;
use super::systems::{Summarizer, Task, question, word_counts};
use super::{BATCH, Length, embed, summarizer};
use crate::metrics::oracle::Oracle;
use crate::metrics::rouge::{RougeScorer, Stemming};
use crate::systems::SystemSpec;

/// The names of the built-in systems that need no reference.
#[must_use]
pub fn unmeasured_names() -> Vec<&'static str> {
    scorer_names().chain(["first", "random", "longest"]).collect()
}

/// The summaries of each document, in the order of the systems, sentences one after the other.
/// `embedder` is called where a system looks at embeddings.
///
/// # Errors
/// If an external system fails, a system is not among [`unmeasured_names`], or the model fails.
pub fn summaries<'e>(
    documents: &[PreparedDocument],
    specs: &[SystemSpec],
    length: Length,
    seed: u64,
    embedder: &dyn Fn() -> Result<&'e dyn Embedder>,
) -> Result<Vec<Vec<String>>> {
    let questions: Vec<Value> =
        documents.iter().map(|document| question(document, length)).collect();
    let systems =
        specs.iter().map(|spec| summarizer(spec, &questions)).collect::<Result<Vec<_>>>()?;
    let uses_embeddings = systems.iter().any(Summarizer::uses_embeddings);
    let rouge = RougeScorer::new(Stemming::None);
    let mut all = Vec::with_capacity(documents.len());
    for batch in documents.chunks(BATCH) {
        let embeddings = match uses_embeddings {
            true => embed(embedder()?, batch)?.into_iter().map(Some).collect(),
            false => vec![None; batch.len()],
        };
        let made: Vec<Vec<String>> = batch
            .par_iter()
            .zip(&embeddings)
            .map(|(document, embeddings)| {
                // Without a reference an oracle knows nothing; none is asked.
                let oracle = Oracle::new(&rouge.prepare::<&str>(&[]), &[]);
                let words = word_counts(document);
                let embeddings = embeddings.as_ref();
                let task = Task { document, embeddings, words: &words, oracle: &oracle, seed };
                systems
                    .iter()
                    .map(|system| system.shown(&task, length))
                    .collect::<Result<Vec<String>>>()
                    .with_context(|| format!("document `{}`", document.id))
            })
            .collect::<Result<_>>()?;
        all.extend(made);
    }
    Ok(all)
}
