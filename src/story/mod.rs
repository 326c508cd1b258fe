//! What two articles are to each other (the same text, the same story, or only alike), and what is new in one.
//!
//! In: two articles as [`Profile`]s, and the cosine of their vectors. Out: the [`Evidence`], of several kinds,
//! and the [`Relation`] that it speaks for. In: what was [`Told`] before, and a sentence. Out: its [`Novelty`].
//!
//! Vectors of meaning alone cannot tell two look-alike events apart: two floods, two finals, two recalls have
//! the same meaning and other names. So what decides is which rare words, names and figures both have.

mod evidence;
mod joining;
mod names_and_figures;
mod novelty;
mod profile;
mod relation;
mod wording;

pub use evidence::Evidence;
pub use joining::{belonging, joined_above};
pub use names_and_figures::{NamesAndFigures, rarest_names};
pub use novelty::{Novelty, NoveltyModel, Told};
pub use profile::Profile;
pub use relation::{Relation, RelationModel};
pub use wording::Wording;
