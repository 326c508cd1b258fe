//! Keeping an index in few segments: which of them are to be made one, and doing it.
//!
//! Segments double: whatever is smaller than its elder in sum waits beside it, and once it is not, they
//! become one. So a library of a million has some five segments, and a row is written anew some five
//! times on the way there.

use std::sync::Arc;

use super::blocks::Damaged;
use super::build::CodedRows;
use super::index::{Index, Part};
use super::segment::{GRAPH_FROM, Segment};

/// From so many vectors on, the tail is sealed.
pub const SEAL_FROM: usize = 4_096;
/// So many segments without a graph may wait beside each other.
const MOST_SMALL: usize = 4;
/// A segment of which so large a part is dead is written anew: one in this many.
const DEAD_SHARE: usize = 4;

/// Segments to be made one, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    places: Vec<usize>,
    /// The vectors that it will have.
    pub rows: usize,
}

impl Merge {
    /// Whether a graph will have to be built.
    pub fn builds_graph(&self) -> bool {
        self.rows >= GRAPH_FROM
    }
}

impl Index {
    /// What should be made one next, if anything.
    pub fn next_merge(&self) -> Option<Merge> {
        let merge = |places: Vec<usize>| {
            let rows = places.iter().map(|&place| self.parts[place].alive()).sum();
            Some(Merge { places, rows })
        };
        let mut order: Vec<usize> = (0..self.parts.len()).collect();
        order.sort_by_key(|&place| std::cmp::Reverse(self.parts[place].alive()));
        let sizes: Vec<usize> = order.iter().map(|&place| self.parts[place].alive()).collect();
        for at in 0..order.len() {
            let younger: usize = sizes[at + 1..].iter().sum();
            if younger > 0 && younger >= sizes[at] && sizes[at] >= GRAPH_FROM {
                return merge(order[at..].to_vec());
            }
        }
        let small: Vec<usize> =
            order.iter().copied().filter(|&place| !self.parts[place].segment.has_graph()).collect();
        let together: usize = small.iter().map(|&place| self.parts[place].alive()).sum();
        if small.len() > MOST_SMALL || together >= GRAPH_FROM {
            return merge(small);
        }
        let worn = order.iter().copied().find(|&place| {
            let part = &self.parts[place];
            part.dead.dead() * DEAD_SHARE > part.segment.len()
        });
        worn.and_then(|place| merge(vec![place]))
    }

    /// What makes all segments one, if they are several or have dead rows.
    pub fn merge_of_all(&self) -> Option<Merge> {
        let compact = match self.parts.as_slice() {
            [] => true,
            [part] => {
                part.dead.dead() == 0 && part.segment.has_graph() == (part.alive() >= GRAPH_FROM)
            }
            _ => false,
        };
        (!compact).then(|| self.all())
    }

    /// All segments.
    pub(super) fn all(&self) -> Merge {
        let places = (0..self.parts.len()).collect();
        Merge { places, rows: self.parts.iter().map(Part::alive).sum() }
    }

    /// The index with these segments made one.
    pub fn merged(&self, merge: &Merge) -> Result<Self, Damaged> {
        self.merged_as(merge, merge.builds_graph())
    }

    /// The same, with a graph however few vectors there are, or without.
    pub(super) fn merged_as(&self, merge: &Merge, with_graph: bool) -> Result<Self, Damaged> {
        let mut order = Vec::with_capacity(merge.rows);
        for &place in &merge.places {
            let part = &self.parts[place];
            for row in (0..part.segment.len()).filter(|&row| !part.dead.has(row)) {
                order.push((part.segment.number(row)?, place as u32, row as u32));
            }
        }
        order.sort_unstable();
        let mut rows = CodedRows {
            dimensions: self.dimensions(),
            codes: Vec::with_capacity(order.len() * self.dimensions()),
            inverse_lengths: Vec::with_capacity(order.len()),
        };
        let mut numbers = Vec::with_capacity(order.len());
        for &(number, place, row) in &order {
            numbers.push(number);
            self.parts[place as usize].segment.append(row as usize, &mut rows)?;
        }
        drop(order);
        let mut index = self.clone();
        let mut place = 0;
        index.parts.retain(|_| {
            place += 1;
            !merge.places.contains(&(place - 1))
        });
        if !numbers.is_empty() {
            let segment = Segment::of_coded(&numbers, &rows, with_graph);
            index.parts.push(Part { segment: Arc::new(segment), dead: Arc::default(), name: None });
        }
        Ok(index)
    }
}
