//! How many of the true nearest neighbours an approximate index finds.
//!
//! In come the neighbours of one article from the approximate index and from an exact search, best
//! first; out comes the share found. Means over articles are the caller's.

use std::collections::HashSet;
use std::hash::Hash;

/// Recall at `k`: the documents that the first `k` of both lists share, divided by the smaller of
/// `k` and the length of the exact list. A document that the approximate list repeats counts once.
///
/// `None` if `k` is 0 or the exact list is empty: there was nothing to find.
///
/// ```
/// use nutgraf_eval::metrics::neighbour_recall::recall_at;
///
/// assert_eq!(recall_at(3, &["tide", "dam", "opera"], &["dam", "tide", "ferry"]), Some(2.0 / 3.0));
/// assert_eq!(recall_at(3, &["tide"], &[]), None);
/// ```
#[must_use]
pub fn recall_at<Id: Eq + Hash>(k: usize, approximate: &[Id], exact: &[Id]) -> Option<f64> {
    let wanted: HashSet<&Id> = exact.iter().take(k).collect();
    share(first(k, approximate).filter(|id| wanted.contains(id)).count(), wanted.len())
}

/// Recall at `k` that accepts ties: a document of the first `k` is right if it is among the first
/// `k` of the exact list, or if its score is no less than the `k`-th score there, which makes it as
/// near as one of those. Each item is a document and its score, greater being nearer; both lists
/// must score by the same function, so that equal distances have equal scores. NaN ties with nothing.
///
/// Repeated documents, the divisor and `None` are as in [`recall_at`].
///
/// ```
/// use nutgraf_eval::metrics::neighbour_recall::recall_at_with_ties;
///
/// let exact = [("dam", 0.9), ("tide", 0.8), ("ferry", 0.8)];
/// assert_eq!(recall_at_with_ties(2, &[("dam", 0.9), ("ferry", 0.8)], &exact), Some(1.0));
/// assert_eq!(recall_at_with_ties(2, &[("dam", 0.9), ("opera", 0.7)], &exact), Some(0.5));
/// ```
#[must_use]
pub fn recall_at_with_ties<Id: Eq + Hash>(
    k: usize,
    approximate: &[(Id, f32)],
    exact: &[(Id, f32)],
) -> Option<f64> {
    let wanted: HashSet<&Id> = exact.iter().take(k).map(|(id, _)| id).collect();
    let least = exact[..k.min(exact.len())].last().map_or(f32::NAN, |(_, score)| *score);
    let mut seen = HashSet::new();
    let right = approximate
        .iter()
        .take(k)
        .filter(|(id, _)| seen.insert(id))
        .filter(|(id, score)| wanted.contains(id) || *score >= least)
        .count();
    share(right.min(wanted.len()), wanted.len())
}

/// The first `k` documents, those that repeat an earlier one left out.
fn first<Id: Eq + Hash>(k: usize, ids: &[Id]) -> impl Iterator<Item = &Id> {
    let mut seen = HashSet::new();
    ids.iter().take(k).filter(move |id| seen.insert(*id))
}

fn share(right: usize, wanted: usize) -> Option<f64> {
    (wanted > 0).then(|| right as f64 / wanted as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_first_k_count() {
        let exact = [1, 2, 3, 4];
        assert_eq!(recall_at(2, &[3, 1, 2], &exact), Some(0.5));
        assert_eq!(recall_at(4, &[3, 1, 2], &exact), Some(0.75));
        assert_eq!(recall_at(9, &[4, 3, 2, 1, 0], &exact), Some(1.0));
        assert_eq!(recall_at(0, &[1], &exact), None);
    }

    #[test]
    fn a_repeated_neighbour_counts_once() {
        assert_eq!(recall_at(3, &[1, 1, 1], &[1, 2, 3]), Some(1.0 / 3.0));
        let exact = [(1, 0.5), (2, 0.5)];
        assert_eq!(recall_at_with_ties(2, &[(3, 0.5), (3, 0.5)], &exact), Some(0.5));
    }

    #[test]
    fn scores_that_are_not_numbers_tie_with_nothing() {
        let exact = [(1, 0.5), (2, f32::NAN)];
        assert_eq!(recall_at_with_ties(2, &[(2, f32::NAN), (3, 0.9)], &exact), Some(0.5));
        assert_eq!(recall_at_with_ties(1, &[(3, f32::NAN)], &exact), Some(0.0));
    }

    proptest! {
        #[test]
        fn ties_only_add(
            scores in prop::collection::vec(0u8..4, 1..20),
            kept in prop::collection::vec(any::<bool>(), 20),
            k in 1usize..12,
        ) {
            let mut exact: Vec<(usize, f32)> =
                scores.iter().enumerate().map(|(id, &score)| (id, f32::from(score))).collect();
            exact.sort_by(|a, b| b.1.total_cmp(&a.1));
            let found: Vec<_> = exact.iter().copied().filter(|(id, _)| kept[*id]).collect();
            let ids = |list: &[(usize, f32)]| list.iter().map(|item| item.0).collect::<Vec<_>>();
            let strict = recall_at(k, &ids(&found), &ids(&exact)).unwrap();
            let lenient = recall_at_with_ties(k, &found, &exact).unwrap();
            prop_assert!(strict <= lenient && lenient <= 1.0);
            // A list in another order of the ties is perfect only for the lenient recall.
            let mut turned = exact.clone();
            turned.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
            prop_assert_eq!(recall_at_with_ties(k, &turned, &exact), Some(1.0));
        }
    }
}
