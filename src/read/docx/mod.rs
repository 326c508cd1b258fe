//! DOCX: a Word document is an article.
//!
//! In: the archive. Out: its paragraphs, headings and list items among them; the title by its
//! style, else as its properties have it, else by its place; who wrote it and when. What is not
//! read: notes, comments, heads and feet of pages, what was deleted, captions, tables of contents,
//! and cells of tables that hold no sentences.

mod body;
mod styles;

use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::package::properties::Properties;
use super::package::{Package, named_archive, names_part};
use super::source::Source;
use super::table::Reader;
use crate::article::{Article, Warning};
use crate::error::{Error, Result};
use crate::text::join_paragraphs;
use crate::text::paragraphs::{clean_line, title_and_paragraphs};

pub(crate) const READER: Reader = Reader {
    name: "docx",
    extensions: &["docx", "docm", "dotx"],
    media_types: &["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    looks,
    read,
};

/// The part with the text.
const BODY: &str = "word/document.xml";

fn looks(head: &Head<'_>) -> Looks {
    if named_archive(head, &READER) || names_part(head.bytes, BODY) {
        return Looks::Certain;
    }
    Looks::Other
}

fn read(source: Source) -> Entries {
    one(entry(source))
}

fn entry(source: Source) -> Result<Entry> {
    let mut package = Package::open(source)?;
    let Some(xml) = package.text(BODY)? else {
        let reason = "there is no document in it; save it as .docx or as text".to_owned();
        return Err(Error::Refused { name: package.name, reason });
    };
    let styles = package.text("word/styles.xml").ok().flatten().unwrap_or_default();
    let properties = package.text("docProps/core.xml").ok().flatten().unwrap_or_default();
    let read = body::read(&xml, &styles::Styles::read(&styles));
    Ok(article(package.name, read, &Properties::read(&properties)))
}

/// A paragraph of a document, by what its style makes of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Paragraph {
    pub(crate) role: Role,
    pub(crate) text: String,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Heading,
    Text,
}

/// What was read of a document's body.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) paragraphs: Vec<Paragraph>,
    /// Whether the XML broke off.
    pub(crate) is_cut: bool,
}

/// The entry of a document: its title is the paragraph that is styled as one, else a heading at
/// its head, else what its properties say, else a short line at its head.
pub(crate) fn article(name: String, body: Body, properties: &Properties) -> Entry {
    let mut paragraphs = body.paragraphs;
    paragraphs.retain(|paragraph| !clean_line(&paragraph.text).is_empty());
    let title = paragraphs.iter().position(|it| it.role == Role::Title);
    let heading = (paragraphs.first().map(|it| it.role) == Some(Role::Heading)).then_some(0);
    let mut article = Article::default();
    properties.apply(&mut article);
    article.title = match title.or(heading) {
        Some(index) => Some(paragraphs.remove(index).text),
        None => properties.title.clone(),
    };
    paragraphs.retain(|it| it.role != Role::Title);
    article.body = join_paragraphs(paragraphs.into_iter().map(|paragraph| paragraph.text));
    if article.title.is_none() {
        let (title, paragraphs) = title_and_paragraphs(&article.body, false);
        article.title = title;
        article.body = join_paragraphs(paragraphs);
    }
    let mut entry = Entry::new(name, article);
    if body.is_cut {
        let reason = "the document is damaged; what follows the damage is left out".to_owned();
        entry.warnings.push(Warning::Cut { reason });
    }
    entry
}

/// Whether a cell of a table holds prose: a table with less in its cells is data.
pub(crate) fn is_prose(cell: &str) -> bool {
    const WORDS: usize = 10;
    cell.split_whitespace().nth(WORDS - 1).is_some()
}

#[cfg(test)]
pub(crate) mod tests;
