//! The card: everything about one article, as readers and programs get it.
//!
//! Serialised, a [`Card`] is a line of the schema `nutgraf.article/1`, see [`super`].

use serde::Serialize;

use super::article_vector::article_vector;
use super::summary::CardSummary;
use super::{Analysis, Engine};
use crate::article::{Article, ArticleId, Repair, Sentence};
use crate::error::{Error, Result};
use crate::similar::Neighbor;
use crate::summarize::{self, Budget};
use crate::text::{Document, count_words};
use crate::vector::ModelId;

/// The schema that [`Card::schema`] names.
pub const CARD_SCHEMA: &str = "nutgraf.article/1";

/// How fast people read, in words a minute (Brysbaert 2019, non-fiction).
const WORDS_PER_MINUTE: f64 = 238.0;

/// What a card is to hold.
#[derive(Debug, Clone, PartialEq)]
pub struct CardOptions {
    /// How long the summary may be. Default: three sentences.
    pub budget: Budget,
    /// How many similar readings to name. Default: five.
    pub neighbors: usize,
    /// What the summary is to be about. Default: whatever the article is about.
    pub query: Option<String>,
    /// Whether to say of every sentence why it was picked, or was not. Default: no.
    pub explains: bool,
}

impl Default for CardOptions {
    fn default() -> Self {
        Self { budget: Budget::default(), neighbors: 5, query: None, explains: false }
    }
}

/// One article with its summary and its similar readings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// `nutgraf.article/1`.
    pub schema: &'static str,
    /// The headline, where there is one.
    pub title: Option<String>,
    /// The language, where it is known.
    pub language: Option<String>,
    /// The repaired text.
    pub body: String,
    /// What text repair removed.
    pub repairs: Vec<Repair>,
    /// All sentences of the body, in order.
    pub sentences: Vec<CardSentence>,
    /// The summary.
    pub summary: CardSummary,
    /// Counts.
    pub statistics: Statistics,
    /// What is known about the article.
    pub details: Details,
    /// The nearest stored articles, the nearest first.
    pub similar: Vec<SimilarReading>,
    /// The model that made the vectors; none where none was needed.
    pub model: Option<ModelId>,
}

/// A sentence of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CardSentence {
    /// Offset of its first byte.
    pub start: usize,
    /// Offset one past its last byte.
    pub end: usize,
    /// The number of its paragraph, from 0.
    pub paragraph: usize,
    /// Whether the model read only its beginning, because it is longer than the model takes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
}

/// Counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// Words in the body.
    pub words: usize,
    /// Sentences in the body.
    pub sentences: usize,
    /// How many times the article was read.
    pub read_count: u64,
    /// How long reading it takes, in minutes, at least 1.
    pub reading_minutes: u64,
}

/// What is known about an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Details {
    /// Its identity; none while it has none and is not stored.
    pub id: Option<ArticleId>,
    /// The identity that another system gave it, where that is no UUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Its category.
    pub category: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The day it was published.
    pub date: Option<jiff::civil::Date>,
    /// When it was first stored.
    pub created: Option<jiff::Timestamp>,
    /// When it last changed.
    pub updated: Option<jiff::Timestamp>,
    /// When it was last read.
    pub last_read: Option<jiff::Timestamp>,
}

/// A similar reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SimilarReading {
    /// Its identity.
    pub id: ArticleId,
    /// Its title, or its first words where it has none.
    pub title: String,
    /// Where it was published.
    pub url: Option<String>,
    /// The cosine of the two articles' vectors.
    pub score: f32,
    /// What it is to the article.
    pub relation: Relation,
}

/// What a similar reading is to the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// It is near.
    Similar,
    /// It has the same text.
    Duplicate,
}

