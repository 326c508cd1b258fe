//! How alike the sentences of one document are: by their vectors where there are some, else by
//! their words.

mod sample;
mod vectors;
mod words;

use serde::Serialize;

pub(super) use sample::{MOST, SAMPLE};
pub(super) use vectors::SentenceVectors;
pub(super) use words::{WordVectors, terms};

use super::Document;
use crate::error::Result;

/// What sentences were compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "library", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The vectors of an embedding model.
    Vectors,
    /// Their words alone, as there were no vectors: the model does not know the language.
    Words,
}

/// The likeness of sentences: symmetric, 1 at most.
pub(super) enum Similarity {
    Vectors(SentenceVectors),
    Words(WordVectors),
}

impl Similarity {
    /// # Errors
    /// [`Error::EmbeddingsMismatch`](crate::error::Error::EmbeddingsMismatch) where there are
    /// embeddings, and not one for each sentence.
    pub(super) fn new(document: &Document<'_>, scorer: &'static str) -> Result<Self> {
        Ok(match document.embeddings_for(scorer)? {
            Some(embeddings) => Self::Vectors(SentenceVectors::new(embeddings)),
            None => Self::Words(WordVectors::new(document.texts())),
        })
    }

    pub(super) fn basis(&self) -> Basis {
        match self {
            Self::Vectors(_) => Basis::Vectors,
            Self::Words(_) => Basis::Words,
        }
    }

    /// The number of sentences.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Vectors(vectors) => vectors.len(),
            Self::Words(words) => words.len(),
        }
    }

    /// Calls `visit(i, j, cosine)` for each sentence and each other one that it is compared with: all
    /// others, or in a long document a [sample](sample).
    pub(super) fn for_each_link(&self, mut visit: impl FnMut(usize, usize, f32)) {
        if self.len() > MOST {
            return sample::for_each_link(self, visit);
        }
        self.for_each_pair(|i, j, cosine| {
            visit(i, j, cosine);
            visit(j, i, cosine);
        });
    }

    /// With how many others sentence `i` is compared, at least 1.
    pub(super) fn others(&self, i: usize) -> f64 {
        let others = match self.sampled() {
            Some(_) => sample::others(self.len(), i),
            None => self.len().saturating_sub(1),
        };
        others.max(1) as f64
    }

    /// The size of the sample, where sentences are compared with one.
    pub(super) fn sampled(&self) -> Option<usize> {
        (self.len() > MOST).then_some(SAMPLE)
    }

    /// Calls `visit(i, j, cosine)` for each pair of sentences, each once, `i < j`.
    pub(super) fn for_each_pair(&self, mut visit: impl FnMut(usize, usize, f32)) {
        match self {
            Self::Vectors(vectors) => {
                vectors.blocks().for_each(|block| block.for_each_pair(&mut visit));
            }
            Self::Words(words) => words.for_each_pair(visit),
        }
    }
}
