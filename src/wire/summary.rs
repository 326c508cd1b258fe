//! A summary, as it stands in an article's line.

use schemars::JsonSchema;
use serde::Serialize;

use super::offsets::Offsets;
use crate::engine::Card;
use crate::summarize::{Insertion, Parts, Pick, PieceKind, Role, Verdict, discourse};

/// A summary.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SummaryLine<'a> {
    /// The picks with their `insertions`, joined by spaces; `…` after one that was cut to fit. Items
    /// of a list stand behind all sentences, each with `• ` before it.
    pub text: String,
    /// What kind of piece the article is, told by its form: `news`, `list`, `how_to`, `review`,
    /// `opinion`, `interview`, `questions` (and answers), `live_blog`, `press_release`,
    /// `service_page`; `other` where it is none of these or its form does not say.
    #[schemars(with = "String")]
    pub kind: PieceKind,
    /// The words in it, counted as in `statistics`.
    pub words: usize,
    /// What ranked the sentences.
    pub scorer: &'a str,
    /// The picked sentences, in the body's order.
    pub sentences: Vec<PickLine<'a>>,
    /// Where some of these are items of a list: how many items the article has in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<usize>,
    /// What sentences were compared by: `vectors`, or `words` where the model does not know the
    /// language or the scorer does not read it; `null` where they were not compared.
    pub compared_by: Option<crate::summarize::Basis>,
    /// How likely the best three sentences are nearer to what a person would write than the first
    /// three: at 0.5 or below, the scorer knows none that are better; `null` of scorers that do not
    /// weigh whole summaries.
    pub confidence: Option<f32>,
    /// Of a document of thousands of sentences: how many of them each was compared with; left out
    /// where it was compared with all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampled: Option<usize>,
    /// With `--query`: what was asked. Where nothing in the article is about it, `sentences` is
    /// empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<&'a str>,
    /// With `--explain`: what became of every sentence, in their order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Vec<ScoreLine<'a>>>,
}

/// A picked sentence.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PickLine<'a> {
    /// Its place in the article's `sentences`.
    pub index: usize,
    /// Where it begins in the body.
    pub start: usize,
    /// Where it ends; before the sentence's end if it was cut to fit.
    pub end: usize,
    /// Its text, without `insertions`.
    pub text: &'a str,
    /// Whether it was cut to fit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// `item` where it is an item of a list, shown by its heading or its first clause; left out of
    /// plain sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Its score.
    pub score: f32,
    /// What adds up to the score, by name.
    #[schemars(with = "std::collections::BTreeMap<String, f32>")]
    pub parts: &'a Parts,
    /// What the summary's text puts into it in square brackets, so that a name can be understood;
    /// left out where there is nothing, and with `--verbatim`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub insertions: Vec<InsertionLine<'a>>,
}

/// Words of the body that the summary's text puts into a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InsertionLine<'a> {
    /// Where in the body they are put.
    pub at: usize,
    /// What is put there, brackets and space included.
    pub text: &'a str,
    /// Where in the body the words were taken from.
    pub from: SpanLine,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SpanLine {
    /// Where it begins in the body.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A sentence's score and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScoreLine<'a> {
    /// Its score.
    pub score: f32,
    /// What adds up to the score, by name.
    #[schemars(with = "std::collections::BTreeMap<String, f32>")]
    pub parts: &'a Parts,
    /// `picked`; `antecedent` (picked for a sentence that refers to it); `outranked`; `fragment`
    /// (no statement); `repeats` (another, which was picked); `dangles`; `irrelevant` to the query.
    pub verdict: &'static str,
    /// Of one that repeats: the place of the sentence that was picked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
    /// Of one that dangles: the kind of fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub kind: Option<discourse::Kind>,
    /// Of one that dangles: where the words at fault begin in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// Of one that dangles: where they end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
}

impl<'a> SummaryLine<'a> {
    pub(super) fn of(card: &'a Card, offsets: &Offsets<'_>) -> Self {
        let summary = &card.summary;
        let body = card.body();
        let explained = |scores: &'a Vec<_>| scores.iter().map(|it| ScoreLine::of(it, offsets));
        Self {
            text: summary.text(body),
            words: summary.words(),
            scorer: &summary.scorer,
            kind: summary.kind,
            items: summary.items,
            sentences: summary.picks.iter().map(|it| PickLine::of(it, body, offsets)).collect(),
            compared_by: summary.basis,
            confidence: summary.confidence,
            sampled: summary.sampled,
            query: card.query.as_deref(),
            explanation: card.explanation.as_ref().map(|scores| explained(scores).collect()),
        }
    }
}

impl<'a> PickLine<'a> {
    fn of(pick: &'a Pick, body: &'a str, offsets: &Offsets<'_>) -> Self {
        Self {
            index: pick.index,
            start: offsets.at(pick.span.start),
            end: offsets.at(pick.span.end),
            text: body.get(pick.span.range()).unwrap_or_default(),
            cut: pick.cut,
            role: pick.role,
            score: pick.score,
            parts: &pick.parts,
            insertions: pick.insertions.iter().map(|it| InsertionLine::of(it, offsets)).collect(),
        }
    }
}

impl<'a> InsertionLine<'a> {
    fn of(insertion: &'a Insertion, offsets: &Offsets<'_>) -> Self {
        let Insertion { at, text, from } = insertion;
        let from = SpanLine { start: offsets.at(from.start), end: offsets.at(from.end) };
        Self { at: offsets.at(*at), text, from }
    }
}

impl<'a> ScoreLine<'a> {
    fn of(explained: &'a crate::engine::Explained, offsets: &Offsets<'_>) -> Self {
        let mut line = Self {
            score: explained.score.total,
            parts: &explained.score.parts,
            verdict: "",
            of: None,
            kind: None,
            start: None,
            end: None,
        };
        line.verdict = match explained.verdict {
            Verdict::Picked => "picked",
            Verdict::Antecedent => "antecedent",
            Verdict::Fragment => "fragment",
            Verdict::Irrelevant => "irrelevant",
            Verdict::Outranked => "outranked",
            Verdict::Repeats { of } => {
                line.of = Some(of);
                "repeats"
            }
            Verdict::Dangles { kind, span } => {
                line.kind = Some(kind);
                line.start = Some(offsets.at(span.start));
                line.end = Some(offsets.at(span.end));
                "dangles"
            }
        };
        line
    }
}
