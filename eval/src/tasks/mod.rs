//! What can be evaluated, and by which measures.

mod evaluation;
pub mod extraction;
pub mod index;
pub mod lines;
pub mod novelty;
mod page_text;
pub mod pairs;
mod progress;
pub mod question_set;
pub mod questions;
pub mod retrieval;
pub mod segmentation;
pub mod stories;
pub mod summary;

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use serde::{Deserialize, Serialize};

pub use evaluation::{Evaluation, Output};

use crate::datasets::{Loaded, sample};
use crate::results::Dataset;
use crate::systems::external::Given;

use crate::statistics::{Better, Kind, Measure, Scale};

/// Which units of a data set are evaluated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sample {
    /// At most this many, chosen by lot; all of them without it.
    pub count: Option<usize>,
    /// The seed of the lot.
    pub seed: u64,
}

impl Sample {
    /// The sample of these items, in their order.
    #[must_use]
    pub fn take<T>(self, items: Vec<T>) -> Vec<T> {
        match self.count {
            Some(count) => sample(items, count, self.seed),
            None => items,
        }
    }
}

/// What a system gives for one unit, and the seconds that it took; an external one had its share
/// of its command's time before.
fn timed<T>(given: Option<&Given>, work: impl FnOnce() -> Result<T>) -> Result<(T, f64)> {
    let started = Instant::now();
    let result = work()?;
    let before = given.map_or(0.0, Given::seconds_each);
    Ok((result, started.elapsed().as_secs_f64() + before))
}

/// Reads the data sets at all of these paths, and takes the sample of each.
fn open_all<T>(
    paths: &[impl AsRef<Path>],
    sample: Sample,
    open: impl Fn(&Path) -> Result<Vec<Loaded<Vec<T>>>>,
) -> Result<Vec<Loaded<Vec<T>>>> {
    let mut all = Vec::new();
    for path in paths {
        let sets = open(path.as_ref())?;
        all.extend(sets.into_iter().map(|set| set.map(|items| sample.take(items))));
    }
    Ok(all)
}

/// What a results file says of a data set of which so many units are evaluated.
fn dataset_record<T>(loaded: &Loaded<T>, units: usize) -> Dataset {
    Dataset {
        name: loaded.name.clone(),
        path: loaded.path.display().to_string(),
        sha256: loaded.sha256.clone(),
        rows: loaded.tally.read,
        units,
        skipped: loaded.tally.skipped.clone(),
        changed: loaded.tally.noted.clone(),
    }
}

/// What is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Summaries against references.
    Summary,
    /// The likeness of two texts against people's judgement.
    Pairs,
    /// Documents found for a query.
    Retrieval,
    /// The ends of sentences.
    Segmentation,
    /// The text of a page.
    Extraction,
    /// An approximate index against the exact one.
    Index,
}

impl Task {
    /// The measures of this task: the first is the one that counts.
    #[must_use]
    pub fn measures(self) -> &'static [Measure] {
        match self {
            Self::Summary => SUMMARY,
            Self::Pairs => PAIRS,
            Self::Retrieval => RETRIEVAL,
            Self::Segmentation => SEGMENTATION,
            Self::Extraction => EXTRACTION,
            Self::Index => INDEX,
        }
    }

    /// Its name, as the command has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Pairs => "pairs",
            Self::Retrieval => "retrieval",
            Self::Segmentation => "segmentation",
            Self::Extraction => "extraction",
            Self::Index => "index",
        }
    }

    /// What one unit of it is, in the plural.
    #[must_use]
    pub fn units(self) -> &'static str {
        match self {
            Self::Summary => "documents",
            Self::Pairs => "pairs",
            Self::Retrieval | Self::Index => "queries",
            Self::Segmentation => "texts",
            Self::Extraction => "pages",
        }
    }
}

const fn percent(name: &'static str, label: &'static str, kind: Kind) -> Measure {
    Measure { name, label, kind, scale: Scale::Percent, better: Better::Higher, shown: true }
}

const fn mean(name: &'static str, label: &'static str) -> Measure {
    percent(name, label, Kind::Mean(name))
}

