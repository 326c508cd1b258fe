//! Adding articles: each becomes a new row, updates the one it is, or changes nothing.

use jiff::Timestamp;
use rusqlite::Transaction;

use super::failure::Failure;
use super::identity::{self, Known};
use super::rows::{Record, Stored, content_hash};
use super::{SqliteStore, vectors};
#[cfg(doc)]
use crate::Error;
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::vector::ModelId;

/// An article's vector and the model that made it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArticleVector<'a> {
    /// The model.
    pub model: &'a ModelId,
    /// The values, as many as the model has dimensions.
    pub values: &'a [f32],
}

/// An article to store, with the vector of its text where that is made already.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry<'a> {
    /// The article, its text repaired and its words counted.
    pub article: &'a Article,
    /// Its vector; one that lacks it is among [`SqliteStore::lacking_vectors`].
    pub vector: Option<ArticleVector<'a>>,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The stored article: the one that it was recognised as, else its own id or a new one.
    pub id: ArticleId,
    /// What was done.
    pub outcome: Outcome,
    /// The other stored articles with the same text, in stored order.
    pub duplicates: Vec<ArticleId>,
}

/// What was done with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was not stored, and is now.
    Added,
    /// It was stored, and its text or details are now those it came with.
    Updated,
    /// It was stored as it came.
    Unchanged,
}

impl SqliteStore {
    /// Stores articles in one transaction: when this returns `Ok`, they are on the disk.
    ///
    /// An article is recognised by its id, then its external id, then its URL (a blank one counts
    /// as none). One that is stored is updated in place: it keeps its id, `created`, `read_count`
    /// and `last_read`, and the details that it now comes without; its vectors go if its language or
    /// body changes. `updated` becomes the given time if that is later, else now. One without any
    /// of the three identities is recognised by its title and text, and left as it is. Any other
    /// is new: what it comes with is kept; an id (version 7), `created` and `updated` (now) are
    /// made where it has none. Later entries see the earlier ones.
    ///
    /// The inner results are in the order of the entries. An entry that is refused does not keep
    /// the others from being stored.
    ///
    /// # Errors
    /// Of an entry: [`Error::ConflictingIdentity`] if its id and its URL are those of two stored
    /// articles; [`Error::InvalidField`] if its external id is another article's, if a number or
    /// time is out of range, or if its vector has a value that is not finite or a length that is
    /// not its model's.
    /// Of the whole, and then nothing is stored: [`Error::LibraryUnusable`] (another writer, a
    /// full disk, a read-only file), [`Error::LibraryDamaged`].
    pub fn add(&self, entries: &[Entry]) -> Result<Vec<Result<Added>>> {
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
    match identity::find(transaction, &article)? {
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
    let duplicates = identity::same_text(transaction, &content_hash(&article.body), Some(id))?;
    Ok(Added { id, outcome, duplicates })
}
