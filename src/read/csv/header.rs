//! The first row of a table: what its columns are called.
//!
//! In: the first row. Out: the names that the cells of the others have as fields of an article. A
//! name keeps its own form where a user names it, and where it is written as programs write names
//! (`pubDate`); others are read in small letters (`Title`, `Publication Date`).

use csv::ReaderBuilder;
use serde_json::{Map, Value};

use super::Object;
use super::rows::{Row, Rows};
use crate::error::{Error, Result};
use crate::read::charset;
use crate::read::exports::tables::{self, Table};
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
}

impl Header {
    /// Reads the first row.
    ///
    /// # Errors
    /// [`Error::Refused`] if it names no column that can be an article.
    pub(super) fn read(rows: &mut Rows, place: &Place) -> Result<Self> {
        let no_text = || Error::NoText { name: place.name.clone() };
        let row = loop {
            let row = rows.next()?.ok_or_else(no_text)?;
            if row.cells.iter().any(|cell| !cell.trim_ascii().is_empty()) {
                break row;
            }
        };
        let names: Vec<String> = row.cells.iter().map(name).collect();
        let table = tables::of_header(&small(&names));
        let is_telling = |name: &String| is_field(name, &place.fields);
        if table.is_none() && !names.iter().any(is_telling) {
            let found: Vec<String> =
                names.iter().take(NAMED).map(|name| format!("`{}`", shortened(name))).collect();
            let reason = format!(
                "the first row of a table names its columns, and none of these is known: {}; name \
                 the one with the text with --text-field, or put a row such as `title,text,url,date` \
                 first",
                found.join(", ")
            );
            return Err(Error::Refused { name: place.name.clone(), reason });
        }
        let fields = match table {
            Some(_) => small(&names),
            None => names.iter().map(|name| field(name, &place.fields)).collect(),
        };
        Ok(Self { fields, table })
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
                    let decoded = charset::decode(&place.name, cell.to_vec(), None)?;
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
    let is_one_of =
        |wanted: &[&str], name: &String| wanted.contains(&&*field(name, &FieldPaths::default()));
    let is_telling = |name: &&String| is_one_of(TEXTS, name) || is_one_of(ADDRESSES, name);
    let is_known = |name: &&String| is_telling(name) || is_one_of(OTHERS, name);
    names.iter().all(|name| name.len() <= LONGEST_NAME)
        && names.iter().any(|name| is_telling(&name))
        && names.iter().filter(is_known).count() > 1
}

/// A cell of the first row as a name.
fn name(cell: &[u8]) -> String {
    clean_line(&String::from_utf8_lossy(cell))
}

/// The name of a column as a field of an article.
fn field(name: &str, given: &FieldPaths) -> String {
    if is_given(name, given) || is_camel_case(name) {
        return name.to_owned();
    }
    name.to_lowercase().replace([' ', '-'], "_")
}

/// Whether a user names this column.
fn is_given(name: &str, given: &FieldPaths) -> bool {
    [&given.text, &given.title, &given.date].into_iter().any(|path| path.as_deref() == Some(name))
}

/// `pubDate` and `articleBody`, but not `Title` and `URL`.
fn is_camel_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_alphanumeric())
        && name.bytes().any(|b| b.is_ascii_uppercase())
}

/// Whether a column of this name tells that the first row names the columns.
fn is_field(name: &str, given: &FieldPaths) -> bool {
    let field = field(name, given);
    is_given(name, given) || TEXTS.contains(&&*field) || ADDRESSES.contains(&&*field)
}

/// Names of columns that hold the text.
const TEXTS: &[&str] = &[
    "body",
    "text",
    "article",
    "document",
    "content",
    "content_text",
    "content_html",
    "ctext",
    "articleBody",
    "article_body",
    "article_text",
    "full_text",
    "fulltext",
    "maintext",
    "story",
    "paragraphs",
    "sentences",
];
/// Names of columns that hold the address.
const ADDRESSES: &[&str] = &["url", "link", "href", "uri", "address", "permalink", "source_url"];

/// Names of columns that tell something else of an article.
const OTHERS: &[&str] = &[
    "id",
    "title",
    "headline",
    "name",
    "author",
    "authors",
    "byline",
    "date",
    "published",
    "published_at",
    "publication_date",
    "pubDate",
    "pub_date",
    "created",
    "created_at",
    "time",
    "timestamp",
    "year",
    "category",
    "section",
    "topic",
    "label",
    "class",
    "tags",
    "keywords",
    "source",
    "site",
    "publisher",
    "publication",
    "language",
    "lang",
    "summary",
    "description",
    "highlights",
    "abstract",
];

fn shortened(name: &str) -> String {
    const SHOWN: usize = 30;
    let mut shown: String = name.chars().take(SHOWN).collect();
    if shown.len() < name.len() {
        shown.push('…');
    }
    shown
}
