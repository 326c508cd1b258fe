//! Miniflux: entries with the feed that each is of.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::has;
use crate::error::Result;
use crate::read::entry::{Entry, one};
use crate::read::json::shapes::{Place, Shape};

pub(crate) const SHAPE: Shape = Shape {
    fits: |object| {
        has(object, &["url", "content", "status", "starred"]) && has(object, &["feed_id"])
    },
    entries: |object, place| one(entry(&object, place)),
};

fn entry(object: &Map<String, Value>, place: &Place) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["url"]);
    draft.identity("miniflux", "id");
    draft.title("title");
    draft.html("content");
    draft.article.author = draft.line("author");
    draft.article.site = draft.line("feed.title");
    draft.article.category = draft.line("feed.category.title");
    draft.published("published_at");
    draft.article.created = draft.time("created_at");
    draft.article.updated = draft.time("changed_at");
    draft.read(draft.line("status").as_deref() == Some("read"));
    draft.article.starred = draft.is_set("starred");
    draft.tags(draft.words("tags", &["title"]));
    Ok(draft.entry(place))
}
