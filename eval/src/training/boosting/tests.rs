use anyhow::Result;
use nutgraf::summarize::forest::{Forest, Node};
use proptest::prelude::*;

use super::{Loss, Options, Rows, train};
use crate::random::Random;

/// Made-up rows with their targets.
struct Made {
    features: Vec<f32>,
    n_features: usize,
    targets: Vec<f32>,
    weights: Vec<f32>,
}

impl Made {
    /// Rows of even numbers in `[0, 1)`, rounded to `steps` of them, all with weight 1.
    fn new(n: usize, n_features: usize, steps: usize, target: impl Fn(&[f32]) -> f32) -> Self {
        let mut random = Random::new((n * n_features) as u64);
        let features: Vec<f32> =
            (0..n * n_features).map(|_| random.below(steps) as f32 / steps as f32).collect();
        let targets = features.chunks(n_features).map(target).collect();
        Self { features, n_features, targets, weights: vec![1.0; n] }
    }

    fn rows(&self) -> Rows<'_> {
        Rows::new(&self.features, self.n_features, &self.targets, &self.weights).expect("valid")
    }

    fn predictions(&self, forest: &Forest) -> Vec<f32> {
        self.features.chunks(self.n_features).map(|row| forest.predict(row)).collect()
    }

    /// The share of the targets' variance that a forest explains.
    fn r_squared(&self, forest: &Forest) -> f32 {
        let mean = self.targets.iter().sum::<f32>() / self.targets.len() as f32;
        let square = |a: &f32, b: &f32| (a - b) * (a - b);
        let error: f32 =
            self.predictions(forest).iter().zip(&self.targets).map(|(a, b)| square(a, b)).sum();
        1.0 - error / self.targets.iter().map(|target| square(target, &mean)).sum::<f32>()
    }
}

/// Friedman's first test function (*Multivariate Adaptive Regression Splines*, 1991).
fn friedman(x: &[f32]) -> f32 {
    10.0 * (std::f32::consts::PI * x[0] * x[1]).sin()
        + 20.0 * (x[2] - 0.5).powi(2)
        + 10.0 * x[3]
        + 5.0 * x[4]
}

fn drawing() -> Options {
    Options { trees: 40, feature_fraction: 0.7, row_fraction: 0.6, seed: 9, ..Options::default() }
}

#[test]
fn learns_a_function_of_several_features() -> Result<()> {
    let (data, held_out) =
        (Made::new(4000, 10, 4096, friedman), Made::new(1000, 10, 4096, friedman));
    for options in [
        Options::default(),
        Options { trees: 150, ..drawing() },
        Options { max_depth: 4, max_leaves: 16, l2: 1.0, ..Options::default() },
    ] {
        let r_squared = held_out.r_squared(&train(&data.rows(), &options)?);
        assert!(r_squared > 0.95, "{r_squared} with {options:?}");
    }
    Ok(())
}

#[test]
fn is_the_same_on_any_number_of_threads() -> Result<()> {
    let data = Made::new(3000, 12, 4096, friedman);
    let on = |threads| -> Result<Vec<u8>> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let forest = pool.install(|| train(&data.rows(), &drawing()))?;
        Ok(forest.to_bytes(&["f"; 12])?)
    };
    let one = on(1)?;
    for threads in [1, 2, 3, 8] {
        assert_eq!(one, on(threads)?, "{threads} threads");
    }
    Ok(())
}

#[test]
fn draws_follow_from_the_seed() -> Result<()> {
    let data = Made::new(500, 6, 4096, friedman);
    let first = train(&data.rows(), &drawing())?;
    assert_eq!(first, train(&data.rows(), &drawing())?);
    assert_ne!(first, train(&data.rows(), &Options { seed: 10, ..drawing() })?);
    Ok(())
}

#[test]
fn a_weight_of_two_is_a_row_twice() -> Result<()> {
    let mut data = Made::new(600, 5, 4096, friedman);
    let mut twice =
        Made { features: Vec::new(), targets: Vec::new(), ..Made::new(1, 5, 2, friedman) };
    for (row, features) in data.features.chunks(5).enumerate() {
        data.weights[row] = (row % 3) as f32;
        for _ in 0..row % 3 {
            twice.features.extend(features);
            twice.targets.push(data.targets[row]);
        }
    }
    twice.weights = vec![1.0; twice.targets.len()];
    let options = Options { bins: 32, trees: 20, ..Options::default() };
    let weighted = data.predictions(&train(&data.rows(), &options)?);
    let repeated = data.predictions(&train(&twice.rows(), &options)?);
    for (weighted, repeated) in weighted.iter().zip(&repeated) {
        assert!((weighted - repeated).abs() < 1e-3, "{weighted} {repeated}");
    }
    Ok(())
}

