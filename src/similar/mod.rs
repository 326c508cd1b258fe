//! Nearest stored articles, by vector.
//!
//! In comes a query vector; out come the numbers of the stored articles whose vectors have the largest
//! cosine with it, the nearest first. The module neither makes vectors nor reads the database: it is
//! given both. It knows nothing of text.
//!
//! ```text
//! vectors -> tail -> segment -> larger segments, with a graph -> folder
//!              \________\_____________\______________________________\-> nearest
//! ```
//!
//! - [`Index`] is what the rest of the library uses: a value, as of one moment of a library.
//!   [`Index::changes`] makes the next one in milliseconds, at any size.
//! - [`IndexFolder`] keeps one in files, which are mapped, so that a million vectors are open at once.
//! - Rows are int8 (`codes.rs`), a quarter of the vectors. Few are scanned; many have a graph that
//!   `hnsw_rs` begins (`build.rs`; Malkov and Yashunin 2016, <https://arxiv.org/abs/1603.09320>) and
//!   that is walked here (`graph.rs`). Whoever wants exact scores looks at the vectors of what is found.
//! - [`SimilarIndex`] is the seam for comparing kinds of index over rows in memory: [`ExactIndex`]
//!   compares the query with every row in f32, and is the oracle of the tests for [`HnswIndex`].

mod blocks;
mod build;
mod codes;
mod dot;
mod exact;
mod folder;
mod graph;
mod hnsw;
mod index;
mod manifest;
mod mask;
mod nearest;
mod replace;
mod rows;
mod segment;
mod upkeep;

pub use blocks::Damaged;
pub use exact::ExactIndex;
pub use folder::{IndexFolder, Unusable, Writing};
pub use hnsw::HnswIndex;
pub use index::{Candidate, Changes, Index, SegmentInfo};
pub use manifest::{Mark, Subject};
pub use nearest::Hit;
pub(crate) use replace::sync_folder_of;
pub use rows::Rows;
pub use upkeep::{Merge, SEAL_FROM};

/// Finds the rows nearest to a query.
pub trait SimilarIndex: Send + Sync {
    /// The name of the kind of index: `exact` or `hnsw`.
    fn name(&self) -> &'static str;

    /// The number of rows.
    fn len(&self) -> usize;

    /// Whether there is no row.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The `k` rows nearest to `query`, or all if there are fewer, best first, of equal scores
    /// the lower row first.
    ///
    /// The query need not have length 1. One with another number of values than the rows, or
    /// without a direction (all zero, or not finite), is near nothing.
    fn nearest(&self, query: &[f32], k: usize) -> Vec<Hit>;
}

#[cfg(test)]
mod tests;
