//! `nutgraf list`, `show` and `read`.

use std::io::Write;

use clap::Args;
use jiff::Timestamp;
use nutgraf::engine::ToRead;
use nutgraf::library::ListOptions;
use nutgraf::wire::{ListedLine, RecordLine, ToReadLine};

use super::args::{GlobalArgs, ReadArgs, ShowArgs};
use super::card::{are_new, local_time, short};
use super::failure::{Failure, Outcome};
use super::filter::{CopyArgs, FilterArgs};
use super::output::{BOLD, DIM, Output, clean};
use super::printer::Printer;
use super::setup::{builder, card_options, existing_library, library_location, note_if_immutable};

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    copies: CopyArgs,
    /// At most this many [default: all; with --novel 20]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// What to read next: of what was not read, that first of which most is new to you
    #[arg(long, conflicts_with = "read")]
    novel: bool,
}

pub(crate) fn list(
    global: &GlobalArgs,
    args: &ListArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let Some(library) = library_location(global)?.find()? else {
        out.note("there is no library yet; `nutgraf add FILE` makes it");
        return Ok(Outcome::Done);
    };
    note_if_immutable(library.as_ref(), out);
    let filter = args.filter.filter(library.as_ref())?;
    let copies = args.copies.copies();
    if args.novel {
        const COUNT: usize = 20;
        let engine = builder(global, None)?.open_library(library).build()?;
        for to_read in engine.to_read(&filter, &copies, args.limit.unwrap_or(COUNT))? {
            if global.json {
                out.line(ToReadLine::from(&to_read))?;
            } else {
                print_to_read(&to_read, out)?;
            }
        }
        return Ok(Outcome::Done);
    }
    for article in library.list(&ListOptions {
        filter,
        limit: args.limit,
        copies,
        ..ListOptions::default()
    })? {
        if global.json {
            out.line(ListedLine::from(&article))?;
        } else {
            let date = article.date.map_or_else(|| " ".repeat(10), |date| date.to_string());
            writeln!(
                out,
                "{DIM}{}  {date}{DIM:#}  {}  {DIM}{} words{}{DIM:#}",
                short(article.id),
                clean(&article.title),
                article.word_count,
                and_copies(article.copies)
            )?;
        }
    }
    Ok(Outcome::Done)
}

/// An article to read, and why.
fn print_to_read(to_read: &ToRead, out: &mut Output) -> Result<(), Failure> {
    let ToRead { article, new, of, read, told } = to_read;
    writeln!(out, "{DIM}{}{DIM:#}  {}", short(article.id), clean(&article.title))?;
    let mut why = match read.last() {
        None => "you have read nothing like it".to_owned(),
        Some(last) => format!("{} to you, after {}", are_new(*new, *of), clean(&last.title)),
    };
    if let more @ 1.. = read.len().saturating_sub(1) {
        why.push_str(&format!(" and {more} more"));
    }
    if *told > 1 {
        why.push_str(&format!("; {told} articles tell it"));
    }
    writeln!(out, "    {DIM}{why}{DIM:#}")?;
    Ok(())
}

/// So many more with the same text.
pub(crate) fn and_copies(copies: u64) -> String {
    match copies {
        0 => String::new(),
        1 => ", 1 copy".to_owned(),
        more => format!(", {more} copies"),
    }
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
