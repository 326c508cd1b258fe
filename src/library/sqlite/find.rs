//! Finding one article by what a user calls it.

use rusqlite::Connection;

use super::SqliteStore;
use super::failure::Failure;
use super::identity::{by_url, one};
use super::rows::{Stored, id_from, row_count};
use crate::article::{Article, ArticleId};
use crate::library::reference::{CANDIDATES, each_once, ids_starting_with};
use crate::{Error, Result};

impl SqliteStore {
    /// See [`Store::get`](crate::library::Store::get).
    pub(super) fn get(&self, reference: &str) -> Result<Article> {
        let reference = reference.trim();
        self.read(|connection| {
            if let Ok(id) = reference.parse::<ArticleId>()
                && let Some(stored) = one(connection, "id", id.as_bytes())?
            {
                return Ok(stored.intact()?.article);
            }
            if let Some(stored) = one(connection, "external_id", &reference)? {
                return Ok(stored.intact()?.article);
            }
            if let Some(stored) = by_url(connection, reference)? {
                return Ok(stored.intact()?.article);
            }
            if let Some(stored) = by_prefix(connection, reference)? {
                return Ok(stored.intact()?.article);
            }
            Err(not_found(reference))
        })
    }

    /// See [`Store::get_by_id`](crate::library::Store::get_by_id).
    pub(super) fn get_by_id(&self, id: ArticleId) -> Result<Article> {
        self.read(|connection| {
            let stored = one(connection, "id", id.as_bytes())?;
            Ok(stored.ok_or_else(|| not_found(&id.to_string()))?.intact()?.article)
        })
    }

    /// See [`Store::articles`](crate::library::Store::articles).
    pub(super) fn articles(&self, ids: &[ArticleId]) -> Result<Vec<Article>> {
        self.read(|connection| {
            let mut articles = Vec::with_capacity(ids.len());
            for id in each_once(ids) {
                match one(connection, "id", id.as_bytes()) {
                    Ok(Some(stored)) if stored.is_intact()? => articles.push(stored.article),
                    Ok(_) => {}
                    Err(failure) if failure.is_damage() => {}
                    Err(failure) => return Err(failure),
                }
            }
            Ok(articles)
        })
    }
}

/// The one article whose id starts so.
fn by_prefix(connection: &Connection, reference: &str) -> Result<Option<Stored>, Failure> {
    let Some((first, last)) = ids_starting_with(reference) else { return Ok(None) };
    let range = (first.as_bytes(), last.as_bytes());
    let mut statement = connection.prepare_cached(
        "SELECT id FROM articles WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
    )?;
    let mut rows = statement.query((range.0, range.1, row_count(CANDIDATES)))?;
    let mut candidates = Vec::new();
    while let Some(row) = rows.next()? {
        candidates.extend(id_from(row, 0));
    }
    match candidates.as_slice() {
        [] => Ok(None),
        [id] => one(connection, "id", id.as_bytes()),
        several => {
            let count: i64 = connection.query_row(
                "SELECT count(*) FROM articles WHERE id BETWEEN ?1 AND ?2",
                range,
                |row| row.get(0),
            )?;
            let named: Vec<_> = several.iter().map(ToString::to_string).collect();
            Err(Failure::Refused(Error::AmbiguousReference {
                reference: reference.to_owned(),
                count: usize::try_from(count).unwrap_or(several.len()),
                candidates: named.join(", "),
            }))
        }
    }
}

fn not_found(reference: &str) -> Failure {
    Failure::Refused(Error::ArticleNotFound { reference: reference.to_owned() })
}
