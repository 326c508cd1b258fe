//! What two articles are to each other, and which of them are one story, against what is known of them.
//!
//! In: articles with their events. Out: for every pair its [`Evidence`] and what it is; how well each kind of
//! evidence tells a story from a look-alike; precision, recall and F1 of the relations; B-cubed of the
//! stories that articles are joined to one after the other.

mod clusters;
mod graded;
mod report;
mod scores;

use std::collections::HashMap;

use anyhow::{Context, Result};
use nutgraf::engine::Engine;
use nutgraf::story::{Evidence, Profile};
use nutgraf::text::{Document, prepare};
use nutgraf::vector::dot;
use rayon::prelude::*;

pub use clusters::{BCubed, Clustering};
pub use graded::GradedPairs;
pub use report::StoryReport;
pub use scores::{Told, auc, f1_interval};

use crate::datasets::StoryArticle;

/// Articles and what each pair of them has in common.
#[derive(Debug, Clone)]
pub struct Pairs {
    /// The topic of each article.
    pub topics: Vec<String>,
    /// The event of each article.
    pub events: Vec<String>,
    /// All pairs, the earlier article first.
    pub pairs: Vec<Pair>,
}

/// Two articles.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// Their places.
    pub articles: (usize, usize),
    /// What they have in common.
    pub evidence: Evidence,
    /// Whether they tell of one event.
    pub same_story: bool,
    /// Whether one repeats the other's text, or both a third's.
    pub same_text: bool,
    /// Whether they are of one topic: if of two events, of look-alike ones.
    pub same_topic: bool,
}

impl Pairs {
    /// Embeds the articles and compares every two.
    ///
    /// # Errors
    /// If the model fails.
    pub fn of(articles: &[StoryArticle], engine: &Engine) -> Result<Self> {
        let documents: Vec<Document> =
            articles.par_iter().map(|it| prepare(it.article.clone())).collect();
        let vectors = vectors(&documents, engine)?;
        let profiles: Vec<Profile> =
            documents.par_iter().map(|document| Profile::of(&document.article)).collect();
        let texts = texts(articles);
        let pairs = (0..articles.len())
            .into_par_iter()
            .flat_map_iter(|second| {
                let (vectors, profiles, texts) = (&vectors, &profiles, &texts);
                (0..second).map(move |first| {
                    let cosine = dot(&vectors[first], &vectors[second]);
                    Pair {
                        articles: (first, second),
                        evidence: Evidence::between(&profiles[first], &profiles[second], cosine),
                        same_story: articles[first].event == articles[second].event,
                        same_text: texts[first] == texts[second],
                        same_topic: articles[first].topic == articles[second].topic,
                    }
                })
            })
            .collect();
        let topics = articles.iter().map(|it| it.topic.clone()).collect();
        let events = articles.iter().map(|it| it.event.clone()).collect();
        Ok(Self { topics, events, pairs })
    }

    /// The same without one kind of evidence, see [`Evidence::PARTS`].
    #[must_use]
    pub fn without(&self, part: &str) -> Self {
        let mut pairs = self.clone();
        for Pair { evidence, .. } in &mut pairs.pairs {
            match part {
                "words" => evidence.words = 0.0,
                "lead" => evidence.lead = 0.0,
                "names" => evidence.names = 0.0,
                "named" => evidence.named = 0.0,
                _ => evidence.figures = 0.0,
            }
        }
        pairs
    }

    /// The same of those articles alone whose topic passes.
    #[must_use]
    pub fn of_topics(&self, passes: impl Fn(&str) -> bool) -> Self {
        let kept: Vec<usize> =
            (0..self.topics.len()).filter(|&n| passes(&self.topics[n])).collect();
        let place: HashMap<usize, usize> =
            kept.iter().enumerate().map(|(new, &old)| (old, new)).collect();
        let pair = |pair: &Pair| {
            let (first, second) = pair.articles;
            Some(Pair { articles: (*place.get(&first)?, *place.get(&second)?), ..*pair })
        };
        let those = |names: &[String]| kept.iter().map(|&n| names[n].clone()).collect();
        Self {
            topics: those(&self.topics),
            events: those(&self.events),
            pairs: self.pairs.iter().filter_map(pair).collect(),
        }
    }
}

/// The vectors that articles are found by, in their order.
fn vectors(documents: &[Document], engine: &Engine) -> Result<Vec<Vec<f32>>> {
    let model = engine.model()?;
    let mut vectors = Vec::with_capacity(documents.len());
    for batch in documents.chunks(256) {
        for added in engine.add(batch)? {
            let vector = engine.library()?.vector(added?.id, model)?;
            vectors.push(vector.context("an article that was stored has no vector")?);
        }
    }
    Ok(vectors)
}

/// The text of each article: that of the article which it repeats, or its own.
fn texts(articles: &[StoryArticle]) -> Vec<usize> {
    let name = |article: &StoryArticle| article.article.external_id.clone();
    let places: HashMap<Option<String>, usize> =
        articles.iter().enumerate().map(|(place, article)| (name(article), place)).collect();
    let mut texts: Vec<usize> = (0..articles.len()).collect();
    for (place, article) in articles.iter().enumerate() {
        // What is repeated came before, and its own text is known.
        if article.copy_of.is_some()
            && let Some(&first) = places.get(&article.copy_of)
        {
            texts[place] = texts[first];
        }
    }
    texts
}
