//! The stored articles nearest to an article or a text, and the vectors that they are found by.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::Timestamp;
use rayon::prelude::*;

use super::alike::{Alike, Places, fold};
use super::article_vector::article_vector;
use super::card::{CardOptions, Reasons, SimilarReading};
use super::{Analysis, Engine};
use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::library::{
    ArticleVector, Copies, Effort, Filter, ListOptions, ListedArticle, Neighbor, Place, Resolution,
};
use crate::story::{Evidence, NamesAndFigures, Profile, Relation, Wording};
use crate::vector::ModelId;

/// How many articles are embedded between two writes, and held at a time.
const BATCH: usize = 64;

/// So many are embedded in a second, behind the answer of a command that wrote one.
const FEW: usize = 16;

/// So many more articles than twice those wanted are compared by their words: among them are nearly all that
/// are most like it (`eval/RESULTS.md`).
const PROPOSED: usize = 34;
/// What is less alike is no similar reading: of 2,071 articles of the BBC, 19 of 20 pairs taken by chance are
/// less alike than this, and the five most like an article are more.
pub const LEAST_ALIKE: f32 = 0.3;

/// Which stored articles are named, and how many.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearness {
    /// How many at most.
    pub count: usize,
    /// Those of which articles.
    pub filter: Filter,
    /// The least score of those that are named. Default: [`LEAST_ALIKE`] for those like an article, none for
    /// those near a text.
    pub min_score: Option<f32>,
    /// Which of several with the same text are named. Default: each.
    pub copies: Copies,
    /// Which come first. Default: those most alike.
    pub order: Order,
}

/// In which order what is like an article is named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// That first which is most like it.
    #[default]
    Alike,
    /// The same, but for what is like one that was named already.
    Diverse,
    /// Of those that are alike, the newest first.
    Newest,
}

impl Nearness {
    /// So many of all.
    #[must_use]
    pub fn of(count: usize) -> Self {
        Self {
            count,
            filter: Filter::default(),
            min_score: None,
            copies: Copies::Each,
            order: Order::Alike,
        }
    }
}

impl From<&CardOptions> for Nearness {
    fn from(options: &CardOptions) -> Self {
        let CardOptions { neighbors, filter, min_score, copies, order, .. } = options;
        Self {
            count: *neighbors,
            filter: filter.clone(),
            min_score: *min_score,
            copies: copies.clone(),
            order: *order,
        }
    }
}

impl Engine {
    /// Whether there is a library with an article in it.
    pub(super) fn has_articles(&self) -> Result<bool> {
        let Some(library) = &self.library else { return Ok(false) };
        let one = ListOptions { limit: Some(1), ..ListOptions::default() };
        Ok(!library.list(&one)?.is_empty())
    }

