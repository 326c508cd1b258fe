//! Pairs of articles of a collection that people have graded, against what the model says of them.
//!
//! In: lines of two ids and a grade, from 0, nothing in common, over 1, the same subject, and 2, one is what
//! became of the other, to 3, the same event; and the collection. Out: how often what has so many log odds is one
//! story.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use nutgraf::article::Article;
use nutgraf::story::{Evidence, Profile, Relation, RelationModel};
use nutgraf::text::prepare;

use super::Told;
use crate::datasets::{Fields, Text, open_articles};

/// From this grade on a pair is one story.
const ONE_STORY: u8 = 2;

/// Two articles and the grade that they were given.
#[derive(Debug, Clone)]
pub struct GradedPairs(Vec<(Evidence, u8)>);

/// What the model says of graded pairs.
#[derive(Debug, Clone)]
pub struct GradedReport {
    told: Told,
    /// From so many log odds on: so many pairs, of which so many are one story.
    bins: Vec<(i32, usize, usize)>,
}

impl GradedPairs {
    /// Reads pairs, and the articles that they are of.
    ///
    /// # Errors
    /// If a file cannot be read, or an article is in none of them.
    pub fn open(path: &Path, collections: &[PathBuf]) -> Result<Self> {
        let mut profiles: HashMap<String, Profile> = HashMap::new();
        for collection in collections {
            for loaded in open_articles(collection, &Fields::default())? {
                for item in loaded.items {
                    let body = match item.text {
                        Text::Whole(text) => text,
                        Text::Sentences(parts) => parts.join(" "),
                    };
                    let article = Article { title: item.title, body, ..Article::default() };
                    profiles.insert(item.id, Profile::of(&prepare(article).article));
                }
            }
        }
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let of = |id: &str| profiles.get(id).with_context(|| format!("there is no article {id}"));
        let pair = |line: &str| {
            let fields: Vec<&str> = line.split('\t').collect();
            ensure!(fields.len() == 3, "{}: `{line}` is no pair and grade", path.display());
            let evidence = Evidence::between(of(fields[0])?, of(fields[1])?, 0.0);
            Ok((evidence, fields[2].parse()?))
        };
        Ok(Self(text.lines().skip(1).map(pair).collect::<Result<_>>()?))
    }

    /// What the model says of them.
    #[must_use]
    pub fn report(&self, model: &RelationModel) -> GradedReport {
        let is_one = |grade: u8| grade >= ONE_STORY;
        let told = self.0.iter().map(|(evidence, grade)| {
            (model.relation(evidence) >= Relation::SameStory, is_one(*grade))
        });
        let bins = (-2..=5).map(|least| {
            let those = self.0.iter().filter(|(evidence, _)| {
                (model.log_odds(evidence).floor() as i32).clamp(-2, 5) == least
            });
            let one = those.clone().filter(|(_, grade)| is_one(*grade)).count();
            (least, those.count(), one)
        });
        GradedReport { told: Told::of(told), bins: bins.collect() }
    }
}

impl fmt::Display for GradedReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { told, bins } = self;
        writeln!(
            f,
            "graded pairs: precision {:.3}, recall {:.3}, F1 {:.3}",
            told.precision(),
            told.recall(),
            told.f1()
        )?;
        for (least, pairs, one) in bins {
            let share = *one as f64 / (*pairs).max(1) as f64;
            writeln!(
                f,
                "log odds from {least:>2}: {pairs:>4} pairs, {share:.2} of them one story"
            )?;
        }
        Ok(())
    }
}
