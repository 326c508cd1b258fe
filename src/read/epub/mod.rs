//! EPUB: a chapter of a book is an article, and the book is its category.
//!
//! In: the archive. Out: the chapters in the order of the spine, one after the other, with the
//! titles of the table of contents. What is not read: covers, title and copyright pages, contents
//! and indexes, notes, and books that are locked (DRM).

mod book;
mod chapters;
mod contents;
mod furniture;
mod page;

use super::detect::{Head, Looks};
use super::entry::{Entries, one};
use super::package::{Package, is_of_type, named_archive, names_part};
use super::source::Source;
use super::table::Reader;
use crate::error::Result;

const MEDIA_TYPE: &str = "application/epub+zip";

pub(crate) const READER: Reader =
    Reader { name: "epub", extensions: &["epub"], media_types: &[MEDIA_TYPE], looks, read };

fn looks(head: &Head<'_>) -> Looks {
    let is_book = named_archive(head, &READER)
        || is_of_type(head.bytes, MEDIA_TYPE)
        || names_part(head.bytes, "META-INF/container.xml");
    if is_book { Looks::Certain } else { Looks::Other }
}

fn read(source: Source) -> Entries {
    entries(source).unwrap_or_else(|error| one(Err(error)))
}

fn entries(source: Source) -> Result<Entries> {
    let mut package = Package::open(source)?;
    let book = book::Book::read(&mut package)?;
    Ok(Box::new(chapters::Chapters::new(package, book)))
}

#[cfg(test)]
mod tests;
