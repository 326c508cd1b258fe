//! Mails: one a file, a mailbox of many, or one that was copied as text.
//!
//! In: a message of RFC 5322 (EML), also one saved as text with its headers; a page that a browser
//! saved as one (MHTML). [`mbox`] reads mailboxes. Out: the subject as the title and what the
//! sender wrote as the text: signatures, quoted replies and the headers of forwarded messages are
//! left out, and so are attachments.

mod headers;
mod html;
pub(crate) mod mbox;
mod message;
mod own_words;

#[cfg(test)]
mod tests;

use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::source::Source;
use super::table::Reader;
use crate::error::Result;

pub(crate) const READER: Reader = Reader {
    name: "mail",
    extensions: &["eml", "mht", "mhtml", "emlx"],
    media_types: &["message/rfc822", "message/global", "multipart/related"],
    looks,
    read,
};

/// The most bytes of a message that are read.
const LARGEST: usize = 128 << 20;

/// Several header lines at its head, whatever its name.
fn looks(head: &Head<'_>) -> Looks {
    if headers::begin(head.text) { Looks::Certain } else { Looks::Other }
}

fn read(source: Source) -> Entries {
    entries(source).unwrap_or_else(|error| one(Err(error)))
}

fn entries(source: Source) -> Result<Entries> {
    let name = source.name.clone();
    let place = source.nested(name.clone(), Vec::new());
    let bytes = source.into_bytes(LARGEST)?;
    match message::read(&name, bytes)? {
        message::Found::Mail(article) => Ok(one(Ok(Entry::new(name, *article)))),
        message::Found::Page { html, address } => {
            let mut page = place?.nested(name, html.into_bytes())?;
            page.media_type = Some("text/html; charset=utf-8".to_owned());
            page.address = address;
            Ok((super::detect::detect(&page).read)(page))
        }
    }
}
