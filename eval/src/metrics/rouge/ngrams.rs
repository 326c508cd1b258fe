//! How many n-grams two texts share.
//!
//! Two prepared texts go in, a count comes out: for each distinct n-gram the smaller of its two
//! numbers of occurrences, summed (the clipped overlap of ROUGE-N).

use std::cmp::Ordering;

use super::prepared::Prepared;
use super::vocabulary::NO_TOKEN;

/// The number of n-grams in a text of so many tokens; 0 if `n` is 0.
pub(in crate::metrics) fn total(tokens: usize, n: usize) -> usize {
    if n == 0 { 0 } else { (tokens + 1).saturating_sub(n) }
}

/// The clipped overlap of the n-grams of two texts; 0 if `n` is 0.
pub(super) fn overlap(a: &Prepared, b: &Prepared, n: usize) -> usize {
    let (left, right) = (a.sorted_trigrams(), b.sorted_trigrams());
    match n {
        0 => 0,
        1 => packed_overlap(left, right, |key| (key >> 96) as u32, |_| true),
        2 => packed_overlap(left, right, |key| (key >> 64) as u64, |key| key as u32 != NO_TOKEN),
        3 => packed_overlap(left, right, |key| key >> 32, |key| key as u32 != NO_TOKEN),
        _ => {
            let (left, right) = (sorted_windows(a.tokens(), n), sorted_windows(b.tokens(), n));
            merged_overlap(&left, &right)
        }
    }
}

/// Merges two sorted lists of keys, cut to n-grams. An n-gram that runs over the end of its text
/// is not `whole` and does not count.
fn packed_overlap<K: Copy + Ord>(
    left: &[u128],
    right: &[u128],
    ngram: impl Fn(u128) -> K,
    whole: impl Fn(K) -> bool,
) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(&a), Some(&b)) = (left.get(i), right.get(j)) {
        let (a, b) = (ngram(a), ngram(b));
        // No branches: which of the two is smaller cannot be predicted.
        shared += usize::from((a == b) & whole(a));
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    shared
}

fn sorted_windows(tokens: &[u32], n: usize) -> Vec<&[u32]> {
    let mut windows: Vec<_> = tokens.windows(n).collect();
    windows.sort_unstable();
    windows
}

fn merged_overlap(left: &[&[u32]], right: &[&[u32]]) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
        let order = a.cmp(b);
        shared += usize::from(order == Ordering::Equal);
        i += usize::from(order != Ordering::Greater);
        j += usize::from(order != Ordering::Less);
    }
    shared
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::super::vocabulary::Encoded;
    use super::{Prepared, overlap, total};

    fn prepared(tokens: &[u32]) -> Prepared {
        Prepared::new(0, Encoded { tokens: tokens.to_vec(), line_ends: vec![tokens.len()] })
    }

    fn counted_overlap(a: &[u32], b: &[u32], n: usize) -> usize {
        let mut left: HashMap<&[u32], usize> = HashMap::new();
        a.windows(n).for_each(|ngram| *left.entry(ngram).or_default() += 1);
        let mut shared = 0;
        for ngram in b.windows(n) {
            if let Some(count) = left.get_mut(ngram).filter(|count| **count > 0) {
                *count -= 1;
                shared += 1;
            }
        }
        shared
    }

    #[test]
    fn the_ends_of_texts_are_no_ngrams() {
        let (a, b) = (prepared(&[1, 2]), prepared(&[3, 2]));
        assert_eq!([1, 2, 3, 4].map(|n| overlap(&a, &b, n)), [1, 0, 0, 0]);
        assert_eq!([0, 1, 2, 3].map(|n| total(2, n)), [0, 2, 1, 0]);
    }

    proptest! {
        #[test]
        fn as_counted_one_by_one(
            a in prop::collection::vec(1u32..5, 0..30),
            b in prop::collection::vec(1u32..5, 0..30),
            n in 1usize..6,
        ) {
            prop_assert_eq!(overlap(&prepared(&a), &prepared(&b), n), counted_overlap(&a, &b, n));
        }
    }
}
