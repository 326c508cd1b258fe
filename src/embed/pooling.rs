//! Token vectors to one text vector.

use serde::{Deserialize, Serialize};

use crate::vector::normalise;

/// How the vectors of a text's tokens become the text's vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pooling {
    /// Their mean, the special tokens' included, as in Sentence-BERT.
    #[default]
    Mean,
    /// The vector of the first token.
    Cls,
}

impl Pooling {
    /// Pools a row-major matrix `[tokens, dimensions]` into a unit vector, appended to `out`.
    pub fn pool(self, token_vectors: &[f32], dimensions: usize, out: &mut Vec<f32>) {
        let start = out.len();
        out.resize(start + dimensions, 0.0);
        let pooled = &mut out[start..];
        match self {
            // The scale of the mean is lost in the normalisation, so the sum does.
            Self::Mean => {
                for token in token_vectors.chunks_exact(dimensions) {
                    pooled.iter_mut().zip(token).for_each(|(sum, x)| *sum += x);
                }
            }
            Self::Cls => {
                if let Some(first) = token_vectors.get(..dimensions) {
                    pooled.copy_from_slice(first);
                }
            }
        }
        normalise(pooled);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_cls() {
        let tokens = [3.0, 0.0, 3.0, 8.0];
        let mut out = Vec::new();
        Pooling::Mean.pool(&tokens, 2, &mut out);
        Pooling::Cls.pool(&tokens, 2, &mut out);
        assert_eq!(out, [0.6, 0.8, 1.0, 0.0]);
    }

    #[test]
    fn no_token_gives_the_zero_vector() {
        let mut out = Vec::new();
        Pooling::Mean.pool(&[], 3, &mut out);
        Pooling::Cls.pool(&[], 3, &mut out);
        assert_eq!(out, [0.0; 6]);
    }
}
