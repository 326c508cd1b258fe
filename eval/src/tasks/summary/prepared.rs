//! A document of a data set, made ready: repaired, split, its references kept.

use nutgraf::article::{Article, Sentence, Span};
use nutgraf::split::{RuleSplitter, SentenceSplitter};
use nutgraf::summarize::Document;
use nutgraf::text::{count_words, detect_language, prepare};
use nutgraf::vector::Embeddings;

use crate::datasets::{SummaryItem, Text};
use crate::report::SourceText;

/// A document ready to be summarised.
#[derive(Debug, Clone)]
pub struct PreparedDocument {
    /// Its id in the data set.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its text.
    pub body: String,
    /// The spans of its sentences.
    pub sentences: Vec<Sentence>,
    /// Its language, where that is known.
    pub language: Option<String>,
    /// The reference summaries, a sentence an item.
    pub references: Vec<Vec<String>>,
}

impl PreparedDocument {
    /// Repairs and splits a document as `nutgraf summarize` would; sentences that are split
    /// already are taken as they are.
    #[must_use]
    pub fn new(item: SummaryItem) -> Self {
        let SummaryItem { id, title, text, references } = item;
        let (title, body, sentences, language) = match text {
            Text::Whole(body) => {
                let article = prepare(Article { title, body, ..Article::default() }).article;
                let sentences = RuleSplitter.split(&article.body, article.language.as_deref());
                (article.title, article.body, sentences, article.language)
            }
            Text::Sentences(texts) => {
                let (body, sentences) = joined(&texts);
                let language = detect_language(&body);
                (title, body, sentences, language)
            }
        };
        Self { id, title, body, sentences, language, references }
    }

    /// The text of each sentence.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.sentences.iter().map(|sentence| sentence.text(&self.body))
    }

    /// The document as scorers see it.
    #[must_use]
    pub fn as_document<'a>(&'a self, embeddings: Option<&'a Embeddings>) -> Document<'a> {
        Document {
            body: &self.body,
            title: self.title.as_deref(),
            language: self.language.as_deref(),
            sentences: &self.sentences,
            embeddings,
            count_words,
        }
    }

    /// The document as a report shows it.
    #[must_use]
    pub fn into_source_text(self, dataset: &str) -> SourceText {
        let mut paragraph_starts = Vec::new();
        let mut last = None;
        for (index, sentence) in self.sentences.iter().enumerate() {
            if last.replace(sentence.paragraph) != Some(sentence.paragraph) {
                paragraph_starts.push(index);
            }
        }
        SourceText {
            dataset: dataset.to_owned(),
            sentences: self.texts().map(str::to_owned).collect(),
            id: self.id,
            title: self.title,
            paragraph_starts,
            references: self.references,
        }
    }
}

/// A body of one sentence a line.
fn joined(texts: &[String]) -> (String, Vec<Sentence>) {
    let (mut body, mut sentences) = (String::new(), Vec::new());
    for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        if !body.is_empty() {
            body.push('\n');
        }
        let start = body.len();
        body.push_str(text);
        sentences.push(Sentence { span: Span::new(start, body.len()), paragraph: sentences.len() });
    }
    (body, sentences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_already_split_are_taken_as_they_are() {
        let texts = ["Dr. No. 3 left. He ran.", "  ", "Two  lines\nin one."].map(str::to_owned);
        let item = SummaryItem {
            id: "1".to_owned(),
            title: None,
            text: Text::Sentences(texts.to_vec()),
            references: vec![vec!["He left.".to_owned()]],
        };
        let document = PreparedDocument::new(item);
        let texts: Vec<&str> = document.texts().collect();
        assert_eq!(texts, ["Dr. No. 3 left. He ran.", "Two  lines\nin one."]);
    }

    #[test]
    fn a_whole_text_is_repaired_and_split() {
        let paragraph = "The ferry left at noon on Monday. Nobody was aboard it, they said.";
        let item = SummaryItem {
            id: "1".to_owned(),
            title: Some("Ferry".to_owned()),
            text: Text::Whole(format!("{paragraph}\n\n{paragraph}\n\nIts owner is not known.")),
            references: Vec::new(),
        };
        let document = PreparedDocument::new(item);
        assert_eq!(document.sentences.len(), 3, "the second copy is gone");
        assert_eq!(document.into_source_text("own").paragraph_starts, [0, 2]);
    }
}
