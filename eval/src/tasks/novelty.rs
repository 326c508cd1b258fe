//! Which sentences tell something new, against what readers say.
//!
//! In: stories whose sentences are labelled. Out: for each sentence of each article but the first its
//! [`Novelty`] after all earlier articles of its event, and how well it tells; beside it what the
//! cosine with the nearest earlier sentence alone tells, with its best threshold.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::Result;
use nutgraf::embed::Embedder;
use nutgraf::story::{Novelty, NoveltyModel, Told as Before};

use super::stories::{Told, auc, f1_interval};
use crate::datasets::StoryArticle;

/// A sentence, what was found of it, and what it is.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its story.
    pub story: String,
    /// What of it was not told before.
    pub novelty: Novelty,
    /// Whether a reader finds it new.
    pub is_new: bool,
}

impl Judged {
    /// The sentences of all articles that have an earlier one of their event; articles are in the order of time.
    ///
    /// # Errors
    /// If the model fails.
    pub fn all(articles: &[StoryArticle], embedder: &dyn Embedder) -> Result<Vec<Self>> {
        let mut before: BTreeMap<&str, Before> = BTreeMap::new();
        let mut all = Vec::new();
        for article in articles {
            let texts: Vec<&str> =
                article.sentences.iter().map(|(text, _)| text.as_str()).collect();
            let embedded = embedder.embed(&texts)?.embeddings;
            let told = before.entry(&article.event).or_default();
            if !told.is_empty() {
                for ((text, is_new), vector) in article.sentences.iter().zip(embedded.rows()) {
                    let novelty = told.novelty(text, vector);
                    all.push(Self { story: article.topic.clone(), novelty, is_new: *is_new });
                }
            }
            told.words(article.article.title.as_deref().unwrap_or_default());
            for (text, vector) in texts.iter().zip(embedded.rows()) {
                told.sentence(text, vector);
            }
        }
        Ok(all)
    }

    fn distance(&self) -> f32 {
        self.novelty.parts()[0]
    }
}

/// The distance from the nearest sentence above which calling a sentence new gives the best F1.
#[must_use]
pub fn best_distance(sentences: &[Judged]) -> f32 {
    let f1 = |least: f32| told(sentences, |it| it.distance() > least).f1();
    let grid = (0..100).map(|step| step as f32 / 100.0);
    grid.max_by(|a, b| f1(*a).total_cmp(&f1(*b))).unwrap_or(0.5)
}

fn told(sentences: &[Judged], says: impl Fn(&Judged) -> bool) -> Told {
    Told::of(sentences.iter().map(|it| (says(it), it.is_new)))
}

/// What is said of labelled sentences.
#[derive(Debug, Clone)]
pub struct NoveltyReport {
    sentences: usize,
    new: usize,
    /// Of each part, and of the model.
    areas: Vec<(&'static str, f64)>,
    /// By the model and by the distance alone, with intervals over stories.
    told: [(&'static str, Told, (f64, f64)); 2],
}

impl NoveltyReport {
    /// Judges a model, and the distance from the nearest sentence with this threshold.
    #[must_use]
    pub fn of(sentences: &[Judged], model: &NoveltyModel, least: f32) -> Self {
        let area = |value: &dyn Fn(&Judged) -> f32| {
            auc(&sentences.iter().map(|it| (value(it), it.is_new)).collect::<Vec<_>>())
        };
        let mut areas: Vec<(&'static str, f64)> = Novelty::PARTS
            .iter()
            .enumerate()
            .map(|(part, name)| (*name, area(&|it| it.novelty.parts()[part])))
            .collect();
        areas.push(("model", area(&|it| model.log_odds(&it.novelty))));
        Self {
            sentences: sentences.len(),
            new: sentences.iter().filter(|it| it.is_new).count(),
            areas,
            told: [
                with_interval("model", sentences, &|it| model.is_new(&it.novelty)),
                with_interval("distance alone", sentences, &|it| it.distance() > least),
            ],
        }
    }
}

fn with_interval(
    name: &'static str,
    sentences: &[Judged],
    says: &dyn Fn(&Judged) -> bool,
) -> (&'static str, Told, (f64, f64)) {
    let of_stories = sentences.iter().map(|it| (it.story.as_str(), (says(it), it.is_new)));
    (name, told(sentences, says), f1_interval(of_stories))
}

impl fmt::Display for NoveltyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} sentences, {} of them new", self.sentences, self.new)?;
        for (part, area) in &self.areas {
            writeln!(f, "{part:<16} area (ROC) {area:.4}")?;
        }
        for (name, told, (low, high)) in &self.told {
            let [precision, recall, f1] = [told.precision(), told.recall(), told.f1()];
            writeln!(
                f,
                "{name:<16} precision {precision:.3} recall {recall:.3} F1 {f1:.3} ({low:.3} to {high:.3})"
            )?;
        }
        Ok(())
    }
}
