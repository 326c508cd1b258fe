//! How good are nutgraf's embeddings, neighbours and summaries?
//!
//! Neighbours and summaries have a module each; embeddings are compared by the library's own
//! `embed::Fidelity` and `embed::StsBenchmark`. All of it runs over public data that is read where
//! it lies ([`datasets`]), through the public API of the library alone.

pub mod datasets;
pub mod retrieval;
pub mod summary;
