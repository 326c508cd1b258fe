//! The choice among whole summaries, as readers make it.
//!
//! In: candidate summaries of one document, and what is known of its sentences. Out: for each a
//! value; the difference of two is the log odds that a reader would rather have the one than the
//! other. It is a weighted sum of few named features ([`choice_feature_names`]): what the set forest
//! makes of the summary is one of them, and whether its sentences follow from each other, whether
//! the opening is kept, whether anything is left dangling are others.
//!
//! The weights are fitted by `nutgraf-eval train` to ROUGE and to blind judgements of readers
//! (`eval/data/panel`); `models/learned/README.md` says how, and what they are worth. There are four
//! lists: of news and of other kinds of pieces, for English documents with vectors and for all others.
//!
//! What it does not do: make the candidates (`sets.rs`), or pick.

mod evidence;
mod features;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(super) use evidence::Evidence;
use features::FEATURES;
pub(super) use features::features;

use crate::summarize::forest::ForestError;

/// The names of the features of a summary that the choice weighs, in their order.
#[must_use]
pub fn choice_feature_names() -> Vec<&'static str> {
    FEATURES.to_vec()
}

/// What the choice among summaries weighs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceWeights {
    /// Of news.
    pub news: Weights,
    /// Of other [kinds of pieces](crate::summarize::PieceKind).
    pub others: Weights,
}

/// The weight of each feature by its name, in log odds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// In English documents with vectors.
    pub vectors: BTreeMap<String, f32>,
    /// In all others.
    pub words: BTreeMap<String, f32>,
}

/// Values summaries by these weights.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    news: Ordered,
    others: Ordered,
}

/// Weights in the order of the features.
#[derive(Debug, Clone)]
struct Ordered {
    vectors: Vec<f32>,
    words: Vec<f32>,
}

impl Choice {
    /// The choice by weights in JSON: a feature that is not named weighs nothing.
    pub(super) fn from_json(bytes: &[u8]) -> Result<Self, ForestError> {
        let ChoiceWeights { news, others } = serde_json::from_slice(bytes)
            .map_err(|_| ForestError::Damaged { reason: "the weights of the choice" })?;
        Ok(Self { news: Ordered::new(&news)?, others: Ordered::new(&others)? })
    }

    /// What a summary with these features is worth.
    pub(super) fn value(&self, features: &[f32], is_news: bool, has_vectors: bool) -> f32 {
        let weights = if is_news { &self.news } else { &self.others };
        let weights = if has_vectors { &weights.vectors } else { &weights.words };
        weights.iter().zip(features).map(|(weight, value)| weight * value).sum()
    }
}

impl Ordered {
    fn new(weights: &Weights) -> Result<Self, ForestError> {
        Ok(Self { vectors: in_order(&weights.vectors)?, words: in_order(&weights.words)? })
    }
}

/// The weights in the order of the features.
fn in_order(weights: &BTreeMap<String, f32>) -> Result<Vec<f32>, ForestError> {
    if let Some(unknown) = weights.keys().find(|name| !FEATURES.contains(&name.as_str())) {
        let (position, model) = (FEATURES.len(), Some(unknown.clone()));
        return Err(ForestError::WrongFeature { position, program: None, model });
    }
    if weights.values().any(|weight| !weight.is_finite()) {
        return Err(ForestError::Invalid { reason: "a weight of the choice is no number" });
    }
    Ok(FEATURES.iter().map(|name| weights.get(*name).copied().unwrap_or(0.0)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_by_name() {
        let json = br#"{
            "news": {"vectors": {"opening": 1.5}, "words": {"opening": 0.5, "tiny": -2.0}},
            "others": {"vectors": {"payoff": 4.0}, "words": {}}
        }"#;
        let choice = Choice::from_json(json).unwrap();
        let mut features = vec![0.0; FEATURES.len()];
        let place = |name| FEATURES.iter().position(|feature| *feature == name).unwrap();
        features[place("opening")] = 1.0;
        features[place("tiny")] = 0.5;
        features[place("payoff")] = 0.25;
        assert_eq!(choice.value(&features, true, true), 1.5);
        assert_eq!(choice.value(&features, true, false), -0.5);
        assert_eq!(choice.value(&features, false, true), 1.0);
        assert_eq!(choice.value(&features, false, false), 0.0);
    }

    #[test]
    fn weights_that_do_not_fit_are_refused() {
        for json in [
            r#"{"news": {"vectors": {"beauty": 1.0}, "words": {}}, "others": {"vectors": {}, "words": {}}}"#,
            r#"{"news": {"vectors": {}, "words": {}}}"#,
            r#"{"news": {"vectors": {}, "words": {"opening": 1e99}}, "others": {"vectors": {}, "words": {}}}"#,
            "",
        ] {
            assert!(Choice::from_json(json.as_bytes()).is_err(), "{json}");
        }
    }
}
