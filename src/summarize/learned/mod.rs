//! The trained scorer: what people put into summaries, learned from their summaries.
//!
//! In: a document with embeddings. Out: for each sentence a score, the log odds that it is in
//! the sentences that come nearest to a human summary, as a sum of named parts; and an order that
//! begins with the best summary of three.
//!
//! Two forests of gradient-boosted trees, trained by `nutgraf-eval train`:
//!
//! 1. the sentence forest scores each sentence by [`sentence_feature_names`]: its place, its
//!    likeness to the others, its words, its form;
//! 2. the set forest weighs whole summaries by [`set_feature_names`]. The candidates are sets of
//!    the best sentences; one that would leave a reference dangling or a discourse link broken
//!    ([`discourse`](super::discourse)) stands behind all that do not.
//!
//! Longer and shorter summaries grow and shrink from the best set by one sentence at a time, so
//! they nest. What it does not do: weigh sets of a document that is not English, whose sentences
//! are scored as [`Centrality`] does.

mod analysis;
#[cfg(feature = "bundled-model")]
mod bundled;
mod likeness;
mod reading;
mod sentence_features;
mod set_features;
mod sets;
#[cfg(all(test, feature = "bundled-model"))]
mod tests;

use analysis::Analysis;
use sentence_features::{FEATURES, PARTS, Part};
use set_features::{SET_FEATURES, Standing, set_features};
use sets::candidates;

pub use super::forest::{Forest, ForestError, Node, Tree};
use super::score::Score;
use super::{Centrality, Document, Ranking, SentenceScorer, WeighedSet};
use crate::error::Result;

/// How many sentences the summary has that is weighed as a whole.
pub const SET_SIZE: usize = 3;

/// The score of a line that states nothing: below that of any sentence.
const FRAGMENT_SCORE: f32 = -20.0;

/// The names of the features of a sentence, in their order.
#[must_use]
pub fn sentence_feature_names() -> Vec<&'static str> {
    FEATURES.iter().map(|(name, _)| *name).collect()
}

/// The names of the features of a set of sentences, in their order.
#[must_use]
pub fn set_feature_names() -> Vec<&'static str> {
    SET_FEATURES.to_vec()
}

/// Scores sentences, and weighs summaries, as trees trained on human summaries do.
#[derive(Debug, Clone)]
pub struct Learned {
    sentences: Forest,
    sets: Option<Forest>,
}

impl Learned {
    /// The scorer with these forests. Without one for sets, sentences are taken by their scores,
    /// discourse all the same.
    ///
    /// # Errors
    /// [`ForestError`] if a forest is of other features than [`sentence_feature_names`] and
    /// [`set_feature_names`].
    pub fn from_bytes(
        sentences: &[u8],
        sets: Option<&[u8]>,
    ) -> std::result::Result<Self, ForestError> {
        let sentences = Forest::from_bytes(sentences, &sentence_feature_names())?;
        let sets = sets.map(|bytes| Forest::from_bytes(bytes, SET_FEATURES)).transpose()?;
        Ok(Self { sentences, sets })
    }

    fn scores(&self, analysis: &Analysis, sentences: usize) -> Vec<Score> {
        let mut scores = vec![Score::from_parts([("fragment", FRAGMENT_SCORE)]); sentences];
        let mut credits = vec![0f32; FEATURES.len()];
        for (i, &sentence) in analysis.statements.iter().enumerate() {
            credits.fill(0.0);
            let base = self.sentences.explain(analysis.row(i), &mut credits);
            let part = |part: Part| {
                let own = FEATURES.iter().zip(&credits).filter(|((_, of), _)| *of == part);
                own.map(|(_, credit)| credit).sum::<f32>()
            };
            let parts = PARTS.iter().map(|&(of, name)| (name, part(of)));
            let parts = [("base", base)].into_iter().chain(parts);
            scores[sentence] = Score::from_parts(parts.collect::<super::Parts>());
        }
        scores
    }
}

impl SentenceScorer for Learned {
    fn name(&self) -> &'static str {
        "learned"
    }

    fn needs_embeddings(&self) -> bool {
        true
    }

    fn score(&self, document: &Document<'_>) -> Result<Vec<Score>> {
        Ok(self.rank(document)?.scores)
    }

    fn rank(&self, document: &Document<'_>) -> Result<Ranking> {
        if !document.is_english() {
            return Centrality::default().rank(document);
        }
        let embeddings = document.embeddings_for(self.name())?;
        let analysis = Analysis::new(document, embeddings);
        let scores = self.scores(&analysis, document.sentences.len());
        let standing = analysis.statements.iter().map(|&i| scores[i].total).collect();
        let standing = Standing::new(standing);
        let sets = self.sets.as_ref().map_or_else(Vec::new, |forest| {
            let weighed = candidates(&analysis, &standing).into_iter().map(|set| WeighedSet {
                value: forest.predict(&set_features(&analysis, &standing, &set)),
                sentences: analysis.in_document(&set),
            });
            weighed.collect()
        });
        Ok(Ranking { scores, sets })
    }
}

/// What a forest is trained on: the features of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingDocument {
    /// The sentences that are scored, ascending.
    pub statements: Vec<usize>,
    /// The features of each, row after row.
    pub sentence_features: Vec<f32>,
}

impl TrainingDocument {
    /// The features of a document's sentences.
    ///
    /// # Errors
    /// As [`SentenceScorer::score`].
    pub fn new(document: &Document<'_>) -> Result<Self> {
        let analysis = Analysis::new(document, document.embeddings_for("learned")?);
        let Analysis { statements, features, .. } = analysis;
        Ok(Self { statements, sentence_features: features })
    }
}

/// The candidate sets of a document and their features, row after row, where its statements have
/// these scores. A set is of sentences of the document, ascending.
///
/// # Errors
/// As [`SentenceScorer::score`].
pub fn candidate_sets(
    document: &Document<'_>,
    scores: Vec<f32>,
) -> Result<(Vec<Vec<usize>>, Vec<f32>)> {
    let analysis = Analysis::new(document, document.embeddings_for("learned")?);
    let standing = Standing::new(scores);
    let candidates = candidates(&analysis, &standing);
    let features = candidates.iter().flat_map(|set| set_features(&analysis, &standing, set));
    let features = features.collect();
    Ok((candidates.iter().map(|set| analysis.in_document(set)).collect(), features))
}
