//! Embeddings: the matrix that an embedder gives, and the arithmetic on its rows.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names the model that made a vector; vectors of different models are never compared.
///
/// The name, then `@` and the first 12 hex digits of the sha256 of its weights, so that two
/// revisions of one model differ: `all-minilm-l6-v2@2f9c0d4e8a1b`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelId(String);

impl ModelId {
    /// The id of the model with this name and these weights.
    #[must_use]
    pub fn new(name: &str, weights_sha256: &str) -> Self {
        let digest = weights_sha256.get(..12).unwrap_or(weights_sha256);
        Self(format!("{name}@{digest}"))
    }

    /// The id as it was stored.
    #[must_use]
    pub fn from_stored(id: String) -> Self {
        Self(id)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Embeddings of `n` texts: a row-major `f32` matrix of shape `[n, dimensions]` whose rows have
/// Euclidean length 1 (or are all zero, for a text without a token).
#[derive(Debug, Clone, PartialEq)]
pub struct Embeddings {
    model: ModelId,
    dimensions: usize,
    values: Vec<f32>,
}

impl Embeddings {
    /// The matrix with these values, row after row.
    ///
    /// # Panics
    /// If `dimensions` is 0 or does not divide the number of values.
    #[must_use]
    pub fn new(model: ModelId, dimensions: usize, values: Vec<f32>) -> Self {
        assert!(
            dimensions > 0 && values.len().is_multiple_of(dimensions),
            "{} values do not make rows of {dimensions}",
            values.len()
        );
        Self { model, dimensions, values }
    }

    /// The model that made them.
    #[must_use]
    pub fn model(&self) -> &ModelId {
        &self.model
    }

    /// The number of columns.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len() / self.dimensions
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Row `index`, of length `dimensions`.
    #[must_use]
    pub fn row(&self, index: usize) -> &[f32] {
        &self.values[index * self.dimensions..(index + 1) * self.dimensions]
    }

    /// The rows in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.dimensions)
    }

    /// All values, row after row.
    #[must_use]
    pub fn as_slice(&self) -> &[f32] {
        &self.values
    }
}

/// The dot product of two vectors of one length; of unit vectors, their cosine.
#[must_use]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    debug_assert_eq!(a.len(), b.len(), "vectors of one length");
    // Eight independent sums let the compiler vectorise without reordering a single one.
    let mut sums = [0f32; 8];
    let (a_chunks, b_chunks) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f32 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f32>() + tail
}

/// Scales a vector to Euclidean length 1; one that is zero, or not finite, becomes zero.
pub fn normalise(vector: &mut [f32]) {
    let length = dot(vector, vector).sqrt();
    if length.is_finite() && length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    } else {
        vector.fill(0.0);
    }
}

/// The weighted mean of rows, normalised; the zero vector if there is none or the weights
/// cancel out.
#[must_use]
pub fn weighted_mean<'a>(
    dimensions: usize,
    rows: impl IntoIterator<Item = (&'a [f32], f32)>,
) -> Vec<f32> {
    let mut mean = vec![0f32; dimensions];
    for (row, weight) in rows {
        mean.iter_mut().zip(row).for_each(|(sum, x)| *sum += weight * x);
    }
    normalise(&mut mean);
    mean
}

/// The mean of the vectors of an article's sentences in their order, in which sentence `i`, from
/// 0, weighs `(1 + i)^-0.75`: news tells first what it is about. Normalised; the zero vector if
/// there is none.
#[must_use]
pub fn lead_weighted_mean<'a>(
    dimensions: usize,
    rows: impl IntoIterator<Item = &'a [f32]>,
) -> Vec<f32> {
    const DECAY: f32 = 0.75;
    let weights = (1..).map(|place: u32| (place as f32).powf(-DECAY));
    weighted_mean(dimensions, rows.into_iter().zip(weights))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_covers_chunks_and_tail() {
        let a: Vec<f32> = (0..19).map(|x| x as f32).collect();
        let expected: f32 = (0..19).map(|x| (x * x) as f32).sum();
        assert_eq!(dot(&a, &a), expected);
    }

    #[test]
    fn normalise_leaves_no_nan() {
        let mut zero = [0f32; 4];
        normalise(&mut zero);
        assert_eq!(zero, [0.0; 4]);
        let mut infinite = [f32::INFINITY, 1.0];
        normalise(&mut infinite);
        assert_eq!(infinite, [0.0; 2]);
    }

    #[test]
    fn weighted_mean_is_a_unit_vector() {
        let mean = weighted_mean(2, [([1.0, 0.0].as_slice(), 3.0), ([0.0, 1.0].as_slice(), 4.0)]);
        assert!((mean[0] - 0.6).abs() < 1e-6 && (mean[1] - 0.8).abs() < 1e-6);
    }
}
