//! Keeping the best of many: hits in their order, and a heap that never holds more than asked.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A row that a search found.
///
/// Hits are ordered best first: the higher score is less, and of equal scores the lower row.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// The number of the row.
    pub row: usize,
    /// Its cosine with the query, within [-1, 1].
    pub score: f32,
}

impl Ord for Hit {
    fn cmp(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.row.cmp(&other.row))
    }
}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Hit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Hit {}

/// The `k` best hits of those it was given.
pub(super) struct Best {
    k: usize,
    worst_first: BinaryHeap<Hit>,
}

impl Best {
    pub(super) fn new(k: usize) -> Self {
        Self { k, worst_first: BinaryHeap::new() }
    }

    pub(super) fn offer(&mut self, hit: Hit) {
        if self.worst_first.len() < self.k {
            self.worst_first.push(hit);
        } else if let Some(mut worst) = self.worst_first.peek_mut()
            && hit < *worst
        {
            *worst = hit;
        }
    }

    /// The hits, best first.
    pub(super) fn into_sorted(self) -> Vec<Hit> {
        self.worst_first.into_sorted_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_best_are_the_head_of_all_in_order(
            scores in prop::collection::vec(-4i8..4, 0..60),
            k in 0usize..70,
        ) {
            let mut all: Vec<Hit> = scores
                .iter()
                .enumerate()
                .map(|(row, &score)| Hit { row, score: f32::from(score) })
                .collect();
            let mut best = Best::new(k);
            all.iter().rev().for_each(|&hit| best.offer(hit));
            all.sort();
            all.truncate(k);
            prop_assert_eq!(best.into_sorted(), all);
        }
    }
}
