//! The computations that a forward pass is made of, each written once for all instruction sets.
//!
//! In and out: row-major slices whose shapes the fields state. Widths are multiples of sixteen,
//! which [`weights`](super::weights) checks when a model is loaded.

mod attention;
mod functions;
mod layer_norm;
mod linear;
mod lookup;
mod quantise;
#[cfg(test)]
mod tests;

pub(super) use attention::{Attention, AttentionRoom};
pub(super) use layer_norm::{LayerNorm, Norm};
pub(super) use linear::{Finish, LinearMap, Multiply};
pub(super) use lookup::{Lookup, Rows};
pub(super) use quantise::{Quantise, QuantisedRows};
