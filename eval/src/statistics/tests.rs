use std::collections::BTreeMap;

use super::bootstrap::{Resampling, bootstrap, interval, p_value};
use super::*;
use crate::random::Random;

const HOW: Resampling = Resampling { rounds: 4_000, seed: 1 };

fn columns(named: &[(&str, &[f64])]) -> Columns {
    let units = named[0].1.len();
    let rows: Vec<BTreeMap<String, f64>> = (0..units)
        .map(|row| {
            let values = named.iter().map(|(name, values)| ((*name).to_owned(), values[row]));
            values.filter(|(_, value)| !value.is_nan()).collect()
        })
        .collect();
    Columns::new(rows.iter())
}

fn value(kind: Kind, columns: &Columns) -> f64 {
    Statistic::new(kind, columns).value(&vec![1.0; columns.units()])
}

/// Numbers of mean 0.5 and standard deviation 0.2887.
fn uniform(count: usize, seed: u64) -> Vec<f64> {
    let mut random = Random::new(seed);
    (0..count).map(|_| random.below(1 << 20) as f64 / f64::from(1 << 20)).collect()
}

#[test]
fn a_mean_is_over_the_units_that_have_the_value() {
    let columns = columns(&[("a", &[1.0, f64::NAN, 3.0]), ("b", &[1.0, 1.0, 1.0])]);
    assert_eq!(value(Kind::Mean("a"), &columns), 2.0);
    assert_eq!(Statistic::new(Kind::Mean("a"), &columns).value(&[3.0, 5.0, 1.0]), 1.5);
    assert!(value(Kind::Mean("absent"), &columns).is_nan());
}

#[test]
fn counts_are_summed_before_they_are_divided() {
    let hits: &[f64] = &[8.0, 0.0];
    let columns = columns(&[("hit", hits), ("false", &[2.0, 0.0]), ("missed", &[0.0, 6.0])]);
    assert_eq!(value(Kind::Ratio("hit", &["hit", "false"]), &columns), 0.8);
    assert_eq!(value(Kind::Ratio("hit", &["hit", "missed"]), &columns), 8.0 / 14.0);
    assert_eq!(value(Kind::F1("hit", "false", "missed"), &columns), 16.0 / 24.0);
}

#[test]
fn a_harmonic_mean_is_of_the_means() {
    let columns = columns(&[("p", &[1.0, 0.0]), ("r", &[0.25, 0.25])]);
    assert_eq!(value(Kind::HarmonicMean("p", "r"), &columns), 2.0 * 0.5 * 0.25 / 0.75);
}

#[test]
fn an_interval_is_as_wide_as_theory_says() {
    let values = uniform(400, 9);
    let columns = columns(&[("x", &values)]);
    let statistic = Statistic::new(Kind::Mean("x"), &columns);
    let (low, high) = interval(&bootstrap(&[&statistic], 400, HOW)[0]);
    let mean = values.iter().sum::<f64>() / 400.0;
    let deviation = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 400.0).sqrt();
    let half = 1.96 * deviation / 20.0;
    assert!(((high - low) / 2.0 / half - 1.0).abs() < 0.06, "[{low}, {high}], theory ±{half}");
    assert!(((low + high) / 2.0 - mean).abs() < half / 10.0);
}

#[test]
fn intervals_cover_the_truth_as_often_as_they_say() {
    let how = Resampling { rounds: 400, seed: 5 };
    let covered = (0..300).filter(|&trial| {
        let columns = columns(&[("x", &uniform(60, 1_000 + trial))]);
        let statistic = Statistic::new(Kind::Mean("x"), &columns);
        let (low, high) = interval(&bootstrap(&[&statistic], 60, how)[0]);
        low <= 0.5 && 0.5 <= high
    });
    let covered = covered.count();
    assert!((270..=297).contains(&covered), "{covered} of 300");
}

#[test]
fn the_bootstrap_of_a_correlation_is_that_of_the_drawn_sample() {
    let (x, y) = (uniform(50, 1), uniform(50, 2));
    let columns = columns(&[("x", &x), ("y", &y)]);
    for kind in [Kind::Spearman("x", "y"), Kind::Pearson("x", "y")] {
        let statistic = Statistic::new(kind, &columns);
        let rounds = &bootstrap(&[&statistic], 50, HOW)[0];
        let (low, high) = interval(rounds);
        let found = statistic.value(&[1.0; 50]);
        assert!(low < found && found < high);
        assert!((0.3..0.9).contains(&(high - low)), "[{low}, {high}]");
    }
}

