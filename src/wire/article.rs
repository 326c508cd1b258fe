//! An article's line: its card.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Schema;
use super::found::SimilarReading;
use super::news::NewSentences;
use super::offsets::{OffsetUnit, Offsets};
use super::summary::SummaryLine;
use crate::article::{Article, Extraction, Highlight, Repair};
use crate::engine::Card;

/// What of a card stands in its line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ArticleOptions {
    /// What offsets count. Default: bytes.
    pub offsets: OffsetUnit,
    /// Whether title and text are left out. Default: no.
    pub leaves_out_text: bool,
}

/// An article with its summary and its similar readings.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ArticleLine<'a> {
    /// Where it was read: a file, with the line (`news.jsonl:3`), the index (`news.json[2]`) or the
    /// part (`book.epub/one.xhtml`) where it holds many, or an address. `null` of a stored article.
    pub source: Option<&'a str>,
    /// The headline; left out with `--no-text`.
    #[serde(skip_serializing_if = "Extract::is_left_out")]
    #[schemars(with = "Option<String>")]
    pub title: Extract<Option<&'a str>>,
    /// ISO 639-1 where there is one, else ISO 639-3.
    pub language: Option<&'a str>,
    /// The repaired text: paragraphs of one line each, a blank line between. **All offsets are
    /// into it**. Left out with `--no-text`.
    #[serde(skip_serializing_if = "Extract::is_left_out")]
    #[schemars(with = "String")]
    pub body: Extract<&'a str>,
    /// What offsets count: `bytes` of UTF-8, or with `--offsets chars` Unicode scalar values.
    pub offsets: OffsetUnit,
    /// What of the input could not be read and was left out, for a person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// Of a page or a feed: what speaks against the text's being the whole article (`doubts`:
    /// `paywall`, `teaser`, `disagreement`, `links`, `short`, `cut`), and the `agreement` of two
    /// extractors where two were run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<std::collections::BTreeMap<String, serde_json::Value>>")]
    pub extraction: Option<&'a Extraction>,
    /// What text repair removed: `kind` (`repeated_block`, `repeated_title`, `repeated_lead`,
    /// `furniture`, `note`, `time_stamp`), `removed` (the text; left out with `--no-text`), `words`.
    pub repairs: Vec<RepairLine<'a>>,
    /// Every sentence, in order.
    pub sentences: Vec<SentenceSpan>,
    /// The summary.
    pub summary: SummaryLine<'a>,
    /// Counts.
    pub statistics: Statistics,
    /// What is known about the article.
    pub details: Details<'a>,
    /// The stored articles most like it, that first which is most like it.
    pub similar: Vec<SimilarReading<'a>>,
    /// How much of it is new, if some of its story is among them.
    pub news: Option<NewSentences>,
    /// The model that made the vectors, with the start of its weights' sha256; `null` where none
    /// was needed.
    pub model: Option<&'a str>,
}

/// A field that may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Extract<T> {
    /// It stands in the line.
    Given(T),
    /// It does not.
    LeftOut,
}

impl<T> Extract<T> {
    fn is_left_out(&self) -> bool {
        matches!(self, Self::LeftOut)
    }
}

/// What text repair removed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RepairLine<'a> {
    /// Why.
    #[schemars(with = "String")]
    pub kind: crate::article::RepairKind,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<&'a str>,
    /// The words in it, counted as in `statistics`.
    pub words: usize,
}

/// A sentence of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SentenceSpan {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The number of its paragraph, from 0.
    pub paragraph: usize,
    /// Whether the model read only its beginning, because it is longer than the model takes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
}

/// Counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Statistics {
    /// Words in the body. Where a script has no spaces between words, so many characters count as
    /// one: 1.5 of Han, 3 kana, 4 letters of Thai, Lao, Khmer or Burmese.
    pub words: usize,
    /// Sentences in the body.
    pub sentences: usize,
    /// How many times the article was read.
    pub read_count: u64,
    /// How long reading it takes, in minutes, at 238 words a minute and at least 1.
    pub reading_minutes: u64,
}

