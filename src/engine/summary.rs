//! The summary of a card: of the article, or of what it says about a question.

use serde::Serialize;

use super::{CardOptions, Engine};
use crate::article::Article;
use crate::error::Result;
use crate::summarize::{
    self, Basis, Parts, Pick, Query, Score, Selection, SentenceScorer as _, Summary, Verdict,
    explain, select,
};

/// A summary.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardSummary {
    /// The picked sentences, one after another.
    pub text: String,
    /// The number of words in them.
    pub words: usize,
    /// The scorer that ranked the sentences.
    pub scorer: String,
    /// The picked sentences, in the body's order.
    pub sentences: Vec<CardPick>,
    /// What sentences were compared by.
    pub compared_by: Option<Basis>,
    /// How likely it is better than the first sentences, see [`Summary::confidence`].
    pub confidence: Option<f32>,
    /// What was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// What became of every sentence, in their order; only where [`CardOptions::explains`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Vec<CardScore>>,
}

/// A picked sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardPick {
    /// Its place in [`Card::sentences`](super::Card::sentences).
    pub index: usize,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset one past its last byte; before the sentence's end if it was cut to fit.
    pub end: usize,
    /// Whether it was cut to fit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// Its score: the sum of `parts`.
    pub score: f32,
    /// What the score is made of.
    pub parts: Parts,
}

/// A sentence's score and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardScore {
    /// Its score: the sum of `parts`.
    pub score: f32,
    /// What the score is made of.
    pub parts: Parts,
    /// Whether it was picked, or why not.
    #[serde(flatten)]
    pub verdict: Verdict,
}

impl Engine {
    /// Whether the model knows the article's language, as far as either is known.
    pub(super) fn covers(&self, article: &Article) -> Result<bool> {
        Ok(match &article.language {
            Some(language) => self.embedder()?.covers(language),
            None => true,
        })
    }

    pub(super) fn summary(
        &self,
        document: &summarize::Document<'_>,
        options: &CardOptions,
    ) -> Result<CardSummary> {
        let selection = Selection::default();
        let (name, ranking) = match &options.query {
            None => (self.scorer.name(), self.scorer.rank(document)?),
            Some(text) => {
                let embedded = match document.embeddings {
                    Some(_) => Some(self.embedder()?.embed(&[text])?),
                    None => None,
                };
                let vector = embedded.as_ref().map(|embedded| embedded.embeddings.row(0));
                let query = Query { text, vector, base: self.scorer.as_ref() };
                (query.name(), query.rank(document)?)
            }
        };
        let selected = select(document, &ranking, options.budget, &selection);
        let explanation = options.explains.then(|| {
            let verdicts = explain(document, &ranking, &selected.picks, &selection);
            let scored = ranking.scores.iter().cloned().zip(verdicts);
            scored
                .map(|(Score { total, parts }, verdict)| CardScore { score: total, parts, verdict })
                .collect()
        });
        let summary = Summary::of(name, &ranking, selected);
        Ok(CardSummary {
            text: summary.text(document.body),
            words: summary.words(),
            scorer: summary.scorer,
            sentences: summary.picks.iter().map(CardPick::of).collect(),
            compared_by: summary.basis,
            confidence: summary.confidence,
            query: options.query.clone(),
            explanation,
        })
    }
}

impl CardPick {
    fn of(pick: &Pick) -> Self {
        Self {
            index: pick.index,
            start: pick.span.start,
            end: pick.span.end,
            cut: pick.cut,
            score: pick.score,
            parts: pick.parts.clone(),
        }
    }
}
