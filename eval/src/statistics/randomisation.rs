//! Approximate randomisation: whether a difference between two systems could be chance.
//!
//! If two systems were equally good, it would not matter which of them gave which of the two
//! results for a unit. So the results of units picked by coin are exchanged, again and again; the
//! p-value is the share of rounds with a difference at least as great as the true one, either
//! way, one round added (Noreen 1989; Riezler & Maxwell 2005).

use rayon::prelude::*;

use super::Statistic;
use super::bootstrap::Resampling;
use crate::random::Random;

/// The two-sided p-value of the difference of a statistic between two systems over the same
/// `units`; 1 where it is undefined.
#[must_use]
pub fn p_value(a: &Statistic, b: &Statistic, units: usize, how: Resampling) -> f64 {
    let exchange = Exchange::new(a, b, units);
    let none = vec![0.0; units];
    let observed = exchange.difference(&none).abs();
    if observed.is_nan() {
        return 1.0;
    }
    // Rounding must not make a tie a miss.
    let threshold = observed - 1e-12;
    let as_great = (0..how.rounds)
        .into_par_iter()
        .map_init(
            || vec![0f64; units],
            |exchanged, round| {
                let mut random = Random::of_round(how.seed, round);
                random.fill_coins(exchanged);
                usize::from(exchange.difference(exchanged).abs() >= threshold)
            },
        )
        .sum::<usize>();
    (as_great + 1) as f64 / (how.rounds + 1) as f64
}

/// Two systems whose results can be exchanged.
enum Exchange<'a> {
    /// Two means over the same units: the differences, their sum, and the number of units.
    Means { differences: Vec<f64>, sum: f64, count: f64 },
    /// Anything else.
    Any(&'a Statistic, &'a Statistic),
}

impl<'a> Exchange<'a> {
    fn new(a: &'a Statistic, b: &'a Statistic, units: usize) -> Self {
        match (a, b) {
            (Statistic::Ratio(a, a_counts), Statistic::Ratio(b, b_counts))
                if a_counts == b_counts =>
            {
                let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
                let all = vec![1.0; units];
                let sum = super::measure::weighted_sum(&all, &differences);
                let count = super::measure::weighted_sum(&all, a_counts);
                Self::Means { differences, sum, count }
            }
            _ => Self::Any(a, b),
        }
    }

    /// The difference where the units with a 1 are exchanged and those with a 0 are not.
    fn difference(&self, exchanged: &[f64]) -> f64 {
        match self {
            Self::Means { differences, sum, count } => {
                (sum - 2.0 * super::measure::weighted_sum(exchanged, differences)) / count
            }
            Self::Any(a, b) => a.mixed(b, exchanged) - b.mixed(a, exchanged),
        }
    }
}
