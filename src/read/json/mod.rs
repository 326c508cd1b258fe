//! JSON: an object is an article or an export of many; an array is one of either a piece.
//!
//! In: JSON: a value, or several one after the other. Out: the articles in it, those of an array as
//! they come. What form an object is in, [`SHAPES`](shapes::SHAPES) tells:
//! the exports of other applications are lines there. An object of no such form is one article,
//! see [`article`].

pub(crate) mod article;
pub(crate) mod elements;
pub(crate) mod shapes;

use std::io::{self, BufRead, Cursor, Read};

use serde_json::{Map, Value};

use self::elements::{Element, Elements, LARGEST_VALUE};
use self::shapes::{Place, SHAPES};
use super::charset;
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
    match Values::new(source) {
        Ok(values) => Box::new(values.flatten()),
        Err(error) => one(Err(error)),
    }
}

/// The values of an input that are left.
struct Values {
    elements: Elements<Box<dyn BufRead + Send>>,
    place: Place,
    is_over: bool,
}

impl Values {
    fn new(source: Source) -> Result<Self> {
        let mut place = Place::of(&source);
        let reader: Box<dyn BufRead + Send> = if is_utf_8(&source) {
            let has_mark = source.head().starts_with(MARK);
            let mut reader = source.into_reader();
            if has_mark {
                let mark = reader.by_ref().take(MARK.len() as u64).read_to_end(&mut Vec::new());
                mark.map_err(|error| unreadable(&place, error))?;
            }
            reader
        } else {
            let decoded = source.into_text(LARGEST)?;
            place.warnings = decoded.warnings;
            Box::new(Cursor::new(decoded.text))
        };
        Ok(Self { elements: Elements::new(reader), place, is_over: false })
    }

    /// The articles in the next value.
    fn entries(&mut self) -> Result<Option<Entries>> {
        let found = self.elements.next().map_err(|error| unreadable(&self.place, error));
        self.is_over = found.as_ref().is_ok_and(Option::is_none) || found.is_err();
        let Some(Element { bytes, index, is_cut }) = found? else { return Ok(None) };
        let mut place = match index {
            Some(index) => self.place.element(index),
            None => self.place.clone(),
        };
        if is_cut {
            self.is_over = true;
            let reason = format!("it is longer than {} MiB; divide it", LARGEST_VALUE >> 20);
            return Err(Error::Refused { name: place.name, reason });
        }
        let decoded = charset::decode(&place.name, bytes, None)?;
        place.warnings.extend(decoded.warnings);
        let value = serde_json::from_str(&decoded.text)
            .map_err(|source| Error::InvalidJson { name: place.name.clone(), source })?;
        drop(decoded.text);
        Ok(Some(read_value(value, &place)))
    }
}

impl Iterator for Values {
    type Item = Entries;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        self.entries().unwrap_or_else(|error| Some(one(Err(error))))
    }
}

/// The byte order mark of UTF-8.
pub(crate) const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Whether the input is UTF-8, so that brackets and quotation marks are bytes; where its first
/// bytes are not, it is decoded whole.
pub(crate) fn is_utf_8(source: &Source) -> bool {
    let named = source.media_type.as_deref().and_then(charset::of_media_type);
    let head = source.head();
    let is_cut = |error: std::str::Utf8Error| error.error_len().is_none();
    let is_valid = std::str::from_utf8(head).map_or_else(is_cut, |_| true);
    named.is_none_or(|encoding| encoding == encoding_rs::UTF_8)
        && is_valid
        && !head.contains(&0)
        && !head.contains(&0x1B)
}

fn unreadable(place: &Place, source: io::Error) -> Error {
    Error::Io { path: place.name.clone().into(), source }
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
pub(crate) fn entry(object: &Map<String, Value>, place: &Place) -> Result<Entry> {
    let article = article::article(&place.name, object)?;
    let warnings: Vec<Warning> = place.warnings.clone();
    Ok(Entry { warnings, ..Entry::new(&*place.name, article) })
}
