//! The index of the library's articles, kept up to date, and what it answers.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use super::Engine;
use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::library::{Resolution, SqliteStore};
use crate::similar::{ArticleIndex, Fingerprint, IndexState, Neighbor, verify};

/// How many articles are embedded between two writes.
const BATCH: usize = 64;

/// The state of what is derived from the articles: none of it can be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedState {
    /// How many articles have no vector of this model.
    pub lacking_vectors: usize,
    /// The stored index.
    pub index: IndexState,
}

/// An index in memory and what it was made of.
pub(super) struct CachedIndex {
    fingerprint: Fingerprint,
    index: ArticleIndex,
}

impl Engine {
    /// Whether there is a library with an article in it.
    pub(super) fn has_articles(&self) -> Result<bool> {
        Ok(match &self.library {
            Some(library) => library.count()? > 0,
            None => false,
        })
    }

    /// The stored articles nearest to a vector, the nearest first; never `article` itself.
    pub(super) fn nearest(
        &self,
        article: &Article,
        vector: &[f32],
        count: usize,
    ) -> Result<Vec<Neighbor>> {
        let itself = self.itself(article)?;
        Ok(self.index()?.index.nearest(vector, count, itself.as_slice()))
    }

    /// The stored articles nearest to a text, the nearest first.
    pub(super) fn nearest_to_text(&self, text: &str, count: usize) -> Result<Vec<Neighbor>> {
        let embedded = self.embedder()?.embed(&[text])?;
        Ok(self.index()?.index.nearest(embedded.embeddings.row(0), count, &[]))
    }

    /// The stored article that this one is, if it is stored.
    fn itself(&self, article: &Article) -> Result<Option<ArticleId>> {
        Ok(match self.library()?.resolve(article) {
            Ok(Resolution::Unchanged(id) | Resolution::Changed { id, .. }) => Some(id),
            Ok(Resolution::New) => None,
            // Its id and its URL are of two stored articles: it is the one with its id.
            Err(error) if error.kind() == crate::ErrorKind::Input => article.id,
            Err(error) => return Err(error),
        })
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

    /// The index over all stored articles, loaded or rebuilt if the library has changed.
    fn index(&self) -> Result<Arc<CachedIndex>> {
        self.refresh_vectors(|_, _| ())?;
        let library = self.library()?;
        let fingerprint = self.fingerprint(library)?;
        let mut cached = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = cached.as_ref().filter(|index| index.fingerprint == fingerprint) {
            return Ok(Arc::clone(index));
        }
        let rows = || {
            let vectors = library.vectors(self.model()?)?;
            Ok(vectors.rows().map(|(id, row)| (id, row.to_vec())).collect())
        };
        let index = match index_path(library) {
            Some(path) => {
                ArticleIndex::open_or_build(&path, &fingerprint, rows, self.index_kind)?.0
            }
            None => ArticleIndex::build(&fingerprint, rows()?, self.index_kind)?,
        };
        let index = Arc::new(CachedIndex { fingerprint, index });
        *cached = Some(Arc::clone(&index));
        Ok(index)
    }

    /// The nearest to a stored article, by the vector that is stored.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn neighbors_of_stored(&self, article: &Article, count: usize) -> Result<Vec<Neighbor>> {
        let Some(id) = article.id else { return Ok(Vec::new()) };
        let index = self.index()?;
        let Some(vector) = self.library()?.vector(id, self.model()?)? else {
            return Ok(Vec::new());
        };
        Ok(index.index.nearest(&vector, count, &[id]))
    }

    /// The state of what is derived from the articles.
    ///
    /// # Errors
    /// If the model cannot be loaded or the library cannot be read.
    pub fn derived_state(&self) -> Result<DerivedState> {
        let library = self.library()?;
        let index = match index_path(library) {
            Some(path) => verify(&path, &self.fingerprint(library)?),
            None => IndexState::Absent,
        };
        Ok(DerivedState { lacking_vectors: library.count_lacking_vectors(self.model()?)?, index })
    }

    /// Makes the vectors that are missing, brings the index up to date, and forgets the cached
    /// vectors of other models.
    ///
    /// # Errors
    /// If the model fails or the library cannot be used.
    pub fn rebuild_derived(&self) -> Result<()> {
        self.library()?.forget_other_models(self.model()?)?;
        self.index().map(|_| ())
    }

    fn fingerprint(&self, library: &SqliteStore) -> Result<Fingerprint> {
        let embedder = self.embedder()?;
        Ok(Fingerprint {
            library: library.identity()?,
            generation: library.generation()?,
            model: embedder.model().clone(),
            dimensions: embedder.dimensions(),
        })
    }
}

/// Where a library's index lies: beside it, unless it is in memory.
fn index_path(library: &SqliteStore) -> Option<PathBuf> {
    if library.is_in_memory() {
        return None;
    }
    let mut path = library.path().as_os_str().to_owned();
    path.push(".index");
    Some(path.into())
}
