//! The models that made the stored vectors, and which of them to compare an article by.

use rusqlite::{Connection, OptionalExtension};

use super::failure::Failure;
use super::{SqliteStore, vectors};
use crate::Result;
use crate::article::ArticleId;
use crate::vector::ModelId;

/// So many articles are looked at to tell which model made more vectors: counting all of them would take
/// longer than the search that it is for.
const SAMPLE: i64 = 64;

impl SqliteStore {
    /// See [`Store::model_for`](crate::library::Store::model_for).
    pub(super) fn model_for(&self, id: ArticleId, preferred: &ModelId) -> Result<Option<ModelId>> {
        self.read(|connection| {
            let preferred = vectors::lookup(connection, preferred)?.map(|(number, _)| number);
            let mut models = made_vector_of(connection, id)?;
            if models.len() > 1 {
                let made = sample(connection)?;
                let count = |model: i64| made.iter().filter(|&&other| other == model).count();
                // The sort is stable, and the preferred one wins a tie.
                models.sort_by_key(|(number, _)| {
                    (std::cmp::Reverse(count(*number)), Some(*number) != preferred)
                });
            }
            Ok(models.into_iter().next().map(|(_, id)| ModelId::from_stored(id)))
        })
    }
}

/// The models that made a vector of this article, the last that came to the library first.
fn made_vector_of(
    connection: &Connection,
    article: ArticleId,
) -> Result<Vec<(i64, String)>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT models.number, models.id FROM articles \
         JOIN vectors ON vectors.article = articles.number \
         JOIN models ON models.number = vectors.model \
         WHERE articles.id = ?1 ORDER BY models.number DESC",
    )?;
    let rows = statement.query_map([article.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The model of each vector of some articles, which lie evenly among all.
fn sample(connection: &Connection) -> Result<Vec<i64>, Failure> {
    let range = "SELECT min(number), max(number) FROM articles";
    let (first, last): (Option<i64>, Option<i64>) =
        connection.query_row(range, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(first), Some(last)) = (first, last) else { return Ok(Vec::new()) };
    let mut article = connection
        .prepare_cached("SELECT number FROM articles WHERE number >= ?1 ORDER BY number LIMIT 1")?;
    let mut models = connection.prepare_cached("SELECT model FROM vectors WHERE article = ?1")?;
    let step = (last.saturating_sub(first) / SAMPLE).max(1);
    let mut made = Vec::new();
    let mut next = first;
    while next <= last {
        let found = article.query_row([next], |row| row.get(0)).optional()?;
        let Some(number): Option<i64> = found else { break };
        let mut rows = models.query([number])?;
        while let Some(row) = rows.next()? {
            made.push(row.get(0)?);
        }
        next = number.max(next).saturating_add(step);
    }
    Ok(made)
}
