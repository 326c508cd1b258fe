//! Linkwarden: a user's collections, each with its links.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::draft::Draft;
use super::{first, has};
use crate::error::Result;
use crate::read::entry::{Entries, Entry};
use crate::read::json::shapes::{Place, Shape};

pub(crate) const SHAPE: Shape = Shape { fits, entries };

fn fits(object: &Map<String, Value>) -> bool {
    first(object, "collections").is_some_and(|collection| {
        has(collection, &["name"]) && collection.get("links").is_some_and(Value::is_array)
    })
}

fn entries(mut object: Map<String, Value>, place: &Place) -> Entries {
    let pinned = pinned_ids(&object);
    let collections = match object.remove("collections") {
        Some(Value::Array(collections)) => collections,
        _ => Vec::new(),
    };
    let links = collections.into_iter().flat_map(|mut collection| {
        let name = collection.get("name").and_then(Value::as_str).map(str::to_owned);
        let links = match collection.get_mut("links").map(Value::take) {
            Some(Value::Array(links)) => links,
            _ => Vec::new(),
        };
        links.into_iter().map(move |link| (name.clone(), link))
    });
    let place = place.clone();
    Box::new(links.enumerate().map(move |(index, (collection, link))| {
        let empty = Map::new();
        let link = link.as_object().unwrap_or(&empty);
        entry(link, collection, &pinned, &place.element(index))
    }))
}

/// The ids of the links that a user pinned.
fn pinned_ids(object: &Map<String, Value>) -> HashSet<String> {
    let links = object.get("pinnedLinks").and_then(Value::as_array);
    links.into_iter().flatten().filter_map(|link| Some(link.get("id")?.to_string())).collect()
}

fn entry(
    object: &Map<String, Value>,
    collection: Option<String>,
    pinned: &HashSet<String>,
    place: &Place,
) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["url"]);
    draft.identity("linkwarden", "id");
    draft.title("name");
    if let Some(Value::String(text)) = draft.value("textContent") {
        draft.article.body.clone_from(text);
    }
    draft.article.category = collection;
    let is_pinned = draft.value("id").is_some_and(|id| pinned.contains(&id.to_string()));
    draft.article.starred = is_pinned;
    draft.article.created = draft.time("importDate").or_else(|| draft.time("createdAt"));
    draft.article.updated = draft.time("updatedAt");
    draft.tags(draft.words("tags", &["name"]));
    draft.highlights("highlight", "text", "comment");
    draft.highlights("highlights", "text", "comment");
    Ok(draft.entry(place))
}
