//! What a comparison by ROUGE says: precision, recall and F1, of one measure or of five.

use serde::{Deserialize, Serialize};

/// Precision, recall and F1, each in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Score {
    /// The share of the candidate that is in the reference.
    pub precision: f64,
    /// The share of the reference that is in the candidate.
    pub recall: f64,
    /// The harmonic mean of the two; 0 where both are 0.
    pub f1: f64,
}

impl Score {
    /// The score of `hits` shared units out of so many; zero over an empty total.
    pub(in crate::metrics) fn from_hits(
        hits: usize,
        reference_total: usize,
        candidate_total: usize,
    ) -> Self {
        let precision = hits as f64 / candidate_total.max(1) as f64;
        let recall = hits as f64 / reference_total.max(1) as f64;
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Self { precision, recall, f1 }
    }

    /// The one with the higher F1, itself on a tie.
    fn best_of(self, other: Self) -> Self {
        if other.f1 > self.f1 { other } else { self }
    }
}

/// The five measures of one candidate. Serialised under the names that `rouge-score` gives them.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct RougeScores {
    /// Unigrams.
    pub rouge1: Score,
    /// Bigrams.
    pub rouge2: Score,
    /// Trigrams.
    pub rouge3: Score,
    /// The longest common subsequence of the whole texts.
    #[serde(rename = "rougeL")]
    pub rouge_l: Score,
    /// The union of longest common subsequences, line by line.
    #[serde(rename = "rougeLsum")]
    pub rouge_lsum: Score,
}

impl RougeScores {
    /// The scores with their names in `rouge-score`.
    pub fn named(&self) -> [(&'static str, Score); 5] {
        [
            ("rouge1", self.rouge1),
            ("rouge2", self.rouge2),
            ("rouge3", self.rouge3),
            ("rougeL", self.rouge_l),
            ("rougeLsum", self.rouge_lsum),
        ]
    }

    /// Of each measure the better score by F1, its own on a tie.
    pub(super) fn best_of(self, other: Self) -> Self {
        Self {
            rouge1: self.rouge1.best_of(other.rouge1),
            rouge2: self.rouge2.best_of(other.rouge2),
            rouge3: self.rouge3.best_of(other.rouge3),
            rouge_l: self.rouge_l.best_of(other.rouge_l),
            rouge_lsum: self.rouge_lsum.best_of(other.rouge_lsum),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RougeScores, Score};

    #[test]
    fn empty_totals_give_zero() {
        assert_eq!(Score::from_hits(0, 0, 0), Score::default());
        assert_eq!(Score::from_hits(0, 3, 0), Score::default());
    }

    #[test]
    fn the_harmonic_mean() {
        let score = Score::from_hits(2, 8, 4);
        assert_eq!((score.precision, score.recall), (0.5, 0.25));
        assert!((score.f1 - 1.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn names_are_those_of_the_serialised_form() {
        let scores = RougeScores { rouge_l: Score::from_hits(1, 1, 1), ..RougeScores::default() };
        let json = serde_json::to_value(scores).unwrap();
        for (name, score) in scores.named() {
            assert_eq!(json[name]["f1"], score.f1, "{name}");
        }
    }
}
