//! Pinboard: an array of bookmarks, whose names of fields are those of an older site.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::has;
use crate::error::Result;
use crate::read::entry::{Entry, one};
use crate::read::json::shapes::{Place, Shape};

pub(crate) const SHAPE: Shape = Shape {
    fits: |object| {
        has(object, &["href", "description", "time"])
            && object.get("href").is_some_and(Value::is_string)
    },
    entries: |object, place| one(entry(&object, place)),
};

fn entry(object: &Map<String, Value>, place: &Place) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["href"]);
    draft.title("description");
    draft.article.created = draft.time("time");
    draft.tags(draft.line("tags").unwrap_or_default().split(' '));
    draft.highlight("", &draft.line("extended").unwrap_or_default());
    Ok(draft.entry(place))
}
