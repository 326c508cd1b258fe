//! The values of a text, one after the other: the elements of an array, or objects that stand
//! behind each other.
//!
//! In: text. Out: the articles of each value as soon as it is read. A value that cannot be read is
//! an error of its own; the next one is looked for behind its last bracket.

use super::shapes::Place;
use super::{invalid_json, parse, read_value};
use crate::read::entry::{Entries, one};

pub(super) struct Values {
    text: String,
    at: usize,
    place: Place,
    index: usize,
    in_array: bool,
    /// Whether there are several values, or an array of them.
    has_many: bool,
}

impl Values {
    pub(super) fn new(text: String, place: Place) -> Self {
        Self { text, at: 0, place, index: 0, in_array: false, has_many: false }
    }

    /// Where the next value begins; the brackets of an array around all are passed over.
    fn start(&mut self) -> Option<usize> {
        loop {
            let at = parse::next_value(&self.text, self.at);
            match self.text.as_bytes().get(at)? {
                b'[' if !self.in_array => self.in_array = true,
                b']' if self.in_array => self.in_array = false,
                _ => return Some(at),
            }
            self.has_many = true;
            self.at = at + 1;
        }
    }
}

impl Iterator for Values {
    type Item = Entries;

    fn next(&mut self) -> Option<Entries> {
        let start = self.start().or_else(|| {
            // An array that was opened must be closed.
            let is_cut = std::mem::take(&mut self.in_array);
            is_cut.then_some(self.text.len())
        })?;
        let read = parse::value(&self.text, start);
        let end = match &read {
            Some((_, end)) => *end,
            None => parse::end_of_bad_value(&self.text, start),
        };
        self.at = end;
        let is_last = parse::next_value(&self.text, end) >= self.text.len();
        self.has_many |= !is_last;
        let place = if self.has_many { self.place.element(self.index) } else { self.place.clone() };
        self.index += 1;
        let error = || {
            let end = if is_last { self.text.len() } else { end };
            one(Err(invalid_json(&place.name, &self.text[start..end])))
        };
        match read {
            Some((value, _)) => {
                if is_last && !self.in_array {
                    self.text = String::new();
                    self.at = 0;
                }
                Some(read_value(value, &place))
            }
            None => {
                self.in_array &= !is_last;
                Some(error())
            }
        }
    }
}
