//! Pairs of sentences and how alike people find them: the STS benchmark (Cer et al. 2017) and
//! tables of its kind.
//!
//! In: the benchmark's tab-separated files (genre, file, year, number, score and two sentences,
//! then maybe sources; no header, quoting off), CSV or TSV of three columns (two sentences and a
//! score), tables with a header or JSON with `sentence1`, `sentence2` and `score`. Out: a
//! [`ScoredPair`] for each row that has all three. Scores are taken as they are.

use std::path::Path;

use anyhow::Result;

use super::Loaded;
use super::detect::{Task, open_each};
use super::reading::Reading;
use super::record::{Reason, Record};
use super::table::{Table, WITH_HEADER};

/// Two sentences and how alike people find them.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredPair {
    /// Names the pair within its data set: the number of its row from 1, as the benchmark's own
    /// numbers are not unique and translations lack them; in JSON its id, if it has one.
    pub id: String,
    /// One sentence; not blank.
    pub first: String,
    /// The other; not blank.
    pub second: String,
    /// The score, finite; in the benchmark from 0, nothing in common, to 5, the same.
    pub score: f64,
}

const SCORES: [&str; 3] = ["score", "similarity_score", "label"];

/// Reads a data set of pairs; of a folder, every data file in it as a data set of its own.
///
/// # Errors
/// If a file cannot be read or has no pair with a score; with what was found instead.
pub fn open_pairs(path: &Path) -> Result<Vec<Loaded<Vec<ScoredPair>>>> {
    open_each(Task::Pairs, path, open_file)
}

fn open_file(path: &Path) -> Result<Loaded<Vec<ScoredPair>>> {
    let table = Table { quoted_tabs: false, columns, ..WITH_HEADER };
    let mut reading = Reading::new(Task::Pairs);
    let mut items = reading.items(path, &table, pair)?;
    reading.distinct_ids(items.iter_mut().map(|item| &mut item.id));
    reading.finish(path, items)
}

/// The columns of a table without a header, by where the score is.
fn columns(first: &[&str]) -> Option<&'static [&'static str]> {
    let score = |column: usize| first[column].trim().parse::<f64>().is_ok();
    match first.len() {
        3 if score(2) => Some(&["sentence1", "sentence2", "score"]),
        7.. if score(4) => {
            Some(&["genre", "file", "year", "number", "score", "sentence1", "sentence2"])
        }
        _ => None,
    }
}

fn pair(record: &Record) -> Result<ScoredPair, Reason> {
    let sentence = |name: &str| {
        record.string(name).map(str::to_owned).ok_or_else(|| format!("without a {name}"))
    };
    Ok(ScoredPair {
        id: record.id(None)?,
        first: sentence("sentence1")?,
        second: sentence("sentence2")?,
        score: SCORES
            .into_iter()
            .find_map(|name| record.number(name))
            .ok_or("without a score that is a finite number")?,
    })
}
