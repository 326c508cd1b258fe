//! JSONL: a JSON value a line.
//!
//! In: lines as they come. Out: the articles of each line as soon as it is there. A line that
//! cannot be read is an error of its own.

use std::io::{BufRead, Read};

use super::charset;
use super::detect::{Head, Looks};
use super::entry::{Entries, one};
use super::json::shapes::Place;
use super::json::{parsed, read_value};
use super::source::{LARGEST, Source};
use super::table::Reader;
use crate::error::{Error, Result};

pub(crate) const READER: Reader = Reader {
    name: "jsonl",
    extensions: &["jsonl", "ndjson"],
    media_types: &["application/jsonl", "application/x-ndjson", "application/x-jsonlines"],
    looks,
    read,
};

/// A whole object on the first line, and more than it, or a name that says so.
fn looks(head: &Head<'_>) -> Looks {
    let (first, rest) = head.text.split_once('\n').unwrap_or((head.text, ""));
    let is_object = || serde_json::from_str::<serde_json::Map<_, _>>(first).is_ok();
    let goes_on = !rest.trim().is_empty() || !head.is_whole;
    if (goes_on || READER.extensions.contains(&head.extension))
        && first.starts_with('{')
        && is_object()
    {
        Looks::Certain
    } else {
        Looks::Other
    }
}

fn read(source: Source) -> Entries {
    match Lines::new(source) {
        Ok(lines) => Box::new(lines.flatten()),
        Err(error) => one(Err(error)),
    }
}

/// The lines that are left.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    place: Place,
    number: usize,
    is_over: bool,
}

impl Lines {
    fn new(source: Source) -> Result<Self> {
        let place = Place::of(&source);
        let is_wide = source.head().contains(&0);
        let reader: Box<dyn BufRead + Send> = if is_wide {
            // UTF-16, whose line ends are no single bytes.
            Box::new(std::io::Cursor::new(source.into_text(LARGEST)?.text.into_bytes()))
        } else {
            source.into_reader()
        };
        Ok(Self { reader, place, number: 0, is_over: false })
    }

    /// The next line that is not blank, without its end.
    fn line(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            let mut line = Vec::new();
            self.number += 1;
            let read = self.reader.by_ref().take(LARGEST as u64 + 1).read_until(b'\n', &mut line);
            match read {
                Ok(0) => return Ok(None),
                Ok(count) if count > LARGEST => {
                    self.is_over = true;
                    let reason = format!("the line is longer than {} MiB", LARGEST >> 20);
                    return Err(Error::Refused { name: self.name(), reason });
                }
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Ok(Some(line)),
                Err(source) => {
                    self.is_over = true;
                    return Err(Error::Io { path: self.place.name.clone().into(), source });
                }
            }
        }
    }

    fn name(&self) -> String {
        format!("{}:{}", self.place.name, self.number)
    }

    fn entries(&self, line: Vec<u8>) -> Result<Entries> {
        let name = self.name();
        let decoded = charset::decode(&name, line, None)?;
        let value = parsed(&name, &decoded.text)?;
        // A long line is not held beside its value.
        drop(decoded.text);
        let place = Place { name, warnings: decoded.warnings, ..self.place.clone() };
        Ok(read_value(value, &place))
    }
}

impl Iterator for Lines {
    type Item = Entries;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let line = match self.line() {
            Ok(line) => line?,
            Err(error) => return Some(one(Err(error))),
        };
        Some(self.entries(line).unwrap_or_else(|error| one(Err(error))))
    }
}
