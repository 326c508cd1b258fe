//! Tests of the module as a whole.

mod damage;
mod folder;
#[cfg(feature = "bundled-model")]
mod golden;
mod independence;
mod parts;
mod quantisation;
pub(super) mod tiny_model;
mod windows;

use crate::skipped::skipped;
use std::path::PathBuf;

use self::tiny_model::TinyModel;
use super::{CandleEmbedder, Embedded, Embedder};
use crate::error::Result;
use crate::vector::dot;

impl TinyModel {
    /// Writes the folder into a temporary one, and loads it.
    pub(super) fn load(&self) -> Result<CandleEmbedder> {
        let folder = tempfile::tempdir().unwrap();
        self.write(folder.path());
        super::hub_folder::load_f32(folder.path(), "tiny")
    }

    pub(super) fn embed(&self, texts: &[&str]) -> Embedded {
        self.load().unwrap().embed(texts).unwrap()
    }
}

/// The folder of the original of the bundled model, if `NUTGRAF_ORIGINAL_MODEL` names it; says
/// which test is skipped if not.
pub(super) fn original_model(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("NUTGRAF_ORIGINAL_MODEL").map(PathBuf::from);
    if folder.is_none() {
        skipped(format_args!("{test}: NUTGRAF_ORIGINAL_MODEL names no folder"));
    }
    folder
}

/// The cosine of each pair of rows.
fn cosines<'a>(a: &'a Embedded, b: &'a Embedded) -> impl Iterator<Item = f32> + 'a {
    assert_eq!(a.embeddings.len(), b.embeddings.len());
    a.embeddings.rows().zip(b.embeddings.rows()).map(|(a, b)| dot(a, b))
}
