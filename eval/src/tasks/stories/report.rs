//! What is said of a set of pairs.

use std::fmt;

use nutgraf::story::{Relation, RelationModel};

use super::{BCubed, Clustering, Pair, Pairs, Told, auc, f1_interval};
use crate::random::Random;

/// How often the articles of a set without times are joined in another order.
const ORDERS: usize = 5;

/// What is said of a set of pairs.
#[derive(Debug, Clone)]
pub struct StoryReport {
    name: String,
    articles: usize,
    events: usize,
    /// Of each kind of evidence, within a topic and over all pairs.
    areas: Vec<(&'static str, f64, f64)>,
    /// Of each relation within a topic, with its interval, and over all pairs.
    told: Vec<(&'static str, Told, (f64, f64), Told)>,
    stories: BCubed,
}

type Value<'a> = (&'static str, Box<dyn Fn(&Pair) -> f32 + 'a>);

impl StoryReport {
    /// Judges a model, and the stories that articles are joined to by it.
    #[must_use]
    pub fn of(name: &str, pairs: &Pairs, model: &RelationModel) -> Self {
        let values: [Value; 7] = [
            ("cosine", Box::new(|pair| pair.evidence.cosine)),
            ("words", Box::new(|pair| pair.evidence.words)),
            ("lead", Box::new(|pair| pair.evidence.lead)),
            ("names", Box::new(|pair| pair.evidence.names)),
            ("named", Box::new(|pair| pair.evidence.named)),
            ("figures", Box::new(|pair| pair.evidence.figures)),
            ("model", Box::new(|pair| model.log_odds(&pair.evidence))),
        ];
        let area = |(name, value): &Value| {
            let of = |same_topic: bool| {
                let those = pairs.pairs.iter().filter(|pair| pair.same_topic || !same_topic);
                auc(&those.map(|pair| (value(pair), pair.same_story)).collect::<Vec<_>>())
            };
            (*name, of(true), of(false))
        };
        let says = |pair: &Pair| model.relation(&pair.evidence);
        let told = [
            told("same text", pairs, |pair| (says(pair) == Relation::SameText, pair.same_text)),
            told("same story", pairs, |pair| (says(pair) >= Relation::SameStory, pair.same_story)),
        ];
        let mut events = pairs.events.clone();
        events.sort_unstable();
        events.dedup();
        Self {
            name: name.to_owned(),
            articles: pairs.topics.len(),
            events: events.len(),
            areas: values.iter().map(area).collect(),
            told: told.to_vec(),
            stories: stories(pairs, model),
        }
    }
}

impl StoryReport {
    /// F1 of `same_story` within a topic, and of B-cubed.
    #[must_use]
    pub fn figures(&self) -> (f64, f64) {
        let same_story = self.told.last().map_or(0.0, |(_, told, ..)| told.f1());
        (same_story, self.stories.f1())
    }
}

/// B-cubed of the stories that articles are joined to, the mean over several orders.
#[must_use]
fn stories(pairs: &Pairs, model: &RelationModel) -> BCubed {
    let mut random = Random::new(1);
    let mut sum = BCubed { precision: 0.0, recall: 0.0 };
    for _ in 0..ORDERS {
        let mut order: Vec<usize> = (0..pairs.topics.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        let found = Clustering::online(pairs, model, &order).b_cubed(&pairs.events);
        sum.precision += found.precision / ORDERS as f64;
        sum.recall += found.recall / ORDERS as f64;
    }
    sum
}

/// What was said of pairs within a topic, with the interval of F1 over topics, and of all.
fn told(
    name: &'static str,
    pairs: &Pairs,
    said_and_is: impl Fn(&Pair) -> (bool, bool),
) -> (&'static str, Told, (f64, f64), Told) {
    let within = || pairs.pairs.iter().filter(|pair| pair.same_topic);
    let of_topics =
        within().map(|pair| (pairs.topics[pair.articles.0].as_str(), said_and_is(pair)));
    let all = Told::of(pairs.pairs.iter().map(&said_and_is));
    (name, Told::of(within().map(&said_and_is)), f1_interval(of_topics), all)
}

impl fmt::Display for StoryReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, articles, events, areas, told, stories } = self;
        writeln!(f, "{name}: {articles} articles, {events} events")?;
        writeln!(f, "{:<12} {:>20} {:>16}", "area (ROC)", "look-alikes, copies", "all pairs")?;
        for (kind, within, all) in areas {
            writeln!(f, "{kind:<12} {within:>20.4} {all:>16.4}")?;
        }
        writeln!(
            f,
            "{:<12} {:>9} {:>7} {:>7} {:>16} {:>14}",
            "relation", "precision", "recall", "F1", "interval", "F1, all pairs"
        )?;
        let is_labelled = |told: &Told| told.right + told.missed > 0;
        for (relation, told, (low, high), all) in told.iter().filter(|it| is_labelled(&it.1)) {
            writeln!(
                f,
                "{relation:<12} {:>9.3} {:>7.3} {:>7.3} {:>16} {:>14.3}",
                told.precision(),
                told.recall(),
                told.f1(),
                format!("{low:.3} to {high:.3}"),
                all.f1()
            )?;
        }
        let BCubed { precision, recall } = stories;
        writeln!(
            f,
            "{:<12} {precision:>9.3} {recall:>7.3} {:>7.3}   B-cubed",
            "stories",
            stories.f1()
        )
    }
}