/// What is known about an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Details<'a> {
    /// A UUID; `null` while it has none and is not stored.
    pub id: Option<String>,
    /// The id that another system gave it, where that is no UUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<&'a str>,
    /// Its category.
    pub category: Option<&'a str>,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// The day it was published.
    #[schemars(with = "Option<String>")]
    pub date: Option<Date>,
    /// The moment it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub published: Option<Timestamp>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<&'a str>,
    /// The publication that it appeared in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<&'a str>,
    /// The words that it is filed under.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub tags: &'a [String],
    /// Whether a reader marked it as one to keep.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub starred: bool,
    /// How far a reader got, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<u8>,
    /// What a reader marked in it: `quote` and `note`.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub highlights: &'a [Highlight],
    /// When it was first stored.
    #[schemars(with = "Option<String>")]
    pub created: Option<Timestamp>,
    /// When what is stored of it last changed.
    #[schemars(with = "Option<String>")]
    pub updated: Option<Timestamp>,
    /// When it was last read.
    #[schemars(with = "Option<String>")]
    pub last_read: Option<Timestamp>,
}

impl Schema for ArticleLine<'_> {
    const NAME: &'static str = "nutgraf.article/1";
    const COMMANDS: &'static str = "summarize, show";
}

impl<'a> ArticleLine<'a> {
    /// The line of a card.
    #[must_use]
    pub fn new(card: &'a Card, options: ArticleOptions) -> Self {
        let document = &card.document;
        let article = &document.article;
        let offsets = Offsets::new(&article.body, options.offsets);
        let sentences = card.sentences.iter().enumerate().map(|(index, sentence)| SentenceSpan {
            start: offsets.at(sentence.span.start),
            end: offsets.at(sentence.span.end),
            paragraph: sentence.paragraph,
            truncated: card.is_truncated(index),
        });
        let repair = |repair: &'a Repair| RepairLine {
            kind: repair.kind,
            removed: (!options.leaves_out_text).then_some(&repair.removed),
            words: repair.words,
        };
        Self {
            source: Some(document.source.as_str()).filter(|source| !source.is_empty()),
            title: given(article.title.as_deref(), options),
            language: article.language.as_deref(),
            body: given(article.body.as_str(), options),
            offsets: options.offsets,
            warnings: document.warnings.iter().map(ToString::to_string).collect(),
            extraction: document.extraction.as_ref(),
            repairs: document.repairs.iter().map(repair).collect(),
            sentences: sentences.collect(),
            summary: SummaryLine::of(card, &offsets),
            statistics: Statistics {
                words: article.word_count,
                sentences: card.sentences.len(),
                read_count: article.read_count,
                reading_minutes: card.reading_minutes(),
            },
            details: Details::from(article),
            similar: card.similar.iter().map(SimilarReading::from).collect(),
            news: card.news.map(NewSentences::from),
            model: card.model.as_ref().map(|model| model.as_str()),
        }
    }
}

fn given<T>(value: T, options: ArticleOptions) -> Extract<T> {
    if options.leaves_out_text { Extract::LeftOut } else { Extract::Given(value) }
}

impl<'a> From<&'a Article> for Details<'a> {
    fn from(article: &'a Article) -> Self {
        Self {
            id: article.id.map(|id| id.to_string()),
            external_id: article.external_id.as_deref(),
            category: article.category.as_deref(),
            url: article.url.as_deref(),
            date: article.date,
            published: article.published,
            author: article.author.as_deref(),
            site: article.site.as_deref(),
            tags: &article.tags,
            starred: article.starred,
            progress: article.progress,
            highlights: &article.highlights,
            created: article.created,
            updated: article.updated,
            last_read: article.last_read,
        }
    }
}
