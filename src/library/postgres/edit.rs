//! Changes to one stored article: reading it, editing it, removing it.

use jiff::Timestamp;

use super::failure::Failure;
use super::identity::{by_id, by_url};
use super::rows::{COLUMNS, Stored, uuid_of};
use super::{PostgresStore, add, vectors};
use crate::article::{Article, ArticleId};
use crate::library::identity;
use crate::library::record::time_to;
use crate::library::{Added, ArticleVector, Outcome};
use crate::{Error, Result};

impl PostgresStore {
    /// See [`Store::mark_read`](crate::library::Store::mark_read).
    pub(super) fn mark_read(&self, id: ArticleId, at: Timestamp) -> Result<Article> {
        self.transact(|tx| {
            let time = time_to(at, "last_read", &id.to_string())?;
            // One statement: readers of one article do not take turns with those who add others.
            let sql = format!(
                "UPDATE articles SET last_read = $2, read_count = CASE WHEN \
                 read_count < 9223372036854775807 THEN read_count + 1 ELSE read_count END \
                 WHERE id = $1 RETURNING {COLUMNS}"
            );
            let row = tx.optional(&sql, &[&uuid_of(id), &time])?.ok_or_else(|| not_found(id))?;
            Ok(Stored::from_row(&row)?.article)
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
        self.write(|tx| {
            // Reads are counted beside this: what was counted meanwhile is waited for and stays.
            tx.execute("SELECT 1 FROM articles WHERE id = $1 FOR UPDATE", &[&uuid_of(id)])?;
            let stored = by_id(tx, id)?.ok_or_else(|| not_found(id))?;
            if let Some((_, vector)) = vector {
                vectors::validate(tx, vector)?;
            }
            let changed = change(stored.article.clone());
            let edited = identity::edited(&stored.article, &changed);
            let vector = vector
                .filter(|(of, _)| !identity::text_differs(of, &edited))
                .map(|(_, vector)| vector);
            if let Some(url) = &edited.url
                && !url.contains('\0')
                && let Some(owner) = by_url(tx, url)?
                && owner.number != stored.number
            {
                return Err(identity::conflicting(id, owner.id).into());
            }
            if edited == stored.article {
                if let Some(vector) = vector {
                    vectors::store(tx, stored.number, vector)?;
                }
                return add::added(tx, id, Outcome::Unchanged, &edited);
            }
            let updated = identity::time_of_update(&stored.article, changed.updated, now);
            add::replace(tx, &stored, edited, updated, vector)
        })
    }

    /// See [`Store::remove`](crate::library::Store::remove).
    pub(super) fn remove(&self, id: ArticleId) -> Result<()> {
        self.write(|tx| {
            if tx.execute("DELETE FROM articles WHERE id = $1", &[&uuid_of(id)])? == 0 {
                return Err(not_found(id));
            }
            tx.execute("DELETE FROM fetches", &[])?;
            Ok(())
        })
    }
}

pub(super) fn not_found(id: ArticleId) -> Failure {
    Failure::Refused(Error::ArticleNotFound { reference: id.to_string() })
}
