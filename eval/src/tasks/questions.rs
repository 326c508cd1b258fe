//! Summaries of what a reader asks: is it found where it is told, and nowhere else?
//!
//! In: documents with references. Each sentence of a reference is a question that its document
//! answers and the next one, as far as anyone can tell, does not. It is asked in two ways: as it
//! is, and as "what about NAME?", with the longest name in it. Out: how often something is found
//! in each of the two, and how near the one best sentence comes to what the reference says.
//!
//! A name that the other document has as well is not asked there, nor one that its own document
//! lacks.

use anyhow::Result;
use nutgraf::embed::Embedder;
use nutgraf::summarize::{Budget, Query, Selection, SentenceScorer, Summary, summarize_with};
use nutgraf::vector::Embeddings;

use super::summary::PreparedDocument;
use crate::metrics::rouge::{RougeScorer, Stemming, score};

/// What came of the questions of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Answers {
    /// Questions put to their own document.
    pub asked: usize,
    /// How many of these found something.
    pub found: usize,
    /// Questions put to another document.
    pub asked_elsewhere: usize,
    /// How many of these found something all the same.
    pub found_elsewhere: usize,
    /// The ROUGE-1 F1 of the best sentence with the reference's, summed over what was asked.
    pub nearness: f64,
    /// The same of the sentence that the scorer picks when it is asked nothing.
    pub nearness_unasked: f64,
}

/// What came of whole sentences, and of names.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Questions {
    /// Sentences of references as they are.
    pub sentences: Answers,
    /// "What about NAME?"
    pub names: Answers,
}

/// Asks `documents` what their references say.
///
/// # Errors
/// If the model fails.
pub fn ask(
    documents: &[PreparedDocument],
    embedder: &dyn Embedder,
    scorer: &dyn SentenceScorer,
) -> Result<Questions> {
    let rouge = RougeScorer::new(Stemming::Porter);
    let mut questions = Questions::default();
    let mut embedded = Vec::with_capacity(documents.len());
    for document in documents {
        let texts: Vec<&str> = document.texts().collect();
        embedded.push(embedder.embed(&texts)?.embeddings);
    }
    for (i, document) in documents.iter().enumerate() {
        let next = (i + 1) % documents.len();
        let (own, other) = ((document, &embedded[i]), (&documents[next], &embedded[next]));
        let unasked = summary(own, scorer)?;
        for line in document.references.iter().flatten() {
            let nearness = |summary: &Summary| {
                let lines = [summary.text(&document.body)];
                score(&rouge.prepare(&[line.as_str()]), &rouge.prepare(&lines)).rouge1.f1
            };
            let by_name = longest_name(line);
            let question = by_name.map(|name| format!("What about {name}?"));
            let kinds = [
                (&mut questions.sentences, Some(line.as_str()), None),
                (&mut questions.names, question.as_deref(), by_name),
            ];
            for (answers, text, name) in kinds {
                let Some(text) = text else { continue };
                let vector = embedder.embed(&[text])?.embeddings;
                let query = Query { text, vector: Some(vector.row(0)), base: scorer };
                if name.is_none_or(|name| document.body.contains(name)) {
                    let answer = summary(own, &query)?;
                    answers.asked += 1;
                    answers.found += usize::from(!answer.picks.is_empty());
                    answers.nearness += nearness(&answer);
                    answers.nearness_unasked += nearness(&unasked);
                }
                if name.is_none_or(|name| !shares_word(&other.0.body, name)) {
                    answers.asked_elsewhere += 1;
                    let found = !summary(other, &query)?.picks.is_empty();
                    answers.found_elsewhere += usize::from(found);
                }
            }
        }
    }
    Ok(questions)
}

/// The one best sentence.
fn summary(
    (document, embeddings): (&PreparedDocument, &Embeddings),
    scorer: &dyn SentenceScorer,
) -> Result<Summary> {
    let document = document.as_document(Some(embeddings));
    Ok(summarize_with(&document, scorer, Budget::sentences(1)?, &Selection::default())?)
}

/// The most words in a row that begin with a capital, but for the first of the sentence.
fn longest_name(sentence: &str) -> Option<&str> {
    let mut best: Option<&str> = None;
    let mut start = None;
    let words: Vec<(usize, &str)> = sentence
        .split(' ')
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((start, word.trim_matches(|c: char| !c.is_alphanumeric())))
        })
        .skip(1)
        .collect();
    for (at, word) in words {
        if !word.starts_with(char::is_uppercase) || word.len() < 2 {
            start = None;
            continue;
        }
        let begin = *start.get_or_insert(at);
        let end = at + sentence[at..].find(word).unwrap_or(0) + word.len();
        let name = sentence[begin..end].trim_start_matches(|c: char| !c.is_alphanumeric());
        if best.is_none_or(|best| name.len() > best.len()) {
            best = Some(name);
        }
    }
    best
}

fn shares_word(text: &str, name: &str) -> bool {
    name.split(' ').any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_of_a_sentence() {
        let name = longest_name("The mayor, Ada Okafor, met Lee in Riverton .");
        assert_eq!(name, Some("Ada Okafor"));
        assert_eq!(longest_name("Nobody was hurt, police say ."), None);
    }
}
