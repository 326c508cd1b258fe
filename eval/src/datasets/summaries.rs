//! Articles with reference summaries: CNN/DailyMail, XSum, Inshorts, and whatever has a text and
//! a summary in a row.
//!
//! In: JSON lines, a JSON array, CSV or TSV with a header, `.story` files, or a folder of any of
//! them. Out: a [`SummaryItem`] for each row that has a text and a reference. Tokenised texts
//! (Penn Treebank) are taken as they are.

use std::path::Path;

use anyhow::{Result, bail};

use super::detect::{Task, open_each};
use super::files::{self, Format};
use super::reading::Reading;
use super::record::{Fields, Reason, Record};
use super::table::WITH_HEADER;
use super::{Loaded, Text, story};

/// An article and what people wrote as its summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryItem {
    /// Names the article within its data set: its id, or the number of its row from 1. An id
    /// that came before has `#2`, `#3`... behind it.
    pub id: String,
    /// The title, if the data set has titles.
    pub title: Option<String>,
    /// The article; not empty.
    pub text: Text,
    /// One or more references, each of one or more lines, mostly sentences; none is blank.
    pub references: Vec<Vec<String>>,
}

/// Reads a data set of summaries; of a folder, every data file in it as a data set of its own,
/// in the order of their names. The `.story` files of a folder are one data set.
///
/// Without names given, the text is in the first field there is of `article`, `document`,
/// `ctext`, `sentences` (a list), `paragraphs` (a list, joined with blank lines), `text`, `body`,
/// `content`, `full_text`, `articleBody`, `story`; the reference in `highlights`, `summary`,
/// `abstract`, `references`, `reference`, `summaries`, `reference_summary`, `target`, or in
/// `text` beside a `ctext`. A reference that is a string is split at its line breaks alone; a
/// list is one reference, split already; a list of lists is several, and so is a list of strings
/// under `references` or `summaries`.
///
/// # Errors
/// If a file cannot be read, has no row with both, or lacks a field that was named; with what
/// was found instead.
pub fn open_summaries(path: &Path, fields: &Fields) -> Result<Vec<Loaded<Vec<SummaryItem>>>> {
    open_each(Task::Summaries, path, |path| {
        if path.is_dir() || files::format(path) == Some(Format::Story) {
            if let Some(name) = fields.given().next() {
                bail!("{} has no fields: leave out the name `{name}`", path.display());
            }
            story::open(path)
        } else {
            open_file(path, fields)
        }
    })
}

fn open_file(path: &Path, fields: &Fields) -> Result<Loaded<Vec<SummaryItem>>> {
    let mut reading = Reading::new(Task::Summaries);
    let mut items = reading.items(path, &WITH_HEADER, |record| item(record, fields))?;
    reading.require(path, fields)?;
    reading.distinct_ids(items.iter_mut().map(|item| &mut item.id));
    reading.finish(path, items)
}

fn item(record: &Record, fields: &Fields) -> Result<SummaryItem, Reason> {
    let text = record.text_name(fields)?;
    let reference = record.reference_name(fields, text)?;
    Ok(SummaryItem {
        id: record.id(fields.id.as_deref())?,
        title: record.title(fields.title.as_deref(), &[text, reference]),
        text: record.text(text)?,
        references: record.references(reference)?,
    })
}
