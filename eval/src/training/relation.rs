//! The model of whether two articles tell one story, fitted to pairs that are known.

use nutgraf::story::{Evidence, RelationModel};

use super::logistic::{Row, fit};
use crate::tasks::stories::{Pair, Pairs};

const PARTS: usize = Evidence::PARTS.len();
/// Pairs of two topics are many and easily told: together they count half of what look-alikes do.
const OTHERS: f64 = 0.5;
/// Fits a logistic model by maximum likelihood, each data set counting as much as it has pairs within a topic
/// times its weight. No weight is below 0: nothing that two articles share speaks against a story.
#[must_use]
pub fn fit_relation(sets: &[(Pairs, f64)]) -> RelationModel {
    let mut rows: Vec<Row<PARTS>> = Vec::new();
    for (set, weight) in sets {
        let within = set.pairs.iter().filter(|pair| pair.same_topic).count() as f64;
        let others = set.pairs.len() as f64 - within;
        let of = |pair: &Pair| match pair.same_topic {
            true => *weight,
            false => weight * OTHERS * within / others,
        };
        let row = |pair: &Pair| (pair.evidence.parts(), pair.same_story, of(pair));
        rows.extend(set.pairs.iter().map(row));
    }
    let (weights, bias) = fit(&rows);
    RelationModel { weights, bias }
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
            other_facts: false,
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