impl Engine {
    /// Makes an article's card. Stores nothing.
    ///
    /// # Errors
    /// If the model cannot be loaded or fails, or the library cannot be read.
    pub fn card(&self, document: &Document, options: &CardOptions) -> Result<Card> {
        let article = &document.article;
        let wants_neighbors = options.neighbors > 0 && self.has_articles()?;
        let query = options.query.as_deref();
        let compares =
            (query.is_some() || self.scorer.uses_embeddings()) && self.covers(article)?;
        let analysis =
            if compares || wants_neighbors { Some(self.analyse(article)?) } else { None };
        let similar = match &analysis {
            Some(analysis) if wants_neighbors => {
                self.similar_readings(article, analysis, options.neighbors)?
            }
            _ => Vec::new(),
        };
        let sentences = match &analysis {
            Some(analysis) => analysis.sentences.clone(),
            None => self.split(&article.body, article.language.as_deref()),
        };
        let view = summarize::Document {
            body: &article.body,
            title: article.title.as_deref(),
            language: article.language.as_deref(),
            sentences: &sentences,
            embeddings: analysis
                .as_ref()
                .filter(|_| compares)
                .map(|analysis| &analysis.embedded.embeddings),
            count_words,
        };
        let summary = self.summary(&view, options)?;
        Ok(Card {
            schema: CARD_SCHEMA,
            title: article.title.clone(),
            language: article.language.clone(),
            body: article.body.clone(),
            repairs: document.repairs.clone(),
            statistics: Statistics::of(article, sentences.len()),
            details: Details::of(article),
            model: analysis.as_ref().map(|analysis| analysis.embedded.embeddings.model().clone()),
            sentences: card_sentences(&sentences, analysis.as_ref()),
            summary,
            similar,
        })
    }

    fn similar_readings(
        &self,
        article: &Article,
        analysis: &Analysis,
        count: usize,
    ) -> Result<Vec<SimilarReading>> {
        self.readings(article, &self.nearest(article, &article_vector(analysis), count)?)
    }

    /// Names neighbours and says which of them are duplicates.
    pub(super) fn readings(
        &self,
        article: &Article,
        neighbors: &[Neighbor],
    ) -> Result<Vec<SimilarReading>> {
        let library = self.library()?;
        let duplicates = library.duplicates_of(article)?;
        neighbors
            .iter()
            .filter_map(|neighbor| match library.listed(neighbor.id) {
                Ok(listed) => Some(Ok((neighbor, listed))),
                // Another process removed it a moment ago.
                Err(Error::ArticleNotFound { .. }) => None,
                Err(error) => Some(Err(error)),
            })
            .map(|found| {
                let (neighbor, listed) = found?;
                let relation = if duplicates.contains(&neighbor.id) {
                    Relation::Duplicate
                } else {
                    Relation::Similar
                };
                Ok(SimilarReading {
                    id: neighbor.id,
                    title: listed.title,
                    url: listed.url,
                    score: neighbor.score,
                    relation,
                })
            })
            .collect()
    }
}

fn card_sentences(sentences: &[Sentence], analysis: Option<&Analysis>) -> Vec<CardSentence> {
    let truncated = analysis.map(|analysis| analysis.embedded.truncated.as_slice()).unwrap_or(&[]);
    sentences
        .iter()
        .enumerate()
        .map(|(index, sentence)| CardSentence {
            start: sentence.span.start,
            end: sentence.span.end,
            paragraph: sentence.paragraph,
            truncated: truncated.get(index).copied().unwrap_or(false),
        })
        .collect()
}

impl Statistics {
    fn of(article: &Article, sentences: usize) -> Self {
        let minutes = (article.word_count as f64 / WORDS_PER_MINUTE).round() as u64;
        Self {
            words: article.word_count,
            sentences,
            read_count: article.read_count,
            reading_minutes: minutes.max(1),
        }
    }
}

impl Details {
    fn of(article: &Article) -> Self {
        Self {
            id: article.id,
            external_id: article.external_id.clone(),
            category: article.category.clone(),
            url: article.url.clone(),
            date: article.date,
            created: article.created,
            updated: article.updated,
            last_read: article.last_read,
        }
    }
}
