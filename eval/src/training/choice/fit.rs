//! Weights by gradient descent: the loss of preferences, less the ROUGE that is to be expected.

use nutgraf::summarize::learned::choice::choice_feature_names;
use sha2::{Digest, Sha256};

use super::{JudgedRows, Weighed, Witnesses};

/// What the whole ROUGE-1 F1 of a summary that is to be expected counts against the mean loss of
/// preferences.
const ROUGE: f64 = 30.0;

/// What the whole grade of a summary that is to be expected counts, of news. More of it costs ROUGE.
const GRADE_OF_NEWS: f64 = 3.0;

/// The same of other pieces, which have no other witness than readers. More changes nothing.
const GRADE_OF_OTHERS: f64 = 10.0;

/// What is left dangling weighs no less than this. Candidates that dangled were mostly worse in other
/// ways too, so that their judgements tell little of it; asked for faults, readers name it first. Neither ROUGE
/// nor grades fall for it.
const DANGLING: f64 = -2.0;

/// How strongly weights are kept small.
const L2: f64 = 0.003;

/// How sharply the better of two sets is chosen, where ROUGE is expected.
const SHARPNESS: f64 = 2.0;

const STEPS: usize = 400;
const STEP: f64 = 0.05;

/// No more documents are looked at for ROUGE: more change no weight.
const DOCUMENTS: usize = 1_200;

/// Into how many parts articles are divided to say what weights are worth on others.
const FOLDS: u64 = 5;

/// What weights are worth for articles that they were not fitted to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Fitted {
    /// The number of preferences.
    pub preferences: usize,
    /// The share of preferences that they agree with, articles counting alike.
    pub agreement: f64,
    /// The share of articles where the summary that they choose is the reader's first, or one of
    /// the first.
    pub first: f64,
}

/// A preference: what the better of two has more of each feature, and how much it counts.
type Preference = (Vec<f64>, f64);

/// A document's sets: the features of each, their values, and how much the document counts.
type Document = (Vec<Vec<f64>>, Vec<f32>, f64);

/// The preferences of one judgement, which count 1 together.
fn preferences(judged: &JudgedRows, basis: usize) -> Vec<Preference> {
    let mut rows = Vec::new();
    for (better, place) in &judged.candidates {
        for (worse, _) in judged.candidates.iter().filter(|(_, other)| place < other) {
            let more = better[basis].iter().zip(&worse[basis]);
            rows.push(more.map(|(a, b)| f64::from(a - b)).collect::<Vec<f64>>());
        }
    }
    let weight = 1.0 / rows.len().max(1) as f64;
    rows.into_iter().map(|row| (row, weight)).collect()
}

/// The weights that please readers and these witnesses. They are of news or of others, with vectors
/// (0) or without (1).
pub(in super::super) fn fit_weights(
    judged: &[JudgedRows],
    (is_news, basis): (bool, usize),
    witnesses: &Witnesses,
) -> Vec<f64> {
    let judged = judged.iter().filter(|judged| judged.is_news == is_news);
    let mut own: Vec<Preference> = judged.flat_map(|judged| preferences(judged, basis)).collect();
    let all: f64 = own.iter().map(|(_, weight)| weight).sum();
    own.iter_mut().for_each(|(_, weight)| *weight /= all.max(f64::MIN_POSITIVE));
    let is_known = |weighed: &&Weighed| weighed.is_news == is_news && weighed.rows.len() > 1;
    let summaries: Vec<(&Weighed, f64)> = witnesses
        .summaries
        .iter()
        .map(|(weighed, weight)| (weighed, f64::from(*weight)))
        .filter(|(weighed, weight)| is_news && is_known(weighed) && *weight > 0.0)
        .collect();
    let step = summaries.len().div_ceil(DOCUMENTS).max(1);
    let summaries: Vec<(&Weighed, f64)> = summaries.into_iter().step_by(step).collect();
    let extracts = witnesses.extracts.iter().filter(is_known).map(|weighed| (weighed, 1.0));
    let grade = if is_news { GRADE_OF_NEWS } else { GRADE_OF_OTHERS };
    descend(&own, &[(ROUGE, summaries), (grade, extracts.collect())])
}

