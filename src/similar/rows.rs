//! The vectors that an index is over: a row-major `f32` matrix of unit rows.

use crate::vector::{dot, normalise};

/// Vectors of one length, each of Euclidean length 1, numbered from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    dimensions: usize,
    values: Vec<f32>,
}

impl Rows {
    /// No rows yet, of `dimensions` values each.
    #[must_use]
    pub fn new(dimensions: usize) -> Self {
        Self { dimensions, values: Vec::new() }
    }

    /// Adds a vector, scaled to length 1; says whether it could.
    ///
    /// A vector of another length is refused, as is one that points nowhere: all zero (a text
    /// without a token), or with a value that is not finite.
    #[must_use]
    pub fn push(&mut self, vector: &[f32]) -> bool {
        let Some(unit) = unit_vector(vector, self.dimensions) else { return false };
        // Graphs number rows in 32 bits.
        let room = u32::try_from(self.len()).is_ok_and(|next| next < u32::MAX);
        if room {
            self.values.extend_from_slice(&unit);
        }
        room
    }

    /// The number of values in a row.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len().checked_div(self.dimensions).unwrap_or(0)
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Row `index`, of length `dimensions`.
    ///
    /// # Panics
    /// If there is no such row.
    #[must_use]
    pub fn row(&self, index: usize) -> &[f32] {
        &self.values[index * self.dimensions..(index + 1) * self.dimensions]
    }

    /// The rows in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.dimensions.max(1))
    }

    /// All values, row after row.
    #[must_use]
    pub fn as_slice(&self) -> &[f32] {
        &self.values
    }
}

/// A vector of `dimensions` values scaled to length 1; `None` if it has another number of them
/// or no direction.
pub(super) fn unit_vector(vector: &[f32], dimensions: usize) -> Option<Vec<f32>> {
    if vector.len() != dimensions {
        return None;
    }
    let mut unit = vector.to_vec();
    normalise(&mut unit);
    // A length that overflows or underflows leaves no unit vector either.
    let length = dot(&unit, &unit);
    ((length - 1.0).abs() < 1e-3).then_some(unit)
}

/// The cosine of two unit vectors, within [-1, 1] in spite of rounding.
pub(super) fn cosine(a: &[f32], b: &[f32]) -> f32 {
    // The sum turns -0.0 into 0.0, so that equal scores tie.
    dot(a, b).clamp(-1.0, 1.0) + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_directions_become_rows() {
        let mut rows = Rows::new(2);
        assert!(rows.push(&[3.0, 4.0]));
        assert!(!rows.push(&[0.0, 0.0]));
        assert!(!rows.push(&[f32::NAN, 1.0]));
        assert!(!rows.push(&[f32::INFINITY, 1.0]));
        assert!(!rows.push(&[1e38, 1e38]), "its length overflows");
        assert!(!rows.push(&[1.0]));
        assert_eq!(rows.as_slice(), [0.6, 0.8]);
        assert_eq!((rows.len(), rows.dimensions()), (1, 2));
    }

    #[test]
    fn rows_of_no_values_stay_empty() {
        let mut rows = Rows::new(0);
        assert!(!rows.push(&[]));
        assert_eq!((rows.len(), rows.iter().len()), (0, 0));
    }

    #[test]
    fn a_cosine_never_exceeds_one() {
        let almost = [1.000_000_1f32, 0.0];
        assert_eq!(cosine(&almost, &almost), 1.0);
        assert!(cosine(&[1.0, 0.0], &[-0.0, 1.0]).is_sign_positive());
    }
}
