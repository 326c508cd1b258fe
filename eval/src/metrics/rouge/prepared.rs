//! A text made ready to be scored many times.
//!
//! The numbers of a text's tokens go in; out come, besides them, its n-grams up to trigrams in
//! sorted order and its distinct tokens, which is all that the scores need. Preparing costs one
//! sort; a comparison of two prepared texts hashes nothing.

use super::vocabulary::{Encoded, NO_TOKEN};

/// A tokenised text: from [`RougeScorer::prepare`](super::RougeScorer::prepare).
///
/// It can be scored against any other text that the same scorer prepared, from any thread.
/// It takes about 28 bytes a token.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The scorer whose vocabulary gave the numbers.
    scorer: u64,
    tokens: Vec<u32>,
    line_ends: Vec<usize>,
    /// A key for each token, sorted: see [`Prepared::sorted_trigrams`].
    trigrams: Vec<u128>,
    distinct: Vec<u32>,
    ranks: Vec<u32>,
}

impl Prepared {
    pub(super) fn new(scorer: u64, encoded: Encoded) -> Self {
        let Encoded { tokens, line_ends } = encoded;
        let trigrams = sorted_trigrams(&tokens);
        let mut distinct = Vec::new();
        let mut ranks = vec![0; tokens.len()];
        for &trigram in &trigrams {
            let (token, position) = ((trigram >> 96) as u32, trigram as u32);
            if distinct.last() != Some(&token) {
                distinct.push(token);
            }
            ranks[position as usize] = distinct.len() as u32 - 1;
        }
        Self { scorer, tokens, line_ends, trigrams, distinct, ranks }
    }

    /// The number of tokens. No token at all is possible: a text of nothing but punctuation.
    pub fn token_count(&self) -> usize {
        self.tokens.len()
    }

    /// The tokens as numbers of the scorer's vocabulary, none of them 0.
    pub(in crate::metrics) fn tokens(&self) -> &[u32] {
        &self.tokens
    }

    /// For each token its index in [`Prepared::distinct`].
    pub(super) fn ranks(&self) -> &[u32] {
        &self.ranks
    }

    /// The distinct tokens in ascending order.
    pub(super) fn distinct(&self) -> &[u32] {
        &self.distinct
    }

    /// One key for each token, ascending: the token in the highest 32 bits, then the two that
    /// follow it ([`NO_TOKEN`] behind the end), then its position. The order serves unigrams and
    /// bigrams too.
    pub(super) fn sorted_trigrams(&self) -> &[u128] {
        &self.trigrams
    }

    /// The lines that have tokens, as ranges of token indices.
    pub(super) fn lines(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let starts = std::iter::once(0).chain(self.line_ends.iter().copied());
        starts.zip(&self.line_ends).map(|(start, &end)| start..end)
    }

    /// # Panics
    ///
    /// If the two texts come from two scorers: their numbers mean different tokens.
    pub(in crate::metrics) fn assert_same_scorer(&self, other: &Self) {
        assert_eq!(self.scorer, other.scorer, "texts that different scorers prepared");
    }
}

fn sorted_trigrams(tokens: &[u32]) -> Vec<u128> {
    let token = |index: usize| u128::from(tokens.get(index).copied().unwrap_or(NO_TOKEN));
    let key = |i: usize| token(i) << 96 | token(i + 1) << 64 | token(i + 2) << 32 | i as u128;
    let mut trigrams: Vec<u128> = (0..tokens.len()).map(key).collect();
    trigrams.sort_unstable();
    trigrams
}

#[cfg(test)]
mod tests {
    use super::{Encoded, Prepared};

    #[test]
    fn ranks_and_lines() {
        let encoded = Encoded { tokens: vec![7, 3, 7, 9], line_ends: vec![1, 4] };
        let prepared = Prepared::new(1, encoded);
        assert_eq!(prepared.distinct(), [3, 7, 9]);
        assert_eq!(prepared.ranks(), [1, 0, 1, 2]);
        assert_eq!(prepared.lines().collect::<Vec<_>>(), [0..1, 1..4]);
    }
}
