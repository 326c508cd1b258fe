//! The two sentences, one of each of two articles, that match best.

use super::{Analysis, Engine};
use crate::article::{Article, Sentence};
use crate::error::Result;
use crate::vector::dot;

/// A sentence of each of two articles.
#[derive(Debug, Clone, PartialEq)]
pub struct SentencePair {
    /// In the first article's body.
    pub first: Sentence,
    /// In the second article's body.
    pub second: Sentence,
    /// The cosine of their vectors.
    pub cosine: f32,
}

impl Engine {
    /// The sentence of an article and that of each of some others that are nearest in meaning, the earliest of
    /// equals; none if one has no sentence. Vectors that the library has cached are taken from it.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn closest_sentences(
        &self,
        first: &Article,
        others: &[Article],
    ) -> Result<Vec<Option<SentencePair>>> {
        let of_first = self.analyse(first)?;
        others.iter().map(|other| Ok(closest(&of_first, &self.analyse(other)?))).collect()
    }
}

fn closest(of_first: &Analysis, of_second: &Analysis) -> Option<SentencePair> {
    let mut best: Option<(usize, usize, f32)> = None;
    for (a, row) in of_first.embedded.embeddings.rows().enumerate() {
        for (b, other) in of_second.embedded.embeddings.rows().enumerate() {
            let cosine = dot(row, other);
            if best.is_none_or(|(.., least)| cosine > least) {
                best = Some((a, b, cosine));
            }
        }
    }
    best.map(|(a, b, cosine)| SentencePair {
        first: of_first.sentences[a],
        second: of_second.sentences[b],
        cosine,
    })
}