/// Adam, with features scaled to a mean square of 1.
fn descend(preferences: &[Preference], witnesses: &[(f64, Vec<(&Weighed, f64)>)]) -> Vec<f64> {
    let scales = scales(preferences);
    let dangling = choice_feature_names().iter().position(|name| *name == "dangling");
    let dangling = dangling.filter(|&place| place < scales.len());
    let scaled = |row: &[f64]| -> Vec<f64> {
        row.iter().zip(&scales).map(|(value, scale)| value / scale).collect()
    };
    let preferences: Vec<Preference> =
        preferences.iter().map(|(row, weight)| (scaled(row), *weight)).collect();
    let document = |weighed: &Weighed, weight: f64| {
        let row =
            |row: &Vec<f32>| scaled(&row.iter().map(|&value| f64::from(value)).collect::<Vec<_>>());
        (weighed.rows.iter().map(row).collect(), weighed.values.clone(), weight)
    };
    let documents: Vec<Document> = witnesses
        .iter()
        .flat_map(|(rise, of_witness)| {
            let total: f64 = of_witness.iter().map(|(_, weight)| weight).sum();
            of_witness.iter().map(move |(weighed, weight)| document(weighed, rise * weight / total))
        })
        .collect();
    let mut weights = vec![0.0; scales.len()];
    let (mut first, mut second) = (weights.clone(), weights.clone());
    for step in 1..=STEPS as i32 {
        let mut slope: Vec<f64> = weights.iter().map(|weight| 2.0 * L2 * weight).collect();
        for (row, weight) in &preferences {
            let wrong = weight / (1.0 + dot(row, &weights).exp());
            slope.iter_mut().zip(row).for_each(|(sum, value)| *sum -= wrong * value);
        }
        for (rows, values, rise) in &documents {
            add_expected(rows, values, &weights, *rise, &mut slope);
        }
        for (k, slope) in slope.into_iter().enumerate() {
            first[k] = 0.9 * first[k] + 0.1 * slope;
            second[k] = 0.99 * second[k] + 0.01 * slope * slope;
            let mean = first[k] / (1.0 - 0.9f64.powi(step));
            let spread = (second[k] / (1.0 - 0.99f64.powi(step))).sqrt();
            weights[k] -= STEP * mean / (spread + 1e-8);
        }
        if let Some(place) = dangling {
            weights[place] = weights[place].min(DANGLING * scales[place]);
        }
    }
    weights.iter().zip(&scales).map(|(weight, scale)| weight / scale).collect()
}

/// Takes `rise` times the slope of the value to be expected of a document's sets off `slope`.
fn add_expected(rows: &[Vec<f64>], values: &[f32], weights: &[f64], rise: f64, slope: &mut [f64]) {
    let odds: Vec<f64> = rows.iter().map(|row| SHARPNESS * dot(row, weights)).collect();
    let most = odds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shares: Vec<f64> = odds.iter().map(|odds| (odds - most).exp()).collect();
    let all: f64 = shares.iter().sum();
    let expected: f64 =
        shares.iter().zip(values).map(|(share, &value)| share / all * f64::from(value)).sum();
    for ((row, share), &value) in rows.iter().zip(&shares).zip(values) {
        let gain = rise * SHARPNESS * share / all * (f64::from(value) - expected);
        slope.iter_mut().zip(row).for_each(|(sum, x)| *sum -= gain * x);
    }
}

/// The root of the mean square of each feature of preferences.
fn scales(preferences: &[Preference]) -> Vec<f64> {
    let width = preferences.first().map_or(0, |(row, _)| row.len());
    let square = |k: usize| preferences.iter().map(|(row, weight)| weight * row[k] * row[k]).sum();
    (0..width)
        .map(square)
        .map(|square: f64| if square > 0.0 { square.sqrt() } else { 1.0 })
        .collect()
}

