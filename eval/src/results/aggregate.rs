//! From units to aggregates: every measure with its interval and its difference to the baseline.

use std::collections::BTreeMap;

use super::record::{Aggregate, CurvePoint, Difference, Estimate, Unit};
use crate::metrics::summary_shape::PositionHistogram;
use crate::statistics::bootstrap::{Resampling, bootstrap, interval, p_value};
use crate::statistics::{Columns, Measure, Statistic, randomisation};

/// The units of one system on one data set, in the data's order.
pub struct SystemUnits<'a> {
    /// The system's name.
    pub system: &'a str,
    /// Its units; every system has as many, of the same ids in the same order.
    pub units: Vec<&'a Unit>,
}

/// The aggregates of all systems on a data set, in their order. `baseline` is the index of the
/// system that the others are compared with.
#[must_use]
pub fn aggregates(
    dataset: &str,
    systems: &[SystemUnits],
    measures: &[Measure],
    baseline: Option<usize>,
    how: Resampling,
) -> Vec<Aggregate> {
    let units = systems.first().map_or(0, |system| system.units.len());
    let statistics: Vec<Vec<Statistic>> = systems
        .iter()
        .map(|system| {
            let columns = Columns::new(system.units.iter().map(|unit| &unit.values));
            measures.iter().map(|measure| Statistic::new(measure.kind, &columns)).collect()
        })
        .collect();
    let resampled = bootstrap(&statistics.iter().flatten().collect::<Vec<_>>(), units, how);
    let resampled: Vec<&[Vec<f64>]> = resampled.chunks(measures.len().max(1)).collect();
    let ones = vec![1.0; units];
    let estimate = |system: usize, measure: usize| {
        let (low, high) = interval(&resampled[system][measure]);
        Estimate { value: statistics[system][measure].value(&ones), low, high }
    };
    let difference = |system: usize, base: usize, measure: usize| {
        let (own, other) = (&resampled[system][measure], &resampled[base][measure]);
        let differences: Vec<f64> = own.iter().zip(other).map(|(own, other)| own - other).collect();
        let (low, high) = interval(&differences);
        let [own, other] = [system, base].map(|system| &statistics[system][measure]);
        Difference {
            value: own.value(&ones) - other.value(&ones),
            low,
            high,
            p_bootstrap: p_value(&differences),
            p_randomisation: randomisation::p_value(own, other, units, how),
        }
    };
    let named = |measure: &Measure| measure.name.to_owned();
    systems
        .iter()
        .enumerate()
        .map(|(number, system)| Aggregate {
            dataset: dataset.to_owned(),
            system: system.system.to_owned(),
            units,
            seconds: system.units.iter().map(|unit| unit.seconds).sum(),
            measures: measures
                .iter()
                .enumerate()
                .map(|(i, measure)| (named(measure), estimate(number, i)))
                .filter(|(_, estimate)| estimate.value.is_finite())
                .collect(),
            differences: match baseline.filter(|&base| base != number) {
                None => BTreeMap::new(),
                Some(base) => measures
                    .iter()
                    .enumerate()
                    .map(|(i, measure)| (named(measure), difference(number, base, i)))
                    .filter(|(_, difference)| difference.value.is_finite())
                    .collect(),
            },
            positions: positions(&system.units),
            curve: mean_curve(&system.units),
        })
        .collect()
}

/// How many picks lie in each tenth of their documents; nothing if there are no picks.
fn positions(units: &[&Unit]) -> Vec<u64> {
    let mut histogram = PositionHistogram::default();
    for unit in units {
        let sentences = unit.values.get("document_sentences").map_or(0, |count| *count as usize);
        // Picks that lie in no sentence can only come from a damaged file; they count nowhere.
        let _ = histogram.add(&unit.picks, sentences);
    }
    let counts = histogram.counts.map(|count| count as u64);
    if counts.iter().all(|&count| count == 0) { Vec::new() } else { counts.to_vec() }
}

/// The mean of the units' curves, at the lengths that all of them have.
fn mean_curve(units: &[&Unit]) -> Vec<CurvePoint> {
    let points = units.iter().map(|unit| unit.curve.len()).min().unwrap_or(0);
    let count = units.len() as f64;
    (0..points)
        .map(|i| {
            let mean = |value: fn(&CurvePoint) -> f64| {
                units.iter().map(|unit| value(&unit.curve[i])).sum::<f64>() / count
            };
            CurvePoint {
                sentences: units[0].curve[i].sentences,
                words: mean(|point| point.words),
                rouge1_f1: mean(|point| point.rouge1_f1),
                rouge2_recall: mean(|point| point.rouge2_recall),
            }
        })
        .collect()
}
