//! From evidence to what two articles are to each other.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::Evidence;
use crate::{Error, Result};

/// A copy has so much of the shorter text, and of the longer: an update that keeps an old text at its end is
/// none.
const COPIED: [f32; 2] = [0.6, 0.4];

/// The log odds from which on two articles are taken for one story. The model knows stories of which every second
/// pair is one; of all pairs in a library few are, and of those of a real one that it gives even odds, two in
/// five are one story (`eval/RESULTS.md`).
pub(super) const SAME_STORY: f32 = 1.0;

/// What one article is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It is alike.
    Related,
    /// It tells of the same event.
    SameStory,
    /// It has the same text, whole, trimmed or corrected.
    SameText,
}

impl Relation {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Related => "related",
            Self::SameStory => "same_story",
            Self::SameText => "same_text",
        }
    }
}

/// A logistic model of whether two articles tell the same story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelationModel {
    /// The weight of each part, in the order of [`Evidence::PARTS`].
    pub weights: [f32; Evidence::PARTS.len()],
    /// The log odds where there is no evidence.
    pub bias: f32,
}

impl RelationModel {
    /// The one that is in the program, fitted by `nutgraf-eval stories --fit`.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<RelationModel> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            let json = include_str!("../../models/story/relation.json");
            // A test reads it; one that cannot be read would take nothing for a story.
            Self::from_json(json)
                .unwrap_or(Self { weights: Default::default(), bias: f32::NEG_INFINITY })
        })
    }

    /// The model that a file has.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] if it has none.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|error| Error::InvalidModel {
            path: "relation.json".into(),
            reason: error.to_string(),
        })
    }

    /// The log odds that both tell the same story.
    #[must_use]
    pub fn log_odds(&self, evidence: &Evidence) -> f32 {
        let parts = evidence.parts();
        self.bias + parts.iter().zip(&self.weights).map(|(part, weight)| part * weight).sum::<f32>()
    }

    /// What the evidence speaks for.
    #[must_use]
    pub fn relation(&self, evidence: &Evidence) -> Relation {
        let is_copy = evidence.copied.iter().zip(COPIED).all(|(copied, least)| *copied >= least)
            && !evidence.other_facts;
        match self.log_odds(evidence) {
            _ if is_copy => Relation::SameText,
            odds if odds > SAME_STORY => Relation::SameStory,
            _ => Relation::Related,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::story::Profile;

    fn relation(a: &str, b: &str) -> Relation {
        let profile =
            |body: &str| Profile::of(&Article { body: body.to_owned(), ..Article::default() });
        let evidence = Evidence::between(&profile(a), &profile(b), 0.5);
        RelationModel::bundled().relation(&evidence)
    }

    const REPORT: &str = "A tram left its rails in the centre of Lindholm on Tuesday and hit a bakery. \
        Eleven people were hurt, two of them badly, police spokeswoman Ines Korda said. The tram of line 6 \
        was on its way to Sandvika when it took the curve at Torget too fast. The driver, 44, is being \
        questioned. Line 6 is closed until Friday.";

    #[test]
    fn copies_updates_and_look_alikes_are_told_apart() {
        let trimmed = "LINDHOLM (Agency) - A tram left its rails in the centre of Lindholm on Tuesday and \
            hit a bakery. Eleven people were hurt, two of them badly, police spokeswoman Ines Korda said. \
            The tram of line 6 was on its way to Sandvika when it took the curve at Torget too fast.";
        let update = "One of those hurt when a tram derailed in Lindholm has died, police said on Thursday. \
            Ines Korda said the woman, 61, had been in the bakery at Torget that the tram hit. Eleven were \
            hurt on Tuesday. Line 6 to Sandvika runs again on Friday.";
        let look_alike = "A tram left its rails in the centre of Ostby on Sunday and hit a parked van. Three \
            people were hurt, police spokesman Jan Viik said. The tram of line 2 was on its way to Mellom \
            when a wheel broke. The driver, 29, was unhurt. Line 2 is closed until further notice.";
        assert_eq!(relation(REPORT, REPORT), Relation::SameText);
        assert_eq!(relation(REPORT, trimmed), Relation::SameText);
        assert_eq!(relation(REPORT, update), Relation::SameStory);
        assert_eq!(relation(REPORT, look_alike), Relation::Related);
        assert_eq!(relation(REPORT, ""), Relation::Related);
    }

    #[test]
    fn a_model_is_read_or_refused() {
        let model = RelationModel::bundled();
        assert!(model.bias < 0.0 && model.bias.is_finite());
        assert!(model.weights.iter().all(|weight| *weight >= 0.0), "evidence speaks for a story");
        let json = serde_json::to_string(model).unwrap();
        assert_eq!(&RelationModel::from_json(&json).unwrap(), model);
        assert!(RelationModel::from_json("{}").is_err());
    }
}
