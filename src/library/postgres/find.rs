//! Finding one article by what a user calls it.

use uuid::Uuid;

use super::PostgresStore;
use super::failure::Failure;
use super::identity::{by_id, by_url, one};
use super::rows::{COLUMNS, Stored, id_from, row_count, uuid_of};
use super::session::Tx;
use crate::article::{Article, ArticleId};
use crate::library::reference::{CANDIDATES, ids_starting_with};
use crate::{Error, Result};

impl PostgresStore {
    /// See [`Store::get`](crate::library::Store::get).
    pub(super) fn get(&self, reference: &str) -> Result<Article> {
        let reference = reference.trim();
        let not_found = || Error::ArticleNotFound { reference: reference.to_owned() };
        if reference.contains('\0') {
            return Err(not_found());
        }
        self.read(|tx| {
            if let Ok(id) = reference.parse::<ArticleId>()
                && let Some(stored) = by_id(tx, id)?
            {
                return Ok(stored.article);
            }
            if let Some(stored) = one(tx, "external_id", &reference)? {
                return Ok(stored.article);
            }
            if let Some(stored) = by_url(tx, reference)? {
                return Ok(stored.article);
            }
            if let Some(stored) = by_prefix(tx, reference)? {
                return Ok(stored.article);
            }
            Err(not_found().into())
        })
    }

    /// See [`Store::get_by_id`](crate::library::Store::get_by_id).
    pub(super) fn get_by_id(&self, id: ArticleId) -> Result<Article> {
        self.read(|tx| Ok(by_id(tx, id)?.ok_or_else(|| super::edit::not_found(id))?.article))
    }

    /// See [`Store::articles`](crate::library::Store::articles).
    pub(super) fn articles(&self, ids: &[ArticleId]) -> Result<Vec<Article>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = ids.iter().map(|id| uuid_of(*id)).collect();
        self.read(|tx| {
            let sql = format!("SELECT {COLUMNS} FROM articles WHERE id = ANY ($1)");
            let rows = tx.query(&sql, &[&ids])?;
            // One that cannot be read is left out.
            Ok(rows.iter().filter_map(|row| Some(Stored::from_row(row).ok()?.article)).collect())
        })
    }
}

/// The one article whose id starts so.
fn by_prefix(tx: &mut Tx, reference: &str) -> Result<Option<Stored>, Failure> {
    let Some((first, last)) = ids_starting_with(reference) else { return Ok(None) };
    let (first, last) = (uuid_of(first), uuid_of(last));
    let sql = "SELECT id FROM articles WHERE id BETWEEN $1 AND $2 ORDER BY id LIMIT $3";
    let rows = tx.query(sql, &[&first, &last, &row_count(CANDIDATES)])?;
    let candidates: Vec<ArticleId> = rows.iter().map(|row| id_from(row, 0)).collect();
    match candidates.as_slice() {
        [] => Ok(None),
        [id] => by_id(tx, *id),
        several => {
            let sql = "SELECT count(*) FROM articles WHERE id BETWEEN $1 AND $2";
            let count: i64 = tx.one(sql, &[&first, &last])?.get(0);
            let named: Vec<_> = several.iter().map(ToString::to_string).collect();
            Err(Failure::Refused(Error::AmbiguousReference {
                reference: reference.to_owned(),
                count: usize::try_from(count).unwrap_or(several.len()),
                candidates: named.join(", "),
            }))
        }
    }
}
