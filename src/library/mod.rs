//! The library: the stored articles, their vectors, and what is derived from both.
//!
//! In come [`Article`](crate::article::Article)s whose text is already repaired and vectors that are
//! already made; out come articles, lists, words found, and neighbours. It never parses text and never
//! embeds.
//!
//! [`Store`] is what every store can do, and all that an engine asks of one; [`SqliteStore`] keeps the
//! articles in one SQLite file and its index in a folder beside it.

mod entry;
mod found;
mod sqlite;
mod store;
mod stories;

pub use entry::{
    Added, ArticleVector, CachedVector, Entry, FetchRecord, Outcome, Resolution, SentenceVector,
};
pub use found::{Copies, Filter, ListOptions, ListedArticle, Neighbor, Position, WordHit};
pub use sqlite::{
    CACHED_SENTENCES, CheckReport, Depth, Finding, IndexState, Salvaged, SqliteStore, Statistics,
};
pub use store::{Effort, Store};
pub use stories::{
    Member, Place, Placing, Stories, Story, StoryChange, StoryChangeKind, StoryId, StoryOptions,
};
