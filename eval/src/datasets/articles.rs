//! Articles with a category: two articles of one category count as relevant to each other.
//!
//! In: JSON lines, a JSON array, CSV or TSV with a header, a folder of them, or AG News (Zhang,
//! Zhao and LeCun 2015): CSV without a header, of a class number, a title and a description. Out:
//! a [`LabelledArticle`] for each row that has a text and a category.
//!
//! AG News holds backslashes where its source had line breaks, one or more of them, often between
//! two words, and before dollar signs that it escapes. The first become a space each run, the
//! second go; else words would be glued. Its other traces (`#39;` for an apostrophe, bits of HTML)
//! are kept: they are in everybody's figures. Rows of exactly `class`, `title` and `description` are
//! read so in any format; all others are taken as they are.

use std::path::Path;

use anyhow::Result;

use super::detect::{Task, open_each};
use super::reading::Reading;
use super::record::{Fields, Reason, Record};
use super::table::{Table, WITH_HEADER};
use super::{Loaded, Text};

/// An article and the category that people gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledArticle {
    /// Names the article within its data set, as [`SummaryItem::id`](super::SummaryItem::id).
    pub id: String,
    /// The title, if the data set has titles.
    pub title: Option<String>,
    /// The article; not empty.
    pub text: Text,
    /// The category as the data set writes it; of AG News, the number of its class.
    pub category: String,
}

/// The columns of AG News and of the data sets in its layout, which have no header.
const AG_NEWS: &[&str] = &["class", "title", "description"];

/// Reads a data set of articles with categories; of a folder, every data file in it as a data
/// set of its own.
///
/// Without names given, the text is where [`open_summaries`](super::open_summaries) looks for
/// it, the category in `category`, `label`, `class`, `topic`, `section` or `class_name`.
///
/// # Errors
/// If a file cannot be read, has no row with both, or lacks a field that was named; with what
/// was found instead.
pub fn open_articles(path: &Path, fields: &Fields) -> Result<Vec<Loaded<Vec<LabelledArticle>>>> {
    open_each(Task::Articles, path, |path| open_file(path, fields))
}

fn open_file(path: &Path, fields: &Fields) -> Result<Loaded<Vec<LabelledArticle>>> {
    let table = Table {
        columns: |first| {
            let ag_news = first.len() == 3 && first[0].trim().parse::<u32>().is_ok();
            ag_news.then_some(AG_NEWS)
        },
        ..WITH_HEADER
    };
    let mut reading = Reading::new(Task::Articles);
    let mut items = reading.items(path, &table, |record| item(record, fields))?;
    reading.require(path, fields)?;
    reading.distinct_ids(items.iter_mut().map(|item| &mut item.id));
    reading.finish(path, items)
}

fn item(record: &Record, fields: &Fields) -> Result<LabelledArticle, Reason> {
    let ag_news = record.fields.len() == AG_NEWS.len()
        && AG_NEWS.iter().all(|&name| record.fields.contains_key(name));
    let title = record.title(fields.title.as_deref(), fields.text.as_deref().as_slice());
    let (title, text) = if ag_news && fields.text.is_none() {
        let description = record.string("description").ok_or("without a text")?;
        let title = title.as_deref().map(without_backslashes);
        (title, Text::Whole(without_backslashes(description)))
    } else {
        (title, record.text(record.text_name(fields)?)?)
    };
    if text.is_empty() {
        return Err("without a text".to_owned());
    }
    let category = record.category(fields.category.as_deref())?;
    Ok(LabelledArticle { id: record.id(fields.id.as_deref())?, title, text, category })
}

/// A space for each run of backslashes, but nothing for one before a dollar sign.
fn without_backslashes(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(char) = rest.next() {
        if char != '\\' {
            clean.push(char);
            continue;
        }
        while rest.next_if_eq(&'\\').is_some() {}
        if rest.peek() != Some(&'$') {
            clean.push(' ');
        }
    }
    clean.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslashes_of_ag_news() {
        for (text, expected) in [
            (r"a third\boat", "a third boat"),
            (r#"Over."\\"We wait"#, r#"Over." "We wait"#),
            (r"costs \$5, not A\$5", "costs $5, not A$5"),
            (r"\\ends here.\", "ends here."),
            ("it #39;s", "it #39;s"),
            (r"\", ""),
        ] {
            assert_eq!(without_backslashes(text), expected);
        }
    }
}
