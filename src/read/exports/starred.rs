//! `starred.json`: items as Google Reader wrote them, and FreshRSS, Inoreader and others since.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::{each, first, has};
use crate::error::Result;
use crate::read::entry::{Entries, Entry};
use crate::read::json::shapes::{Place, Shape};

pub(crate) const SHAPE: Shape = Shape { fits, entries };

fn fits(object: &Map<String, Value>) -> bool {
    first(object, "items").is_some_and(|item| {
        let is_object = |field| item.get(field).is_some_and(Value::is_object);
        (is_object("content") || is_object("summary"))
            && (has(item, &["alternate"]) || has(item, &["canonical"]) || is_object("origin"))
    })
}

fn entries(mut object: Map<String, Value>, place: &Place) -> Entries {
    let id = object.get("id").and_then(Value::as_str).unwrap_or_default();
    let is_starred = id.ends_with("/starred");
    each(object.remove("items"), place, move |item, place| entry(item, is_starred, place))
}

fn entry(object: &Map<String, Value>, is_starred: bool, place: &Place) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.article.url = link(object, "canonical").or_else(|| link(object, "alternate"));
    draft.identity("reader", "id");
    draft.title("title");
    draft.html("summary.content");
    let summary = std::mem::take(&mut draft.article.body);
    draft.html("content.content");
    if draft.article.body.trim().is_empty() {
        draft.article.body = summary;
    }
    draft.article.author = draft.line("author");
    draft.article.site = draft.line("origin.title");
    draft.published("published");
    draft.article.updated = draft.time("updated");
    draft.article.created = draft.time("crawlTimeMsec").or_else(|| draft.time("timestampUsec"));
    draft.article.starred = is_starred;
    for category in draft.words("categories", &["label", "id"]) {
        match state(&category) {
            Some("starred") => draft.article.starred = true,
            Some("read") => draft.read(true),
            Some(_) => {}
            None => draft.tags([category.rsplit_once("/label/").map_or(&*category, |it| it.1)]),
        }
    }
    draft.highlights("annotations", "quote", "note");
    Ok(draft.entry(place))
}

/// The state that a category such as `user/-/state/com.google/starred` names.
fn state(category: &str) -> Option<&str> {
    let (user, state) = category.split_once("/state/")?;
    user.starts_with("user/").then(|| state.rsplit('/').next()).flatten()
}

/// The first address in a list of links.
fn link(object: &Map<String, Value>, field: &str) -> Option<String> {
    let links = object.get(field)?.as_array()?;
    links.iter().find_map(|link| Some(link.get("href")?.as_str()?.trim().to_owned()))
}
