//! A summary: the picked sentences in the order of the document.

use serde::Serialize;

use super::Ranking;
use super::score::Parts;
use super::select::Selected;
use super::similarity::Basis;
use crate::article::Span;

/// Marks at the end of a sentence that no space follows.
const FULL_WIDTH: &[char] = &['。', '！', '？', '」', '』', '）'];

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
    /// The picked sentences, in the order of the document. Nothing where nothing was relevant.
    pub picks: Vec<Pick>,
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
        let Selected { picks, confidence, sampled } = selected;
        let sampled = ranking.sampled.or(sampled);
        Self { scorer: scorer.to_owned(), picks, basis: ranking.basis, confidence, sampled }
    }

    /// Its text, from the body that it was made of: the sentences with what is put into them, a
    /// space between two but after an ideographic full stop, and `…` after one that was cut.
    ///
    /// A pick that does not lie in `body` is left out.
    #[must_use]
    pub fn text(&self, body: &str) -> String {
        let mut text = String::new();
        for pick in &self.picks {
            let Some(sentence) = pick.text(body) else { continue };
            if !text.is_empty() && !text.ends_with(FULL_WIDTH) {
                text.push(' ');
            }
            text.push_str(&sentence);
        }
        text
    }

    /// The number of words in it.
    #[must_use]
    pub fn words(&self) -> usize {
        self.picks.iter().map(|pick| pick.words).sum()
    }
}
