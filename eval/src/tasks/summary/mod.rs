//! Summaries against references: ROUGE, the sentences that an oracle would pick, length, novelty,
//! position, and whether what was picked can stand by itself.
//!
//! In: documents with references, and systems. Out: a unit for each document and system. A
//! document's sentences are embedded once, for all systems; sentences already split are taken as
//! they are.

mod align;
mod prepared;
mod systems;
mod unit;
mod unmeasured;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use nutgraf::embed::Embedder;
use nutgraf::vector::Embeddings;
use rayon::prelude::*;
use serde_json::Value;

pub use self::prepared::PreparedDocument;
pub use self::systems::names;
use self::systems::{Summarizer, question};
use self::unit::Examiner;
pub use self::unmeasured::{summaries, unmeasured_names};
use super::{Evaluation, Sample, dataset_record, open_all};
use crate::datasets::{Fields, Loaded, SummaryItem, open_summaries};
use crate::metrics::rouge::{RougeScorer, Stemming};
use crate::report::SourceText;
use crate::results::Unit;
use crate::systems::{Source, SystemSpec, external};

/// How many documents are embedded and scored at a time.
const BATCH: usize = 64;

/// How long a summary may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// At most this many sentences.
    Sentences(usize),
    /// At most this many words.
    Words(usize),
}

/// How summaries are made and measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SummaryOptions {
    /// How long a summary may be.
    pub length: Length,
    /// ROUGE's stemmer.
    pub stemming: Stemming,
    /// To how many words a summary is cut for its ROUGE-2 recall at a fixed length.
    pub recall_words: usize,
    /// Up to how many sentences the length curve goes; 0 for none.
    pub curve: usize,
    /// The seed of what is random.
    pub seed: u64,
}

impl Default for SummaryOptions {
    fn default() -> Self {
        Self {
            length: Length::Sentences(3),
            stemming: Stemming::Porter,
            recall_words: 60,
            curve: 8,
            seed: 1,
        }
    }
}

impl SummaryOptions {
    /// The options by name, as a results file has them.
    #[must_use]
    pub fn named(&self) -> BTreeMap<String, String> {
        let length = match self.length {
            Length::Sentences(count) => format!("{count} sentences"),
            Length::Words(count) => format!("{count} words"),
        };
        let stemmer = match self.stemming {
            Stemming::Porter => "porter",
            Stemming::None => "none",
        };
        [
            ("length", length),
            ("stemmer", stemmer.to_owned()),
            ("recall at words", self.recall_words.to_string()),
            ("curve", self.curve.to_string()),
            ("seed", self.seed.to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}

/// Reads the data sets at these paths, and takes the sample of each.
///
/// # Errors
/// Those of [`open_summaries`].
pub fn open(
    paths: &[impl AsRef<Path>],
    fields: &Fields,
    sample: Sample,
) -> Result<Vec<Loaded<Vec<SummaryItem>>>> {
    open_all(paths, sample, |path| open_summaries(path, fields))
}

/// The documents of a data set as a report shows them.
#[must_use]
pub fn source_texts(loaded: Vec<Loaded<Vec<SummaryItem>>>) -> Vec<SourceText> {
    loaded
        .into_iter()
        .flat_map(|Loaded { name, items, .. }| {
            items.into_iter().map(move |item| PreparedDocument::new(item).into_source_text(&name))
        })
        .collect()
}

/// Evaluates the systems of a run on one data set. `embedder` is called once, if at all.
///
/// # Errors
/// If an external system fails, the model fails, or results cannot be written.
pub fn evaluate<'e>(
    evaluation: &mut Evaluation,
    loaded: &Loaded<Vec<SummaryItem>>,
    specs: &[SystemSpec],
    options: &SummaryOptions,
    embedder: &dyn Fn() -> Result<&'e dyn Embedder>,
) -> Result<()> {
    let documents: Vec<PreparedDocument> =
        loaded.items.par_iter().cloned().map(PreparedDocument::new).collect();
    let dataset = dataset_record(loaded, documents.len());
    let done = evaluation.done(&dataset);
    let left: Vec<Value> = documents
        .iter()
        .filter(|document| !done.contains(&document.id))
        .map(|document| question(document, options.length))
        .collect();
    let systems = specs
        .iter()
        .map(|spec| Ok((spec.name.as_str(), summarizer(spec, &left)?)))
        .collect::<Result<Vec<_>>>()?;
    let uses_embeddings = systems.iter().any(|(_, system)| system.uses_embeddings());
    let scorer = RougeScorer::new(options.stemming);
    let name = dataset.name.clone();
    evaluation.dataset(
        dataset,
        &documents,
        |document| &document.id,
        BATCH,
        |evaluation, batch: &[&PreparedDocument]| {
            let started = Instant::now();
            let embeddings = match uses_embeddings {
                true => embed(embedder()?, batch)?.into_iter().map(Some).collect(),
                false => vec![None; batch.len()],
            };
            evaluation.add_embedding(started.elapsed());
            let units: Vec<Vec<Unit>> = batch
                .par_iter()
                .zip(&embeddings)
                .map(|(document, embeddings)| {
                    Examiner::new(&name, document, embeddings.as_ref(), &scorer, options)
                        .units(&systems)
                        .with_context(|| format!("{name}: document `{}`", document.id))
                })
                .collect::<Result<_>>()?;
            Ok(units.concat())
        },
    )
}

fn summarizer(spec: &SystemSpec, left: &[Value]) -> Result<Summarizer> {
    match &spec.source {
        Source::BuiltIn => Summarizer::built_in(&spec.name),
        source => Ok(Summarizer::Given(external::ask(&spec.name, source, left)?)),
    }
}

/// The embeddings of each document's sentences: all sentences of the batch in one go.
pub(crate) fn embed<D: Borrow<PreparedDocument>>(
    embedder: &dyn Embedder,
    batch: &[D],
) -> Result<Vec<Embeddings>> {
    let texts: Vec<&str> = batch.iter().flat_map(|document| document.borrow().texts()).collect();
    let all = embedder.embed(&texts)?.embeddings;
    let mut values = all.as_slice();
    let of_document = |document: &D| {
        let sentences = document.borrow().sentences.len();
        let (own, rest) = values.split_at(sentences * all.dimensions());
        values = rest;
        Embeddings::new(all.model().clone(), all.dimensions(), own.to_vec())
    };
    Ok(batch.iter().map(of_document).collect())
}
