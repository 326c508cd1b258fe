//! Bytes to articles.
//!
//! In: an [`Input`]: the bytes of a file, a pipe, a page that was fetched. Out: [`Items`], one
//! after the other: [`Document`]s, articles ready for every other stage, and addresses of articles
//! whose text is elsewhere.
//!
//! ```text
//! Input -> detect -> a reader (one a format) -> Entry -> text::prepare -> Item
//! ```
//!
//! What an input says of an article is kept: ids, times, counts and the language as they are
//! given. What it does not say is not made up: ids and times are made when an article is stored.
//!
//! **Another format** is a file here with a `Reader` in it, and a line in `READERS` (`table.rs`).
//!
//! What this module does not do: open connections, follow references out of the input, or repair
//! text (see [`crate::text`]).

pub(crate) mod archive;
mod bookmarks;
pub(crate) mod card;
pub(crate) mod charset;
mod csv;
pub(crate) mod dates;
mod detect;
pub(crate) mod docx;
mod entry;
mod epub;
mod exports;
mod feed;
pub(crate) mod fields;
pub(crate) mod html;
mod input;
mod items;
pub(crate) mod json;
pub(crate) mod lines;
mod mail;
pub(crate) mod markdown;
mod odt;
mod package;
mod pdf;
pub(crate) mod plain;
mod source;
mod streamed;
mod subtitles;
mod table;

#[cfg(test)]
mod tests;

pub use self::fields::field_names;
pub use self::input::{FieldPaths, Input};
pub use self::items::{Address, Item, Items};
pub use self::table::Format;
pub use crate::text::Document;

/// Reads the articles in an input.
///
/// The format is told by the bytes first, then by the name, unless [`Input::format`] gives it.
/// Each item is read when it is asked for, so that a large file or an endless pipe is never held
/// whole where its format allows it.
///
/// # Errors
/// Each item has its own: one bad line of JSONL does not stop the others. See
/// [`Error::kind`](crate::Error::kind): all are of the kind `Input`.
#[must_use]
pub fn read(input: Input) -> Items {
    Items::new(input)
}

/// Whether a text is an address that can be fetched, and no path.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let starts = |scheme: &str| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts("http://") || starts("https://")
}
