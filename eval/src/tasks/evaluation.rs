//! A run under way: units in by batches, results out; what was done is not done again.
//!
//! Where the results go to a file, every batch is appended to `FILE.partial` as soon as it is
//! done. A run that was stopped leaves it behind, and the same run goes on from there; a run with
//! other options, data or systems begins anew. At the end the whole is written to `FILE`.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::progress::Progress;
use crate::results::{
    self, Dataset, End, Record, Results, Run, SystemUnits, Unit, aggregates, beside, write_line,
};
use crate::statistics::bootstrap::Resampling;

/// Where a run puts its results, and how it says how far it is.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// The results file, if one is to be written.
    pub file: Option<PathBuf>,
    /// Whether a bar on the terminal says how far the run is.
    pub progress: bool,
}

/// A run under way.
pub struct Evaluation {
    results: Results,
    resampling: Resampling,
    output: Output,
    /// What a stopped run left.
    previous: Option<Results>,
    journal: Option<BufWriter<File>>,
    started: Instant,
    embedding: Duration,
}

impl Evaluation {
    /// Begins a run, or goes on with it where it was stopped.
    ///
    /// # Errors
    /// If the file of results cannot be written.
    pub fn start(run: Run, resampling: Resampling, output: Output) -> Result<Self> {
        let previous = output.file.as_deref().and_then(|file| left_behind(file, &run));
        let results = Results::new(run);
        let journal = match &output.file {
            None => None,
            Some(file) => Some(begin_journal(&partial(file), &results.run, previous.as_ref())?),
        };
        let (started, embedding) = (Instant::now(), Duration::ZERO);
        Ok(Self { results, resampling, output, previous, journal, started, embedding })
    }

    /// The names of the systems, in the order of the tables.
    pub fn systems(&self) -> impl Iterator<Item = &str> {
        self.results.run.systems.iter().map(|system| system.name.as_str())
    }

    /// Counts time as that of embedding.
    pub fn add_embedding(&mut self, time: Duration) {
        self.embedding += time;
    }

    /// The ids of the units of this data set that a stopped run had done already.
    #[must_use]
    pub fn done(&self, dataset: &Dataset) -> BTreeSet<String> {
        let Some(previous) = &self.previous else { return BTreeSet::new() };
        if !previous.datasets.contains(dataset) {
            return BTreeSet::new();
        }
        let count = self.results.run.systems.len();
        let units: Vec<&Unit> =
            previous.units.iter().filter(|unit| unit.dataset == dataset.name).collect();
        units
            .chunk_by(|a, b| a.id == b.id)
            .filter(|of_one| of_one.len() == count)
            .map(|of_one| of_one[0].id.clone())
            .collect()
    }

    /// Evaluates one data set: `evaluate` is given batches of the items that are not done yet and
    /// gives back the units of each, item by item, of all systems in their order.
    ///
    /// # Errors
    /// Those of `evaluate`; if results cannot be written; if there is no item.
    pub fn dataset<T>(
        &mut self,
        dataset: Dataset,
        items: &[T],
        id: impl Fn(&T) -> &str,
        batch: usize,
        mut evaluate: impl FnMut(&mut Self, &[&T]) -> Result<Vec<Unit>>,
    ) -> Result<()> {
        let units = self.results.run.task.units();
        ensure!(!items.is_empty(), "{}: there are no {units} to evaluate", dataset.name);
        let done = self.done(&dataset);
        let name = dataset.name.clone();
        if done.is_empty() {
            self.write(&Record::Dataset(dataset.clone()))?;
        }
        self.results.datasets.push(dataset);
        let progress = Progress::new(self.output.progress, &name, items.len());
        let mut all = Vec::with_capacity(items.len() * self.results.run.systems.len());
        for batch in items.chunks(batch) {
            let left: Vec<&T> = batch.iter().filter(|item| !done.contains(id(item))).collect();
            let evaluated = if left.is_empty() { Vec::new() } else { evaluate(self, &left)? };
            let units = self.merge(&name, batch, &id, evaluated);
            for unit in units.iter().filter(|unit| !done.contains(&unit.id)) {
                self.write(&Record::Unit(unit.clone()))?;
            }
            if let Some(journal) = &mut self.journal {
                journal.flush().context("the results file cannot be written")?;
            }
            all.extend(units);
            progress.advance(batch.len());
        }
        progress.finish();
        self.aggregate(&name, &all);
        self.results.units.extend(all);
        Ok(())
    }

    /// The units of a batch in the data's order: new ones and those done before.
    fn merge<T>(
        &self,
        dataset: &str,
        batch: &[T],
        id: impl Fn(&T) -> &str,
        evaluated: Vec<Unit>,
    ) -> Vec<Unit> {
        if evaluated.len() == batch.len() * self.results.run.systems.len() {
            return evaluated;
        }
        let before = self.previous.iter().flat_map(|previous| &previous.units);
        let before: Vec<&Unit> = before.filter(|unit| unit.dataset == dataset).collect();
        let of = |id: &str, units: &mut dyn Iterator<Item = &Unit>| -> Vec<Unit> {
            units.filter(|unit| unit.id == id).cloned().collect()
        };
        batch
            .iter()
            .flat_map(|item| {
                let new = of(id(item), &mut evaluated.iter());
                if new.is_empty() { of(id(item), &mut before.iter().copied()) } else { new }
            })
            .collect()
    }

    fn aggregate(&mut self, dataset: &str, units: &[Unit]) {
        let run = &self.results.run;
        let systems: Vec<SystemUnits> = run
            .systems
            .iter()
            .map(|system| SystemUnits {
                system: &system.name,
                units: units.iter().filter(|unit| unit.system == system.name).collect(),
            })
            .collect();
        let baseline = run.baseline.as_deref();
        let baseline = baseline.and_then(|name| systems.iter().position(|s| s.system == name));
        let measures = run.task.measures();
        let aggregates = aggregates(dataset, &systems, measures, baseline, self.resampling);
        self.results.aggregates.extend(aggregates);
    }

    fn write(&mut self, record: &Record) -> Result<()> {
        match &mut self.journal {
            Some(journal) => {
                write_line(journal, record).context("the results file cannot be written")
            }
            None => Ok(()),
        }
    }

    /// Ends the run and writes the results file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn finish(mut self) -> Result<Results> {
        self.results.end = Some(End {
            seconds: self.started.elapsed().as_secs_f64(),
            embedding_seconds: self.embedding.as_secs_f64(),
        });
        if let Some(file) = &self.output.file {
            results::write(file, self.results.records(true))?;
            drop(self.journal.take());
            // The results are safe; a partial file that stays is of no harm.
            let _ = fs::remove_file(partial(file));
        }
        Ok(self.results)
    }
}

fn partial(file: &Path) -> PathBuf {
    beside(file, "partial")
}

/// What the same run left behind when it was stopped.
fn left_behind(file: &Path, run: &Run) -> Option<Results> {
    Results::read(&partial(file)).ok().filter(|previous| previous.run == *run)
}

/// A journal with what was done before, ready for more.
fn begin_journal(path: &Path, run: &Run, previous: Option<&Results>) -> Result<BufWriter<File>> {
    match previous {
        Some(previous) => results::write(path, previous.records(true))?,
        None => results::write(path, [Record::Run(run.clone())].into_iter())?,
    }
    let file = OpenOptions::new().append(true).open(path);
    Ok(BufWriter::new(file.with_context(|| format!("{}: cannot be written", path.display()))?))
}
