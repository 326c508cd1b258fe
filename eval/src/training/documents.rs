//! Documents ready to be learned from: features, labels, and the fold that they fall into.

use std::sync::Arc;

use anyhow::Result;
use nutgraf::embed::Embedder;
use nutgraf::summarize::Document;
use nutgraf::summarize::learned::{SET_SIZE, TrainingDocument};
use nutgraf::vector::Embeddings;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::table::Table;
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
    /// What is seen of its statements.
    pub(super) features: TrainingDocument,
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

    /// What the sentence forest is fitted to.
    pub(super) fn sentence_table(&self) -> Table {
        self.table_of(&self.features.sentence_features)
    }

    /// What the lexical forest is fitted to.
    pub(super) fn lexical_table(&self) -> Table {
        self.table_of(&self.features.lexical_features)
    }

    fn table_of(&self, features: &[f32]) -> Table {
        let targets = self.labels.iter().map(|&picked| f32::from(u8::from(picked))).collect();
        Table { features: features.to_vec(), targets, weight: self.weight }
    }

    /// Whether the reference has this word, in whatever form.
    #[must_use]
    pub fn refers_to(&self, word: &str) -> bool {
        rouge_n(&self.reference, &self.scorer.prepare(&[word]), 1).recall > 0.0
    }

    /// A number that only copies of its text have.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// Which of so many folds it falls into.
    #[must_use]
    pub fn fold(&self, folds: usize, seed: u64) -> usize {
        let mut random = crate::random::Random::new(self.digest ^ seed);
        random.below(folds)
    }

    /// ROUGE-1 F1 of each of these sets of sentences.
    #[must_use]
    pub(super) fn values(&self, sets: &[Vec<usize>]) -> Vec<f32> {
        sets.iter().map(|set| self.rouge1(set) as f32).collect()
    }

    /// ROUGE-1 F1 of these sentences.
    #[must_use]
    pub fn rouge1(&self, set: &[usize]) -> f64 {
        let document = self.document();
        let lines: Vec<&str> = set.iter().map(|&i| &document.body[document.statement(i)]).collect();
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

/// A number that only copies of a text have.
pub(super) fn digest(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0u64, |sum, &byte| sum << 8 | u64::from(byte))
}

fn example(
    dataset: &str,
    prepared: PreparedDocument,
    embeddings: Embeddings,
    scorer: &Arc<RougeScorer>,
) -> Result<Example> {
    let document = prepared.as_document(Some(&embeddings));
    let features = TrainingDocument::new(&document)?;
    let reference = prepared.references.first().cloned().unwrap_or_default();
    let weight = match reference.len() {
        _ if prepared.language.as_deref().unwrap_or("en") != "en" => 0.0,
        1 => WEIGHT_OF_ONE_SENTENCE,
        _ => 1.0,
    };
    let reference = scorer.prepare(&reference);
    let texts: Vec<Prepared> = features
        .statements
        .iter()
        .map(|&i| scorer.prepare(&[&document.body[document.statement(i)]]))
        .collect();
    let ideal = Oracle::new(&reference, &texts).greedy(Limit::Sentences(SET_SIZE)).sentences;
    let labels = (0..texts.len()).map(|i| ideal.contains(&i)).collect();
    let digest = digest(&prepared.body);
    Ok(Example {
        dataset: dataset.to_owned(),
        weight,
        features,
        labels,
        prepared,
        embeddings,
        reference,
        scorer: scorer.clone(),
        digest,
    })
}
