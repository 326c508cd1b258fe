//! The trained scorer: what people put into summaries, learned from their summaries.
//!
//! In: a document. Out: for each sentence a score, the log odds that it is in the sentences that
//! come nearest to a human summary, as a sum of named parts; and summaries of three, weighed.
//!
//! Forests of gradient-boosted trees, trained by `nutgraf-eval train`:
//!
//! 1. the sentence forest scores each sentence by [`sentence_feature_names`]: its place, its
//!    likeness to the others, its words, its form;
//! 2. the term forest gives each distinct word, by [`term_feature_names`], the log odds that a
//!    human summary has it;
//! 3. the set forest weighs whole summaries by [`set_feature_names`], made of the best sentences:
//!    their scores, their likeness to each other, and how much of what a summary is expected to
//!    have they cover. Its values are log odds too: the difference of two is the log odds that the
//!    one is nearer to a human summary than the other;
//! 4. the lexical forest scores the sentences of a document in another language, or without
//!    vectors, by [`lexical_feature_names`]: places, relative lengths and shared words.
//!
//! What it does not do: mind what a summary leaves dangling, which is [selection's](super::select)
//! part.

mod analysis;
#[cfg(feature = "bundled-model")]
mod bundled;
mod lexical_features;
mod likeness;
mod reading;
mod sentence_features;
mod set_features;
mod sets;
mod term_features;
#[cfg(all(test, feature = "bundled-model"))]
mod tests;

use analysis::{Analysis, statements};
use lexical_features::{LEXICAL_FEATURES, lexical_features};
use sentence_features::{FEATURES, PARTS, Part};
use set_features::{SET_FEATURES, Standing, set_features};
use sets::candidates;
use term_features::{TERM_FEATURES, term_features};

pub use super::forest::{Forest, ForestError, Node, Tree};
use super::score::Score;
use super::similarity::{MOST, SAMPLE};
use super::{Basis, Document, Parts, Ranking, SentenceScorer, WeighedSet};
use crate::error::{Error, Result};

/// How many sentences the summary has that is weighed as a whole.
pub const SET_SIZE: usize = 3;

/// A text of no more statements than this is too short to choose from.
const SHORT: usize = 5;

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

/// The names of the features of a word, in their order.
#[must_use]
pub fn term_feature_names() -> Vec<&'static str> {
    TERM_FEATURES.to_vec()
}

/// The names of the features of a sentence of another language, in their order.
#[must_use]
pub fn lexical_feature_names() -> Vec<&'static str> {
    LEXICAL_FEATURES.iter().map(|(name, _)| *name).collect()
}

/// The forests of a trained scorer, as they are in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forests<'a> {
    /// The sentence forest.
    pub sentences: &'a [u8],
    /// The term forest.
    pub terms: &'a [u8],
    /// The set forest.
    pub sets: &'a [u8],
    /// The lexical forest.
    pub lexical: &'a [u8],
}

/// Scores sentences, and weighs summaries, as trees trained on human summaries do.
#[derive(Debug, Clone)]
pub struct Learned {
    sentences: Forest,
    terms: Forest,
    sets: Forest,
    lexical: Forest,
}

impl Learned {
    /// The scorer with these forests.
    ///
    /// # Errors
    /// [`ForestError`] if a forest is of other features than [`sentence_feature_names`],
    /// [`term_feature_names`], [`set_feature_names`] and [`lexical_feature_names`].
    pub fn from_bytes(forests: Forests<'_>) -> std::result::Result<Self, ForestError> {
        Ok(Self {
            sentences: Forest::from_bytes(forests.sentences, &sentence_feature_names())?,
            terms: Forest::from_bytes(forests.terms, TERM_FEATURES)?,
            sets: Forest::from_bytes(forests.sets, SET_FEATURES)?,
            lexical: Forest::from_bytes(forests.lexical, &lexical_feature_names())?,
        })
    }

    /// The ranking of what has no vectors, or is not English.
    fn lexical_ranking(&self, document: &Document<'_>) -> Ranking {
        let statements = statements(document);
        let features = lexical_features(document, &statements);
        let scores = scores(&self.lexical, LEXICAL_FEATURES, &statements, &features);
        let scores = in_document(scores, &statements, document.sentences.len());
        Ranking {
            basis: Some(Basis::Words),
            sampled: (statements.len() > MOST).then_some(SAMPLE),
            opening: opening(&statements),
            ..Ranking::from_scores(scores)
        }
    }
}

/// The scores that a forest gives rows of these features, in named parts.
fn scores(
    forest: &Forest,
    features: &[(&str, Part)],
    statements: &[usize],
    rows: &[f32],
) -> Vec<Score> {
    let mut credits = vec![0f32; features.len()];
    let score = |row: &[f32]| {
        let base = forest.explain(row, &mut credits);
        let part = |part: Part| {
            let own = features.iter().zip(&credits).filter(|((_, of), _)| *of == part);
            own.map(|(_, credit)| credit).sum::<f32>()
        };
        let parts = PARTS.iter().map(|&(of, name)| (name, part(of)));
        Score::from_parts([("base", base)].into_iter().chain(parts).collect::<Parts>())
    };
    rows.chunks_exact(features.len()).take(statements.len()).map(score).collect()
}

