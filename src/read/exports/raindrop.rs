//! Raindrop: bookmarks in JSON; the table is in [`tables`](super::tables).

use serde_json::{Map, Value};

use super::draft::Draft;
use super::has;
use crate::error::Result;
use crate::read::entry::{Entry, one};
use crate::read::json::shapes::{Place, Shape};

pub(crate) const SHAPE: Shape = Shape {
    fits: |object| has(object, &["_id", "link", "title", "excerpt"]),
    entries: |object, place| one(entry(&object, place)),
};

fn entry(object: &Map<String, Value>, place: &Place) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["link"]);
    draft.identity("raindrop", "_id");
    draft.title("title");
    draft.article.site = draft.line("domain");
    draft.article.category = draft.line("collection.title");
    draft.article.starred = draft.is_set("important");
    draft.article.created = draft.time("created");
    draft.article.updated = draft.time("lastUpdate");
    draft.tags(draft.words("tags", &["name"]));
    draft.highlights("highlights", "text", "note");
    draft.highlight("", &draft.line("note").unwrap_or_default());
    Ok(draft.entry(place))
}
