//! Readwise: documents of the Reader, and books with their highlights.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::has;
use crate::error::Result;
use crate::read::entry::{Entry, one};
use crate::read::json::shapes::{Place, Shape};

/// A document as the Reader lists it.
pub(crate) const DOCUMENT: Shape = Shape {
    fits: |object| has(object, &["source_url", "reading_progress", "location"]),
    entries: |object, place| one(document(&object, place)),
};

/// A book, an article or a podcast with what was marked in it.
pub(crate) const HIGHLIGHTS: Shape = Shape {
    fits: |object| has(object, &["user_book_id", "highlights"]),
    entries: |object, place| one(book(&object, place)),
};

fn document(object: &Map<String, Value>, place: &Place) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["source_url", "url"]);
    draft.identity("readwise", "id");
    draft.title("title");
    draft.html("content");
    if draft.value("html_content").is_some_and(|html| !html.is_null()) {
        draft.html("html_content");
    }
    draft.article.author = draft.line("author");
    draft.article.site = draft.line("site_name");
    draft.published("published_date");
    draft.article.created = draft.time("saved_at").or_else(|| draft.time("created_at"));
    draft.article.updated = draft.time("updated_at");
    draft.article.last_read = draft.time("last_opened_at");
    draft.read(draft.line("location").as_deref() == Some("archive"));
    draft.progress("reading_progress", 1.0);
    // Tags are an object with a name for each, or a list.
    let named = draft.value("tags").and_then(Value::as_object);
    draft.tags(named.into_iter().flat_map(Map::keys));
    draft.tags(draft.words("tags", &["name"]));
    draft.highlight("", &draft.line("notes").unwrap_or_default());
    Ok(draft.entry(place))
}

fn book(object: &Map<String, Value>, place: &Place) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["source_url", "unique_url"]);
    draft.identity("readwise", "user_book_id");
    draft.title("title");
    draft.article.author = draft.line("author");
    draft.tags(draft.words("book_tags", &["name"]));
    draft.highlights("highlights", "text", "note");
    draft.highlight("", &draft.line("document_note").unwrap_or_default());
    Ok(draft.entry(place))
}