#[test]
fn learns_from_what_is_unknown() -> Result<()> {
    let known = |x: &[f32]| if x[0] < 0.3 { 2.0 } else { x[1] };
    let mut data = Made::new(2000, 3, 4096, known);
    for row in data.features.chunks_mut(3) {
        if row[0] < 0.3 {
            row[0] = f32::NAN;
        }
    }
    let forest = train(&data.rows(), &Options::default())?;
    assert!(data.r_squared(&forest) > 0.99, "{}", data.r_squared(&forest));
    assert!((forest.predict(&[f32::NAN, 0.5, 0.5]) - 2.0).abs() < 0.05);
    Ok(())
}

#[test]
fn nan_goes_with_the_heavier_side_where_none_was_seen() -> Result<()> {
    let data = Made::new(1000, 1, 100, |x| if x[0] < 0.2 { 0.0 } else { 1.0 });
    let forest = train(&data.rows(), &Options { max_leaves: 2, ..Options::default() })?;
    assert_eq!(forest.predict(&[f32::NAN]), forest.predict(&[0.9]));
    Ok(())
}

#[test]
fn features_that_say_nothing_give_no_tree() -> Result<()> {
    let constant = Made::new(500, 3, 4096, |_| 0.1);
    let forest = train(&constant.rows(), &Options::default())?;
    assert_eq!((forest.base(), forest.trees().len()), (0.1, 0));

    let one = Made::new(1, 3, 4096, friedman_of_three);
    let forest = train(&one.rows(), &Options { min_rows_in_leaf: 1.0, ..drawing() })?;
    assert_eq!((forest.base(), forest.trees().len()), (one.targets[0], 0));

    let mut unknown = Made::new(100, 2, 4096, |x| x[0]);
    unknown.features.fill(f32::NAN);
    assert_eq!(train(&unknown.rows(), &Options::default())?.trees().len(), 0);
    Ok(())
}

fn friedman_of_three(x: &[f32]) -> f32 {
    x[0] + x[1] * x[2]
}

#[test]
fn finds_the_one_feature_among_more_than_rows() -> Result<()> {
    let data = Made::new(60, 300, 4096, |x| if x[123] < 0.5 { -1.0 } else { 1.0 });
    let forest = train(&data.rows(), &Options { min_rows_in_leaf: 2.0, ..Options::default() })?;
    assert!(data.r_squared(&forest) > 0.99);
    let first = forest.trees()[0].nodes().next();
    assert!(matches!(first, Some(Node::Split { feature: 123, .. })), "{first:?}");
    Ok(())
}

#[test]
fn trees_keep_to_their_limits() -> Result<()> {
    let data = Made::new(2000, 6, 4096, friedman);
    let leaves = |node: &Node| matches!(node, Node::Leaf { .. });
    let options = Options { max_leaves: 9, ..Options::default() };
    for tree in train(&data.rows(), &options)?.trees() {
        assert!((2..=9).contains(&tree.nodes().filter(leaves).count()));
    }
    let options = Options { max_depth: 3, max_leaves: 1000, ..Options::default() };
    for tree in train(&data.rows(), &options)?.trees() {
        assert!((2..=8).contains(&tree.nodes().filter(leaves).count()));
    }
    let options = Options { min_rows_in_leaf: 700.0, ..Options::default() };
    for tree in train(&data.rows(), &options)?.trees() {
        assert_eq!(tree.nodes().filter(leaves).count(), 2);
    }
    Ok(())
}

