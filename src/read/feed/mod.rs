//! Feeds: every entry is an article, or the address of one.
//!
//! In: RSS of any version, Atom (XML), JSON Feed (see [`json_feed`]). Out: entries one after the
//! other, with the text that the feed holds of each. An entry that only begins an article is marked
//! as a teaser; one without text is an address. OPML, which lists feeds, is read by [`opml`].
//!
//! ```text
//! bytes -> xml (pieces, never a fault) -> items (elements of one entry) -> entry
//! ```
//!
//! What this does not do: fetch what an entry links to.

mod addresses;
mod entry;
mod items;
pub(crate) mod json_feed;
pub(crate) mod opml;
mod teaser;
mod text;
mod times;
mod xml;

#[cfg(test)]
mod tests;

use self::entry::Feed;
use self::items::FeedItems;
use self::xml::Pieces;
use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::source::Source;
use super::table::Reader;
use crate::article::Warning;
use crate::error::{Error, Result};

pub(crate) const READER: Reader = Reader {
    name: "feed",
    extensions: &["rss", "atom", "rdf", "xml"],
    media_types: &[
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
    ],
    looks,
    read,
};

/// A root element of a feed. `RDF` and `feed` are roots of other things too.
fn looks(head: &Head<'_>) -> Looks {
    let is_feed = |(root, from): (&str, &str)| match root {
        "rss" => true,
        "feed" => ["Atom", "atom", "<entry", "<title"].iter().any(|sign| from.contains(sign)),
        "entry" => from.contains("//www.w3.org/2005/Atom"),
        "RDF" => ["//purl.org/rss/", "//my.netscape.com/rdf/"].iter().any(|it| from.contains(it)),
        _ => false,
    };
    if xml::roots(head.text).any(is_feed) { Looks::Certain } else { Looks::Other }
}

fn read(source: Source) -> Entries {
    let (name, address) = (source.name.clone(), source.address.clone());
    match Pieces::new(source) {
        Ok((pieces, warnings)) => Box::new(FeedEntries {
            items: FeedItems::new(pieces),
            name,
            address,
            warnings,
            index: 0,
            is_over: false,
        }),
        Err(error) => one(Err(error)),
    }
}

/// The entries of a feed that are left.
struct FeedEntries {
    items: FeedItems,
    name: String,
    address: Option<String>,
    /// What was wrong with the bytes; the first entry takes it.
    warnings: Vec<Warning>,
    index: usize,
    is_over: bool,
}

impl Iterator for FeedEntries {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let Some(item) = self.items.next() else {
            self.is_over = true;
            let reason = match self.items.is_feed {
                true => "the feed has no entries",
                false => "this XML is no feed; give RSS, Atom or OPML, or text with --format text",
            };
            let refused = Error::Refused { name: self.name.clone(), reason: reason.to_owned() };
            return (self.index == 0).then_some(Err(refused));
        };
        let source = format!("{}[{}]", self.name, self.index);
        self.index += 1;
        let feed = Feed { header: &self.items.header, address: self.address.as_deref() };
        let mut entry = feed.entry(&item, source);
        entry.warnings.append(&mut self.warnings);
        Some(Ok(entry))
    }
}
