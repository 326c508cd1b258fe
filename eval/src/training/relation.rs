//! The model of whether two articles tell one story, fitted to pairs that are known.

use nutgraf::story::{Evidence, RelationModel};

use crate::tasks::stories::{Pair, Pairs};

const PARTS: usize = Evidence::PARTS.len();
/// Pairs of two topics are many and easily told: together they count half of what look-alikes do.
const OTHERS: f64 = 0.5;
/// The weight of the square of the weights, against that of all pairs: evidence that is rare in the data does
/// not become certainty.
const RIDGE: f64 = 1e-4;
const STEPS: usize = 4_000;

/// Fits a logistic model by maximum likelihood, each data set counting as much as it has pairs within a topic
/// times its weight. No weight is below 0: nothing that two articles share speaks against a story.
#[must_use]
pub fn fit_relation(sets: &[(Pairs, f64)]) -> RelationModel {
    let mut rows: Vec<([f64; PARTS], bool, f64)> = Vec::new();
    for (set, weight) in sets {
        let within = set.pairs.iter().filter(|pair| pair.same_topic).count() as f64;
        let others = set.pairs.len() as f64 - within;
        let of = |pair: &Pair| match pair.same_topic {
            true => *weight,
            false => weight * OTHERS * within / others,
        };
        let row = |pair: &Pair| (pair.evidence.parts().map(f64::from), pair.same_story, of(pair));
        rows.extend(set.pairs.iter().map(row));
    }
    let all: f64 = rows.iter().map(|(_, _, weight)| weight).sum();
    let scale: [f64; PARTS] = std::array::from_fn(|part| {
        let square: f64 = rows.iter().map(|(row, _, weight)| weight * row[part] * row[part]).sum();
        (square / all).sqrt().max(1e-9)
    });
    for (row, _, weight) in &mut rows {
        row.iter_mut().zip(scale).for_each(|(value, scale)| *value /= scale);
        *weight /= all;
    }
    // Steps along the slope, with momentum (Nesterov 1983): the loss is convex and its curvature at most that of
    // all parts together, over 4.
    let rate = 4.0 / (PARTS as f64 + 1.0);
    let mut weights = [0.0; PARTS + 1];
    let mut before = weights;
    for step in 0..STEPS {
        let momentum = step as f64 / (step as f64 + 3.0);
        let ahead: [f64; PARTS + 1] =
            std::array::from_fn(|at| weights[at] + momentum * (weights[at] - before[at]));
        let mut slope = [0.0; PARTS + 1];
        for (row, is, weight) in &rows {
            let odds = ahead[PARTS] + row.iter().zip(&ahead).map(|(a, b)| a * b).sum::<f64>();
            let error = weight * (1.0 / (1.0 + (-odds).exp()) - f64::from(u8::from(*is)));
            slope.iter_mut().zip(row).for_each(|(slope, value)| *slope += error * value);
            slope[PARTS] += error;
        }
        before = weights;
        for at in 0..=PARTS {
            let ridge = if at < PARTS { RIDGE * ahead[at] } else { 0.0 };
            weights[at] = ahead[at] - rate * (slope[at] + ridge);
            if at < PARTS {
                weights[at] = weights[at].max(0.0);
            }
        }
    }
    RelationModel {
        weights: std::array::from_fn(|part| (weights[part] / scale[part]) as f32),
        bias: weights[PARTS] as f32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(words: f32, names: f32, same_story: bool, same_topic: bool) -> Pair {
        let evidence = Evidence {
            cosine: 0.5,
            words,
            lead: 0.0,
            names,
            named: names,
            figures: 0.5,
            copied: [0.0; 2],
            same_language: true,
        };
        Pair { articles: (0, 1), evidence, same_story, same_text: false, same_topic }
    }

    #[test]
    fn what_tells_a_story_from_a_look_alike_gets_the_weight() {
        let mut pairs = Vec::new();
        for n in 0..200u32 {
            let noise = n.wrapping_mul(2_654_435_761) as f32 / u32::MAX as f32;
            pairs.push(pair(0.2 + 0.2 * noise, 0.6 + 0.3 * noise, true, true));
            pairs.push(pair(0.2 + 0.2 * noise, 0.3 * noise, false, true));
            pairs.push(pair(0.1 * noise, 0.1 * noise, false, false));
        }
        let model = fit_relation(&[(Pairs { topics: vec![], events: vec![], pairs }, 1.0)]);
        let odds = |pair: Pair| model.log_odds(&pair.evidence);
        assert!(odds(pair(0.3, 0.8, true, true)) > 1.0, "{model:?}");
        assert!(odds(pair(0.3, 0.1, false, true)) < -1.0, "{model:?}");
        assert!(odds(pair(0.0, 0.0, false, false)) < -1.0, "{model:?}");
        assert!(model.weights.iter().all(|weight| *weight >= 0.0));
    }
}
