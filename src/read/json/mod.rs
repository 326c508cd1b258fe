//! JSON: an object is an article or an export of many; an array is one of either a piece.
//!
//! In: JSON, one value or several one after the other. Out: the articles in it, each element of an
//! array as soon as it is read. What form an object is in, [`SHAPES`](shapes::SHAPES) tells: the
//! exports of other applications are lines there. An object of no such form is a list of articles
//! by another name, see [`collection`], or one article, see [`article`].

pub(crate) mod article;
mod collection;
mod elements;
pub(crate) mod parse;
pub(crate) mod shapes;
mod values;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use self::shapes::{Place, SHAPES, Shape};
use self::values::Values;
use super::detect::{Head, Looks};
use super::entry::{Entries, one};
use super::fields::invalid;
use super::source::Source;
use super::table::Reader;
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
    match Values::new(source) {
        Ok(values) => Box::new(values.flatten()),
        Err(error) => one(Err(error)),
    }
}

/// The value that a text is, all of it; see [`parse`] for what is taken beside JSON.
///
/// # Errors
/// [`Error::InvalidJson`].
pub(crate) fn parsed(name: &str, text: &str) -> Result<Value> {
    let start = parse::next_value(text, 0);
    match parse::value(text, start) {
        Some((value, end)) if parse::next_value(text, end) == text.len() => Ok(value),
        _ => Err(invalid_json(name, text)),
    }
}

/// The error for text that is no JSON.
fn invalid_json(name: &str, text: &str) -> Error {
    use serde::de::Error as _;
    let source = match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Err(error) => error,
        Ok(_) => serde_json::Error::custom("values lie too deep in each other"),
    };
    Error::InvalidJson { name: name.to_owned(), source }
}

/// The articles in a value that stands at `place`.
pub(crate) fn read_value(value: Value, place: &Place) -> Entries {
    let mut object = match value {
        Value::Object(object) => object,
        other => {
            return one(Err(invalid(&place.name, "article", "a JSON object", &other.to_string())));
        }
    };
    if let Some(shape) = shape_of(&object) {
        return (shape.entries)(object, place);
    }
    match collection::list(&mut object) {
        Some(items) => {
            let place = place.clone();
            let elements = items.into_iter().enumerate();
            // Elements have no lists in them, or nesting would be followed by recursion.
            Box::new(elements.flat_map(move |(index, item)| element(item, &place.element(index))))
        }
        None => one(article::article(object, place)),
    }
}

/// The articles in an element of a list in an object.
fn element(item: Value, place: &Place) -> Entries {
    match item {
        Value::Object(object) => match shape_of(&object) {
            Some(shape) => (shape.entries)(object, place),
            None => one(article::article(object, place)),
        },
        other => one(Err(invalid(&place.name, "article", "a JSON object", &other.to_string()))),
    }
}

/// The application that wrote an object.
fn shape_of(object: &Map<String, Value>) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| (shape.fits)(object))
}
