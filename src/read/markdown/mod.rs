//! Markdown: the text that a reader would read, without its marks.
//!
//! In: Markdown (CommonMark, with tables and footnotes, and what clippers write beside it), with
//! or without front matter between `---` (YAML) or `+++` (TOML). Out: an article. The title is
//! that of the front matter, else the first heading of level 1. Paragraphs, list items and
//! quotations become paragraphs, and other headings too: they are words of the author's, and lead
//! through a long article. The text of links and of HTML stays. Images, code blocks, tables and
//! footnotes go: they hold no sentences.

mod blocks;
mod clipped;
mod front_matter;

#[cfg(test)]
mod tests;

use pulldown_cmark::{Options, Parser};

use self::blocks::Blocks;
use super::dates::Seen;
use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::fields::{self, Field, Given};
use super::source::{LARGEST, Source};
use super::table::Reader;
use crate::article::{Article, Warning};
use crate::error::Result;
use crate::text::join_paragraphs;
use crate::text::paragraphs::with_line_feeds;

pub(crate) const READER: Reader = Reader {
    name: "markdown",
    extensions: &["md", "markdown", "mkd", "mdown"],
    media_types: &["text/markdown", "text/x-markdown"],
    looks,
    read,
};

/// A heading on the first line, or front matter.
fn looks(head: &Head<'_>) -> Looks {
    let first = head.text.lines().next().unwrap_or_default().trim_end();
    let is_front_matter = matches!(first, "---" | "+++")
        && head.text.lines().skip(1).any(|line| line.trim_end() == first);
    if first.starts_with("# ") || is_front_matter { Looks::Likely } else { Looks::Other }
}

fn read(source: Source) -> Entries {
    one(entry(source))
}

fn entry(source: Source) -> Result<Entry> {
    let name = source.name.clone();
    let decoded = source.into_text(LARGEST)?;
    let mut warnings = decoded.warnings;
    let (article, unread) = article(&with_line_feeds(decoded.text));
    warnings.extend(unread);
    Ok(Entry { warnings, ..Entry::new(name, article) })
}

/// Reads Markdown, and says what of its front matter cannot be read.
pub(crate) fn article(text: &str) -> (Article, Vec<Warning>) {
    let (front, text) = front_matter::divided(text).unwrap_or(("", text));
    let mut given: Vec<Given> =
        front_matter::entries(front).into_iter().filter_map(given).collect();
    // Of several names for one field the likeliest comes first.
    given.sort_by_key(|given| {
        let name = fields::names::folded(&given.name);
        given.field.names().iter().position(|it| *it == name)
    });
    let has_title = given.iter().any(|given| given.field == Field::Title && !given.is_empty());
    let blocks = blocks(text, !has_title);
    if let Some(title) = blocks.title {
        given.push(Given::one(Field::Title, "title", title));
    }
    let body = join_paragraphs(blocks.paragraphs);
    let mut article = Article { body, ..Article::default() };
    let warnings = fields::set_all(&mut article, &given, Seen::default());
    (article, warnings)
}

/// The text of a piece of Markdown, all of it: paragraphs with blank lines between.
pub(crate) fn body(text: String) -> String {
    join_paragraphs(blocks(&with_line_feeds(text), false).paragraphs)
}

fn blocks(text: &str, takes_title: bool) -> Blocks {
    let mut blocks = Blocks::new(takes_title);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH;
    let text = clipped::as_commonmark(text);
    Parser::new_ext(&text, options).for_each(|event| blocks.take(event));
    blocks.flush();
    blocks
}

/// The field that a key of front matter gives, if it is one that we know.
fn given((name, values): front_matter::Entry) -> Option<Given> {
    let field = Field::named(&name)?;
    Some(Given { field, name, values })
}
