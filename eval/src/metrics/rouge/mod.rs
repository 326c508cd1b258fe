//! ROUGE: how much of a reference summary a candidate shares (C.-Y. Lin, "ROUGE: a package for
//! automatic evaluation of summaries", 2004).
//!
//! Texts go in, as lists of sentences; precision, recall and F1 of ROUGE-1, -2, -3, -L and -Lsum
//! come out, equal to those of Google's `rouge-score` 0.1.2 with its default tokenizer, with the
//! stemmer (NLTK's) and without. The tests hold them against committed values of that package.
//!
//! A text is prepared once by a [`RougeScorer`] and scored many times, from many threads:
//!
//! ```
//! use nutgraf_eval::metrics::rouge::{RougeScorer, Stemming, rouge_n, score};
//!
//! let scorer = RougeScorer::new(Stemming::Porter);
//! let reference = scorer.prepare(&["The ferry sank.", "All were saved."]);
//! let candidate = scorer.prepare(&["A ferry is sinking."]);
//!
//! let unigrams = rouge_n(&reference, &candidate, 1);
//! assert_eq!((unigrams.precision, unigrams.recall), (1.0 / 4.0, 1.0 / 6.0));
//! assert_eq!(score(&reference, &candidate).rouge1, unigrams);
//! ```
//!
//! What it does not do: split sentences (a line is a sentence, for ROUGE-Lsum alone), remove stop
//! words, skip-bigrams, other tokenizers; letters beyond ASCII separate tokens, as they do in
//! `rouge-score`.

mod budget;
mod lcs;
mod ngrams;
mod porter;
mod prepared;
mod score;
mod tokenize;
mod vocabulary;

use std::sync::atomic::{AtomicU64, Ordering};

pub use budget::first_words;
pub(in crate::metrics) use ngrams::total as ngram_total;
pub use porter::porter_stem;
pub use prepared::Prepared;
pub use score::{RougeScores, Score};
use vocabulary::Vocabulary;

/// What is done to a token before it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stemming {
    /// Nothing: `use_stemmer=False`.
    None,
    /// Tokens of more than three characters are stemmed by NLTK's Porter stemmer:
    /// `use_stemmer=True`, which is what papers report.
    #[default]
    Porter,
}

/// Prepares texts for scoring. Share one between threads by reference: it keeps the vocabulary
/// that makes prepared texts comparable, and only texts of one scorer can be compared.
#[derive(Debug)]
pub struct RougeScorer {
    id: u64,
    vocabulary: Vocabulary,
}

impl RougeScorer {
    /// A scorer with an empty vocabulary.
    pub fn new(stemming: Stemming) -> Self {
        static NEXT_ID: AtomicU64 = AtomicU64::new(0);
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        Self { id, vocabulary: Vocabulary::new(stemming) }
    }

    /// Tokenises a text, given as its sentences.
    ///
    /// It is read as `rouge-score` reads the sentences joined by line feeds: each line is a
    /// sentence of ROUGE-Lsum, so that a sentence with a line feed in it counts as two. The other
    /// measures know no lines.
    pub fn prepare<S: AsRef<str>>(&self, sentences: &[S]) -> Prepared {
        let lines = sentences.iter().flat_map(|sentence| sentence.as_ref().split('\n'));
        Prepared::new(self.id, self.vocabulary.encode(lines))
    }

    /// ROUGE-N recall of the first `words` words of a candidate: of all n-grams of the reference,
    /// the share that the cut candidate has. DUC 2001 to 2004 compared summaries so, by ROUGE-2
    /// (and -1) recall at a fixed length.
    ///
    /// Words are counted between white space, before tokenising: see [`first_words`]. In [0, 1]; 0
    /// if either has no n-gram.
    ///
    /// ```
    /// use nutgraf_eval::metrics::rouge::{RougeScorer, Stemming};
    ///
    /// let scorer = RougeScorer::new(Stemming::Porter);
    /// let reference = scorer.prepare(&["the tide rose at dawn"]);
    /// let candidate = ["The tide, it", "rose at dawn"];
    /// assert_eq!(scorer.recall_within(&reference, &candidate, 2, 3), 1.0 / 4.0);
    /// ```
    ///
    /// # Panics
    ///
    /// If another scorer prepared the reference.
    pub fn recall_within<S: AsRef<str>>(
        &self,
        reference: &Prepared,
        candidate: &[S],
        n: usize,
        words: usize,
    ) -> f64 {
        rouge_n(reference, &self.prepare(&first_words(candidate, words)), n).recall
    }
}

/// ROUGE-N: n-grams shared, each counted as often as the text that has it less often has it, over
/// the n-grams of the candidate (precision) and of the reference (recall). N-grams run across
/// lines. Zero if either text has fewer than `n` tokens, or if `n` is 0.
///
/// # Panics
///
/// If two scorers prepared the texts.
pub fn rouge_n(reference: &Prepared, candidate: &Prepared, n: usize) -> Score {
    reference.assert_same_scorer(candidate);
    let totals = [reference, candidate].map(|text| ngrams::total(text.token_count(), n));
    Score::from_hits(ngrams::overlap(reference, candidate, n), totals[0], totals[1])
}

/// ROUGE-L: the length of the longest common subsequence of the two texts, lines disregarded, over
/// the tokens of the candidate (precision) and of the reference (recall). Zero if either text has
/// no token.
///
/// # Panics
///
/// If two scorers prepared the texts.
pub fn rouge_l(reference: &Prepared, candidate: &Prepared) -> Score {
    reference.assert_same_scorer(candidate);
    let hits = lcs::length(reference, candidate);
    Score::from_hits(hits, reference.token_count(), candidate.token_count())
}

/// ROUGE-Lsum: for each line of the reference, the tokens that are in its longest common
/// subsequence with one line of the candidate or another; their number, no token counted more often
/// than the candidate has it, over the tokens of the candidate (precision) and of the reference
/// (recall). Zero if either text has no token.
///
/// # Panics
///
/// If two scorers prepared the texts.
pub fn rouge_lsum(reference: &Prepared, candidate: &Prepared) -> Score {
    reference.assert_same_scorer(candidate);
    let hits = lcs::summary_level_hits(reference, candidate);
    Score::from_hits(hits, reference.token_count(), candidate.token_count())
}

/// All five scores of a candidate against one reference.
///
/// # Panics
///
/// If two scorers prepared the texts.
pub fn score(reference: &Prepared, candidate: &Prepared) -> RougeScores {
    RougeScores {
        rouge1: rouge_n(reference, candidate, 1),
        rouge2: rouge_n(reference, candidate, 2),
        rouge3: rouge_n(reference, candidate, 3),
        rouge_l: rouge_l(reference, candidate),
        rouge_lsum: rouge_lsum(reference, candidate),
    }
}

/// All five scores of a candidate against several references: of each measure the score against
/// the reference with the highest F1, the first of those that tie, as `score_multi` of
/// `rouge-score` has it. `None` without references.
///
/// # Panics
///
/// If two scorers prepared the texts.
pub fn score_multi(references: &[Prepared], candidate: &Prepared) -> Option<RougeScores> {
    let scores = references.iter().map(|reference| score(reference, candidate));
    scores.reduce(RougeScores::best_of)
}

#[cfg(test)]
mod tests;
