use proptest::prelude::*;

use super::*;

fn assert_near(value: Option<f64>, expected: f64) {
    let value = value.expect("a correlation");
    assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
}

#[test]
fn values_worked_out_by_hand() {
    let pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0)];
    assert_near(pearson(&pairs), 0.6);
    assert_near(spearman(&pairs), 0.6);
    // Ranks 1.5, 1.5, 3 against 1, 2, 3.
    assert_near(spearman(&[(0.0, 1.0), (0.0, 5.0), (7.0, 6.0)]), 0.75f64.sqrt());
    assert_near(spearman(&[(f64::NEG_INFINITY, 3.0), (0.0, 2.0), (f64::INFINITY, 1.0)]), -1.0);
}

#[test]
fn no_correlation_without_two_different_values() {
    let undefined: [&[(f64, f64)]; 4] =
        [&[], &[(1.0, 2.0)], &[(1.0, 2.0), (1.0, 3.0)], &[(f64::NAN, 2.0), (1.0, 3.0)]];
    for pairs in undefined {
        assert_eq!((pearson(pairs), spearman(pairs)), (None, None));
    }
    assert_eq!(pearson(&[(f64::INFINITY, 1.0), (0.0, 2.0)]), None);
}

#[test]
fn weights_that_leave_one_value_leave_no_correlation() {
    let pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0)];
    let ranked = RankedPairs::new(&pairs).unwrap();
    for weights in [[0.0, 3.0, 0.0], [0.0; 3], [1.0, -1.0, 1.0], [1.0, f64::NAN, 1.0]] {
        assert_eq!(ranked.spearman(&weights), None);
        assert_eq!(weighted_pearson(&pairs, &weights), None);
    }
}

#[test]
fn large_and_small_values_keep_their_correlation() {
    let pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0)];
    for (scale, shift) in [(1e300, 0.0), (1e-300, 0.0), (1.0, 1e9)] {
        let moved = pairs.map(|(x, y)| (x * scale + shift, y));
        let r = pearson(&moved).unwrap();
        assert!((r - 0.6).abs() < 1e-9, "{r} at {scale} and {shift}");
    }
}

#[test]
#[should_panic(expected = "one weight for each pair")]
fn a_missing_weight_is_a_mistake_of_the_caller() {
    let _ = weighted_pearson(&[(1.0, 2.0)], &[]);
}

fn expanded(pairs: &[(f64, f64)], counts: &[u8]) -> Vec<(f64, f64)> {
    let drawn = pairs.iter().zip(counts);
    drawn.flat_map(|(&pair, &count)| std::iter::repeat_n(pair, usize::from(count))).collect()
}

fn agree(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-10,
        (a, b) => a == b,
    }
}

proptest! {
    #[test]
    fn weights_mean_copies(
        rows in prop::collection::vec((-6i8..6, -6i8..6, 0u8..4), 0..40),
    ) {
        let pairs: Vec<_> = rows.iter().map(|r| (f64::from(r.0) / 3.0, f64::from(r.1))).collect();
        let counts: Vec<u8> = rows.iter().map(|r| r.2).collect();
        let weights: Vec<f64> = counts.iter().map(|&count| f64::from(count)).collect();
        let sample = expanded(&pairs, &counts);
        let ranked = RankedPairs::new(&pairs).unwrap();
        prop_assert!(agree(ranked.spearman(&weights), spearman(&sample)));
        prop_assert!(agree(weighted_pearson(&pairs, &weights), pearson(&sample)));
    }

    #[test]
    fn only_the_order_counts_for_spearman(
        pairs in prop::collection::vec((-9.0f64..9.0, -9.0f64..9.0), 2..30),
    ) {
        let bent: Vec<_> = pairs.iter().map(|&(x, y)| (x.exp(), -y)).collect();
        let r = spearman(&pairs);
        prop_assert!(agree(r, spearman(&bent).map(|r| -r)));
        prop_assert!(r.is_none_or(|r| (-1.0..=1.0).contains(&r)));
    }
}

#[test]
fn ranks_are_means_over_ties() {
    let ranked = RankedPairs::new(&[(0.5, 9.0), (0.1, 9.0), (0.5, -1.0)]).unwrap();
    assert_eq!(ranked.ranks(), [(1.5, 1.5), (0.0, 1.5), (1.5, 0.0)]);
}
