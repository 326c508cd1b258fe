//! The extractive oracle: the sentences of a document that match its reference summary best.
//!
//! A prepared reference and the prepared sentences of the document go in; out come the indices of
//! the chosen sentences, in document order, and the objective that they reach: ROUGE-1 F1 plus
//! ROUGE-2 F1 of the chosen sentences joined in document order, exactly as
//! [`rouge_n`](super::rouge::rouge_n) scores that text (bigrams run from one chosen sentence into
//! the next).
//!
//! It says how far a system that picks whole sentences could get. [`Oracle::greedy`] is the usual
//! way to label sentences (R. Nallapati et al., "SummaRuNNer", 2017); [`Oracle::beam`] looks
//! further and is never worse. Neither is exact: the best of all selections can be better still.
//!
//! ```
//! use nutgraf_eval::metrics::oracle::{Limit, Oracle};
//! use nutgraf_eval::metrics::rouge::{RougeScorer, Stemming};
//!
//! let scorer = RougeScorer::new(Stemming::Porter);
//! let document = ["The weather was fine.", "The bridge closed on Monday.", "Repairs take a year."];
//! let sentences = document.map(|sentence| scorer.prepare(&[sentence]));
//! let reference = scorer.prepare(&["Bridge closed for a year of repairs"]);
//!
//! let oracle = Oracle::new(&reference, &sentences);
//! assert_eq!(oracle.greedy(Limit::Sentences(2)).sentences, [1, 2]);
//! ```

mod beam;
mod coverage;

use coverage::{Coverage, Document};

use super::rouge::Prepared;

/// How much may be chosen.
#[derive(Debug, Clone, Copy)]
pub enum Limit<'a> {
    /// At most so many sentences.
    Sentences(usize),
    /// Whole sentences of at most so many words together.
    Words {
        /// The most words of all chosen sentences together.
        budget: usize,
        /// The words of each sentence of the document. A sentence without a count is not chosen.
        counts: &'a [usize],
    },
}

/// What an oracle chose.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// Indices into the document's sentences, ascending; empty if no sentence shares a token with
    /// the reference or none fits the limit.
    pub sentences: Vec<usize>,
    /// ROUGE-1 F1 + ROUGE-2 F1 of the chosen sentences, in [0, 2].
    pub objective: f64,
}

/// One document and its reference, ready to be searched under several limits.
#[derive(Debug)]
pub struct Oracle {
    document: Document,
}

impl Oracle {
    /// Looks the sentences' n-grams up in the reference.
    ///
    /// # Panics
    ///
    /// If not all texts were prepared by one scorer.
    pub fn new(reference: &Prepared, sentences: &[Prepared]) -> Self {
        Self { document: Document::new(reference, sentences) }
    }

    /// Adds the sentence that raises the objective most, the earlier of two that raise it equally,
    /// until nothing raises it or nothing more fits.
    ///
    /// Time: chosen sentences x tokens of the document that the reference has too.
    pub fn greedy(&self, limit: Limit<'_>) -> Selection {
        let mut coverage = Coverage::new(&self.document);
        let mut objective = 0.0;
        loop {
            let mut best = None;
            for sentence in 0..self.document.len() {
                if !self.fits(coverage.chosen(), sentence, limit) {
                    continue;
                }
                let raised = coverage.objective_with(sentence);
                if raised > objective {
                    objective = raised;
                    best = Some(sentence);
                }
            }
            let Some(best) = best else {
                return Selection { sentences: coverage.into_chosen(), objective };
            };
            coverage.add(best);
        }
    }

    /// Keeps the `width` best selections of one sentence, of two and so on, and takes the best of
    /// them all, or the greedy one if that is as good. Of equals, a level keeps the earlier
    /// sentences and the end result is the one with fewer.
    ///
    /// A width of 0 is the greedy search. Time: `width` times the greedy search's and more, since
    /// it does not stop where one more sentence is a loss.
    pub fn beam(&self, limit: Limit<'_>, width: usize) -> Selection {
        let greedy = self.greedy(limit);
        let found = self.search_beam(limit, width);
        if found.objective > greedy.objective { found } else { greedy }
    }

    /// Whether a sentence may be added to the chosen ones.
    fn fits(&self, chosen: &[usize], sentence: usize, limit: Limit<'_>) -> bool {
        if chosen.contains(&sentence) || !self.document.has_tokens(sentence) {
            return false;
        }
        match limit {
            Limit::Sentences(most) => chosen.len() < most,
            Limit::Words { budget, counts } => {
                let mut all = chosen.iter().chain([&sentence]);
                let words = all.try_fold(0usize, |sum, &s| sum.checked_add(*counts.get(s)?));
                words.is_some_and(|words| words <= budget)
            }
        }
    }
}

#[cfg(test)]
mod tests;
