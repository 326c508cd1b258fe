//! Tables: CSV and TSV, a row of which is an article.
//!
//! In: rows with commas, tabs, semicolons or bars between their cells, the first of which names the
//! columns. Out: an article a row, as soon as the row is there: the columns of a table that an
//! application exported mean what they mean to it ([`tables`]), those of any other what fields of
//! these names mean in JSON. Cells may hold line breaks in quotation marks.
//!
//! What this does not do: guess what is in a column that has no name.

mod delimiter;
mod header;
mod rows;

#[cfg(test)]
mod tests;

use std::io::{BufRead, Cursor, Read};

use serde_json::{Map, Value};

use self::header::Header;
use self::rows::Rows;
use super::charset;
use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::exports::tables;
use super::json;
use super::json::shapes::Place;
use super::source::{LARGEST, Source};
use super::table::Reader;
use crate::error::{Error, Result};

pub(crate) const READER: Reader = Reader {
    name: "csv",
    extensions: &["csv", "tsv", "tab"],
    media_types: &["text/csv", "application/csv", "text/tab-separated-values"],
    looks,
    read,
};

/// A header that an application writes, or one that names fields of articles above rows that have
/// as many cells: not every text with commas.
fn looks(head: &Head<'_>) -> Looks {
    let Some(delimiter) = delimiter::of(head.text, head.is_whole) else { return Looks::Other };
    let header = header::names(head.text, delimiter.byte);
    match () {
        () if tables::of_header(&header::small(&header)).is_some() => Looks::Certain,
        () if delimiter.is_even && header::names_articles(&header) => Looks::Likely,
        () => Looks::Other,
    }
}

fn read(source: Source) -> Entries {
    match Table::new(source) {
        Ok(table) => Box::new(table),
        Err(error) => one(Err(error)),
    }
}

/// The rows that are left.
struct Table {
    rows: Rows,
    header: Header,
    place: Place,
    is_over: bool,
}

impl Table {
    fn new(source: Source) -> Result<Self> {
        let mut place = Place::of(&source);
        let is_utf_8 = json::is_utf_8(&source);
        let (head, is_whole, reader): (Vec<u8>, bool, Box<dyn BufRead + Send>) = if is_utf_8 {
            let head = source.head().strip_prefix(json::MARK).unwrap_or(source.head()).to_vec();
            let is_whole = source.is_head_all();
            let has_mark = source.head().starts_with(json::MARK);
            let mut reader = source.into_reader();
            if has_mark {
                let mark = reader.by_ref().take(json::MARK.len() as u64);
                let skipped = { mark }.read_to_end(&mut Vec::new());
                skipped.map_err(|source| Error::Io { path: place.name.clone().into(), source })?;
            }
            (head, is_whole, reader)
        } else {
            let decoded = source.into_text(LARGEST)?;
            place.warnings = decoded.warnings;
            let text = decoded.text.into_bytes();
            (text.clone(), true, Box::new(Cursor::new(text)))
        };
        let head = String::from_utf8_lossy(&head);
        let delimiter = delimiter::of(&head, is_whole).map_or(b',', |found| found.byte);
        let mut rows = Rows::new(reader, delimiter, &place.name);
        let header = Header::read(&mut rows, &place)?;
        Ok(Self { rows, header, place, is_over: false })
    }

    /// The entry of the next row that has one.
    fn entry(&mut self) -> Result<Option<Entry>> {
        while let Some(row) = self.rows.next()? {
            let mut place = self.place.clone();
            place.name = format!("{}:{}", self.place.name, row.line);
            let object = self.header.object(row, &mut place)?;
            if object.values().all(|cell| cell.as_str().is_none_or(|cell| cell.trim().is_empty())) {
                continue;
            }
            match self.header.table {
                Some(table) => {
                    if let Some(entry) = tables::entry(table, &object, &place) {
                        return Ok(Some(entry));
                    }
                }
                None => return json::entry(&object, &place).map(Some),
            }
        }
        Ok(None)
    }
}

impl Iterator for Table {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let entry = self.entry().transpose();
        self.is_over = entry.is_none() || self.rows.is_over();
        entry
    }
}

/// A row as an object.
type Object = Map<String, Value>;
