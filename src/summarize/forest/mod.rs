//! A forest of regression trees: a row of numbers in, one number out, and what each of the
//! numbers added to it.
//!
//! The value of a row is a base value plus, for every tree, the value of the leaf that the row
//! falls into (Friedman, *Greedy Function Approximation: A Gradient Boosting Machine*, 2001).
//! Inner nodes have values too: the mean prediction of the rows that reached them in training.
//! [`Forest::explain`] follows a row down each tree and credits every change of that value to
//! the feature that was asked for there (Saabas, *Interpreting random forests*, 2014; the
//! `treeinterpreter` package). The credits add up to the prediction, cost as little as
//! predicting, and depend on the path: of two features that tell the same, the one that a tree
//! asked last gets more than the Shapley values of Lundberg et al. (2020) would give it.
//!
//! [`Forest::from_bytes`] and [`Forest::to_bytes`] read and write the file; it names its
//! features, so that a program which computes others refuses it.
//!
//! What it does not do: train (the evaluation does), compute features, or scale them.
//!
//! ```
//! use nutgraf::summarize::forest::{Forest, Node, Tree};
//!
//! let stump = Tree::from_preorder(&[
//!     Node::Split { feature: 1, threshold: 0.5, nan_left: true, value: 0.1 },
//!     Node::Leaf { value: -0.2 },
//!     Node::Leaf { value: 0.4 },
//! ])?;
//! let forest = Forest::new(0.3, 2, vec![stump])?;
//! assert_eq!(forest.predict(&[9.0, 0.7]), 0.3 + 0.4);
//!
//! let mut parts = [0.0; 2];
//! let start = forest.explain(&[9.0, 0.7], &mut parts);
//! assert_eq!((start, parts), (0.3 + 0.1, [0.0, 0.4 - 0.1]));
//!
//! let file = forest.to_bytes(&["length", "position"])?;
//! assert_eq!(Forest::from_bytes(&file, &["length", "position"])?, forest);
//! assert!(Forest::from_bytes(&file, &["length", "quotes"]).is_err());
//! # Ok::<(), nutgraf::summarize::forest::ForestError>(())
//! ```

mod error;
mod format;
#[cfg(test)]
mod tests;
mod tree;

pub use error::ForestError;
pub use tree::{Node, Tree};

/// The most features that a forest can have.
pub const MAX_FEATURES: usize = 0x7FFF;

/// A base value and the trees that correct it.
#[derive(Debug, Clone, PartialEq)]
pub struct Forest {
    base: f32,
    features: usize,
    trees: Vec<Tree>,
}

impl Forest {
    /// The forest of trees over rows of `features` numbers.
    ///
    /// # Errors
    /// [`ForestError::Invalid`] if the base value is not finite, there are more than
    /// [`MAX_FEATURES`] features, or a tree asks for a feature that is not there.
    pub fn new(base: f32, features: usize, trees: Vec<Tree>) -> Result<Self, ForestError> {
        if !base.is_finite() {
            return Err(ForestError::Invalid { reason: "the base value is not a finite number" });
        }
        if features > MAX_FEATURES {
            return Err(ForestError::Invalid { reason: "there are more than 32767 features" });
        }
        if trees.iter().any(|tree| tree.features_asked() > features) {
            return Err(ForestError::Invalid {
                reason: "a tree asks for a feature that is not there",
            });
        }
        Ok(Self { base, features, trees })
    }

    /// The value of every row before the first tree.
    #[must_use]
    pub fn base(&self) -> f32 {
        self.base
    }

    /// How many numbers a row has.
    #[must_use]
    pub fn features(&self) -> usize {
        self.features
    }

    /// The trees, in the order in which they were added.
    #[must_use]
    pub fn trees(&self) -> &[Tree] {
        &self.trees
    }

    /// The value of a row. NaN stands for a feature that is unknown.
    ///
    /// # Panics
    /// If `features` is not as long as [`Forest::features`].
    #[must_use]
    pub fn predict(&self, features: &[f32]) -> f32 {
        self.check_length(features.len());
        let trees: f64 = self.trees.iter().map(|tree| f64::from(tree.predict(features))).sum();
        (f64::from(self.base) + trees) as f32
    }

    /// The value of each of these rows, which follow one another: as [`Forest::predict`] gives it,
    /// in less time, as a tree is gone through by all rows before the next is touched.
    ///
    /// # Panics
    /// If `rows` is not a whole number of rows.
    #[must_use]
    pub fn predict_rows(&self, rows: &[f32]) -> Vec<f32> {
        let width = self.features.max(1);
        assert!(rows.len().is_multiple_of(width), "rows have one number for each feature");
        let mut sums = vec![0f64; rows.len() / width];
        for tree in &self.trees {
            for (sum, row) in sums.iter_mut().zip(rows.chunks_exact(width)) {
                *sum += f64::from(tree.predict(row));
            }
        }
        sums.into_iter().map(|sum| (f64::from(self.base) + sum) as f32).collect()
    }

    /// What each feature adds to the value of a row, into `parts`, which is overwritten; the
    /// value that a row has before any feature is known is returned. That value and the parts
    /// add up to [`Forest::predict`] but for rounding.
    ///
    /// # Panics
    /// If `features` or `parts` is not as long as [`Forest::features`].
    #[must_use]
    pub fn explain(&self, features: &[f32], parts: &mut [f32]) -> f32 {
        self.check_length(features.len());
        self.check_length(parts.len());
        parts.fill(0.0);
        let roots: f64 =
            self.trees.iter().map(|tree| f64::from(tree.explain(features, parts))).sum();
        (f64::from(self.base) + roots) as f32
    }

    fn check_length(&self, length: usize) {
        assert_eq!(length, self.features, "a row has one number for each feature of the forest");
    }
}
