//! One data set that is being read, maybe from several files.
//!
//! In: files of rows, and what a task keeps of a row. Out: the items with tally and checksum, or
//! an error that says what was found instead. The formats are in modules of their own.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};
use serde_json::{Map, Value};

use super::detect::{self, Task};
use super::files::{self, Format};
use super::ids::Ids;
use super::record::{Fields, Reason, Record};
use super::source::{Checksum, Source};
use super::table::Table;
use super::{Loaded, Tally, json, table};

/// What is known of a data set so far.
pub(super) struct Reading {
    pub(super) task: Task,
    pub(super) tally: Tally,
    pub(super) checksum: Checksum,
    pub(super) layout: Layout,
    ids: Ids,
}

/// What the rows looked like, to say so when none is of use.
#[derive(Default)]
pub(super) struct Layout {
    /// The names of the fields that any row has a value in.
    pub(super) fields: BTreeSet<String>,
    /// The first row of a table, be it a header or not.
    pub(super) first: Vec<String>,
}

/// What a task keeps of a row, or why it keeps nothing.
pub(super) type Keep<'a> = &'a mut dyn FnMut(Record) -> Result<(), Reason>;

impl Reading {
    pub(super) fn new(task: Task) -> Self {
        Self {
            task,
            tally: Tally::default(),
            checksum: Checksum::default(),
            layout: Layout::default(),
            ids: Ids::default(),
        }
    }

    /// Reads all rows of a file in the format that its name tells.
    pub(super) fn rows(&mut self, path: &Path, table: &Table, keep: Keep<'_>) -> Result<()> {
        let mut rows = Collector { tally: &mut self.tally, layout: &mut self.layout, keep };
        let source = Source::open(path, &mut self.checksum)?;
        match files::format(path) {
            Some(Format::Json) => json::read(source, path, &mut rows),
            Some(Format::Csv) => table::read(source, path, &table.delimited(b','), &mut rows),
            Some(Format::Tsv) => table::read(source, path, &table.delimited(b'\t'), &mut rows),
            Some(Format::Story) | None => bail!(
                "{} is of a kind that cannot be read: {}",
                path.display(),
                detect::advice(self.task, path, &self.layout)
            ),
        }
    }

    /// Reads a file whose every kept row is an item.
    pub(super) fn items<T>(
        &mut self,
        path: &Path,
        table: &Table,
        mut item: impl FnMut(&Record) -> Result<T, Reason>,
    ) -> Result<Vec<T>> {
        let mut items = Vec::new();
        self.rows(path, table, &mut |record| {
            items.push(item(&record)?);
            Ok(())
        })?;
        Ok(items)
    }

    /// Gives ids that came before another one, in the order of the items.
    pub(super) fn distinct_ids<'a>(&mut self, ids: impl Iterator<Item = &'a mut String>) {
        for id in ids {
            let (distinct, new) = self.ids.distinct(std::mem::take(id));
            if !new {
                self.tally.note("given another id, theirs being taken", format!("`{distinct}`"));
            }
            *id = distinct;
        }
    }

    /// Refuses fields that the caller named and no row has.
    pub(super) fn require(&self, path: &Path, fields: &Fields) -> Result<()> {
        let absent = fields.given().find(|name| !self.layout.fields.contains(*name));
        match absent.filter(|_| !self.layout.fields.is_empty()) {
            None => Ok(()),
            Some(name) => bail!(
                "no row of {} has the field `{name}`; {}",
                path.display(),
                detect::field_names(&self.layout)
            ),
        }
    }

    /// The data set; an error if nothing of it could be kept.
    pub(super) fn finish<T>(self, path: &Path, items: Vec<T>) -> Result<Loaded<Vec<T>>> {
        self.require_some(path, items.len())?;
        Ok(self.loaded(path, items))
    }

    /// Fails if nothing was kept, and says what was found.
    pub(super) fn require_some(&self, path: &Path, kept: usize) -> Result<()> {
        if kept > 0 {
            return Ok(());
        }
        if self.tally.read == 0 {
            bail!("{} holds no rows", path.display());
        }
        bail!(
            "nothing could be read from {}: {}; {}",
            path.display(),
            self.tally,
            detect::advice(self.task, path, &self.layout)
        )
    }

    pub(super) fn loaded<T>(self, path: &Path, items: T) -> Loaded<T> {
        Loaded {
            name: files::name(path),
            path: path.to_owned(),
            sha256: self.checksum.hex(),
            items,
            tally: self.tally,
        }
    }
}

/// Where a format's reader brings its rows.
pub(super) struct Collector<'a> {
    tally: &'a mut Tally,
    pub(super) layout: &'a mut Layout,
    keep: Keep<'a>,
}

impl Collector<'_> {
    /// Whether no row came yet.
    pub(super) fn is_empty(&self) -> bool {
        self.tally.read == 0
    }

    /// Takes a row, or the reason why it cannot be one; `place` is where it is.
    pub(super) fn take(&mut self, row: Result<Map<String, Value>, Reason>, place: &str) {
        self.tally.row();
        let kept = row.and_then(|fields| {
            for (name, _) in fields.iter().filter(|(_, value)| !value.is_null()) {
                if !self.layout.fields.contains(name) {
                    self.layout.fields.insert(name.clone());
                }
            }
            (self.keep)(Record { number: self.tally.read, fields })
        });
        if let Err(reason) = kept {
            self.tally.skip(reason, place);
        }
    }

    /// Takes a row that is malformed, with what is wrong in it.
    pub(super) fn malformed(&mut self, what: &str, place: String) {
        self.tally.row();
        self.tally.skip(what, place);
    }
}
