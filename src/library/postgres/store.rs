//! [`PostgresStore`] as a [`Store`]: each method is in the file of its subject.

use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;

use super::PostgresStore;
use super::rows::unsigned;
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::{
    Added, ArticleVector, CachedVector, CheckReport, Depth, Effort, Entry, FetchRecord, Filter,
    IndexState, ListOptions, ListedArticle, Neighbor, Resolution, SentenceVector, Statistics,
    Store, Task, Upkeep, WordHit,
};
use crate::vector::ModelId;

impl From<PostgresStore> for Arc<dyn Store> {
    fn from(store: PostgresStore) -> Self {
        Arc::new(store)
    }
}

impl Store for PostgresStore {
    fn count(&self) -> Result<u64> {
        self.read(|tx| unsigned(tx.one("SELECT count(*) FROM articles", &[])?.get(0), "count"))
    }

    fn resolve(&self, article: &Article) -> Result<Resolution> {
        self.resolve(article)
    }

    fn add(&self, entries: &[Entry]) -> Result<Vec<Result<Added>>> {
        self.add(entries)
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
        false
    }

    fn cached_vectors(&self, _: &ModelId, texts: &[&str]) -> Result<Vec<Option<CachedVector>>> {
        Ok(vec![None; texts.len()])
    }

    fn cache_vectors(&self, _: &ModelId, _: &[SentenceVector]) -> Result<()> {
        Ok(())
    }

    fn forget_other_models(&self, _: &ModelId) -> Result<()> {
        Ok(())
    }

    fn last_fetch(&self, address: &str) -> Result<Option<FetchRecord>> {
        self.last_fetch(address)
    }

    fn remember_fetch(&self, fetch: &FetchRecord) -> Result<()> {
        self.remember_fetch(fetch)
    }
}

impl Upkeep for PostgresStore {
    fn name(&self) -> String {
        self.address.shown().to_owned()
    }

    fn identity(&self) -> Result<String> {
        self.read(|tx| Ok(tx.one("SELECT identity FROM library", &[])?.get(0)))
    }

    fn secret(&self) -> Result<Option<Vec<u8>>> {
        self.read(|tx| Ok(Some(tx.one("SELECT secret FROM library", &[])?.get(0))))
    }

    fn for_each(&self, f: &mut dyn FnMut(Article) -> ControlFlow<()>) -> Result<()> {
        self.for_each(f)
    }

    fn statistics(&self, model: &ModelId, _: usize) -> Result<Statistics> {
        self.statistics(model)
    }

    fn keep_up(&self, model: &ModelId, _: usize, effort: Effort) -> Result<()> {
        self.keep_up(model, effort)
    }

    fn check(&self, _: Depth, _: &dyn Fn(&str) -> usize) -> Result<CheckReport> {
        self.check()
    }

    fn rebuild(&self, _: &dyn Fn(&str) -> usize) -> Result<CheckReport> {
        self.rebuild()
    }

    fn index_state(&self, model: &ModelId, _: usize, _: Depth) -> Result<IndexState> {
        self.index_state(model)
    }

    fn discard_index(&self) -> Result<()> {
        self.discard_index()
    }

    fn vacuum(&self) -> Result<()> {
        self.vacuum()
    }

    fn exclusively(&self, task: Task, work: &mut dyn FnMut() -> Result<()>) -> Result<bool> {
        self.exclusively(task, work)
    }
}
