//! The approximate index: a graph over the rows that a search walks towards the query.
//!
//! `hnsw_rs` builds the graph (M = 16, ef_construction = 200). The finished graph is then copied
//! into a [`Graph`], which is what is searched, stored and loaded, because of what the crate's
//! own search and storage would cost here: its loader reads two unchecked files by name,
//! panics, exits the process or reads out of bounds on a damaged one, and lends out an index
//! that borrows the loader, which a long-lived server could only keep by leaking or `unsafe`;
//! and its search clones a reference-counted pointer for every node it sees.
//!
//! What the graph alone would get wrong is put right around it:
//! - **Copies.** Equal vectors fill each other's neighbour lists and cut their cluster off. Only
//!   the first of them goes into the graph, and the others follow it into every answer.
//! - **Orphans.** After building, every row in the graph is searched for. One that is not found
//!   is scanned exactly in every search from then on.
//! - **Scores** are exact: the graph proposes rows, the cosine with each ranks them.
//! - **Too few.** A search that comes back with fewer than `k`, or that asks for a large part
//!   of all rows, is answered by a scan.
//!
//! **Determinism.** Rows are inserted one after the other, and `hnsw_rs` draws levels from a
//! fixed seed: the same rows give the same graph, whatever the thread count. Its parallel
//! insertion would build faster, and differently every time.

use hnsw_rs::hnsw::Hnsw;
use rayon::prelude::*;

use super::SimilarIndex;
use super::distance::{RowDistance, squared_euclidean};
use super::graph::{Graph, take_word, take_words};
use super::nearest::{Best, Hit};
use super::rows::{Rows, cosine, unit_vector};

/// Links that a node makes on each layer; twice as many may end at it on layer 0.
const M: usize = 16;
/// Candidates looked at for the links of a new node.
const EF_CONSTRUCTION: usize = 200;
/// The number of layers; `hnsw_rs` knows no more.
const MAX_LAYER: usize = 16;
/// Candidates that a search keeps.
const EF_SEARCH: usize = 128;
/// A search for more than one in this many of the rows is a scan.
const SCAN_SHARE: usize = 8;

/// Finds rows near a query by walking an HNSW graph.
#[derive(Debug, Clone, PartialEq)]
pub struct HnswIndex {
    rows: Rows,
    graph: Graph,
    /// Pairs of a row in the graph and a later row that equals it, ascending.
    copies: Vec<[u32; 2]>,
    /// The rows that the graph does not lead to, ascending.
    orphans: Vec<u32>,
}

impl HnswIndex {
    /// Builds the graph, on one thread, and audits it, on all of them.
    #[must_use]
    pub fn build(rows: Rows) -> Self {
        let (distinct, copies) = split_copies(&rows);
        let hnsw = Hnsw::new(M, distinct.len(), MAX_LAYER, EF_CONSTRUCTION, RowDistance(&rows));
        for row in &distinct {
            hnsw.insert((std::slice::from_ref(row), *row as usize));
        }
        let graph = Graph::copy_of(&hnsw, rows.len());
        drop(hnsw);
        let orphans = distinct
            .into_par_iter()
            .filter(|&row| {
                let found = walk(&graph, &rows, rows.row(row as usize), EF_SEARCH);
                !found.contains(&row)
            })
            .collect();
        Self { rows, graph, copies, orphans }
    }

    /// The rows that it is of.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The number of rows that the graph does not lead to and every search scans.
    #[must_use]
    pub fn orphans(&self) -> usize {
        self.orphans.len()
    }

    /// All but the rows as words, for [`HnswIndex::from_words`].
    pub(super) fn to_words(&self) -> Vec<u32> {
        let mut words = Vec::new();
        self.graph.write_words(&mut words);
        words.push(self.copies.len() as u32);
        words.extend(self.copies.as_flattened());
        words.push(self.orphans.len() as u32);
        words.extend(&self.orphans);
        words
    }

