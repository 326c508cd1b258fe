//! The growth of one tree: the leaf whose split gains most is split next (Ke et al. 2017).

use std::ops::Range;

use rayon::prelude::*;

use super::bins::Bins;
use super::histogram::{Histogram, Residual, Sums};
use super::options::Options;
use super::split::Split;
use super::tree::GrowingTree;

/// What was drawn for a tree.
pub(super) struct Draw {
    /// The features that it may ask for, ascending.
    pub(super) features: Vec<usize>,
    /// The rows that it is fitted to, ascending.
    pub(super) rows: Vec<Residual>,
}

/// Grows a tree, if a first split gains anything.
pub(super) fn grow(bins: &Bins, draw: Draw, options: &Options) -> Option<GrowingTree> {
    let mut grower = Grower { bins, options, features: draw.features, rows: draw.rows };
    let root = grower.root()?;
    let mut tree = GrowingTree::new(root.sums);
    let mut splittable = vec![root];
    let mut leaves = 1;
    while leaves < options.max_leaves {
        let Some(best) = position_of_best(&splittable) else { break };
        let leaf = splittable.swap_remove(best);
        let Some(parted) = grower.part(&leaf) else { continue };
        leaves += 1;
        let children = tree.split(leaf.node, leaf.split, parted.sums());
        if leaves < options.max_leaves {
            splittable.extend(grower.children(leaf, parted, children));
        }
    }
    (leaves > 1).then_some(tree)
}

/// A leaf that can be split.
struct Leaf {
    /// Where it stands in the tree.
    node: usize,
    depth: usize,
    rows: Range<usize>,
    sums: Sums,
    /// One for each feature of the draw.
    histograms: Vec<Histogram>,
    split: Split,
}

/// A leaf that gains as much as any, the first in the tree if there are several.
fn position_of_best(leaves: &[Leaf]) -> Option<usize> {
    let order = |a: &Leaf, b: &Leaf| {
        a.split.gain.total_cmp(&b.split.gain).then_with(|| b.node.cmp(&a.node))
    };
    (0..leaves.len()).max_by(|&a, &b| order(&leaves[a], &leaves[b]))
}

/// One side of a split.
#[derive(Clone)]
struct Side {
    rows: Range<usize>,
    sums: Sums,
}

/// Both sides of a split, neither without rows.
struct Parted {
    left: Side,
    right: Side,
}

impl Parted {
    fn sums(&self) -> [Sums; 2] {
        [self.left.sums, self.right.sums]
    }
}

struct Grower<'a> {
    bins: &'a Bins,
    options: &'a Options,
    features: Vec<usize>,
    /// The rows of the draw, those of each node next to each other and ascending.
    rows: Vec<Residual>,
}

impl Grower<'_> {
    fn root(&self) -> Option<Leaf> {
        let sums = Sums::of(&self.rows);
        let of_feature = |&feature: &usize| {
            let histogram = Histogram::new(self.bins.column(feature), &self.rows);
            let split = self.best_split(&histogram, feature, sums);
            (histogram, split)
        };
        let (histograms, splits): (Vec<_>, Vec<_>) =
            self.features.par_iter().map(of_feature).unzip();
        let split = best(splits)?;
        Some(Leaf { node: 0, depth: 0, rows: 0..self.rows.len(), sums, histograms, split })
    }

    fn best_split(&self, histogram: &Histogram, feature: usize, sums: Sums) -> Option<Split> {
        Split::best(histogram, (feature, self.bins.column(feature)), sums, self.options)
    }

    /// Puts a leaf's rows that go left before those that go right, each in their order. `None`
    /// if all go to one side: a split that only rounding has made look possible.
    fn part(&mut self, leaf: &Leaf) -> Option<Parted> {
        let Split { feature, bin: last, nan_left, .. } = leaf.split;
        let column = self.bins.column(feature);
        let (bins, nan_bin) = (column.rows(), column.nan_bin());
        let rows = &mut self.rows[leaf.rows.clone()];
        let mut right = Vec::with_capacity(rows.len());
        let mut lefts = 0;
        for index in 0..rows.len() {
            let row = rows[index];
            let bin = bins[row.row as usize];
            if if Some(bin) == nan_bin { nan_left } else { bin <= last } {
                rows[lefts] = row;
                lefts += 1;
            } else {
                right.push(row);
            }
        }
        rows[lefts..].copy_from_slice(&right);
        let middle = leaf.rows.start + lefts;
        let side = |range: Range<usize>| {
            let sums = Sums::of(&self.rows[range.clone()]);
            (!range.is_empty()).then_some(Side { rows: range, sums })
        };
        Some(Parted { left: side(leaf.rows.start..middle)?, right: side(middle..leaf.rows.end)? })
    }

    /// Those children of a split leaf that can be split themselves; `nodes` is where they stand.
    fn children(&self, parent: Leaf, parted: Parted, nodes: [usize; 2]) -> Vec<Leaf> {
        let depth = parent.depth + 1;
        let large_enough = |side: &Side| {
            side.rows.len() >= 2 && side.sums.weight >= 2.0 * self.options.min_rows_in_leaf
        };
        if depth >= self.options.max_depth
            || !(large_enough(&parted.left) || large_enough(&parted.right))
        {
            return Vec::new();
        }
        let Parted { left, right } = parted;
        let left_is_smaller = left.rows.len() <= right.rows.len();
        let ([small, large], [small_node, large_node]) = if left_is_smaller {
            ([left, right], nodes)
        } else {
            ([right, left], [nodes[1], nodes[0]])
        };
        let of_feature = |(&feature, mut rest): (&usize, Histogram)| {
            let histogram =
                Histogram::new(self.bins.column(feature), &self.rows[small.rows.clone()]);
            rest.subtract(&histogram);
            let splits = (
                self.best_split(&histogram, feature, small.sums),
                self.best_split(&rest, feature, large.sums),
            );
            ((histogram, rest), splits)
        };
        let ((small_histograms, large_histograms), (small_splits, large_splits)): (
            (Vec<_>, Vec<_>),
            (Vec<_>, Vec<_>),
        ) = self.features.par_iter().zip(parent.histograms).map(of_feature).unzip();
        [
            (small_node, small.clone(), small_histograms, small_splits),
            (large_node, large.clone(), large_histograms, large_splits),
        ]
        .into_iter()
        .filter_map(|(node, Side { rows, sums }, histograms, splits)| {
            best(splits).map(|split| Leaf { node, depth, rows, sums, histograms, split })
        })
        .collect()
    }
}

/// The split that gains most, the first if there are several.
fn best(splits: Vec<Option<Split>>) -> Option<Split> {
    let better = |best: Split, next: Split| if next.gain > best.gain { next } else { best };
    splits.into_iter().flatten().reduce(better)
}
