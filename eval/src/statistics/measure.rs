//! Measures: how the values of many units become one figure.

use std::collections::BTreeMap;

use crate::metrics::correlation::{RankedPairs, pearson, spearman, weighted_pearson};

/// A figure about a system on a data set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Its name in results, such as `rouge1_f1`.
    pub name: &'static str,
    /// Its name in tables, such as `R1`.
    pub label: &'static str,
    /// How it is made of the units' values.
    pub kind: Kind,
    /// How it is shown.
    pub scale: Scale,
    /// Which of two systems it prefers.
    pub better: Better,
    /// Whether it is in the tables, and not only in the results file.
    pub shown: bool,
}

/// How a measure is made of the units' values, each named.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// The mean of a value, over the units that have it.
    Mean(&'static str),
    /// The sum of one value over the sum of others.
    Ratio(&'static str, &'static [&'static str]),
    /// F1 of summed counts: true positives, false positives, false negatives.
    F1(&'static str, &'static str, &'static str),
    /// The harmonic mean of the means of two values.
    HarmonicMean(&'static str, &'static str),
    /// Spearman's rank correlation of two values.
    Spearman(&'static str, &'static str),
    /// Pearson's correlation of two values.
    Pearson(&'static str, &'static str),
}

/// How a measure is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Times 100, with two decimals.
    Percent,
    /// As it is, with one decimal.
    Number,
}

impl Scale {
    /// What a value is multiplied with, and how many decimals it is shown with.
    #[must_use]
    pub fn factor_and_decimals(self) -> (f64, usize) {
        match self {
            Self::Percent => (100.0, 2),
            Self::Number => (1.0, 1),
        }
    }

    /// A value as it is shown.
    #[must_use]
    pub fn show(self, value: f64) -> String {
        let (factor, decimals) = self.factor_and_decimals();
        format!("{:.decimals$}", value * factor)
    }

    /// A difference as it is shown, with its sign.
    #[must_use]
    pub fn show_signed(self, value: f64) -> String {
        let (factor, decimals) = self.factor_and_decimals();
        format!("{:+.decimals$}", value * factor)
    }
}

/// Which of two values of a measure is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// The higher.
    Higher,
    /// The lower.
    Lower,
    /// Neither: it describes.
    Neither,
}

/// The values of one system's units, in the units' order: one column for each name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    units: usize,
    columns: BTreeMap<String, Vec<f64>>,
}

impl Columns {
    /// The columns of these units' values; what a unit lacks is NaN.
    #[must_use]
    pub fn new<'a>(units: impl ExactSizeIterator<Item = &'a BTreeMap<String, f64>>) -> Self {
        let mut columns = Self { units: units.len(), columns: BTreeMap::new() };
        for (row, values) in units.enumerate() {
            for (name, &value) in values {
                let column = match columns.columns.get_mut(name) {
                    Some(column) => column,
                    None => {
                        let empty = vec![f64::NAN; columns.units];
                        columns.columns.entry(name.clone()).or_insert(empty)
                    }
                };
                column[row] = value;
            }
        }
        columns
    }

    /// How many units there are.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// The column of this name: NaN everywhere if no unit has such a value.
    #[must_use]
    pub fn column(&self, name: &str) -> Vec<f64> {
        self.columns.get(name).cloned().unwrap_or_else(|| vec![f64::NAN; self.units])
    }

    fn pairs(&self, a: &str, b: &str) -> Vec<(f64, f64)> {
        self.column(a).into_iter().zip(self.column(b)).collect()
    }
}

/// A measure over fixed units, for many weightings of them.
pub enum Statistic {
    /// The weighted sum of the first over that of the second.
    Ratio(Vec<f64>, Vec<f64>),
    /// The harmonic mean of two ratios.
    HarmonicMean(Box<[Statistic; 2]>),
    /// A correlation.
    Correlation(Correlation),
}

/// The correlation of two values of each unit.
///
/// The values are kept in a form without a scale of their own, so that those of two systems can
/// be exchanged whatever scale each of them scores on.
pub enum Correlation {
    /// Spearman's: the ranks of the values, and the pairs ready to be weighted; `None` where it
    /// is undefined.
    Spearman(Vec<(f64, f64)>, Option<RankedPairs>),
    /// Pearson's: the standardised values.
    Pearson(Vec<(f64, f64)>),
}

impl Statistic {
    /// The statistic of a measure over these columns.
    #[must_use]
    pub fn new(kind: Kind, columns: &Columns) -> Self {
        match kind {
            Kind::Mean(name) => Self::mean(columns.column(name)),
            Kind::Ratio(numerator, denominators) => {
                let denominators = denominators.iter().map(|name| columns.column(name));
                Self::ratio(columns.column(numerator), &sum(columns.units, denominators))
            }
            Kind::F1(hits, false_positives, false_negatives) => {
                let twice: Vec<f64> =
                    columns.column(hits).into_iter().map(|hits| 2.0 * hits).collect();
                let misses = [false_positives, false_negatives].map(|name| columns.column(name));
                let all = sum(columns.units, [twice.clone()].into_iter().chain(misses));
                Self::ratio(twice, &all)
            }
            Kind::HarmonicMean(a, b) => {
                let [a, b] = [a, b].map(|name| Self::mean(columns.column(name)));
                Self::HarmonicMean(Box::new([a, b]))
            }
            Kind::Spearman(a, b) => {
                let ranked = RankedPairs::new(&columns.pairs(a, b));
                let ranks = ranked.as_ref().map_or_else(Vec::new, RankedPairs::ranks);
                Self::Correlation(Correlation::Spearman(ranks, ranked))
            }
            Kind::Pearson(a, b) => {
                let [a, b] = [a, b].map(|name| standardised(columns.column(name)));
                Self::Correlation(Correlation::Pearson(a.into_iter().zip(b).collect()))
            }
        }
    }

