//! `nutgraf edit` and `rm`.

use nutgraf::engine::Change;
use nutgraf::read::Format;
use nutgraf::wire::RecordLine;

use super::args::{Changes, EditArgs, GlobalArgs, InputArgs, RmArgs};
use super::failure::{Failure, Outcome};
use super::input::expand;
use super::output::Output;
use super::setup::{builder, existing_library};

pub(crate) fn edit(
    global: &GlobalArgs,
    args: &EditArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let engine = builder(global, None)?.open_library(existing_library(global, out)?).build()?;
    let found = engine.library()?.get(&args.article.reference)?;
    let change = change(&args.changes)?;
    let Some(id) = found.id else { return Ok(Outcome::Done) };
    let article = engine.edit(id, change)?;
    if global.json {
        out.line(RecordLine::from(&article))?;
    } else if article.updated == found.updated {
        out.note(format_args!("{id} is as it was"));
    } else {
        out.note(format_args!("changed {id}"));
    }
    Ok(Outcome::Done)
}

fn change(changes: &Changes) -> Result<Change, Failure> {
    // An empty value takes the field away.
    let field = |value: &Option<String>| {
        value.as_ref().map(|value| Some(value.trim().to_owned()).filter(|value| !value.is_empty()))
    };
    let date = match field(&changes.date) {
        None => None,
        Some(None) => Some(None),
        Some(Some(text)) => Some(Some(text.parse().map_err(|_| {
            Failure::Usage(format!("`{text}` is not a date; write it as 2024-12-24"))
        })?)),
    };
    let body = changes.body.as_ref().map(|path| body(path)).transpose()?;
    Ok(Change {
        title: field(&changes.title),
        category: field(&changes.category),
        url: field(&changes.url),
        date,
        language: field(&changes.language),
        body,
    })
}

/// The text of a file that holds one article, or of standard input.
fn body(path: &std::path::Path) -> Result<String, Failure> {
    let paths = [path.to_owned()];
    let inputs = expand(&paths);
    let [input] = inputs.as_slice() else {
        return Err(Failure::Usage(format!("{} is not one file", path.display())));
    };
    match input
        .documents(&InputArgs { format: Format::named("text"), ..InputArgs::default() })
        .next()
    {
        Some(document) => Ok(document?.article.body),
        None => Err(nutgraf::Error::NoText { name: input.name() }.into()),
    }
}

pub(crate) fn remove(
    global: &GlobalArgs,
    args: &RmArgs,
    out: &mut Output,
) -> Result<Outcome, Failure> {
    let library = existing_library(global, out)?;
    let mut outcome = Outcome::Done;
    for reference in &args.references {
        let removed = library.get(reference).and_then(|article| {
            if let Some(id) = article.id {
                library.remove(id)?;
            }
            Ok(article)
        });
        match removed {
            Ok(article) => {
                let id = article.id.map_or_else(String::new, |id| id.to_string());
                let title = article.title.unwrap_or_default();
                out.note(format_args!("removed {id}  {title}"));
            }
            Err(error) if args.references.len() > 1 => {
                out.error(&error);
                outcome = Outcome::SomeFailed;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(outcome)
}
