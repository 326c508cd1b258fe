//! `nutgraf add`.

use std::collections::BTreeMap;
use std::io::Write;

use indicatif::ProgressBar;
use nutgraf::Error;
use nutgraf::article::ArticleId;
use nutgraf::engine::Engine;
use nutgraf::library::{Added, Outcome as Stored};
use nutgraf::text::Document;
use nutgraf::wire::{AddedLine, FailureLine};

use super::args::{AddArgs, GlobalArgs};
use super::failure::{Failure, Outcome};
use super::input::inputs;
use super::output::{Output, clean};
use super::printer::warn_of_reading;
use super::setup::{builder, library_path};

/// How many articles are made durable at a time.
const BATCH: usize = 32;

/// What became of the articles, in numbers.
#[derive(Default)]
struct Tally {
    stored: BTreeMap<&'static str, usize>,
    skipped: Vec<String>,
}

pub(crate) fn run(
    global: &GlobalArgs,
    args: &AddArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let inputs = inputs(&args.input)?;
    let engine = builder(global, None)?.library(library_path(global)?).build()?;
    let mut tally = Tally::default();
    let bar = out.counter("adding");
    for input in inputs {
        let mut batch = Vec::with_capacity(BATCH);
        for document in input.documents(&args.input) {
            match document {
                Ok(document) => batch.push(document),
                Err(error) => {
                    // What came before it is said before it.
                    add_batch(&mut batch, global, &engine, &mut tally, &bar, out)?;
                    skip(&mut tally, &error, global, out)?;
                }
            }
            if batch.len() == BATCH {
                add_batch(&mut batch, global, &engine, &mut tally, &bar, out)?;
            }
        }
        add_batch(&mut batch, global, &engine, &mut tally, &bar, out)?;
    }
    bar.finish_and_clear();
    report(&tally, &engine, out)
}

/// Stores the articles that have come together.
fn add_batch(
    batch: &mut Vec<Document>,
    global: &GlobalArgs,
    engine: &Engine,
    tally: &mut Tally,
    bar: &ProgressBar,
    out: &mut Output,
) -> Result<(), Failure> {
    if batch.is_empty() {
        return Ok(());
    }
    let results = engine.add(batch)?;
    for (document, result) in batch.iter().zip(results) {
        match result {
            Ok(added) => {
                *tally.stored.entry(name(added.outcome)).or_default() += 1;
                go_on(bar.suspend(|| acknowledge(global, document, &added, out)))?;
            }
            Err(error) => {
                let error =
                    Error::NotStored { name: document.source.clone(), source: Box::new(error) };
                skip(tally, &error, global, out)?;
            }
        }
    }
    go_on(bar.suspend(|| Output::flush(out)))?;
    bar.inc(batch.len() as u64);
    batch.clear();
    Ok(())
}

/// Takes note of something that is not stored.
fn skip(
    tally: &mut Tally,
    error: &Error,
    global: &GlobalArgs,
    out: &mut Output,
) -> Result<(), Failure> {
    tally.skipped.push(error.to_string());
    if global.json { go_on(out.line(FailureLine::from(error))) } else { Ok(()) }
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

fn report(tally: &Tally, engine: &Engine, out: &Output) -> Result<Outcome, Failure> {
    let mut parts: Vec<String> =
        tally.stored.iter().map(|(name, count)| format!("{name} {count}")).collect();
    if !tally.skipped.is_empty() {
        parts.push(format!("skipped {}", tally.skipped.len()));
    }
    if parts.is_empty() {
        parts.push("no article found".to_owned());
    }
    let library = engine.library()?;
    out.note(format_args!("{}; {} articles stored", parts.join(", "), library.count()?));
    for reason in &tally.skipped {
        out.error(&format_args!("skipped {reason}"));
    }
    Ok(if tally.skipped.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

fn name(outcome: Stored) -> &'static str {
    match outcome {
        Stored::Added => "added",
        Stored::Updated => "updated",
        Stored::Unchanged => "unchanged",
    }
}
