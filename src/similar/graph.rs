//! A navigable graph, flat in memory: what is kept of an HNSW index once it is built.
//!
//! In comes the graph that `hnsw_rs` built over numbered vectors; out come the nodes nearest to
//! a query. The graph holds no vectors: every search is given the distance to walk by. It is
//! immutable, and it turns into a list of 32-bit words and back, for storing.
//!
//! The search is Algorithm 2 and 5 of Malkov and Yashunin, *Efficient and robust approximate
//! nearest neighbor search using Hierarchical Navigable Small World graphs* (2016),
//! <https://arxiv.org/abs/1603.09320>.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use anndists::dist::distances::Distance;
use hnsw_rs::hnsw::{Hnsw, Neighbour};

/// The layers of a graph over the nodes `0..nodes`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Graph {
    /// Where every search begins; `None` in a graph without links.
    entry: Option<u32>,
    /// Layer 0, with a list of neighbours for every node.
    base: Links,
    /// The sparse layers, from layer 1 upwards.
    upper: Vec<Layer>,
}

/// Lists of neighbours, one after the other.
#[derive(Debug, Clone, PartialEq)]
struct Links {
    /// List `i` is `targets[starts[i]..starts[i + 1]]`.
    starts: Vec<usize>,
    targets: Vec<u32>,
}

/// A layer that only some nodes are on.
#[derive(Debug, Clone, PartialEq)]
struct Layer {
    /// The nodes, ascending.
    members: Vec<u32>,
    /// A list for each member.
    links: Links,
}

/// A node and its distance to the query; the nearer is less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) distance: f32,
    pub(super) node: u32,
}

