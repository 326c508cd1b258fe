//! The cache of sentences' vectors: what was embedded once need not be embedded again.
//!
//! A vector is found by the sha256 of its text's bytes and by its model, and comes back bit for
//! bit. The cache is derived: it holds the [`CACHED_SENTENCES`] that came last, no index depends
//! on it, so [`SqliteStore::generation`] does not count its changes, and it is lost without loss. A
//! removed article's sentences stay in it, as vectors and hashes, until others take their place.

use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use sha2::{Digest, Sha256};

use super::failure::Failure;
use super::{SqliteStore, rows, schema, vectors};
use crate::Result;
use crate::library::{ArticleVector, CachedVector, SentenceVector};
use crate::vector::ModelId;

/// The most sentences that are cached: of 384 dimensions, some 110 MB.
pub const CACHED_SENTENCES: usize = 1 << 16;

/// The cached vectors that are not of their model's length, or whose model is gone.
pub(super) const BAD_SENTENCE_VECTORS: &str = "SELECT sentence_vectors.number \
     FROM sentence_vectors LEFT JOIN models ON models.number = sentence_vectors.model \
     WHERE length(vector) IS NOT 4 * dimensions OR length(text) IS NOT 32 \
     OR truncated NOT IN (0, 1)";

impl SqliteStore {
    /// See [`Store::cached_vectors`](crate::library::Store::cached_vectors).
    pub(super) fn cached_vectors(
        &self,
        model: &ModelId,
        texts: &[&str],
    ) -> Result<Vec<Option<CachedVector>>> {
        self.read(|connection| {
            let known = match schema::has_sentence_cache(connection)? {
                true => vectors::lookup(connection, model)?,
                false => None,
            };
            let Some((number, dimensions)) = known else { return Ok(vec![None; texts.len()]) };
            let mut statement = connection.prepare_cached(
                "SELECT vector, truncated FROM sentence_vectors WHERE text = ?1 AND model = ?2",
            )?;
            let mut find = |text: &&str| {
                let row = |row: &Row| Ok(cached(row.get(0)?, row.get(1)?, dimensions));
                Ok(statement.query_row((text_hash(text), number), row).optional()?.flatten())
            };
            texts.iter().map(&mut find).collect()
        })
    }

    /// See [`Store::cache_vectors`](crate::library::Store::cache_vectors); the last [`CACHED_SENTENCES`] are kept.
    pub(super) fn cache_vectors(
        &self,
        model: &ModelId,
        sentences: &[SentenceVector],
    ) -> Result<()> {
        if sentences.is_empty() {
            return Ok(());
        }
        self.transact(|transaction| {
            store(transaction, model, sentences)?;
            keep_the_last(transaction, CACHED_SENTENCES)
        })
    }

    /// See [`Store::forget_other_models`](crate::library::Store::forget_other_models). The file does not
    /// shrink; what comes later takes the room.
    pub(super) fn forget_other_models(&self, model: &ModelId) -> Result<()> {
        self.transact(|transaction| {
            transaction.execute(
                "DELETE FROM sentence_vectors \
                 WHERE model NOT IN (SELECT number FROM models WHERE id = ?1)",
                [model.as_str()],
            )?;
            Ok(())
        })
    }
}

fn store(
    transaction: &Transaction,
    model: &ModelId,
    sentences: &[SentenceVector],
) -> Result<(), Failure> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO sentence_vectors (model, text, truncated, vector) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (text, model) DO NOTHING",
    )?;
    for &SentenceVector { text, values, truncated } in sentences {
        let vector = ArticleVector { model, values };
        vectors::validate(transaction, vector)?;
        let model = vectors::model_number(transaction, vector)?;
        statement.execute((model, text_hash(text), truncated, vectors::to_bytes(values)))?;
    }
    Ok(())
}

/// Drops all but the last `count` sentences.
pub(super) fn keep_the_last(transaction: &Transaction, count: usize) -> Result<(), Failure> {
    transaction.execute(
        "DELETE FROM sentence_vectors \
         WHERE number <= (SELECT max(number) FROM sentence_vectors) - ?1",
        [rows::row_count(count)],
    )?;
    Ok(())
}

/// How many cached vectors could not be used, and would have to be made again.
pub(super) fn count_bad(connection: &Connection) -> Result<u64, Failure> {
    if !schema::has_sentence_cache(connection)? {
        return Ok(0);
    }
    let sql = format!("SELECT count(*) FROM ({BAD_SENTENCE_VECTORS})");
    rows::unsigned(connection.query_row(&sql, [], |row| row.get(0))?, "count")
}

/// A cached vector, unless it is not what was cached: then it is as if it were not there.
fn cached(bytes: Vec<u8>, truncated: i64, dimensions: usize) -> Option<CachedVector> {
    let (values, rest) = bytes.as_chunks::<4>();
    let values: Vec<f32> = values.iter().map(|&value| f32::from_le_bytes(value)).collect();
    let is_sound = rest.is_empty()
        && values.len() == dimensions
        && matches!(truncated, 0 | 1)
        && values.iter().all(|value| value.is_finite());
    is_sound.then_some(CachedVector { values, truncated: truncated == 1 })
}

fn text_hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}
