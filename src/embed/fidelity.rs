//! How near the vectors of one model are to those of another, text by text.
//!
//! In: two embedders and texts. Out: the mean and the least cosine. Whether these are good
//! enough is for others to say.

use serde::Serialize;

use super::Embedder;
use crate::error::{Error, Result};
use crate::vector::dot;

/// The cosines of the two vectors that two models give each text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fidelity {
    /// How many texts.
    pub sentences: usize,
    /// The mean cosine.
    pub mean: f64,
    /// The least cosine.
    pub min: f64,
}

impl Fidelity {
    /// Compares two models on `texts`.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] for no text, or for models of different dimensions; else as
    /// [`Embedder::embed`].
    pub fn between(a: &dyn Embedder, b: &dyn Embedder, texts: &[&str]) -> Result<Self> {
        let invalid = |option, expected, found| Error::InvalidOption { option, expected, found };
        if texts.is_empty() {
            return Err(invalid("texts", "at least one, to compare models on", "0".to_owned()));
        }
        if a.dimensions() != b.dimensions() {
            let found = format!("{} and {}", a.dimensions(), b.dimensions());
            return Err(invalid("models", "two of the same dimensions", found));
        }
        let (a, b) = (a.embed(texts)?.embeddings, b.embed(texts)?.embeddings);
        let cosines = || a.rows().zip(b.rows()).map(|(a, b)| f64::from(dot(a, b)));
        Ok(Self {
            sentences: texts.len(),
            mean: cosines().sum::<f64>() / texts.len() as f64,
            min: cosines().fold(f64::INFINITY, f64::min),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embed::Embedded;
    use crate::vector::{Embeddings, ModelId};

    /// Gives every text the next of these vectors.
    struct Fixed(ModelId, Vec<[f32; 2]>);

    impl Fixed {
        fn new(vectors: &[[f32; 2]]) -> Self {
            Self(ModelId::new("fixed", "0"), vectors.to_vec())
        }
    }

    impl Embedder for Fixed {
        fn model(&self) -> &ModelId {
            &self.0
        }

        fn dimensions(&self) -> usize {
            2
        }

        fn max_tokens(&self) -> usize {
            8
        }

        fn embed(&self, texts: &[&str]) -> Result<Embedded> {
            let values = self.1[..texts.len()].concat();
            let embeddings = Embeddings::new(self.0.clone(), 2, values);
            Ok(Embedded { embeddings, truncated: vec![false; texts.len()] })
        }
    }

    #[test]
    fn the_mean_and_the_least_cosine() {
        let a = Fixed::new(&[[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]);
        let b = Fixed::new(&[[1.0, 0.0], [0.5, 0.75], [0.0, -1.0]]);
        let found = Fidelity::between(&a, &b, &["x", "y", "z"]).unwrap();
        assert_eq!(found, Fidelity { sentences: 3, mean: 0.5 / 3.0, min: -1.0 });
        let found = Fidelity::between(&a, &b, &["x", "y"]).unwrap();
        assert_eq!(found, Fidelity { sentences: 2, mean: 0.75, min: 0.5 });
    }

    #[cfg(all(feature = "candle", feature = "tokenizers"))]
    #[test]
    fn what_cannot_be_compared_is_refused() {
        let two = Fixed::new(&[[1.0, 0.0]]);
        let error = Fidelity::between(&two, &two, &[]).unwrap_err().to_string();
        assert!(error.contains("texts"), "{error}");
        let wider = crate::embed::tests::tiny_model::TinyModel::bert().load().unwrap();
        let error = Fidelity::between(&two, &wider, &["fog"]).unwrap_err().to_string();
        assert!(error.contains("2 and 32"), "{error}");
    }
}
