//! What a reader gives: articles as they stand in the input.

use crate::article::{Article, Extraction, Warning};
use crate::error::Result;

/// One article as an input holds it, before its text is repaired.
///
/// One without text but with an address becomes an [`Address`](super::Address).
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Entry {
    /// The article: its body is paragraphs with blank lines between, or text that may be wrapped.
    pub(crate) article: Article,
    /// The input's name and the place in it.
    pub(crate) source: String,
    /// What could not be read and was left out.
    pub(crate) warnings: Vec<Warning>,
    /// How the text was got out of a page.
    pub(crate) extraction: Option<Extraction>,
}

/// The articles of an input; each is read when it is asked for.
pub(crate) type Entries = Box<dyn Iterator<Item = Result<Entry>> + Send>;

impl Entry {
    /// An article that is all there is at `source`.
    pub(crate) fn new(source: impl Into<String>, article: Article) -> Self {
        Self { article, source: source.into(), ..Self::default() }
    }
}

/// The entries of an input that holds one article, or fails as one.
pub(crate) fn one(entry: Result<Entry>) -> Entries {
    Box::new(std::iter::once(entry))
}
