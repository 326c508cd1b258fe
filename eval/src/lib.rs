//! How good are nutgraf's embeddings, neighbours and summaries?
//!
//! Each module answers for one of them, over public data that is read where it lies
//! ([`datasets`]), through the public API of the library alone.

pub mod datasets;
pub mod fidelity;
pub mod retrieval;
pub mod statistics;
pub mod summary;
