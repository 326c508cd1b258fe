//! Searching a segment: a scan of all rows, or a walk through its graph.

use rayon::prelude::*;

use super::super::blocks::Damaged;
use super::super::build::MOST_LINKS;
use super::super::codes::{Query, Row};
use super::super::dot::prefetch;
use super::super::graph::Ground;
use super::super::mask::Mask;
use super::super::nearest::{Best, Hit};
use super::{LENGTH, NUMBER, Segment};

/// Candidates that a walk keeps, at least and at most, and for how many rows there is one more. The more
/// rows, the more of them it takes to find the same share of the nearest: see `benches/RESULTS.md`.
const EF_LEAST: usize = 128;
const EF_MOST: usize = 256;
const ROWS_A_CANDIDATE: usize = 8_192;
/// A search for more than one in this many of the rows is a scan.
const SCAN_SHARE: usize = 8;
/// Rows that are scanned by one thread at a time.
const SCANNED_AT_ONCE: usize = 16_384;
/// How many rows are searched for when a graph's recall is measured, and how many nearest of each.
const MEASURED: usize = 200;
const MEASURED_NEAREST: usize = 5;

/// A row near a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Nearest {
    /// The row's number.
    pub(crate) number: u64,
    /// About the cosine.
    pub(crate) score: f32,
}

impl Segment {
    /// The `count` rows nearest to a query that are not dead, the nearest first; a walk keeps `ef`
    /// candidates, or as many as suit its size.
    pub(in super::super) fn nearest(
        &self,
        query: &Query,
        count: usize,
        dead: &Mask,
        ef: Option<usize>,
    ) -> Result<Vec<Nearest>, Damaged> {
        let alive = self.len().saturating_sub(dead.dead());
        let count = count.min(alive);
        let mut ef = ef.unwrap_or(self.suitable_ef().max(2 * count)).max(count);
        let hits = loop {
            if !self.has_graph() || ef > self.len() / SCAN_SHARE {
                break self.scan(query, count, dead)?;
            }
            let hits = self.walk(query, count, dead, ef)?;
            if hits.len() >= count {
                break hits;
            }
            ef *= 4;
        };
        hits.into_iter()
            .map(|hit| Ok(Nearest { number: self.number(hit.row)?, score: hit.score }))
            .collect()
    }

    fn suitable_ef(&self) -> usize {
        (EF_LEAST + self.len() / ROWS_A_CANDIDATE).min(EF_MOST)
    }

    fn scan(&self, query: &Query, count: usize, dead: &Mask) -> Result<Vec<Hit>, Damaged> {
        let part = |rows: std::ops::Range<usize>| {
            let mut best = Best::new(count);
            for row in rows.filter(|&row| !dead.has(row)) {
                best.offer(Hit { row, score: self.score(query, row)? });
            }
            Ok(best)
        };
        if self.len() <= SCANNED_AT_ONCE {
            return Ok(part(0..self.len())?.into_sorted());
        }
        let parts = self.len().div_ceil(SCANNED_AT_ONCE);
        let bests: Vec<Best> = (0..parts)
            .into_par_iter()
            .map(|at| {
                let start = at * SCANNED_AT_ONCE;
                part(start..(start + SCANNED_AT_ONCE).min(self.len()))
            })
            .collect::<Result<_, Damaged>>()?;
        let mut best = Best::new(count);
        bests.into_iter().flat_map(Best::into_sorted).for_each(|hit| best.offer(hit));
        Ok(best.into_sorted())
    }

    fn walk(
        &self,
        query: &Query,
        count: usize,
        dead: &Mask,
        ef: usize,
    ) -> Result<Vec<Hit>, Damaged> {
        let ground = Walked { segment: self, query };
        let mut best = Best::new(count);
        let mut offer = |row: u32, score: f32| {
            for row in std::iter::once(row).chain(self.copies_of(row)) {
                if !dead.has(row as usize) {
                    best.offer(Hit { row: row as usize, score });
                }
            }
        };
        let mut found = self.layers.walk(&ground, ef)?;
        found.iter().for_each(|found| offer(found.row, found.score));
        if !self.orphans.is_empty() {
            // A row that no walk from its own vector finds may still be met on another.
            found.sort_unstable_by_key(|found| found.row);
            for &row in &self.orphans {
                if found.binary_search_by_key(&row, |found| found.row).is_err() {
                    offer(row, self.score(query, row as usize)?);
                }
            }
        }
        Ok(best.into_sorted())
    }

    /// The rows that equal `row` and are not in the graph themselves.
    fn copies_of(&self, row: u32) -> impl Iterator<Item = u32> {
        let first = self.copies.partition_point(|&[original, _]| original < row);
        self.copies[first..]
            .iter()
            .take_while(move |&&[original, _]| original == row)
            .map(|&[_, copy]| copy)
    }

    /// The share of the nearest rows, by score, that walks find for a sample of the rows.
    pub(super) fn measure_recall(&self) -> f32 {
        let step = (self.len() / MEASURED).max(1);
        let recalls: Vec<f32> = (0..self.len())
            .into_par_iter()
            .step_by(step)
            .filter_map(|row| {
                let Row { codes, .. } = self.row(row)?;
                let vector: Vec<f32> =
                    codes.iter().map(|&code| f32::from(code.cast_signed())).collect();
                let query = Query::of(&vector, self.dimensions())?;
                let count = MEASURED_NEAREST.min(self.len());
                let exact = self.scan(&query, count, &Mask::default()).ok()?;
                let found = self.walk(&query, count, &Mask::default(), self.suitable_ef()).ok()?;
                let worst = exact.last()?.score;
                let good = found.iter().filter(|hit| hit.score >= worst).count();
                Some(good as f32 / exact.len() as f32)
            })
            .collect();
        recalls.iter().sum::<f32>() / recalls.len().max(1) as f32
    }

    fn row(&self, row: usize) -> Option<Row> {
        let record = self.record(row).ok()?;
        Some(Row { inverse_length: record.inverse_length, codes: record.codes.to_vec() })
    }
}

/// A segment's graph as a query sees it.
struct Walked<'a> {
    segment: &'a Segment,
    query: &'a Query,
}

impl Ground for Walked<'_> {
    fn rows(&self) -> usize {
        self.segment.len()
    }

    #[inline]
    fn score(&self, row: u32) -> Result<f32, Damaged> {
        self.segment.score(self.query, row as usize)
    }

    #[inline]
    fn announce(&self, row: u32) {
        let shape = &self.segment.shape;
        let start = shape.start(row as usize);
        prefetch(self.segment.blocks.peek(start, NUMBER + LENGTH + shape.dimensions));
    }

    #[inline]
    fn links(&self, row: u32, into: &mut Vec<u32>) -> Result<(), Damaged> {
        let shape = &self.segment.shape;
        let start = shape.start(row as usize) + shape.dimensions + NUMBER + LENGTH;
        let (words, _) = self.segment.blocks.read(start, 4 + 4 * shape.room)?.as_chunks::<4>();
        let count = words.first().map_or(0, |&word| u32::from_le_bytes(word));
        let links = words[1..].iter().take((count as usize).min(MOST_LINKS));
        into.extend(links.map(|&link| u32::from_le_bytes(link)));
        if into.iter().any(|&link| link as usize >= shape.rows) {
            return Err(Damaged::because("a link leads out of it"));
        }
        Ok(())
    }
}