/// Inner nodes have the mean of what is below them, so parts are 0 on average.
#[test]
fn parts_of_the_training_rows_cancel_out() -> Result<()> {
    let data = Made::new(1500, 5, 4096, friedman);
    let forest = train(&data.rows(), &Options { l2: 3.0, ..Options::default() })?;
    let (mut parts, mut sums) = ([0.0; 5], [0.0f64; 5]);
    for row in data.features.chunks(5) {
        let start = forest.explain(row, &mut parts);
        assert!((start + parts.iter().sum::<f32>() - forest.predict(row)).abs() < 1e-3);
        sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += f64::from(part));
    }
    let total: f64 = sums.iter().sum();
    assert!((total / 1500.0).abs() < 1e-3, "{total}");
    Ok(())
}

#[test]
fn a_logistic_forest_predicts_the_log_odds() {
    let features: Vec<f32> = (0..4_000).map(|row| (row % 4) as f32).collect();
    // Of four kinds of rows so many in a hundred are ones.
    let shares = [10usize, 25, 60, 90];
    let targets: Vec<f32> =
        (0..4_000).map(|row| f32::from(u8::from((row / 4) % 100 < shares[row % 4]))).collect();
    let weights = vec![1.0; 4_000];
    let rows = Rows::new(&features, 1, &targets, &weights).unwrap();
    let options = Options { loss: Loss::Logistic, trees: 200, ..Options::default() };
    let forest = train(&rows, &options).unwrap();
    for (kind, share) in shares.into_iter().enumerate() {
        let probability = 1.0 / (1.0 + (-forest.predict(&[kind as f32])).exp());
        assert!((probability - share as f32 / 100.0).abs() < 0.01, "{share} % {probability}");
    }
}

#[test]
fn what_cannot_be_trained_is_refused() {
    let (x, y, w) = ([1.0, 2.0], [1.0, 2.0], [1.0, 1.0]);
    for (features, n_features, targets, weights, says) in [
        (&x[..], 0, &y[..], &w[..], "features"),
        (&x[..1], 1, &y, &w, "2 rows of 1 features are not 1 numbers"),
        (&[], 1, &[], &[], "no rows"),
        (&x, 1, &y, &w[..1], "2 targets and 1 weights"),
        (&x, 1, &[1.0, f32::NAN], &w, "target of row 1 is NaN"),
        (&x, 1, &y, &[-1.0, 1.0], "weight of row 0 is -1"),
        (&x, 1, &y, &[0.0, 0.0], "weight of 0"),
    ] {
        let error = Rows::new(features, n_features, targets, weights).expect_err(says);
        assert!(error.to_string().contains(says), "{error}");
    }
    let rows = Rows::new(&x, 1, &y, &w).expect("valid");
    let usual = Options::default();
    for (options, says) in [
        (Options { max_leaves: 1, ..usual.clone() }, "max_leaves"),
        (Options { max_depth: 0, ..usual.clone() }, "max_depth"),
        (Options { learning_rate: 0.0, ..usual.clone() }, "learning_rate"),
        (Options { min_rows_in_leaf: 0.0, ..usual.clone() }, "min_rows_in_leaf"),
        (Options { l2: f64::NAN, ..usual.clone() }, "l2"),
        (Options { bins: 256, ..usual.clone() }, "bins"),
        (Options { feature_fraction: 1.1, ..usual.clone() }, "feature_fraction"),
        (Options { row_fraction: 0.0, ..usual }, "row_fraction"),
    ] {
        let error = train(&rows, &options).expect_err(says);
        assert!(error.to_string().starts_with(says), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the numbers are, training ends with a usable forest or an error.
    #[test]
    fn odd_numbers_do_no_harm(
        numbers in prop::collection::vec((any::<f32>(), any::<f32>(), 0.0..1e6f32), 1..40),
        l2 in 0.0..2.0f64,
    ) {
        let features: Vec<f32> = numbers.iter().map(|row| row.0).collect();
        let targets: Vec<f32> = numbers.iter().map(|row| row.1).collect();
        let weights: Vec<f32> = numbers.iter().map(|row| row.2).collect();
        if let Ok(rows) = Rows::new(&features, 1, &targets, &weights) {
            let options = Options { trees: 5, min_rows_in_leaf: 1e-3, l2, bins: 7, ..drawing() };
            if let Ok(forest) = train(&rows, &options) {
                let bytes = forest.to_bytes(&["x"]).expect("one name");
                prop_assert_eq!(Forest::from_bytes(&bytes, &["x"]), Ok(forest));
            }
        }
    }
}
