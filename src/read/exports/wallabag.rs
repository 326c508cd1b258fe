//! wallabag: an array of entries with the HTML of each, of version 2 and of version 1.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::has;
use crate::error::Result;
use crate::read::entry::{Entry, one};
use crate::read::json::shapes::{Place, Shape};

pub(crate) const SHAPE: Shape = Shape {
    fits: |object| has(object, &["is_archived", "is_starred"]) && names_an_article(object),
    entries: |object, place| one(entry(&object, place)),
};

/// Version 1, whose flags are strings and whose tags are one.
pub(crate) const FIRST_SHAPE: Shape = Shape {
    fits: |object| has(object, &["is_read", "is_fav"]) && names_an_article(object),
    entries: |object, place| one(first_entry(&object, place)),
};

fn names_an_article(object: &Map<String, Value>) -> bool {
    has(object, &["url"]) || has(object, &["title", "content"])
}

fn entry(object: &Map<String, Value>, place: &Place) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["url", "given_url", "origin_url"]);
    draft.identity("wallabag", "id");
    draft.title("title");
    draft.html("content");
    draft.published("published_at");
    draft.language("language");
    let authors = draft.words("published_by", &["name"]);
    draft.article.author = Some(authors.join(", ")).filter(|authors| !authors.trim().is_empty());
    draft.article.site = draft.line("domain_name");
    draft.read(draft.is_set("is_archived"));
    draft.article.starred = draft.is_set("is_starred");
    draft.article.created = draft.time("created_at");
    draft.article.updated = draft.time("updated_at");
    draft.article.last_read = draft.time("archived_at");
    draft.tags(draft.words("tags", &["label", "slug"]));
    draft.highlights("annotations", "quote", "text");
    Ok(draft.entry(place))
}

fn first_entry(object: &Map<String, Value>, place: &Place) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["url"]);
    draft.identity("wallabag", "id");
    draft.title("title");
    draft.html("content");
    draft.read(draft.is_set("is_read"));
    draft.article.starred = draft.is_set("is_fav");
    draft.tags(draft.line("tags").unwrap_or_default().split(','));
    Ok(draft.entry(place))
}
