//! What a sentence tells that was not told before.
//!
//! In: what was told, sentence by sentence, and a sentence. Out: its [`Novelty`]. A sentence is new if it is far
//! from every one before and brings words, names or figures that none of them had: either alone is a reworded
//! recap, or chance.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::profile::{is_name, opens_sentence};
use crate::terms::{Background, Term, for_each_term};
use crate::vector::dot;
use crate::{Error, Result};

/// A word that weighs less is said of anything.
const SAYS_SOMETHING: f32 = 2.0;

/// What was told before.
#[derive(Debug, Clone, Default)]
pub struct Told {
    terms: HashSet<Term>,
    vectors: Vec<Vec<f32>>,
}

/// What of a sentence was not told before.
#[derive(Debug, Clone, PartialEq)]
pub struct Novelty {
    /// The sentence before that is nearest in meaning, in the order in which they were told, and the cosine.
    pub nearest: Option<(usize, f32)>,
    /// Which part of its words that say something, by weight, no sentence before had.
    pub unseen: f32,
    /// The logarithm of 1 and the weights of these words.
    pub weight: f32,
    /// Names that no sentence before had.
    pub names: Vec<String>,
    /// Figures that no sentence before had.
    pub figures: Vec<String>,
}

impl Told {
    /// Takes note of a sentence, and of its vector.
    pub fn sentence(&mut self, text: &str, vector: &[f32]) {
        self.words(text);
        self.vectors.push(vector.to_vec());
    }

    /// Takes note of the words of a title, say.
    pub fn words(&mut self, text: &str) {
        for_each_term(text, |term, _| {
            self.terms.insert(term);
        });
    }

    /// Whether nothing was told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.vectors.is_empty()
    }

    /// What of a sentence was not told.
    #[must_use]
    pub fn novelty(&self, text: &str, vector: &[f32]) -> Novelty {
        let background = Background::bundled();
        let mut seen = HashSet::new();
        let (mut all, mut unseen) = (0.0, 0.0);
        let (mut names, mut figures) = (Vec::new(), Vec::new());
        for_each_term(text, |term, range| {
            let is_new = !self.terms.contains(&term);
            if !seen.insert(term) {
                return;
            }
            let weight = background.weight(term);
            if weight >= SAYS_SOMETHING {
                all += weight;
                unseen += if is_new { weight } else { 0.0 };
            }
            let word = &text[range.clone()];
            if !is_new {
                return;
            }
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                figures.push(word.to_owned());
            } else if is_name(word, weight, opens_sentence(&text[..range.start])) {
                names.push(word.to_owned());
            }
        });
        let cosines = self.vectors.iter().map(|told| dot(told, vector)).enumerate();
        Novelty {
            nearest: cosines.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))),
            unseen: if all > 0.0 { unseen / all } else { 0.0 },
            weight: unseen.ln_1p(),
            names,
            figures,
        }
    }
}

impl Novelty {
    /// The parts that a [`NoveltyModel`] weighs, by name.
    pub const PARTS: [&'static str; 5] = ["distance", "unseen", "weight", "name", "figure"];

    /// The parts in the order of [`Novelty::PARTS`]; each speaks for a sentence being new.
    #[must_use]
    pub fn parts(&self) -> [f32; 5] {
        let is = |list: &[String]| f32::from(u8::from(!list.is_empty()));
        let distance = 1.0 - self.nearest.map_or(0.0, |(_, cosine)| cosine);
        [distance, self.unseen, self.weight, is(&self.names), is(&self.figures)]
    }
}

/// A logistic model of whether a sentence is new.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoveltyModel {
    /// The weight of each part, in the order of [`Novelty::PARTS`].
    pub weights: [f32; Novelty::PARTS.len()],
    /// The log odds where nothing is new.
    pub bias: f32,
}

impl NoveltyModel {
    /// The one that is in the program, fitted by `nutgraf-eval novelty --fit`.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<NoveltyModel> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            let json = include_str!("../../models/story/novelty.json");
            // A test reads it; one that cannot be read would take everything for new.
            Self::from_json(json)
                .unwrap_or(Self { weights: Default::default(), bias: f32::INFINITY })
        })
    }

    /// The model that a file has.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] if it has none.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|error| Error::InvalidModel {
            path: "novelty.json".into(),
            reason: error.to_string(),
        })
    }

    /// The log odds that a sentence is new.
    #[must_use]
    pub fn log_odds(&self, novelty: &Novelty) -> f32 {
        let parts = novelty.parts();
        self.bias + parts.iter().zip(&self.weights).map(|(part, weight)| part * weight).sum::<f32>()
    }

    /// Whether a sentence is more likely new than not.
    #[must_use]
    pub fn is_new(&self, novelty: &Novelty) -> bool {
        self.log_odds(novelty) > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> Told {
        let mut told = Told::default();
        told.words("Ice closes the harbour");
        told.sentence("The ferry to Skarn stays at the quay, Ada Holm said.", &[1.0, 0.0]);
        told.sentence("Forty passengers were taken back by bus.", &[0.0, 1.0]);
        told
    }

    #[test]
    fn what_was_told_is_not_new() {
        let again = told().novelty("Ada Holm said the ferry stays at the quay.", &[0.98, 0.2]);
        assert_eq!((again.unseen, again.nearest.unwrap().0), (0.0, 0));
        assert!(again.names.is_empty() && again.figures.is_empty());
        assert!(!NoveltyModel::bundled().is_new(&again), "{again:?}");
    }

    #[test]
    fn a_new_name_and_a_new_figure_are_told() {
        let new =
            told().novelty("In the evening Jan Viik found 3 of the buoys near Ostby.", &[0.3, 0.3]);
        assert_eq!(new.names, ["Jan", "Viik", "Ostby"]);
        assert_eq!(new.figures, ["3"]);
        assert!(new.unseen > 0.7);
        assert!(NoveltyModel::bundled().is_new(&new), "{new:?}");
    }

    #[test]
    fn after_nothing_everything_is_new() {
        let first = Told::default().novelty("The ferry stays at the quay.", &[1.0, 0.0]);
        assert_eq!((first.nearest, first.unseen), (None, 1.0));
        assert!(NoveltyModel::bundled().is_new(&first));
        let empty = told().novelty("", &[0.0, 0.0]);
        assert_eq!((empty.unseen, empty.weight), (0.0, 0.0));
    }

    #[test]
    fn a_model_is_read_or_refused() {
        let model = NoveltyModel::bundled();
        assert!(model.bias < 0.0 && model.weights.iter().all(|weight| *weight >= 0.0));
        assert!(NoveltyModel::from_json("[]").is_err());
    }
}
