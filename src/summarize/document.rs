//! What is summarised: a body, its sentences and what is known of them.

use super::opening::opening;
use crate::article::{Sentence, Span};
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
    /// One row for each sentence, where there are embeddings. Where there are none, because the
    /// model does not know the language, scorers compare words.
    pub embeddings: Option<&'a Embeddings>,
    /// Counts the words of a text; budgets are in its unit. It must not count more words in a
    /// part of a text than in the whole.
    pub count_words: fn(&str) -> usize,
}

impl<'a> Document<'a> {
    /// Whether it is English, or of an unknown language.
    pub(super) fn is_english(&self) -> bool {
        self.primary_language().is_none_or(|language| language.eq_ignore_ascii_case("en"))
    }

    /// The first part of the language's tag.
    pub(super) fn primary_language(&self) -> Option<&'a str> {
        self.language.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag))
    }

    /// Where sentence `i` lies without the list mark, the time, the speaker or the dateline that it
    /// may begin with: what a pick of it is.
    ///
    /// # Panics
    /// If there is no such sentence.
    #[must_use]
    pub fn statement(&self, i: usize) -> Span {
        let Span { start, end } = self.sentences[i].span;
        Span::new(start + opening(self, i), end)
    }

    /// The text of each sentence.
    pub(super) fn texts(&self) -> impl ExactSizeIterator<Item = &'a str> {
        let body = self.body;
        self.sentences.iter().map(|sentence| sentence.text(body))
    }

    /// The embeddings, one for each sentence; `None` where there are none.
    ///
    /// # Errors
    /// [`Error::EmbeddingsMismatch`] where there are more or fewer.
    pub(super) fn embeddings_for(&self, scorer: &'static str) -> Result<Option<&'a Embeddings>> {
        let sentences = self.sentences.len();
        match self.embeddings {
            Some(embeddings) if embeddings.len() != sentences => {
                let embeddings = embeddings.len();
                Err(Error::EmbeddingsMismatch { scorer, sentences, embeddings })
            }
            embeddings => Ok(embeddings),
        }
    }
}
