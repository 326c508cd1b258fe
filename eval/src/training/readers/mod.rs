//! The readers' forests: of each sentence, how gladly a reader would have it in a summary.
//!
//! In: articles with the extracts that readers chose of them. Out: a forest that predicts the grade of
//! a sentence from what is seen with vectors, and one from what is seen in any language. Each article
//! counts alike, whatever its length, but for the square root: a long one has more sentences to learn
//! from. What forests say of an article that was read comes from forests that have not seen it.

mod extract;

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result};
use nutgraf::embed::Embedder;
use nutgraf::summarize::Document;
use nutgraf::summarize::forest::Forest;
use nutgraf::summarize::learned::{CandidateSets, Learned, TrainingDocument};
use nutgraf::vector::Embeddings;
use rayon::prelude::*;

pub use extract::Extract;

use super::boosting::{Loss, Options};
use super::choice::{Weighed, fingerprint};
use super::documents::digest;
use super::prepared::prepare_all;
use super::table::{Table, fit_all};
use crate::datasets::PublicArticle;
use crate::tasks::summary::PreparedDocument;

/// Into how many parts articles are divided, so that those of a part are graded by forests of the
/// others.
const FOLDS: u64 = 5;

/// An article with what its readers made of it.
#[derive(Debug)]
pub struct Read {
    /// The article, as [`open_public`](crate::datasets::open_public) finds it.
    pub id: String,
    digest: u64,
    prepared: PreparedDocument,
    embeddings: Embeddings,
    features: TrainingDocument,
    /// The mean grade of each sentence.
    grades: Vec<f32>,
}

impl Read {
    /// The articles that were read, as far as they are there.
    ///
    /// # Errors
    /// If the model fails.
    pub fn all(
        extracts: Vec<Extract>,
        articles: &BTreeMap<String, PublicArticle>,
        embedder: &dyn Embedder,
    ) -> Result<Vec<Self>> {
        let mut of_articles: BTreeMap<String, Vec<Extract>> = BTreeMap::new();
        for extract in extracts {
            of_articles.entry(extract.id.clone()).or_default().push(extract);
        }
        prepare_all(of_articles.into_iter().collect(), articles, embedder)?
            .into_par_iter()
            .map(|(extracts, prepared, embeddings)| {
                let features = TrainingDocument::new(&prepared.as_document(Some(&embeddings)))?;
                let grade = |text: &str| {
                    let print = fingerprint(text);
                    let sum: f32 = extracts.iter().map(|extract| extract.grade(&print)).sum();
                    sum / extracts.len() as f32
                };
                Ok(Self {
                    id: prepared.id.clone(),
                    digest: digest(&prepared.body),
                    grades: prepared.texts().map(grade).collect(),
                    prepared,
                    embeddings,
                    features,
                })
            })
            .collect()
    }

    /// A number that only copies of this text have.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// The document as scorers see it.
    #[must_use]
    pub fn document(&self) -> Document<'_> {
        self.prepared.as_document(Some(&self.embeddings))
    }

    /// The mean grade of each of these sets of sentences.
    #[must_use]
    pub fn values(&self, sets: &[Vec<usize>]) -> Vec<f32> {
        let value = |set: &Vec<usize>| {
            set.iter().map(|&i| self.grades[i]).sum::<f32>() / set.len().max(1) as f32
        };
        sets.iter().map(value).collect()
    }

    fn table(&self, features: &[f32]) -> Table {
        let targets: Vec<f32> = self.features.statements.iter().map(|&i| self.grades[i]).collect();
        let weight = 1.0 / (targets.len().max(1) as f32).sqrt();
        Table { features: features.to_vec(), targets, weight }
    }
}

/// The readers' forests: by what is seen with vectors, and by what is seen without.
pub(super) struct Graders {
    pub(super) with: Grader,
    pub(super) without: Grader,
}

impl Graders {
    /// The forests of these articles.
    ///
    /// # Errors
    /// If there is nothing to learn from.
    pub(super) fn fit(read: &[&Read], seed: u64) -> Result<Self> {
        Ok(Self {
            with: Grader::fit(read, |features| &features.reader_features, seed)?,
            without: Grader::fit(read, |features| &features.lexical_features, seed)?,
        })
    }

    /// The grades of the sentences of the text with this digest, with vectors and without, by forests
    /// that have not seen it.
    pub(super) fn grades(&self, digest: u64, features: &TrainingDocument) -> [Vec<f32>; 2] {
        [
            self.with.grades(digest, &features.reader_features),
            self.without.grades(digest, &features.lexical_features),
        ]
    }
}

/// A forest that grades sentences, and those that have not seen some of the articles.
pub(super) struct Grader {
    pub(super) forest: Forest,
    without: Vec<Forest>,
    /// The part of each article that was read, by the digest of its text.
    folds: HashMap<u64, usize>,
}

impl Grader {
    /// A forest of these articles by these features of theirs.
    ///
    /// # Errors
    /// If there is nothing to learn from.
    fn fit(
        read: &[&Read],
        features: impl Fn(&TrainingDocument) -> &[f32],
        seed: u64,
    ) -> Result<Self> {
        let tables: Vec<Table> =
            read.iter().map(|read| read.table(features(&read.features))).collect();
        let fold = |read: &&&Read| (read.digest % FOLDS) as usize;
        let without = (0..FOLDS as usize)
            .map(|part| {
                let rest = read.iter().zip(&tables).filter(|(read, _)| fold(read) != part);
                fit_all(&rest.map(|(_, table)| table).collect::<Vec<_>>(), &options(seed))
            })
            .collect::<Result<_>>()
            .context("a readers' forest")?;
        let forest = fit_all(&tables.iter().collect::<Vec<_>>(), &options(seed))
            .context("a readers' forest")?;
        let folds = read.iter().map(|read| (read.digest, fold(&read))).collect();
        Ok(Self { forest, without, folds })
    }

    fn grades(&self, digest: u64, features: &[f32]) -> Vec<f32> {
        let forest = self.folds.get(&digest).map_or(&self.forest, |&fold| &self.without[fold]);
        forest.predict_rows(features)
    }
}

/// How the readers' forests are trained.
fn options(seed: u64) -> Options {
    Options {
        loss: Loss::SquaredError,
        trees: 250,
        max_leaves: 12,
        learning_rate: 0.05,
        min_rows_in_leaf: 20.0,
        l2: 5.0,
        feature_fraction: 0.4,
        row_fraction: 0.7,
        seed,
        ..Options::default()
    }
}

/// The candidates of articles that were read, with vectors and without, and the mean grade of each.
///
/// # Errors
/// If an article has no statement.
pub(super) fn weighed(
    read: &[&Read],
    scorer: &Learned,
    graders: &Graders,
) -> Result<[Vec<Weighed>; 2]> {
    let both: Vec<(Weighed, Weighed)> = read
        .par_iter()
        .map(|read| {
            let [with, without] = graders.grades(read.digest, &read.features);
            let [with, without] = scorer.candidates(&read.document(), [&with, &without])?;
            let of = |candidates: CandidateSets| {
                let values = read.values(&candidates.sets);
                Weighed { is_news: candidates.is_news, rows: candidates.choice, values }
            };
            Ok((of(with), of(without)))
        })
        .collect::<Result<_>>()?;
    let (with, without) = both.into_iter().unzip();
    Ok([with, without])
}
