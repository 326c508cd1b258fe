//! Articles that were found.

use schemars::JsonSchema;
use serde::Serialize;

use super::Schema;
use crate::library::WordHit;
use crate::{engine, story};

/// A stored article that is near another, or near what was searched for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SimilarReading<'a> {
    /// Its id.
    pub id: String,
    /// Its title, or its first words where it has none.
    pub title: &'a str,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// How alike they are, from about 0 to 1; of `search`, the cosine of the two vectors.
    pub score: f32,
    /// What it is to the article: `same_text` (whole, trimmed or corrected), `same_story`, or `related`.
    pub relation: &'static str,
    /// What both have in common; none for `search`.
    pub evidence: Option<Evidence>,
}

/// What two articles have in common.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Evidence {
    /// The cosine of their vectors of meaning.
    pub cosine: f32,
    /// The cosine of their words, the rare ones weighing most.
    pub words: f32,
    /// The same of their first 60 words.
    pub lead: f32,
    /// What of the names of the one that has fewer the other has too, by weight.
    pub names: f32,
    /// What of the figures of the one that has fewer the other has too.
    pub figures: f32,
    /// What of the passages of the shorter text the longer one has too.
    pub copied: f32,
}

impl From<&story::Evidence> for Evidence {
    fn from(evidence: &story::Evidence) -> Self {
        let story::Evidence { cosine, words, lead, names, figures, copied, .. } = *evidence;
        Self { cosine, words, lead, names, figures, copied: copied[0] }
    }
}

impl<'a> From<&'a engine::SimilarReading> for SimilarReading<'a> {
    fn from(reading: &'a engine::SimilarReading) -> Self {
        Self {
            id: reading.id.to_string(),
            title: &reading.title,
            url: reading.url.as_deref(),
            score: reading.score,
            relation: reading.relation.name(),
            evidence: reading.evidence.as_ref().map(Evidence::from),
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
