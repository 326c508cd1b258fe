//! Articles of the public data by the ids that judgements name them by.
//!
//! In: the folder of public data, and ids such as `bbc/17` or `cnndm-validation/a49...`: the name of
//! a set and an id in it, or the number of a line from 1. Out: title and text. Judgements are kept
//! without texts (`eval/data`); this is how they find them again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

/// An article of a public set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicArticle {
    /// The name of the set, and the article's id in it.
    pub id: String,
    /// Its headline, where the set has one.
    pub title: Option<String>,
    /// Its text; paragraphs have blank lines between them.
    pub body: String,
}

/// How a set is laid out.
enum Layout {
    /// Lines of JSON, with these fields; by its line where there is no id.
    Lines { text: &'static str, title: Option<&'static str>, id: Option<&'static str> },
    /// A gold file of pages by their ids.
    Pages,
}

/// The sets by name, with the paths of their files.
const SETS: &[(&str, &str, Layout)] = &[
    (
        "cnndm-validation",
        "summarization/cnndm-validation.jsonl",
        Layout::Lines { text: "article", title: None, id: Some("id") },
    ),
    (
        "cnndm-train",
        "summarization/cnndm-train.jsonl",
        Layout::Lines { text: "article", title: None, id: None },
    ),
    (
        "inshorts",
        "summarization/inshorts.jsonl",
        Layout::Lines { text: "ctext", title: Some("headlines"), id: None },
    ),
    (
        "bbc",
        "similarity/bbc.jsonl",
        Layout::Lines { text: "paragraphs", title: Some("title"), id: None },
    ),
    ("xsum", "summarization/xsum.jsonl", Layout::Lines { text: "document", title: None, id: None }),
    (
        "pages",
        "pages.jsonl",
        Layout::Lines { text: "body", title: Some("title"), id: Some("source") },
    ),
    ("extraction", "extraction/gold.json", Layout::Pages),
    ("extraction-wcxb", "extraction-wcxb/gold.json", Layout::Pages),
];

/// The articles of these ids, as far as the folder has them.
///
/// # Errors
/// If a file that is there cannot be read.
pub fn open_public(
    folder: &Path,
    ids: &BTreeSet<String>,
) -> Result<BTreeMap<String, PublicArticle>> {
    let mut found = BTreeMap::new();
    for (set, file, layout) in SETS {
        let path = folder.join(file);
        let is_asked = |id: &String| id.strip_prefix(set).is_some_and(|rest| rest.starts_with('/'));
        if !ids.iter().any(is_asked) || !path.is_file() {
            continue;
        }
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("{}: cannot be read", path.display()))?;
        let of_set = articles(set, &text, layout)
            .with_context(|| format!("{}: is not what it should be", path.display()))?;
        found.extend(
            of_set
                .into_iter()
                .filter(|article| ids.contains(&article.id))
                .map(|article| (article.id.clone(), article)),
        );
    }
    Ok(found)
}

fn articles(set: &str, text: &str, layout: &Layout) -> Result<Vec<PublicArticle>> {
    let string = |value: &Value| value.as_str().map(str::to_owned);
    let mut articles = Vec::new();
    match layout {
        Layout::Pages => {
            let pages: BTreeMap<String, Value> = serde_json::from_str(text)?;
            for (id, page) in pages {
                let title = string(&page["title"]).filter(|title| !title.is_empty());
                let body = string(&page["articleBody"]).unwrap_or_default();
                articles.push(PublicArticle { id: format!("{set}/{id}"), title, body });
            }
        }
        Layout::Lines { text: field, title, id } => {
            for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let row: Value = serde_json::from_str(line)?;
                let own = id.and_then(|id| string(&row[id]));
                let id = own.unwrap_or_else(|| (at + 1).to_string());
                let body = match &row[field] {
                    Value::Array(paragraphs) => {
                        let paragraphs: Vec<&str> =
                            paragraphs.iter().filter_map(Value::as_str).collect();
                        paragraphs.join("\n\n")
                    }
                    body => string(body).unwrap_or_default(),
                };
                let title = title.and_then(|title| string(&row[title]));
                articles.push(PublicArticle { id: format!("{set}/{id}"), title, body });
            }
        }
    }
    Ok(articles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_by_set_and_id() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(
            "similarity/bbc.jsonl",
            "{\"title\": \"A\", \"paragraphs\": [\"Rain.\"]}\n{\"title\": \"B\", \"paragraphs\": [\"Snow.\", \"Ice.\"]}\n",
        );
        write("extraction/gold.json", "{\"x1\": {\"articleBody\": \"Wind.\"}}");
        let ids = ["bbc/2", "extraction/x1", "extraction/x2", "inshorts/1"].map(str::to_owned);
        let found = open_public(folder.path(), &ids.into()).unwrap();
        let bodies: Vec<(&str, &str)> =
            found.iter().map(|(id, article)| (id.as_str(), article.body.as_str())).collect();
        assert_eq!(bodies, [("bbc/2", "Snow.\n\nIce."), ("extraction/x1", "Wind.")]);
        assert_eq!(found["bbc/2"].title.as_deref(), Some("B"));
    }
}
