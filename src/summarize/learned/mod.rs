//! The trained scorer: what people put into summaries, learned from their summaries, and which
//! summaries they would rather read, learned from their judgements.
//!
//! In: a document. Out: for each sentence a score, the log odds that it is in the sentences that
//! come nearest to a human summary, as a sum of named parts; and summaries of three, weighed.
//!
//! Forests of gradient-boosted trees, trained by `nutgraf-eval train`, say what sentences are worth:
//!
//! 1. the sentence forest scores each sentence by [`sentence_feature_names`]: its place, its
//!    likeness to the others, its words, its form;
//! 2. the term forest gives each distinct word, by [`term_feature_names`], the log odds that a
//!    human summary has it;
//! 3. the set forest compares whole summaries with human ones by [`set_feature_names`]: their scores,
//!    their likeness to each other, and how much of what a summary is expected to have they cover;
//! 4. the readers' forest says of each sentence, by [`reader_feature_names`], how gladly a reader would
//!    have it in a summary;
//! 5. two lexical forests do as the first and the fourth for documents in another language, or without
//!    vectors, by [`lexical_feature_names`]: places, relative lengths and shared words.
//!
//! Summaries are made of the best sentences, and [chosen](choice) as readers do: what the forests say is
//! evidence, beside whether the opening is kept, the sentences follow from each other, and nothing is
//! left dangling.

mod analysis;
#[cfg(feature = "bundled-model")]
mod bundled;
pub mod choice;
mod lexical_features;
mod likeness;
mod reader_features;
mod reading;
mod sentence_features;
mod set_features;
mod sets;
mod term_features;
#[cfg(all(test, feature = "bundled-model"))]
mod tests;
mod training;

use analysis::{Analysis, statements};
use choice::{Choice, Evidence, features as choice_features};
use lexical_features::{LEXICAL_FEATURES, lexical_features};
use reader_features::{READER_FEATURES, reader_features};
use sentence_features::{FEATURES, PARTS, Part};
use set_features::{SET_FEATURES, Standing, set_features};
use sets::candidates;
use term_features::{TERM_FEATURES, term_features};

#[cfg(feature = "bundled-model")]
pub use bundled::bundled_choice;
pub use training::{
    CandidateSets, JudgedSets, TrainingDocument, candidate_sets, lexical_candidate_sets, terms,
};

pub use super::forest::{Forest, ForestError, Node, Tree};
use super::score::{READERS, Score};
use super::similarity::{MOST, SAMPLE};
use super::{Basis, Document, Parts, Ranking, SentenceScorer, WeighedSet};
use crate::error::Result;

/// How many sentences the summary has that is weighed as a whole.
pub const SET_SIZE: usize = 3;

/// A text of no more statements than this is too short to choose from.
const SHORT: usize = 5;

/// The score of a line that states nothing: below that of any sentence.
const FRAGMENT_SCORE: f32 = -20.0;

/// How many log odds it counts that a reader would surely have a sentence of news: people's summaries of
/// news tell much as well.
const READ_OF_NEWS: f32 = 3.0;

/// The same of other pieces.
const READ_OF_OTHERS: f32 = 10.0;

/// The names of the features of a sentence, in their order.
#[must_use]
pub fn sentence_feature_names() -> Vec<&'static str> {
    FEATURES.iter().map(|(name, _)| *name).collect()
}

/// The names of the features of a sentence for the readers' forest, in their order.
#[must_use]
pub fn reader_feature_names() -> Vec<&'static str> {
    READER_FEATURES.iter().map(|(name, _)| *name).collect()
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
    /// The readers' forest.
    pub readers: &'a [u8],
    /// The readers' lexical forest.
    pub lexical_readers: &'a [u8],
    /// The weights of the choice, as JSON.
    pub choice: &'a [u8],
}

/// Scores sentences, and weighs summaries, as trees trained on human summaries do.
#[derive(Debug, Clone)]
pub struct Learned {
    sentences: Forest,
    terms: Forest,
    sets: Forest,
    lexical: Forest,
    readers: Forest,
    lexical_readers: Forest,
    choice: Choice,
}

impl Learned {
    /// The scorer with these forests.
    ///
    /// # Errors
    /// [`ForestError`] if a forest is of other features than [`sentence_feature_names`],
    /// [`term_feature_names`], [`set_feature_names`], [`reader_feature_names`] and
    /// [`lexical_feature_names`].
    pub fn from_bytes(forests: Forests<'_>) -> std::result::Result<Self, ForestError> {
        Ok(Self {
            sentences: Forest::from_bytes(forests.sentences, &sentence_feature_names())?,
            terms: Forest::from_bytes(forests.terms, TERM_FEATURES)?,
            sets: Forest::from_bytes(forests.sets, SET_FEATURES)?,
            lexical: Forest::from_bytes(forests.lexical, &lexical_feature_names())?,
            readers: Forest::from_bytes(forests.readers, &reader_feature_names())?,
            lexical_readers: Forest::from_bytes(forests.lexical_readers, &lexical_feature_names())?,
            choice: Choice::from_json(forests.choice)?,
        })
    }

