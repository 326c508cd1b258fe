//! Selection: scores and a budget in, picks in the order of the document out.
//!
//! Sentences are taken greedily in the order of their scores, ties by position; one that says
//! the same as a sentence taken before is left out, and fragments (captions, bylines) come after
//! everything else. That order depends on no budget, so summaries nest: the one of N sentences
//! is contained in the one of N + 1. Where N is more than there is, near-duplicates stay out all
//! the same, and the summary has fewer than N.
//!
//! Under a budget of words, a sentence that does not fit is passed over for the next one that
//! does; what room is left then is not filled with fragments, nor with sentences that rank in
//! the lower half, which fit only because they are short. Where no whole sentence fits, the best
//! is cut.

use super::budget::{Budget, Limit};
use super::cut::cut_to_words;
use super::document::Document;
use super::fragment::is_fragment;
use super::redundancy::{Comparison, Redundancy};
use super::score::Score;
use super::summary::Pick;
use crate::article::Span;

/// Picks sentences of `document` by `scores`, one for each of its sentences, in their order.
///
/// Never more than `budget`, and never nothing for a document that has a sentence. A score that
/// is not a number counts as the lowest.
#[must_use]
pub fn select(
    document: &Document<'_>,
    scores: &[Score],
    budget: Budget,
    redundancy: Redundancy,
) -> Vec<Pick> {
    select_in_order(document, scores, None, budget, redundancy)
}

/// As [`select`], but takes sentences in `order`, those that it lacks after all others.
pub(super) fn select_in_order(
    document: &Document<'_>,
    scores: &[Score],
    order: Option<&[usize]>,
    budget: Budget,
    redundancy: Redundancy,
) -> Vec<Pick> {
    let candidates = Candidates::new(document, scores, order, redundancy);
    let mut picks = match budget.limit(candidates.words.iter().sum()) {
        Limit::Sentences(limit) => candidates.best_sentences(limit),
        Limit::Words(limit) => candidates.best_within_words(limit),
    };
    picks.sort_unstable_by_key(|pick| pick.index);
    picks
}

/// The sentences of a document, ranked.
struct Candidates<'a> {
    document: &'a Document<'a>,
    scores: &'a [Score],
    /// The number of words in each sentence.
    words: Vec<usize>,
    /// The sentences that are no fragments, best first, and then those that are.
    ranking: Vec<usize>,
    /// How many of the ranking are no fragments.
    statements: usize,
    comparison: Comparison,
}

impl<'a> Candidates<'a> {
    fn new(
        document: &'a Document<'a>,
        scores: &'a [Score],
        order: Option<&[usize]>,
        redundancy: Redundancy,
    ) -> Self {
        let words = document.word_counts();
        let fragments: Vec<bool> =
            document.texts().zip(&words).map(|(text, &words)| is_fragment(text, words)).collect();
        let total = |i: usize| if scores[i].total.is_nan() { f32::MIN } else { scores[i].total };
        let mut ranking: Vec<usize> = (0..words.len().min(scores.len())).collect();
        let mut places = vec![usize::MAX; words.len()];
        for (place, &i) in order.into_iter().flatten().enumerate() {
            places[i] = place;
        }
        // A stable sort: sentences of one score stay in the order of the document.
        ranking.sort_by(|&a, &b| {
            let by_score = || total(b).total_cmp(&total(a));
            fragments[a].cmp(&fragments[b]).then(places[a].cmp(&places[b])).then_with(by_score)
        });
        let statements = ranking.partition_point(|&i| !fragments[i]);
        let comparison = Comparison::new(document, redundancy);
        Self { document, scores, words, ranking, statements, comparison }
    }

    fn best_sentences(&self, limit: usize) -> Vec<Pick> {
        let mut taken = Vec::new();
        for &i in &self.ranking {
            if taken.len() == limit {
                break;
            }
            if !self.repeats(i, &taken) {
                taken.push(i);
            }
        }
        taken.into_iter().map(|i| self.whole(i)).collect()
    }

    fn best_within_words(&self, limit: usize) -> Vec<Pick> {
        let ranking = match self.statements {
            0 => &self.ranking[..],
            statements => &self.ranking[..statements],
        };
        let upper_half = ranking.len().div_ceil(2);
        let (mut taken, mut left, mut has_passed_over) = (Vec::new(), limit, false);
        for (rank, &i) in ranking.iter().enumerate() {
            if has_passed_over && rank >= upper_half && !taken.is_empty() {
                break;
            }
            if self.repeats(i, &taken) {
                continue;
            }
            if self.words[i] <= left {
                left -= self.words[i];
                taken.push(i);
            } else {
                has_passed_over = true;
            }
        }
        match (taken.as_slice(), ranking) {
            ([], [best, ..]) => vec![self.beginning(*best, limit)],
            _ => taken.into_iter().map(|i| self.whole(i)).collect(),
        }
    }

    /// Whether sentence `i` says what one of `taken` says.
    fn repeats(&self, i: usize, taken: &[usize]) -> bool {
        taken.iter().any(|&j| self.comparison.are_near_duplicates(i, j))
    }

    fn whole(&self, index: usize) -> Pick {
        let Score { total, parts } = self.scores[index].clone();
        let span = self.document.sentences[index].span;
        Pick { index, span, cut: false, words: self.words[index], score: total, parts }
    }

    /// Sentence `index`, cut to `limit` words.
    fn beginning(&self, index: usize, limit: usize) -> Pick {
        let whole = self.whole(index);
        let text = &self.document.body[whole.span];
        let count_words = self.document.count_words;
        let len = cut_to_words(text, limit, count_words);
        let span = Span::new(whole.span.start, whole.span.start + len);
        let words = count_words(&text[..len]);
        Pick { span, cut: span != whole.span, words, ..whole }
    }
}
