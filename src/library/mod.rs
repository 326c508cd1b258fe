//! The library: the stored articles, their vectors, and what is derived from both.

pub mod sqlite;

pub use sqlite::*;
