//! `nutgraf copy`: a library from one store to another.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use nutgraf::library::{Effort, Location, copy};
use nutgraf::wire::CopiedLine;

use super::args::GlobalArgs;
use super::failure::{Failure, Outcome};
use super::output::Output;
use super::setup::builder;

pub(crate) const EXAMPLES: &str = "Example:\n  \
    nutgraf copy library.db copy.db\n\n\
    Either may be the URL of a PostgreSQL database, as postgres://ada@db.example/news. What is copied is compared in the end: every field, every place in a story, every bit of every \
    vector. A copy that was ended goes on where it was when it is asked for again, and one that is old is \
    brought up to date. Vectors that are awaited are not copied: `nutgraf work` makes them there.";

#[derive(Debug, Args)]
pub(crate) struct CopyLibraryArgs {
    /// The library: a file, or a URL of PostgreSQL
    #[arg(value_name = "FROM", value_hint = ValueHint::FilePath)]
    from: PathBuf,
    /// Where it is to be: what is not there yet, is empty, or is a copy of it already
    #[arg(value_name = "TO", value_hint = ValueHint::FilePath)]
    to: PathBuf,
}

pub(crate) fn run(
    global: &GlobalArgs,
    args: &CopyLibraryArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let from = Location::named(&args.from).open_existing()?;
    let to = Location::named(&args.to).open()?;
    let bar = out.progress(0, "copying");
    let copied = copy(from.as_ref(), to.as_ref(), &mut |done, total, is_compared| {
        if is_compared {
            bar.set_message("comparing");
        }
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let copied = copied?;
    let bar = out.waiting("making the index; may be stopped");
    let embedder = builder(global, None)?.build()?;
    let embedder = embedder.embedder()?;
    let kept_up = to.keep_up(embedder.model(), embedder.dimensions(), Effort::All);
    bar.finish_and_clear();
    if let Err(error) = kept_up {
        out.note(format_args!("the index is not made: {error}"));
    }
    if global.json {
        out.line(CopiedLine::from(&copied))?;
    } else {
        writeln!(
            out,
            "{} articles and {} vectors are the same in both ({} sent, {} removed)\nsha256 {}",
            copied.articles, copied.vectors, copied.sent, copied.removed, copied.checksum
        )?;
    }
    Ok(Outcome::Done)
}
