//! Changes to one stored article: reading it, editing it, removing it.

use jiff::Timestamp;

use super::add::{self, Added, ArticleVector, Outcome};
use super::failure::Failure;
use super::{SqliteStore, identity, rows, vectors};
use crate::article::{Article, ArticleId};
use crate::{Error, Result};

impl SqliteStore {
    /// Counts one read of an article at this time, and gives the article as it now is. Its
    /// `updated` stays.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; [`Error::InvalidField`] if the time is out of range; otherwise
    /// as [`SqliteStore::add`] as a whole.
    pub fn mark_read(&self, id: ArticleId, at: Timestamp) -> Result<Article> {
        self.transact(|transaction| {
            let at = rows::time_to(at, "last_read", &id.to_string())?;
            // Stops at the largest number that fits, where SQLite would go on in floating point.
            transaction.execute(
                "UPDATE articles SET last_read = ?2, \
                 read_count = min(read_count, 9223372036854775806) + 1 WHERE id = ?1",
                (id.as_bytes(), at),
            )?;
            let stored = identity::one(transaction, "id", id.as_bytes())?;
            Ok(stored.ok_or_else(|| not_found(id))?.article)
        })
    }

    /// Replaces title, body, category, URL, date, language and word count of a stored article by
    /// those of `article`, an absent one by nothing. Its ids, `created`, `read_count` and
    /// `last_read` stay; `updated` and vectors are treated as in [`SqliteStore::add`].
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; [`Error::ConflictingIdentity`] if the URL is another
    /// article's; otherwise as [`SqliteStore::add`].
    pub fn update(
        &self,
        id: ArticleId,
        article: &Article,
        vector: Option<ArticleVector>,
    ) -> Result<Added> {
        let vector = vector.map(|vector| (article, vector));
        self.patch(id, |_| article.clone(), vector)
    }

    /// Changes what an article holds when the change is written, and not what it held when it was last
    /// read: changes to different fields that come at once are all kept. Otherwise as [`SqliteStore::update`].
    /// The vector is stored if the article's text has become that of the article that it was made of.
    ///
    /// # Errors
    /// As [`SqliteStore::update`].
    pub fn patch(
        &self,
        id: ArticleId,
        change: impl FnOnce(Article) -> Article,
        vector: Option<(&Article, ArticleVector)>,
    ) -> Result<Added> {
        let now = Timestamp::now();
        self.write(|transaction| {
            let stored =
                identity::one(transaction, "id", id.as_bytes())?.ok_or_else(|| not_found(id))?;
            if let Some((_, vector)) = vector {
                vectors::validate(transaction, vector)?;
            }
            let changed = change(stored.article.clone());
            let edited = Article {
                id: stored.article.id,
                external_id: stored.article.external_id.clone(),
                created: stored.article.created,
                updated: stored.article.updated,
                last_read: stored.article.last_read,
                read_count: stored.article.read_count,
                ..identity::without_blank_identity(&changed)
            };
            let vector = vector
                .filter(|(of, _)| !identity::text_differs(of, &edited))
                .map(|(_, vector)| vector);
            if let Some(url) = &edited.url
                && let Some(owner) = identity::by_url(transaction, url)?
                && owner.number != stored.number
            {
                return Err(Failure::Refused(Error::ConflictingIdentity {
                    by_id: id.to_string(),
                    by_url: owner.id.to_string(),
                }));
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

    /// Removes an article and its vectors.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; otherwise as [`SqliteStore::add`] as a whole.
    pub fn remove(&self, id: ArticleId) -> Result<()> {
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
