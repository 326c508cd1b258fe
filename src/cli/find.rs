//! `nutgraf similar` and `search`.

use std::io::Write;
use std::path::PathBuf;

use nutgraf::engine::{Engine, SimilarReading};
use nutgraf::error::without_credentials;
use nutgraf::library::{Store as _, WordHit};
use nutgraf::wire::{NeighborLine, WordHitLine};
use nutgraf::{Error, ErrorKind};

use super::args::{GlobalArgs, InputArgs, SearchArgs, SimilarArgs};
use super::card::{print_found, short};
use super::failure::{Failure, Outcome};
use super::filter::nearness;
use super::input::expand;
use super::output::{BOLD, DIM, Output, clean};
use super::setup::{builder, existing_library};

const NOTHING_FOUND: &str = "nothing found";

pub(crate) fn similar(
    global: &GlobalArgs,
    args: &SimilarArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let engine = builder(global, None)?.open_library(existing_library(global, out)?).build()?;
    let nearness = nearness(args.neighbors, &args.filter, &args.score, engine.library()?)?;
    for article in subjects(&engine, &args.subject)? {
        print_readings(global, &engine, &engine.similar(&article, &nearness)?, out)?;
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
            let reference = without_credentials(&reference);
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
    let library = existing_library(global, out)?;
    if args.words {
        let filter = args.filter.filter(&library)?;
        let hits = library.search_words(&args.query, args.limit, &filter)?;
        for hit in &hits {
            print_hit(global, hit, out)?;
        }
        if hits.is_empty() {
            out.note(NOTHING_FOUND);
        }
        return Ok(Outcome::Done);
    }
    let engine = builder(global, None)?.open_library(library).build()?;
    let nearness = nearness(args.limit, &args.filter, &args.score, engine.library()?)?;
    print_readings(global, &engine, &engine.search(&args.query, &nearness)?, out)?;
    Ok(Outcome::Done)
}

fn print_readings(
    global: &GlobalArgs,
    engine: &Engine,
    readings: &[SimilarReading],
    out: &mut Output,
) -> Result<(), Failure> {
    for reading in readings {
        if global.json {
            out.line(NeighborLine { reading: reading.into() })?;
        } else {
            print_found(out, reading)?;
        }
    }
    if readings.is_empty() {
        out.note(NOTHING_FOUND);
        let lacking = engine.library()?.count_lacking_vectors(engine.model()?)?;
        if lacking > 0 {
            out.note(format_args!(
                "{lacking} articles have no vector of this model; `nutgraf check --repair` makes them"
            ));
        }
    }
    Ok(())
}

fn print_hit(global: &GlobalArgs, hit: &WordHit, out: &mut Output) -> Result<(), Failure> {
    if global.json {
        return out.line(WordHitLine::from(hit));
    }
    writeln!(out, "{DIM}{}{DIM:#}  {}", short(hit.id), clean(&hit.title))?;
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
