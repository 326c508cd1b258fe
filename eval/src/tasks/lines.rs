//! What a line is: the kinds that the library gives to sentences against those that a reader gave.
//!
//! In: labels (`eval/data/lines/README.md`) and the folder of public data with the texts that they
//! are of. Out: how many lines that are no statements are told, and how many statements are taken for
//! such lines, for each sample and half; and how many of each kind are told, and told by name.
//!
//! A sentence is found again by its hash, so that another splitter or repair loses a few labels, and
//! says so. Stubs and lines that the reader could not decide count nowhere.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use nutgraf::read::{Input, read};
use nutgraf::summarize::{LineKind, line_kinds};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::summary::PreparedDocument;
use crate::datasets::{SummaryItem, Text, open_extraction};

/// Files of news, by the name that labels call them, and whether they call rows by their ids; else
/// by the numbers of their lines.
const NEWS: [(&str, &str, bool); 3] = [
    ("cnndm-validation", "summarization/cnndm-validation.jsonl", true),
    ("cnndm-train", "summarization/cnndm-train.jsonl", false),
    ("bbc", "similarity/bbc.jsonl", false),
];

/// Folders of pages.
const PAGES: [&str; 2] = ["extraction", "extraction-wcxb"];

/// What a reader called one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LineLabel {
    /// The data set and the page: `extraction-wcxb/4015`, `bbc/7` for the seventh line.
    pub page: String,
    /// `text` for the text as the data have it, `page` for what the library reads in the HTML.
    pub source: String,
    /// The number of the sentence when it was labelled.
    pub sentence: usize,
    /// The first digits of the SHA-256 of the sentence, in hexadecimal.
    pub hash: String,
    /// The name of a [`LineKind`]; `stub` or `unclear` where it counts nowhere.
    pub kind: String,
    /// `uniform` where chance alone chose it, `odd` where its form did.
    pub sample: String,
    /// `tune` where rules may be made on it, `decide` where they are measured on it.
    pub half: String,
}

/// Lines that are no statements, told or not, and statements taken for such.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// No statements, and told.
    pub right: usize,
    /// Statements that were taken for none.
    pub wrong: usize,
    /// No statements, and not told.
    pub missed: usize,
    /// Statements that were left.
    pub left: usize,
}

impl Told {
    /// How many of the lines that were told are no statements; 1 where none was told.
    #[must_use]
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// How many of the lines that are no statements were told; 1 where there are none.
    #[must_use]
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    fn count(&mut self, is_statement: bool, is_told: bool) {
        *match (is_statement, is_told) {
            (false, true) => &mut self.right,
            (true, true) => &mut self.wrong,
            (false, false) => &mut self.missed,
            (true, false) => &mut self.left,
        } += 1;
    }
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { part as f64 / of as f64 }
}

/// Lines of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OfKind {
    /// All of them.
    pub lines: usize,
    /// Those that the library does not call prose.
    pub told: usize,
    /// Those of which it gives the same kind.
    pub named: usize,
}

/// What came of the labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// By sample and half.
    pub told: BTreeMap<(String, String), Told>,
    /// By half and the reader's kind.
    pub kinds: BTreeMap<(String, String), OfKind>,
    /// Labels whose sentence is no longer there.
    pub lost: usize,
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((sample, half), told) in &self.told {
            writeln!(
                f,
                "{sample}, {half}: precision {:.3}, recall {:.3} (right {}, wrong {}, missed {}, left {})",
                told.precision(),
                told.recall(),
                told.right,
                told.wrong,
                told.missed,
                told.left
            )?;
        }
        for ((half, kind), of) in &self.kinds {
            writeln!(
                f,
                "{half}, {kind}: {} lines, told {}, named {}",
                of.lines, of.told, of.named
            )?;
        }
        writeln!(f, "labels whose sentence is not found: {}", self.lost)
    }
}

