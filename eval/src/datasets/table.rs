//! Rows as tables: comma- or tab-separated, with or without a header.
//!
//! In: the bytes of a file, and what its columns are. Out: its rows under the names of their
//! columns, all values as strings.
//!
//! In tables with quoting, a quoted value may hold line breaks and doubled quotes (RFC 4180). In
//! tables without, a quotation mark is a character like others: the STS benchmark has sentences
//! that begin with one and never close it, and with quoting they would swallow the rows after
//! them.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use csv::{ByteRecord, ReaderBuilder, Terminator};
use serde_json::{Map, Value};

use super::files::file_name;
use super::reading::Collector;
use super::record::Reason;
use super::source::Source;

/// How a table is laid out.
#[derive(Clone, Copy)]
pub(super) struct Table {
    /// What stands between two values.
    pub(super) delimiter: u8,
    /// Whether values between tabs can be quoted; between commas they always can.
    pub(super) quoted_tabs: bool,
    /// The names of the columns, from the values of the first row, where that is no header but
    /// a row of data: later columns have no name and are not read. None if it is a header.
    pub(super) columns: fn(&[&str]) -> Option<&'static [&'static str]>,
}

impl Table {
    /// The same with another delimiter.
    pub(super) fn delimited(self, delimiter: u8) -> Self {
        Self { delimiter, ..self }
    }
}

/// A table with a header and quoting.
pub(super) const WITH_HEADER: Table =
    Table { delimiter: b',', quoted_tabs: true, columns: |_| None };

/// Reads all rows below the header. Blank lines are none.
pub(super) fn read(
    source: Source<'_>,
    path: &Path,
    table: &Table,
    rows: &mut Collector<'_>,
) -> Result<()> {
    let quoting = table.delimiter == b',' || table.quoted_tabs;
    // With `\n` alone as the end of a row, a carriage return within one is a character, and a
    // row's line can be told: with one `\n` more at the end, every row has had its own.
    let mut reader = ReaderBuilder::new()
        .delimiter(table.delimiter)
        .quoting(quoting)
        .terminator(Terminator::Any(b'\n'))
        .flexible(true)
        .has_headers(false)
        .from_reader(source.chain(&b"\n"[..]));
    let mut record = ByteRecord::new();
    let mut header: Option<Header> = None;
    while reader
        .read_byte_record(&mut record)
        .with_context(|| format!("cannot read {}", path.display()))?
    {
        if record.len() == 1 && record[0].trim_ascii().is_empty() {
            continue;
        }
        let within = record.as_slice().iter().filter(|&&byte| byte == b'\n').count() as u64;
        let line = reader.position().line().saturating_sub(within + 1);
        let place = format!("{}:{line}", file_name(path));
        let values = values(&record);
        match (&header, values) {
            (Some(_), Err(reason)) => rows.malformed(&reason, place),
            (Some(header), Ok(values)) => rows.take(header.fields(&values), &place),
            (None, Err(reason)) => bail!("the first row, {place}, is {reason}"),
            (None, Ok(values)) => {
                rows.layout.first = values.iter().map(|&value| value.to_owned()).collect();
                let names = (table.columns)(&values);
                let known = Header::new(names, &values);
                if names.is_some() {
                    rows.take(known.fields(&values), &place);
                }
                header = Some(known);
            }
        }
    }
    Ok(())
}

/// The values of a row as text, without the `\r` that Windows leaves at its end.
fn values(record: &ByteRecord) -> Result<Vec<&str>, Reason> {
    let mut values = record
        .iter()
        .map(std::str::from_utf8)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| "not in UTF-8")?;
    if let Some(last) = values.last_mut() {
        *last = last.strip_suffix('\r').unwrap_or(last);
    }
    Ok(values)
}

struct Header {
    names: Vec<String>,
    /// Whether rows can have more columns than there are names.
    open: bool,
}

impl Header {
    fn new(names: Option<&[&str]>, first: &[&str]) -> Self {
        let names_of = |names: &[&str]| names.iter().map(|name| name.trim().to_owned()).collect();
        Self { names: names_of(names.unwrap_or(first)), open: names.is_some() }
    }

    fn fields(&self, values: &[&str]) -> Result<Map<String, Value>, Reason> {
        if values.len() < self.names.len() {
            return Err(format!("of fewer than {} columns", self.names.len()));
        }
        if values.len() > self.names.len() && !self.open {
            return Err(format!("of more than {} columns", self.names.len()));
        }
        Ok(self.names.iter().cloned().zip(values.iter().map(|&it| Value::from(it))).collect())
    }
}
