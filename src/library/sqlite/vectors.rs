//! The articles' vectors: one for each article and model, stored as it was given.

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::checksum;
use super::failure::Failure;
use super::filter::listed;
use super::rows::{COLUMNS, Stored, row_count};
use super::{SqliteStore, identity, jobs, rows, schema};
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::ArticleVector;
use crate::library::record::content_hash;
use crate::vector::ModelId;

impl SqliteStore {
    /// See [`Store::vector`](crate::library::Store::vector). One that is not what was stored is none.
    pub(super) fn vector(&self, id: ArticleId, model: &ModelId) -> Result<Option<Vec<f32>>> {
        self.read(|connection| {
            let Some((model, _)) = lookup(connection, model)? else { return Ok(None) };
            let Some(stored) = identity::one(connection, "id", id.as_bytes())? else {
                return Ok(None);
            };
            let mut found = None;
            let article = rows::unsigned(stored.number, "number")?;
            for_each_of(connection, model, &[article], |_, values| found = Some(values))?;
            Ok(found)
        })
    }

    /// See [`Store::count_lacking_vectors`](crate::library::Store::count_lacking_vectors).
    pub(super) fn count_lacking_vectors(&self, model: &ModelId) -> Result<usize> {
        self.read(|connection| {
            let number = lookup(connection, model)?.map(|(number, _)| number);
            // Every vector is of an article, and every job of one that has none: so counts do, which are fast.
            let count: i64 = connection.query_row(
                "SELECT (SELECT count(*) FROM articles) \
                 - (SELECT count(*) FROM vectors WHERE model = ?1)",
                [number],
                |row| row.get(0),
            )?;
            let awaited = jobs::count_awaited(connection, model)?;
            Ok(usize::try_from(count - awaited).unwrap_or_default())
        })
    }

    /// See [`Store::lacking_vectors`](crate::library::Store::lacking_vectors).
    pub(super) fn lacking_vectors(&self, model: &ModelId, limit: usize) -> Result<Vec<Article>> {
        self.read(|connection| {
            let number = lookup(connection, model)?.map(|(number, _)| number);
            let sql = format!(
                "SELECT {COLUMNS} FROM articles WHERE NOT EXISTS (SELECT 1 FROM vectors \
                 WHERE article = articles.number AND model = ?1) AND NOT EXISTS \
                 (SELECT 1 FROM jobs WHERE article = articles.number AND model = ?3 \
                 AND state <> 'dead') ORDER BY number LIMIT ?2"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query((number, row_count(limit), model.as_str()))?;
            let mut articles = Vec::new();
            while let Some(row) = rows.next()? {
                articles.push(Stored::from_row(row)?.article);
            }
            Ok(articles)
        })
    }

    /// See [`Store::set_vectors`](crate::library::Store::set_vectors).
    pub(super) fn set_vectors(
        &self,
        model: &ModelId,
        vectors: &[(&Article, &[f32])],
    ) -> Result<usize> {
        self.write(|transaction| {
            let mut stored = 0;
            for &(article, values) in vectors {
                let vector = ArticleVector { model, values };
                validate(transaction, vector)?;
                if let Some(number) = with_this_text(transaction, article)? {
                    store(transaction, number, vector)?;
                    stored += 1;
                }
            }
            Ok(stored)
        })
    }
}

/// Calls `f` with every vector of a model that came after a change, or all, by its article's number; with
/// nothing in place of one that is not what was stored.
pub(super) fn for_each_since(
    connection: &Connection,
    model: &ModelId,
    since: Option<u64>,
    mut f: impl FnMut(u64, Option<&[f32]>),
) -> Result<(), Failure> {
    let Some((model, dimensions)) = lookup(connection, model)? else { return Ok(()) };
    let has_checksum = schema::has_changes(connection)?;
    let checksum = if has_checksum { "checksum" } else { "NULL" };
    let narrowed = if has_checksum { "AND change > ?2" } else { "AND ?2 < 0" };
    let since = since.map_or(-1, |change| i64::try_from(change).unwrap_or(i64::MAX));
    let sql =
        format!("SELECT article, vector, {checksum} FROM vectors WHERE model = ?1 {narrowed}");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query((model, since))?;
    let mut values = Vec::with_capacity(dimensions);
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        let intact = intact(number, row.get_ref(1)?.as_blob().ok(), row.get(2)?, dimensions);
        values.clear();
        values.extend(intact.into_iter().flatten().map(|&value| f32::from_le_bytes(value)));
        f(rows::unsigned(number, "article")?, intact.map(|_| values.as_slice()));
    }
    Ok(())
}

/// Calls `f` with the vectors of these articles that are what was stored, in any order.
pub(super) fn for_each_of(
    connection: &Connection,
    model: i64,
    articles: &[u64],
    mut f: impl FnMut(u64, Vec<f32>),
) -> Result<(), Failure> {
    let checksum = if schema::has_changes(connection)? { "checksum" } else { "NULL" };
    // CROSS keeps SQLite from going through all vectors of the model first.
    let sql = format!(
        "SELECT article, vector, {checksum} FROM json_each(?2) \
         CROSS JOIN vectors ON article = value AND model = ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query((model, listed(articles)))?;
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        let bytes = row.get_ref(1)?.as_blob().ok();
        let length = bytes.map_or(0, |bytes| bytes.len() / 4);
        if let Some(values) = intact(number, bytes, row.get(2)?, length) {
            let values = values.iter().map(|&value| f32::from_le_bytes(value)).collect();
            f(rows::unsigned(number, "article")?, values);
        }
    }
    Ok(())
}

