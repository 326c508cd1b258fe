//! Questions that people ask of an article, with the sentences that answer them.
//!
//! In: files of questions (`data/questions/README.md` says how they were written), and the folders
//! in which their articles lie. Out: for each kind of answer, how often the first sentence answers,
//! how often one of three does, how many of what is found do, and how often nothing is found where
//! the article does not answer. A question whose article is absent, or no longer has the sentences
//! that answer, is counted as left out and not asked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use nutgraf::embed::Embedder;
use nutgraf::summarize::{Budget, Query, Selection, SentenceScorer, Summary, summarize_with};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::summary::PreparedDocument;
use crate::datasets::{SummaryItem, Text};

/// A question of a set.
#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    /// The data set of its article and the id, or the number of the line from 1, there.
    pub article: String,
    /// The kind of answer that it asks for.
    pub kind: String,
    /// The question.
    pub question: String,
    /// The sentences that answer; none if the article does not.
    pub answers: Vec<Answer>,
}

/// A sentence that answers, in bytes of the article's repaired body.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    start: usize,
    end: usize,
    /// The first 16 hexadecimal digits of the SHA-256 of its text.
    sha256: String,
}

/// What came of the questions of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Questions that their article answers.
    pub answered: usize,
    /// Of these, those whose first sentence answers.
    pub first: usize,
    /// Of these, those of which one of three sentences answers.
    pub any: usize,
    /// Of these, those that found nothing.
    pub missed: usize,
    /// Sentences found for them, three at most each.
    pub found: usize,
    /// Of the sentences found, those that answer.
    pub right: usize,
    /// Questions that their article does not answer.
    pub unanswered: usize,
    /// Of these, those that found nothing.
    pub silent: usize,
}

/// What came of a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// By the kind of answer.
    pub kinds: BTreeMap<String, Outcome>,
    /// Questions that could not be asked.
    pub left_out: usize,
}

impl Outcomes {
    /// All kinds together.
    #[must_use]
    pub fn all(&self) -> Outcome {
        self.kinds.values().fold(Outcome::default(), |a, b| Outcome {
            answered: a.answered + b.answered,
            first: a.first + b.first,
            any: a.any + b.any,
            missed: a.missed + b.missed,
            found: a.found + b.found,
            right: a.right + b.right,
            unanswered: a.unanswered + b.unanswered,
            silent: a.silent + b.silent,
        })
    }
}

/// Asks each question of its article, which is looked for in `folders`.
///
/// # Errors
/// If a file of articles cannot be parsed, or the model fails.
pub fn ask(
    questions: &[Question],
    folders: &[PathBuf],
    embedder: &dyn Embedder,
    scorer: &dyn SentenceScorer,
) -> Result<Outcomes> {
    let mut outcomes = Outcomes::default();
    let mut documents = BTreeMap::new();
    for Question { article, kind, question, answers } in questions {
        if !documents.contains_key(article) {
            let document = find(article, folders)?.map(PreparedDocument::new);
            let embedded = document.map(|document| {
                let texts: Vec<&str> = document.texts().collect();
                let embeddings = embedder.embed(&texts)?.embeddings;
                anyhow::Ok((document, embeddings))
            });
            documents.insert(article, embedded.transpose()?);
        }
        let Some(Some((document, embeddings))) = documents.get(article) else {
            outcomes.left_out += 1;
            continue;
        };
        if !answers.iter().all(|answer| is_there(answer, &document.body)) {
            outcomes.left_out += 1;
            continue;
        }
        let vector = embedder.embed(&[question.as_str()])?.embeddings;
        let query = Query { text: question, vector: Some(vector.row(0)), base: scorer };
        let summary = |count| -> Result<Summary> {
            let document = document.as_document(Some(embeddings));
            let budget = Budget::sentences(count)?;
            Ok(summarize_with(&document, &query, budget, &Selection::default())?)
        };
        let right = |summary: &Summary| {
            let answers_it = |start: usize, end: usize| {
                let middle = usize::midpoint(start, end);
                answers.iter().any(|answer| (answer.start..answer.end).contains(&middle))
            };
            summary.picks.iter().filter(|pick| answers_it(pick.span.start, pick.span.end)).count()
        };
        let (one, three) = (summary(1)?, summary(3)?);
        let outcome = outcomes.kinds.entry(kind.clone()).or_default();
        if answers.is_empty() {
            outcome.unanswered += 1;
            outcome.silent += usize::from(one.picks.is_empty());
        } else {
            outcome.answered += 1;
            outcome.first += right(&one);
            outcome.any += usize::from(right(&three) > 0);
            outcome.missed += usize::from(one.picks.is_empty());
            outcome.found += three.picks.len();
            outcome.right += right(&three);
        }
    }
    Ok(outcomes)
}