#[test]
fn equal_systems_differ_by_chance_only() {
    let x = uniform(100, 3);
    let same = columns(&[("x", &x)]);
    let statistic = Statistic::new(Kind::Mean("x"), &same);
    assert_eq!(randomisation::p_value(&statistic, &statistic, 100, HOW), 1.0);
    assert_eq!(p_value(&vec![0.0; 100]), 1.0);
}

#[test]
fn p_values_are_uniform_where_there_is_no_difference() {
    let how = Resampling { rounds: 300, seed: 5 };
    let found = (0..300).filter(|&trial| {
        let (a, b) = (uniform(40, 5_000 + trial), uniform(40, 9_000 + trial));
        let [a, b] = [a, b].map(|x| Statistic::new(Kind::Mean("x"), &columns(&[("x", &x)])));
        randomisation::p_value(&a, &b, 40, how) < 0.1
    });
    let found = found.count();
    assert!((15..=48).contains(&found), "{found} of 300 below 0.1");
}

#[test]
fn a_true_difference_is_found_by_both_tests() {
    let b = uniform(200, 4);
    let noise = uniform(200, 5);
    let a: Vec<f64> = b.iter().zip(&noise).map(|(b, noise)| b + 0.1 * noise).collect();
    let [a, b] = [a, b].map(|x| Statistic::new(Kind::Mean("x"), &columns(&[("x", &x)])));
    assert!(randomisation::p_value(&a, &b, 200, HOW) < 0.001);
    let rounds = bootstrap(&[&a, &b], 200, HOW);
    let differences: Vec<f64> = rounds[0].iter().zip(&rounds[1]).map(|(a, b)| a - b).collect();
    assert!(p_value(&differences) < 0.001);
}

#[test]
fn what_is_exchanged_is_the_units() {
    let of = |x: &[f64], y: &[f64]| columns(&[("x", x), ("y", y)]);
    let (first, second) = (of(&[1.0, 2.0, 3.0], &[1.0; 3]), of(&[4.0, 5.0, 9.0], &[2.0; 3]));
    let mixed = of(&[1.0, 5.0, 3.0], &[1.0, 2.0, 1.0]);
    for kind in [
        Kind::Mean("x"),
        Kind::Ratio("x", &["y"]),
        Kind::HarmonicMean("x", "y"),
        Kind::F1("x", "y", "y"),
    ] {
        let [a, b] = [&first, &second].map(|columns| Statistic::new(kind, columns));
        let found = a.mixed(&b, &[0.0, 1.0, 0.0]);
        assert!((found - value(kind, &mixed)).abs() < 1e-12, "{kind:?}: {found}");
    }
}

#[test]
fn correlations_are_exchanged_whatever_the_scale() {
    let gold = uniform(120, 1);
    let noise = uniform(120, 2);
    let close: Vec<f64> = gold.iter().zip(&noise).map(|(g, n)| g + 0.2 * n).collect();
    let far: Vec<f64> = gold.iter().zip(&noise).map(|(g, n)| 1_000.0 * (g + 3.0 * n)).collect();
    let scaled: Vec<f64> = close.iter().map(|x| 500.0 - 7.0 + 300.0 * x).collect();
    for kind in [Kind::Pearson("score", "gold"), Kind::Spearman("score", "gold")] {
        let [close, far, scaled] = [&close, &far, &scaled]
            .map(|score| Statistic::new(kind, &columns(&[("score", score), ("gold", &gold)])));
        assert!(randomisation::p_value(&close, &far, 120, HOW) < 0.001, "{kind:?}");
        assert!(randomisation::p_value(&close, &scaled, 120, HOW) > 0.99, "{kind:?}");
    }
}

#[test]
fn everything_is_the_same_for_a_seed() {
    let statistic = Statistic::new(Kind::Mean("x"), &columns(&[("x", &uniform(30, 1))]));
    let run = |seed| bootstrap(&[&statistic], 30, Resampling { rounds: 50, seed });
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

#[test]
fn figures_are_shown_in_their_unit() {
    assert_eq!(Scale::Percent.show(0.12345), "12.35");
    assert_eq!(Scale::Percent.show_signed(-0.001), "-0.10");
    assert_eq!(Scale::Number.show(61.25), "61.2");
}
