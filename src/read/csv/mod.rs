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

use serde_json::{Map, Value};

use self::header::Header;
use self::rows::Rows;
use super::dates::Seen;
use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::exports::tables;
use super::json::article;
use super::json::shapes::Place;
use super::source::Source;
use super::streamed::Streamed;
use super::table::Reader;
use crate::error::Result;

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
        let Streamed { reader, head, is_whole, encoding, warnings } = Streamed::new(source)?;
        place.warnings = warnings;
        place.seen.and(Seen::in_text(&head));
        let delimiter = delimiter::of(&head, is_whole).map_or(b',', |found| found.byte);
        let mut rows = Rows::new(reader, delimiter, &place.name);
        let header = Header::read(&mut rows, &place, encoding)?;
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
                None => return article::article(object, &place).map(Some),
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
