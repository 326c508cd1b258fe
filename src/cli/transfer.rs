//! `nutgraf export` and `check`.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

use nutgraf::Error;
use nutgraf::article::Article;
use nutgraf::engine::Engine;
use nutgraf::library::SqliteStore;
use nutgraf::text::count_words;
use nutgraf::wire::{CheckLine, RecordLine, named};

use super::args::{CheckArgs, ExportArgs, GlobalArgs};
use super::failure::{Failure, Outcome};
use super::output::Output;
use super::setup::{builder, library_path};
use super::whole_file;

pub(crate) fn export(
    global: &GlobalArgs,
    args: &ExportArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let library = library_path(global)?;
    let outcome = match &args.output {
        None => write_all(&library, out)?,
        Some(file) => whole_file::write(file, |writer| write_all(&library, writer))?,
    };
    if outcome == Outcome::SomeFailed {
        out.error(&"the library is damaged: what could be read was exported, some was lost");
    }
    Ok(outcome)
}

/// Writes every article that can be read.
fn write_all(library: &Path, out: &mut impl Write) -> Result<Outcome, Failure> {
    let mut written = HashSet::new();
    let walk = SqliteStore::open_existing(library).map_err(Failure::from).and_then(|library| {
        library.for_each(|article| {
            write_record(&article, out)?;
            written.extend(article.id);
            Ok(())
        })
    });
    match walk {
        Err(Failure::Library(Error::LibraryDamaged { .. })) => {}
        walked => return walked.map(|()| Outcome::Done),
    }
    // Damage has ended the walk or kept it from beginning. What comes after it can still be read.
    let salvaged = SqliteStore::open_damaged(library)?.salvage(|article| match article.id {
        Some(id) if written.contains(&id) => Ok(()),
        _ => write_record(&article, out),
    })?;
    Ok(if salvaged.lost > 0 { Outcome::SomeFailed } else { Outcome::Done })
}

fn write_record(article: &Article, out: &mut impl Write) -> Result<(), Failure> {
    let line = serde_json::to_string(&named(RecordLine::from(article))).map_err(io::Error::from)?;
    Ok(writeln!(out, "{line}")?)
}

pub(crate) fn check(
    global: &GlobalArgs,
    args: &CheckArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let path = library_path(global)?;
    let library = match SqliteStore::open_existing(&path) {
        Err(error @ Error::LibraryDamaged { .. }) => {
            SqliteStore::open_damaged(&path).map_err(|_| error)?
        }
        opened => opened?,
    };
    let report =
        if args.repair { library.rebuild(count_words)? } else { library.check(count_words)? };
    let engine = builder(global, None)?.open_library(library).build()?;
    let derived = derived_state(&engine, args.repair, report.is_sound())?;
    if global.json {
        out.line(CheckLine::new(&report, &derived))?;
    } else {
        writeln!(out, "{}: {} articles", path.display(), report.articles)?;
        for finding in &report.findings {
            writeln!(out, "damaged: {finding}")?;
        }
        for line in &derived {
            writeln!(out, "{line}")?;
        }
        if report.is_sound() {
            writeln!(out, "the articles are sound")?;
        } else if report.is_rebuildable() {
            writeln!(out, "`nutgraf check --repair` rebuilds what is damaged")?;
        } else {
            writeln!(
                out,
                "keep a copy of the file; `nutgraf export --output saved.jsonl` saves what can \
                 be read, and `nutgraf --library NEW add saved.jsonl` makes a library of it"
            )?;
        }
    }
    Ok(if report.is_sound() { Outcome::Done } else { Outcome::SomeFailed })
}

/// What would be rebuilt of what is derived; nothing of it is ever lost.
fn derived_state(engine: &Engine, repair: bool, sound: bool) -> Result<Vec<String>, Failure> {
    if !sound {
        return Ok(vec!["vectors and index: not looked at, the articles are damaged".to_owned()]);
    }
    let state = engine.derived_state()?;
    let mut lines = Vec::new();
    if state.lacking_vectors > 0 {
        lines.push(format!(
            "vectors: {} articles have none of this model; the next search makes them",
            state.lacking_vectors
        ));
    }
    if repair {
        engine.rebuild_derived()?;
        lines.push("index: up to date".to_owned());
    } else {
        lines.push(format!("index: {}", state.index));
    }
    Ok(lines)
}
