//! The `.story` files of CNN/DailyMail (Hermann et al. 2015): an article, then its highlights,
//! each after a line with `@highlight`.
//!
//! In: one such file, or a folder of them. Out: an item for each file, whose id is the file's
//! name. The lines of the article are kept, with their blank lines between paragraphs.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::detect::Task;
use super::files::{self, Format, file_name};
use super::reading::Reading;
use super::record::Reason;
use super::source::Source;
use super::{Loaded, SummaryItem, Text};

/// Reads a file, or all `.story` files of a folder as one data set.
pub(super) fn open(path: &Path) -> Result<Loaded<Vec<SummaryItem>>> {
    let paths: Vec<PathBuf> = if path.is_dir() {
        let files = files::in_folder(path)?.into_iter();
        files.filter(|file| files::format(file) == Some(Format::Story)).collect()
    } else {
        vec![path.to_owned()]
    };
    let mut reading = Reading::new(Task::Summaries);
    let mut items = Vec::with_capacity(paths.len());
    for path in &paths {
        let bytes = Source::open(path, &mut reading.checksum)?.rest()?;
        reading.tally.row();
        match item(files::stem(path), bytes) {
            Ok(item) => items.push(item),
            Err(reason) => reading.tally.skip(reason, file_name(path)),
        }
    }
    reading.distinct_ids(items.iter_mut().map(|item| &mut item.id));
    reading.finish(path, items)
}

fn item(id: String, bytes: Vec<u8>) -> Result<SummaryItem, Reason> {
    let content = String::from_utf8(bytes).map_err(|_| "not in UTF-8")?;
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    for line in content.lines().map(str::trim) {
        match parts.last_mut() {
            Some(part) if line != "@highlight" => part.push(line),
            _ => parts.push(Vec::new()),
        }
    }
    let mut parts = parts.into_iter();
    let text = parts.next().unwrap_or_default().join("\n").trim().to_owned();
    let highlights: Vec<String> = parts
        .map(|lines| lines.join(" ").trim().to_owned())
        .filter(|highlight| !highlight.is_empty())
        .collect();
    if text.is_empty() {
        return Err("without a text".to_owned());
    }
    if highlights.is_empty() {
        return Err("without a reference".to_owned());
    }
    Ok(SummaryItem { id, title: None, text: Text::Whole(text), references: vec![highlights] })
}
