//! A summary: the picked sentences in the order of the document.

use serde::Serialize;

use super::Ranking;
use super::kind::PieceKind;
use super::score::Parts;
use super::select::Selected;
use super::similarity::Basis;
use crate::article::Span;

/// Marks at the end of a sentence that no space follows.
const FULL_WIDTH: &[char] = &['。', '！', '？', '」', '』', '）'];

/// What a pick is, where it is no plain sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "library", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// An item of a list, shown by its heading or its first clause.
    Item,
}

/// A sentence that was picked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pick {
    /// Its number in the document.
    pub index: usize,
    /// Where it lies in the body. A sentence that was cut ends before its end.
    #[serde(flatten)]
    pub span: Span,
    /// Whether it was cut, because no whole sentence fits the budget.
    pub cut: bool,
    /// What it is, if no plain sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The number of words in the span and in what is put into it.
    pub words: usize,
    /// Its score.
    pub score: f32,
    /// What adds up to the score.
    pub parts: Parts,
    /// What is put into it for a reader who sees the summary alone, in the order of their places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub insertions: Vec<Insertion>,
}

/// Words of the body that are put into a pick, in square brackets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Insertion {
    /// Where they are put: a byte of the body, which lies in the pick or at its end.
    pub at: usize,
    /// What is put there: the words in brackets, with the space that parts them from the rest.
    pub text: String,
    /// Where in the body the words were taken from.
    pub from: Span,
}

impl Pick {
    /// The pick as a summary shows it, from the body that it was made of: with what is put into it,
    /// and `…` if it was cut. `None` where it does not lie in `body`.
    #[must_use]
    pub fn text(&self, body: &str) -> Option<String> {
        let mut text = String::new();
        let mut shown = self.span.start;
        for insertion in &self.insertions {
            text.push_str(body.get(shown..insertion.at)?);
            text.push_str(&insertion.text);
            shown = insertion.at;
        }
        text.push_str(body.get(shown..self.span.end)?);
        if self.cut {
            text.push('…');
        }
        Some(text)
    }
}

/// An extractive summary of a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// The name of the scorer.
    pub scorer: String,
    /// What kind of piece it is a summary of.
    pub kind: PieceKind,
    /// The picked sentences, in the order of the document. Nothing where nothing was relevant.
    pub picks: Vec<Pick>,
    /// How many items the piece has, where some of them are picks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<usize>,
    /// What sentences were compared by; `None` where they were not.
    pub basis: Option<Basis>,
    /// How likely a reader would rather have the best summary of three sentences than the first
    /// three sentences: at 0.5 or below, the scorer knows none that is better.
    /// `None` of scorers that do not weigh whole summaries.
    pub confidence: Option<f32>,
    /// With how many others each sentence was compared, in a text too long to compare all with all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampled: Option<usize>,
}

impl Summary {
    /// The summary that was selected by the ranking of `scorer`.
    #[must_use]
    pub fn of(scorer: &str, ranking: &Ranking, selected: Selected) -> Self {
        let Selected { kind, picks, items, confidence, sampled } = selected;
        let sampled = ranking.sampled.or(sampled);
        let scorer = scorer.to_owned();
        Self { scorer, kind, picks, items, basis: ranking.basis, confidence, sampled }
    }

    /// Its text, from the body that it was made of: the sentences with what is put into them, a
    /// space between two but after an ideographic full stop, and `…` after one that was cut. Items of
    /// a list stand behind all sentences, each with `• ` before it.
    ///
    /// A pick that does not lie in `body` is left out.
    #[must_use]
    pub fn text(&self, body: &str) -> String {
        let mut text = String::new();
        for pick in self.sentences().chain(self.items()) {
            let Some(sentence) = pick.text(body) else { continue };
            if !text.is_empty() && !text.ends_with(FULL_WIDTH) {
                text.push(' ');
            }
            if pick.role == Some(Role::Item) {
                text.push_str("• ");
            }
            text.push_str(&sentence);
        }
        text
    }

    /// Its picks that are plain sentences.
    pub fn sentences(&self) -> impl Iterator<Item = &Pick> {
        self.picks.iter().filter(|pick| pick.role.is_none())
    }

    /// Its picks that are items of a list.
    pub fn items(&self) -> impl Iterator<Item = &Pick> {
        self.picks.iter().filter(|pick| pick.role == Some(Role::Item))
    }

    /// How many items the piece has beyond those that are picks.
    #[must_use]
    pub fn items_left_out(&self) -> usize {
        self.items.map_or(0, |all| all.saturating_sub(self.items().count()))
    }

    /// The number of words in it.
    #[must_use]
    pub fn words(&self) -> usize {
        self.picks.iter().map(|pick| pick.words).sum()
    }
}
