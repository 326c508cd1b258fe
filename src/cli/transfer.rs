//! `nutgraf export` and `check`.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use nutgraf::Error;
use nutgraf::article::{Article, ArticleId};
use nutgraf::engine::Engine;
use nutgraf::library::Library;
use nutgraf::text::count_words;
use serde::Serialize;
use serde_json::json;

use super::args::{CheckArgs, ExportArgs, GlobalArgs};
use super::failure::{Failure, Outcome};
use super::output::Output;
use super::setup::{builder, library_path};

/// An article as a line of JSONL that `add` takes back without loss.
#[derive(Serialize)]
pub(crate) struct Record<'a> {
    id: Option<ArticleId>,
    external_id: Option<&'a str>,
    url: Option<&'a str>,
    category: Option<&'a str>,
    date: Option<Date>,
    language: Option<&'a str>,
    title: Option<&'a str>,
    body: &'a str,
    created: Option<Timestamp>,
    updated: Option<Timestamp>,
    last_read: Option<Timestamp>,
    read_count: u64,
}

impl<'a> From<&'a Article> for Record<'a> {
    fn from(article: &'a Article) -> Self {
        Self {
            id: article.id,
            external_id: article.external_id.as_deref(),
            url: article.url.as_deref(),
            category: article.category.as_deref(),
            date: article.date,
            language: article.language.as_deref(),
            title: article.title.as_deref(),
            body: &article.body,
            created: article.created,
            updated: article.updated,
            last_read: article.last_read,
            read_count: article.read_count,
        }
    }
}

pub(crate) fn export(
    global: &GlobalArgs,
    args: &ExportArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let library = library_path(global)?;
    let outcome = match &args.output {
        None => write_all(&library, out)?,
        Some(file) => {
            // Under another name until it is whole, so that an older export is never half lost.
            let partial = file.with_added_extension("partial");
            let written = export_to(&library, &partial);
            let written = written.and_then(|outcome| {
                fs::rename(&partial, file).map_err(|source| io_error(file, source))?;
                Ok(outcome)
            });
            if written.is_err() {
                let _ = fs::remove_file(&partial);
            }
            written?
        }
    };
    if outcome == Outcome::SomeFailed {
        out.error(&"the library is damaged: what could be read was exported, some was lost");
    }
    Ok(outcome)
}

fn export_to(library: &Path, path: &Path) -> Result<Outcome, Failure> {
    let file = File::create(path).map_err(|source| io_error(path, source))?;
    let mut writer = BufWriter::new(file);
    let outcome = write_all(library, &mut writer)?;
    let file = writer.into_inner().map_err(|error| io_error(path, error.into_error()))?;
    file.sync_all().map_err(|source| io_error(path, source))?;
    Ok(outcome)
}

/// Writes every article that can be read.
fn write_all(library: &Path, out: &mut impl Write) -> Result<Outcome, Failure> {
    let mut written = HashSet::new();
    let walk = Library::open_existing(library).map_err(Failure::from).and_then(|library| {
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
    let salvaged = Library::open_damaged(library)?.salvage(|article| match article.id {
        Some(id) if written.contains(&id) => Ok(()),
        _ => write_record(&article, out),
    })?;
    Ok(if salvaged.lost > 0 { Outcome::SomeFailed } else { Outcome::Done })
}

fn write_record(article: &Article, out: &mut impl Write) -> Result<(), Failure> {
    let line = serde_json::to_string(&Record::from(article)).map_err(io::Error::from)?;
    Ok(writeln!(out, "{line}")?)
}

fn io_error(path: &Path, source: io::Error) -> Failure {
    Failure::Library(Error::Io { path: path.to_owned(), source })
}

pub(crate) fn check(
    global: &GlobalArgs,
    args: &CheckArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let path = library_path(global)?;
    let library = match Library::open_existing(&path) {
        Err(error @ Error::LibraryDamaged { .. }) => {
            Library::open_damaged(&path).map_err(|_| error)?
        }
        opened => opened?,
    };
    let report =
        if args.repair { library.rebuild(count_words)? } else { library.check(count_words)? };
    let engine = builder(global, None)?.open_library(library).build()?;
    let derived = derived_state(&engine, args.repair, report.is_sound())?;
    if global.json {
        out.json(&json!({
            "schema": "nutgraf.check/1",
            "articles": report.articles,
            "sound": report.is_sound(),
            "findings": report.findings.iter().map(|finding| json!({
                "detail": finding.to_string(),
                "rebuildable": finding.is_rebuildable(),
            })).collect::<Vec<_>>(),
            "derived": derived,
        }))?;
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
