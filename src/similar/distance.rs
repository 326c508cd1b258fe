//! The distance that graphs are built and walked by.
//!
//! It is the squared Euclidean distance: over unit vectors that is 2 - 2 cos, the order of the
//! cosine, and unlike `1 - dot` it is never negative by rounding, is exactly 0 between a vector
//! and itself, and still tells near-duplicates apart, whose dot products all round to 1.

use anndists::dist::distances::Distance;

use super::rows::Rows;

/// The squared Euclidean distance of two vectors of one length.
pub(super) fn squared_euclidean(a: &[f32], b: &[f32]) -> f32 {
    // Eight independent sums let the compiler vectorise without reordering a single one.
    let mut sums = [0f32; 8];
    let (a_chunks, b_chunks) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f32 =
        a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(x, y)| (x - y) * (x - y)).sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for lane in 0..8 {
            let difference = x[lane] - y[lane];
            sums[lane] += difference * difference;
        }
    }
    sums.iter().sum::<f32>() + tail
}

/// The distance between rows, for `hnsw_rs` to build by.
///
/// Its points are row numbers, slices of one `u32`, so that the graph under construction holds
/// no second copy of the vectors.
pub(super) struct RowDistance<'a>(pub(super) &'a Rows);

impl Distance<u32> for RowDistance<'_> {
    fn eval(&self, a: &[u32], b: &[u32]) -> f32 {
        match (a, b) {
            (&[a], &[b]) => squared_euclidean(self.0.row(a as usize), self.0.row(b as usize)),
            // Only single row numbers are ever inserted; the rest is as far as can be.
            _ => f32::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_covers_chunks_and_tail() {
        let a: Vec<f32> = (0..19).map(|x| x as f32).collect();
        let b = vec![0f32; 19];
        let expected: f32 = (0..19).map(|x| (x * x) as f32).sum();
        assert_eq!(squared_euclidean(&a, &b), expected);
        assert_eq!(squared_euclidean(&a, &a), 0.0);
    }

    #[test]
    fn near_duplicates_differ_where_the_cosine_does_not() {
        let a = [1.0f32, 0.0];
        let b = [(1.0f32 - 1e-8).sqrt(), 1e-4];
        assert_eq!(super::super::rows::cosine(&a, &b), 1.0);
        assert!(squared_euclidean(&a, &b) > 0.0);
    }
}