/// The rows of the vectors that are not what was stored, or whose article or model is gone.
pub(super) fn bad(connection: &Connection) -> Result<Vec<i64>, Failure> {
    let checksum = if schema::has_changes(connection)? { "vectors.checksum" } else { "NULL" };
    let sql = format!(
        "SELECT vectors.rowid, article, vector, {checksum}, dimensions, articles.number \
         FROM vectors LEFT JOIN models ON models.number = vectors.model \
         LEFT JOIN articles ON articles.number = vectors.article"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut bad = Vec::new();
    while let Some(row) = rows.next()? {
        let dimensions: Option<i64> = row.get(4)?;
        let dimensions = dimensions.and_then(|dimensions| usize::try_from(dimensions).ok());
        let bytes = row.get_ref(2)?.as_blob().ok();
        let intact = intact(row.get(1)?, bytes, row.get(3)?, dimensions.unwrap_or(0));
        let owner: Option<i64> = row.get(5)?;
        if intact.is_none() || dimensions.is_none() || owner.is_none() {
            bad.push(row.get(0)?);
        }
    }
    Ok(bad)
}

/// The values of a vector, if it is what was stored, as far as that can be told.
fn intact(
    article: i64,
    bytes: Option<&[u8]>,
    checksum: Option<i64>,
    dimensions: usize,
) -> Option<&[[u8; 4]]> {
    let bytes = bytes?;
    let (values, rest) = bytes.as_chunks::<4>();
    let is_intact = rest.is_empty()
        && values.len() == dimensions
        && checksum.is_none_or(|stored| stored == i64::from(checksum::of_vector(article, bytes)))
        && values.iter().all(|&value| f32::from_le_bytes(value).is_finite());
    is_intact.then_some(values)
}

/// The row of this article, if its text and language are still what they are here.
pub(super) fn with_this_text(
    connection: &Connection,
    article: &Article,
) -> Result<Option<i64>, Failure> {
    let Some(id) = article.id else { return Ok(None) };
    let mut statement = connection.prepare_cached(
        "SELECT number FROM articles WHERE id = ?1 AND content_hash = ?2 AND language IS ?3",
    )?;
    let parameters = (id.as_bytes(), content_hash(&article.body), &article.language);
    Ok(statement.query_row(parameters, |row| row.get(0)).optional()?)
}

/// Refuses a vector that is empty, not finite, or not of its model's length.
pub(super) fn validate(connection: &Connection, vector: ArticleVector) -> Result<(), Failure> {
    let known = lookup(connection, vector.model)?.map(|(_, dimensions)| dimensions);
    Ok(vector.check(known)?)
}

/// Stores a validated vector of row `article`, in place of one of the same model.
pub(super) fn store(
    transaction: &Transaction,
    article: i64,
    vector: ArticleVector,
) -> Result<(), Failure> {
    write(
        transaction,
        article,
        vector,
        "INSERT INTO vectors (article, model, vector, checksum, change) \
         VALUES (?1, ?2, ?3, ?4, (SELECT generation + 1 FROM library)) \
         ON CONFLICT (article, model) DO UPDATE SET vector = excluded.vector, \
         checksum = excluded.checksum, change = excluded.change",
    )
}

/// Stores a validated vector of row `article` unless it has one of the same model.
pub(super) fn store_if_lacking(
    transaction: &Transaction,
    article: i64,
    vector: ArticleVector,
) -> Result<(), Failure> {
    write(
        transaction,
        article,
        vector,
        "INSERT INTO vectors (article, model, vector, checksum, change) \
         VALUES (?1, ?2, ?3, ?4, (SELECT generation + 1 FROM library)) \
         ON CONFLICT (article, model) DO NOTHING",
    )
}

fn write(
    transaction: &Transaction,
    article: i64,
    vector: ArticleVector,
    statement: &str,
) -> Result<(), Failure> {
    let model = model_number(transaction, vector)?;
    let bytes = to_bytes(vector.values);
    let checksum = checksum::of_vector(article, &bytes);
    transaction.prepare_cached(statement)?.execute((article, model, bytes, checksum))?;
    jobs::vector_has_come(transaction, article, vector.model)
}

/// The row of a validated vector's model, made if it is the first of its model.
pub(super) fn model_number(
    transaction: &Transaction,
    vector: ArticleVector,
) -> Result<i64, Failure> {
    if let Some((number, _)) = lookup(transaction, vector.model)? {
        return Ok(number);
    }
    Ok(transaction.query_row(
        "INSERT INTO models (id, dimensions) VALUES (?1, ?2) RETURNING number",
        (vector.model.as_str(), row_count(vector.values.len())),
        |row| row.get(0),
    )?)
}

/// A vector as it is stored.
pub(super) fn to_bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// Removes the vectors of row `article`, of every model.
pub(super) fn remove_of(transaction: &Transaction, article: i64) -> Result<(), Failure> {
    transaction.prepare_cached("DELETE FROM vectors WHERE article = ?1")?.execute([article])?;
    Ok(())
}

/// The row and the dimensions of a model that has made a vector here.
pub(super) fn lookup(
    connection: &Connection,
    model: &ModelId,
) -> Result<Option<(i64, usize)>, Failure> {
    let mut statement =
        connection.prepare_cached("SELECT number, dimensions FROM models WHERE id = ?1")?;
    let found = statement
        .query_row([model.as_str()], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    let Some((number, dimensions)) = found else { return Ok(None) };
    let dimensions = usize::try_from(dimensions)
        .map_err(|_| Failure::Damaged(format!("model {model} has {dimensions} dimensions")))?;
    Ok(Some((number, dimensions)))
}
