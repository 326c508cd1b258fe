//! The words of a text, weighed by how rare they are.
//!
//! In: text. Out: a [`TermVector`], whose cosine with another says how many of their rare words two texts
//! share. Vectors of meaning take two look-alike events for one; names and figures tell them apart.
//!
//! Rarity is that of a [`Background`] of other texts and not of the library: a library of five articles knows
//! no rare words, and the same two articles are as alike in every library. Words that the background does not
//! know are the rarest, as names are.

mod background;
mod tokens;
mod vector;

pub use background::Background;
pub use tokens::{Term, for_each_term, terms_of};
pub use vector::TermVector;
