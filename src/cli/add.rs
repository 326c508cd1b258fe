//! `nutgraf add`: from inputs to the library, a batch at a time.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use nutgraf::Error;
use nutgraf::article::ArticleId;
use nutgraf::engine::Engine;
use nutgraf::library::{Added, Effort, Outcome as Stored, Store};
use nutgraf::read::Item;
use nutgraf::text::Document;
use nutgraf::wire::{AddedLine, FailureLine};

use super::args::{GlobalArgs, InputArgs};
use super::dry_run;
use super::failure::{Failure, Outcome};
use super::fetching::Fetching;
use super::input::{Input, Opened, inputs};
use super::output::{Output, clean};
use super::printer::warn_of_reading;
use super::setup::{builder, library_location};

/// How many articles are made durable at a time.
const BATCH: usize = 32;
/// How long articles wait for others to be made durable with.
const PATIENCE: Duration = Duration::from_millis(200);

type Found = Result<Item, Error>;

#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Fetch the articles of which an input has only the addresses
    #[arg(long)]
    pub(crate) fetch: bool,
    /// Store nothing: say how many articles there are, and what cannot be read and why
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Store now and leave the embedding to `nutgraf work`, here or elsewhere: until then, articles are not found by
    /// meaning
    #[arg(long, conflicts_with = "dry_run")]
    later: bool,
}

pub(crate) fn run(
    global: &GlobalArgs,
    args: &AddArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let inputs = inputs(&args.input)?;
    if args.dry_run {
        return dry_run::run(global, args, &inputs, out);
    }
    let engine = builder(global, None)?.library(library_location(global)?).build()?;
    let fetching = Fetching::new(&args.input);
    let mut adding = Adding {
        global,
        args,
        engine: &engine,
        fetching: &fetching,
        stored: BTreeMap::new(),
        skipped: Vec::new(),
        bar: out.counter("adding"),
    };
    for input in &inputs {
        adding.add(input, out)?;
    }
    adding.report(out)
}

/// What is being added, and what became of it so far.
struct Adding<'a> {
    global: &'a GlobalArgs,
    args: &'a AddArgs,
    engine: &'a Engine,
    fetching: &'a Fetching,
    stored: BTreeMap<&'static str, usize>,
    skipped: Vec<String>,
    bar: ProgressBar,
}