    /// The index of `rows` that [`HnswIndex::to_words`] wrote; `None` if it is not of them.
    pub(super) fn from_words(rows: Rows, mut words: &[u32]) -> Option<Self> {
        let words = &mut words;
        let graph = Graph::from_words(words)?;
        let count = take_word(words)? as usize;
        let (copies, _) = take_words(words, count.checked_mul(2)?)?.as_chunks::<2>();
        let count = take_word(words)? as usize;
        let orphans = take_words(words, count)?;
        let numbers = copies.as_flattened().iter().chain(orphans);
        let whole = words.is_empty()
            && graph.nodes() == rows.len()
            && copies.is_sorted()
            && numbers.into_iter().all(|&row| (row as usize) < rows.len());
        whole.then(|| Self { rows, graph, copies: copies.to_vec(), orphans: orphans.to_vec() })
    }

    /// The rows that equal `row` and are not in the graph themselves.
    fn copies_of(&self, row: u32) -> impl Iterator<Item = u32> {
        let first = self.copies.partition_point(|&[original, _]| original < row);
        self.copies[first..]
            .iter()
            .take_while(move |&&[original, _]| original == row)
            .map(|&[_, copy]| copy)
    }

    /// The best `k` of the rows that a walk with `ef` candidates proposes.
    fn walk_and_rank(&self, query: &[f32], k: usize, ef: usize) -> Vec<Hit> {
        let mut proposed = walk(&self.graph, &self.rows, query, ef);
        proposed.extend(&self.orphans);
        // A row that no walk from its own vector finds may still be met on another.
        proposed.sort_unstable();
        proposed.dedup();
        let mut best = Best::new(k);
        for row in proposed {
            let score = cosine(query, self.rows.row(row as usize));
            for row in std::iter::once(row).chain(self.copies_of(row)) {
                best.offer(Hit { row: row as usize, score });
            }
        }
        best.into_sorted()
    }

    fn scan(&self, query: &[f32], k: usize) -> Vec<Hit> {
        super::exact::scan(&self.rows, query, k)
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
        let Some(query) = unit_vector(query, self.rows.dimensions()) else { return Vec::new() };
        if k > self.len() / SCAN_SHARE {
            return self.scan(&query, k);
        }
        let hits = self.walk_and_rank(&query, k, EF_SEARCH.max(2 * k));
        if hits.len() < k { self.scan(&query, k) } else { hits }
    }
}

/// The rows that a walk through the graph finds near a unit vector.
fn walk(graph: &Graph, rows: &Rows, query: &[f32], ef: usize) -> Vec<u32> {
    let distance = |row: u32| squared_euclidean(query, rows.row(row as usize));
    graph.search(ef, distance).into_iter().map(|found| found.node).collect()
}