/// The sentence that a summary of one is in a text too short to choose from: news tells first what it
/// is about, and no human summary that trees were trained on was of so short a text.
fn opening(statements: &[usize]) -> Option<usize> {
    statements.first().copied().filter(|_| statements.len() <= SHORT)
}

/// The scores of statements as those of all sentences: the others state nothing.
fn in_document(scores: Vec<Score>, statements: &[usize], sentences: usize) -> Vec<Score> {
    let mut all = vec![Score::from_parts([("fragment", FRAGMENT_SCORE)]); sentences];
    statements.iter().zip(scores).for_each(|(&i, score)| all[i] = score);
    all
}

impl SentenceScorer for Learned {
    fn name(&self) -> &'static str {
        "learned"
    }

    fn uses_embeddings(&self) -> bool {
        true
    }

    fn rank(&self, document: &Document<'_>) -> Result<Ranking> {
        let embeddings = document.embeddings_for(self.name())?;
        let Some(embeddings) = embeddings.filter(|_| document.is_english()) else {
            return Ok(self.lexical_ranking(document));
        };
        let analysis = Analysis::new(document, embeddings);
        let scores = scores(&self.sentences, FEATURES, &analysis.statements, &analysis.features);
        let totals: Vec<f32> = scores.iter().map(|score| score.total).collect();
        let terms = self.terms.predict_rows(&term_features(&analysis, &totals));
        let standing = Standing::new(totals, &terms);
        let sets = candidates(&analysis, &standing);
        let features: Vec<f32> =
            sets.iter().flat_map(|set| set_features(&analysis, &standing, set)).collect();
        let values = self.sets.predict_rows(&features);
        let weighed = sets
            .iter()
            .zip(values)
            .map(|(set, value)| WeighedSet { sentences: analysis.in_document(set), value });
        Ok(Ranking {
            scores: in_document(scores, &analysis.statements, document.sentences.len()),
            sets: weighed.collect(),
            relevant: None,
            basis: Some(Basis::Vectors),
            sampled: analysis.sampled,
            opening: opening(&analysis.statements),
        })
    }
}

/// What a forest is trained on: the features of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingDocument {
    /// The sentences that are scored, ascending.
    pub statements: Vec<usize>,
    /// The features of each, row after row.
    pub sentence_features: Vec<f32>,
    /// What is seen of each in a language that is not known, row after row.
    pub lexical_features: Vec<f32>,
}

impl TrainingDocument {
    /// The features of a document's sentences.
    ///
    /// # Errors
    /// [`Error::EmbeddingsMismatch`] if there is not an embedding for each sentence.
    pub fn new(document: &Document<'_>) -> Result<Self> {
        let Analysis { statements, features, .. } = analysis(document)?;
        let lexical_features = lexical_features(document, &statements);
        Ok(Self { statements, sentence_features: features, lexical_features })
    }
}

/// The analysis of a document that has embeddings.
fn analysis(document: &Document<'_>) -> Result<Analysis> {
    let embeddings = document.embeddings_for("learned")?.ok_or(Error::EmbeddingsMismatch {
        scorer: "learned",
        sentences: document.sentences.len(),
        embeddings: 0,
    })?;
    Ok(Analysis::new(document, embeddings))
}

/// The distinct words of a document and their features, row after row, where its statements have
/// these scores.
///
/// # Errors
/// As [`TrainingDocument::new`].
pub fn terms(document: &Document<'_>, scores: &[f32]) -> Result<(Vec<String>, Vec<f32>)> {
    let analysis = analysis(document)?;
    let features = term_features(&analysis, scores);
    let words = analysis.reading.vocabulary.into_iter().map(|word| word.text);
    Ok((words.collect(), features))
}

/// The candidate sets of a document and their features, row after row, where its statements have
/// these scores and its [terms] these log odds. A set is of sentences of the document, ascending;
/// the first is the lead.
///
/// # Errors
/// As [`TrainingDocument::new`].
pub fn candidate_sets(
    document: &Document<'_>,
    scores: Vec<f32>,
    term_odds: &[f32],
) -> Result<(Vec<Vec<usize>>, Vec<f32>)> {
    let analysis = analysis(document)?;
    let standing = Standing::new(scores, term_odds);
    let candidates = candidates(&analysis, &standing);
    let features = candidates.iter().flat_map(|set| set_features(&analysis, &standing, set));
    let features = features.collect();
    Ok((candidates.iter().map(|set| analysis.in_document(set)).collect(), features))
}