impl Adding<'_> {
    /// Stores what is in an input. It is read on a thread of its own, so that what has come is
    /// stored while more is awaited.
    fn add(&mut self, input: &Input, out: &mut Output) -> Result<(), Failure> {
        let opened = match self.fetching.open(input, &self.args.input, self.engine.library().ok()) {
            Ok(opened) => opened,
            Err(error) => return self.skip(&error, out),
        };
        let Opened::Items(items, validators) = opened else {
            self.bar.suspend(|| out.note(format_args!("{} has not changed", input.name())));
            *self.stored.entry("unchanged").or_default() += 1;
            return Ok(());
        };
        let before = self.skipped.len();
        let (sender, receiver) = sync_channel::<Found>(2 * BATCH);
        thread::scope(|scope| {
            scope.spawn(move || {
                for item in items {
                    // A receiver that is gone wants no more.
                    if sender.send(item).is_err() {
                        break;
                    }
                }
            });
            self.add_all(&receiver, out)
        })?;
        if self.skipped.len() == before
            && let (Some(validators), Ok(library)) = (validators, self.engine.library())
        {
            library.remember_fetch(&validators)?;
        }
        Ok(())
    }

    fn add_all(&mut self, found: &Receiver<Found>, out: &mut Output) -> Result<(), Failure> {
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            match found.recv_timeout(PATIENCE) {
                Ok(Ok(Item::Document(document))) => batch.push(document),
                Ok(Ok(Item::Address(address))) if self.args.fetch => {
                    self.store(&mut batch, out)?;
                    let name = address.source.clone();
                    match self.fetching.fetch(address) {
                        Ok(document) => batch.push(document),
                        Err(error) => {
                            let source = Box::new(error);
                            self.skip(&Error::NotStored { name, source }, out)?;
                        }
                    }
                }
                Ok(Ok(Item::Address(address))) => {
                    self.store(&mut batch, out)?;
                    self.skip(&Error::from(address), out)?;
                }
                Ok(Err(error)) => {
                    // What came before it is said before it.
                    self.store(&mut batch, out)?;
                    self.skip(&error, out)?;
                }
                Err(RecvTimeoutError::Timeout) => self.store(&mut batch, out)?,
                Err(RecvTimeoutError::Disconnected) => return self.store(&mut batch, out),
            }
            if batch.len() == BATCH {
                self.store(&mut batch, out)?;
            }
        }
    }

    /// Stores the articles that have come together.
    fn store(&mut self, batch: &mut Vec<Document>, out: &mut Output) -> Result<(), Failure> {
        if batch.is_empty() {
            return Ok(());
        }
        let results = match self.args.later {
            true => self.engine.add_later(batch)?,
            false => self.engine.add(batch)?,
        };
        for (document, result) in batch.iter().zip(results) {
            match result {
                Ok(added) => {
                    *self.stored.entry(name(added.outcome)).or_default() += 1;
                    let said = self.bar.suspend(|| acknowledge(self.global, document, &added, out));
                    go_on(said)?;
                }
                Err(error) => {
                    let name = document.source.clone();
                    self.skip(&Error::NotStored { name, source: Box::new(error) }, out)?;
                }
            }
        }
        go_on(self.bar.suspend(|| Output::flush(out)))?;
        self.bar.inc(batch.len() as u64);
        batch.clear();
        Ok(())
    }

    /// Takes note of something that is not stored.
    fn skip(&mut self, error: &Error, out: &mut Output) -> Result<(), Failure> {
        self.skipped.push(Failure::said(error));
        if self.global.json { go_on(out.line(FailureLine::from(error))) } else { Ok(()) }
    }

    fn report(self, out: &Output) -> Result<Outcome, Failure> {
        self.bar.finish_and_clear();
        let mut parts: Vec<String> =
            self.stored.iter().map(|(name, count)| format!("{name} {count}")).collect();
        if !self.skipped.is_empty() {
            parts.push(format!("skipped {}", self.skipped.len()));
        }
        if parts.is_empty() {
            parts.push("no article found".to_owned());
        }
        let library = self.engine.library()?;
        out.note(format_args!("{}; {} articles stored", parts.join(", "), library.count()?));
        for reason in &self.skipped {
            out.error(&format_args!("skipped {reason}"));
        }
        note_awaited(library, out)?;
        let written = |name| self.stored.get(name).copied().unwrap_or(0);
        let written = written("added") + written("updated");
        if written > 0 && !self.args.later {
            // All is stored and said: to stop here costs later searches some time, and no answer.
            let bar = out.waiting("making the index faster; may be stopped");
            let kept_up = self.engine.keep_up(Effort::Articles(written));
            bar.finish_and_clear();
            if let Err(error) = kept_up {
                out.note(format_args!("the index is not kept: {error}"));
            }
        }
        Ok(if self.skipped.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
    }
}

/// Says how many articles are not found by meaning yet.
pub(crate) fn note_awaited(library: &dyn Store, out: &Output) -> Result<(), Failure> {
    let awaited = library.job_counts()?.awaited();
    if awaited > 0 {
        out.note(format_args!(
            "{} not found by meaning yet; `nutgraf work` embeds {}",
            if awaited == 1 {
                "1 article is".to_owned()
            } else {
                format!("{awaited} articles are")
            },
            if awaited == 1 { "it" } else { "them" }
        ));
    }
    Ok(())
}

/// Nobody reading what becomes of the articles is no reason to leave some out.
fn go_on(said: Result<(), Failure>) -> Result<(), Failure> {
    match said {
        Err(Failure::ClosedPipe) => Ok(()),
        said => said,
    }
}

/// Stores one article and says what became of it.
pub(crate) fn store(
    engine: &Engine,
    document: &Document,
    out: &Output,
) -> Result<ArticleId, Failure> {
    let results = engine.add(std::slice::from_ref(document))?;
    let added = results.into_iter().next().unwrap_or(Err(Error::NoLibrary))?;
    out.note(format_args!("{} {}", name(added.outcome), added.id));
    note_duplicates(&document.source, &added, out);
    Ok(added.id)
}

fn acknowledge(
    global: &GlobalArgs,
    document: &Document,
    added: &Added,
    out: &mut Output,
) -> Result<(), Failure> {
    if global.json {
        out.line(AddedLine::new(&document.source, added, &document.warnings))?;
        warn_of_reading(document, out);
        return Ok(());
    }
    if !global.quiet {
        let title = document.article.title.as_deref().unwrap_or(&document.source);
        writeln!(out, "{:<9} {}  {}", name(added.outcome), added.id, clean(title))?;
    }
    warn_of_reading(document, out);
    note_duplicates(&document.source, added, out);
    Ok(())
}

fn note_duplicates(source: &str, added: &Added, out: &Output) {
    if let Some(first) = added.duplicates.first() {
        out.note(format_args!("{source}: the same text is stored as {first} too"));
    }
}

fn name(outcome: Stored) -> &'static str {
    match outcome {
        Stored::Added => "added",
        Stored::Updated => "updated",
        Stored::Unchanged => "unchanged",
    }
}
