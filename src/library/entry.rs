//! What goes into a library, and what becomes of it.

#[cfg(doc)]
use super::Store;
use crate::article::{Article, ArticleId};
use crate::vector::ModelId;
use crate::{Error, Result};

/// An article's vector and the model that made it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArticleVector<'a> {
    /// The model.
    pub model: &'a ModelId,
    /// The values, as many as the model has dimensions.
    pub values: &'a [f32],
}

impl ArticleVector<'_> {
    /// Refuses one that is empty, not finite, or not of its model's length, where that is known.
    pub(super) fn check(&self, dimensions: Option<usize>) -> Result<()> {
        let refused = |expected, found: String| {
            Err(Error::InvalidField {
                name: format!("a vector of {}", self.model),
                field: "vector",
                expected,
                found,
            })
        };
        let length = self.values.len();
        if length == 0 {
            return refused("of at least one value", "empty".to_owned());
        }
        if let Some(value) = self.values.iter().find(|value| !value.is_finite()) {
            return refused("of finite values", format!("one with {value}"));
        }
        match dimensions {
            Some(dimensions) if dimensions != length => refused(
                "as long as the model's other vectors",
                format!("of {length} values, not {dimensions}"),
            ),
            _ => Ok(()),
        }
    }
}

/// An article to store, with the vector of its text where that is made already.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry<'a> {
    /// The article, its text repaired and its words counted.
    pub article: &'a Article,
    /// Its vector; one that lacks it is among [`Store::lacking_vectors`].
    pub vector: Option<ArticleVector<'a>>,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The stored article: the one that it was recognised as, else its own id or a new one.
    pub id: ArticleId,
    /// What was done.
    pub outcome: Outcome,
    /// The other stored articles with the same text, in stored order.
    pub duplicates: Vec<ArticleId>,
    /// Whether its vector is awaited: until a worker has made it, it is not found by meaning.
    pub is_awaited: bool,
}

/// What was done with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was not stored, and is now.
    Added,
    /// It was stored, and its text or details are now those it came with.
    Updated,
    /// It was stored as it came.
    Unchanged,
}

/// What [`Store::add`] would do with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// It is not stored: it would be added, and needs a vector.
    New,
    /// It is stored, and nothing would change.
    Unchanged(ArticleId),
    /// It is stored, and would be updated.
    Changed {
        /// The stored article.
        id: ArticleId,
        /// Whether its body or its language would change: only then does it need a new vector.
        text: bool,
    },
}

/// A sentence and what a model made of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SentenceVector<'a> {
    /// The text, exactly as it was embedded.
    pub text: &'a str,
    /// Its vector, of as many values as the model has dimensions.
    pub values: &'a [f32],
    /// Whether the text was cut at the model's maximum.
    pub truncated: bool,
}

/// A vector as it was cached.
#[derive(Debug, Clone, PartialEq)]
pub struct CachedVector {
    /// The values, bit for bit.
    pub values: Vec<f32>,
    /// Whether the text was cut at the model's maximum.
    pub truncated: bool,
}

/// What a server said of what was fetched from an address, and is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchRecord {
    /// The address.
    pub address: String,
    /// The `ETag`.
    pub etag: Option<String>,
    /// The `Last-Modified`.
    pub last_modified: Option<String>,
}