const fn hidden(measure: Measure) -> Measure {
    Measure { shown: false, ..measure }
}

const fn describes(measure: Measure) -> Measure {
    Measure { better: Better::Neither, ..measure }
}

const fn lower(measure: Measure) -> Measure {
    Measure { better: Better::Lower, ..measure }
}

const fn number(measure: Measure) -> Measure {
    Measure { scale: Scale::Number, ..measure }
}

const SUMMARY: &[Measure] = &[
    mean("rouge1_f1", "R1"),
    mean("rouge2_f1", "R2"),
    hidden(mean("rouge3_f1", "R3")),
    hidden(mean("rougeL_f1", "RL")),
    mean("rougeLsum_f1", "RLsum"),
    hidden(mean("rouge1_precision", "R1 precision")),
    hidden(mean("rouge1_recall", "R1 recall")),
    hidden(mean("rouge2_precision", "R2 precision")),
    hidden(mean("rouge2_recall", "R2 recall")),
    hidden(mean("rouge3_precision", "R3 precision")),
    hidden(mean("rouge3_recall", "R3 recall")),
    hidden(mean("rougeL_precision", "RL precision")),
    hidden(mean("rougeL_recall", "RL recall")),
    hidden(mean("rougeLsum_precision", "RLsum precision")),
    hidden(mean("rougeLsum_recall", "RLsum recall")),
    mean("rouge2_recall_cut", "R2 rec."),
    mean("selection_f1", "picks F1"),
    hidden(mean("selection_precision", "picks precision")),
    hidden(mean("selection_recall", "picks recall")),
    number(describes(mean("words", "words"))),
    hidden(number(describes(mean("sentences", "sentences")))),
    hidden(describes(mean("compression", "compression"))),
    hidden(describes(mean("novelty2", "new bigrams"))),
    hidden(describes(mean("coverage", "coverage"))),
    hidden(number(describes(mean("density", "density")))),
    lower(mean("dangling", "dangling %")),
    lower(mean("broken", "broken %")),
    lower(mean("cut_off", "cut off %")),
    hidden(lower(mean("unfaithful", "any of these %"))),
];

const PAIRS: &[Measure] = &[
    percent("spearman", "Spearman", Kind::Spearman("score", "gold")),
    percent("pearson", "Pearson", Kind::Pearson("score", "gold")),
    percent("duplicate_f1", "duplicates F1", Kind::F1("hits", "false_positives", "misses")),
    percent("duplicate_precision", "precision", Kind::Ratio("hits", &["hits", "false_positives"])),
    percent("duplicate_recall", "recall", Kind::Ratio("hits", &["hits", "misses"])),
];

const RETRIEVAL: &[Measure] = &[
    mean("precision@5", "P@5"),
    hidden(mean("precision@1", "P@1")),
    mean("precision@10", "P@10"),
    hidden(mean("recall@10", "R@10")),
    mean("recall@100", "R@100"),
    mean("reciprocal_rank", "MRR"),
    mean("average_precision", "MAP"),
    mean("ndcg@10", "nDCG@10"),
];

const SEGMENTATION: &[Measure] = &[
    percent("boundary_f1", "F1", Kind::F1("ends_hit", "ends_false", "ends_missed")),
    percent(
        "boundary_precision",
        "precision",
        Kind::Ratio("ends_hit", &["ends_hit", "ends_false"]),
    ),
    percent("boundary_recall", "recall", Kind::Ratio("ends_hit", &["ends_hit", "ends_missed"])),
    percent("span_f1", "spans F1", Kind::F1("spans_hit", "spans_false", "spans_missed")),
    mean("exact", "texts right"),
];

const EXTRACTION: &[Measure] = &[
    percent("f1", "F1", Kind::HarmonicMean("precision", "recall")),
    mean("precision", "precision"),
    mean("recall", "recall"),
    mean("exact", "exact"),
];

const INDEX: &[Measure] = &[
    mean("recall@10", "recall@10"),
    hidden(mean("recall@1", "recall@1")),
    mean("recall@100", "recall@100"),
    number(describes(mean("microseconds", "µs a query"))),
];
