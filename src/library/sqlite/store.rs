//! [`SqliteStore`] as a [`Store`]: each method is in the file of its subject.

use std::sync::Arc;

use jiff::Timestamp;

use super::SqliteStore;
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::{
    Added, ArticleVector, CachedVector, Effort, Entry, FetchRecord, Filter, ListOptions,
    ListedArticle, Neighbor, Resolution, SentenceVector, Store, WordHit,
};
use crate::vector::ModelId;

impl From<SqliteStore> for Arc<dyn Store> {
    fn from(store: SqliteStore) -> Self {
        Arc::new(store)
    }
}

impl Store for SqliteStore {
    fn count(&self) -> Result<u64> {
        self.count()
    }

    fn resolve(&self, article: &Article) -> Result<Resolution> {
        self.resolve(article)
    }

    fn add(&self, entries: &[Entry]) -> Result<Vec<Result<Added>>> {
        let added = self.add(entries)?;
        self.seal_after(entries);
        Ok(added)
    }

    fn patch(
        &self,
        id: ArticleId,
        change: &mut dyn FnMut(Article) -> Article,
        vector: Option<(&Article, ArticleVector)>,
    ) -> Result<Added> {
        self.patch(id, change, vector)
    }

    fn remove(&self, id: ArticleId) -> Result<()> {
        self.remove(id)
    }

    fn mark_read(&self, id: ArticleId, at: Timestamp) -> Result<Article> {
        self.mark_read(id, at)
    }

    fn get(&self, reference: &str) -> Result<Article> {
        self.get(reference)
    }

    fn get_by_id(&self, id: ArticleId) -> Result<Article> {
        self.get_by_id(id)
    }

    fn articles(&self, ids: &[ArticleId]) -> Result<Vec<Article>> {
        self.articles(ids)
    }

    fn list(&self, options: &ListOptions) -> Result<Vec<ListedArticle>> {
        self.list(options)
    }

    fn duplicates_of(&self, article: &Article) -> Result<Vec<ArticleId>> {
        self.duplicates_of(article)
    }

    fn search_words(&self, query: &str, limit: usize, filter: &Filter) -> Result<Vec<WordHit>> {
        self.search_words(query, limit, filter)
    }

    fn nearest(
        &self,
        vector: ArticleVector,
        count: usize,
        filter: &Filter,
    ) -> Result<Vec<Neighbor>> {
        self.nearest(vector, count, filter)
    }

    fn scored(
        &self,
        vector: ArticleVector,
        articles: &[ArticleId],
        filter: &Filter,
    ) -> Result<Vec<Neighbor>> {
        self.scored(vector, articles, filter)
    }

    fn vector(&self, id: ArticleId, model: &ModelId) -> Result<Option<Vec<f32>>> {
        self.vector(id, model)
    }

    fn model_for(&self, id: ArticleId, preferred: &ModelId) -> Result<Option<ModelId>> {
        self.model_for(id, preferred)
    }

    fn count_lacking_vectors(&self, model: &ModelId) -> Result<usize> {
        self.count_lacking_vectors(model)
    }

    fn lacking_vectors(&self, model: &ModelId, limit: usize) -> Result<Vec<Article>> {
        self.lacking_vectors(model, limit)
    }

    fn set_vectors(&self, model: &ModelId, vectors: &[(&Article, &[f32])]) -> Result<usize> {
        self.set_vectors(model, vectors)
    }

    fn caches_sentences(&self) -> bool {
        // In memory it would spend its room on what ends with it.
        !self.is_in_memory()
    }

    fn cached_vectors(&self, model: &ModelId, texts: &[&str]) -> Result<Vec<Option<CachedVector>>> {
        self.cached_vectors(model, texts)
    }

    fn cache_vectors(&self, model: &ModelId, sentences: &[SentenceVector]) -> Result<()> {
        self.cache_vectors(model, sentences)
    }

    fn forget_other_models(&self, model: &ModelId) -> Result<()> {
        self.forget_other_models(model)
    }

    fn last_fetch(&self, address: &str) -> Result<Option<FetchRecord>> {
        self.last_fetch(address)
    }

    fn remember_fetch(&self, fetch: &FetchRecord) -> Result<()> {
        self.remember_fetch(fetch)
    }

    fn keep_up(&self, model: &ModelId, dimensions: usize, effort: Effort) -> Result<()> {
        self.keep_up(model, dimensions, effort)
    }
}
