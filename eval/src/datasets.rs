//! Public data sets, read where they lie.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use nutgraf::article::Article;
use nutgraf::text::{Document, prepare};
use serde::Deserialize;

/// A document and what people summarised it as.
#[derive(Debug, Clone)]
pub struct SummaryPair {
    /// The document, repaired.
    pub document: Document,
    /// The reference summary, a sentence each.
    pub reference: Vec<String>,
}

#[derive(Deserialize)]
struct HighlightsRow {
    article: String,
    highlights: Vec<String>,
}

#[derive(Deserialize)]
struct LabelledRow {
    category: String,
    title: String,
    paragraphs: Vec<String>,
}

/// Rows of JSONL with `article` and `highlights[]`, as the CNN/DailyMail sets have.
///
/// # Errors
/// If the file cannot be read or a row is not of this form.
pub fn highlights(path: &Path) -> Result<Vec<SummaryPair>> {
    rows::<HighlightsRow>(path)?
        .into_iter()
        .map(|row| {
            let article = Article { body: row.article, ..Article::default() };
            Ok(SummaryPair { document: prepare(article), reference: row.highlights })
        })
        .collect()
}

/// Rows of JSONL with `category`, `title` and `paragraphs[]`, as the BBC set has.
///
/// # Errors
/// If the file cannot be read or a row is not of this form.
pub fn labelled(path: &Path) -> Result<Vec<Document>> {
    let rows = rows::<LabelledRow>(path)?;
    Ok(rows
        .into_iter()
        .enumerate()
        .map(|(number, row)| {
            prepare(Article {
                title: Some(row.title),
                body: row.paragraphs.join("\n\n"),
                category: Some(row.category),
                external_id: Some(number.to_string()),
                ..Article::default()
            })
        })
        .collect())
}

/// Takes `count` items evenly spread over all.
#[must_use]
pub fn sample<T>(items: Vec<T>, count: Option<usize>) -> Vec<T> {
    let total = items.len();
    let Some(count) = count.filter(|count| *count < total) else { return items };
    items
        .into_iter()
        .enumerate()
        .filter(|(index, _)| index * count / total != (index + 1) * count / total)
        .map(|(_, item)| item)
        .collect()
}

fn rows<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>> {
    read(path)?
        .lines()
        .filter(|line| !line.trim().is_empty())
        .enumerate()
        .map(|(number, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), number + 1))
        })
        .collect()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_spread_and_of_the_size_asked_for() {
        let sampled = sample((0..100).collect(), Some(7));
        assert_eq!(sampled.len(), 7);
        assert!(sampled.windows(2).all(|pair| (14..=15).contains(&(pair[1] - pair[0]))));
        assert_eq!(sample(vec![1, 2], Some(5)), [1, 2]);
        assert_eq!(sample(vec![1, 2], None), [1, 2]);
    }
}
