//! Building a navigable graph over rows in int8.
//!
//! In come rows that can be read by number; out come their links. `hnsw_rs` builds the sparse layers, over
//! a sample of the rows, and its lowest lists are where the graph over all rows begins. The others are
//! put in here, many at a time: all of a batch look for their neighbours in the graph as it is, on all
//! threads, and then their links are made (as ParlayANN does, Manohar et al. 2024). So the same rows give
//! the same graph, whatever the thread count, at some six times the speed of putting them all into
//! `hnsw_rs`, which locks and counts references for every row that a search sees. Neighbours are chosen
//! as by Malkov and Yashunin's Algorithm 4: a candidate that is nearer to one that was chosen than to the
//! row itself is left out.
//!
//! What the graph alone would get wrong is put right:
//! - **Copies.** Equal rows fill each other's lists and cut their cluster off. Only the first of
//!   them goes into the graph, and the others follow it into every answer.
//! - **Orphans.** Every row in the graph is searched for. To one that is not found, the nearest rows
//!   that are found get a link, which finds it from then on; one that still is not found is scanned in
//!   every search.

use anndists::dist::distances::Distance;
use hnsw_rs::hnsw::{Hnsw, Neighbour};
use rayon::prelude::*;

use super::blocks::Damaged;
use super::dot::{Dot, prefetch};
use super::graph::{Found, Ground, Layer, Layers};

/// Links that a row makes on each layer; twice as many on the lowest.
const M: usize = 16;
/// Candidates looked at for the links of a new row: in the sparse layers, and on the lowest.
const EF_SPARSE: usize = 200;
const EF_CONSTRUCTION: usize = 200;
/// One row in so many is in the sparse layers, but so many rows at least.
const SAMPLED: usize = 64;
const SAMPLED_AT_LEAST: usize = 1_024;
/// A batch is at most one in this many of the rows in the graph: those of one batch do not see each other.
const BATCH_SHARE: usize = 32;
const BATCH: usize = 8_192;
/// The number of layers; `hnsw_rs` knows no more.
const MAX_LAYER: usize = 16;
/// The most links of a row on the lowest layer, those to orphans among them.
pub(super) const MOST_LINKS: usize = 2 * M + 8;
/// How many rows get a link to an orphan.
const ADOPTERS: usize = 3;
/// Candidates that a search for a row itself keeps.
const EF_AUDIT: usize = 64;

/// Rows in int8 in memory, to build over.
#[derive(Debug, Clone, Default)]
pub(super) struct CodedRows {
    pub(super) dimensions: usize,
    /// Row after row.
    pub(super) codes: Vec<u8>,
    pub(super) inverse_lengths: Vec<f32>,
}

impl CodedRows {
    pub(super) fn len(&self) -> usize {
        self.inverse_lengths.len()
    }

    pub(super) fn row(&self, row: u32) -> &[u8] {
        &self.codes[row as usize * self.dimensions..][..self.dimensions]
    }
}

impl CodedRows {
    fn cosine(&self, a: u32, b: u32, dot: Dot) -> f32 {
        let lengths = self.inverse_lengths[a as usize] * self.inverse_lengths[b as usize];
        dot.rows(self.row(a), self.row(b)) as f32 * lengths
    }

    /// The neighbours that a row is linked to, of candidates with the nearest first.
    fn choose(&self, row: u32, candidates: Vec<Found>, dot: Dot) -> Vec<u32> {
        let mut chosen: Vec<u32> = Vec::with_capacity(2 * M);
        for Found { row: candidate, .. } in candidates {
            if chosen.len() == 2 * M {
                break;
            }
            let distance = 1.0 - self.cosine(row, candidate, dot);
            let is_seen = |&other: &u32| 1.0 - self.cosine(candidate, other, dot) < distance;
            if candidate != row && !chosen.iter().any(is_seen) {
                chosen.push(candidate);
            }
        }
        chosen
    }
}

/// A graph.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Graph {
    pub(super) layers: Layers,
    /// The links of each row on the lowest layer, at most [`MOST_LINKS`].
    pub(super) base: Vec<Vec<u32>>,
    /// Pairs of a row in the graph and a later row that equals it, ascending.
    pub(super) copies: Vec<[u32; 2]>,
    /// The rows that the graph does not lead to, ascending.
    pub(super) orphans: Vec<u32>,
}

