//! Results of a run: what is written to a file of JSON lines, and read back from it.
//!
//! A results file has one JSON object a line. The first is the [`Run`]; then, for each data set,
//! its [`Dataset`], a [`Unit`] for each document (or pair, query, text, page) and system, and an
//! [`Aggregate`] for each system; the last is the [`End`]. Everything but the seconds is the same
//! whenever the same run is made again.

mod aggregate;
mod file;
mod record;

pub use aggregate::{SystemUnits, aggregates};
pub use file::{Results, SCHEMA, write};
pub(crate) use file::{beside, write_line};
pub use record::{
    Aggregate, CurvePoint, Dataset, Difference, End, Estimate, Record, Run, SystemInfo, Unit,
};
