//! `nutgraf summarize`.

use nutgraf::engine::{Card, CardOptions, Engine};
use nutgraf::text::Document;
use nutgraf::{Error, ErrorKind};

use super::add::store;
use super::args::{GlobalArgs, SummarizeArgs};
use super::cards::{Made, cards};
use super::failure::{Failure, Outcome};
use super::input::{Input, expand, inputs};
use super::output::Output;
use super::printer::Printer;
use super::setup::{builder, card_options, library_location};

pub(crate) fn run(
    global: &GlobalArgs,
    args: &SummarizeArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let mut options = card_options(&args.card)?;
    let inputs = inputs(&args.input)?;
    let engine = engine(global, args, &mut options, out)?;
    let mut outcome = Outcome::Done;
    if !args.among.is_empty() {
        outcome = gather(&engine, args, out)?;
    }
    let is_only = inputs.len() == 1;
    let names: Vec<String> = inputs.iter().map(Input::name).collect();
    let mut printer = Printer::new(global, &args.card, inputs.len() > 1);
    let mut print = |number: usize, made: Result<Card, Failure>, out: &mut Output| match made {
        Ok(card) => printer.print(&card, &names[number], out),
        // What is wrong with an input concerns that input alone.
        Err(Failure::Library(error)) if is_passed_over(&error, is_only) => {
            outcome = Outcome::SomeFailed;
            printer.print_error(&error, out)
        }
        Err(failure) => Err(failure),
    };
    if args.save {
        for (number, input) in inputs.iter().enumerate() {
            for document in input.documents(&args.input) {
                let made = document.map_err(Failure::from).and_then(|document| {
                    let document = save(&engine, document, out)?;
                    Ok(engine.card(&document, &options)?)
                });
                print(number, made, out)?;
            }
        }
    } else {
        for (number, made) in cards(engine, options, inputs, args.input.clone()) {
            let made = made.map(|Made { card, library_failure }| {
                if let Some(error) = library_failure {
                    note_without_library(&Failure::from(error), out);
                }
                card
            });
            print(number, made.map_err(Failure::from), out)?;
        }
    }
    Ok(outcome)
}

/// An engine with the library that was asked for. Where one that is only to be read from cannot be
/// used, the summary is to be had all the same.
fn engine(
    global: &GlobalArgs,
    args: &SummarizeArgs,
    options: &mut CardOptions,
    out: &Output,
) -> Result<Engine, Failure> {
    let summary = Some(&args.card.summary);
    let alone = builder(global, summary)?;
    if !args.among.is_empty() {
        return Ok(alone.library_in_memory().build()?);
    }
    if args.save {
        return Ok(alone.library(library_location(global)?).build()?);
    }
    if options.neighbors == 0 {
        return Ok(alone.build()?);
    }
    let opened = library_location(global)
        .and_then(|path| Ok(builder(global, summary)?.existing_library(path).build()?));
    let failure = match opened {
        Ok(engine) => return Ok(engine),
        Err(failure) => failure,
    };
    go_without_library(&failure, options, out);
    Ok(alone.build()?)
}

/// Has cards name no similar readings, and says why.
fn go_without_library(failure: &Failure, options: &mut CardOptions, out: &Output) {
    options.neighbors = 0;
    note_without_library(failure, out);
}

fn note_without_library(failure: &Failure, out: &Output) {
    out.note(format_args!("similar readings are left out: {failure}"));
}

/// Whether the others are done in spite of an error. That the network failed is the command's own
/// failure where there is nothing else to do.
fn is_passed_over(error: &Error, is_only: bool) -> bool {
    match error.kind() {
        ErrorKind::Input => true,
        ErrorKind::Network => !is_only,
        _ => false,
    }
}

/// Puts the articles to compare with into the library in memory.
fn gather(engine: &Engine, args: &SummarizeArgs, out: &mut Output) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Done;
    let inputs = expand(&args.among);
    let bar = out.progress(inputs.len() as u64, "reading what to compare with");
    for input in inputs {
        let mut documents = Vec::new();
        for document in input.documents(&args.input) {
            match document {
                Ok(document) => documents.push(document),
                Err(error) => {
                    bar.suspend(|| out.error(&error));
                    outcome = Outcome::SomeFailed;
                }
            }
        }
        for result in engine.add(&documents)? {
            if let Err(error) = result {
                bar.suspend(|| out.error(&error));
                outcome = Outcome::SomeFailed;
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(outcome)
}

/// Stores an article, and gives it as it is stored.
fn save(engine: &Engine, document: Document, out: &mut Output) -> Result<Document, Failure> {
    let id = store(engine, &document, out)?;
    let article = engine.library()?.get_by_id(id)?;
    Ok(Document { article, ..document })
}
