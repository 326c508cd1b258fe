//! The articles' vectors: one for each article and model, stored in full.

use pgvector::Vector;

use super::failure::Failure;
use super::rows::{COLUMNS, Stored, row_count, uuid_of};
use super::session::Tx;
use super::{PostgresStore, jobs};
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::ArticleVector;
use crate::library::record::content_hash;
use crate::vector::ModelId;

impl PostgresStore {
    /// See [`Store::vector`](crate::library::Store::vector).
    pub(super) fn vector(&self, id: ArticleId, model: &ModelId) -> Result<Option<Vec<f32>>> {
        self.read(|tx| {
            let sql = "SELECT vector FROM vectors JOIN models ON models.number = model \
                       WHERE models.id = $2 AND article = (SELECT number FROM articles WHERE id = $1)";
            let row = tx.optional(sql, &[&uuid_of(id), &model.as_str()])?;
            Ok(row.map(|row| row.get::<_, Vector>(0).to_vec()))
        })
    }

    /// See [`Store::count_lacking_vectors`](crate::library::Store::count_lacking_vectors).
    pub(super) fn count_lacking_vectors(&self, model: &ModelId) -> Result<usize> {
        self.read(|tx| {
            // Every vector is of an article, and every job of one that has none.
            let sql = "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM vectors \
                       WHERE model = (SELECT number FROM models WHERE id = $1)) - \
                       (SELECT count(*) FROM jobs WHERE model = $1 AND state <> 'dead')";
            let count: i64 = tx.one(sql, &[&model.as_str()])?.get(0);
            Ok(usize::try_from(count).unwrap_or_default())
        })
    }

    /// See [`Store::lacking_vectors`](crate::library::Store::lacking_vectors).
    pub(super) fn lacking_vectors(&self, model: &ModelId, limit: usize) -> Result<Vec<Article>> {
        self.read(|tx| {
            let sql = format!(
                "SELECT {COLUMNS} FROM articles WHERE NOT EXISTS (SELECT 1 FROM vectors \
                 WHERE article = articles.number AND model = \
                 (SELECT number FROM models WHERE id = $1)) AND NOT EXISTS (SELECT 1 FROM jobs \
                 WHERE article = articles.number AND model = $1 AND state <> 'dead') \
                 ORDER BY number LIMIT $2"
            );
            let rows = tx.query(&sql, &[&model.as_str(), &row_count(limit)])?;
            rows.iter().map(|row| Ok(Stored::from_row(row)?.article)).collect()
        })
    }

    /// See [`Store::set_vectors`](crate::library::Store::set_vectors).
    pub(super) fn set_vectors(
        &self,
        model: &ModelId,
        vectors: &[(&Article, &[f32])],
    ) -> Result<usize> {
        self.write_beside(|tx| {
            let mut stored = 0;
            for &(article, values) in vectors {
                let vector = ArticleVector { model, values };
                validate(tx, vector)?;
                if let Some(number) = with_this_text(tx, article)? {
                    store(tx, number, vector)?;
                    stored += 1;
                }
            }
            Ok(stored)
        })
    }
}

/// The row of this article, if its text and language are still what they are here. It stays what it is until the
/// transaction ends.
pub(super) fn with_this_text(tx: &mut Tx, article: &Article) -> Result<Option<i64>, Failure> {
    let Some(id) = article.id else { return Ok(None) };
    let sql = "SELECT number FROM articles WHERE id = $1 AND content_hash = $2 \
               AND language IS NOT DISTINCT FROM $3 FOR SHARE";
    let hash = content_hash(&article.body);
    let row = tx.optional(sql, &[&uuid_of(id), &hash.as_slice(), &article.language])?;
    Ok(row.map(|row| row.get(0)))
}

/// Refuses a vector that is empty, not finite, or not of its model's length.
pub(super) fn validate(tx: &mut Tx, vector: ArticleVector) -> Result<(), Failure> {
    let known = lookup(tx, vector.model)?.map(|(_, dimensions)| dimensions);
    Ok(vector.check(known)?)
}

/// Stores a validated vector of row `article`, in place of one of the same model.
pub(super) fn store(tx: &mut Tx, article: i64, vector: ArticleVector) -> Result<(), Failure> {
    write(tx, article, vector, "DO UPDATE SET vector = excluded.vector")
}

/// Stores a validated vector of row `article` unless it has one of the same model.
pub(super) fn store_if_lacking(
    tx: &mut Tx,
    article: i64,
    vector: ArticleVector,
) -> Result<(), Failure> {
    write(tx, article, vector, "DO NOTHING")
}

fn write(
    tx: &mut Tx,
    article: i64,
    vector: ArticleVector,
    on_conflict: &str,
) -> Result<(), Failure> {
    let model = model_number(tx, vector)?;
    let sql = format!(
        "INSERT INTO vectors (article, model, vector) VALUES ($1, $2, $3) \
         ON CONFLICT (article, model) {on_conflict}"
    );
    tx.execute(&sql, &[&article, &model, &Vector::from(vector.values.to_vec())])?;
    jobs::vector_has_come(tx, article, vector.model)
}

/// The row of a validated vector's model, made if it is the first of its model.
fn model_number(tx: &mut Tx, vector: ArticleVector) -> Result<i32, Failure> {
    if let Some((number, _)) = lookup(tx, vector.model)? {
        return Ok(number);
    }
    let dimensions = i32::try_from(vector.values.len()).unwrap_or(i32::MAX);
    let sql = "INSERT INTO models (id, dimensions) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
    tx.execute(sql, &[&vector.model.as_str(), &dimensions])?;
    // Another may have made it at the same time, and of another length.
    match lookup(tx, vector.model)? {
        Some((number, length)) if length == vector.values.len() => Ok(number),
        _ => validate(tx, vector).and(Err(Failure::Damaged("a model has no row".to_owned()))),
    }
}

/// Removes the vectors of row `article`, of every model.
pub(super) fn remove_of(tx: &mut Tx, article: i64) -> Result<(), Failure> {
    tx.execute("DELETE FROM vectors WHERE article = $1", &[&article])?;
    Ok(())
}

/// The row and the dimensions of a model that has made a vector here.
pub(super) fn lookup(tx: &mut Tx, model: &ModelId) -> Result<Option<(i32, usize)>, Failure> {
    let sql = "SELECT number, dimensions FROM models WHERE id = $1";
    let Some(row) = tx.optional(sql, &[&model.as_str()])? else { return Ok(None) };
    let dimensions: i32 = row.get(1);
    let dimensions = usize::try_from(dimensions)
        .map_err(|_| Failure::Damaged(format!("model {model} has {dimensions} dimensions")))?;
    Ok(Some((row.get(0), dimensions)))
}
