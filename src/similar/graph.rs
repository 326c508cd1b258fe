//! Walking a navigable graph: what is kept of an HNSW index once it is built, without its lowest layer.
//!
//! In comes the graph that [`build`](super::build) made over numbered rows; out come the rows nearest
//! to a query. The lowest layer's links lie with the rows themselves, in whatever holds these; every
//! walk is told how to read them, and how to score a row.
//!
//! The search is Algorithm 2 and 5 of Malkov and Yashunin, *Efficient and robust approximate
//! nearest neighbor search using Hierarchical Navigable Small World graphs* (2016),
//! <https://arxiv.org/abs/1603.09320>.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::blocks::Damaged;

/// What lies above the lowest layer.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Layers {
    /// Where every search begins; `None` in a graph without links.
    pub(super) entry: Option<u32>,
    /// The sparse layers, from layer 1 upwards.
    pub(super) upper: Vec<Layer>,
}

/// A layer that only some rows are on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layer {
    /// The rows, ascending.
    pub(super) members: Vec<u32>,
    /// The links of member `i` are `targets[starts[i]..starts[i + 1]]`.
    pub(super) starts: Vec<u32>,
    pub(super) targets: Vec<u32>,
}

/// A row and its score; the better is less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) score: f32,
    pub(super) row: u32,
}

impl Eq for Found {}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.row.cmp(&other.row))
    }
}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What a walk reads.
pub(super) trait Ground {
    /// The number of rows.
    fn rows(&self) -> usize;

    /// How near a row is to what is sought: the greater, the nearer.
    fn score(&self, row: u32) -> Result<f32, Damaged>;

    /// Appends a row's links on the lowest layer.
    fn links(&self, row: u32, into: &mut Vec<u32>) -> Result<(), Damaged>;

    /// Says that a row is about to be scored.
    fn announce(&self, _row: u32) {}
}

impl Layers {
    /// Up to `ef` rows near what `ground` scores by, the nearest first.
    pub(super) fn walk(&self, ground: &impl Ground, ef: usize) -> Result<Vec<Found>, Damaged> {
        let Some(entry) = self.entry else { return Ok(Vec::new()) };
        let mut at = Found { row: entry, score: ground.score(entry)? };
        for layer in self.upper.iter().rev() {
            at = layer.descend(at, ground)?;
        }
        walk_base(at, ground, ef.max(1))
    }

    /// The layers as words, for [`Layers::from_words`].
    pub(super) fn write_words(&self, words: &mut Vec<u32>) {
        words.push(self.entry.unwrap_or(u32::MAX));
        words.push(self.upper.len() as u32);
        for layer in &self.upper {
            words.push(layer.members.len() as u32);
            words.extend_from_slice(&layer.members);
            words.extend_from_slice(&layer.starts);
            words.extend_from_slice(&layer.targets);
        }
    }

    /// The layers that [`Layers::write_words`] wrote at the head of `words`, which it takes off, of a graph
    /// over so many rows; `None` if they are not those of one.
    pub(super) fn from_words(words: &mut &[u32], rows: u32) -> Option<Self> {
        let entry = Some(take(words, 1)?[0]).filter(|&entry| entry != u32::MAX);
        let layers = take(words, 1)?[0];
        let mut upper = Vec::new();
        for _ in 0..layers {
            let count = take(words, 1)?[0] as usize;
            let members = take(words, count)?.to_vec();
            let starts = take(words, count + 1)?.to_vec();
            let targets = take(words, *starts.last()? as usize)?.to_vec();
            if !members.is_sorted_by(|a, b| a < b) || !starts.is_sorted() {
                return None;
            }
            upper.push(Layer { members, starts, targets });
        }
        let layers = Self { entry, upper };
        let whole = layers.all_rows().all(|row| row < rows);
        whole.then_some(layers)
    }

    /// Every mention of a row.
    fn all_rows(&self) -> impl Iterator<Item = u32> {
        let upper = self.upper.iter().flat_map(|l| l.members.iter().chain(&l.targets));
        self.entry.into_iter().chain(upper.copied())
    }
}

/// The search on the lowest layer.
fn walk_base(from: Found, ground: &impl Ground, ef: usize) -> Result<Vec<Found>, Damaged> {
    let mut visited = Visited::new(ground.rows());
    visited.insert(from.row);
    let mut candidates = BinaryHeap::from([Reverse(from)]);
    let mut found = BinaryHeap::with_capacity(ef + 1);
    found.push(from);
    let mut links = Vec::new();
    while let Some(Reverse(candidate)) = candidates.pop() {
        if found.len() >= ef && found.peek().is_some_and(|worst| candidate > *worst) {
            break;
        }
        links.clear();
        ground.links(candidate.row, &mut links)?;
        links.retain(|&row| visited.insert(row));
        // The rows lie anywhere in memory: all are asked for before the first is needed.
        links.iter().for_each(|&row| ground.announce(row));
        for &row in &links {
            let next = Found { row, score: ground.score(row)? };
            if found.len() < ef {
                found.push(next);
            } else if let Some(mut worst) = found.peek_mut()
                && next < *worst
            {
                *worst = next;
            } else {
                continue;
            }
            candidates.push(Reverse(next));
        }
    }
    Ok(found.into_sorted_vec())
}

impl Layer {
    pub(super) fn new(mut lists: Vec<(u32, Vec<u32>)>) -> Self {
        lists.sort_unstable();
        let mut layer = Self { members: Vec::new(), starts: vec![0], targets: Vec::new() };
        for (row, links) in lists {
            layer.members.push(row);
            layer.targets.extend(links);
            layer.starts.push(layer.targets.len() as u32);
        }
        layer
    }

    /// Goes from row to nearer row until none is nearer.
    fn descend(&self, mut at: Found, ground: &impl Ground) -> Result<Found, Damaged> {
        loop {
            let Ok(member) = self.members.binary_search(&at.row) else { return Ok(at) };
            let (start, end) = (self.starts[member] as usize, self.starts[member + 1] as usize);
            let before = at;
            for &row in self.targets.get(start..end).unwrap_or_default() {
                at = at.min(Found { row, score: ground.score(row)? });
            }
            if at == before {
                return Ok(at);
            }
        }
    }
}

/// Takes `count` words off the head of `words`.
pub(super) fn take<'a>(words: &mut &'a [u32], count: usize) -> Option<&'a [u32]> {
    let (head, rest) = words.split_at_checked(count)?;
    *words = rest;
    Some(head)
}

/// The rows that a walk has seen, a bit each.
struct Visited(Vec<u64>);

impl Visited {
    fn new(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(64)])
    }

    /// Says whether the row was new. One that there cannot be is not.
    fn insert(&mut self, row: u32) -> bool {
        let Some(word) = self.0.get_mut(row as usize / 64) else { return false };
        let bit = 1 << (row % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}
