//! JSON: an object is an article or an export of many; an array is one of either a piece.
//!
//! In: JSON. Out: the articles in it. What form an object is in, [`SHAPES`](shapes::SHAPES) tells:
//! the exports of other applications are lines there. An object of no such form is one article,
//! see [`article`].

pub(crate) mod article;
pub(crate) mod shapes;

use serde_json::{Map, Value};

use self::shapes::{Place, SHAPES};
use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::fields::invalid;
use super::source::{LARGEST, Source};
use super::table::Reader;
use crate::article::Warning;
use crate::error::{Error, Result};

pub(crate) const READER: Reader = Reader {
    name: "json",
    extensions: &["json"],
    media_types: &["application/json", "application/feed+json", "application/ld+json"],
    looks,
    read,
};

fn looks(head: &Head<'_>) -> Looks {
    let opens = |bracket: char, then: &[char]| {
        let inside = head.text.strip_prefix(bracket).map(str::trim_start);
        inside.is_some_and(|inside| inside.starts_with(then))
    };
    let is_json = opens('{', &['"', '}']) || opens('[', &['{', ']']);
    if is_json { Looks::Certain } else { Looks::Other }
}

fn read(source: Source) -> Entries {
    entries(source).unwrap_or_else(|error| one(Err(error)))
}

fn entries(source: Source) -> Result<Entries> {
    let mut place = Place::of(&source);
    let decoded = source.into_text(LARGEST)?;
    place.warnings = decoded.warnings;
    match serde_json::from_str(&decoded.text) {
        Ok(Value::Array(elements)) => {
            drop(decoded.text);
            Ok(Box::new(
                elements
                    .into_iter()
                    .enumerate()
                    .flat_map(move |(index, element)| read_value(element, &place.element(index))),
            ))
        }
        Ok(value) => Ok(read_value(value, &place)),
        Err(error) => Err(Error::InvalidJson { name: place.name, source: error }),
    }
}

/// The articles in a value that stands at `place`.
pub(crate) fn read_value(value: Value, place: &Place) -> Entries {
    match value {
        Value::Object(object) => match SHAPES.iter().find(|shape| (shape.fits)(&object)) {
            Some(shape) => (shape.entries)(object, place),
            None => one(entry(&object, place)),
        },
        other => one(Err(invalid(&place.name, "article", "a JSON object", &other.to_string()))),
    }
}

/// The one article that an object is.
fn entry(object: &Map<String, Value>, place: &Place) -> Result<Entry> {
    let article = article::article(&place.name, object)?;
    let warnings: Vec<Warning> = place.warnings.clone();
    Ok(Entry { warnings, ..Entry::new(&*place.name, article) })
}
