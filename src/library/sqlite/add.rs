//! Adding articles: each becomes a new row, updates the one it is, or changes nothing.

use jiff::Timestamp;
use rusqlite::Transaction;

use super::failure::Failure;
use super::identity::{self as known, Known};
use super::rows::{Record, Stored};
use super::{SqliteStore, stories, vectors};
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::identity;
use crate::library::record::content_hash;
use crate::library::{Added, ArticleVector, Entry, Outcome};

impl SqliteStore {
    /// See [`Store::add`](crate::library::Store::add).
    pub(super) fn add(&self, entries: &[Entry]) -> Result<Vec<Result<Added>>> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let now = Timestamp::now();
        self.write(|transaction| {
            let mut results = Vec::with_capacity(entries.len());
            for entry in entries {
                results.push(match add_entry(transaction, entry, now) {
                    Ok(added) => Ok(added),
                    Err(Failure::Refused(error)) => Err(error),
                    Err(failure) => return Err(failure),
                });
            }
            Ok(results)
        })
    }
}

/// Stores one entry. It is refused before anything of it is written, or not at all.
fn add_entry(transaction: &Transaction, entry: &Entry, now: Timestamp) -> Result<Added, Failure> {
    let article = identity::without_blank_identity(entry.article);
    if let Some(vector) = entry.vector {
        vectors::validate(transaction, vector)?;
    }
    match known::find(transaction, &article)? {
        Known::No => insert(transaction, &article, entry.vector, now),
        Known::SameText(stored) => keep(transaction, &stored, entry.vector),
        Known::SameIdentity(stored) => {
            let merged = identity::merge(&stored.article, &article);
            if merged == stored.article {
                return keep(transaction, &stored, entry.vector);
            }
            let updated = identity::time_of_update(&stored.article, article.updated, now);
            replace(transaction, &stored, merged, updated, entry.vector)
        }
    }
}

/// Stores an article whose vector comes later.
pub(super) fn add_without_vector(
    transaction: &Transaction,
    article: &Article,
    now: Timestamp,
) -> Result<Added, Failure> {
    add_entry(transaction, &Entry { article, vector: None }, now)
}

fn insert(
    transaction: &Transaction,
    article: &Article,
    vector: Option<ArticleVector>,
    now: Timestamp,
) -> Result<Added, Failure> {
    let record = Record::new(article, now)?;
    let number = record.insert(transaction)?;
    if let Some(vector) = vector {
        vectors::store(transaction, number, vector)?;
    }
    added(transaction, record.id(), Outcome::Added, article)
}

/// Leaves a stored article as it is, but for a vector that it lacks.
fn keep(
    transaction: &Transaction,
    stored: &Stored,
    vector: Option<ArticleVector>,
) -> Result<Added, Failure> {
    if let Some(vector) = vector {
        vectors::store_if_lacking(transaction, stored.number, vector)?;
    }
    added(transaction, stored.id, Outcome::Unchanged, &stored.article)
}

/// Replaces a stored article by one that differs from it.
pub(super) fn replace(
    transaction: &Transaction,
    stored: &Stored,
    article: Article,
    updated: Timestamp,
    vector: Option<ArticleVector>,
) -> Result<Added, Failure> {
    let article = Article { updated: Some(updated), ..article };
    Record::new(&article, updated)?.replace(transaction, stored.number)?;
    if identity::text_differs(&article, &stored.article) {
        vectors::remove_of(transaction, stored.number)?;
        stories::text_changed(transaction, stored.number)?;
    }
    if let Some(vector) = vector {
        vectors::store(transaction, stored.number, vector)?;
    }
    added(transaction, stored.id, Outcome::Updated, &article)
}

/// The report on an article that is now stored under `id`.
pub(super) fn added(
    transaction: &Transaction,
    id: ArticleId,
    outcome: Outcome,
    article: &Article,
) -> Result<Added, Failure> {
    let duplicates = known::same_text(transaction, &content_hash(&article.body), Some(id))?;
    Ok(Added { id, outcome, duplicates, is_awaited: false })
}
