//! Documents ready to be learned from: features, labels, and the fold that they fall into.

use std::sync::Arc;

use anyhow::Result;
use nutgraf::embed::Embedder;
use nutgraf::summarize::Document;
use nutgraf::summarize::learned::{SET_SIZE, TrainingDocument, sentence_feature_names};
use nutgraf::vector::Embeddings;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::datasets::{Loaded, SummaryItem};
use crate::metrics::oracle::{Limit, Oracle};
use crate::metrics::rouge::{Prepared, RougeScorer, Stemming, rouge_n};
use crate::tasks::summary::PreparedDocument;

/// How many documents are embedded at a time.
const BATCH: usize = 64;

/// A summary of one sentence tells less of what three sentences should be.
const WEIGHT_OF_ONE_SENTENCE: f32 = 0.5;

/// A document that can be learned from.
#[derive(Debug)]
pub struct Example {
    /// The data set that it is of.
    pub dataset: String,
    /// How much it counts; 0 for what is not to be learned from.
    pub weight: f32,
    /// The features of its statements, row after row.
    pub features: Vec<f32>,
    /// Whether the oracle picks each statement.
    pub labels: Vec<bool>,
    prepared: PreparedDocument,
    embeddings: Embeddings,
    reference: Prepared,
    scorer: Arc<RougeScorer>,
    digest: u64,
}

impl Example {
    /// Its id in its data set.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.prepared.id
    }

    /// The document as scorers see it.
    #[must_use]
    pub fn document(&self) -> Document<'_> {
        self.prepared.as_document(Some(&self.embeddings))
    }

    /// The sentences of the reference summary.
    #[must_use]
    pub fn reference_lines(&self) -> Vec<&str> {
        self.prepared.references.first().into_iter().flatten().map(String::as_str).collect()
    }

    /// The features of each statement.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.features.chunks_exact(sentence_feature_names().len())
    }

    /// Which of so many folds it falls into.
    #[must_use]
    pub fn fold(&self, folds: usize, seed: u64) -> usize {
        let mut random = crate::random::Random::new(self.digest ^ seed);
        random.below(folds)
    }

    /// ROUGE-1 F1 of these sentences.
    #[must_use]
    pub fn rouge1(&self, set: &[usize]) -> f64 {
        let text = |&i: &usize| self.prepared.sentences[i].text(&self.prepared.body);
        let lines: Vec<&str> = set.iter().map(text).collect();
        let candidate = self.scorer.prepare(&lines);
        rouge_n(&self.reference, &candidate, 1).f1
    }
}

/// Makes examples of the documents that have a sentence; those that are not English weigh
/// nothing.
///
/// # Errors
/// If the model fails.
pub fn examples(
    sets: Vec<Loaded<Vec<SummaryItem>>>,
    embedder: &dyn Embedder,
) -> Result<Vec<Example>> {
    let scorer = Arc::new(RougeScorer::new(Stemming::Porter));
    let mut examples = Vec::new();
    for set in sets {
        let prepared: Vec<PreparedDocument> =
            set.items.into_par_iter().map(PreparedDocument::new).collect();
        let mut prepared = prepared.into_iter().filter(|document| !document.sentences.is_empty());
        loop {
            let batch: Vec<PreparedDocument> = prepared.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let embeddings = crate::tasks::summary::embed(embedder, &batch)?;
            let made: Vec<Example> = batch
                .into_par_iter()
                .zip(embeddings)
                .map(|(document, embeddings)| example(&set.name, document, embeddings, &scorer))
                .collect::<Result<_>>()?;
            examples.extend(made);
        }
    }
    Ok(examples)
}

fn example(
    dataset: &str,
    prepared: PreparedDocument,
    embeddings: Embeddings,
    scorer: &Arc<RougeScorer>,
) -> Result<Example> {
    let TrainingDocument { statements, sentence_features } =
        TrainingDocument::new(&prepared.as_document(Some(&embeddings)))?;
    let sentences: Vec<&str> = prepared.texts().collect();
    let reference = prepared.references.first().cloned().unwrap_or_default();
    let weight = match reference.len() {
        _ if prepared.language.as_deref().unwrap_or("en") != "en" => 0.0,
        1 => WEIGHT_OF_ONE_SENTENCE,
        _ => 1.0,
    };
    let reference = scorer.prepare(&reference);
    let texts: Vec<Prepared> =
        statements.iter().map(|&i| scorer.prepare(&[sentences[i]])).collect();
    let ideal = Oracle::new(&reference, &texts).greedy(Limit::Sentences(SET_SIZE)).sentences;
    let labels = (0..statements.len()).map(|i| ideal.contains(&i)).collect();
    let digest = Sha256::digest(prepared.body.as_bytes());
    let digest = digest.iter().take(8).fold(0u64, |sum, &byte| sum << 8 | u64::from(byte));
    Ok(Example {
        dataset: dataset.to_owned(),
        weight,
        features: sentence_features,
        labels,
        prepared,
        embeddings,
        reference,
        scorer: scorer.clone(),
        digest,
    })
}
