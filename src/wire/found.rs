//! Articles that were found.

use schemars::JsonSchema;
use serde::Serialize;

use super::Schema;
use crate::article::{Article, Sentence};
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
    /// Why it is named; none for `search`.
    pub reasons: Option<Reasons<'a>>,
    /// The ids of others with its text, that it is named for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
}

/// Why an article is like another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Reasons<'a> {
    /// Names that both have, the rarest first, at most six.
    pub names: &'a [String],
    /// Figures that both have, at most six.
    pub figures: &'a [String],
    /// How many hours it was published after the article (before it, below 0), if both times are known.
    pub hours_later: Option<f64>,
    /// How much they have in common.
    pub evidence: Evidence,
}

/// How much two articles have in common: each part from 0, nothing, to 1.
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

impl<'a> From<&'a engine::Reasons> for Reasons<'a> {
    fn from(reasons: &'a engine::Reasons) -> Self {
        let story::Evidence { cosine, words, lead, names, figures, copied, .. } = reasons.evidence;
        Self {
            names: &reasons.shared.names,
            figures: &reasons.shared.figures,
            hours_later: reasons.hours_later,
            evidence: Evidence { cosine, words, lead, names, figures, copied: copied[0] },
        }
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
            reasons: reading.reasons.as_ref().map(Reasons::from),
            copies: reading.copies.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A stored article that is near, as a line. The nearest comes first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NeighborLine<'a> {
    /// The reading.
    #[serde(flatten)]
    pub reading: SimilarReading<'a>,
    /// The sentences of both that match best, with `--why`.
    pub matching: Option<MatchingSentences<'a>>,
}

/// Two sentences, one of each article.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MatchingSentences<'a> {
    /// That of the article.
    pub here: MatchingSentence<'a>,
    /// That of the one that was found.
    pub there: MatchingSentence<'a>,
    /// The cosine of their vectors.
    pub cosine: f32,
}

/// A sentence of an article.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MatchingSentence<'a> {
    /// The sentence.
    pub text: &'a str,
    /// Where it begins in the article's body, in bytes of UTF-8.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl<'a> MatchingSentences<'a> {
    /// The sentences of a pair, which are in the bodies of these articles.
    #[must_use]
    pub fn new(pair: &engine::SentencePair, here: &'a Article, there: &'a Article) -> Self {
        let of = |sentence: &Sentence, article: &'a Article| MatchingSentence {
            text: sentence.text(&article.body),
            start: sentence.span.start,
            end: sentence.span.end,
        };
        Self { here: of(&pair.first, here), there: of(&pair.second, there), cosine: pair.cosine }
    }
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
