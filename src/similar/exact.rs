//! The exact index: every row is looked at.

use super::SimilarIndex;
use super::nearest::{Best, Hit};
use super::rows::{Rows, cosine, unit_vector};

/// Finds the nearest rows by comparing the query with all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactIndex {
    rows: Rows,
}

impl ExactIndex {
    /// The index of these rows. Nothing is computed.
    #[must_use]
    pub fn new(rows: Rows) -> Self {
        Self { rows }
    }

    /// The rows that it is of.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.rows
    }
}

impl SimilarIndex for ExactIndex {
    fn name(&self) -> &'static str {
        "exact"
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn nearest(&self, query: &[f32], k: usize) -> Vec<Hit> {
        let Some(query) = unit_vector(query, self.rows.dimensions()) else { return Vec::new() };
        scan(&self.rows, &query, k)
    }
}

/// The `k` rows nearest to a unit vector of their length, best first.
pub(super) fn scan(rows: &Rows, query: &[f32], k: usize) -> Vec<Hit> {
    let mut best = Best::new(k);
    for (row, vector) in rows.iter().enumerate() {
        best.offer(Hit { row, score: cosine(query, vector) });
    }
    best.into_sorted()
}
