//! Adding articles: each becomes a new row, updates the one it is, or changes nothing.

use jiff::Timestamp;

use super::failure::Failure;
use super::identity::{self as known, For, Known};
use super::rows::{Record, Stored};
use super::session::Tx;
use super::{PostgresStore, stories, vectors};
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::identity;
use crate::library::record::content_hash;
use crate::library::{Added, ArticleVector, Entry, Outcome};

impl PostgresStore {
    /// See [`Store::add`](crate::library::Store::add).
    pub(super) fn add(&self, entries: &[Entry]) -> Result<Vec<Result<Added>>> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let now = Timestamp::now();
        self.write(|tx| {
            let each = |entry: &Entry| outcome(add_entry(tx, entry, now));
            entries.iter().map(each).collect()
        })
    }
}

/// What is told of one entry; a failure that is not its own ends the whole.
pub(super) fn outcome<T>(stored: Result<T, Failure>) -> Result<Result<T>, Failure> {
    match stored {
        Ok(added) => Ok(Ok(added)),
        Err(Failure::Refused(error)) => Ok(Err(error)),
        Err(failure) => Err(failure),
    }
}

/// Stores one entry. It is refused before anything of it is written, or not at all.
pub(super) fn add_entry(tx: &mut Tx, entry: &Entry, now: Timestamp) -> Result<Added, Failure> {
    let article = identity::without_blank_identity(entry.article);
    if let Some(vector) = entry.vector {
        vectors::validate(tx, vector)?;
    }
    match known::find(tx, &article, For::Writing)? {
        Known::No => insert(tx, &article, entry.vector, now),
        Known::SameText(stored) => keep(tx, &stored, entry.vector),
        Known::SameIdentity(stored) => {
            let merged = identity::merge(&stored.article, &article);
            if merged == stored.article {
                return keep(tx, &stored, entry.vector);
            }
            let updated = identity::time_of_update(&stored.article, article.updated, now);
            replace(tx, &stored, merged, updated, entry.vector)
        }
    }
}

fn insert(
    tx: &mut Tx,
    article: &Article,
    vector: Option<ArticleVector>,
    now: Timestamp,
) -> Result<Added, Failure> {
    let record = Record::new(article, now)?;
    let number = record.insert(tx, None)?;
    if let Some(vector) = vector {
        vectors::store(tx, number, vector)?;
    }
    added(tx, record.id(), Outcome::Added, article)
}

/// Leaves a stored article as it is, but for a vector that it lacks.
fn keep(tx: &mut Tx, stored: &Stored, vector: Option<ArticleVector>) -> Result<Added, Failure> {
    if let Some(vector) = vector {
        vectors::store_if_lacking(tx, stored.number, vector)?;
    }
    added(tx, stored.id, Outcome::Unchanged, &stored.article)
}

/// Replaces a stored article by one that differs from it.
pub(super) fn replace(
    tx: &mut Tx,
    stored: &Stored,
    article: Article,
    updated: Timestamp,
    vector: Option<ArticleVector>,
) -> Result<Added, Failure> {
    let article = Article { updated: Some(updated), ..article };
    Record::new(&article, updated)?.replace(tx, stored.number)?;
    if identity::text_differs(&article, &stored.article) {
        vectors::remove_of(tx, stored.number)?;
        stories::text_changed(tx, stored.number)?;
    }
    if let Some(vector) = vector {
        vectors::store(tx, stored.number, vector)?;
    }
    added(tx, stored.id, Outcome::Updated, &article)
}

/// The report on an article that is now stored under `id`.
pub(super) fn added(
    tx: &mut Tx,
    id: ArticleId,
    outcome: Outcome,
    article: &Article,
) -> Result<Added, Failure> {
    let duplicates = known::same_text(tx, &content_hash(&article.body), Some(id))?;
    Ok(Added { id, outcome, duplicates, is_awaited: false })
}
