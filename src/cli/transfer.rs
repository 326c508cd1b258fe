//! `nutgraf export`.

use std::collections::HashSet;
use std::io::Write;
use std::ops::ControlFlow;

use nutgraf::Error;
use nutgraf::article::Article;
use nutgraf::library::{Location, Salvaged, SqliteStore, Store};
use nutgraf::wire::RecordLine;

use super::args::{ExportArgs, GlobalArgs};
use super::failure::{Failure, Outcome};
use super::output::{Output, json};
use super::setup::library_location;
use super::whole_file;

pub(crate) fn export(
    global: &GlobalArgs,
    args: &ExportArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let library = library_location(global)?;
    let salvaged = match &args.output {
        None => write_all(&library, out)?,
        Some(file) => whole_file::write(file, |writer| write_all(&library, writer))?,
    };
    let Some(Salvaged { lost, altered, .. }) = salvaged else { return Ok(Outcome::Done) };
    if lost > 0 {
        out.error(&"the library is damaged: what could be read was exported, some was lost");
    }
    for id in &altered {
        out.error(&format_args!(
            "the library is damaged: article {id} was exported, and is not what was stored"
        ));
    }
    Ok(if lost > 0 || !altered.is_empty() { Outcome::SomeFailed } else { Outcome::Done })
}

/// Writes every article that can be read; of a damaged library, says what that is.
fn write_all(location: &Location, out: &mut impl Write) -> Result<Option<Salvaged>, Failure> {
    let mut written = HashSet::new();
    let walk = location.open_existing().map_err(Failure::from).and_then(|library| {
        walk(library.as_ref(), |article| {
            write_record(&article, out)?;
            written.extend(article.id);
            Ok(())
        })
    });
    let Some(file) = location.file() else { return walk.map(|()| None) };
    match walk {
        Err(Failure::Library(Error::LibraryDamaged { .. })) => {}
        walked => return walked.map(|()| None),
    }
    // Damage has ended the walk or kept it from beginning. What comes after it can still be read.
    let salvaged = SqliteStore::open_damaged(file)?.salvage(|article| match article.id {
        Some(id) if written.contains(&id) => Ok(()),
        _ => write_record(&article, out),
    })?;
    Ok(Some(salvaged))
}

/// Calls `f` with every article; its first error ends the walk.
fn walk(
    library: &dyn Store,
    mut f: impl FnMut(Article) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut failed = None;
    library.for_each(&mut |article| match f(article) {
        Ok(()) => ControlFlow::Continue(()),
        Err(failure) => {
            failed = Some(failure);
            ControlFlow::Break(())
        }
    })?;
    failed.map_or(Ok(()), Err)
}

fn write_record(article: &Article, out: &mut impl Write) -> Result<(), Failure> {
    Ok(writeln!(out, "{}", json(RecordLine::from(article))?)?)
}