impl Graph {
    /// Builds the graph on all threads and audits it.
    pub(super) fn build(rows: &CodedRows) -> Self {
        let (distinct, copies) = split_copies(rows);
        let order = shuffled(&distinct);
        let sampled = (order.len() / SAMPLED).max(SAMPLED_AT_LEAST).min(order.len());
        let (sample, others) = order.split_at(sampled);
        let distance = RowDistance { rows, dot: Dot::detect() };
        let hnsw = Hnsw::new(M, sample.len().max(1), MAX_LAYER, EF_SPARSE, distance);
        for row in sample {
            hnsw.insert((std::slice::from_ref(row), *row as usize));
        }
        let (layers, base) = copy_of(&hnsw, rows.len());
        drop(hnsw);
        let mut graph = Self { layers, base, copies, orphans: Vec::new() };
        let mut done = 0;
        while done < others.len() {
            let size = ((sampled + done) / BATCH_SHARE).clamp(1, BATCH);
            let end = (done + size).min(others.len());
            graph.put(rows, &others[done..end]);
            done = end;
        }
        graph.orphans = graph.lost(rows, &distinct);
        for orphan in graph.orphans.clone() {
            graph.adopt(rows, orphan);
        }
        graph.orphans = graph.lost(rows, &graph.orphans);
        graph
    }

    /// Puts a batch of rows in, each with links to and from its neighbours.
    fn put(&mut self, rows: &CodedRows, batch: &[u32]) {
        let dot = Dot::detect();
        let chosen: Vec<Vec<u32>> = batch
            .par_iter()
            .map(|&row| {
                let near = Near { rows, graph: self, sought: row, dot };
                let found = self.layers.walk(&near, EF_CONSTRUCTION).unwrap_or_default();
                rows.choose(row, found, dot)
            })
            .collect();
        let mut back: Vec<(u32, u32)> = batch
            .iter()
            .zip(&chosen)
            .flat_map(|(&row, links)| links.iter().map(move |&to| (to, row)))
            .collect();
        back.par_sort_unstable();
        for (&row, links) in batch.iter().zip(chosen) {
            self.base[row as usize] = links;
        }
        let groups: Vec<&[(u32, u32)]> = back.chunk_by(|a, b| a.0 == b.0).collect();
        let relinked: Vec<(u32, Vec<u32>)> = groups
            .into_par_iter()
            .map(|group| {
                let row = group[0].0;
                let mut links = self.base[row as usize].clone();
                links.extend(group.iter().map(|&(_, from)| from));
                if links.len() > 2 * M {
                    let score =
                        |&other: &u32| Found { row: other, score: rows.cosine(row, other, dot) };
                    let mut found: Vec<Found> = links.iter().map(score).collect();
                    found.sort_unstable();
                    links = rows.choose(row, found, dot);
                }
                (row, links)
            })
            .collect();
        for (row, links) in relinked {
            self.base[row as usize] = links;
        }
    }

    /// Those of these rows that a search for them does not find, ascending.
    fn lost(&self, rows: &CodedRows, sought: &[u32]) -> Vec<u32> {
        let is_lost = |row: &u32| {
            let near = Near { rows, graph: self, sought: *row, dot: Dot::detect() };
            !self
                .layers
                .walk(&near, EF_AUDIT)
                .is_ok_and(|found| found.iter().any(|it| it.row == *row))
        };
        sought.par_iter().copied().filter(is_lost).collect()
    }

    /// Links the rows that a search for an orphan does find to it.
    fn adopt(&mut self, rows: &CodedRows, orphan: u32) {
        let near = Near { rows, graph: self, sought: orphan, dot: Dot::detect() };
        let found = self.layers.walk(&near, EF_AUDIT).unwrap_or_default();
        let mut adopters = 0;
        for row in found.iter().map(|found| found.row as usize) {
            if adopters < ADOPTERS && self.base[row].len() < MOST_LINKS {
                self.base[row].push(orphan);
                adopters += 1;
            }
        }
    }
}

