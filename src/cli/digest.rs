//! `nutgraf digest`: the stories of a day, and what is new in each.

use std::io::Write;
use std::num::NonZeroUsize;

use clap::Args;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use nutgraf::engine::{DigestEntry, DigestOptions, Quote};
use nutgraf::library::Filter;
use nutgraf::wire::DigestLine;

use super::args::GlobalArgs;
use super::card::{local_time, short};
use super::failure::{Failure, Outcome};
use super::output::{BOLD, DIM, Output, clean};
use super::setup::{builder, existing_library};
use super::stories::{count_of, short_story};

#[derive(Debug, Args)]
pub(crate) struct DigestArgs {
    /// What came since then is new: a day, a time, or so long ago, as 2024-12-24, 2024-12-24T08:00 or
    /// 12h [default: 24h]
    #[arg(long, value_name = "TIME", value_parser = time, conflicts_with = "unread")]
    since: Option<Timestamp>,
    /// What you have not read is new
    #[arg(long)]
    unread: bool,
    /// At most this many stories
    #[arg(long, value_name = "N", default_value = "10")]
    limit: NonZeroUsize,
    /// At most this many words in all
    #[arg(short, long, value_name = "N", default_value = "500")]
    words: NonZeroUsize,
    /// Only this category
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
    /// Only this language, as an ISO 639 code
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Only those that this source tells: a site's name, or its host
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
}

pub(crate) fn run(
    global: &GlobalArgs,
    args: &DigestArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    const DAY: SignedDuration = SignedDuration::from_hours(24);
    let engine = builder(global, None)?.open_library(existing_library(global, out)?).build()?;
    let since = args.since.unwrap_or_else(|| Timestamp::now() - DAY);
    let filter = Filter {
        category: args.category.clone(),
        language: args.language.clone(),
        source: args.source.clone(),
        ..Filter::default()
    };
    let since = (!args.unread).then_some(since);
    let options =
        DigestOptions { since, filter, stories: args.limit.get(), words: args.words.get() };
    let entries = engine.digest(&options)?;
    for entry in &entries {
        if global.json {
            out.line(DigestLine::from(entry))?;
        } else {
            print(entry, out)?;
        }
    }
    if entries.is_empty() {
        let what = if args.unread { "that you have not read" } else { "since then" };
        out.note(format_args!("no story told by several articles has anything new {what}"));
    }
    Ok(Outcome::Done)
}

fn print(entry: &DigestEntry, out: &mut Output) -> Result<(), Failure> {
    let title = entry.story.newest().map_or("", |newest| &newest.title);
    writeln!(out, "{BOLD}{}{BOLD:#}", clean(title))?;
    let id = entry.story.id.map(short_story).unwrap_or_default();
    let new = count_of(entry.news, "new sentence");
    let articles = count_of(entry.articles, "new article");
    let all = count_of(entry.story.texts(), "article");
    writeln!(out, "{DIM}story {id}: {new} in {articles}, of {all}{DIM:#}")?;
    for quote in &entry.quotes {
        print_quote(quote, out)?;
    }
    writeln!(out)?;
    Ok(())
}

/// A sentence, who told it and when.
pub(crate) fn print_quote(quote: &Quote, out: &mut Output) -> Result<(), Failure> {
    let member = &quote.member;
    let source = member.source.clone().unwrap_or_else(|| short(member.id));
    writeln!(
        out,
        "- {} {DIM}({}, {}){DIM:#}",
        clean(&quote.text),
        clean(&source),
        local_time(member.at())
    )?;
    Ok(())
}

/// A day, a time, or so long ago.
fn time(text: &str) -> Result<Timestamp, String> {
    let local = |time: DateTime| time.to_zoned(TimeZone::system()).ok().map(|it| it.timestamp());
    let time = text.parse::<Timestamp>().ok();
    let time = time.or_else(|| local(text.parse::<DateTime>().ok()?));
    let time = time.or_else(|| local(text.parse::<Date>().ok()?.at(0, 0, 0, 0)));
    let ago = || {
        let length = match text.strip_suffix('d') {
            Some(days) => {
                SignedDuration::try_from_hours(days.trim().parse::<i64>().ok()?.checked_mul(24)?)
            }
            None => text.parse::<SignedDuration>().ok(),
        };
        length.filter(|it| it.is_positive()).and_then(|it| Timestamp::now().checked_sub(it).ok())
    };
    time.or_else(ago).ok_or_else(|| {
        "it must be a day (2024-12-24), a time (2024-12-24T08:00) or so long ago (12h, 3d)".into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_days_moments_and_so_long_ago() {
        for text in ["2024-12-24", "2024-12-24T08:00", "2024-12-24T08:00:00Z", "12h", "3d", "90m"] {
            assert!(time(text).unwrap() < Timestamp::now(), "{text}");
        }
        let then = time("3d").unwrap();
        assert_eq!(Timestamp::now().duration_since(then).as_hours(), 72);
        for text in ["", "yesterday", "-3d", "0h", "99999999999999999999d", "9223372036854775807d"]
        {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
