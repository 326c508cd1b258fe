//! Extracts: which sentences of an article would a reader have in its summary?
//!
//! In: articles, whose sentences are numbered in files to read; then a reader's lines
//! `NUMBER best 0,3,4 one 0 also 2,9 bad 1,7`, `-` for none. Out: [`Extract`]s, which name sentences
//! by their fingerprints. The rules for readers are in `data/panel/README.md`.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::tasks::summary::PreparedDocument;
use crate::training::choice::fingerprint;
use crate::training::readers::Extract;

/// The form of the key of numbered articles.
pub const EXTRACTS_SCHEMA: &str = "nutgraf.extracts/1";

/// No summary has more sentences.
const MOST: usize = 3;

/// The articles by the number that they have in the files to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberedKey {
    /// [`EXTRACTS_SCHEMA`].
    pub schema: String,
    /// The articles.
    pub articles: Vec<NumberedArticle>,
}

/// One article of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberedArticle {
    /// Its id in the data.
    pub id: String,
    /// The fingerprint of each sentence, by its number.
    pub sentences: Vec<String>,
}

/// The files to read, so many articles in each, and the key to their numbers.
#[must_use]
pub fn number(documents: &[PreparedDocument], per_file: usize) -> (Vec<String>, NumberedKey) {
    let numbered: Vec<(usize, &PreparedDocument)> = documents.iter().enumerate().collect();
    let file = |articles: &[(usize, &PreparedDocument)]| {
        articles.iter().map(|(number, document)| to_read(*number, document)).collect()
    };
    let article = |document: &PreparedDocument| NumberedArticle {
        id: document.id.clone(),
        sentences: document.texts().map(fingerprint).collect(),
    };
    let articles = documents.iter().map(article).collect();
    let key = NumberedKey { schema: EXTRACTS_SCHEMA.to_owned(), articles };
    (numbered.chunks(per_file.max(1)).map(file).collect(), key)
}

/// An article with its sentences numbered; paragraphs have blank lines between them.
fn to_read(number: usize, document: &PreparedDocument) -> String {
    let mut text = format!("##### {number} {}\n", document.title.as_deref().unwrap_or(""));
    let mut paragraph = None;
    for (at, (sentence, own)) in document.sentences.iter().zip(document.texts()).enumerate() {
        if paragraph.replace(sentence.paragraph).is_some_and(|last| last != sentence.paragraph) {
            text.push('\n');
        }
        let own = own.split_whitespace().collect::<Vec<_>>().join(" ");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "[{at}] {own}");
    }
    text.push('\n');
    text
}

/// Reads a reader's lines; blank ones count for nothing.
///
/// # Errors
/// If a line is not of the form, names an article or a sentence that there is not, or an article that
/// was read before; with its number.
pub fn chosen(reading: &str, text: &str, key: &NumberedKey) -> Result<Vec<Extract>> {
    let (mut extracts, mut seen) = (Vec::new(), BTreeSet::new());
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = || format!("line {}", at + 1);
        let (number, extract) = extract(reading, line, key).with_context(place)?;
        ensure!(seen.insert(number), "{}: article {number} was read before", place());
        extracts.push(extract);
    }
    Ok(extracts)
}

fn extract(reading: &str, line: &str, key: &NumberedKey) -> Result<(usize, Extract)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let &[number, "best", best, "one", one, "also", also, "bad", bad] = words.as_slice() else {
        bail!("`NUMBER best 0,3,4 one 0 also 2,9 bad 1,7` is expected, `-` for none");
    };
    let number: usize = number.parse().with_context(|| format!("`{number}` is no number"))?;
    let article = key.articles.get(number).with_context(|| format!("no article {number}"))?;
    let sentences = |list: &str| -> Result<Vec<String>> {
        let numbers = list.split(',').filter(|item| !matches!(*item, "-" | ""));
        numbers
            .map(|item| {
                let at: usize = item.parse().with_context(|| format!("`{item}` is no number"))?;
                let print = article.sentences.get(at);
                print.cloned().with_context(|| format!("article {number} has no sentence {at}"))
            })
            .collect()
    };
    let best = sentences(best)?;
    ensure!((1..=MOST).contains(&best.len()), "the best are one to {MOST} sentences");
    let extract = Extract {
        id: article.id.clone(),
        reading: reading.to_owned(),
        best,
        one: sentences(one)?.into_iter().next(),
        also: sentences(also)?,
        bad: sentences(bad)?,
    };
    Ok((number, extract))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datasets::{SummaryItem, Text};

    fn numbered() -> (Vec<String>, NumberedKey) {
        let document = |id: &str| {
            PreparedDocument::new(SummaryItem {
                id: id.to_owned(),
                title: Some("The ferry".to_owned()),
                text: Text::Whole(
                    "The ferry will not sail until May. A crack was found.\n\nNobody was in danger."
                        .to_owned(),
                ),
                references: Vec::new(),
            })
        };
        number(&[document("a/1"), document("a/2"), document("a/3")], 2)
    }

    #[test]
    fn sentences_are_numbered_and_named_by_their_fingerprints() {
        let (files, key) = numbered();
        assert_eq!(files.len(), 2);
        assert!(
            files[0].starts_with("##### 0 The ferry\n[0] The ferry will not sail until May.\n[1] ")
        );
        assert!(files[0].contains("[1] A crack was found.\n\n[2] Nobody was in danger.\n"));
        let extracts = chosen("one", "1 best 0,2 one 0 also 1 bad -\n\n", &key).unwrap();
        assert_eq!(extracts.len(), 1);
        let Extract { id, best, one, also, bad, .. } = &extracts[0];
        assert_eq!(id, "a/2");
        assert_eq!(best[1], fingerprint("Nobody was in danger."));
        assert_eq!(one.as_ref(), Some(&best[0]));
        assert_eq!((also.len(), bad.len()), (1, 0));
        assert_eq!(extracts[0].grade(&best[0]), 1.0);
        assert_eq!(extracts[0].grade(&also[0]), 0.5);
    }

    #[test]
    fn what_is_not_of_the_form_is_refused() {
        let (_, key) = numbered();
        for (line, expected) in [
            ("1 best 0", "is expected"),
            ("x best 0 one 0 also - bad -", "no number"),
            ("3 best 0 one 0 also - bad -", "no article 3"),
            ("1 best 3 one 0 also - bad -", "no sentence 3"),
            ("1 best - one 0 also - bad -", "one to 3"),
            ("1 best 0 one 0 also - bad -\n1 best 0 one 0 also - bad -", "read before"),
        ] {
            let error = format!("{:#}", chosen("one", line, &key).unwrap_err());
            assert!(error.contains(expected), "{line}: {error}");
        }
    }
}
