//! `nutgraf similar` and `search`.

use std::io::Write;
use std::path::PathBuf;

use nutgraf::engine::{Engine, SimilarReading};
use nutgraf::library::WordHit;
use nutgraf::wire::{NeighborLine, WordHitLine};
use nutgraf::{Error, ErrorKind};

use super::args::{GlobalArgs, InputArgs, SearchArgs, SimilarArgs};
use super::card::print_reading;
use super::failure::{Failure, Outcome};
use super::input::expand;
use super::output::{BOLD, DIM, Output, clean};
use super::setup::{builder, existing_library, refresh_vectors};

const NOTHING_FOUND: &str = "nothing found";

pub(crate) fn similar(
    global: &GlobalArgs,
    args: &SimilarArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let engine = builder(global, None)?.open_library(existing_library(global)?).build()?;
    let articles = subjects(&engine, &args.subject)?;
    refresh_vectors(&engine, out)?;
    for article in articles {
        print_readings(global, &engine.similar(&article, args.neighbors)?, out)?;
    }
    Ok(Outcome::Done)
}

/// A stored article, or the articles of a file.
fn subjects(engine: &Engine, subject: &str) -> Result<Vec<nutgraf::article::Article>, Failure> {
    let path = PathBuf::from(subject);
    let from_input = subject == "-" || path.exists();
    match engine.library()?.get(subject) {
        Ok(article) => return Ok(vec![article]),
        Err(error) if error.kind() == ErrorKind::NotFound && from_input => {}
        Err(Error::ArticleNotFound { reference }) => {
            return Err(Failure::Library(Error::ArticleNotFound {
                reference: format!("{reference}` and no file of that name, `{reference}"),
            }));
        }
        Err(error) => return Err(error.into()),
    }
    let mut articles = Vec::new();
    for input in expand(&[path]) {
        for document in input.documents(&InputArgs::default()) {
            articles.push(document?.article);
        }
    }
    Ok(articles)
}

pub(crate) fn search(
    global: &GlobalArgs,
    args: &SearchArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let library = existing_library(global)?;
    if args.words {
        let hits = library.search_words(&args.query, args.limit)?;
        for hit in &hits {
            print_hit(global, hit, out)?;
        }
        if hits.is_empty() {
            out.note(NOTHING_FOUND);
        }
        return Ok(Outcome::Done);
    }
    let engine = builder(global, None)?.open_library(library).build()?;
    refresh_vectors(&engine, out)?;
    print_readings(global, &engine.search(&args.query, args.limit)?, out)?;
    Ok(Outcome::Done)
}

fn print_readings(
    global: &GlobalArgs,
    readings: &[SimilarReading],
    out: &mut Output,
) -> Result<(), Failure> {
    for reading in readings {
        if global.json {
            out.line(NeighborLine { reading: reading.into() })?;
        } else {
            print_reading(out, reading)?;
        }
    }
    if readings.is_empty() {
        out.note(NOTHING_FOUND);
    }
    Ok(())
}

fn print_hit(global: &GlobalArgs, hit: &WordHit, out: &mut Output) -> Result<(), Failure> {
    if global.json {
        return out.line(WordHitLine::from(hit));
    }
    writeln!(out, "{}", clean(&hit.title))?;
    write!(out, "    ")?;
    let mut printed = 0;
    for found in &hit.matches {
        let (before, word) = (&hit.snippet[printed..found.start], &hit.snippet[found.range()]);
        write!(out, "{DIM}{}{DIM:#}{BOLD}{}{BOLD:#}", clean(before), clean(word))?;
        printed = found.end;
    }
    writeln!(out, "{DIM}{}{DIM:#}", clean(&hit.snippet[printed..]))?;
    Ok(())
}
