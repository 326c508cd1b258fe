//! Web pages with the text of their article, in the layout of Zyte's article extraction benchmark.
//!
//! In: a folder with `gold.json` or `ground-truth.json`, an object from page ids to `articleBody`
//! and maybe `url`, and the pages as `html/ID.html.gz` or `html/ID.html`. Out: an
//! [`ExtractionPage`] for each id that has both, with the bytes of its HTML as they came over the
//! network: their encoding is for the extraction to find.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};

use super::Loaded;
use super::detect::{self, Task};
use super::files::{self, file_name};
use super::reading::{Layout, Reading};
use super::source::{LONGEST, Source};

/// A web page and the text of its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractionPage {
    /// Names the page: its key in the gold file.
    pub id: String,
    /// The bytes of the page, decompressed.
    pub html: Vec<u8>,
    /// Where it was on the Web.
    pub url: Option<String>,
    /// The text of the article as people marked it; not blank.
    pub body: String,
}

const GOLD: [&str; 2] = ["gold.json", "ground-truth.json"];

/// Whether a folder is in this layout.
pub(super) fn is_extraction(path: &Path) -> bool {
    gold(path).is_some() && path.join("html").is_dir()
}

/// Reads a folder of pages, in the order of their ids. The tally counts every id that either side
/// has; those that lack the other, and pages that cannot be read, are skipped.
///
/// # Errors
/// If it is no such folder, its gold file cannot be read, or no page has both.
pub fn open_extraction(path: &Path) -> Result<Loaded<Vec<ExtractionPage>>> {
    let Some(gold_path) = gold(path).filter(|_| is_extraction(path)) else {
        let advice = detect::advice(Task::Extraction, path, &Layout::default());
        ensure!(path.exists(), "cannot read {}: there is no such folder", path.display());
        bail!("{} is no extraction benchmark: {advice}", path.display());
    };
    let mut reading = Reading::new(Task::Extraction);
    let bytes = Source::open(&gold_path, &mut reading.checksum)?.rest()?;
    let gold: Map<String, Value> = serde_json::from_slice(&bytes).with_context(|| {
        format!("{} is no JSON object from page ids to gold texts", gold_path.display())
    })?;
    let pages = pages(&path.join("html"))?;
    let ids: BTreeSet<&String> = gold.keys().chain(pages.keys()).collect();
    let mut items = Vec::with_capacity(gold.len());
    for id in ids {
        reading.tally.row();
        match (gold.get(id), pages.get(id)) {
            (Some(entry), Some(file)) => match page(&mut reading, id, entry, file) {
                Ok(page) => items.push(page),
                Err(Skip { reason, place }) => reading.tally.skip(reason, place),
            },
            (Some(_), None) => {
                reading
                    .tally
                    .skip("without an HTML file", format!("{}, `{id}`", file_name(&gold_path)));
            }
            (None, file) => {
                let place = file.map_or_else(String::new, |file| file_name(file));
                reading.tally.skip("without an entry in the gold file", place);
            }
        }
    }
    reading.finish(path, items)
}

fn gold(folder: &Path) -> Option<PathBuf> {
    GOLD.iter().map(|name| folder.join(name)).find(|path| path.is_file())
}

/// The pages of a folder by their ids.
fn pages(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let files = files::in_folder(folder)?.into_iter();
    Ok(files
        .filter_map(|file| {
            let name = file_name(&file);
            let id = name.strip_suffix(".html.gz").or_else(|| name.strip_suffix(".html"))?;
            Some((id.to_owned(), file))
        })
        .collect())
}

struct Skip {
    reason: &'static str,
    place: String,
}

fn page(
    reading: &mut Reading,
    id: &str,
    entry: &Value,
    file: &Path,
) -> Result<ExtractionPage, Skip> {
    let skip = |reason| Skip { reason, place: format!("`{id}`") };
    let body = entry.get("articleBody").and_then(Value::as_str).map(str::trim).unwrap_or_default();
    let html = Source::open(file, &mut reading.checksum).and_then(|source| source.up_to(LONGEST));
    let html = html.map_err(|error| Skip {
        reason: "with an HTML file that cannot be read",
        place: format!("{} ({})", file_name(file), error.root_cause()),
    })?;
    if body.is_empty() {
        return Err(skip("without an article text"));
    }
    let url = entry.get("url").and_then(Value::as_str).map(str::to_owned);
    Ok(ExtractionPage { id: id.to_owned(), html, url, body: body.to_owned() })
}
