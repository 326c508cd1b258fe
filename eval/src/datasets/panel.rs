//! Articles for a panel: whatever has a text in a row, with or without a reference.
//!
//! In: JSON lines, a JSON array, CSV or TSV with a header. Out: a [`PanelArticle`] for each row that
//! has a text.

use std::path::Path;

use anyhow::Result;

use super::detect::Task;
use super::reading::Reading;
use super::record::{Fields, Reason, Record};
use super::table::WITH_HEADER;
use super::{Loaded, Text};

/// An article that is read by a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelArticle {
    /// Names the article within its data set, as [`SummaryItem::id`](super::SummaryItem::id).
    pub id: String,
    /// The title, if the data set has titles.
    pub title: Option<String>,
    /// The article; not empty.
    pub text: Text,
    /// What it is counted under: its `source`, or its category, or `all`.
    pub source: String,
}

/// Reads articles from a file. The text is where [`open_summaries`](super::open_summaries) looks for
/// it.
///
/// # Errors
/// If the file cannot be read or has no row with a text; with what was found instead.
pub fn open_panel(path: &Path) -> Result<Loaded<Vec<PanelArticle>>> {
    let mut reading = Reading::new(Task::Panel);
    let mut items = reading.items(path, &WITH_HEADER, item)?;
    reading.distinct_ids(items.iter_mut().map(|item| &mut item.id));
    reading.finish(path, items)
}

fn item(record: &Record) -> Result<PanelArticle, Reason> {
    let fields = Fields::default();
    let text = record.text_name(&fields)?;
    let source = record.string("source").map(str::to_owned);
    Ok(PanelArticle {
        id: record.id(None)?,
        title: record.title(None, &[text]),
        text: record.text(text)?,
        source: source.or_else(|| record.category(None).ok()).unwrap_or_else(|| "all".to_owned()),
    })
}