/// Whether the body still has the sentence where it was.
fn is_there(answer: &Answer, body: &str) -> bool {
    let hash = |text: &str| -> String {
        Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    };
    body.get(answer.start..answer.end).is_some_and(|text| hash(text) == answer.sha256)
}

/// The article of that name: `NAME/ID` in `NAME.jsonl`, or in `NAME/gold.json` by its key.
fn find(article: &str, folders: &[PathBuf]) -> Result<Option<SummaryItem>> {
    let article = article.strip_prefix("examples/").unwrap_or(article);
    let Some((set, id)) = article.split_once('/') else { bail!("`{article}` names no data set") };
    for folder in folders {
        for path in [folder.clone(), folder.join("summarization"), folder.join("similarity")] {
            let path = path.join(format!("{set}.jsonl"));
            if path.is_file() {
                return in_lines(&path, id);
            }
        }
        let path = folder.join(set).join("gold.json");
        if path.is_file() {
            let gold: Value = serde_json::from_slice(&fs::read(&path)?)
                .with_context(|| path.display().to_string())?;
            return Ok(gold.get(id).and_then(|value| item(value, id)));
        }
    }
    Ok(None)
}

/// The article of a file of JSON lines with that id, or on the line of that number.
fn in_lines(path: &Path, id: &str) -> Result<Option<SummaryItem>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let number: Option<usize> = id.parse().ok();
    for (place, line) in text.lines().enumerate() {
        if number.is_some_and(|number| number != place + 1) {
            continue;
        }
        let value: Value = serde_json::from_str(line)
            .with_context(|| format!("{}:{}", path.display(), place + 1))?;
        if number.is_some() || value["id"] == id {
            return Ok(item(&value, id));
        }
    }
    Ok(None)
}

fn item(value: &Value, id: &str) -> Option<SummaryItem> {
    let text = ["article", "ctext", "paragraphs", "articleBody", "body", "text"].iter().find_map(
        |name| match &value[*name] {
            Value::String(text) => Some(text.clone()),
            Value::Array(parts) => {
                let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
                Some(parts.join("\n\n"))
            }
            _ => None,
        },
    )?;
    let title = ["title", "headline", "headlines"].iter().find_map(|name| value[*name].as_str());
    Some(SummaryItem {
        id: id.to_owned(),
        title: title.map(str::to_owned),
        text: Text::Whole(text),
        references: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_by_id_and_by_line() {
        let folder = tempfile::tempdir().unwrap();
        let lines = "{\"id\": \"a\", \"article\": \"It rained.\"}\n{\"paragraphs\": [\"One.\", \"Two.\"]}\n";
        fs::write(folder.path().join("own.jsonl"), lines).unwrap();
        let folders = [folder.path().to_owned()];
        let text = |article: &str| find(article, &folders).unwrap().map(|item| item.text);
        assert_eq!(text("own/a"), Some(Text::Whole("It rained.".to_owned())));
        assert_eq!(text("examples/own/2"), Some(Text::Whole("One.\n\nTwo.".to_owned())));
        assert_eq!(text("own/b"), None);
        assert_eq!(text("other/1"), None);
    }

    #[test]
    fn an_answer_that_moved_is_not_there() {
        let sha256 = "ed2d78a4bb35cb13".to_owned();
        let answer = Answer { start: 0, end: 10, sha256 };
        assert!(!is_there(&answer, "It snowed. It rained."));
        assert!(!is_there(&answer, "It"));
    }

    #[test]
    fn the_own_question_sets_are_well_formed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let own = [folder.join("data"), folder.join("../examples/articles")];
        for half in ["tune", "decide"] {
            let questions: Vec<Question> =
                crate::datasets::read_kept(&folder.join(format!("data/questions/{half}.jsonl")))
                    .unwrap();
            assert!(questions.len() >= 60);
            for question in &questions {
                let is_own = question.article.starts_with("news/")
                    || question.article.starts_with("examples/");
                let found = find(&question.article, &own).unwrap().map(PreparedDocument::new);
                assert_eq!(found.is_some(), is_own, "{}", question.article);
                let Some(document) = found else { continue };
                for answer in &question.answers {
                    assert!(is_there(answer, &document.body), "{}", question.question);
                }
            }
        }
    }
}
