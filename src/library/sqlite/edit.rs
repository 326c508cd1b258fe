//! Changes to one stored article: reading it, editing it, removing it.

use jiff::Timestamp;

use super::failure::Failure;
use super::identity::{by_url, one};
use super::rows::Record;
use super::{SqliteStore, add, vectors};
use crate::article::{Article, ArticleId};
use crate::library::identity;
use crate::library::{Added, ArticleVector, Outcome};
use crate::{Error, Result};

impl SqliteStore {
    /// See [`Store::mark_read`](crate::library::Store::mark_read).
    pub(super) fn mark_read(&self, id: ArticleId, at: Timestamp) -> Result<Article> {
        self.transact(|transaction| {
            let stored = one(transaction, "id", id.as_bytes())?;
            let stored = stored.ok_or_else(|| not_found(id))?.intact()?;
            let most = i64::MAX.unsigned_abs();
            let read = Article {
                last_read: Some(at),
                read_count: stored.article.read_count.saturating_add(1).min(most),
                ..stored.article.clone()
            };
            Record::new(&read, at)?.count(transaction, stored.number)?;
            Ok(read)
        })
    }

    /// See [`Store::patch`](crate::library::Store::patch).
    pub(super) fn patch(
        &self,
        id: ArticleId,
        change: &mut dyn FnMut(Article) -> Article,
        vector: Option<(&Article, ArticleVector)>,
    ) -> Result<Added> {
        let now = Timestamp::now();
        self.write(|transaction| {
            let stored =
                one(transaction, "id", id.as_bytes())?.ok_or_else(|| not_found(id))?.intact()?;
            if let Some((_, vector)) = vector {
                vectors::validate(transaction, vector)?;
            }
            let changed = change(stored.article.clone());
            let edited = identity::edited(&stored.article, &changed);
            let vector = vector
                .filter(|(of, _)| !identity::text_differs(of, &edited))
                .map(|(_, vector)| vector);
            if let Some(url) = &edited.url
                && let Some(owner) = by_url(transaction, url)?
                && owner.number != stored.number
            {
                return Err(identity::conflicting(id, owner.id).into());
            }
            if edited == stored.article {
                if let Some(vector) = vector {
                    vectors::store(transaction, stored.number, vector)?;
                }
                return add::added(transaction, id, Outcome::Unchanged, &edited);
            }
            let updated = identity::time_of_update(&stored.article, changed.updated, now);
            add::replace(transaction, &stored, edited, updated, vector)
        })
    }

    /// See [`Store::remove`](crate::library::Store::remove).
    pub(super) fn remove(&self, id: ArticleId) -> Result<()> {
        self.write(|transaction| {
            if transaction.execute("DELETE FROM articles WHERE id = ?1", [id.as_bytes()])? == 0 {
                return Err(not_found(id));
            }
            transaction.execute("DELETE FROM fetches", [])?;
            Ok(())
        })
    }
}

fn not_found(id: ArticleId) -> Failure {
    Failure::Refused(Error::ArticleNotFound { reference: id.to_string() })
}