impl Eq for Found {}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        self.distance.total_cmp(&other.distance).then(self.node.cmp(&other.node))
    }
}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Graph {
    /// Copies the graph out of `hnsw`, whose points bear the numbers of nodes below `nodes`.
    ///
    /// A node that was not inserted has no links.
    pub(super) fn copy_of<D>(hnsw: &Hnsw<'_, u32, D>, nodes: usize) -> Self
    where
        D: Distance<u32> + Send + Sync,
    {
        let points = hnsw.get_point_indexation();
        let top = usize::from(hnsw.get_max_level_observed());
        let mut base = vec![Vec::new(); nodes];
        let mut upper = vec![Vec::new(); top];
        for level in 0..=top {
            for point in points.get_layer_iterator(level) {
                let node = point.get_origin_id();
                let mut lists = point.get_neighborhood_id().into_iter().map(numbers_of);
                base[node] = lists.next().unwrap_or_default();
                for (layer, list) in upper[..level].iter_mut().zip(lists) {
                    layer.push((node as u32, list));
                }
            }
        }
        // `hnsw_rs` keeps its entry point to itself: the first that reached the top layer.
        let entry = points.get_layer_iterator(top).next().map(|point| point.get_origin_id() as u32);
        Self { entry, base: Links::new(&base), upper: upper.into_iter().map(Layer::new).collect() }
    }

    /// The number of nodes.
    pub(super) fn nodes(&self) -> usize {
        self.base.lists()
    }

    /// Up to `ef` nodes near the point that `distance` measures from, nearest first.
    pub(super) fn search(&self, ef: usize, distance: impl Fn(u32) -> f32) -> Vec<Found> {
        let Some(entry) = self.entry else { return Vec::new() };
        let mut at = Found { node: entry, distance: distance(entry) };
        for layer in self.upper.iter().rev() {
            at = layer.descend(at, &distance);
        }
        self.search_base(at, ef.max(1), &distance)
    }

    fn search_base(&self, from: Found, ef: usize, distance: impl Fn(u32) -> f32) -> Vec<Found> {
        let mut visited = Visited::new(self.nodes());
        visited.insert(from.node);
        let mut candidates = BinaryHeap::from([Reverse(from)]);
        let mut found = BinaryHeap::from([from]);
        while let Some(Reverse(candidate)) = candidates.pop() {
            if found.len() >= ef && found.peek().is_some_and(|worst| candidate > *worst) {
                break;
            }
            for &node in self.base.list(candidate.node as usize) {
                if !visited.insert(node) {
                    continue;
                }
                let next = Found { node, distance: distance(node) };
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
        found.into_sorted_vec()
    }

    /// The graph as words, for [`Graph::from_words`].
    pub(super) fn write_words(&self, words: &mut Vec<u32>) {
        words.push(self.nodes() as u32);
        words.push(self.entry.unwrap_or(u32::MAX));
        self.base.write_words(words);
        words.push(self.upper.len() as u32);
        for layer in &self.upper {
            words.push(layer.members.len() as u32);
            words.extend_from_slice(&layer.members);
            layer.links.write_words(words);
        }
    }

    /// The graph that [`Graph::write_words`] wrote at the head of `words`, which it takes off;
    /// `None` if they are not those of a graph.
    pub(super) fn from_words(words: &mut &[u32]) -> Option<Self> {
        let nodes = take_word(words)?;
        let entry = Some(take_word(words)?).filter(|&entry| entry != u32::MAX);
        let base = Links::from_words(words, nodes as usize)?;
        let layers = take_word(words)?;
        let mut upper = Vec::new();
        for _ in 0..layers {
            let count = take_word(words)? as usize;
            let members = take_words(words, count)?.to_vec();
            let links = Links::from_words(words, count)?;
            if !members.is_sorted_by(|a, b| a < b) {
                return None;
            }
            upper.push(Layer { members, links });
        }
        let graph = Self { entry, base, upper };
        let sound = graph.all_nodes().all(|node| node < nodes);
        sound.then_some(graph)
    }

    /// Every mention of a node.
    fn all_nodes(&self) -> impl Iterator<Item = u32> {
        let upper = self.upper.iter().flat_map(|l| l.members.iter().chain(&l.links.targets));
        self.entry.into_iter().chain(self.base.targets.iter().chain(upper).copied())
    }
}

impl Layer {
    fn new(mut lists: Vec<(u32, Vec<u32>)>) -> Self {
        lists.sort_unstable();
        let (members, lists): (Vec<_>, Vec<_>) = lists.into_iter().unzip();
        Self { members, links: Links::new(&lists) }
    }

    /// Goes from node to nearer node until none is nearer.
    fn descend(&self, mut at: Found, distance: impl Fn(u32) -> f32) -> Found {
        loop {
            let neighbours = self.members.binary_search(&at.node).map(|i| self.links.list(i));
            let nearest = neighbours
                .unwrap_or_default()
                .iter()
                .map(|&node| Found { node, distance: distance(node) })
                .min();
            match nearest {
                Some(next) if next < at => at = next,
                _ => return at,
            }
        }
    }
}

impl Links {
    fn new(lists: &[Vec<u32>]) -> Self {
        let mut starts = Vec::with_capacity(lists.len() + 1);
        let mut targets = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        starts.push(0);
        for list in lists {
            targets.extend_from_slice(list);
            starts.push(targets.len());
        }
        Self { starts, targets }
    }

    fn lists(&self) -> usize {
        self.starts.len() - 1
    }

    fn list(&self, index: usize) -> &[u32] {
        &self.targets[self.starts[index]..self.starts[index + 1]]
    }

    fn write_words(&self, words: &mut Vec<u32>) {
        words.extend(self.starts.windows(2).map(|pair| (pair[1] - pair[0]) as u32));
        words.extend_from_slice(&self.targets);
    }

    fn from_words(words: &mut &[u32], lists: usize) -> Option<Self> {
        let lengths = take_words(words, lists)?;
        let mut starts = Vec::with_capacity(lists + 1);
        let mut end = 0usize;
        starts.push(0);
        for &length in lengths {
            end = end.checked_add(length as usize)?;
            starts.push(end);
        }
        Some(Self { starts, targets: take_words(words, end)?.to_vec() })
    }
}

/// The nodes that a list of neighbours names.
fn numbers_of(neighbours: Vec<Neighbour>) -> Vec<u32> {
    neighbours.into_iter().map(|neighbour| neighbour.d_id as u32).collect()
}

/// Takes one word off the head of `words`.
pub(super) fn take_word(words: &mut &[u32]) -> Option<u32> {
    let (&word, rest) = words.split_first()?;
    *words = rest;
    Some(word)
}

/// Takes `count` words off the head of `words`.
pub(super) fn take_words<'a>(words: &mut &'a [u32], count: usize) -> Option<&'a [u32]> {
    let (head, rest) = words.split_at_checked(count)?;
    *words = rest;
    Some(head)
}

/// The nodes that a search has seen, a bit each.
struct Visited(Vec<u64>);

impl Visited {
    fn new(nodes: usize) -> Self {
        Self(vec![0; nodes.div_ceil(64)])
    }

    /// Says whether the node was new.
    fn insert(&mut self, node: u32) -> bool {
        let (word, bit) = (&mut self.0[node as usize / 64], 1 << (node % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}