    fn mean(values: Vec<f64>) -> Self {
        let ones = vec![1.0; values.len()];
        Self::ratio(values, &ones)
    }

    /// Units whose value is not there count on neither side.
    fn ratio(numerator: Vec<f64>, denominator: &[f64]) -> Self {
        let (numerator, denominator) = numerator
            .into_iter()
            .zip(denominator)
            .map(|(a, &b)| if a.is_nan() || b.is_nan() { (0.0, 0.0) } else { (a, b) })
            .unzip();
        Self::Ratio(numerator, denominator)
    }

    /// The measure where unit `i` counts `weights[i]` times; NaN where it is undefined.
    #[must_use]
    pub fn value(&self, weights: &[f64]) -> f64 {
        match self {
            Self::Ratio(numerator, denominator) => {
                weighted_sum(weights, numerator) / weighted_sum(weights, denominator)
            }
            Self::HarmonicMean(of) => harmonic_mean(of.each_ref().map(|of| of.value(weights))),
            Self::Correlation(Correlation::Spearman(_, ranked)) => {
                ranked.as_ref().and_then(|ranked| ranked.spearman(weights)).unwrap_or(f64::NAN)
            }
            Self::Correlation(Correlation::Pearson(pairs)) => {
                weighted_pearson(pairs, weights).unwrap_or(f64::NAN)
            }
        }
    }

    /// The measure where the units with a 1 are those of `other`, a statistic of the same kind
    /// over the same units, and those with a 0 its own.
    #[must_use]
    pub fn mixed(&self, other: &Self, from_other: &[f64]) -> f64 {
        match (self, other) {
            (Self::Ratio(own, own_counts), Self::Ratio(others, other_counts)) => {
                mixed_sum(own, others, from_other) / mixed_sum(own_counts, other_counts, from_other)
            }
            (Self::HarmonicMean(own), Self::HarmonicMean(others)) => {
                harmonic_mean([0, 1].map(|i| own[i].mixed(&others[i], from_other)))
            }
            (Self::Correlation(own), Self::Correlation(others)) => own.mixed(others, from_other),
            _ => f64::NAN,
        }
    }
}

impl Correlation {
    fn mixed(&self, other: &Self, from_other: &[f64]) -> f64 {
        match (self, other) {
            (Self::Spearman(own, _), Self::Spearman(others, _)) => {
                spearman(&mix(own, others, from_other))
            }
            (Self::Pearson(own), Self::Pearson(others)) => pearson(&mix(own, others, from_other)),
            _ => None,
        }
        .unwrap_or(f64::NAN)
    }
}

/// The values less their mean, over their standard deviation; equal values stay as they are.
fn standardised(mut values: Vec<f64>) -> Vec<f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    if variance > 0.0 {
        values.iter_mut().for_each(|value| *value = (*value - mean) / variance.sqrt());
    }
    values
}

fn harmonic_mean([a, b]: [f64; 2]) -> f64 {
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { a + b }
}

fn mix(own: &[(f64, f64)], others: &[(f64, f64)], from_other: &[f64]) -> Vec<(f64, f64)> {
    let pairs = own.iter().zip(others).zip(from_other);
    pairs.map(|((own, other), &coin)| if coin > 0.0 { *other } else { *own }).collect()
}

fn mixed_sum(own: &[f64], others: &[f64], from_other: &[f64]) -> f64 {
    own.iter().sum::<f64>() - weighted_sum(from_other, own) + weighted_sum(from_other, others)
}

fn sum(units: usize, columns: impl Iterator<Item = Vec<f64>>) -> Vec<f64> {
    columns.fold(vec![0.0; units], |mut sums, column| {
        sums.iter_mut().zip(column).for_each(|(sum, value)| *sum += value);
        sums
    })
}

/// Eight sums side by side: the compiler may vectorise them, and the order is always the same.
pub(super) fn weighted_sum(weights: &[f64], values: &[f64]) -> f64 {
    let mut sums = [0f64; 8];
    let (weight_chunks, value_chunks) = (weights.chunks_exact(8), values.chunks_exact(8));
    let tail = weight_chunks.remainder().iter().zip(value_chunks.remainder());
    let tail: f64 = tail.map(|(weight, value)| weight * value).sum();
    for (weights, values) in weight_chunks.zip(value_chunks) {
        for lane in 0..8 {
            sums[lane] += weights[lane] * values[lane];
        }
    }
    sums.iter().sum::<f64>() + tail
}