/// A graph under construction as seen from one of its rows.
struct Near<'a> {
    rows: &'a CodedRows,
    graph: &'a Graph,
    sought: u32,
    dot: Dot,
}

impl Ground for Near<'_> {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn score(&self, row: u32) -> Result<f32, Damaged> {
        let dot = self.dot.rows(self.rows.row(self.sought), self.rows.row(row));
        Ok(dot as f32 * self.rows.inverse_lengths[row as usize])
    }

    fn announce(&self, row: u32) {
        prefetch(self.rows.row(row));
    }

    fn links(&self, row: u32, into: &mut Vec<u32>) -> Result<(), Damaged> {
        into.extend_from_slice(&self.graph.base[row as usize]);
        Ok(())
    }
}

/// The distance between rows, for `hnsw_rs` to build by: 2 - 2 cos, which over unit vectors is the
/// squared Euclidean distance.
///
/// Its points are row numbers, slices of one `u32`, so that the graph under construction holds
/// no second copy of the rows.
struct RowDistance<'a> {
    rows: &'a CodedRows,
    dot: Dot,
}

impl Distance<u32> for RowDistance<'_> {
    fn eval(&self, a: &[u32], b: &[u32]) -> f32 {
        match (a, b) {
            (&[a], &[b]) => {
                let cosine = self.rows.cosine(a, b, self.dot);
                (2.0 - 2.0 * cosine).max(0.0)
            }
            // Only single row numbers are ever inserted; the rest is as far as can be.
            _ => f32::MAX,
        }
    }
}

/// Copies the graph out of `hnsw`, whose points bear the numbers of rows below `rows`: its upper layers,
/// and the links of each row on the lowest. A row that was not inserted has none.
fn copy_of<D>(hnsw: &Hnsw<'_, u32, D>, rows: usize) -> (Layers, Vec<Vec<u32>>)
where
    D: Distance<u32> + Send + Sync,
{
    let points = hnsw.get_point_indexation();
    let top = usize::from(hnsw.get_max_level_observed());
    let mut base = vec![Vec::new(); rows];
    let mut upper = vec![Vec::new(); top];
    for level in 0..=top {
        for point in points.get_layer_iterator(level) {
            let row = point.get_origin_id();
            let mut lists = point.get_neighborhood_id().into_iter().map(numbers_of);
            base[row] = lists.next().unwrap_or_default();
            base[row].truncate(MOST_LINKS);
            for (layer, list) in upper[..level].iter_mut().zip(lists) {
                layer.push((row as u32, list));
            }
        }
    }
    // `hnsw_rs` keeps its entry point to itself: the first that reached the top layer.
    let entry = points.get_layer_iterator(top).next().map(|point| point.get_origin_id() as u32);
    (Layers { entry, upper: upper.into_iter().map(Layer::new).collect() }, base)
}

/// The rows that a list of neighbours names.
fn numbers_of(neighbours: Vec<Neighbour>) -> Vec<u32> {
    neighbours.into_iter().map(|neighbour| neighbour.d_id as u32).collect()
}

/// Rows in an order that has nothing to do with theirs, the same every time: neighbours in time are
/// neighbours in what they say, and should not come in one batch.
fn shuffled(rows: &[u32]) -> Vec<u32> {
    let mut order = rows.to_vec();
    // Of Steele, Lea and Flood's SplitMix, which is one to one.
    let mixed = |row: u32| {
        let mut z = u64::from(row).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    order.sort_unstable_by_key(|&row| mixed(row));
    order
}

/// Splits rows into the first of each distinct one, ascending, and pairs of such a row and a later
/// copy of it, ascending.
fn split_copies(rows: &CodedRows) -> (Vec<u32>, Vec<[u32; 2]>) {
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    order.par_sort_unstable_by(|&a, &b| rows.row(a).cmp(rows.row(b)).then(a.cmp(&b)));
    let (mut distinct, mut copies) = (Vec::new(), Vec::new());
    for group in order.chunk_by(|&a, &b| rows.row(a) == rows.row(b)) {
        if let Some((&first, later)) = group.split_first() {
            distinct.push(first);
            copies.extend(later.iter().map(|&copy| [first, copy]));
        }
    }
    distinct.sort_unstable();
    copies.sort_unstable();
    (distinct, copies)
}
