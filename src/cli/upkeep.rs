//! `nutgraf check`, `stats`, `compact` and `backup`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueHint};
use nutgraf::Error;
use nutgraf::engine::Engine;
use nutgraf::library::{Depth, Effort, Location, SqliteStore, Store};
use nutgraf::text::count_words;
use nutgraf::wire::{CheckLine, StatsLine};

use super::args::GlobalArgs;
use super::failure::{Failure, Outcome};
use super::output::{Output, clean};
use super::setup::{builder, existing_library, library_location, refresh_vectors};

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Read every byte: of the file, its indexes and the index of similar articles
    #[arg(long)]
    pub(crate) full: bool,
    /// Rebuild what is derived from the articles and found wrong, and make what is missing of it
    #[arg(long)]
    pub(crate) repair: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The file to write, which must not be there yet
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
}

pub(crate) fn check(
    global: &GlobalArgs,
    args: &CheckArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let location = library_location(global)?;
    let library: Arc<dyn Store> = match (location.open_existing(), &location) {
        (Err(error @ Error::LibraryDamaged { .. }), Location::File(path)) => {
            SqliteStore::open_damaged(path).map_err(|_| error)?.into()
        }
        (opened, _) => opened?,
    };
    let depth = if args.full { Depth::Full } else { Depth::Quick };
    let report = if args.repair {
        library.rebuild(&count_words)?
    } else {
        library.check(depth, &count_words)?
    };
    let derived = if report.is_sound() {
        derived(global, &library, args, out)?
    } else {
        vec!["vectors and index: not looked at, the articles are damaged".to_owned()]
    };
    if global.json {
        out.line(CheckLine::new(&report, &derived))?;
    } else {
        writeln!(out, "{}: {} articles", clean(&library.name()), report.articles)?;
        for finding in &report.findings {
            // SQLite repeats the names that are in a file, whoever gave them.
            writeln!(out, "damaged: {}", clean(&finding.to_string()))?;
        }
        for line in &derived {
            writeln!(out, "{}", clean(line))?;
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

/// What would be rebuilt of what is derived, or was; nothing of it is ever lost.
fn derived(
    global: &GlobalArgs,
    library: &Arc<dyn Store>,
    args: &CheckArgs,
    out: &Output,
) -> Result<Vec<String>, Failure> {
    let engine = engine_of(global, library)?;
    let embedder = engine.embedder()?;
    let (model, dimensions) = (embedder.model(), embedder.dimensions());
    if args.repair {
        refresh_vectors(&engine, out)?;
        library.forget_other_models(model)?;
        if !matches!(
            library.index_state(model, dimensions, Depth::Full)?,
            nutgraf::library::IndexState::Current { .. }
        ) {
            library.discard_index()?;
        }
        engine.keep_up(Effort::All)?;
    }
    let depth = if args.full { Depth::Full } else { Depth::Quick };
    let mut lines = Vec::new();
    let lacking = library.count_lacking_vectors(model)?;
    if lacking > 0 {
        lines.push(format!(
            "vectors: {lacking} articles have none of this model, and are not found by it; \
             `nutgraf check --repair` makes them"
        ));
    }
    let counts = library.job_counts()?;
    if counts.awaited() > 0 {
        let awaited = counts.awaited();
        lines.push(format!("vectors: {awaited} articles await theirs; `nutgraf work` makes them"));
    }
    if counts.dead > 0 {
        let dead = counts.dead;
        lines.push(format!("vectors: {dead} could not be made; `nutgraf work --dead` says why"));
    }
    let waiting = library.count_unplaced()?;
    if waiting > 0 {
        lines.push(format!(
            "stories: {waiting} articles were not compared with those before them; \
             `nutgraf check --repair` does it"
        ));
    }
    lines.push(format!("index: {}", library.index_state(model, dimensions, depth)?));
    Ok(lines)
}

pub(crate) fn stats(global: &GlobalArgs, out: &mut Output) -> Result<Outcome, Failure> {
    let library = existing_library(global, out)?;
    let engine = engine_of(global, &library)?;
    let embedder = engine.embedder()?;
    let stats = library.statistics(embedder.model(), embedder.dimensions())?;
    if global.json {
        out.line(StatsLine::from(&stats))?;
        return Ok(Outcome::Done);
    }
    let megabytes = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    writeln!(out, "articles   {}, {} of them read", stats.articles, stats.read)?;
    writeln!(out, "database   {}", megabytes(stats.database_bytes))?;
    if stats.lacking_vectors > 0 {
        writeln!(out, "vectors    {} articles have none of this model", stats.lacking_vectors)?;
    }
    if stats.awaited > 0 {
        writeln!(out, "awaited    {} articles await `nutgraf work`", stats.awaited)?;
    }
    let bytes: usize = stats.segments.iter().map(|segment| segment.bytes).sum();
    writeln!(
        out,
        "index      {} in {} segments, {} vectors not in one yet",
        megabytes(bytes as u64),
        stats.segments.len(),
        stats.unsealed
    )?;
    for segment in &stats.segments {
        let searched = match segment.recall {
            Some(recall) => format!("a graph that finds {:.1} % of the nearest", 100.0 * recall),
            None => "scanned".to_owned(),
        };
        writeln!(
            out,
            "  segment  {} vectors, {} removed since, {}: {searched}",
            segment.vectors,
            segment.dead,
            megabytes(segment.bytes as u64)
        )?;
    }
    Ok(Outcome::Done)
}

pub(crate) fn compact(global: &GlobalArgs, out: &Output) -> Result<Outcome, Failure> {
    let library = existing_library(global, out)?;
    let engine = engine_of(global, &library)?;
    refresh_vectors(&engine, out)?;
    let bar = out.waiting("compacting");
    library.vacuum()?;
    engine.keep_up(Effort::Compact)?;
    bar.finish_and_clear();
    out.note("compacted");
    Ok(Outcome::Done)
}

pub(crate) fn backup(
    global: &GlobalArgs,
    args: &BackupArgs,
    out: &Output,
) -> Result<Outcome, Failure> {
    let location = library_location(global)?;
    let Location::File(path) = &location else {
        return Err(Failure::Usage(format!(
            "{location} is backed up by its server: with `pg_dump`, or with `nutgraf copy` to a file"
        )));
    };
    SqliteStore::open_existing(path)?.back_up(&args.file)?;
    out.note(format_args!("copied to {}", args.file.display()));
    Ok(Outcome::Done)
}

fn engine_of(global: &GlobalArgs, library: &Arc<dyn Store>) -> Result<Engine, Failure> {
    Ok(builder(global, None)?.open_library(Arc::clone(library)).build()?)
}
