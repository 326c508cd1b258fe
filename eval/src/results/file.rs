//! Results files: JSON lines, read back whole, written whole or not at all.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::record::{Aggregate, Dataset, End, Record, Run, Unit};

/// The schema of results files, in their first line.
pub const SCHEMA: &str = "nutgraf.eval/1";

/// All records of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// What was run.
    pub run: Run,
    /// The data sets, in the order in which they were evaluated.
    pub datasets: Vec<Dataset>,
    /// Every unit: by data set, then in the data's order, then in that of the systems.
    pub units: Vec<Unit>,
    /// Every aggregate: by data set, then in the order of the systems.
    pub aggregates: Vec<Aggregate>,
    /// How the run ended; `None` for one that was stopped.
    pub end: Option<End>,
}

impl Results {
    /// No results yet.
    #[must_use]
    pub fn new(run: Run) -> Self {
        Self { run, datasets: Vec::new(), units: Vec::new(), aggregates: Vec::new(), end: None }
    }

    /// Reads a results file. What a stopped run left is read as well; only its last line may be
    /// broken, and is then left out.
    ///
    /// # Errors
    /// If the file cannot be read, is no results file or one of another version, or if a line
    /// before the last cannot be read.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.display();
        let file = File::open(path).with_context(|| format!("{name}: cannot be read"))?;
        let mut results = None;
        let mut broken: Option<anyhow::Error> = None;
        for (number, line) in BufReader::new(file).lines().enumerate() {
            if let Some(error) = broken {
                return Err(error);
            }
            let record = line
                .map_err(anyhow::Error::from)
                .and_then(|line| serde_json::from_str(&line).map_err(anyhow::Error::from));
            match (record, &mut results) {
                (Ok(Record::Run(run)), None) if run.schema == SCHEMA => {
                    results = Some(Self::new(run));
                }
                (Ok(Record::Run(run)), None) => bail!(
                    "{name}: a results file of version `{}`; this program reads `{SCHEMA}`",
                    run.schema
                ),
                (Ok(record), Some(results)) => results.push(record),
                (_, None) => bail!(
                    "{name}: no results file of this program: its first line is not a `run` record"
                ),
                (Err(error), _) => {
                    broken = Some(error.context(format!("{name}:{}: no record", number + 1)));
                }
            }
        }
        results.with_context(|| format!("{name}: an empty file"))
    }

    /// Takes in one record.
    pub fn push(&mut self, record: Record) {
        match record {
            Record::Run(run) => self.run = run,
            Record::Dataset(dataset) => self.datasets.push(dataset),
            Record::Unit(unit) => self.units.push(unit),
            Record::Aggregate(aggregate) => self.aggregates.push(aggregate),
            Record::End(end) => self.end = Some(end),
        }
    }

    /// The units of one system on one data set, in the data's order.
    pub fn units_of<'a>(
        &'a self,
        dataset: &'a str,
        system: &'a str,
    ) -> impl Iterator<Item = &'a Unit> {
        self.units.iter().filter(move |unit| unit.dataset == dataset && unit.system == system)
    }

    /// The aggregate of one system on one data set.
    #[must_use]
    pub fn aggregate_of(&self, dataset: &str, system: &str) -> Option<&Aggregate> {
        self.aggregates
            .iter()
            .find(|aggregate| aggregate.dataset == dataset && aggregate.system == system)
    }

    /// The records in the order of a file, without the units if `units` is false.
    pub fn records(&self, units: bool) -> impl Iterator<Item = Record> {
        let of_dataset = move |dataset: &Dataset| {
            let name = dataset.name.clone();
            let units = self.units.iter().filter(move |_| units);
            let aggregates = self.aggregates.iter();
            let (unit_name, aggregate_name) = (name.clone(), name);
            std::iter::once(Record::Dataset(dataset.clone()))
                .chain(
                    units
                        .filter(move |unit| unit.dataset == unit_name)
                        .map(|unit| Record::Unit(unit.clone())),
                )
                .chain(
                    aggregates
                        .filter(move |aggregate| aggregate.dataset == aggregate_name)
                        .map(|aggregate| Record::Aggregate(aggregate.clone())),
                )
        };
        std::iter::once(Record::Run(self.run.clone()))
            .chain(self.datasets.iter().flat_map(of_dataset))
            .chain(self.end.clone().map(Record::End))
    }
}

/// Writes records as JSON lines, one after the other, to a file that takes the place of `path`
/// when all are on the disk.
///
/// # Errors
/// If the file cannot be written; what was at `path` is then still there.
pub fn write(path: &Path, records: impl Iterator<Item = Record>) -> Result<()> {
    let cannot = || format!("{}: cannot be written", path.display());
    let temporary = beside(path, "new");
    let mut out = BufWriter::new(File::create(&temporary).with_context(cannot)?);
    let written = records
        .into_iter()
        .try_for_each(|record| write_line(&mut out, &record))
        .and_then(|()| Ok(out.into_inner()?.sync_all()?))
        .and_then(|()| Ok(fs::rename(&temporary, path)?));
    if written.is_err() {
        // The error that counts is the one before.
        let _ = fs::remove_file(&temporary);
    }
    written.with_context(cannot)
}

/// Writes one record and a line feed.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn write_line(out: &mut impl Write, record: &Record) -> Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    Ok(out.write_all(b"\n")?)
}

/// `path` with an extension more: the name of a file that belongs to it.
pub(crate) fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}
