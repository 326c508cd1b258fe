//! Summaries: a split article in, the sentences that tell it best out.
//!
//! A [`SentenceScorer`] gives every sentence a [`Score`] with the parts that add up to it;
//! [`select`] takes sentences in the order of their scores until a [`Budget`] is spent. The
//! picked sentences stand in the order of the document, and each says why it was picked.
//!
//! | scorer | uses embeddings | scores a sentence by |
//! |---|---|---|
//! | [`Lead`] | no | its position alone |
//! | [`Centrality`] | yes | its likeness to what follows, less its likeness to what precedes (PacSum) |
//! | [`LexRank`] | yes | its rank in a random walk over likeness |
//! | [`Learned`] | yes | all of these and its words, as trees trained on human summaries weigh them; whole summaries as readers prefer them |
//! | [`Query`] | yes | its likeness to what a reader asks, and its rank by another scorer |
//!
//! What [kind of piece](PieceKind) a document is decides what readers come for ([`payoff`]), and that a
//! list or instructions are summed up by a statement and their items.
//!
//! What it does not do: split or embed the text, count words its own way, or rewrite a
//! sentence. Only a sentence that no word budget has room for is cut, and shown to be; and where one
//! name says too little, the rest of it is put in, in square brackets.

mod budget;
mod calendar;
mod centrality;
pub mod discourse;
mod document;
pub mod forest;
mod items;
mod kind;
mod lead;
pub mod learned;
mod lexrank;
mod line_kind;
mod opening;
pub mod payoff;
mod query;
mod redundancy;
mod score;
mod select;
mod similarity;
mod summary;
#[cfg(test)]
mod tests;
mod wording;

pub use budget::{Budget, Ratio};
pub use centrality::Centrality;
pub use document::Document;
pub use kind::PieceKind;
pub use lead::Lead;
pub use learned::Learned;
pub use lexrank::LexRank;
pub use line_kind::{LineKind, line_kinds};
pub use query::Query;
pub use redundancy::Redundancy;
pub use score::{Parts, Score};
pub use select::{Selected, Selection, Verdict, explain, select};
pub use similarity::Basis;
pub use summary::{Insertion, Pick, Role, Summary};

#[cfg(any(feature = "bundled-model", test))]
use crate::error::Error;
use crate::error::Result;

/// Scores the sentences of a document by how much they belong into its summary.
pub trait SentenceScorer: Send + Sync {
    /// The scorer's name, as options and output give it.
    fn name(&self) -> &'static str;

    /// Whether it makes use of [`Document::embeddings`].
    fn uses_embeddings(&self) -> bool;

    /// The document's sentences, scored, and whole summaries where the scorer weighs more than
    /// sentences.
    ///
    /// # Errors
    /// [`Error::EmbeddingsMismatch`] if the scorer
    /// uses embeddings and there are some, but not one for each sentence.
    fn rank(&self, document: &Document<'_>) -> Result<Ranking>;
}

/// The sentences of a document, scored.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// A score for each sentence, in their order. Scores of different documents, or of different
    /// scorers, do not compare.
    pub scores: Vec<Score>,
    /// Whole summaries, all of one length, by a scorer that weighs them: longer and shorter ones
    /// grow and shrink from the best. The first is of the first sentences, the lead. Nothing
    /// where the scores say all. The difference of two values is the log odds that a reader would
    /// rather have the one.
    pub sets: Vec<WeighedSet>,
    /// Where a summary is of what a reader asks about: for each sentence, whether it says
    /// anything about that. The others are picked only for the sake of these.
    pub relevant: Option<Vec<bool>>,
    /// What sentences were compared by; `None` where they were not.
    pub basis: Option<Basis>,
    /// With how many others each sentence was compared, where there are too many to compare all.
    pub sampled: Option<usize>,
    /// The sentence that says what the text is about, where the scorer knows it: the last that a
    /// summary gives up as it shrinks.
    pub opening: Option<usize>,
}

impl Ranking {
    /// The ranking that follows from scores alone.
    #[must_use]
    pub fn from_scores(scores: Vec<Score>) -> Self {
        Self { scores, sets: Vec::new(), relevant: None, basis: None, sampled: None, opening: None }
    }
}

/// A summary that was weighed as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct WeighedSet {
    /// Its sentences, ascending.
    pub sentences: Vec<usize>,
    /// What it is worth: more is better, compared with others of the document.
    pub value: f32,
}

type Constructor = fn() -> Box<dyn SentenceScorer>;

/// The scorers by name, the default one first.
const SCORERS: &[(&str, Constructor)] = &[
    #[cfg(feature = "bundled-model")]
    ("learned", || match Learned::bundled() {
        Ok(learned) => Box::new(learned),
        Err(error) => Box::new(Unusable { name: "learned", error: error.to_string() }),
    }),
    ("centrality", || Box::new(Centrality::default())),
    ("lexrank", || Box::new(LexRank::default())),
    ("lead", || Box::new(Lead)),
];

/// A scorer that cannot be built: it says so when it is used, and no other takes its place.
#[cfg(any(feature = "bundled-model", test))]
struct Unusable {
    name: &'static str,
    error: String,
}

#[cfg(any(feature = "bundled-model", test))]
impl SentenceScorer for Unusable {
    fn name(&self) -> &'static str {
        self.name
    }

    fn uses_embeddings(&self) -> bool {
        false
    }

    fn rank(&self, _: &Document<'_>) -> Result<Ranking> {
        Err(Error::InvalidModel { path: self.name.into(), reason: self.error.clone() })
    }
}

/// The scorer of that name with its default parameters, if there is one.
#[must_use]
pub fn scorer(name: &str) -> Option<Box<dyn SentenceScorer>> {
    SCORERS.iter().find(|(known, _)| *known == name).map(|(_, construct)| construct())
}

/// The scorer that is taken where none is named.
#[must_use]
pub fn default_scorer() -> Box<dyn SentenceScorer> {
    SCORERS[0].1()
}

/// The names that [`scorer`] knows, the default one first.
pub fn scorer_names() -> impl ExactSizeIterator<Item = &'static str> {
    SCORERS.iter().map(|(name, _)| *name)
}

/// The summary of `document` by `scorer` within `budget`, put together as [`Selection::default`]
/// says.
///
/// # Errors
/// Those of [`SentenceScorer::rank`].
pub fn summarize(
    document: &Document<'_>,
    scorer: &dyn SentenceScorer,
    budget: Budget,
) -> Result<Summary> {
    summarize_with(document, scorer, budget, &Selection::default())
}

/// The summary of `document` by `scorer` within `budget`, put together as `selection` says.
///
/// # Errors
/// Those of [`SentenceScorer::rank`].
pub fn summarize_with(
    document: &Document<'_>,
    scorer: &dyn SentenceScorer,
    budget: Budget,
    selection: &Selection,
) -> Result<Summary> {
    let ranking = scorer.rank(document)?;
    Ok(Summary::of(scorer.name(), &ranking, select(document, &ranking, budget, selection)))
}
