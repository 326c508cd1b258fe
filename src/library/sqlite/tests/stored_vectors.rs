//! All vectors of a library at once: what answers are compared with.

use crate::Result;
use crate::article::ArticleId;
use crate::library::SqliteStore;
use crate::library::sqlite::failure::Failure;
use crate::library::sqlite::generation;
use crate::library::sqlite::rows::id_from;
use crate::library::sqlite::vectors::lookup;
use crate::vector::ModelId;

/// All vectors of one model, as they were at one generation of the library.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StoredVectors {
    /// The library's generation when they were read.
    pub(super) generation: u64,
    /// The number of values in each; 0 if there is none.
    pub(super) dimensions: usize,
    /// The articles they belong to, in stored order.
    pub(super) ids: Vec<ArticleId>,
    /// The values, row-major, of shape `[ids.len(), dimensions]`.
    pub(super) values: Vec<f32>,
}

impl StoredVectors {
    /// Each article with its vector, in stored order.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = (ArticleId, &[f32])> {
        // Chunks of one value stand in where there is no vector and so no length.
        self.ids.iter().copied().zip(self.values.chunks_exact(self.dimensions.max(1)))
    }
}

impl SqliteStore {
    /// The vectors that this model made, and the generation that they are of: both are read in one
    /// snapshot.
    ///
    /// # Errors
    /// [`Error::LibraryDamaged`] if a vector is not of its model's length; otherwise if the file
    /// cannot be read.
    pub(super) fn vectors(&self, model: &ModelId) -> Result<StoredVectors> {
        self.read(|connection| {
            let mut vectors = StoredVectors {
                generation: generation(connection)?,
                dimensions: 0,
                ids: Vec::new(),
                values: Vec::new(),
            };
            let Some((number, dimensions)) = lookup(connection, model)? else {
                return Ok(vectors);
            };
            let mut statement = connection.prepare_cached(
                "SELECT articles.id, vector FROM vectors \
                 JOIN articles ON articles.number = vectors.article \
                 WHERE model = ?1 ORDER BY article",
            )?;
            let mut rows = statement.query([number])?;
            while let Some(row) = rows.next()? {
                let bytes = row.get_ref(1)?.as_blob().unwrap_or_default();
                let (values, rest) = bytes.as_chunks::<4>();
                let id = id_from(row, 0).filter(|_| rest.is_empty() && values.len() == dimensions);
                vectors.ids.push(id.ok_or_else(|| {
                    Failure::Damaged(format!("a vector is not of {dimensions} dimensions"))
                })?);
                vectors.values.extend(values.iter().map(|&value| f32::from_le_bytes(value)));
            }
            if !vectors.ids.is_empty() {
                vectors.dimensions = dimensions;
            }
            Ok(vectors)
        })
    }
}
