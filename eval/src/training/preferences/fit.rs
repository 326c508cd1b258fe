//! A logistic regression on preferences, by gradient descent.

use anyhow::{Result, ensure};
use sha2::{Digest, Sha256};

/// Into how many parts articles are divided to say what weights are worth on others.
const FOLDS: u64 = 10;

/// How many steps are taken: the loss is convex, and no longer moves long before.
const STEPS: usize = 4_000;

const STEP: f64 = 0.5;

/// Preferences: what the better of two has more of each feature.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    rows: Vec<Vec<f64>>,
    /// How much each counts: those of one article 1 together.
    weights: Vec<f64>,
    folds: Vec<u64>,
}

/// Weights, and what they are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// One for each feature.
    pub weights: Vec<f32>,
    /// The number of preferences.
    pub pairs: usize,
    /// The share of preferences of articles kept aside that weights fitted to the others agree
    /// with, articles counting alike.
    pub agreement: f64,
}

impl Pairs {
    /// All pairs of candidates of one article that have different places. Each article has an id and
    /// candidates: features, and a place.
    #[must_use]
    pub fn new<'a>(articles: impl Iterator<Item = (&'a str, Vec<(&'a [f32], usize)>)>) -> Self {
        let mut pairs = Self::default();
        for (id, candidates) in articles {
            let before = pairs.rows.len();
            for (better, place) in &candidates {
                for (worse, _) in candidates.iter().filter(|(_, other)| place < other) {
                    let more = better.iter().zip(*worse);
                    pairs.rows.push(more.map(|(a, b)| f64::from(a - b)).collect());
                }
            }
            let own = pairs.rows.len() - before;
            pairs.weights.extend(std::iter::repeat_n(1.0 / own.max(1) as f64, own));
            pairs.folds.extend(std::iter::repeat_n(fold(id), own));
        }
        pairs
    }

    /// The weights that fit all of them.
    ///
    /// # Errors
    /// If there are none.
    pub fn fit(&self, l2: f64) -> Result<Fitted> {
        ensure!(!self.rows.is_empty(), "there is no preference to fit to");
        let weights = self.solve(l2, |_| true);
        let (mut agreed, mut all) = (0.0, 0.0);
        for fold in 0..FOLDS {
            let others = self.solve(l2, |of| of != fold);
            for (row, weight) in self.of(|of| of == fold) {
                all += weight;
                agreed += if dot(row, &others) > 0.0 { weight } else { 0.0 };
            }
        }
        let weights = weights.into_iter().map(|weight| weight as f32).collect();
        Ok(Fitted { weights, pairs: self.rows.len(), agreement: agreed / all })
    }

    fn of(&self, is: impl Fn(u64) -> bool) -> impl Iterator<Item = (&Vec<f64>, f64)> {
        let rows = self.rows.iter().zip(&self.weights).zip(&self.folds);
        rows.filter(move |(_, of)| is(**of)).map(|((row, &weight), _)| (row, weight))
    }

    /// Least mean logistic loss and `l2` times the squares of the weights, of features scaled to a mean
    /// square of 1.
    fn solve(&self, l2: f64, is: impl Fn(u64) -> bool) -> Vec<f64> {
        let width = self.rows.first().map_or(0, Vec::len);
        let own: Vec<(&Vec<f64>, f64)> = self.of(is).collect();
        let all: f64 = own.iter().map(|(_, weight)| weight).sum::<f64>().max(f64::MIN_POSITIVE);
        let scales: Vec<f64> = (0..width)
            .map(|k| {
                let square: f64 = own.iter().map(|(row, weight)| weight * row[k] * row[k]).sum();
                (square / all).sqrt()
            })
            .map(|scale| if scale > 0.0 { scale } else { 1.0 })
            .collect();
        let rows: Vec<(Vec<f64>, f64)> = own
            .into_iter()
            .map(|(row, weight)| {
                (row.iter().zip(&scales).map(|(x, scale)| x / scale).collect(), weight / all)
            })
            .collect();
        let mut weights = vec![0.0; width];
        for _ in 0..STEPS {
            let mut gradient: Vec<f64> = weights.iter().map(|weight| 2.0 * l2 * weight).collect();
            for (row, weight) in &rows {
                let wrong = weight / (1.0 + dot(row, &weights).exp());
                gradient.iter_mut().zip(row).for_each(|(sum, x)| *sum -= wrong * x);
            }
            weights.iter_mut().zip(&gradient).for_each(|(weight, slope)| *weight -= STEP * slope);
        }
        weights.iter().zip(&scales).map(|(weight, scale)| weight / scale).collect()
    }
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

    #[test]
    fn what_is_preferred_gets_the_weight() {
        let rows: Vec<[f32; 2]> =
            (0..40u8).map(|i| [f32::from(i % 7), f32::from(i * 5 % 11)]).collect();
        let names: Vec<String> = (0..10).map(|i| format!("set/{i}")).collect();
        // Each article has four candidates; the more of the first feature, the better.
        let articles = names.iter().zip(rows.chunks(4)).map(|(name, rows)| {
            let place = |row: &[f32; 2]| 10 - row[0] as usize;
            (name.as_str(), rows.iter().map(|row| (row.as_slice(), place(row))).collect())
        });
        let fitted = Pairs::new(articles).fit(0.01).unwrap();
        assert!(fitted.weights[0] > 4.0 * fitted.weights[1].abs(), "{fitted:?}");
        assert!(fitted.agreement > 0.9, "{fitted:?}");
        assert!(Pairs::default().fit(0.01).is_err());
    }
}
