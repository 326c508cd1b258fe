//! The lead: a news article tells its story in its first sentences.

use super::score::Score;
use super::{Document, Ranking, SentenceScorer};
use crate::error::Result;

/// Scores a sentence by its position alone, from 1 for the first down towards 0.
///
/// The baseline that any scorer of news has to beat, and the choice where no embeddings are at
/// hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lead;

impl SentenceScorer for Lead {
    fn name(&self) -> &'static str {
        "lead"
    }

    fn uses_embeddings(&self) -> bool {
        false
    }

    fn rank(&self, document: &Document<'_>) -> Result<Ranking> {
        let n = document.sentences.len();
        let score = |i| Score::from_parts([("position", (n - i) as f32 / n as f32)]);
        Ok(Ranking::from_scores((0..n).map(score).collect()))
    }
}
