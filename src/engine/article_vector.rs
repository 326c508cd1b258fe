//! One vector for a whole article.

use super::{Analysis, Engine};
use crate::article::Article;
use crate::error::Result;
use crate::vector::weighted_mean;

impl Engine {
    /// The unit vector that an article is found by.
    pub(super) fn article_vector(
        &self,
        article: &Article,
        analysis: &Analysis,
    ) -> Result<Vec<f32>> {
        let _ = article;
        let embeddings = &analysis.embedded.embeddings;
        Ok(weighted_mean(embeddings.dimensions(), embeddings.rows().map(|row| (row, 1.0))))
    }
}
