//! `nutgraf new`: what is new in an article.

use std::io::Write;

use clap::{Args, ValueHint};
use nutgraf::article::Article;
use nutgraf::engine::{Against, News};
use nutgraf::wire::NewsLine;

use super::args::GlobalArgs;
use super::card::{are_new, short};
use super::failure::{Failure, Outcome};
use super::find::subjects;
use super::output::{DIM, Output, clean};
use super::setup::{builder, existing_library};

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// A stored article's id (see `show`), a file, or - for standard input
    #[arg(value_name = "ID|FILE", value_hint = ValueHint::FilePath)]
    subject: String,
    /// Compare with what you have read that is like it, and not with the story before it
    #[arg(long)]
    read: bool,
    /// Print all sentences, and mark the new ones
    #[arg(long)]
    all: bool,
}

pub(crate) fn run(
    global: &GlobalArgs,
    args: &NewArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let engine = builder(global, None)?.open_library(existing_library(global, out)?).build()?;
    let against = if args.read { Against::Read } else { Against::Story };
    for article in subjects(&engine, &args.subject)? {
        let news = engine.news(&article, against)?;
        if global.json {
            out.line(NewsLine::new(&article, &news))?;
        } else {
            print(&article, &news, args, out)?;
        }
    }
    Ok(Outcome::Done)
}

fn print(article: &Article, news: &News, args: &NewArgs, out: &mut Output) -> Result<(), Failure> {
    let what = if args.read { "that you have read" } else { "of the same story before it" };
    if news.before.is_empty() {
        out.note(format_args!("there is no article {what}: all of it is new"));
    } else {
        let articles = match news.before.len() {
            1 => "one article".to_owned(),
            count => format!("{count} articles"),
        };
        writeln!(out, "{} after {articles} {what}:", are_new(news.count(), news.sentences.len()))?;
        for before in &news.before {
            writeln!(out, "  {DIM}{}{DIM:#}  {}", short(before.id), clean(&before.title))?;
        }
        writeln!(out)?;
    }
    let mut paragraph = None;
    for it in news.sentences.iter().filter(|it| it.is_new || args.all) {
        if args.all && paragraph.is_some_and(|last| last != it.sentence.paragraph) {
            writeln!(out)?;
        }
        paragraph = Some(it.sentence.paragraph);
        let text = it.sentence.text(&article.body);
        match it.is_new {
            true => writeln!(out, "+ {}", clean(text))?,
            false => writeln!(out, "  {DIM}{}{DIM:#}", clean(text))?,
        }
    }
    Ok(())
}
