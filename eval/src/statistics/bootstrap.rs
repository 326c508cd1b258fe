//! The bootstrap: how much a measure would vary on other units of the same kind.
//!
//! Units are drawn with replacement, as many as there are, again and again; the interval is that
//! of the percentiles (Efron & Tibshirani, *An Introduction to the Bootstrap*, 1993). All systems
//! see the same draws, so their differences are paired.

use rayon::prelude::*;

use super::Statistic;
use crate::random::Random;

/// How often to draw, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resampling {
    /// The number of draws; 10,000 settle an interval to a hundredth of its width or so.
    pub rounds: usize,
    /// The seed of all that is random.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { rounds: 10_000, seed: 1 }
    }
}

/// The values of the statistics in every round: `[statistic][round]`. All are over the same
/// `units`.
#[must_use]
pub fn bootstrap(statistics: &[&Statistic], units: usize, how: Resampling) -> Vec<Vec<f64>> {
    let rounds: Vec<Vec<f64>> = (0..how.rounds)
        .into_par_iter()
        .map_init(
            || vec![0f64; units],
            |weights, round| {
                draw(&mut Random::of_round(how.seed, round), weights);
                statistics.iter().map(|statistic| statistic.value(weights)).collect()
            },
        )
        .collect();
    (0..statistics.len()).map(|i| rounds.iter().map(|values| values[i]).collect()).collect()
}

/// How often each unit is drawn.
fn draw(random: &mut Random, weights: &mut [f64]) {
    weights.fill(0.0);
    for _ in 0..weights.len() {
        weights[random.below(weights.len())] += 1.0;
    }
}

/// The 2.5th and the 97.5th percentile. Rounds where the statistic was undefined do not count;
/// NaN if none is left.
#[must_use]
pub fn interval(values: &[f64]) -> (f64, f64) {
    let mut values: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    values.sort_unstable_by(f64::total_cmp);
    (percentile(&values, 0.025), percentile(&values, 0.975))
}

/// The two-sided p-value of a difference of zero: twice the share of rounds on the rarer side of
/// it, one round added to either. 1 where no round is defined.
#[must_use]
pub fn p_value(differences: &[f64]) -> f64 {
    let rounds = differences.iter().filter(|value| !value.is_nan()).count();
    let at_most = differences.iter().filter(|value| **value <= 0.0).count();
    let at_least = differences.iter().filter(|value| **value >= 0.0).count();
    let rarer = at_most.min(at_least) + 1;
    (2.0 * rarer as f64 / (rounds + 1) as f64).min(1.0)
}

/// The value below which this share of sorted values lies, interpolated.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = share * last as f64;
    let below = place as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}
