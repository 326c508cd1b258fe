//! How good are nutgraf's summaries, neighbours and sentences? Metrics in parity with the
//! reference implementations, data sets read where they lie, systems side by side with
//! intervals and significance, and reports.
//!
//! ```text
//! datasets -> tasks (systems x metrics) -> results -> statistics -> report, compare, gate
//! ```
//!
//! - [`metrics`]: every metric as a function, usable alone: ROUGE and its oracle, ranking,
//!   correlation, segmentation, extraction, and an audit of what summaries leave dangling.
//! - [`datasets`]: loaders for public data.
//! - [`systems`]: what is evaluated, built in or from outside.
//! - [`tasks`]: the evaluations, one module each.
//! - [`statistics`]: the bootstrap and approximate randomisation.
//! - [`training`]: what the trained scorer is made by.
//! - [`panel`]: which of several summaries a reader would rather have, judged blind.
//! - [`results`]: what a run writes; [`report`], [`compare`] and [`gate`]: what is made of it.
//!
//! nutgraf is seen through its public API alone.

pub mod compare;
pub mod datasets;
pub mod gate;
pub mod metrics;
pub mod panel;
pub mod random;
pub mod report;
pub mod results;
pub mod statistics;
pub mod systems;
pub mod tasks;
pub mod training;
