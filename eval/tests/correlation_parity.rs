//! The correlations against scipy, whose values `golden/correlation.py` recorded.

use std::path::Path;

use nutgraf_eval::metrics::correlation::{RankedPairs, pearson, spearman, weighted_pearson};
use serde::Deserialize;

const TOLERANCE: f64 = 1e-9;

#[derive(Deserialize)]
struct Sample {
    x: Vec<f64>,
    y: Vec<f64>,
    weights: Vec<f64>,
    pearson: Option<f64>,
    spearman: Option<f64>,
    weighted_pearson: Option<f64>,
    weighted_spearman: Option<f64>,
}

#[test]
fn correlations_have_the_values_of_scipy() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/correlation.json");
    let samples: Vec<Sample> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(samples.len(), 60);
    let names = ["pearson", "spearman", "weighted pearson", "weighted spearman"];
    let mut largest = [0.0_f64; 4];
    let mut undefined = [0; 4];
    for (number, sample) in samples.iter().enumerate() {
        let pairs: Vec<_> = sample.x.iter().copied().zip(sample.y.iter().copied()).collect();
        let ranked = RankedPairs::new(&pairs).unwrap();
        let compared = [
            (pearson(&pairs), sample.pearson),
            (spearman(&pairs), sample.spearman),
            (weighted_pearson(&pairs, &sample.weights), sample.weighted_pearson),
            (ranked.spearman(&sample.weights), sample.weighted_spearman),
        ];
        for (at, (value, expected)) in compared.into_iter().enumerate() {
            let name = names[at];
            match (value, expected) {
                (Some(value), Some(expected)) => {
                    let difference = (value - expected).abs();
                    assert!(difference <= TOLERANCE, "{name} of {number}: {difference:e}");
                    largest[at] = largest[at].max(difference);
                }
                (None, None) => undefined[at] += 1,
                different => panic!("{name} of sample {number}: {different:?}"),
            }
        }
    }
    for (at, name) in names.iter().enumerate() {
        println!("{name:<18} {:.1e}, {} of 60 undefined", largest[at], undefined[at]);
    }
}
