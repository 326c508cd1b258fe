//! `nutgraf similar` and `search`.

use std::io::Write;
use std::path::PathBuf;

use nutgraf::engine::{Engine, Nearness, Reasons, SimilarReading};
use nutgraf::error::without_credentials;
use nutgraf::library::WordHit;
use nutgraf::wire::{MatchingSentences, NeighborLine, WordHitLine};
use nutgraf::{Error, ErrorKind};

use super::add::note_awaited;
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
    let nearness = Nearness {
        copies: args.copies.copies(),
        order: args.order.order(),
        ..nearness(args.neighbors, &args.filter, &args.score, engine.library()?)?
    };
    for article in subjects(&engine, &args.subject)? {
        let readings = engine.similar(&article, &nearness)?;
        if !args.why {
            print_readings(global, &engine, &readings, out)?;
            continue;
        }
        let library = engine.library()?;
        let others = readings.iter().map(|reading| library.get_by_id(reading.id));
        let others = others.collect::<Result<Vec<_>, _>>()?;
        let pairs = engine.closest_sentences(&article, &others)?;
        for ((reading, other), pair) in readings.iter().zip(&others).zip(&pairs) {
            let matching = pair.as_ref().map(|pair| MatchingSentences::new(pair, &article, other));
            if global.json {
                out.line(NeighborLine { reading: reading.into(), matching })?;
            } else {
                print_found(out, reading)?;
                print_why(out, reading, matching.as_ref())?;
            }
        }
        if readings.is_empty() {
            say_nothing_found(&engine, out)?;
        }
    }
    note_awaited(engine.library()?, out)?;
    Ok(Outcome::Done)
}

/// What two articles have in common, a line each.
fn print_why(
    out: &mut Output,
    reading: &SimilarReading,
    matching: Option<&MatchingSentences>,
) -> Result<(), Failure> {
    if let Some(Reasons { shared, hours_later, evidence }) = &reading.reasons {
        for (what, those) in [("names", &shared.names), ("figures", &shared.figures)] {
            if !those.is_empty() {
                writeln!(out, "    {DIM}{what}:{DIM:#} {}", clean(&those.join(", ")))?;
            }
        }
        if let Some(hours) = hours_later {
            let when = if *hours < 0.0 { "before" } else { "after" };
            writeln!(out, "    {DIM}published:{DIM:#} {} {when} it", duration(hours.abs()))?;
        }
        if evidence.copied[0] > 0.1 {
            let share = 100.0 * evidence.copied[0];
            writeln!(out, "    {DIM}copied:{DIM:#} {share:.0} % of the shorter text")?;
        }
    }
    if let Some(matching) = matching {
        writeln!(out, "    {DIM}here:{DIM:#}  {}", clean(matching.here.text))?;
        writeln!(out, "    {DIM}there:{DIM:#} {}", clean(matching.there.text))?;
    }
    Ok(())
}

/// So many hours, as one says it.
fn duration(hours: f64) -> String {
    let (count, unit) = match hours {
        hours if hours < 1.5 => ((60.0 * hours).round(), "minute"),
        hours if hours < 36.0 => (hours.round(), "hour"),
        hours => ((hours / 24.0).round(), "day"),
    };
    format!("{count} {unit}{}", if count == 1.0 { "" } else { "s" })
}

/// A stored article, or the articles of a file.
pub(crate) fn subjects(
    engine: &Engine,
    subject: &str,
) -> Result<Vec<nutgraf::article::Article>, Failure> {
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
        let filter = args.filter.filter(library.as_ref())?;
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
    note_awaited(engine.library()?, out)?;
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
            out.line(NeighborLine { reading: reading.into(), matching: None })?;
        } else {
            print_found(out, reading)?;
        }
    }
    if readings.is_empty() {
        say_nothing_found(engine, out)?;
    }
    Ok(())
}

fn say_nothing_found(engine: &Engine, out: &Output) -> Result<(), Failure> {
    out.note(NOTHING_FOUND);
    let lacking = engine.library()?.count_lacking_vectors(engine.model()?)?;
    if lacking > 0 {
        out.note(format_args!(
            "{lacking} articles have no vector of this model; `nutgraf check --repair` makes them"
        ));
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
