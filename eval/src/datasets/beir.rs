//! Retrieval in the layout of BEIR (Thakur et al. 2021): which documents answer which queries.
//!
//! In: a folder with `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`) and
//! `qrels/SPLIT.tsv` (query id, document id, score, mostly under a header). Out: a
//! [`RetrievalSet`] of all documents, the queries that the split judges, and its judgements.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};

use super::Loaded;
use super::detect::{self, Task};
use super::files::{self, file_name};
use super::reading::{Layout, Reading};
use super::record::Record;
use super::table::{Table, WITH_HEADER};

/// Documents, queries, and how well people find that the ones answer the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetrievalSet {
    /// Which judgements these are: `test`, `dev`, `train`...
    pub split: String,
    /// Id, title and text of each document, in the file's order; ids are distinct. Title and
    /// text may be empty, both too: such a document cannot be found, but counts if it is judged.
    pub documents: Vec<(String, String, String)>,
    /// Id and text of each query that has a judgement, in the file's order; ids are distinct.
    pub queries: Vec<(String, String)>,
    /// By query id and document id, both of which there are: 0 or less is not relevant, more is
    /// the more relevant. Documents that are not here were not judged.
    pub judgements: BTreeMap<String, BTreeMap<String, i64>>,
}

/// The splits that are looked for, in this order, if none is named.
const SPLITS: [&str; 3] = ["test", "dev", "train"];

/// Whether a folder is in this layout: whether it has a `corpus.jsonl`.
#[must_use]
pub fn is_beir(path: &Path) -> bool {
    file(path, "corpus.jsonl").is_some()
}

/// Reads a folder, with the judgements of a split: without one, of the first there is of `test`,
/// `dev` and `train`.
///
/// The tally counts the rows of all three files: documents, queries and judgements. Queries
/// without a judgement are skipped, and so are judgements of queries or documents that there are
/// not, and rows whose ids came before.
///
/// # Errors
/// If it is no such folder, has no such split, or nothing in it is judged.
pub fn open_retrieval(path: &Path, split: Option<&str>) -> Result<Loaded<RetrievalSet>> {
    let (Some(corpus), Some(queries)) = (file(path, "corpus.jsonl"), file(path, "queries.jsonl"))
    else {
        let advice = detect::advice(Task::Retrieval, path, &Layout::default());
        ensure!(path.exists(), "cannot read {}: there is no such folder", path.display());
        bail!("{} is no BEIR folder: {advice}", path.display());
    };
    let (split, qrels) = find_split(path, split)?;

    let mut reading = Reading::new(Task::Retrieval);
    let documents = documents(&mut reading, &corpus)?;
    let judged = judgements(&mut reading, &qrels)?;
    let queries = judged_queries(&mut reading, &queries, &judged)?;
    let judgements = known(&mut reading, judged, &documents, &queries);
    let queries: Vec<_> =
        queries.into_iter().filter(|(id, _)| judgements.contains_key(id)).collect();
    reading.require_some(path, queries.len())?;
    Ok(reading.loaded(path, RetrievalSet { split, documents, queries, judgements }))
}

fn file(folder: &Path, name: &str) -> Option<PathBuf> {
    let plain = folder.join(name);
    let compressed = folder.join(format!("{name}.gz"));
    [plain, compressed].into_iter().find(|path| path.is_file())
}

fn find_split(path: &Path, split: Option<&str>) -> Result<(String, PathBuf)> {
    let folder = path.join("qrels");
    let wanted = split.map_or(SPLITS.to_vec(), |split| vec![split]);
    // A name with a slash in it would leave the folder.
    let names = wanted.iter().filter(|name| !name.contains(['/', '\\']));
    let found = names
        .filter_map(|name| Some(((*name).to_owned(), file(&folder, &format!("{name}.tsv"))?)))
        .next();
    found.map_or_else(
        || {
            let there = files::in_folder(&folder).unwrap_or_default();
            let there: Vec<String> = there.iter().map(|it| file_name(it)).collect();
            let there = if there.is_empty() { "nothing".to_owned() } else { there.join(", ") };
            bail!("no {}.tsv in {}: there is {there}", wanted.join(".tsv or "), folder.display())
        },
        Ok,
    )
}

fn id(record: &Record) -> Result<String, String> {
    if record.fields.contains_key("_id") { record.id(Some("_id")) } else { record.id(Some("id")) }
}

fn documents(reading: &mut Reading, path: &Path) -> Result<Vec<(String, String, String)>> {
    let mut seen = BTreeSet::new();
    reading.items(path, &WITH_HEADER, |record| {
        let title = record.string("title").unwrap_or_default().to_owned();
        let text = record.string("text").unwrap_or_default().to_owned();
        let id = id(record)?;
        if seen.insert(id.clone()) {
            Ok((id, title, text))
        } else {
            Err("with the id of a document before".to_owned())
        }
    })
}

/// A row of `qrels`.
struct Judgement {
    query: String,
    document: String,
    score: i64,
    place: String,
}

fn judgements(reading: &mut Reading, path: &Path) -> Result<Vec<Judgement>> {
    const COLUMNS: [&str; 3] = ["query-id", "corpus-id", "score"];
    let table = Table {
        quoted_tabs: false,
        columns: |first| {
            let data = first.len() == 3 && first[2].trim().parse::<f64>().is_ok();
            data.then_some(&COLUMNS)
        },
        ..WITH_HEADER
    };
    let before = reading.tally.read;
    reading.items(path, &table, |record| {
        let id = |name: &str| {
            record.string(name).map(str::to_owned).ok_or_else(|| format!("without a {name}"))
        };
        let score = record.number("score").filter(|score| score.fract() == 0.0);
        Ok(Judgement {
            query: id("query-id")?,
            document: id("corpus-id")?,
            score: score.ok_or("without a score that is a whole number")? as i64,
            place: format!("{}, row {}", file_name(path), record.number - before),
        })
    })
}

fn judged_queries(
    reading: &mut Reading,
    path: &Path,
    judged: &[Judgement],
) -> Result<Vec<(String, String)>> {
    let judged: BTreeSet<&str> = judged.iter().map(|it| it.query.as_str()).collect();
    let mut seen = BTreeSet::new();
    reading.items(path, &WITH_HEADER, |record| {
        let id = id(record)?;
        if !judged.contains(id.as_str()) {
            return Err("queries without a judgement in this split".to_owned());
        }
        let text = record.string("text").ok_or("without a text")?.to_owned();
        if seen.insert(id.clone()) {
            Ok((id, text))
        } else {
            Err("with the id of a query before".to_owned())
        }
    })
}

/// The judgements of documents and queries that there are.
fn known(
    reading: &mut Reading,
    judged: Vec<Judgement>,
    documents: &[(String, String, String)],
    queries: &[(String, String)],
) -> BTreeMap<String, BTreeMap<String, i64>> {
    let documents: BTreeSet<&str> = documents.iter().map(|(id, ..)| id.as_str()).collect();
    let queries: BTreeSet<&str> = queries.iter().map(|(id, _)| id.as_str()).collect();
    let mut known: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    for Judgement { query, document, score, place } in judged {
        if !queries.contains(query.as_str()) {
            reading.tally.skip("judgements of an unknown query", place);
        } else if !documents.contains(document.as_str()) {
            reading.tally.skip("judgements of an unknown document", place);
        } else {
            match known.entry(query).or_default().entry(document) {
                Entry::Vacant(entry) => _ = entry.insert(score),
                Entry::Occupied(_) => reading.tally.skip("judgements given before", place),
            }
        }
    }
    known
}
