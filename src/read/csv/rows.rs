//! The rows of a table as they come.
//!
//! In: bytes. Out: the cells of each row. One row is held at a time, and may be of a bounded size:
//! a quotation mark that is never closed makes all that follows one cell.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};

use crate::error::{Error, Result};

/// The most bytes of a row, and of what is read ahead of it.
const LARGEST_ROW: usize = 64 << 20;

/// The rows that are left.
pub(super) struct Rows {
    reader: Reader<Metered>,
    name: String,
    left: Arc<AtomicUsize>,
    /// How lines end, once a row was read.
    ends: Option<Ends>,
    is_over: bool,
}

/// Where the parser takes a row to end.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    /// After its line feed.
    After,
    /// Before it, as there is a carriage return.
    Before,
}

/// A row.
pub(super) struct Row {
    /// Its cells.
    pub(super) cells: ByteRecord,
    /// The number of the line that it begins in, from 1.
    pub(super) line: u64,
}

impl Rows {
    pub(super) fn new(reader: Box<dyn BufRead + Send>, delimiter: u8, name: &str) -> Self {
        let left = Arc::new(AtomicUsize::new(LARGEST_ROW));
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(Metered { reader, left: Arc::clone(&left) });
        Self { reader, name: name.to_owned(), left, ends: None, is_over: false }
    }

    /// Whether nothing can follow.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// The next row.
    ///
    /// # Errors
    /// [`Error::Refused`] if it is too long, [`Error::Io`] if it cannot be read. None follows.
    pub(super) fn next(&mut self) -> Result<Option<Row>> {
        self.left.store(LARGEST_ROW, Ordering::Relaxed);
        let mut cells = ByteRecord::new();
        match self.reader.read_byte_record(&mut cells) {
            Ok(true) => {
                let line = self.line_of(&cells);
                Ok(Some(Row { cells, line }))
            }
            Ok(false) => {
                self.is_over = true;
                Ok(None)
            }
            Err(error) => {
                self.is_over = true;
                Err(self.failure(error))
            }
        }
    }

    /// The line that a row which was just read begins in. The parser says where it began to look
    /// for it, which is before line feeds and blank lines.
    fn line_of(&mut self, cells: &ByteRecord) -> u64 {
        let looked = cells.position().map_or(0, csv::Position::line);
        let end = self.reader.position().line();
        let feeds = |cell: &[u8]| cell.iter().filter(|&&byte| byte == b'\n').count() as u64;
        let inside: u64 = cells.iter().map(feeds).sum();
        let is_after = end > looked + inside;
        let ends = *self.ends.get_or_insert(if is_after { Ends::After } else { Ends::Before });
        let begins = end.saturating_sub(inside + u64::from(ends == Ends::After));
        begins.max(looked)
    }

    fn failure(&self, error: csv::Error) -> Error {
        if self.left.load(Ordering::Relaxed) == 0 {
            let name = format!("{}:{}", self.name, self.reader.position().line());
            let reason = format!(
                "a row before this line is longer than {} MiB; is a quotation mark left open?",
                LARGEST_ROW >> 20
            );
            return Error::Refused { name, reason };
        }
        let source = match error.into_kind() {
            ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        };
        Error::Io { path: self.name.clone().into(), source }
    }
}

/// A reader of which only so many bytes may be read before the next row.
struct Metered {
    reader: Box<dyn BufRead + Send>,
    left: Arc<AtomicUsize>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::other("the row is too long"));
        }
        let count = self.reader.read(buffer)?;
        self.left.store(left.saturating_sub(count), Ordering::Relaxed);
        Ok(count)
    }
}
