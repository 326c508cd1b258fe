//! The card: everything about one article, as readers and programs get it.

use super::{Engine, NewSentences, Order};
use crate::article::{ArticleId, Sentence};
use crate::error::{Error, Result};
use crate::library::{Copies, Filter};
use crate::story::{Evidence, NamesAndFigures, Relation};
use crate::summarize::{
    self, Budget, Score, SentenceScorer, Summary, Verdict, scorer, scorer_names,
};
use crate::text::{Document, count_words};
use crate::vector::ModelId;

/// How fast people read, in words a minute (Brysbaert 2019, non-fiction).
const WORDS_PER_MINUTE: f64 = 238.0;

/// What a card is to hold.
#[derive(Debug, Clone, PartialEq)]
pub struct CardOptions {
    /// How long the summary may be. Default: three sentences.
    pub budget: Budget,
    /// How many similar readings to name. Default: five.
    pub neighbors: usize,
    /// Which articles similar readings are named from. Default: all.
    pub filter: Filter,
    /// The least score of a similar reading. Default: [`LEAST_ALIKE`](super::LEAST_ALIKE).
    pub min_score: Option<f32>,
    /// Which of several similar readings with the same text are named. Default: each.
    pub copies: Copies,
    /// Which similar readings come first. Default: those most alike.
    pub order: Order,
    /// How sentences are ranked, by a name that [`scorer`] knows. Default: the engine's own.
    pub scorer: Option<String>,
    /// What the summary is to be about. Default: whatever the article is about.
    pub query: Option<String>,
    /// Whether to say of every sentence why it was picked, or was not. Default: no.
    pub explains: bool,
    /// Whether the sentences of the summary are left as they are, without the full form of a name
    /// in square brackets where one alone says too little. Default: no.
    pub verbatim: bool,
}

impl Default for CardOptions {
    fn default() -> Self {
        Self {
            budget: Budget::default(),
            neighbors: 5,
            filter: Filter::default(),
            min_score: None,
            copies: Copies::Each,
            order: Order::Alike,
            scorer: None,
            query: None,
            explains: false,
            verbatim: false,
        }
    }
}

/// One article with its summary and its similar readings.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The article, where it was read, and what was removed from it.
    pub document: Document,
    /// All sentences of the body, in order.
    pub sentences: Vec<Sentence>,
    /// The summary.
    pub summary: Summary,
    /// What the summary is about, if that was asked for.
    pub query: Option<String>,
    /// What became of every sentence, in their order; only where [`CardOptions::explains`].
    pub explanation: Option<Vec<Explained>>,
    /// The stored articles most like it, that first which is most like it.
    pub similar: Vec<SimilarReading>,
    /// How much of it is new, if some of its story is among them.
    pub news: Option<NewSentences>,
    /// The model that made the vectors; none where none was needed.
    pub model: Option<ModelId>,
    /// Of which sentences the model read only the beginning.
    truncated: Vec<bool>,
}

/// A sentence's score and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Its score.
    pub score: Score,
    /// Whether it was picked, or why not.
    pub verdict: Verdict,
}

impl Card {
    /// The headline, where there is one.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.document.article.title.as_deref()
    }

    /// The repaired text, which all spans are into.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.document.article.body
    }

    /// The summary's text, see [`Summary::text`].
    #[must_use]
    pub fn text(&self) -> String {
        self.summary.text(self.body())
    }

    /// Whether the model read only the beginning of a sentence, because it is longer than the model
    /// takes.
    #[must_use]
    pub fn is_truncated(&self, sentence: usize) -> bool {
        self.truncated.get(sentence).copied().unwrap_or(false)
    }

    /// How long reading the article takes, in minutes, at least 1.
    #[must_use]
    pub fn reading_minutes(&self) -> u64 {
        let minutes = (self.document.article.word_count as f64 / WORDS_PER_MINUTE).round() as u64;
        minutes.max(1)
    }
}

/// A similar reading.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarReading {
    /// Its identity.
    pub id: ArticleId,
    /// Its title, or its first words where it has none.
    pub title: String,
    /// Where it was published.
    pub url: Option<String>,
    /// How alike they are, from about 0 to 1; for what was found by a text, the cosine of the two vectors.
    pub score: f32,
    /// What it is to the article.
    pub relation: Relation,
    /// Why it is named; none for what was found by a text.
    pub reasons: Option<Reasons>,
    /// Others with its text that it is named for, where copies are folded.
    pub copies: Vec<ArticleId>,
}

/// Why an article is like another.
#[derive(Debug, Clone, PartialEq)]
pub struct Reasons {
    /// How much they have in common, of several kinds.
    pub evidence: Evidence,
    /// Names and figures that both have.
    pub shared: NamesAndFigures,
    /// How many hours it was published after the other, if both times are known; before it, below 0.
    pub hours_later: Option<f64>,
}

impl Engine {
    /// Makes an article's card. Stores nothing.
    ///
    /// # Errors
    /// If the model cannot be loaded or fails, or the library cannot be read; [`Error::InvalidOption`] if there
    /// is no such scorer.
    pub fn card(&self, document: &Document, options: &CardOptions) -> Result<Card> {
        let article = &document.article;
        let wants_neighbors = options.neighbors > 0 && self.has_articles()?;
        let query = options.query.as_deref();
        let named = options.scorer.as_deref().map(named_scorer).transpose()?;
        let ranker = named.as_deref().unwrap_or(self.scorer.as_ref());
        let compares = (query.is_some() || ranker.uses_embeddings()) && self.covers(article)?;
        let analysis =
            if compares || wants_neighbors { Some(self.analyse(article)?) } else { None };
        let similar = match &analysis {
            Some(analysis) if wants_neighbors => {
                self.readings_of(article, analysis, &options.into())?
            }
            _ => Vec::new(),
        };
        let news = match &analysis {
            Some(analysis) => self.new_sentences(article, analysis, &similar)?,
            None => None,
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
        let (summary, explanation) = self.summary(&view, ranker, options)?;
        let (truncated, model) = match analysis {
            Some(analysis) => {
                let model = analysis.embedded.embeddings.model().clone();
                (analysis.embedded.truncated, Some(model))
            }
            None => (Vec::new(), None),
        };
        Ok(Card {
            document: document.clone(),
            sentences,
            summary,
            query: options.query.clone(),
            explanation,
            similar,
            news,
            model,
            truncated,
        })
    }
}

fn named_scorer(name: &str) -> Result<Box<dyn SentenceScorer>> {
    scorer(name).ok_or_else(|| {
        let names: Vec<&str> = scorer_names().collect();
        Error::InvalidOption {
            option: "scorer",
            expected: "the name of a scorer",
            found: format!("{name}; there are {}", names.join(", ")),
        }
    })
}
