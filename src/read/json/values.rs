//! The values of an input, one after the other: the elements of an array, or objects that stand
//! behind each other.
//!
//! In: a source. Out: the articles of each value as soon as it is read. A value that cannot be read
//! is an error of its own; the next one begins behind its last bracket.

use std::io::BufRead;

use encoding_rs::Encoding;

use super::elements::{Element, Elements, LARGEST_VALUE};
use super::shapes::Place;
use super::{parsed, read_value};
use crate::error::{Error, Result};
use crate::read::charset;
use crate::read::dates::Seen;
use crate::read::entry::{Entries, one};
use crate::read::source::Source;
use crate::read::streamed::Streamed;

/// The values that are left.
pub(super) struct Values {
    elements: Elements<Box<dyn BufRead + Send>>,
    place: Place,
    encoding: Option<&'static Encoding>,
    is_over: bool,
}

impl Values {
    pub(super) fn new(source: Source) -> Result<Self> {
        let mut place = Place::of(&source);
        let Streamed { reader, head, encoding, warnings, .. } = Streamed::new(source)?;
        place.warnings = warnings;
        place.seen.and(Seen::in_text(&head));
        Ok(Self { elements: Elements::new(reader), place, encoding, is_over: false })
    }

    /// The articles in the next value.
    fn entries(&mut self) -> Result<Option<Entries>> {
        let found = self.elements.next();
        self.is_over = found.as_ref().map_or(true, Option::is_none);
        let found =
            found.map_err(|source| Error::Io { path: self.place.name.clone().into(), source })?;
        let Some(Element { bytes, index, is_cut }) = found else { return Ok(None) };
        let mut place = match index {
            Some(index) => self.place.element(index),
            None => self.place.clone(),
        };
        if is_cut {
            self.is_over = true;
            let reason = format!("it is longer than {} MiB; divide it", LARGEST_VALUE >> 20);
            return Err(Error::Refused { name: place.name, reason });
        }
        let decoded = charset::decode(&place.name, bytes, self.encoding)?;
        place.warnings.extend(decoded.warnings);
        let value = parsed(&place.name, &decoded.text)?;
        // A long text is not held beside its value.
        drop(decoded.text);
        Ok(Some(read_value(value, &place)))
    }
}

impl Iterator for Values {
    type Item = Entries;

    fn next(&mut self) -> Option<Entries> {
        if self.is_over {
            return None;
        }
        self.entries().unwrap_or_else(|error| Some(one(Err(error))))
    }
}
