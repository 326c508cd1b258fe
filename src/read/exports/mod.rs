//! The exports of reading applications, bookmark managers, feed readers and browsers.
//!
//! In: an object of JSON in the form that one application writes, or a row of its table. Out: its
//! entries with all that it says of them: text, times, reading state, tags, highlights. What has no
//! text is an address. An application's own id becomes the external id of an entry that has no
//! address, with the application's name before it: two applications count alike.
//!
//! **Another export** is a file here, and a line in [`SHAPES`](super::json::shapes::SHAPES) or in
//! [`TABLES`](tables::TABLES).
//!
//! What this module does not do: read feeds and bookmarks in HTML, or articles of JSON that no
//! application wrote.

pub(crate) mod browser;
pub(crate) mod container;
mod draft;
pub(crate) mod karakeep;
pub(crate) mod linkwarden;
mod list;
pub(crate) mod miniflux;
pub(crate) mod omnivore;
pub(crate) mod pinboard;
mod placeholder;
pub(crate) mod pocket;
pub(crate) mod raindrop;
pub(crate) mod readwise;
pub(crate) mod starred;
pub(crate) mod tables;
pub(crate) mod wallabag;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::entry::{Entries, Entry};
use super::json::shapes::Place;
use crate::error::Result;

/// The entries of a list, each read when it is asked for.
fn each(
    list: Option<Value>,
    place: &Place,
    read: impl Fn(&Map<String, Value>, &Place) -> Result<Entry> + Send + 'static,
) -> Entries {
    let place = place.clone();
    let elements = match list {
        Some(Value::Array(elements)) => elements,
        _ => Vec::new(),
    };
    Box::new(elements.into_iter().enumerate().map(move |(index, element)| {
        let empty = Map::new();
        read(element.as_object().unwrap_or(&empty), &place.element(index))
    }))
}

/// Whether all these fields are there.
fn has(object: &Map<String, Value>, fields: &[&str]) -> bool {
    fields.iter().all(|field| object.contains_key(*field))
}

/// The first object in the list that a field holds.
fn first<'a>(object: &'a Map<String, Value>, field: &str) -> Option<&'a Map<String, Value>> {
    object.get(field)?.as_array()?.first()?.as_object()
}
