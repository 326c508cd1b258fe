//! What every store of articles can do.

use jiff::Timestamp;

use super::{
    Added, ArticleVector, CachedVector, Entry, FetchRecord, Filter, Jobs, ListOptions,
    ListedArticle, Neighbor, Resolution, SentenceVector, Stories, Transfer, Upkeep, WordHit,
};
#[cfg(doc)]
use crate::Error;
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::vector::ModelId;

/// The stored articles, their vectors, and all that is derived from both: whoever holds a store knows
/// of no index beside it.
///
/// All methods take `&self` and may be called from several threads and processes. Readers wait for
/// nobody; writers take turns. What `Ok` was returned for is on the disk.
pub trait Store: Stories + Jobs + Upkeep + Transfer + Send + Sync {
    /// How many articles are stored.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged; so for every method here.
    fn count(&self) -> Result<u64>;

    /// What [`Store::add`] would do with this article, so that a caller embeds only what needs it.
    ///
    /// # Errors
    /// [`Error::ConflictingIdentity`] or [`Error::InvalidField`] if it would be refused.
    fn resolve(&self, article: &Article) -> Result<Resolution>;

    /// Stores articles in one transaction: when this returns `Ok`, they are on the disk.
    ///
    /// An article is recognised by its id, then its external id, then its URL (a blank one counts
    /// as none). One that is stored is updated in place: it keeps its id, `created`, `read_count`
    /// and `last_read`, and the details that it now comes without; its vectors go if its language or
    /// body changes. `updated` becomes the given time if that is later, else now. One without any
    /// of the three identities is recognised by its title and text, and left as it is. Any other
    /// is new: what it comes with is kept; an id (version 7), `created` and `updated` (now) are
    /// made where it has none. Later entries see the earlier ones.
    ///
    /// The inner results are in the order of the entries. An entry that is refused does not keep
    /// the others from being stored.
    ///
    /// # Errors
    /// Of an entry: [`Error::ConflictingIdentity`] if its id and its URL are those of two stored
    /// articles; [`Error::InvalidField`] if its external id is another article's, if a number or
    /// time is out of range, or if its vector has a value that is not finite or a length that is
    /// not its model's.
    /// Of the whole, and then nothing is stored: [`Error::LibraryUnusable`] (another writer, a
    /// full disk, a read-only file), [`Error::LibraryDamaged`].
    fn add(&self, entries: &[Entry]) -> Result<Vec<Result<Added>>>;

    /// Changes what an article holds when the change is written, and not what it held when it was last
    /// read: changes to different fields that come at once are all kept. Its ids, `created`,
    /// `read_count` and `last_read` stay; `updated` and vectors are treated as in [`Store::add`]. The
    /// vector is stored if the article's text has become that of the article that it was made of.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; [`Error::ConflictingIdentity`] if the URL is another article's;
    /// otherwise as [`Store::add`].
    fn patch(
        &self,
        id: ArticleId,
        change: &mut dyn FnMut(Article) -> Article,
        vector: Option<(&Article, ArticleVector)>,
    ) -> Result<Added>;

    /// Removes an article and its vectors.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; otherwise as [`Store::add`] as a whole.
    fn remove(&self, id: ArticleId) -> Result<()>;

    /// Counts one read of an article at this time, and gives the article as it now is. Its
    /// `updated` stays.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; [`Error::InvalidField`] if the time is out of range; otherwise
    /// as [`Store::add`] as a whole.
    fn mark_read(&self, id: ArticleId, at: Timestamp) -> Result<Article>;

    /// The article that a reference means: a full UUID, an external id, any URL of its page, or the start
    /// of a UUID (at least four hex digits) that only one article has. They are tried in that order.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; [`Error::AmbiguousReference`].
    fn get(&self, reference: &str) -> Result<Article>;

    /// The article with this id.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`].
    fn get_by_id(&self, id: ArticleId) -> Result<Article>;

    /// Those of these articles that are stored and can be read, in any order.
    fn articles(&self, ids: &[ArticleId]) -> Result<Vec<Article>>;

    /// The stored articles, the newest (by `created`, then by the order of storing) first.
    fn list(&self, options: &ListOptions) -> Result<Vec<ListedArticle>>;

    /// The stored articles with the same text as this one, other than itself, in stored order.
    /// Texts are the same if they differ in white space alone.
    fn duplicates_of(&self, article: &Article) -> Result<Vec<ArticleId>>;

    /// The `limit` best articles that have all words of a query. A query without a word finds nothing.
    fn search_words(&self, query: &str, limit: usize, filter: &Filter) -> Result<Vec<WordHit>>;

    /// The `count` articles whose vectors are nearest to this one, the nearest first. Scores are exact.
    /// What was stored before the call is found, and what has no vector of this model is not.
    fn nearest(
        &self,
        vector: ArticleVector,
        count: usize,
        filter: &Filter,
    ) -> Result<Vec<Neighbor>>;

    /// Those of these articles that pass a filter and have a vector of this model, with their scores as of
    /// [`Store::nearest`], the nearest first.
    fn scored(
        &self,
        vector: ArticleVector,
        articles: &[ArticleId],
        filter: &Filter,
    ) -> Result<Vec<Neighbor>>;

    /// The vector of one article by this model, if it has one.
    fn vector(&self, id: ArticleId, model: &ModelId) -> Result<Option<Vec<f32>>>;

    /// The model by whose vectors an article is best compared: the preferred one, unless it made none
    /// of the article, or another made vectors of more articles (which may be judged by a sample).
    /// None if no model made one. So articles are compared by what there is while another model takes over.
    fn model_for(&self, id: ArticleId, preferred: &ModelId) -> Result<Option<ModelId>>;

    /// How many articles have no vector of this model, and no job by which another makes it.
    fn count_lacking_vectors(&self, model: &ModelId) -> Result<usize>;

    /// The first `limit` of these, in stored order.
    fn lacking_vectors(&self, model: &ModelId, limit: usize) -> Result<Vec<Article>>;

    /// Stores the vectors of articles that are stored, in one transaction, and says how many it
    /// stored. An article that was removed, or whose text or language is no longer what the vector
    /// was made of, is passed over.
    ///
    /// # Errors
    /// [`Error::InvalidField`] if a vector has a value that is not finite, or not its model's
    /// length; otherwise as [`Store::add`] as a whole. Nothing is stored then.
    fn set_vectors(&self, model: &ModelId, vectors: &[(&Article, &[f32])]) -> Result<usize>;

    /// Whether it is worth keeping the vectors of sentences.
    fn caches_sentences(&self) -> bool;

    /// The cached vectors that this model made of these texts, in their order; none for a text
    /// that is not cached.
    fn cached_vectors(&self, model: &ModelId, texts: &[&str]) -> Result<Vec<Option<CachedVector>>>;

    /// Caches the vectors that this model made of these sentences, in one transaction, and drops
    /// those that came first if there are now too many. A sentence that is cached already stays as it is.
    ///
    /// # Errors
    /// As [`Store::set_vectors`]; nothing is cached then.
    fn cache_vectors(&self, model: &ModelId, sentences: &[SentenceVector]) -> Result<()>;

    /// Empties the cache of what other models made than this one.
    fn forget_other_models(&self, model: &ModelId) -> Result<()>;

    /// What is known of the last fetch of an address. Removing an article forgets all of them, as
    /// what it came from may have to be fetched again.
    fn last_fetch(&self, address: &str) -> Result<Option<FetchRecord>>;

    /// Remembers a fetch, once what it gave is stored.
    fn remember_fetch(&self, fetch: &FetchRecord) -> Result<()>;
}
