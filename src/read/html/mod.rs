//! HTML: the text of a page or of a piece of one.
//!
//! In: a page as bytes, or a piece of HTML as a string. Out: an article; or, of a piece, all its
//! text. What it does not do: run scripts, fetch what a page refers to.

mod blocks;
mod encoding;
mod entities;
mod fragment;
mod furniture;
mod linked_data;
mod looks;
mod main_text;
mod metadata;
mod page;
mod second;
mod tag;
mod tokens;
mod tree;
mod trim;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod tests;

pub(crate) use self::entities::decode_entities;
pub(crate) use self::fragment::{is_markup, text_of};
use super::table::Reader;

pub(crate) const READER: Reader = Reader {
    name: "html",
    extensions: &["html", "htm", "xhtml", "xht", "shtml"],
    media_types: &["text/html", "application/xhtml+xml"],
    looks: looks::looks,
    read: page::read,
};
