//! The lines of a results file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::datasets::Counted;
use crate::tasks::Task;

/// One line of a results file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// What was run: the first line.
    Run(Run),
    /// A data set, before what was measured on it.
    Dataset(Dataset),
    /// One system on one document, pair, query, text or page.
    Unit(Unit),
    /// One system on one data set.
    Aggregate(Aggregate),
    /// The last line of a run that came to its end.
    End(End),
}

/// What was run, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// [`SCHEMA`](super::SCHEMA).
    pub schema: String,
    /// What was evaluated.
    pub task: Task,
    /// The version of nutgraf.
    pub version: String,
    /// The model that made the embeddings, where any were made.
    pub model: Option<String>,
    /// Everything else that the figures depend on, by the option's name.
    pub options: BTreeMap<String, String>,
    /// The systems, in the order of the tables.
    pub systems: Vec<SystemInfo>,
    /// The system that the others are compared with.
    pub baseline: Option<String>,
}

/// A system that was evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemInfo {
    /// Its name in the tables.
    pub name: String,
    /// What it is: for an external one the command or the file.
    pub about: String,
}

/// A data set, and what of it was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// Its name in the tables.
    pub name: String,
    /// Where it was read.
    pub path: String,
    /// The sha256 of everything that was read, in hexadecimal.
    pub sha256: String,
    /// How many rows it has.
    pub rows: usize,
    /// How many units of it were evaluated.
    pub units: usize,
    /// The rows that could not be used.
    pub skipped: Vec<Counted>,
    /// The rows that are used, but not quite as they were read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Counted>,
}

/// One system on one document, pair, query, text or page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// The data set's name.
    pub dataset: String,
    /// The system's name.
    pub system: String,
    /// The unit's id in its data set.
    pub id: String,
    /// What was measured, by name; what does not apply is absent.
    pub values: BTreeMap<String, f64>,
    /// What the system gave: the sentences of a summary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub output: Vec<String>,
    /// The indices of the sentences of the document that the summary is made of, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picks: Vec<usize>,
    /// What the audit of the summary found, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
    /// How the summary fares at other lengths.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub curve: Vec<CurvePoint>,
    /// The time that the system took, in seconds; not written.
    #[serde(skip)]
    pub seconds: f64,
}

impl Unit {
    /// A unit with values alone.
    pub(crate) fn new<'a>(
        dataset: &str,
        system: &str,
        id: &str,
        values: impl IntoIterator<Item = (&'a str, f64)>,
        seconds: f64,
    ) -> Self {
        Self {
            dataset: dataset.to_owned(),
            system: system.to_owned(),
            id: id.to_owned(),
            values: values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            output: Vec::new(),
            picks: Vec::new(),
            findings: Vec::new(),
            curve: Vec::new(),
            seconds,
        }
    }
}

/// A summary of a given number of sentences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// How many sentences were asked for.
    pub sentences: usize,
    /// How many words it has.
    pub words: f64,
    /// Its ROUGE-1 F1.
    pub rouge1_f1: f64,
    /// Its ROUGE-2 recall.
    pub rouge2_recall: f64,
}

/// One system on one data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Aggregate {
    /// The data set's name.
    pub dataset: String,
    /// The system's name.
    pub system: String,
    /// On how many units.
    pub units: usize,
    /// The time that the system itself took, in seconds, added up over threads; without the
    /// embedding of sentences, which all systems share.
    pub seconds: f64,
    /// The measures, by name.
    pub measures: BTreeMap<String, Estimate>,
    /// By how much each measure differs from the baseline's; absent for the baseline itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub differences: BTreeMap<String, Difference>,
    /// How many picks lie in each tenth of their documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<u64>,
    /// The mean of the units' curves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub curve: Vec<CurvePoint>,
}

/// A measure and its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The value on the units themselves.
    pub value: f64,
    /// The 2.5th percentile of the bootstrap.
    pub low: f64,
    /// The 97.5th percentile of the bootstrap.
    pub high: f64,
}

/// A measure less the baseline's, over the same units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The difference.
    pub value: f64,
    /// The 2.5th percentile of the paired bootstrap.
    pub low: f64,
    /// The 97.5th percentile of the paired bootstrap.
    pub high: f64,
    /// The two-sided p-value of the paired bootstrap.
    pub p_bootstrap: f64,
    /// The two-sided p-value of approximate randomisation.
    pub p_randomisation: f64,
}

/// The last line of a run that came to its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// The time that the run took, in seconds of the clock; what was resumed is not counted.
    pub seconds: f64,
    /// Of these, the time that embedding took.
    pub embedding_seconds: f64,
}
