//! Pocket: the annotations that lie beside its tables.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::{first, has};
use crate::error::Result;
use crate::read::entry::{Entry, one};
use crate::read::json::shapes::{Place, Shape};

pub(crate) const SHAPE: Shape = Shape {
    fits: |object| {
        has(object, &["url", "title"])
            && first(object, "highlights").is_some_and(|it| has(it, &["quote", "created_at"]))
    },
    entries: |object, place| one(entry(&object, place)),
};

fn entry(object: &Map<String, Value>, place: &Place) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["url"]);
    draft.title("title");
    draft.highlights("highlights", "quote", "note");
    Ok(draft.entry(place))
}
