//! The metrics: pure functions over token lists, rankings, spans and scores.
//!
//! Nothing here reads a file, runs a system or draws a random number. Values are shares between 0
//! and 1 unless a metric says otherwise; a value that is not defined is `None`, except where the
//! reference implementation defines one.

pub mod correlation;
pub mod counts;
pub mod duplicates;
pub mod extraction;
pub mod neighbour_recall;
pub mod oracle;
pub mod ranking;
pub mod rouge;
pub mod segmentation;
pub mod summary_shape;
pub mod word_overlap;

/// The faithfulness audit: what a summary of picked sentences leaves dangling or broken.
pub use nutgraf::summarize::discourse as faithfulness;