/// Splits rows into the first of each distinct vector, ascending, and pairs of such a row and
/// a later copy of it, ascending.
fn split_copies(rows: &Rows) -> (Vec<u32>, Vec<[u32; 2]>) {
    let bits = |row: &u32| rows.row(*row as usize).iter().map(|value| value.to_bits());
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    order.sort_unstable_by(|a, b| bits(a).cmp(bits(b)).then(a.cmp(b)));
    let (mut distinct, mut copies) = (Vec::new(), Vec::new());
    for group in order.chunk_by(|a, b| bits(a).eq(bits(b))) {
        if let Some((&first, later)) = group.split_first() {
            distinct.push(first);
            copies.extend(later.iter().map(|&copy| [first, copy]));
        }
    }
    distinct.sort_unstable();
    copies.sort_unstable();
    (distinct, copies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similar::tests::{Random, clustered, rows_of};
    use proptest::prelude::*;

    /// Points on a spiral: no two equal but those asked for.
    fn spiral(count: u32, copies: u32) -> Rows {
        let mut rows = Rows::new(3);
        for i in (0..count).chain(0..copies) {
            let angle = i as f32 * 0.7;
            assert!(rows.push(&[angle.sin(), angle.cos(), i as f32 / count as f32]));
        }
        rows
    }

    #[test]
    fn the_copied_graph_is_as_good_as_the_original() {
        let rows = spiral(1_500, 0);
        let hnsw = Hnsw::new(M, rows.len(), MAX_LAYER, EF_CONSTRUCTION, RowDistance(&rows));
        let numbers: Vec<u32> = (0..1_500).collect();
        for row in &numbers {
            hnsw.insert((std::slice::from_ref(row), *row as usize));
        }
        let graph = Graph::copy_of(&hnsw, rows.len());
        let mut same = 0;
        for row in numbers.iter().step_by(10) {
            let theirs = hnsw.search(std::slice::from_ref(row), 32, 32);
            let ours = walk(&graph, &rows, rows.row(*row as usize), 32);
            same += theirs.iter().filter(|n| ours.contains(&(n.d_id as u32))).count();
        }
        assert!(same * 100 >= 150 * 32 * 99, "{same} of {} alike", 150 * 32);
    }

    #[test]
    fn copies_stay_out_of_the_graph() {
        let rows = spiral(50, 3);
        let (distinct, copies) = split_copies(&rows);
        assert_eq!(distinct, (0..50).collect::<Vec<_>>());
        assert_eq!(copies, [[0, 50], [1, 51], [2, 52]]);
        let index = HnswIndex::build(rows);
        assert_eq!(index.copies_of(1).collect::<Vec<_>>(), [51]);
        assert_eq!(index.copies_of(3).count(), 0);
    }

    #[test]
    fn every_row_is_reached_or_known_as_an_orphan() {
        // Clusters of near-duplicates, which `hnsw_rs` is known to leave orphans in.
        for seed in 0..3 {
            let random = &mut Random(seed);
            let mut vectors = clustered(random, 600, 20, 24);
            for _ in 0..5 {
                let centre = random.vector(24);
                vectors.extend((0..200).map(|_| random.near(&centre, 1e-4)));
            }
            let index = HnswIndex::build(rows_of(&vectors));
            for row in 0..index.rows.len() as u32 {
                let copy = index.copies.iter().any(|&[_, copy]| copy == row);
                let found =
                    walk(&index.graph, &index.rows, index.rows.row(row as usize), EF_SEARCH);
                let reached = found.contains(&row);
                assert!(copy || reached != index.orphans.contains(&row), "row {row}");
            }
        }
    }

    #[test]
    fn orphans_are_scanned() {
        let mut index = HnswIndex::build(spiral(400, 0));
        let hnsw = Hnsw::new(M, 1, MAX_LAYER, EF_CONSTRUCTION, RowDistance(&index.rows));
        hnsw.insert((&[0], 0));
        // A graph that leads nowhere but to row 0.
        let graph = Graph::copy_of(&hnsw, 400);
        drop(hnsw);
        index.graph = graph;
        index.orphans = (1..400).collect();
        let exact = super::super::ExactIndex::new(index.rows.clone());
        for row in [0, 7, 399] {
            let query = index.rows.row(row);
            assert_eq!(index.nearest(query, 20), exact.nearest(query, 20));
        }
        index.orphans.clear();
        let query = index.rows.row(7);
        assert_eq!(index.nearest(query, 20), exact.nearest(query, 20), "too few, so a scan");
    }

    #[test]
    fn words_make_the_index_again() {
        let mut index = HnswIndex::build(spiral(300, 9));
        index.orphans = vec![3, 5];
        let words = index.to_words();
        assert_eq!(HnswIndex::from_words(index.rows.clone(), &words), Some(index));
    }

    proptest! {
        #[test]
        fn wrong_words_are_refused_or_harmless(
            at: prop::sample::Index,
            word: u32,
            small in 0u32..70,
            cut: bool,
        ) {
            let index = HnswIndex::build(spiral(60, 4));
            for word in [word, small] {
                let mut words = index.to_words();
                let at = at.index(words.len());
                words[at] = word;
                if cut {
                    words.truncate(at);
                    prop_assert_eq!(HnswIndex::from_words(index.rows.clone(), &words), None);
                } else if let Some(read) = HnswIndex::from_words(index.rows.clone(), &words) {
                    read.nearest(&[1.0, 0.5, 0.2], 5);
                }
            }
        }
    }
}