/// Compares the kinds of the library with the labels; `data` is the folder of public data.
///
/// # Errors
/// If data cannot be read that labels are of.
pub fn compare(labels: &[LineLabel], data: &Path) -> Result<Lines> {
    let mut wanted: BTreeMap<(String, String), Vec<&LineLabel>> = BTreeMap::new();
    for label in labels {
        wanted.entry((label.page.clone(), label.source.clone())).or_default().push(label);
    }
    let mut lines = Lines::default();
    let mut take = |page: &str, source: &str, document: &dyn Fn() -> Option<PreparedDocument>| {
        let Some(labels) = wanted.remove(&(page.to_owned(), source.to_owned())) else { return };
        match document() {
            Some(document) => lines.add(&labels, &document),
            None => lines.lost += labels.len(),
        }
    };
    for set in PAGES {
        for page in open_extraction(&data.join(set))?.items {
            let id = format!("{set}/{}", page.id);
            take(&id, "text", &|| Some(prepared(&id, None, page.body.clone())));
            take(&id, "page", &|| {
                let input = Input::bytes(format!("{}.html", page.id), page.html.clone());
                let read = read(input).documents().next()?.ok()?;
                Some(prepared(&id, read.article.title, read.article.body))
            });
        }
    }
    for (set, file, has_ids) in NEWS {
        let path = data.join(file);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{}: cannot be read", path.display()))?;
        for (i, line) in text.lines().enumerate() {
            let row: Value = serde_json::from_str(line)
                .with_context(|| format!("{}:{}", path.display(), i + 1))?;
            let own = row["id"].as_str().filter(|_| has_ids).map(str::to_owned);
            let id = format!("{set}/{}", own.unwrap_or_else(|| (i + 1).to_string()));
            take(&id, "text", &|| {
                let title = row["title"].as_str().map(str::to_owned);
                Some(prepared(&id, title, body(&row)?))
            });
        }
    }
    lines.lost += wanted.values().map(Vec::len).sum::<usize>();
    Ok(lines)
}

/// The text of a row of news.
fn body(row: &Value) -> Option<String> {
    let paragraphs = || {
        let all = row["paragraphs"].as_array()?;
        Some(all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n"))
    };
    row["article"].as_str().map(str::to_owned).or_else(paragraphs)
}

fn prepared(id: &str, title: Option<String>, body: String) -> PreparedDocument {
    PreparedDocument::new(SummaryItem {
        id: id.to_owned(),
        title,
        text: Text::Whole(body),
        references: Vec::new(),
    })
}

impl Lines {
    fn add(&mut self, labels: &[&LineLabel], document: &PreparedDocument) {
        let kinds = line_kinds(&document.as_document(None));
        let hashes: Vec<String> = document.texts().map(hash).collect();
        for label in labels {
            let same = (0..hashes.len()).filter(|&i| hashes[i].starts_with(&label.hash));
            let Some(i) = same.min_by_key(|i| i.abs_diff(label.sentence)) else {
                self.lost += 1;
                continue;
            };
            let Some(kind) = LineKind::by_name(&label.kind) else { continue };
            let told = !kinds[i].states();
            let key = (label.sample.clone(), label.half.clone());
            self.told.entry(key).or_default().count(kind.states(), told);
            let of = self.kinds.entry((label.half.clone(), label.kind.clone())).or_default();
            of.lines += 1;
            of.told += usize::from(told);
            of.named += usize::from(kinds[i] == kind);
        }
    }
}

/// The SHA-256 of a sentence, in hexadecimal.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str, sentence: usize, kind: &str) -> LineLabel {
        LineLabel {
            page: "p/1".to_owned(),
            source: "text".to_owned(),
            sentence,
            hash: hash(text)[..12].to_owned(),
            kind: kind.to_owned(),
            sample: "uniform".to_owned(),
            half: "tune".to_owned(),
        }
    }

    #[test]
    fn labels_are_found_by_their_hash_and_counted() {
        let body = "The ferry\n\nThe ferry stopped on Monday.\n\nRead more: What the loan means.\n\n\
                    A fine day for the town and for all who live in it.";
        let document = prepared("p/1", None, body.to_owned());
        let labels = [
            label("The ferry", 0, "heading"),
            label("The ferry stopped on Monday.", 7, "prose"),
            label("Read more: What the loan means.", 2, "prose"),
            label("A fine day for the town and for all who live in it.", 3, "caption"),
            label("It is not there.", 4, "prose"),
        ];
        let mut lines = Lines::default();
        lines.add(&labels.iter().collect::<Vec<_>>(), &document);
        let key = ("uniform".to_owned(), "tune".to_owned());
        let told = lines.told[&key];
        assert_eq!(told, Told { right: 1, wrong: 1, missed: 1, left: 1 });
        assert_eq!((told.precision(), told.recall(), lines.lost), (0.5, 0.5, 1));
        let headings = lines.kinds[&("tune".to_owned(), "heading".to_owned())];
        assert_eq!(headings, OfKind { lines: 1, told: 1, named: 1 });
    }

    #[test]
    fn nothing_told_is_nothing_wrong() {
        assert_eq!((Told::default().precision(), Told::default().recall()), (1.0, 1.0));
    }
}