/// What weights are worth for judged articles that they were not fitted to.
pub(in super::super) fn agreement(
    judged: &[JudgedRows],
    (is_news, basis): (bool, usize),
    witnesses: &Witnesses,
) -> Fitted {
    let (mut agreed, mut all, mut firsts, mut chosen, mut count) = (0.0, 0.0, 0, 0, 0);
    for fold in 0..FOLDS {
        let of_kind = judged.iter().filter(|judged| judged.is_news == is_news).cloned();
        let (own, others): (Vec<JudgedRows>, Vec<JudgedRows>) =
            of_kind.partition(|judged| self::fold(&judged.id) == fold);
        let fitted = fit_weights(&others, (is_news, basis), witnesses);
        for judged in own {
            for (row, weight) in preferences(&judged, basis) {
                count += 1;
                all += weight;
                agreed += if dot(&row, &fitted) > 0.0 { weight } else { 0.0 };
            }
            let value = |candidate: &([Vec<f32>; 2], usize)| {
                let row = candidate.0[basis].iter().map(|&value| f64::from(value));
                dot(&row.collect::<Vec<f64>>(), &fitted)
            };
            let compare = |a: &&_, b: &&_| value(a).total_cmp(&value(b));
            if let Some((_, place)) = judged.candidates.iter().max_by(compare) {
                chosen += 1;
                let best = judged.candidates.iter().map(|(_, place)| place).min();
                firsts += usize::from(best == Some(place));
            }
        }
    }
    let first = f64::from(firsts as u32) / f64::from(chosen.max(1));
    Fitted { preferences: count, agreement: agreed / f64::max(all, 1.0), first }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The fold of an article: the same in every reading.
fn fold(id: &str) -> u64 {
    let digest = Sha256::digest(id);
    (u64::from(digest[0]) << 8 | u64::from(digest[1])) % FOLDS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(articles: usize) -> Vec<JudgedRows> {
        let row = |i: usize| vec![(i % 7) as f32, (i * 5 % 11) as f32];
        let candidate = |i: usize| ([row(i), row(i)], 10 - i % 7);
        (0..articles)
            .map(|at| JudgedRows {
                id: format!("set/{at}"),
                is_news: true,
                candidates: (4 * at..4 * at + 4).map(candidate).collect(),
            })
            .collect()
    }

    #[test]
    fn what_is_preferred_gets_the_weight() {
        let judged = judged(20);
        let weights = fit_weights(&judged, (true, 0), &Witnesses::default());
        assert!(weights[0] > 4.0 * weights[1].abs(), "{weights:?}");
        let fitted = agreement(&judged, (true, 0), &Witnesses::default());
        assert!(fitted.agreement > 0.9 && fitted.first > 0.9, "{fitted:?}");
    }

    #[test]
    fn what_is_worth_something_is_the_other_witness() {
        let rows: Vec<Vec<f32>> = (0..6).map(|i| vec![0.0, i as f32]).collect();
        let values = (0..6).map(|i| 0.2 + 0.05 * i as f32).collect();
        let weighed = Weighed { is_news: true, rows, values };
        let summaries =
            Witnesses { summaries: vec![(weighed.clone(), 1.0)], ..Witnesses::default() };
        let extracts = Witnesses { extracts: vec![weighed], ..Witnesses::default() };
        let without = fit_weights(&judged(20), (true, 0), &Witnesses::default());
        // Of news, people's summaries count more than extracts.
        for (witnesses, more) in [(summaries, 0.1), (extracts, 0.05)] {
            let with = fit_weights(&judged(20), (true, 0), &witnesses);
            assert!(with[1] > without[1] + more, "{with:?} {without:?}");
            assert!(with[0] > 0.0, "preferences are heard still");
        }
    }

    #[test]
    fn nothing_is_known_without_judgements() {
        assert!(fit_weights(&[], (true, 0), &Witnesses::default()).is_empty());
    }
}
