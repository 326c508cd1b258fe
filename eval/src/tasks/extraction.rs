//! The text of a page against the article that people found on it.

use std::path::Path;

use anyhow::{Context, Result};
use nutgraf::read::{Input, read};
use serde_json::{Value, json};

use super::page_text::page_text;
use super::{Evaluation, Sample, dataset_record, open_all, timed};
use crate::datasets::{ExtractionPage, Loaded, open_extraction};
use crate::metrics::extraction::ShingleMatch;
use crate::results::Unit;
use crate::systems::external::Given;
use crate::systems::{Source, SystemSpec, external};

/// The systems that are built in: all text of the page, and what `nutgraf` reads in it.
pub const NAMES: [&str; 2] = ["page", NUTGRAF];
const NUTGRAF: &str = "nutgraf";

/// Reads the folders at these paths, and takes the sample of each.
///
/// # Errors
/// Those of [`open_extraction`].
pub fn open(
    paths: &[impl AsRef<Path>],
    sample: Sample,
) -> Result<Vec<Loaded<Vec<ExtractionPage>>>> {
    open_all(paths, sample, |path| Ok(vec![open_extraction(path)?]))
}

/// Evaluates the systems of a run on one data set.
///
/// # Errors
/// If an external system fails, or results cannot be written.
pub fn evaluate(
    evaluation: &mut Evaluation,
    loaded: &Loaded<Vec<ExtractionPage>>,
    specs: &[SystemSpec],
) -> Result<()> {
    let dataset = dataset_record(loaded, loaded.items.len());
    let questions: Vec<Value> = loaded
        .items
        .iter()
        .map(|page| {
            let html = String::from_utf8_lossy(&page.html);
            json!({"id": page.id, "url": page.url, "html": html})
        })
        .collect();
    let systems = specs
        .iter()
        .map(|spec| {
            let given = match &spec.source {
                Source::BuiltIn => None,
                source => Some(external::ask(&spec.name, source, &questions)?),
            };
            Ok((spec.name.as_str(), given))
        })
        .collect::<Result<Vec<_>>>()?;
    let name = dataset.name.clone();
    evaluation.dataset(
        dataset,
        &loaded.items,
        |page| &page.id,
        16,
        |_, batch| {
            let mut units = Vec::with_capacity(batch.len() * systems.len());
            for page in batch {
                for (system, given) in &systems {
                    let (text, seconds) = timed(given.as_ref(), || match given {
                        None if *system == NUTGRAF => Ok(read_text(page)),
                        None => Ok(page_text(&String::from_utf8_lossy(&page.html))),
                        Some(given) => Ok(given_text(given, &page.id)?.to_owned()),
                    })?;
                    units.push(unit(&name, system, page, &text, seconds));
                }
            }
            Ok(units)
        },
    )
}

/// The text of the article that the library reads in a page; empty if it reads none.
fn read_text(page: &ExtractionPage) -> String {
    let input = Input::bytes(format!("{}.html", page.id), page.html.clone());
    let document = read(input).documents().next();
    document.and_then(Result::ok).map(|document| document.article.body).unwrap_or_default()
}

fn given_text<'a>(given: &'a Given, id: &str) -> Result<&'a str> {
    let object = given.by_id.get(id);
    let text = object.and_then(|object| object.get("text").or(object.get("articleBody"))?.as_str());
    text.with_context(|| format!("for `{id}`: a `text`, a string, is expected"))
}

fn unit(dataset: &str, system: &str, page: &ExtractionPage, text: &str, seconds: f64) -> Unit {
    let found = ShingleMatch::of(&page.body, text);
    let shares = [("precision", found.precision()), ("recall", found.recall())];
    let shares = shares.into_iter().filter_map(|(name, share)| Some((name, share?)));
    let values = shares.chain([("exact", f64::from(u8::from(found.exact)))]);
    Unit::new(dataset, system, &page.id, values, seconds)
}
