//! `nutgraf stories` and `nutgraf story`: which articles tell of one event.

use std::io::Write;

use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use nutgraf::article::ArticleId;
use nutgraf::engine::Engine;
use nutgraf::library::{Member, Store, Story, StoryChange, StoryId, StoryOptions};
use nutgraf::summarize::Budget;
use nutgraf::wire::{StoryChangeLine, StoryLine, ToldLine};

use super::args::GlobalArgs;
use super::browse::and_copies;
use super::card::{local_time, short};
use super::digest::print_quote;
use super::failure::{Failure, Outcome};
use super::filter::FilterArgs;
use super::output::{BOLD, DIM, Output, clean};
use super::setup::{builder, existing_library};

#[derive(Debug, Args)]
pub(crate) struct StoriesArgs {
    #[command(flatten)]
    filter: FilterArgs,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Those that at least so many articles tell
    #[arg(long, value_name = "N", default_value_t = 2)]
    least: usize,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(crate) struct StoryArgs {
    /// A story's id, the first four or more characters of it, or an article of it
    #[arg(value_name = "ID")]
    reference: Option<String>,
    /// Print a summary of all its articles
    #[arg(long, conflicts_with = "timeline")]
    summary: bool,
    /// Print what was new on each day, or, if it was all told on one, in each article
    #[arg(long)]
    timeline: bool,
    /// At most this many sentences [default: 5]
    #[arg(short = 'n', long, value_name = "N", requires = "summary", conflicts_with = "words")]
    sentences: Option<usize>,
    /// At most this many words
    #[arg(short, long, value_name = "N", requires = "summary")]
    words: Option<usize>,
    #[command(subcommand)]
    command: Option<StoryCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoryCommand {
    /// Say that these are one story
    Merge {
        /// Stories, or articles
        #[arg(value_name = "ID", num_args = 2.., required = true)]
        references: Vec<String>,
    },
    /// Say that these articles are another story than the rest of theirs
    Split {
        /// Articles
        #[arg(value_name = "ID", required = true)]
        references: Vec<String>,
    },
    /// Take back the last merge or split, or that of a number
    Undo {
        /// Its number, which `story changes` prints
        number: Option<u64>,
    },
    /// List the merges and splits, the last first
    Changes,
}

pub(crate) fn list(
    global: &GlobalArgs,
    args: &StoriesArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let library = existing_library(global, out)?;
    let filter = args.filter.filter(library.as_ref())?;
    let options = StoryOptions { filter, least: args.least, since: None, limit: Some(args.limit) };
    let stories = library.stories(&options)?;
    for story in &stories {
        if global.json {
            out.line(StoryLine::from(story))?;
        } else {
            print_line(story, out)?;
        }
    }
    note_waiting(library.as_ref(), out)?;
    if stories.is_empty() && args.limit > 0 {
        out.note("no story is told by several articles");
    }
    Ok(Outcome::Done)
}

pub(crate) fn run(
    global: &GlobalArgs,
    args: &StoryArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let library = existing_library(global, out)?;
    match &args.command {
        None => {
            let reference = args.reference.as_deref().unwrap_or_default();
            let story = library.story(reference)?;
            note_waiting(library.as_ref(), out)?;
            if args.summary || args.timeline {
                let engine = builder(global, None)?.open_library(library).build()?;
                return tell(global, args, &story, &engine, out);
            }
            if global.json {
                out.line(StoryLine::from(&story))?;
            } else {
                print(&story, out)?;
            }
        }
        Some(StoryCommand::Merge { references }) => {
            let articles = members_of(library.as_ref(), references)?;
            say(global, &library.merge_stories(&articles)?, out)?;
        }
        Some(StoryCommand::Split { references }) => {
            let articles = articles(library.as_ref(), references)?;
            say(global, &library.split_story(&articles)?, out)?;
        }
        Some(StoryCommand::Undo { number }) => {
            say(global, &library.undo_story_change(*number)?, out)?;
        }
        Some(StoryCommand::Changes) => {
            for change in library.story_changes()? {
                say(global, &change, out)?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// A story in short.
fn tell(
    global: &GlobalArgs,
    args: &StoryArgs,
    story: &Story,
    engine: &Engine,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    const SENTENCES: usize = 5;
    let quotes = if args.timeline {
        engine.timeline(story)?
    } else {
        let budget = match args.words {
            Some(words) => Budget::words(words),
            None => Budget::sentences(args.sentences.unwrap_or(SENTENCES)),
        };
        let budget = budget.map_err(|error| Failure::Usage(error.to_string()))?;
        engine.story_summary(story, budget)?.quotes
    };
    if global.json {
        out.line(ToldLine::new(story, &quotes))?;
        return Ok(Outcome::Done);
    }
    if let Some(newest) = story.newest() {
        writeln!(out, "{BOLD}{}{BOLD:#}", clean(&newest.title))?;
        let (texts, sources) = (story.texts(), story.sources().len());
        let from = match sources {
            0 | 1 => String::new(),
            several => format!(" from {several} sources"),
        };
        writeln!(out, "{DIM}{}{from}{DIM:#}\n", count_of(texts, "article"))?;
    }
    for quote in &quotes {
        print_quote(quote, out)?;
    }
    Ok(Outcome::Done)
}

/// An article of each of these stories, which stands for it; an article stands for its own.
fn members_of(library: &dyn Store, references: &[String]) -> Result<Vec<ArticleId>, Failure> {
    let mut members = Vec::with_capacity(references.len());
    for reference in references {
        members.extend(library.story(reference)?.members.first().map(|member| member.id));
    }
    Ok(members)
}

fn articles(library: &dyn Store, references: &[String]) -> Result<Vec<ArticleId>, Failure> {
    let mut ids = Vec::with_capacity(references.len());
    for reference in references {
        ids.extend(library.get(reference)?.id);
    }
    Ok(ids)
}

/// A story as a line of the list.
fn print_line(story: &Story, out: &mut Output) -> Result<(), Failure> {
    let Some((id, newest)) = story.id.zip(story.newest()) else { return Ok(()) };
    let unread = story.members.iter().filter(|member| !member.is_read).count();
    let sources = story.sources().len();
    let mut told = vec![count_of(story.texts(), "article")];
    let copies = and_copies((story.members.len() - story.texts()) as u64);
    told[0].push_str(&copies);
    if sources > 1 {
        told.push(count_of(sources, "source"));
    }
    if unread < story.members.len() {
        told.push(format!("{unread} unread"));
    }
    writeln!(
        out,
        "{DIM}{}  {}{DIM:#}  {}  {DIM}{}{DIM:#}",
        short_story(id),
        newest.at().to_zoned(TimeZone::system()).date(),
        clean(&newest.title),
        told.join(", ")
    )?;
    Ok(())
}

/// A story's articles, a line each, in the order of time.
fn print(story: &Story, out: &mut Output) -> Result<(), Failure> {
    let Some(newest) = story.newest() else { return Ok(()) };
    writeln!(out, "{BOLD}{}{BOLD:#}", clean(&newest.title))?;
    match story.id {
        Some(id) => writeln!(out, "{DIM}story {id}{DIM:#}\n")?,
        None => writeln!(out, "{DIM}no other article tells it{DIM:#}\n")?,
    }
    for member in &story.members {
        print_member(member, out)?;
    }
    Ok(())
}

fn print_member(member: &Member, out: &mut Output) -> Result<(), Failure> {
    let mut marks = Vec::new();
    marks.extend(member.source.clone());
    marks.extend(member.copy_of.map(|first| format!("copy of {}", short(first))));
    marks.extend(member.is_read.then(|| "read".to_owned()));
    marks.extend(member.is_kept.then(|| "put here by you".to_owned()));
    writeln!(
        out,
        "{DIM}{}  {}{DIM:#}  {}  {DIM}{}{DIM:#}",
        short(member.id),
        local_time(member.at()),
        clean(&member.title),
        clean(&marks.join(", "))
    )?;
    Ok(())
}

/// What was done, in a line.
fn say(global: &GlobalArgs, change: &StoryChange, out: &mut Output) -> Result<(), Failure> {
    if global.json {
        return out.line(StoryChangeLine::from(change));
    }
    let undone = if change.undone.is_some() { ", undone" } else { "" };
    writeln!(
        out,
        "{:>3}  {}  {}: {} {} story {}{undone}",
        change.number,
        local_time(change.at),
        change.kind.name(),
        count_of(change.moved.len(), "article"),
        if change.undone.is_some() { "moved back from" } else { "moved to" },
        short_story(change.story),
    )?;
    Ok(())
}

fn note_waiting(library: &dyn Store, out: &Output) -> Result<(), Failure> {
    let waiting = library.count_unplaced()?;
    if waiting > 0 {
        out.note(format_args!(
            "{} not compared with those before; `nutgraf check --repair` does it",
            if waiting == 1 {
                "1 article was".to_owned()
            } else {
                format!("{waiting} articles were")
            }
        ));
    }
    Ok(())
}

/// The digits of a story's id that are shown.
pub(crate) fn short_story(id: StoryId) -> String {
    const SHORT_ID: usize = 8;
    let mut id = id.to_string();
    id.truncate(SHORT_ID);
    id
}

pub(crate) fn count_of(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
