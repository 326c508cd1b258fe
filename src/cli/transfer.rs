//! `nutgraf export` and `check`.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use nutgraf::article::{Article, ArticleId};
use nutgraf::engine::Engine;
use nutgraf::library::Library;
use nutgraf::text::count_words;
use nutgraf::{Error, ErrorKind};
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
    let path = library_path(global)?;
    let (library, damaged) = match Library::open_existing(&path) {
        Err(Error::LibraryDamaged { .. }) => (Library::open_damaged(&path)?, true),
        opened => (opened?, false),
    };
    let outcome = match &args.output {
        None => write_all(&library, damaged, &mut *out)?,
        Some(file) => {
            // Under another name until it is whole, so that an older export is never half lost.
            let partial = file.with_added_extension("partial");
            let written = export_to(&library, damaged, &partial);
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

fn export_to(library: &Library, damaged: bool, path: &Path) -> Result<Outcome, Failure> {
    let file = File::create(path).map_err(|source| io_error(path, source))?;
    let mut writer = BufWriter::new(file);
    let outcome = write_all(library, damaged, &mut writer)?;
    let file = writer.into_inner().map_err(|error| io_error(path, error.into_error()))?;
    file.sync_all().map_err(|source| io_error(path, source))?;
    Ok(outcome)
}

fn write_all(library: &Library, damaged: bool, out: &mut impl Write) -> Result<Outcome, Failure> {
    let write = |article: Article| -> Result<(), Failure> {
        let line = serde_json::to_string(&Record::from(&article)).map_err(io::Error::from)?;
        writeln!(out, "{line}")?;
        Ok(())
    };
    if damaged {
        let salvaged = library.salvage(write)?;
        return Ok(if salvaged.lost > 0 { Outcome::SomeFailed } else { Outcome::Done });
    }
    library.for_each(write)?;
    Ok(Outcome::Done)
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
        Err(error) if error.kind() == ErrorKind::Library && path.is_file() => {
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
