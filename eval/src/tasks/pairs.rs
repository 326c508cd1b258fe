//! Pairs of texts against people's judgement of their likeness: correlation, and duplicates found
//! at a threshold.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use nutgraf::embed::Embedder;
use nutgraf::vector::dot;
use serde_json::{Value, json};

use super::{Evaluation, Sample, dataset_record, open_all, timed};
use crate::datasets::{Loaded, ScoredPair, open_pairs};
use crate::metrics::counts::Counts;
use crate::metrics::word_overlap;
use crate::results::Unit;
use crate::systems::external::Given;
use crate::systems::{Source, SystemSpec, external};

/// How many pairs are embedded at a time.
const BATCH: usize = 256;

/// The systems that are built in.
pub const NAMES: [&str; 2] = ["vectors", "words"];

/// When two texts count as duplicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DuplicateOptions {
    /// To people, from this score on.
    pub gold: f64,
    /// To a system, from this score on.
    pub threshold: f64,
}

impl DuplicateOptions {
    /// The options by name, as a results file has them.
    #[must_use]
    pub fn named(&self) -> BTreeMap<String, String> {
        [("duplicate from", self.gold), ("threshold", self.threshold)]
            .map(|(name, value)| (name.to_owned(), value.to_string()))
            .into()
    }

    fn counts(&self, pair: &ScoredPair, score: f64) -> Counts {
        let (is, found) = (pair.score >= self.gold, score >= self.threshold);
        Counts {
            true_positives: usize::from(is && found),
            false_positives: usize::from(!is && found),
            false_negatives: usize::from(is && !found),
        }
    }
}

enum Scorer {
    Vectors,
    Words,
    Given(Given),
}

/// Reads the data sets at these paths, and takes the sample of each.
///
/// # Errors
/// Those of [`open_pairs`].
pub fn open(paths: &[impl AsRef<Path>], sample: Sample) -> Result<Vec<Loaded<Vec<ScoredPair>>>> {
    open_all(paths, sample, open_pairs)
}

/// Evaluates the systems of a run on one data set.
///
/// # Errors
/// If an external system fails, the model fails, or results cannot be written.
pub fn evaluate(
    evaluation: &mut Evaluation,
    loaded: &Loaded<Vec<ScoredPair>>,
    specs: &[SystemSpec],
    duplicates: Option<DuplicateOptions>,
    embedder: &dyn Embedder,
) -> Result<()> {
    let dataset = dataset_record(loaded, loaded.items.len());
    let questions: Vec<Value> = loaded
        .items
        .iter()
        .map(|pair| json!({"id": pair.id, "first": pair.first, "second": pair.second}))
        .collect();
    let systems = specs
        .iter()
        .map(|spec| {
            let scorer = match (&spec.source, spec.name.as_str()) {
                (Source::BuiltIn, "words") => Scorer::Words,
                (Source::BuiltIn, _) => Scorer::Vectors,
                (source, name) => Scorer::Given(external::ask(name, source, &questions)?),
            };
            Ok((spec.name.as_str(), scorer))
        })
        .collect::<Result<Vec<_>>>()?;
    let name = dataset.name.clone();
    evaluation.dataset(
        dataset,
        &loaded.items,
        |pair| &pair.id,
        BATCH,
        |evaluation, batch: &[&ScoredPair]| {
            let started = Instant::now();
            let cosines = match systems.iter().any(|(_, s)| matches!(s, Scorer::Vectors)) {
                true => cosines(embedder, batch)?,
                false => vec![0.0; batch.len()],
            };
            evaluation.add_embedding(started.elapsed());
            let mut units = Vec::with_capacity(batch.len() * systems.len());
            for (pair, cosine) in batch.iter().zip(cosines) {
                for (system, scorer) in &systems {
                    let given = match scorer {
                        Scorer::Given(given) => Some(given),
                        _ => None,
                    };
                    let (score, seconds) = timed(given, || match scorer {
                        Scorer::Vectors => Ok(cosine),
                        Scorer::Words => Ok(word_overlap::dice(&pair.first, &pair.second)),
                        Scorer::Given(given) => given_score(given, &pair.id),
                    })?;
                    units.push(unit(&name, system, pair, score, duplicates, seconds));
                }
            }
            Ok(units)
        },
    )
}

fn cosines(embedder: &dyn Embedder, batch: &[&ScoredPair]) -> Result<Vec<f64>> {
    let texts: Vec<&str> =
        batch.iter().flat_map(|pair| [pair.first.as_str(), pair.second.as_str()]).collect();
    let embeddings = embedder.embed(&texts)?.embeddings;
    let row = |index| embeddings.row(index);
    Ok((0..batch.len()).map(|i| f64::from(dot(row(2 * i), row(2 * i + 1)))).collect())
}

fn given_score(given: &Given, id: &str) -> Result<f64> {
    let score = given.by_id.get(id).and_then(|object| object.get("score")?.as_f64());
    score.with_context(|| format!("for `{id}`: a `score`, a number, is expected"))
}

fn unit(
    dataset: &str,
    system: &str,
    pair: &ScoredPair,
    score: f64,
    duplicates: Option<DuplicateOptions>,
    seconds: f64,
) -> Unit {
    let mut values = BTreeMap::from([("score", score), ("gold", pair.score)]);
    if let Some(duplicates) = duplicates {
        let counts = duplicates.counts(pair, score);
        values.insert("hits", counts.true_positives as f64);
        values.insert("false_positives", counts.false_positives as f64);
        values.insert("misses", counts.false_negatives as f64);
    }
    Unit::new(dataset, system, &pair.id, values, seconds)
}
