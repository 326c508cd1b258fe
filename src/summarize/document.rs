//! What is summarised: a body, its sentences and what is known of them.

use crate::article::Sentence;
use crate::error::{Error, Result};
use crate::vector::Embeddings;

/// One document, as scorers and selection see it.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Its text.
    pub body: &'a str,
    /// Its headline, where it has one.
    pub title: Option<&'a str>,
    /// Its language as a BCP 47 tag, where it is known.
    pub language: Option<&'a str>,
    /// The sentences of the body, in order.
    pub sentences: &'a [Sentence],
    /// One row for each sentence, where there are embeddings.
    pub embeddings: Option<&'a Embeddings>,
    /// Counts the words of a text; budgets are in its unit. It must not count more words in a
    /// part of a text than in the whole.
    pub count_words: fn(&str) -> usize,
}

impl<'a> Document<'a> {
    /// Whether it is English, or of an unknown language.
    pub(super) fn is_english(&self) -> bool {
        let primary = self.language.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag));
        primary.is_none_or(|language| language.eq_ignore_ascii_case("en"))
    }

    /// The text of each sentence.
    pub(super) fn texts(&self) -> impl ExactSizeIterator<Item = &'a str> {
        let body = self.body;
        self.sentences.iter().map(|sentence| sentence.text(body))
    }

    /// The embeddings, one for each sentence.
    ///
    /// # Errors
    /// [`Error::EmbeddingsMismatch`] where there are none or not as many.
    pub(super) fn embeddings_for(&self, scorer: &'static str) -> Result<&'a Embeddings> {
        let sentences = self.sentences.len();
        match self.embeddings {
            Some(embeddings) if embeddings.len() == sentences => Ok(embeddings),
            other => Err(Error::EmbeddingsMismatch {
                scorer,
                sentences,
                embeddings: other.map_or(0, Embeddings::len),
            }),
        }
    }
}
