//! A tree as it grows, and the finished tree that is made of it.

use nutgraf::summarize::forest::{ForestError, Node, Tree};

use super::bins::Bins;
use super::histogram::Sums;
use super::options::Options;
use super::split::Split;

/// A tree as it grows: nodes in the order in which they came to be, children after parents.
pub(super) struct GrowingTree {
    nodes: Vec<GrowingNode>,
}

struct GrowingNode {
    sums: Sums,
    /// The split and where its left child stands; the right one stands after that.
    split: Option<(Split, usize)>,
}

impl GrowingTree {
    /// A root over rows with these sums.
    pub(super) fn new(sums: Sums) -> Self {
        Self { nodes: vec![GrowingNode { sums, split: None }] }
    }

    /// Gives a leaf two children and returns where they stand.
    pub(super) fn split(&mut self, node: usize, split: Split, children: [Sums; 2]) -> [usize; 2] {
        let left = self.nodes.len();
        self.nodes[node].split = Some((split, left));
        self.nodes.extend(children.map(|sums| GrowingNode { sums, split: None }));
        [left, left + 1]
    }

    /// The finished tree: leaves predict the mean residual of their rows, shrunk by
    /// [`Options::l2`] and [`Options::learning_rate`]; inner nodes have the weighted mean of the
    /// leaves below them.
    pub(super) fn finish(&self, bins: &Bins, options: &Options) -> Result<Tree, ForestError> {
        let values = self.values(options);
        let mut nodes = Vec::with_capacity(self.nodes.len());
        let mut open = vec![0];
        while let Some(index) = open.pop() {
            let value = values[index] as f32;
            nodes.push(match &self.nodes[index].split {
                None => Node::Leaf { value },
                Some((split, left)) => {
                    open.extend([left + 1, *left]);
                    Node::Split {
                        feature: split.feature as u16,
                        threshold: bins.column(split.feature).threshold(split.bin),
                        nan_left: split.nan_left,
                        value,
                    }
                }
            });
        }
        Tree::from_preorder(&nodes)
    }

    fn values(&self, options: &Options) -> Vec<f64> {
        let mut values = vec![0.0; self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate().rev() {
            values[index] = match node.split {
                None => f64::from(options.learning_rate) * node.sums.prediction(options.l2),
                Some((_, left)) => {
                    let weights = [left, left + 1].map(|child| self.nodes[child].sums.weight);
                    (weights[0] * values[left] + weights[1] * values[left + 1])
                        / (weights[0] + weights[1])
                }
            };
        }
        values
    }
}
