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
//! 4. the lexical forest scores the sentences of a document in another language, or without
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
mod reading;
mod sentence_features;
mod set_features;
mod sets;
mod term_features;
#[cfg(all(test, feature = "bundled-model"))]
mod tests;

use analysis::{Analysis, statements};
use choice::{Choice, Evidence, features as choice_features};
use lexical_features::{LEXICAL_FEATURES, lexical_features};
use sentence_features::{FEATURES, PARTS, Part};
use set_features::{SET_FEATURES, Standing, set_features};
use sets::candidates;
use term_features::{TERM_FEATURES, term_features};

#[cfg(feature = "bundled-model")]
pub use bundled::bundled_choice;

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
    choice: Choice,
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
            choice: Choice::from_json(forests.choice)?,
        })
    }

    /// The ranking of what has no vectors, or is not English.
    fn lexical_ranking(&self, document: &Document<'_>) -> Ranking {
        let statements = statements(document);
        let scores = self.lexical_scores(document, &statements);
        let evidence = Evidence::new(document, &statements, &totals(&scores), None);
        let sets = candidates(&evidence, &totals(&scores));
        Ranking {
            sets: self.weighed(&evidence, sets, None),
            basis: Some(Basis::Words),
            sampled: (statements.len() > MOST).then_some(SAMPLE),
            opening: statements.get(evidence.opening()).copied(),
            ..Ranking::from_scores(in_document(scores, &statements, document.sentences.len()))
        }
    }

    fn lexical_scores(&self, document: &Document<'_>, statements: &[usize]) -> Vec<Score> {
        let features = lexical_features(document, statements);
        scores(&self.lexical, LEXICAL_FEATURES, statements, &features)
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

    /// What the choice weighs of these sets of sentences of the document.
    ///
    /// # Errors
    /// As [`TrainingDocument::new`].
    pub fn choice_features(
        &self,
        document: &Document<'_>,
        sets: &[Vec<usize>],
    ) -> Result<JudgedSets> {
        let analysis = analysis(document)?;
        let place = |i: &usize| analysis.statements.binary_search(i).ok();
        let places: Vec<Option<Vec<usize>>> =
            sets.iter().map(|set| set.iter().map(place).collect()).collect();
        let own = scores(&self.sentences, FEATURES, &analysis.statements, &analysis.features);
        let lexical = totals(&self.lexical_scores(document, &analysis.statements));
        let statements = &analysis.statements;
        let with = Evidence::new(document, statements, &totals(&own), Some(&analysis.embeddings));
        let without = Evidence::new(document, statements, &lexical, None);
        let lead: Vec<usize> = (0..SET_SIZE.min(analysis.len())).collect();
        let known = places.iter().flatten().cloned();
        let odds = self.odds(
            &analysis,
            &totals(&own),
            &std::iter::once(lead).chain(known).collect::<Vec<_>>(),
        );
        let mut odds = odds.into_iter().skip(1);
        let mut both = |set: Vec<usize>| {
            let odds = odds.next().unwrap_or(0.0);
            [choice_features(&with, &set, odds), choice_features(&without, &set, 0.0)]
        };
        let features = places.into_iter().map(|set| set.map(&mut both)).collect();
        Ok(JudgedSets { is_news: with.is_news(), features })
    }
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
        let scores = scores(&self.sentences, FEATURES, statements, &analysis.features);
        let totals = totals(&scores);
        let evidence = Evidence::new(document, statements, &totals, Some(&analysis.embeddings));
        let sets = candidates(&evidence, &totals);
        let odds = self.odds(&analysis, &totals, &sets);
        Ok(Ranking {
            sets: self.weighed(&evidence, sets, Some(&odds)),
            basis: Some(Basis::Vectors),
            sampled: analysis.sampled,
            opening: statements.get(evidence.opening()).copied(),
            ..Ranking::from_scores(in_document(scores, statements, document.sentences.len()))
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

/// What the choice sees of some sets of sentences of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedSets {
    /// Whether the document is chosen from as news is.
    pub is_news: bool,
    /// The features of each set, with vectors and without; `None` of one that holds what is no
    /// statement.
    pub features: Vec<Option<[Vec<f32>; 2]>>,
}

/// What the choice among the summaries of one document is trained on.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidateSets {
    /// The candidates: sentences of the document, ascending. The first is the lead.
    pub sets: Vec<Vec<usize>>,
    /// The [features](set_feature_names) of each for the set forest, row after row; nothing without
    /// vectors.
    pub features: Vec<f32>,
    /// Whether the document is news.
    pub is_news: bool,
    /// The features of each for the [choice]. The first, what the set forest makes of it, is 0.
    pub choice: Vec<Vec<f32>>,
}

/// The candidate sets of a document, where its statements have these scores and its [terms] these log
/// odds.
///
/// # Errors
/// As [`TrainingDocument::new`].
pub fn candidate_sets(
    document: &Document<'_>,
    scores: Vec<f32>,
    term_odds: &[f32],
) -> Result<CandidateSets> {
    let analysis = analysis(document)?;
    let evidence =
        Evidence::new(document, &analysis.statements, &scores, Some(&analysis.embeddings));
    let candidates = candidates(&evidence, &scores);
    let standing = Standing::new(scores, term_odds);
    let features = candidates.iter().flat_map(|set| set_features(&analysis, &standing, set));
    let features = features.collect();
    Ok(CandidateSets { features, ..CandidateSets::new(&evidence, &candidates) })
}

/// The candidate sets of a document whose language is not known, or that has no vectors, where its
/// statements have these scores.
#[must_use]
pub fn lexical_candidate_sets(document: &Document<'_>, scores: &[f32]) -> CandidateSets {
    let statements = statements(document);
    let evidence = Evidence::new(document, &statements, scores, None);
    CandidateSets::new(&evidence, &candidates(&evidence, scores))
}

impl CandidateSets {
    fn new(evidence: &Evidence<'_>, candidates: &[Vec<usize>]) -> Self {
        let choice = candidates.iter().map(|set| choice_features(evidence, set, 0.0)).collect();
        let in_document =
            |set: &Vec<usize>| set.iter().map(|&i| evidence.statements()[i]).collect();
        let sets = candidates.iter().map(in_document).collect();
        Self { sets, features: Vec::new(), is_news: evidence.is_news(), choice }
    }
}
