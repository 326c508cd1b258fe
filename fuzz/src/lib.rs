//! What the fuzz targets of nutgraf share.
//!
//! [`tiny_model`] makes a model in the int8 form, small enough to run thousands of times a minute;
//! [`damage`] says, and does, what may befall its weights file; [`read_as`] reads bytes. Targets are in `fuzz_targets`.

pub mod damage;
mod reading;
pub mod tiny_model;

pub use reading::read_as;
