//! The body of a request to articles.
//!
//! In: bytes and what the client calls them. Out: documents, as [`crate::read`] reads them, and what could not
//! be read. An address whose text is elsewhere is fetched only where the server allows it and the request asks.

use bytes::Bytes;
use schemars::JsonSchema;

#[cfg(feature = "fetch")]
use crate::fetch::{FetchOptions, Fetcher};
use crate::read::{Address, Input, Item, read};
use crate::text::Document;
use crate::{Error, Result};

/// An article as JSON: these fields and many that other systems call so (`nutgraf schema fields`).
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what `crate::read` reads")]
pub(super) struct ArticleBody {
    /// The text, plain or HTML.
    body: String,
    /// The headline.
    title: Option<String>,
    /// Where it was published; one that is stored is recognised by it.
    url: Option<String>,
    /// A UUID, or the id that another system gave it.
    id: Option<String>,
    /// Its category.
    category: Option<String>,
    /// The day it was published, or the moment.
    date: Option<String>,
    /// Its language, as an ISO 639 code.
    language: Option<String>,
    /// Who wrote it.
    author: Option<String>,
    /// The publication that it appeared in.
    site: Option<String>,
    /// The words that it is filed under.
    tags: Option<Vec<String>>,
}

/// What errors call a body.
const NAME: &str = "the body";

/// The documents in a body, in their order, or why one cannot be used.
pub(in crate::serve) fn documents(
    body: &Bytes,
    media_type: Option<String>,
    fetches: bool,
) -> impl Iterator<Item = Result<Document>> + use<> {
    // What programs call a body that they know nothing of says nothing.
    let known = media_type.filter(|name| {
        !matches!(name.as_str(), "application/octet-stream" | "application/x-www-form-urlencoded")
    });
    let input = Input::bytes(NAME, body.to_vec()).media_type(known);
    read(input).map(move |item| match item? {
        Item::Document(document) => Ok(document),
        Item::Address(address) if fetches => fetched(address),
        Item::Address(address) => Err(Error::from(address)),
    })
}

#[cfg(feature = "fetch")]
fn fetched(address: Address) -> Result<Document> {
    Fetcher::new(FetchOptions::default()).article(address)
}

#[cfg(not(feature = "fetch"))]
fn fetched(address: Address) -> Result<Document> {
    Err(Error::from(address))
}
