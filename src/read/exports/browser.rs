//! The bookmarks of Chrome (and Edge, Brave, Vivaldi) and of Firefox as JSON: trees of folders.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::draft::Draft;
use super::has;
use crate::error::Result;
use crate::read::entry::{Entries, Entry};
use crate::read::json::shapes::{Place, Shape};

pub(crate) const CHROME: Shape = Shape {
    fits: |object| {
        object.get("roots").and_then(Value::as_object).is_some_and(|roots| {
            roots.values().any(|root| root.get("children").is_some_and(Value::is_array))
        })
    },
    entries: |mut object, place| {
        let roots = match object.remove("roots") {
            Some(Value::Object(roots)) => roots.into_iter().map(|(_, root)| root).collect(),
            _ => Vec::new(),
        };
        bookmarks(roots, "name", chrome_entry, place)
    },
};

pub(crate) const FIREFOX: Shape = Shape {
    fits: |object| {
        let kind = object.get("type").and_then(Value::as_str);
        kind == Some("text/x-moz-place-container") && has(object, &["children"])
    },
    entries: |object, place| bookmarks(vec![Value::Object(object)], "title", firefox_entry, place),
};

/// Reads a bookmark in the folder of a name.
type ReadBookmark = fn(&Map<String, Value>, Option<String>, &Place) -> Result<Entry>;

/// The bookmarks in trees, each in the order of its folder.
fn bookmarks(roots: Vec<Value>, name: &'static str, read: ReadBookmark, place: &Place) -> Entries {
    let mut waiting: Vec<(Option<String>, Value)> =
        roots.into_iter().rev().map(|root| (None, root)).collect();
    let place = place.clone();
    let mut count = 0;
    Box::new(std::iter::from_fn(move || {
        while let Some((folder, mut node)) = waiting.pop() {
            if let Some(Value::Array(children)) = node.get_mut("children").map(Value::take) {
                let own = node.get(name).and_then(Value::as_str).map(str::trim);
                let own = own.filter(|name| !name.is_empty()).map(str::to_owned).or(folder);
                waiting.extend(children.into_iter().rev().map(|child| (own.clone(), child)));
            } else if let Some(node) = node.as_object().filter(|node| is_page(node)) {
                count += 1;
                return Some(read(node, folder, &place.element(count - 1)));
            }
        }
        None
    }))
}

/// Whether a bookmark is of a page: not a script, a search or a page of the browser's own.
fn is_page(node: &Map<String, Value>) -> bool {
    let address = node.get("url").or_else(|| node.get("uri")).and_then(Value::as_str);
    address.is_some_and(|address| {
        let start = address.trim_start().get(..8).unwrap_or_default().to_ascii_lowercase();
        start.starts_with("http://") || start.starts_with("https://")
    })
}

fn chrome_entry(
    object: &Map<String, Value>,
    folder: Option<String>,
    place: &Place,
) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["url"]);
    draft.title("name");
    draft.article.category = folder;
    draft.article.created = draft.line("date_added").and_then(|text| since_1601(&text));
    draft.article.last_read = draft.line("date_last_used").and_then(|text| since_1601(&text));
    Ok(draft.entry(place))
}

fn firefox_entry(
    object: &Map<String, Value>,
    folder: Option<String>,
    place: &Place,
) -> Result<Entry> {
    let mut draft = Draft::new(object);
    draft.url(&["uri"]);
    draft.title("title");
    draft.article.category = folder;
    draft.article.created = draft.time("dateAdded");
    draft.article.updated = draft.time("lastModified");
    draft.tags(draft.line("tags").unwrap_or_default().split(','));
    Ok(draft.entry(place))
}

/// The instant so many microseconds after 1601; zero is none.
fn since_1601(text: &str) -> Option<Timestamp> {
    const START: i64 = -11_644_473_600;
    let microseconds: i64 = text.parse().ok().filter(|&count| count > 0)?;
    let start = Timestamp::from_second(START).ok()?;
    start.checked_add(SignedDuration::from_micros(microseconds)).ok()
}
