//! Checking a library, and making anew what is derived from its articles.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};

use super::failure::Failure;
use super::open::Access;
use super::rows::Record;
use super::sentence_vectors::BAD_SENTENCE_VECTORS;
use super::{SqliteStore, file, salvage, schema, sentence_vectors, vectors};
#[cfg(doc)]
use crate::Error;
use crate::Result;
use crate::article::Article;
use crate::library::record::content_hash;
use crate::library::{CheckReport, Depth, Finding};

/// How many lines of SQLite's own check are reported.
const MOST_LINES: i64 = 100;

impl SqliteStore {
    /// Checks every article and every vector against its checksum, and the tables; in full also every
    /// page of the file, the indexes, the word index, and what else can be counted again (with
    /// `count_words`, the counter that the articles came through). It changes nothing, holds up no reader, and damage is
    /// what it finds, not an error.
    ///
    /// # Errors
    /// If the file cannot be read for another reason than damage.
    pub fn check(&self, depth: Depth, count_words: impl Fn(&str) -> usize) -> Result<CheckReport> {
        let check =
            |connection: &mut Connection| examine(&self.path, connection, depth, &count_words);
        // A connection that has searched keeps what it knows of the word index, which may be old.
        let report = match self.access {
            Access::Existing => self.reader().and_then(|mut connection| check(&mut connection)),
            _ => check(&mut self.lock()),
        };
        report.map_err(|failure| failure.at(&self.path))
    }

    /// Makes anew, in one transaction, what is derived from the articles: indexes, word counts,
    /// and vectors, those of sentences too, as far as to drop the unusable ones, whose articles
    /// are then among [`Store::lacking_vectors`](crate::library::Store::lacking_vectors). Gives what is
    /// wrong after that.
    ///
    /// # Errors
    /// [`Error::LibraryDamaged`], with nothing changed, if the file itself is damaged: writing to
    /// it could make it worse. Otherwise as [`Store::add`](crate::library::Store::add) as a whole.
    pub fn rebuild(&self, count_words: impl Fn(&str) -> usize) -> Result<CheckReport> {
        let before = self.check(Depth::Full, &count_words)?;
        let blocks = |finding: &&Finding| {
            matches!(finding, Finding::Structure(_) | Finding::Unreadable { .. })
        };
        self.write(|transaction| {
            if let Some(damage) = before.findings.iter().find(blocks) {
                return Err(Failure::Damaged(damage.to_string()));
            }
            transaction.execute_batch(
                "REINDEX; \
                 INSERT INTO article_words (article_words) VALUES ('rebuild');",
            )?;
            for row in vectors::bad(transaction)? {
                transaction.execute("DELETE FROM vectors WHERE rowid = ?1", [row])?;
            }
            transaction.execute_batch(&format!(
                "DELETE FROM sentence_vectors WHERE number IN ({BAD_SENTENCE_VECTORS});"
            ))?;
            count_again(transaction, &count_words)
        })?;
        self.check(Depth::Full, count_words)
    }
}

/// Counts the words again of every article that is what was stored, or is but for that.
fn count_again(
    connection: &Connection,
    count_words: &dyn Fn(&str) -> usize,
) -> Result<(), Failure> {
    salvage::for_each_number(connection, |number, found| {
        let stored = found?;
        let words = count_words(&stored.article.body);
        if words == stored.article.word_count
            || !(stored.is_intact()? || stored.is_intact_with(words)?)
        {
            return Ok(());
        }
        let article = Article { word_count: words, ..stored.article };
        Record::new(&article, Timestamp::now())?.count(connection, number)
    })
}

/// All parts of the check; damage that ends one does not keep the others from being done.
fn examine(
    path: &Path,
    connection: &mut Connection,
    depth: Depth,
    count_words: &dyn Fn(&str) -> usize,
) -> Result<CheckReport, Failure> {
    let mut findings = Vec::new();
    tolerate(tables(path, connection, &mut findings), &mut findings)?;
    if depth == Depth::Full {
        tolerate(structure(connection, &mut findings), &mut findings)?;
        tolerate(word_index(connection, &mut findings), &mut findings)?;
    }
    tolerate(all_vectors(connection, &mut findings), &mut findings)?;
    let counter = (depth == Depth::Full).then_some(count_words);
    let read = articles(connection, counter, &mut findings);
    let articles = tolerate(read, &mut findings)?.unwrap_or(0);
    findings.dedup();
    Ok(CheckReport { articles, findings })
}

/// Turns damage that ended a part of the check into a finding.
fn tolerate<T>(
    result: Result<T, Failure>,
    findings: &mut Vec<Finding>,
) -> Result<Option<T>, Failure> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(failure) if failure.is_damage() => {
            findings.push(Finding::Structure(failure.detail()));
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

/// The file's length, its tables, and what it is.
fn tables(
    path: &Path,
    connection: &Connection,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    if let Err(failure) = file::inspect(path) {
        findings.push(Finding::Structure(failure.detail()));
    }
    findings.extend(schema::missing(connection)?.into_iter().map(Finding::Structure));
    super::generation(connection)?;
    Ok(())
}

/// SQLite's check of the pages, the tables and the indexes.
fn structure(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MOST_LINES})"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line == "ok" {
            continue;
        }
        let finding = if line.to_ascii_lowercase().contains("fts5") {
            Finding::WordIndex
        } else if line.contains("from index") || line.contains("entries in index") {
            Finding::Index
        } else {
            Finding::Structure
        };
        findings.push(finding(line));
    }
    Ok(())
}

/// FTS5's check of the full-text index against the articles. It is an `INSERT` in form, so it is
/// rolled back, and left out where nothing may be written.
fn word_index(connection: &mut Connection, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    if connection.is_readonly("main")?
        || findings.iter().any(|f| matches!(f, Finding::WordIndex(_)))
    {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let checked = transaction.execute(
        "INSERT INTO article_words (article_words, rank) VALUES ('integrity-check', 1)",
        [],
    );
    match checked.map_err(Failure::from) {
        Err(failure) if failure.is_damage() => findings.push(Finding::WordIndex(failure.detail())),
        other => drop(other?),
    }
    Ok(transaction.rollback()?)
}

fn all_vectors(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    let bad = vectors::bad(connection)?.len();
    if bad > 0 {
        findings.push(Finding::Vectors(bad as u64));
    }
    let bad = sentence_vectors::count_bad(connection)?;
    if bad > 0 {
        findings.push(Finding::SentenceVectors(bad));
    }
    Ok(())
}

/// Reads every article by itself, and says how many could be read.
fn articles(
    connection: &Connection,
    count_words: Option<&dyn Fn(&str) -> usize>,
    findings: &mut Vec<Finding>,
) -> Result<u64, Failure> {
    let mut read = 0;
    salvage::for_each_number(connection, |number, found| {
        let stored = match found {
            Ok(stored) => stored,
            Err(failure) => {
                findings.push(Finding::Unreadable { number, detail: failure.detail() });
                return Ok(());
            }
        };
        read += 1;
        let body = &stored.article.body;
        if content_hash(body) != stored.content_hash {
            findings.push(Finding::ChangedText(stored.id));
            return Ok(());
        }
        if !stored.is_intact()? {
            // A count that was stored so, and that today's counter would make otherwise, is no damage.
            let is_miscounted =
                count_words.map(|count| stored.is_intact_with(count(body))).transpose()?;
            findings.push(match is_miscounted {
                Some(true) => Finding::WordCount(stored.id),
                _ => Finding::ChangedDetails(stored.id),
            });
        }
        Ok(())
    })?;
    Ok(read)
}
