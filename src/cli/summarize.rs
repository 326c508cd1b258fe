//! `nutgraf summarize`.

use nutgraf::engine::{Card, Engine};
use nutgraf::summarize::Basis;
use nutgraf::text::Document;

use super::add::store;
use super::args::{CardArgs, GlobalArgs, SummarizeArgs};
use super::card;
use super::failure::{Failure, Outcome};
use super::input::{expand, inputs};
use super::output::Output;
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
    let mut printed = 0;
    for input in inputs {
        for document in input.documents(args.input.format) {
            let made = document.map_err(Failure::from).and_then(|document| {
                let document = if args.save { save(&engine, document, out)? } else { document };
                Ok(engine.card(&document, &options)?)
            });
            match made {
                Ok(card) => {
                    print(&card, global, &args.card, printed, out)?;
                    printed += 1;
                }
                // What is wrong with an input concerns that input alone.
                Err(failure @ Failure::Library(_)) if failure.exit_code() == 1 => {
                    out.error(&failure);
                    outcome = Outcome::SomeFailed;
                }
                Err(failure) => return Err(failure),
            }
        }
    }
    Ok(outcome)
}

/// Puts the articles to compare with into the library in memory.
fn gather(engine: &Engine, args: &SummarizeArgs, out: &mut Output) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Done;
    let inputs = expand(&args.among);
    let bar = out.progress(inputs.len() as u64, "reading what to compare with");
    for input in inputs {
        let mut documents = Vec::new();
        for document in input.documents(None) {
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

pub(crate) fn print(
    made: &Card,
    global: &GlobalArgs,
    args: &CardArgs,
    printed_before: usize,
    out: &mut Output,
) -> Result<(), Failure> {
    use std::io::Write;
    if global.json {
        out.json(made)?;
    } else if args.summary_only {
        card::print_summary(out, made, args)?;
        if let Some(query) = card::unanswered(made) {
            out.note(format_args!("nothing in {} is about “{query}”", name(made)));
        }
    } else {
        if printed_before > 0 {
            writeln!(out, "\n{}\n", "-".repeat(72))?;
        }
        card::print(out, made, args)?;
    }
    // One article is on its way to a reader while the next is being read.
    Output::flush(out)?;
    warn(made, out);
    Ok(())
}

/// Says what a reader of the card should know about how it came about.
fn warn(made: &Card, out: &Output) {
    let removed: usize = made.repairs.iter().map(|repair| repair.words).sum();
    if removed > 0 {
        out.note(format_args!("repaired the text: {removed} repeated words removed"));
    }
    if made.summary.compared_by == Some(Basis::Words) {
        let language = made.language.as_deref().unwrap_or("an unknown language");
        out.note(format_args!(
            "the model or the scorer does not know {language}: sentences were compared by their words"
        ));
    }
    let truncated = made.sentences.iter().filter(|sentence| sentence.truncated).count();
    if truncated > 0 {
        out.note(format_args!(
            "{truncated} of {} sentences are longer than the model reads; only their beginnings \
             were compared",
            made.sentences.len()
        ));
    }
}

/// What an article is called in a note.
fn name(made: &Card) -> String {
    made.title.as_ref().map_or_else(|| "the article".into(), |title| format!("“{title}”"))
}
