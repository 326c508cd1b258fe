//! The choice among whole summaries: its weights, fitted to three witnesses at once.
//!
//! - **Readers** ranked candidate summaries of an article without knowing what made them. Each two
//!   that they did not call equal are a preference; the loss is that of a logistic regression on the
//!   difference of their [features](choice_feature_names) (Bradley and Terry's model).
//! - **Extracts** that readers chose of an article: the mean grade of a candidate's sentences, as it is to
//!   be expected where a set is chosen with the probability that its value gives it.
//! - **ROUGE-1 F1** of the candidate sets of the documents that forests are trained on, as it is to be
//!   expected in the same way. For pieces that are no news there are no references, and readers decide
//!   alone.
//!
//! Each judged article counts alike, and so does each document. Judgements name articles by id and
//! sentences by [`fingerprint`]: texts are not kept.

mod fit;
mod judged;

use anyhow::Result;
use nutgraf::embed::Embedder;
use nutgraf::summarize::learned::choice::{ChoiceWeights, Weights, choice_feature_names};
use nutgraf::summarize::learned::{CandidateSets, JudgedSets, Learned, SET_SIZE, TrainingDocument};
use nutgraf::vector::Embeddings;
use rayon::prelude::*;

pub use fit::Fitted;
pub(super) use fit::{agreement, fit_weights};
pub use judged::{Candidate, Judgement, fingerprint};

use super::documents::digest;
use super::prepared::prepare_all;
use super::readers::Graders;
use crate::datasets::PublicArticle;
use crate::tasks::summary::PreparedDocument;

/// A choice that weighs nothing: for a scorer that has none yet.
pub(super) const NONE: &[u8] =
    br#"{"news": {"vectors": {}, "words": {}}, "others": {"vectors": {}, "words": {}}}"#;

/// A judgement with the article that it is of.
#[derive(Debug)]
pub struct Judged {
    /// What the reader said.
    pub judgement: Judgement,
    digest: u64,
    prepared: PreparedDocument,
    embeddings: Embeddings,
    features: TrainingDocument,
}

impl Judged {
    /// Judgements with their articles, as far as these are there: repaired, split, embedded.
    ///
    /// # Errors
    /// If the model fails.
    pub fn all(
        judgements: Vec<Judgement>,
        articles: &std::collections::BTreeMap<String, PublicArticle>,
        embedder: &dyn Embedder,
    ) -> Result<Vec<Self>> {
        let said = judgements.into_iter().map(|judgement| (judgement.id.clone(), judgement));
        let all = prepare_all(said.collect(), articles, embedder)?;
        let with =
            |(judgement, prepared, embeddings): (Judgement, PreparedDocument, Embeddings)| {
                let features = TrainingDocument::new(&prepared.as_document(Some(&embeddings)))?;
                Ok(Self {
                    digest: digest(&prepared.body),
                    judgement,
                    prepared,
                    embeddings,
                    features,
                })
            };
        all.into_par_iter().map(with).collect()
    }

    /// A number that only copies of this text have.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// The candidates that the choice could see, with their features. One that holds what is no
    /// statement, or another number of sentences, is left out.
    fn rows(&self, scorer: &Learned, graders: &Graders) -> Result<JudgedRows> {
        let document = self.prepared.as_document(Some(&self.embeddings));
        let prints: Vec<String> = self.prepared.texts().map(fingerprint).collect();
        let (mut sets, mut places) = (Vec::new(), Vec::new());
        for candidate in &self.judgement.candidates {
            let find = |print: &String| prints.iter().position(|known| known == print);
            let set: Option<Vec<usize>> = candidate.sentences.iter().map(find).collect();
            if let Some(mut set) = set.filter(|set| set.len() == SET_SIZE) {
                set.sort_unstable();
                sets.push(set);
                places.push(candidate.place);
            }
        }
        let [with, without] = graders.grades(self.digest, &self.features);
        let JudgedSets { is_news, features } =
            scorer.choice_features(&document, &sets, [&with, &without])?;
        let candidates = features
            .into_iter()
            .zip(places)
            .filter_map(|(features, place)| Some((features?, place)))
            .collect();
        Ok(JudgedRows { id: self.judgement.id.clone(), is_news, candidates })
    }
}

/// The candidates of one judgement: their features with vectors and without, and their places.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedRows {
    /// The article.
    pub id: String,
    /// Whether it is news.
    pub is_news: bool,
    /// Features with vectors, features without, and the place in the reader's ranking.
    pub candidates: Vec<([Vec<f32>; 2], usize)>,
}

/// The features of what was judged, as this scorer and these graders see it.
///
/// # Errors
/// If an article has no statement.
pub(super) fn rows(
    judged: &[&Judged],
    scorer: &Learned,
    graders: &Graders,
) -> Result<Vec<JudgedRows>> {
    judged.par_iter().map(|judged| judged.rows(scorer, graders)).collect()
}

/// The candidates of a document with what each is worth.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weighed {
    /// Whether the document is news.
    pub(super) is_news: bool,
    /// The features of each.
    pub(super) rows: Vec<Vec<f32>>,
    /// What each is worth: its ROUGE-1 F1, or the mean grade of its sentences.
    pub(super) values: Vec<f32>,
}

impl Weighed {
    /// `predicted` is what the set forest makes of each, before it is scaled; nothing without one.
    pub(super) fn new(
        candidates: CandidateSets,
        predicted: &[f32],
        scale: f32,
        values: Vec<f32>,
    ) -> Self {
        let (is_news, mut rows) = (candidates.is_news, candidates.choice);
        for (row, value) in rows.iter_mut().zip(predicted) {
            row[0] = scale * (value - predicted[0]);
        }
        Self { is_news, rows, values }
    }
}

/// Documents whose candidates are worth something, beside the judgements.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Witnesses {
    /// By the summaries that people wrote, and how much each document counts.
    pub(super) summaries: Vec<(Weighed, f32)>,
    /// By the extracts that readers chose.
    pub(super) extracts: Vec<Weighed>,
}

/// The weights that please all witnesses, as JSON: what was judged, and documents with vectors and
/// the same without.
///
/// # Errors
/// If they cannot be written.
pub(super) fn fit(judged: &[JudgedRows], witnesses: &[Witnesses; 2]) -> Result<Vec<u8>> {
    let names = choice_feature_names();
    let of = |is_news: bool| {
        let [vectors, words] = [0, 1].map(|basis| {
            let fitted = fit_weights(judged, (is_news, basis), &witnesses[basis]);
            let named = names.iter().zip(fitted);
            // Four digits are more than judgements tell apart.
            let round = |weight: f64| (weight * 1e4).round() as f32 / 1e4;
            named.map(|(name, weight)| ((*name).to_owned(), round(weight))).collect()
        });
        Weights { vectors, words }
    };
    let mut json = serde_json::to_vec_pretty(&ChoiceWeights { news: of(true), others: of(false) })?;
    json.push(b'\n');
    Ok(json)
}
