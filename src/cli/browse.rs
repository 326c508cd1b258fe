//! `nutgraf list`, `show` and `read`.

use std::io::Write;

use jiff::Timestamp;
use nutgraf::library::{ListOptions, SqliteStore, Store as _};
use nutgraf::wire::{ListedLine, RecordLine};

use super::args::{GlobalArgs, ListArgs, ReadArgs, ShowArgs};
use super::card::{local_time, short};
use super::failure::{Failure, Outcome};
use super::output::{BOLD, DIM, Output, clean};
use super::printer::Printer;
use super::setup::{builder, card_options, existing_library, library_path, note_if_immutable};

pub(crate) fn list(
    global: &GlobalArgs,
    args: &ListArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let Some(library) = SqliteStore::find(&library_path(global)?)? else {
        out.note("there is no library yet; `nutgraf add FILE` makes it");
        return Ok(Outcome::Done);
    };
    note_if_immutable(&library, out);
    let filter = args.filter.filter(&library)?;
    for article in library.list(&ListOptions { filter, limit: args.limit, offset: 0 })? {
        if global.json {
            out.line(ListedLine::from(&article))?;
        } else {
            let date = article.date.map_or_else(|| " ".repeat(10), |date| date.to_string());
            writeln!(
                out,
                "{DIM}{}  {date}{DIM:#}  {}  {DIM}{} words{DIM:#}",
                short(article.id),
                clean(&article.title),
                article.word_count
            )?;
        }
    }
    Ok(Outcome::Done)
}

pub(crate) fn show(
    global: &GlobalArgs,
    args: &ShowArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let options = card_options(&args.card)?;
    let engine = builder(global, Some(&args.card.summary))?
        .open_library(existing_library(global, out)?)
        .build()?;
    let article = engine.library()?.get(&args.article.reference)?;
    let card = engine.stored_card(article, &options)?;
    Printer::new(global, &args.card, false).print(&card, "", out)?;
    Ok(Outcome::Done)
}

pub(crate) fn read(
    global: &GlobalArgs,
    args: &ReadArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let library = existing_library(global, out)?;
    let found = library.get(&args.article.reference)?;
    let Some(id) = found.id else { return Ok(Outcome::Done) };
    let last_read = found.last_read;
    let article = library.mark_read(id, Timestamp::now())?;
    if global.json {
        out.line(RecordLine::from(&article))?;
    } else {
        if let Some(title) = &article.title {
            writeln!(out, "{BOLD}{}{BOLD:#}\n", clean(title))?;
        }
        writeln!(out, "{}", clean(&article.body))?;
        Output::flush(out)?;
        let before =
            last_read.map_or_else(String::new, |time| format!("; last read {}", local_time(time)));
        out.note(format_args!("read {} times{before}", article.read_count));
    }
    Ok(Outcome::Done)
}
