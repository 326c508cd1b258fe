//! Statistics: the values of units in, figures with their uncertainty out.
//!
//! A [`Measure`] says how the values of many units become one figure. [`bootstrap`] gives its
//! 95 % interval and that of its difference to a baseline; [`randomisation`] says how likely so
//! great a difference would be by chance. All of it is deterministic for a seed, whatever the
//! number of threads.

pub mod bootstrap;
mod measure;
pub mod randomisation;
#[cfg(test)]
mod tests;

pub use measure::{Better, Columns, Kind, Measure, Scale, Statistic};