    /// The stored articles most like an article, by meaning and by words
    /// ([`Evidence::likeness`](crate::story::Evidence::likeness)), that first which is most like it; never
    /// itself. One that is stored is compared by the vector that is stored.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn similar(&self, article: &Article, nearness: &Nearness) -> Result<Vec<SimilarReading>> {
        if nearness.count == 0 || !self.has_articles()? {
            return Ok(Vec::new());
        }
        match self.stored_vector(article)? {
            Some((model, values)) => {
                self.readings(article, ArticleVector { model: &model, values: &values }, nearness)
            }
            None => self.readings_of(article, &self.analyse(article)?, nearness),
        }
    }

    /// The same of an article that is analysed already.
    pub(super) fn readings_of(
        &self,
        article: &Article,
        analysis: &Analysis,
        nearness: &Nearness,
    ) -> Result<Vec<SimilarReading>> {
        let (model, values) = match self.stored_vector(article)? {
            Some(stored) => stored,
            None => (self.model()?.clone(), article_vector(analysis)),
        };
        self.readings(article, ArticleVector { model: &model, values: &values }, nearness)
    }

    /// The vector of an article that is stored as it is, by the model that is best compared by.
    pub(super) fn stored_vector(&self, article: &Article) -> Result<Option<(ModelId, Vec<f32>)>> {
        let id = match self.resolved(article)? {
            Resolution::Unchanged(id) | Resolution::Changed { id, text: false } => id,
            Resolution::New | Resolution::Changed { text: true, .. } => return Ok(None),
        };
        let library = self.library()?;
        let Some(model) = library.model_for(id, self.model()?)? else { return Ok(None) };
        Ok(library.vector(id, &model)?.map(|vector| (model, vector)))
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
        let vector = ArticleVector { model: self.model()?, values: embedded.embeddings.row(0) };
        let mut found = self.library()?.nearest(vector, nearness.count, &nearness.filter)?;
        if let Some(least) = nearness.min_score {
            found.retain(|neighbor| neighbor.score >= least);
        }
        Ok(found.into_iter().map(|found| reading(found, Relation::Related, None)).collect())
    }

    /// The stored articles that are most like an article with this vector, without itself: those that are
    /// nearest in meaning or have its rarest names, by what they have in common with it.
    fn readings(
        &self,
        article: &Article,
        vector: ArticleVector,
        nearness: &Nearness,
    ) -> Result<Vec<SimilarReading>> {
        let library = self.library()?;
        let mut filter = nearness.filter.clone();
        filter.exclude.extend(self.itself(article)?);
        let proposed = nearness.count.saturating_mul(2).saturating_add(PROPOSED);
        let neighbors = self.proposed(article, vector, proposed, &filter)?;
        let wording = Wording::of(article);
        let least = nearness.min_score.unwrap_or(LEAST_ALIKE);
        let mut alike: Vec<Alike> = self.compared(neighbors, |other, found| {
            let of_other = Wording::of(other);
            let score = wording.likeness(&of_other, found.score);
            let at = other.published_at().or(other.created);
            (score >= least).then_some(Alike { score, found, wording: of_other, at })
        })?;
        alike.sort_by(|a, b| b.score.total_cmp(&a.score));
        let places = self.places_among(article, &alike)?;
        let folded = fold(alike, &places, &nearness.copies);
        let named = self.ordered(folded, nearness, vector.model)?;

        let duplicates = library.duplicates_of(article)?;
        let profile = Profile::of(article);
        let copies: HashMap<ArticleId, Vec<ArticleId>> =
            named.iter().map(|(alike, copies)| (alike.found.article.id, copies.clone())).collect();
        let named = named.into_iter().map(|(alike, _)| alike.found).collect();
        self.compared(named, |other, found| {
            let of_other = Profile::of(other);
            let evidence = Evidence::between(&profile, &of_other, found.score);
            let relation = match duplicates.contains(&found.article.id) {
                true => Relation::SameText,
                false => places.relation(found.article.id, &evidence),
            };
            let copies = copies.get(&found.article.id).cloned().unwrap_or_default();
            let reasons = Reasons {
                evidence,
                shared: NamesAndFigures::of(article, &profile, &of_other),
                hours_later: article.published.zip(other.published).map(hours_between),
            };
            let score = evidence.likeness();
            Some(SimilarReading { score, copies, ..reading(found, relation, Some(reasons)) })
        })
    }

    /// Where an article and those that are like it stand in the library.
    fn places_among(&self, article: &Article, alike: &[Alike]) -> Result<Places> {
        let own = self.itself(article)?;
        let ids = alike.iter().map(|alike| alike.found.article.id).chain(own);
        let places = self.library()?.places(&ids.collect::<Vec<_>>())?;
        let places: HashMap<ArticleId, Place> =
            places.into_iter().map(|place| (place.article, place)).collect();
        Ok(Places { own: own.and_then(|id| places.get(&id).copied()), of_others: places })
    }

    /// So many of them as are wanted, in the order that is wanted.
    fn ordered(
        &self,
        mut alike: Vec<(Alike, Vec<ArticleId>)>,
        nearness: &Nearness,
        model: &ModelId,
    ) -> Result<Vec<(Alike, Vec<ArticleId>)>> {
        match nearness.order {
            Order::Alike => {}
            Order::Newest => alike.sort_by_key(|(alike, _)| Reverse(alike.at)),
            Order::Diverse => alike = self.diverse(alike, nearness.count, model)?,
        }
        alike.truncate(nearness.count);
        Ok(alike)
    }

    /// What `f` makes of each of these articles, in their order; it is called on several threads. So many
    /// bodies are held at a time. One that can no longer be read is passed over.
    fn compared<T: Send>(
        &self,
        found: Vec<Neighbor>,
        f: impl Fn(&Article, Neighbor) -> Option<T> + Sync,
    ) -> Result<Vec<T>> {
        let library = self.library()?;
        let mut made = Vec::with_capacity(found.len());
        for batch in found.chunks(BATCH) {
            let ids: Vec<ArticleId> = batch.iter().map(|found| found.article.id).collect();
            let articles: HashMap<Option<ArticleId>, Article> =
                library.articles(&ids)?.into_iter().map(|it| (it.id, it)).collect();
            let one = |found: &Neighbor| f(articles.get(&Some(found.article.id))?, found.clone());
            let of_batch: Vec<Option<T>> = batch.par_iter().map(one).collect();
            made.extend(of_batch.into_iter().flatten());
        }
        Ok(made)
    }

    /// The stored article that this one is, if it is stored.
    pub(super) fn itself(&self, article: &Article) -> Result<Option<ArticleId>> {
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
    pub fn refresh_vectors(&self, progress: impl FnMut(usize, usize)) -> Result<()> {
        self.refresh(usize::MAX, progress)
    }

    /// Embeds so many of them at most.
    fn refresh(&self, most: usize, mut progress: impl FnMut(usize, usize)) -> Result<()> {
        if most == 0 {
            return Ok(());
        }
        let library = self.library()?;
        let model = self.model()?;
        let total = library.count_lacking_vectors(model)?.min(most);
        let mut done = 0;
        while done < total {
            let articles = library.lacking_vectors(model, BATCH.min(total - done))?;
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
    /// [`Upkeep::keep_up`](crate::library::Upkeep::keep_up), and embeds articles that have no vector of this
    /// model, and decides on the places of those that were not compared with those before them: after a change
    /// of model or of version, as many at a time as the effort allows.
    ///
    /// # Errors
    /// If the model cannot be loaded, the library cannot be read, or what is derived cannot be written.
    pub fn keep_up(&self, effort: Effort) -> Result<()> {
        let most = match effort {
            Effort::Least => 0,
            Effort::Articles(written) => written.max(FEW),
            Effort::All | Effort::Compact => usize::MAX,
        };
        self.refresh(most, |_, _| ())?;
        self.place_waiting(most)?;
        let embedder = self.embedder()?;
        self.library()?.keep_up(embedder.model(), embedder.dimensions(), effort)
    }
}

/// The hours from one time to another.
fn hours_between((from, to): (Timestamp, Timestamp)) -> f64 {
    to.duration_since(from).as_secs_f64() / 3600.0
}

fn reading(found: Neighbor, relation: Relation, reasons: Option<Reasons>) -> SimilarReading {
    let Neighbor { article, score } = found;
    let ListedArticle { id, title, url, .. } = article;
    SimilarReading { id, title, url, score, relation, reasons, copies: Vec::new() }
}
