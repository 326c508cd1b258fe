//! `nutgraf summarize`.

use std::sync::Arc;

use nutgraf::engine::{Card, Engine};
use nutgraf::text::Document;
use nutgraf::{Error, ErrorKind};

use super::add::store;
use super::args::{GlobalArgs, SummarizeArgs};
use super::cards::cards;
use super::failure::{Failure, Outcome};
use super::input::{Input, expand, inputs};
use super::output::Output;
use super::printer::Printer;
use super::setup::{builder, card_options, library_path, refresh_vectors};

pub(crate) fn run(
    global: &GlobalArgs,
    args: &SummarizeArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let options = card_options(&args.card)?;
    let inputs = inputs(&args.input)?;
    let builder = builder(global, Some(&args.card.summary))?;
    let engine = if !args.among.is_empty() {
        builder.library_in_memory()
    } else if args.save {
        builder.library(library_path(global)?)
    } else if options.neighbors > 0 {
        builder.existing_library(library_path(global)?)
    } else {
        builder
    }
    .build()?;
    let mut outcome = Outcome::Done;
    if !args.among.is_empty() {
        outcome = gather(&engine, args, out)?;
    }
    if engine.library().is_ok() && options.neighbors > 0 {
        refresh_vectors(&engine, out)?;
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
        for (number, made) in cards(Arc::new(engine), options, inputs, args.input.clone()) {
            print(number, made.map_err(Failure::from), out)?;
        }
    }
    Ok(outcome)
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
