//! Which stored article an article is: by its id, its external id, its URL, or, if it has none of
//! these, by its title and text.

use rusqlite::{Connection, OptionalExtension, ToSql};

use super::SqliteStore;
use super::failure::Failure;
use super::rows::{COLUMNS, Stored};
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::Resolution;
use crate::library::address::canonical;
use crate::library::identity::{
    conflicting, external_id_taken, resolution, without_blank_identity,
};
use crate::library::record::{ContentHash, content_hash};

impl SqliteStore {
    /// See [`Store::resolve`](crate::library::Store::resolve).
    pub(super) fn resolve(&self, article: &Article) -> Result<Resolution> {
        self.read(|connection| {
            let article = without_blank_identity(article);
            Ok(match find(connection, &article)? {
                Known::No => Resolution::New,
                Known::SameText(stored) => Resolution::Unchanged(stored.id),
                Known::SameIdentity(stored) => resolution(stored.id, &stored.article, &article),
            })
        })
    }

    /// See [`Store::duplicates_of`](crate::library::Store::duplicates_of).
    pub(super) fn duplicates_of(&self, article: &Article) -> Result<Vec<ArticleId>> {
        self.read(|connection| same_text(connection, &content_hash(&article.body), article.id))
    }
}

/// Whether an article is stored.
#[derive(Debug)]
pub(super) enum Known {
    /// It is not.
    No,
    /// One that answers to its id, external id or URL is.
    SameIdentity(Box<Stored>),
    /// It has no identity of its own, and one of the same title and text is.
    SameText(Box<Stored>),
}

/// Looks for an article whose blank identities were removed.
pub(super) fn find(connection: &Connection, article: &Article) -> Result<Known, Failure> {
    let id = article.id.as_ref().map(ArticleId::as_bytes);
    let by_id = one(connection, "id", &id)?;
    let by_external_id = one(connection, "external_id", &article.external_id)?;
    let by_url = match &article.url {
        Some(url) => by_url(connection, url)?,
        None => None,
    };
    if let (Some(owner), Some(other)) = (&by_id, &by_external_id)
        && owner.number != other.number
    {
        return Err(external_id_taken(article, other.id).into());
    }
    let by_any_id = by_id.or(by_external_id);
    if let (Some(owner), Some(other)) = (&by_any_id, &by_url)
        && owner.number != other.number
    {
        return Err(conflicting(owner.id, other.id).into());
    }
    if let Some(stored) = by_any_id.or(by_url) {
        return Ok(Known::SameIdentity(Box::new(stored)));
    }
    if article.id.is_none() && article.external_id.is_none() && article.url.is_none() {
        return Ok(by_text(connection, article)?
            .map_or(Known::No, |stored| Known::SameText(Box::new(stored))));
    }
    Ok(Known::No)
}

/// The articles with this hash other than `except`, in stored order.
pub(super) fn same_text(
    connection: &Connection,
    hash: &ContentHash,
    except: Option<ArticleId>,
) -> Result<Vec<ArticleId>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT id, number FROM articles WHERE content_hash = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([hash])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        let id = super::rows::id_from(row, 0)
            .ok_or_else(|| Failure::Damaged("an article's id is not of 16 bytes".to_owned()))?;
        if Some(id) != except {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// The article whose unique `column` has this value; none where the value is null.
pub(super) fn one(
    connection: &Connection,
    column: &'static str,
    value: &dyn ToSql,
) -> Result<Option<Stored>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM articles WHERE {column} = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([value], |row| Ok(Stored::from_row(row))).optional()?.transpose()
}

/// The article of the page at this URL, whichever of the page's addresses it was stored under.
pub(super) fn by_url(connection: &Connection, url: &str) -> Result<Option<Stored>, Failure> {
    // The URL itself first: a library of an earlier version may hold two of a page's addresses.
    let sql = format!(
        "SELECT {COLUMNS} FROM articles WHERE url = ?1 OR address = ?2 \
         ORDER BY url IS NOT ?1, number LIMIT 1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let parameters = (url, canonical(url));
    statement.query_row(parameters, |row| Ok(Stored::from_row(row))).optional()?.transpose()
}

/// The first article with the title and text of this one.
fn by_text(connection: &Connection, article: &Article) -> Result<Option<Stored>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM articles WHERE content_hash = ?1 AND title IS ?2 \
         ORDER BY number LIMIT 1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let parameters = (content_hash(&article.body), &article.title);
    statement.query_row(parameters, |row| Ok(Stored::from_row(row))).optional()?.transpose()
}
