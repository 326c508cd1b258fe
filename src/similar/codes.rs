//! Vectors in int8: how rows are kept, and how a query is compared with them.
//!
//! A row is scaled so that its largest value is 127 and rounded; its length in these units is kept
//! beside it, so that what is compared is the cosine of the codes. On sentence vectors of 384 values
//! that is within 0.002 of the cosine of the vectors. A query has 12 bits, which cost nothing: they
//! are multiplied as 16 either way.

use super::dot::Dot;
use super::rows::unit_vector;

/// The largest code of a row, and of a query.
const ROW_MAX: f32 = 127.0;
const QUERY_MAX: f32 = 2047.0;

/// A row's codes, a byte each in two's complement, and one over their Euclidean length.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) inverse_length: f32,
    pub(super) codes: Vec<u8>,
}

impl Row {
    /// The codes of a vector of `dimensions` values; `None` if it has another number of them, or no
    /// direction.
    pub(super) fn of(vector: &[f32], dimensions: usize) -> Option<Self> {
        let (codes, inverse_length) = quantize(vector, dimensions, ROW_MAX)?;
        let codes = codes.iter().map(|&code| (code as i8).cast_unsigned()).collect();
        Some(Self { inverse_length, codes })
    }
}

/// A query to compare with rows.
#[derive(Debug, Clone)]
pub(super) struct Query {
    values: Vec<i16>,
    inverse_length: f32,
    dot: Dot,
}

impl Query {
    /// The query of a vector; `None` as for [`Row::of`].
    pub(super) fn of(vector: &[f32], dimensions: usize) -> Option<Self> {
        let (values, inverse_length) = quantize(vector, dimensions, QUERY_MAX)?;
        Some(Self { values, inverse_length, dot: Dot::detect() })
    }

    /// About the cosine with a row.
    #[inline]
    pub(super) fn score(&self, inverse_length: f32, codes: &[u8]) -> f32 {
        let dot = self.dot.query_with_row(&self.values, codes);
        dot as f32 * inverse_length * self.inverse_length
    }
}

/// The values scaled so that the largest is `max` and rounded, and one over their length.
fn quantize(vector: &[f32], dimensions: usize, max: f32) -> Option<(Vec<i16>, f32)> {
    let unit = unit_vector(vector, dimensions)?;
    let largest = unit.iter().fold(0f32, |largest, value| largest.max(value.abs()));
    let codes: Vec<i16> =
        unit.iter().map(|value| (value / largest * max).round_ties_even() as i16).collect();
    let squares: f64 = codes.iter().map(|&code| f64::from(code) * f64::from(code)).sum();
    Some((codes, (1.0 / squares.sqrt()) as f32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similar::rows::cosine;
    use crate::similar::tests::Random;

    #[test]
    fn the_cosine_of_codes_is_near_that_of_vectors() {
        let random = &mut Random(3);
        let mut worst = 0f32;
        for _ in 0..200 {
            let centre = random.vector(384);
            let (a, b) = (random.near(&centre, 0.5), random.near(&centre, 0.5));
            let row = Row::of(&b, 384).unwrap();
            let score = Query::of(&a, 384).unwrap().score(row.inverse_length, &row.codes);
            let (a, b) = (unit_vector(&a, 384).unwrap(), unit_vector(&b, 384).unwrap());
            worst = worst.max((score - cosine(&a, &b)).abs());
        }
        assert!(worst < 0.002, "{worst}");
    }

    #[test]
    fn what_has_no_direction_has_no_codes() {
        for vector in [&[0.0, 0.0][..], &[f32::NAN, 1.0], &[1.0], &[f32::INFINITY, 0.0]] {
            assert!(Row::of(vector, 2).is_none() && Query::of(vector, 2).is_none(), "{vector:?}");
        }
    }
}
