//! The articles of one input, one after the other.

use serde_json::Value;

use super::{Document, json, prepare};
use crate::article::Article;
use crate::error::{Error, Result};

/// The documents of one input, see [`read`](super::read).
///
/// Each is read when it is asked for, so a large JSONL file is never held as articles all at
/// once. An error is that of one document: the iteration can go on after it.
#[derive(Debug)]
pub struct Documents {
    name: String,
    pending: Pending,
    is_empty: bool,
}

#[derive(Debug)]
enum Pending {
    /// The one document, already read.
    One(Option<Box<Result<Article>>>),
    /// A JSON array, from the element with this index.
    Array { elements: std::vec::IntoIter<Value>, index: usize },
    /// JSON lines: the text, the offset of the next line, and its number.
    Lines { text: String, offset: usize, line: usize },
}

impl Documents {
    pub(super) fn one(name: &str, article: Result<Article>) -> Self {
        Self::new(name, Pending::One(Some(Box::new(article))))
    }

    pub(super) fn json(name: &str, text: &str) -> Self {
        match serde_json::from_str(text) {
            Ok(Value::Array(elements)) => {
                Self::new(name, Pending::Array { elements: elements.into_iter(), index: 0 })
            }
            Ok(value) => Self::one(name, json::article(name, &value)),
            Err(source) => {
                Self::one(name, Err(Error::InvalidJson { name: name.to_owned(), source }))
            }
        }
    }

    pub(super) fn json_lines(name: &str, text: String) -> Self {
        Self::new(name, Pending::Lines { text, offset: 0, line: 1 })
    }

    fn new(name: &str, pending: Pending) -> Self {
        Self { name: name.to_owned(), pending, is_empty: true }
    }

    /// The next article as it was given, and where it stands.
    fn next_article(&mut self) -> Option<(String, Result<Article>)> {
        match &mut self.pending {
            Pending::One(article) => Some((self.name.clone(), *article.take()?)),
            Pending::Array { elements, index } => {
                let source = format!("{}[{index}]", self.name);
                let article = json::article(&source, &elements.next()?);
                *index += 1;
                Some((source, article))
            }
            Pending::Lines { text, offset, line } => loop {
                let rest = text.get(*offset..).filter(|rest| !rest.is_empty())?;
                let content = rest.split('\n').next().unwrap_or(rest);
                let source = format!("{}:{line}", self.name);
                *offset += content.len() + 1;
                *line += 1;
                if !content.trim().is_empty() {
                    let article = serde_json::from_str(content)
                        .map_err(|error| Error::InvalidJson { name: source.clone(), source: error })
                        .and_then(|value| json::article(&source, &value));
                    return Some((source, article));
                }
            },
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Document>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some((source, article)) = self.next_article() else {
            let was_empty = std::mem::take(&mut self.is_empty);
            return was_empty.then(|| Err(Error::NoText { name: self.name.clone() }));
        };
        self.is_empty = false;
        Some(article.map(prepare).and_then(|document| match document.article.word_count {
            0 => Err(Error::NoText { name: source }),
            _ => Ok(Document { source, ..document }),
        }))
    }
}
