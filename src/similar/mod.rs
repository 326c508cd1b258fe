//! Nearest stored articles, by vector.
//!
//! In comes a query vector; out come the stored articles whose vectors have the largest cosine
//! with it, best first. The module neither makes vectors nor reads the database: it is given
//! both. It knows nothing of text: articles with the same text are simply two with score 1.
//!
//! - [`ArticleIndex`] is what the rest of the library uses. It opens the index that is stored
//!   beside a database, or builds it if that one is missing, stale or damaged in any byte.
//! - [`SimilarIndex`] is the seam below it, over numbered rows, with two implementations:
//!   [`ExactIndex`] compares the query with every row, and is the oracle of the tests for
//!   [`HnswIndex`], which walks a graph that `hnsw_rs` built (Malkov and Yashunin 2016,
//!   <https://arxiv.org/abs/1603.09320>).
//!
//! Both give exact scores, and break ties by the order of the rows. The same rows give the
//! same index and the same answers, whatever the thread count.
//!
//! # Exact where exact is fast
//! Clustered unit vectors of 384 values, ten neighbours, CPU time on a two-core Xeon
//! virtual machine that was busy with other work, without AVX in the build:
//!
//! | rows | exact, per query | HNSW, per query | recall@10 | HNSW build and audit |
//! |---:|---:|---:|---:|---:|
//! | 1,000 | 0.06 ms | 0.12 ms | 1.000 | 0.4 s |
//! | 10,000 | 0.82 ms | 0.45 ms | 1.000 | 21 s |
//! | 50,000 | 8.8 ms | 1.3 ms | 1.000 | 287 s |
//!
//! A graph answers sooner from about 5,000 rows on. But building it costs as much as some
//! 40,000 scans, at any size, and an index is built anew whenever its library changes. So
//! [`IndexKind::Auto`] stays exact until a scan would be felt, and a service that is asked
//! often and changes seldom chooses [`IndexKind::Hnsw`] itself.

mod distance;
mod exact;
mod file;
mod graph;
mod hnsw;
mod nearest;
mod replace;
mod rows;
mod stored;

pub use exact::ExactIndex;
pub use hnsw::HnswIndex;
pub use nearest::Hit;
pub use rows::Rows;
pub use stored::{ArticleIndex, Fingerprint, How, IndexKind, IndexState, Neighbor, verify};

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
