//! The tables that applications export, told by their header.
//!
//! In: a row, as an object with a string for each column by its name in small letters. Out: its
//! entry, or nothing for a row that is no article of the user's.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::draft::Draft;
use super::list::list_of;
use crate::read::entry::Entry;
use crate::read::json::shapes::Place;

/// A table of one application.
pub(crate) struct Table {
    /// The columns that tell it, in small letters.
    columns: &'static [&'static str],
    /// The entry of a row.
    entry: fn(Draft<'_>, &Place) -> Option<Entry>,
}

/// All tables. The first whose columns are all there is taken.
static TABLES: &[Table] = &[
    Table { columns: &["url", "time_added", "tags", "status"], entry: pocket },
    Table { columns: &["url", "title", "selection", "folder"], entry: instapaper },
    Table {
        columns: &["title", "url", "document tags", "saved date", "location"],
        entry: readwise_reader,
    },
    Table { columns: &["title", "url", "excerpt", "folder", "tags", "created"], entry: raindrop },
    Table { columns: &["title", "url", "tags", "in queue", "favorited", "read"], entry: matter },
    Table { columns: &["title", "url", "content", "mime type", "creation date"], entry: wallabag },
    Table { columns: &["id", "type", "url", "content", "note", "created"], entry: mymind },
    Table { columns: &["url", "state", "labels", "saved_at"], entry: omnivore },
];

/// The table that has a header of these columns, in small letters.
pub(crate) fn of_header(columns: &[String]) -> Option<&'static Table> {
    let is_there = |wanted: &&str| columns.iter().any(|column| column == wanted);
    TABLES.iter().find(|table| table.columns.iter().all(is_there))
}

/// The entry of a row of a table.
pub(crate) fn entry(table: &Table, row: &Map<String, Value>, place: &Place) -> Option<Entry> {
    (table.entry)(Draft::new(row), place)
}

/// No tag of Pocket's holds a comma, and some exports separate them so.
fn pocket(mut draft: Draft<'_>, place: &Place) -> Option<Entry> {
    draft.url(&["url"]);
    draft.title("title");
    draft.article.created = draft.time("time_added");
    draft.read(is_one_of(&draft, "status", &["archive", "archived", "read"]));
    draft.tags(draft.line("tags").unwrap_or_default().split(['|', ',']));
    Some(draft.entry(place))
}

/// Three generations: without a time, with one, with tags too.
fn instapaper(mut draft: Draft<'_>, place: &Place) -> Option<Entry> {
    draft.url(&["url"]);
    draft.title("title");
    draft.article.created = draft.time("timestamp");
    match draft.line("folder").as_deref() {
        None | Some("Unread") => {}
        Some("Archive") => draft.read(true),
        Some("Starred") => draft.article.starred = true,
        Some(folder) => draft.article.category = Some(folder.to_owned()),
    }
    draft.tags(list_of(&draft.line("tags").unwrap_or_default()));
    draft.highlight(&draft.line("selection").unwrap_or_default(), "");
    Some(draft.entry(place))
}

/// What only came in by a feed was not saved by anybody.
fn readwise_reader(mut draft: Draft<'_>, place: &Place) -> Option<Entry> {
    if is_one_of(&draft, "location", &["feed"]) {
        return None;
    }
    draft.url(&["url"]);
    draft.identity("readwise", "id");
    draft.title("title");
    draft.article.created = draft.time("saved date");
    draft.read(is_one_of(&draft, "location", &["archive"]));
    draft.progress("reading progress", 1.0);
    draft.tags(list_of(&draft.line("document tags").unwrap_or_default()));
    Some(draft.entry(place))
}

fn raindrop(mut draft: Draft<'_>, place: &Place) -> Option<Entry> {
    draft.url(&["url"]);
    draft.identity("raindrop", "id");
    draft.title("title");
    let folder = draft.line("folder").filter(|folder| folder != "Unsorted");
    draft.article.category = folder.map(|folder| {
        let parts = folder.split('/').map(str::trim).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" / ")
    });
    draft.article.created = draft.time("created");
    draft.article.starred = draft.is_set("favorite");
    draft.tags(draft.line("tags").unwrap_or_default().split(','));
    let marked = draft.value("highlights").and_then(Value::as_str).unwrap_or_default();
    for passage in marked.replace("\r\n", "\n").split("\n\n") {
        let passage = passage.trim();
        let passage = passage.strip_prefix("Highlight:").unwrap_or(passage);
        let (quote, note) = passage.split_once("\nNote:").unwrap_or((passage, ""));
        draft.highlight(quote, note);
    }
    draft.highlight("", &draft.line("note").unwrap_or_default());
    Some(draft.entry(place))
}

fn matter(mut draft: Draft<'_>, place: &Place) -> Option<Entry> {
    draft.url(&["url"]);
    draft.identity("matter", "file id");
    draft.title("title");
    draft.article.author = draft.line("author");
    draft.article.site = draft.line("publisher");
    draft.article.starred = draft.is_set("favorited");
    // What is in the queue no longer was put away.
    draft.read(draft.is_set("read") || is_one_of(&draft, "in queue", &["false"]));
    draft.article.last_read = draft.time("last interaction date");
    draft.tags(draft.line("tags").unwrap_or_default().split(';'));
    Some(draft.entry(place))
}

fn wallabag(mut draft: Draft<'_>, place: &Place) -> Option<Entry> {
    draft.url(&["url"]);
    draft.title("title");
    draft.html("content");
    draft.language("language");
    draft.article.created = draft.line("creation date").and_then(|text| day_first(&text));
    draft.tags(draft.line("tags").unwrap_or_default().split(','));
    Some(draft.entry(place))
}

/// The instant that `31/12/2024 11:59:00` is.
fn day_first(text: &str) -> Option<Timestamp> {
    let (day, time) = text.split_once(' ')?;
    let mut parts = day.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    format!("{year}-{month}-{day}T{time}Z").parse().ok()
}

/// A note has a text, a page an address.
fn mymind(mut draft: Draft<'_>, place: &Place) -> Option<Entry> {
    draft.url(&["url"]);
    draft.identity("mymind", "id");
    draft.title("title");
    if let Some(Value::String(text)) = draft.value("content") {
        draft.article.body.clone_from(text);
    }
    draft.article.created = draft.time("created");
    draft.tags(draft.line("tags").unwrap_or_default().split(','));
    draft.highlight("", &draft.line("note").unwrap_or_default());
    Some(draft.entry(place))
}

fn omnivore(mut draft: Draft<'_>, place: &Place) -> Option<Entry> {
    draft.url(&["url"]);
    draft.title("title");
    draft.article.created = draft.time("saved_at");
    draft.published("published_at");
    draft.read(is_one_of(&draft, "state", &["archived"]));
    draft.tags(list_of(&draft.line("labels").unwrap_or_default()));
    Some(draft.entry(place))
}

/// Whether a field holds one of these words, in whatever case.
fn is_one_of(draft: &Draft<'_>, path: &str, words: &[&str]) -> bool {
    let line = draft.line(path).unwrap_or_default();
    words.iter().any(|word| line.eq_ignore_ascii_case(word))
}
