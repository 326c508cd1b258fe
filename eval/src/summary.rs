//! Summaries of a data set by several scorers, for a ROUGE implementation to score.

use anyhow::{Context, Result};
use nutgraf::embed::Embedder;
use nutgraf::split::{RuleSplitter, SentenceSplitter};
use nutgraf::summarize::{Budget, Document, scorer, summarize};
use nutgraf::text::count_words;
use serde::Serialize;

use crate::datasets::SummaryPair;

/// One summary beside its reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scored {
    /// The scorer that made it.
    pub system: String,
    /// The document's place in the data set.
    pub document: usize,
    /// Its sentences.
    pub summary: Vec<String>,
    /// The reference's sentences.
    pub reference: Vec<String>,
}

/// Summarises one document with each scorer, embedding it once.
///
/// # Errors
/// If there is no scorer of a name, or the model fails.
pub fn summaries(
    embedder: &dyn Embedder,
    scorers: &[String],
    budget: Budget,
    number: usize,
    pair: &SummaryPair,
) -> Result<Vec<Scored>> {
    let article = &pair.document.article;
    let sentences = RuleSplitter.split(&article.body);
    let texts: Vec<&str> = sentences.iter().map(|s| s.text(&article.body)).collect();
    let embeddings = embedder.embed(&texts)?.embeddings;
    let document = Document {
        body: &article.body,
        title: article.title.as_deref(),
        sentences: &sentences,
        embeddings: Some(&embeddings),
        count_words,
    };
    scorers
        .iter()
        .map(|name| {
            let scorer = scorer(name).with_context(|| format!("no scorer `{name}`"))?;
            let summary = summarize(&document, scorer.as_ref(), budget)?;
            Ok(Scored {
                system: name.clone(),
                document: number,
                summary: summary
                    .picks
                    .iter()
                    .map(|pick| article.body[pick.span.range()].to_owned())
                    .collect(),
                reference: pair.reference.clone(),
            })
        })
        .collect()
}
