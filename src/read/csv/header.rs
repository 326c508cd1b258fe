//! The first row of a table: what its columns are called.
//!
//! In: the first row. Out: the names that the cells of the others have as fields of an article.

use csv::ReaderBuilder;
use encoding_rs::Encoding;
use serde_json::{Map, Value};

use super::Object;
use super::rows::{Row, Rows};
use crate::error::{Error, Result};
use crate::read::charset;
use crate::read::exports::tables::{self, Table};
use crate::read::fields::Field;
use crate::read::fields::names::{self, folded, is_text};
use crate::read::input::FieldPaths;
use crate::read::json::shapes::Place;
use crate::text::paragraphs::clean_line;

/// No name of a column is longer.
const LONGEST_NAME: usize = 60;
/// How many columns an error names.
const NAMED: usize = 12;

/// What the columns are called.
pub(super) struct Header {
    /// The name of each as a field; empty for one that has none.
    fields: Vec<String>,
    /// The application whose table it is.
    pub(super) table: Option<&'static Table>,
    /// What damaged cells are in.
    encoding: Option<&'static Encoding>,
}

impl Header {
    /// Reads the first row.
    ///
    /// # Errors
    /// [`Error::Refused`] if it names no column that can be an article.
    pub(super) fn read(
        rows: &mut Rows,
        place: &Place,
        encoding: Option<&'static Encoding>,
    ) -> Result<Self> {
        let no_text = || Error::NoText { name: place.name.clone() };
        let row = loop {
            let row = rows.next()?.ok_or_else(no_text)?;
            if row.cells.iter().any(|cell| !cell.trim_ascii().is_empty()) {
                break row;
            }
        };
        let names: Vec<String> = row.cells.iter().map(name).collect();
        let table = tables::of_header(&small(&names));
        let is_header = |name: &String| is_given(name, &place.fields);
        let is_named = table.is_some() || names.iter().any(|name| is_telling(name));
        let numbered = numbered(&names, &place.fields, is_named);
        if let Some(fields) = numbered.filter(|_| table.is_none()) {
            let fields = fields.into_iter().zip(&names).map(|(field, name)| match field {
                None if is_named => name.clone(),
                field => field.unwrap_or_default(),
            });
            let fields = fields.collect();
            if !is_named {
                rows.put_back(row);
            }
            return Ok(Self { fields, table, encoding });
        }
        if !is_named && !names.iter().any(is_header) {
            let found: Vec<String> =
                names.iter().take(NAMED).map(|name| format!("`{}`", shortened(name))).collect();
            let reason = format!(
                "the first row of a table names its columns, and none of these is known: {}; say with \
                 --text-field which one has the text, by its name or its number from 1, or put a row \
                 such as `title,text,url,date` first",
                found.join(", ")
            );
            return Err(Error::Refused { name: place.name.clone(), reason });
        }
        let fields = match table {
            Some(_) => small(&names),
            None => names,
        };
        Ok(Self { fields, table, encoding })
    }

    /// A row as an object.
    ///
    /// # Errors
    /// [`Error::Refused`] if it has more cells than there are columns.
    pub(super) fn object(&self, row: Row, place: &mut Place) -> Result<Object> {
        let rest = row.cells.iter().skip(self.fields.len());
        if rest.clone().any(|cell| !cell.trim_ascii().is_empty()) {
            let reason = format!(
                "the row has {} cells and the table {} columns; a cell with the mark between cells \
                 in it must stand in quotation marks",
                row.cells.len(),
                self.fields.len()
            );
            return Err(Error::Refused { name: place.name.clone(), reason });
        }
        let mut object = Map::new();
        for (field, cell) in self.fields.iter().zip(row.cells.iter()) {
            let is_taken = || object.get(field).is_some_and(|cell| cell != "");
            if field.is_empty() || is_taken() {
                continue;
            }
            let text = match std::str::from_utf8(cell) {
                Ok(text) => text.to_owned(),
                Err(_) => {
                    let decoded = charset::decode(&place.name, cell.to_vec(), self.encoding)?;
                    place.warnings.extend(decoded.warnings);
                    decoded.text
                }
            };
            object.insert(field.clone(), Value::String(text));
        }
        Ok(object)
    }
}

/// The names in the first row of a text.
pub(super) fn names(text: &str, delimiter: u8) -> Vec<String> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let first = reader.byte_records().next().and_then(|row| row.ok());
    first.map(|row| row.iter().map(name).collect()).unwrap_or_default()
}

/// The names in small letters.
pub(super) fn small(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.to_lowercase()).collect()
}

/// Whether columns of these names are those of articles: one is that of a text or of an address,
/// and another too is called as things of articles are.
pub(super) fn names_articles(names: &[String]) -> bool {
    names.iter().all(|name| name.len() <= LONGEST_NAME)
        && names.iter().any(|name| is_telling(name))
        && names.iter().filter(|name| is_known(name)).count() > 1
}

/// A cell of the first row as a name.
fn name(cell: &[u8]) -> String {
    clean_line(&String::from_utf8_lossy(cell))
}

/// The number of each column whose number a user gives; `None` where no number of the text is given
/// or a column is called so, which the first cell of a table without names may seem to be.
fn numbered(names: &[String], given: &FieldPaths, is_named: bool) -> Option<Vec<Option<String>>> {
    let number: usize = given.text.as_deref()?.parse().ok()?;
    let is_there = (1..=names.len()).contains(&number);
    let is_called_so = is_named && names.iter().any(|name| Some(name) == given.text.as_ref());
    if !is_there || is_called_so {
        return None;
    }
    let numbers = (1..=names.len()).map(|number| number.to_string());
    Some(numbers.map(|number| is_given(&number, given).then_some(number)).collect())
}

/// Whether a user names this column.
fn is_given(name: &str, given: &FieldPaths) -> bool {
    [&given.text, &given.title, &given.date].into_iter().any(|path| path.as_deref() == Some(name))
}

/// Whether a column of this name holds the text or the address of articles.
fn is_telling(name: &str) -> bool {
    let name = &*folded(name);
    is_text(name) || names::TEASER.contains(&name) || Field::Url.names().contains(&name)
}

/// Whether a column of this name holds something of articles.
fn is_known(name: &str) -> bool {
    is_telling(name) || Field::named(&folded(name)).is_some()
}

fn shortened(name: &str) -> String {
    const SHOWN: usize = 30;
    let mut shown: String = name.chars().take(SHOWN).collect();
    if shown.len() < name.len() {
        shown.push('…');
    }
    shown
}