    /// The ranking of what has no vectors, or is not English.
    fn lexical_ranking(&self, document: &Document<'_>) -> Ranking {
        let statements = statements(document);
        let features = lexical_features(document, &statements);
        let own = scores(&self.lexical, LEXICAL_FEATURES, &statements, &features);
        let reads = self.lexical_readers.predict_rows(&features);
        let evidence =
            Evidence::new(document, &statements, None).with_scores(&totals(&own), reads.clone());
        let scores = with_reads(own, &reads, evidence.is_news());
        let sets = candidates(&evidence, &totals(&scores));
        Ranking {
            sets: self.weighed(&evidence, sets, None),
            basis: Some(Basis::Words),
            sampled: (statements.len() > MOST).then_some(SAMPLE),
            opening: statements.get(evidence.opening()).copied(),
            ..Ranking::from_scores(in_document(scores, &statements, document.sentences.len()))
        }
    }

    /// By how much more the set forest values each of these sets than the first.
    fn odds(&self, analysis: &Analysis, totals: &[f32], sets: &[Vec<usize>]) -> Vec<f32> {
        let terms = self.terms.predict_rows(&term_features(analysis, totals));
        let standing = Standing::new(totals.to_vec(), &terms);
        let features: Vec<f32> =
            sets.iter().flat_map(|set| set_features(analysis, &standing, set)).collect();
        let values = self.sets.predict_rows(&features);
        let lead = values.first().copied().unwrap_or(0.0);
        values.into_iter().map(|value| value - lead).collect()
    }

    /// These sets of statements with what they are worth, as sentences of the document. A text too
    /// short to choose from is told by its opening.
    fn weighed(
        &self,
        evidence: &Evidence<'_>,
        sets: Vec<Vec<usize>>,
        odds: Option<&[f32]>,
    ) -> Vec<WeighedSet> {
        let is_short = evidence.statements().len() <= SHORT;
        let value = |(at, set): (usize, Vec<usize>)| {
            let features = choice_features(evidence, &set, odds.map_or(0.0, |odds| odds[at]));
            let value = self.choice.value(&features, evidence.is_news(), odds.is_some());
            let sentences = set.iter().map(|&i| evidence.statements()[i]).collect();
            WeighedSet { sentences, value }
        };
        let mut is_first = true;
        let may_be = |(_, set): &(usize, Vec<usize>)| {
            std::mem::take(&mut is_first) || !is_short || set.contains(&evidence.opening())
        };
        let known = sets.into_iter().enumerate().filter(|(_, set)| !set.is_empty());
        known.filter(may_be).map(value).collect()
    }
}

/// Scores with what readers would say of each sentence as one more part.
fn with_reads(scores: Vec<Score>, reads: &[f32], is_news: bool) -> Vec<Score> {
    let with = |(score, read): (Score, &f32)| {
        let parts = score.parts.as_slice().iter().copied();
        Score::from_parts(parts.chain([(READERS, read_part(*read, is_news))]).collect::<Parts>())
    };
    scores.into_iter().zip(reads).map(with).collect()
}

/// What it counts that readers would say this of a sentence.
fn read_part(read: f32, is_news: bool) -> f32 {
    read * if is_news { READ_OF_NEWS } else { READ_OF_OTHERS }
}

fn totals(scores: &[Score]) -> Vec<f32> {
    scores.iter().map(|score| score.total).collect()
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
        let statements = &analysis.statements;
        let own = scores(&self.sentences, FEATURES, statements, &analysis.features);
        let own_totals = totals(&own);
        let evidence = Evidence::new(document, statements, Some(&analysis.embeddings));
        let reads = self.readers.predict_rows(&reader_features(document, &analysis, &evidence));
        let evidence = evidence.with_scores(&own_totals, reads.clone());
        let scores = with_reads(own, &reads, evidence.is_news());
        let sets = candidates(&evidence, &totals(&scores));
        let odds = self.odds(&analysis, &own_totals, &sets);
        Ok(Ranking {
            sets: self.weighed(&evidence, sets, Some(&odds)),
            basis: Some(Basis::Vectors),
            sampled: analysis.sampled,
            opening: statements.get(evidence.opening()).copied(),
            ..Ranking::from_scores(in_document(scores, statements, document.sentences.len()))
        })
    }
}
