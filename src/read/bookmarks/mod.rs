//! Bookmarks: lists of addresses with what their readers noted.
//!
//! In: the page that browsers and bookmark services export (Netscape's form), Pocket's and
//! Instapaper's page of links; [`list`] reads addresses line by line. Out: the address of each page
//! with its title, folder, tags, times and note. Addresses that are none of a page on the web
//! (`javascript:`, `place:`) are left out.

pub(crate) mod list;
mod marks;

#[cfg(test)]
mod tests;

use self::marks::Mark;
use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::source::Source;
use super::table::Reader;
use crate::article::{Article, Highlight};
use crate::error::{Error, Result};

pub(crate) const READER: Reader =
    Reader { name: "bookmarks", extensions: &[], media_types: &[], looks, read };

/// The most bytes of an export that are read.
const LARGEST: usize = 256 << 20;
/// In how many bytes the signs of an export stand.
const PROLOGUE: usize = 4 << 10;
/// What exports say of themselves, in small letters.
const SIGNS: [&str; 4] = [
    "<!doctype netscape-bookmark-file",
    "<title>pocket export</title>",
    "<title>instapaper: export</title>",
    "<title>instapaper export</title>",
];

fn looks(head: &Head<'_>) -> Looks {
    if !head.text.starts_with('<') {
        return Looks::Other;
    }
    let prologue: String = head.text.chars().take(PROLOGUE).collect();
    let prologue = prologue.to_ascii_lowercase();
    let has_sign = SIGNS.iter().any(|sign| prologue.contains(sign));
    // Files of which only the first line is missing.
    let has_form = prologue.contains("<dt><a href=") && prologue.contains("add_date=");
    if has_sign || has_form { Looks::Certain } else { Looks::Other }
}

fn read(source: Source) -> Entries {
    entries(source).unwrap_or_else(|error| one(Err(error)))
}

fn entries(source: Source) -> Result<Entries> {
    let name = source.name.clone();
    let decoded = source.into_text(LARGEST)?;
    let marks = marks::marks(&decoded.text);
    if marks.is_empty() {
        let reason = "the export holds no addresses of pages".to_owned();
        return Err(Error::Refused { name, reason });
    }
    Ok(Box::new(
        marks
            .into_iter()
            .enumerate()
            .map(move |(index, mark)| Ok(Entry::new(format!("{name}[{index}]"), article(mark)))),
    ))
}

fn article(mark: Mark) -> Article {
    let note = mark.note.filter(|note| !note.is_empty());
    let highlights = note.map(|note| Highlight { quote: String::new(), note: Some(note) });
    Article {
        title: mark.title.filter(|title| *title != mark.url),
        url: Some(mark.url),
        category: mark.folder,
        tags: mark.tags,
        starred: mark.starred,
        highlights: highlights.into_iter().collect(),
        created: mark.added,
        updated: mark.changed,
        last_read: mark.visited,
        read_count: u64::from(mark.is_read),
        ..Article::default()
    }
}
