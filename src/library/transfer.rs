//! A whole library on its way to another store.
//!
//! In and out: what a store holds, in a form that no store has: each article with its vectors and its place, and the
//! records of what someone did with stories. What is derived is not among it.

use super::{FetchRecord, StoryId};
use crate::Result;
use crate::article::Article;
use crate::vector::ModelId;

/// All that a store holds of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    /// Its place in stored order.
    pub number: u64,
    /// The article, with its id and times.
    pub article: Article,
    /// The vectors of it, by their models' names.
    pub vectors: Vec<(ModelId, Vec<f32>)>,
    /// Its story.
    pub story: Option<StoryId>,
    /// The number of the first article with its text; none while it was not compared.
    pub text: Option<u64>,
    /// Whether someone put it into its story.
    pub is_kept: bool,
}

/// A story and what it was merged into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryRecord {
    /// Its place among the stories.
    pub number: u64,
    /// Its id.
    pub id: StoryId,
    /// The number of the story that it was merged into.
    pub merged: Option<u64>,
}

/// A change to stories, with what it moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRecord {
    /// Its number.
    pub number: u64,
    /// The name of its kind.
    pub kind: String,
    /// The number of the story that was moved to.
    pub story: u64,
    /// When it was done, in nanoseconds since 1970.
    pub at: i64,
    /// When it was undone.
    pub undone: Option<i64>,
    /// The articles that were moved, by their numbers: from which story, and whether someone had put them there.
    pub moves: Vec<(u64, Option<u64>, bool)>,
}

/// What a store holds beside articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The stories, by their numbers.
    pub stories: Vec<StoryRecord>,
    /// What someone did with them.
    pub changes: Vec<ChangeRecord>,
    /// What is known of addresses, in their order.
    pub fetches: Vec<FetchRecord>,
}

/// What moves a library.
pub trait Transfer {
    /// What is held of the first `limit` articles after this place in stored order.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged; so for every method here.
    fn holdings(&self, after: u64, limit: usize) -> Result<Vec<Holding>>;

    /// What is held beside articles.
    fn ledger(&self) -> Result<Ledger>;

    /// The identity of the library that this is a copy of, once it is one.
    fn origin(&self) -> Result<Option<String>>;

    /// Makes this a copy of the library with this identity.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::Error::Refused) if it holds articles and is no copy of it.
    fn begin_copy(&self, origin: &str) -> Result<()>;

    /// Holds these articles just so from now on, and those of these numbers no more, in one transaction. The stories that
    /// they are of are held already.
    fn receive(&self, holdings: &[Holding], gone: &[u64]) -> Result<()>;

    /// Holds this beside the articles. Stories that it does not name go if no article is of them.
    fn receive_ledger(&self, ledger: &Ledger) -> Result<()>;
}
