//! A graph over rows in memory, with exact scores: what the index of a large library does, as a
//! [`SimilarIndex`].

use super::SimilarIndex;
use super::build::CodedRows;
use super::codes::{Query, Row};
use super::exact::scan;
use super::mask::Mask;
use super::nearest::{Best, Hit};
use super::rows::{Rows, cosine, unit_vector};
use super::segment::Segment;

/// So many more rows than are asked for have their cosine computed.
const SLACK: usize = 16;
/// A search for more than one in this many of the rows is a scan.
const SCAN_SHARE: usize = 8;

/// Finds rows near a query by walking an HNSW graph over them in int8, and ranks them by their cosine.
#[derive(Debug)]
pub struct HnswIndex {
    rows: Rows,
    segment: Segment,
}

impl HnswIndex {
    /// Builds the graph, on all threads.
    #[must_use]
    pub fn build(rows: Rows) -> Self {
        let dimensions = rows.dimensions();
        let mut coded = CodedRows { dimensions, ..CodedRows::default() };
        for Row { inverse_length, codes } in rows.iter().filter_map(|row| Row::of(row, dimensions))
        {
            coded.codes.extend(codes);
            coded.inverse_lengths.push(inverse_length);
        }
        let numbers: Vec<u64> = (0..coded.len() as u64).collect();
        Self { rows, segment: Segment::of_coded(&numbers, &coded, true) }
    }

    /// The rows that it is of.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.rows
    }
}

impl SimilarIndex for HnswIndex {
    fn name(&self) -> &'static str {
        "hnsw"
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn nearest(&self, query: &[f32], k: usize) -> Vec<Hit> {
        let dimensions = self.rows.dimensions();
        let Some(unit) = unit_vector(query, dimensions) else { return Vec::new() };
        let coded = Query::of(query, dimensions);
        let proposed = coded.filter(|_| k <= self.len() / SCAN_SHARE).and_then(|coded| {
            self.segment.nearest(&coded, 2 * k + SLACK, &Mask::default(), None).ok()
        });
        let Some(proposed) = proposed else { return scan(&self.rows, &unit, k) };
        let mut best = Best::new(k);
        for row in proposed.iter().map(|found| found.number as usize) {
            best.offer(Hit { row, score: cosine(&unit, self.rows.row(row)) });
        }
        best.into_sorted()
    }
}
