//! One regression tree: nodes in the order of a walk that goes left first (pre-order).
//!
//! The left child of a split is the node after it, so only the right one's place is kept. Both
//! come after their parent: every walk ends. Nothing but the order of splits and leaves gives
//! the tree its shape, so a list of nodes is either one whole tree or refused.

use super::{ForestError, MAX_FEATURES};

/// A node of a tree, as it is built from and written to a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node {
    /// Asks for one feature; its left child follows it.
    Split {
        /// The feature, below [`MAX_FEATURES`].
        feature: u16,
        /// Rows whose feature is at most this go left. Not NaN; infinite where all numbers go
        /// left and NaN goes right.
        threshold: f32,
        /// Where rows go whose feature is NaN.
        nan_left: bool,
        /// The mean prediction of the rows that reach the node.
        value: f32,
    },
    /// Ends the walk.
    Leaf {
        /// The prediction.
        value: f32,
    },
}

/// A node in memory: 16 bytes. A leaf has 0 for `right`, where no child can be.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stored {
    threshold: f32,
    value: f32,
    right: u32,
    feature: u16,
    nan_left: bool,
}

impl Stored {
    fn new(node: Node) -> Result<Self, ForestError> {
        let stored = match node {
            Node::Split { feature, threshold, nan_left, value } => {
                Self { threshold, value, right: 0, feature, nan_left }
            }
            Node::Leaf { value } => {
                Self { threshold: 0.0, value, right: 0, feature: 0, nan_left: false }
            }
        };
        if usize::from(stored.feature) >= MAX_FEATURES {
            return Err(ForestError::Invalid { reason: "a feature's number is above 32766" });
        }
        if stored.threshold.is_nan() {
            return Err(ForestError::Invalid { reason: "a threshold is not a number" });
        }
        if !stored.value.is_finite() {
            return Err(ForestError::Invalid { reason: "a node's value is not a finite number" });
        }
        Ok(stored)
    }

    fn is_leaf(&self) -> bool {
        self.right == 0
    }

    /// The child that a row goes to from this node, which stands at `index`.
    fn child(&self, index: usize, features: &[f32]) -> usize {
        let feature = features[usize::from(self.feature)];
        let left = feature <= self.threshold || (self.nan_left && feature.is_nan());
        if left { index + 1 } else { self.right as usize }
    }
}

/// A regression tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    nodes: Vec<Stored>,
}

impl Tree {
    /// The tree of nodes in pre-order: a split, all of its left side, all of its right side.
    ///
    /// # Errors
    /// [`ForestError::Invalid`] if the nodes are not one whole tree, a value is not finite, a
    /// threshold is NaN, or a feature's number is [`MAX_FEATURES`] or more.
    pub fn from_preorder(nodes: &[Node]) -> Result<Self, ForestError> {
        let too_many = |_| ForestError::Invalid { reason: "a tree has more than 2^32 - 1 nodes" };
        u32::try_from(nodes.len()).map_err(too_many)?;
        let mut stored =
            nodes.iter().map(|&node| Stored::new(node)).collect::<Result<Vec<_>, _>>()?;
        let mut without_right = Vec::new();
        let mut whole = false;
        for (index, node) in nodes.iter().enumerate() {
            if whole {
                return Err(ForestError::Invalid { reason: "nodes follow the end of a tree" });
            }
            match node {
                Node::Split { .. } => without_right.push(index),
                Node::Leaf { .. } => match without_right.pop() {
                    Some(parent) => stored[parent].right = index as u32 + 1,
                    None => whole = true,
                },
            }
        }
        if !whole {
            return Err(ForestError::Invalid { reason: "a tree ends before its last leaf" });
        }
        Ok(Self { nodes: stored })
    }

    /// The nodes in pre-order, one or more.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> {
        self.nodes.iter().map(|node| {
            if node.is_leaf() {
                Node::Leaf { value: node.value }
            } else {
                let Stored { threshold, value, feature, nan_left, .. } = *node;
                Node::Split { feature, threshold, nan_left, value }
            }
        })
    }

    /// The value of the leaf that a row falls into.
    ///
    /// # Panics
    /// If the row has no such feature as the tree asks for.
    #[must_use]
    pub fn predict(&self, features: &[f32]) -> f32 {
        let mut index = 0;
        loop {
            let node = &self.nodes[index];
            if node.is_leaf() {
                return node.value;
            }
            index = node.child(index, features);
        }
    }

    /// Adds every change of value on a row's way down to the part of the feature that was asked
    /// for there, and returns the root's value.
    ///
    /// # Panics
    /// If the row or the parts have no such feature as the tree asks for.
    #[must_use]
    pub fn explain(&self, features: &[f32], parts: &mut [f32]) -> f32 {
        let mut index = 0;
        loop {
            let node = &self.nodes[index];
            if node.is_leaf() {
                return self.nodes[0].value;
            }
            index = node.child(index, features);
            parts[usize::from(node.feature)] += self.nodes[index].value - node.value;
        }
    }

    /// How many features a row needs: one more than the highest that is asked for.
    pub(super) fn features_asked(&self) -> usize {
        let splits = self.nodes.iter().filter(|node| !node.is_leaf());
        splits.map(|node| usize::from(node.feature) + 1).max().unwrap_or(0)
    }
}
