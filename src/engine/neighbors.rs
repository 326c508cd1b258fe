//! The stored articles nearest to an article or a text, and the vectors that they are found by.

use super::Engine;
use super::article_vector::article_vector;
use super::card::{CardOptions, Relation, SimilarReading};
use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::library::{ArticleVector, Effort, Filter, Neighbor, Resolution};

/// How many articles are embedded between two writes.
const BATCH: usize = 64;

/// Which stored articles are named, and how many.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearness {
    /// How many at most.
    pub count: usize,
    /// Those of which articles.
    pub filter: Filter,
    /// The least cosine of those that are named. Default: none.
    pub min_score: Option<f32>,
}

impl Nearness {
    /// The nearest `count`, whichever they are.
    #[must_use]
    pub fn of(count: usize) -> Self {
        Self { count, filter: Filter::default(), min_score: None }
    }
}

impl From<&CardOptions> for Nearness {
    fn from(options: &CardOptions) -> Self {
        let CardOptions { neighbors, filter, min_score, .. } = options;
        Self { count: *neighbors, filter: filter.clone(), min_score: *min_score }
    }
}

impl Engine {
    /// Whether there is a library with an article in it.
    pub(super) fn has_articles(&self) -> Result<bool> {
        let Some(library) = &self.library else { return Ok(false) };
        Ok(library.count()? > 0)
    }

    /// The stored articles nearest to an article, the nearest first; never itself. One that is stored is
    /// compared by the vector that is stored.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn similar(&self, article: &Article, nearness: &Nearness) -> Result<Vec<SimilarReading>> {
        if nearness.count == 0 || !self.has_articles()? {
            return Ok(Vec::new());
        }
        let stored = match self.resolved(article)? {
            Resolution::Unchanged(id) | Resolution::Changed { id, text: false } => {
                self.library()?.vector(id, self.model()?)?
            }
            Resolution::New | Resolution::Changed { text: true, .. } => None,
        };
        let vector = match stored {
            Some(vector) => vector,
            None => article_vector(&self.analyse(article)?),
        };
        self.readings(article, &vector, nearness)
    }

    /// The stored articles nearest in meaning to a text, the nearest first.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn search(&self, query: &str, nearness: &Nearness) -> Result<Vec<SimilarReading>> {
        if nearness.count == 0 || !self.has_articles()? {
            return Ok(Vec::new());
        }
        let embedded = self.embedder()?.embed(&[query])?;
        let neighbors = self.nearest(embedded.embeddings.row(0), nearness)?;
        Ok(neighbors.into_iter().map(|found| reading(found, Relation::Similar)).collect())
    }

    /// The stored articles nearest to the vector of an article, without itself.
    pub(super) fn readings(
        &self,
        article: &Article,
        vector: &[f32],
        nearness: &Nearness,
    ) -> Result<Vec<SimilarReading>> {
        let mut nearness = nearness.clone();
        nearness.filter.exclude.extend(self.itself(article)?);
        let neighbors = self.nearest(vector, &nearness)?;
        let duplicates = self.library()?.duplicates_of(article)?;
        let relation = |found: &Neighbor| match duplicates.contains(&found.article.id) {
            true => Relation::Duplicate,
            false => Relation::Similar,
        };
        Ok(neighbors
            .into_iter()
            .map(|found| {
                let relation = relation(&found);
                reading(found, relation)
            })
            .collect())
    }

    fn nearest(&self, vector: &[f32], nearness: &Nearness) -> Result<Vec<Neighbor>> {
        let vector = ArticleVector { model: self.model()?, values: vector };
        let mut found = self.library()?.nearest(vector, nearness.count, &nearness.filter)?;
        if let Some(least) = nearness.min_score {
            found.retain(|neighbor| neighbor.score >= least);
        }
        Ok(found)
    }

    /// The stored article that this one is, if it is stored.
    fn itself(&self, article: &Article) -> Result<Option<ArticleId>> {
        Ok(match self.resolved(article)? {
            Resolution::Unchanged(id) | Resolution::Changed { id, .. } => Some(id),
            // If its id and its URL are of two stored articles, it is the one with its id.
            Resolution::New => article.id,
        })
    }

    fn resolved(&self, article: &Article) -> Result<Resolution> {
        match self.library()?.resolve(article) {
            Err(error) if error.kind() == crate::ErrorKind::Input => Ok(Resolution::New),
            resolved => resolved,
        }
    }

    /// Embeds the stored articles that have no vector of this model, `progress` being told how
    /// many are done and how many there are.
    ///
    /// # Errors
    /// If the model fails or the library cannot be read. A library that cannot be written is no
    /// error only if nothing is missing.
    pub fn refresh_vectors(&self, mut progress: impl FnMut(usize, usize)) -> Result<()> {
        let library = self.library()?;
        let model = self.model()?;
        let total = library.count_lacking_vectors(model)?;
        let mut done = 0;
        while done < total {
            let articles = library.lacking_vectors(model, BATCH)?;
            if articles.is_empty() {
                break;
            }
            let vectors = self.article_vectors(&articles.iter().collect::<Vec<_>>())?;
            let entries: Vec<_> =
                articles.iter().zip(&vectors).map(|(a, vector)| (a, vector.as_slice())).collect();
            if library.set_vectors(model, &entries)? == 0 {
                break;
            }
            done += articles.len();
            progress(done.min(total), total);
        }
        Ok(())
    }

    /// Does what makes later answers of the library faster, see
    /// [`Store::keep_up`](crate::library::Store::keep_up).
    ///
    /// # Errors
    /// If the model cannot be loaded, the library cannot be read, or what is derived cannot be written.
    pub fn keep_up(&self, effort: Effort) -> Result<()> {
        let embedder = self.embedder()?;
        self.library()?.keep_up(embedder.model(), embedder.dimensions(), effort)
    }
}

fn reading(found: Neighbor, relation: Relation) -> SimilarReading {
    let Neighbor { article, score } = found;
    SimilarReading { id: article.id, title: article.title, url: article.url, score, relation }
}
