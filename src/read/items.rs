//! The articles of one input, one after the other.

use super::detect::detect;
use super::entry::{Entries, Entry, one};
use super::input::Input;
use super::source::Source;
use crate::article::{Article, Warning};
use crate::error::{Error, Result, without_credentials};
use crate::text::{Document, prepare};

/// What is found in an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An article.
    Document(Document),
    /// The address of an article whose text is not in the input.
    Address(Address),
}

/// The address of an article, and what the input says of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Address {
    /// The article without its text; its `url` is set.
    pub article: Article,
    /// Where it was read, see [`Document::source`].
    pub source: String,
    /// What of the input could not be read and was left out.
    pub warnings: Vec<Warning>,
}

/// The items of one input, see [`read`](super::read).
pub struct Items {
    name: String,
    address: Option<String>,
    entries: Entries,
    is_empty: bool,
}

impl Items {
    pub(super) fn new(input: Input) -> Self {
        let name = input.name.clone();
        let address = input.address.clone();
        let format = input.format;
        let entries = match Source::open(input) {
            Ok(source) => {
                let reader = format.map_or_else(|| detect(&source), |format| format.reader());
                (reader.read)(source)
            }
            Err(error) => one(Err(error)),
        };
        Self { name, address, entries, is_empty: true }
    }

    /// The documents alone; an address is an error, [`Error::AddressOnly`].
    pub fn documents(self) -> impl Iterator<Item = Result<Document>> {
        self.map(|item| match item? {
            Item::Document(document) => Ok(document),
            Item::Address(address) => Err(address.into()),
        })
    }
}

impl From<Address> for Error {
    fn from(address: Address) -> Self {
        let Address { article, source, .. } = address;
        Self::AddressOnly { name: source, address: article.url.unwrap_or_default() }
    }
}

impl Iterator for Items {
    type Item = Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some(entry) = self.entries.next() else {
            let was_empty = std::mem::take(&mut self.is_empty);
            return was_empty.then(|| Err(Error::NoText { name: self.name.clone() }));
        };
        self.is_empty = false;
        let (name, address) = (&self.name, self.address.as_deref());
        // The address is that of the input: of an entry among others it says nothing.
        Some(entry.and_then(|entry| {
            let fetched = address.filter(|_| entry.source == *name);
            item(entry, fetched)
        }))
    }
}

/// The item that an entry is. `fetched` is the address that its input came from.
fn item(entry: Entry, fetched: Option<&str>) -> Result<Item> {
    let Entry { mut article, source, warnings, extraction } = entry;
    article.url = article.url.map(|url| without_credentials(&url).into_owned());
    if article.body.trim().is_empty() && article.url.is_some() {
        article.body.clear();
        return Ok(Item::Address(Address { article, source, warnings }));
    }
    if article.url.is_none() {
        article.url = fetched.map(str::to_owned);
    }
    let mut document = prepare(article);
    if document.article.word_count == 0 {
        return Err(Error::NoText { name: source });
    }
    let warnings = warnings.into_iter().chain(document.warnings.drain(..)).collect();
    let warnings = [warnings, document.warnings].concat();
    Ok(Item::Document(Document { source, warnings, extraction, ..document }))
}
