//! Articles that were found.

use schemars::JsonSchema;
use serde::Serialize;

use super::Schema;
use crate::engine;
use crate::library::WordHit;

/// A stored article that is near another, or near what was searched for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SimilarReading<'a> {
    /// Its id.
    pub id: String,
    /// Its title, or its first words where it has none.
    pub title: &'a str,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// The cosine of the two vectors.
    pub score: f32,
    /// What it is to the article: `similar`, or `duplicate` for the same text.
    pub relation: &'static str,
}

impl<'a> From<&'a engine::SimilarReading> for SimilarReading<'a> {
    fn from(reading: &'a engine::SimilarReading) -> Self {
        Self {
            id: reading.id.to_string(),
            title: &reading.title,
            url: reading.url.as_deref(),
            score: reading.score,
            relation: match reading.relation {
                engine::Relation::Similar => "similar",
                engine::Relation::Duplicate => "duplicate",
            },
        }
    }
}

/// A stored article that is near, as a line. The nearest comes first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NeighborLine<'a> {
    /// The reading.
    #[serde(flatten)]
    pub reading: SimilarReading<'a>,
}

impl Schema for NeighborLine<'_> {
    const NAME: &'static str = "nutgraf.neighbor/1";
    const COMMANDS: &'static str = "similar, search";
}

/// A stored article with the words that were searched for. The best comes first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WordHitLine<'a> {
    /// Its id.
    pub id: String,
    /// Its title, or its first words where it has none.
    pub title: &'a str,
    /// The part of its text that has most of the words, `…` where it was cut.
    pub snippet: &'a str,
    /// Where the words stand in the snippet, in bytes; none if they are all in the title.
    pub matches: Vec<Match>,
    /// BM25, a word in the title counting four times; the greater the better, of no fixed scale.
    pub score: f64,
}

/// A word in a snippet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Match {
    /// Offset of its first byte.
    pub start: usize,
    /// Offset one past its last byte.
    pub end: usize,
}

impl Schema for WordHitLine<'_> {
    const NAME: &'static str = "nutgraf.word_hit/1";
    const COMMANDS: &'static str = "search --words";
}

impl<'a> From<&'a WordHit> for WordHitLine<'a> {
    fn from(hit: &'a WordHit) -> Self {
        Self {
            id: hit.id.to_string(),
            title: &hit.title,
            snippet: &hit.snippet,
            matches: hit.matches.iter().map(|it| Match { start: it.start, end: it.end }).collect(),
            score: hit.score,
        }
    }
}
