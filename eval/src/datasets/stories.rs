//! Articles that are known to tell of one event or of another.
//!
//! In: ECB+ as JSON lines (`topic`, `event`, `body`), or invented stories (`eval/data/stories/README.md`). Out: a
//! [`StoryArticle`] for each line.

use std::path::Path;

use anyhow::Result;
use nutgraf::article::Article;
use serde::Deserialize;

use super::read_kept;

/// An article and what it tells of.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryArticle {
    /// The article; its external id names it in its data set.
    pub article: Article,
    /// What articles on look-alike events share.
    pub topic: String,
    /// What it tells of.
    pub event: String,
    /// The article whose text it repeats.
    pub copy_of: Option<String>,
    /// Its sentences, and whether each tells something new; empty where nobody has said.
    pub sentences: Vec<(String, bool)>,
}

/// A line of either form.
#[derive(Deserialize)]
struct Line {
    id: String,
    event: String,
    topic: Option<String>,
    story: Option<String>,
    copy_of: Option<String>,
    published: Option<String>,
    url: Option<String>,
    title: Option<String>,
    body: Option<String>,
    #[serde(default)]
    paragraphs: Vec<Vec<(String, bool)>>,
}

/// Reads a file of articles.
///
/// # Errors
/// If it cannot be read, or a line has not the fields; with its number.
pub fn open_stories(path: &Path) -> Result<Vec<StoryArticle>> {
    Ok(read_kept::<Line>(path)?.into_iter().map(StoryArticle::from).collect())
}

impl From<Line> for StoryArticle {
    fn from(line: Line) -> Self {
        let paragraph = |sentences: &Vec<(String, bool)>| {
            sentences.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" ")
        };
        let paragraphs: Vec<String> = line.paragraphs.iter().map(paragraph).collect();
        let article = Article {
            external_id: Some(line.id),
            url: line.url,
            title: line.title,
            published: line.published.and_then(|time| time.parse().ok()),
            body: line.body.unwrap_or_else(|| paragraphs.join("\n\n")),
            ..Article::default()
        };
        Self {
            article,
            topic: line.topic.or(line.story).unwrap_or_default(),
            event: line.event,
            copy_of: line.copy_of,
            sentences: line.paragraphs.concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let lines = concat!(
            r#"{"id": "1_1", "topic": "1", "event": "1_ecb", "body": "It rained."}"#,
            "\n",
            r#"{"story": "ice", "id": "ice/2", "event": "ice", "copy_of": "ice/1", "title": "Ice", "#,
            r#""published": "2025-03-02T08:15:00Z", "paragraphs": [[["A.", true], ["B.", false]], [["C.", true]]]}"#,
        );
        std::fs::write(file.path(), lines).unwrap();
        let read = open_stories(file.path()).unwrap();
        assert_eq!((read[0].topic.as_str(), read[0].article.body.as_str()), ("1", "It rained."));
        assert_eq!((read[1].topic.as_str(), read[1].article.body.as_str()), ("ice", "A. B.\n\nC."));
        assert_eq!(read[1].copy_of.as_deref(), Some("ice/1"));
        assert!(read[1].article.published.is_some());
        assert_eq!(read[1].sentences.iter().filter(|(_, new)| *new).count(), 2);
    }
}
