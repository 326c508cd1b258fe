//! Karakeep (Hoarder before): bookmarks, and the lists that they are in.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::draft::Draft;
use super::{each, first, has};
use crate::error::Result;
use crate::read::entry::{Entries, Entry};
use crate::read::json::shapes::{Place, Shape};

pub(crate) const SHAPE: Shape = Shape { fits, entries };

fn fits(object: &Map<String, Value>) -> bool {
    first(object, "bookmarks").is_some_and(|bookmark| has(bookmark, &["createdAt", "content"]))
}

fn entries(mut object: Map<String, Value>, place: &Place) -> Entries {
    let lists = list_names(&object);
    each(object.remove("bookmarks"), place, move |bookmark, place| entry(bookmark, &lists, place))
}

/// The names of the lists that a user filled, by their ids.
fn list_names(object: &Map<String, Value>) -> HashMap<String, String> {
    let lists = object.get("lists").and_then(Value::as_array);
    let name = |list: &Value| {
        let text = |field| Some(list.get(field)?.as_str()?.to_owned());
        let is_manual = text("type").is_none_or(|kind| kind == "manual");
        is_manual.then(|| Some((text("id")?, text("name")?))).flatten()
    };
    lists.into_iter().flatten().filter_map(name).collect()
}

fn entry(
    object: &Map<String, Value>,
    lists: &HashMap<String, String>,
    place: &Place,
) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["content.url", "content.sourceUrl"]);
    draft.identity("karakeep", "id");
    draft.title("title");
    if let Some(Value::String(text)) = draft.value("content.text") {
        draft.article.body.clone_from(text);
    }
    draft.article.author = draft.line("content.author");
    draft.article.site = draft.line("content.publisher");
    draft.published("content.datePublished");
    draft.article.created = draft.time("createdAt");
    draft.read(draft.is_set("archived"));
    draft.article.starred = draft.is_set("favourited");
    draft.tags(draft.words("tags", &["name"]));
    let in_lists = draft.words("lists", &["id"]);
    draft.article.category = in_lists.iter().find_map(|id| lists.get(id)).cloned();
    draft.highlights("highlights", "text", "note");
    draft.highlight("", &draft.line("note").unwrap_or_default());
    Ok(draft.entry(place))
}
