//! Stories that articles are joined to one after the other, and B-cubed of them.

use std::collections::HashMap;

use nutgraf::story::{RelationModel, belonging, joined_above};

use super::Pairs;

/// The story of each article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clustering(pub Vec<usize>);

/// Precision and recall of each article's story, averaged over articles (Bagga and Baldwin, 1998).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BCubed {
    /// The share of an article's story that is of its event.
    pub precision: f64,
    /// The share of its event that is in its story.
    pub recall: f64,
}

impl BCubed {
    /// The harmonic mean of both.
    #[must_use]
    pub fn f1(self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall)
    }
}

impl Clustering {
    /// Joins the articles, in this order, each to the story that speaks for it most if it does so strongly
    /// enough, else to a new one.
    #[must_use]
    pub fn online(pairs: &Pairs, model: &RelationModel, order: &[usize]) -> Self {
        let count = pairs.topics.len();
        let mut odds = vec![0.0; count * count];
        for pair in &pairs.pairs {
            let (first, second) = pair.articles;
            let value = model.log_odds(&pair.evidence);
            odds[first * count + second] = value;
            odds[second * count + first] = value;
        }
        let mut stories: Vec<Vec<usize>> = Vec::new();
        let mut story = vec![usize::MAX; count];
        for &article in order {
            let speaks = |members: &Vec<usize>| {
                let odds: Vec<f32> =
                    members.iter().map(|member| odds[article * count + member]).collect();
                belonging(&odds).unwrap_or(f32::NEG_INFINITY) - joined_above(members.len())
            };
            let best = stories.iter().map(speaks).enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
            let joined = match best {
                Some((place, spare)) if spare > 0.0 => place,
                _ => {
                    stories.push(Vec::new());
                    stories.len() - 1
                }
            };
            stories[joined].push(article);
            story[article] = joined;
        }
        Self(story)
    }

    /// B-cubed against the events.
    #[must_use]
    pub fn b_cubed(&self, events: &[String]) -> BCubed {
        let mut both: HashMap<(usize, &str), f64> = HashMap::new();
        let mut stories: HashMap<usize, f64> = HashMap::new();
        let mut of_events: HashMap<&str, f64> = HashMap::new();
        for (&story, event) in self.0.iter().zip(events) {
            *both.entry((story, event)).or_default() += 1.0;
            *stories.entry(story).or_default() += 1.0;
            *of_events.entry(event).or_default() += 1.0;
        }
        let count = events.len() as f64;
        let mean = |of: &dyn Fn(&(usize, &str)) -> f64| {
            both.iter().map(|(key, n)| n * n / of(key)).sum::<f64>() / count
        };
        BCubed {
            precision: mean(&|(story, _)| stories[story]),
            recall: mean(&|(_, event)| of_events[event]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b_cubed_is_that_of_the_paper() {
        let events = ["a", "a", "a", "b", "b"].map(str::to_owned);
        let perfect = Clustering(vec![0, 0, 0, 1, 1]).b_cubed(&events);
        assert_eq!((perfect.precision, perfect.recall), (1.0, 1.0));
        let one = Clustering(vec![0; 5]).b_cubed(&events);
        assert!((one.precision - (3.0 * 0.6 + 2.0 * 0.4) / 5.0).abs() < 1e-9 && one.recall == 1.0);
        let each = Clustering(vec![0, 1, 2, 3, 4]).b_cubed(&events);
        assert!(each.precision == 1.0 && (each.recall - 2.0 / 5.0).abs() < 1e-9);
    }
}
