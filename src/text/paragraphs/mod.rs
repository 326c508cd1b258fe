//! Plain text: where its paragraphs are.
//!
//! In: text whose lines end in `\n`. Out: paragraphs, each one line with single spaces.
//!
//! Text comes in two forms. Either each line is a paragraph, a verse, an item, with or without
//! blank lines between; or a program broke the lines at a width, and they belong together. Which
//! of the two a block of lines is, `evidence` tells; `join` puts the second kind together again,
//! with the words that were divided by a hyphen (`hyphens`). The marks of quoted mail and indents
//! go (`block`). Where nothing speaks for joining, lines stay lines.
//!
//! What it does not do: divide a line, or remove a word.

mod block;
mod characters;
mod code;
mod evidence;
mod hyphens;
mod join;
mod line_ends;
mod marks;
#[cfg_attr(not(feature = "read"), allow(dead_code, reason = "titles are of texts that are read"))]
mod title;

#[cfg(test)]
mod tests;

pub(crate) use self::characters::{clean_line, with_line_feeds};
pub(crate) use self::title::is_release_label;
#[cfg(any(feature = "read", test))]
pub(crate) use self::title::title_and_paragraphs;
#[cfg(any(feature = "read", feature = "bundled-model"))]
pub(crate) use self::title::{byline, is_day, without_head};

use self::block::blocks;
use self::evidence::Evidence;
use self::hyphens::Hyphens;
use self::join::{Paragraphs, join};

/// The paragraphs of a text with a blank line between; none is empty.
pub(crate) fn joined(text: &str) -> String {
    let evidence = Evidence::of(|| blocks(text));
    let hyphens = Hyphens::of(|| blocks(text), &evidence);
    let mut paragraphs = Paragraphs::with_capacity(text.len());
    for block in blocks(text) {
        join(&block, evidence.layout(&block), &hyphens, &mut paragraphs);
    }
    paragraphs.text
}

/// The paragraphs of a text; none is empty.
#[cfg(any(feature = "read", test))]
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let joined = joined(text);
    joined.split("\n\n").filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
