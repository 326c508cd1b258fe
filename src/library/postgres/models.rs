//! The models that made the stored vectors, and which of them to compare an article by.

use super::rows::uuid_of;
use super::session::Tx;
use super::{Failure, PostgresStore};
use crate::Result;
use crate::article::ArticleId;
use crate::vector::ModelId;

/// So many articles are looked at to tell which model made more vectors.
const SAMPLE: i64 = 64;

impl PostgresStore {
    /// See [`Store::model_for`](crate::library::Store::model_for).
    pub(super) fn model_for(&self, id: ArticleId, preferred: &ModelId) -> Result<Option<ModelId>> {
        self.read(|tx| {
            let sql = "SELECT models.number, models.id FROM articles \
                       JOIN vectors ON vectors.article = articles.number \
                       JOIN models ON models.number = vectors.model \
                       WHERE articles.id = $1 ORDER BY models.number DESC";
            let rows = tx.query(sql, &[&uuid_of(id)])?;
            let mut models: Vec<(i32, String)> =
                rows.iter().map(|row| (row.get(0), row.get(1))).collect();
            if models.len() > 1 {
                let made = sample(tx)?;
                let count = |model: i32| made.iter().filter(|&&other| other == model).count();
                // The sort is stable, and the preferred one wins a tie.
                models.sort_by_key(|(number, id)| {
                    (std::cmp::Reverse(count(*number)), id != preferred.as_str())
                });
            }
            Ok(models.into_iter().next().map(|(_, id)| ModelId::from_stored(id)))
        })
    }
}

/// The model of each vector of some articles, which lie evenly among all.
fn sample(tx: &mut Tx) -> Result<Vec<i32>, Failure> {
    let sql = "WITH span AS (SELECT min(number) AS first, max(number) AS last FROM articles) \
               SELECT DISTINCT vectors.article, vectors.model FROM span, \
               generate_series(first, last, greatest((last - first) / $1, 1)) AS step, \
               LATERAL (SELECT number FROM articles WHERE number >= step ORDER BY number LIMIT 1) \
               AS sampled JOIN vectors ON vectors.article = sampled.number";
    Ok(tx.query(sql, &[&SAMPLE])?.iter().map(|row| row.get(1)).collect())
}
