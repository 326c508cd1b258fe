//! The library: the stored articles, their vectors, and what is derived from both.
//!
//! In come [`Article`](crate::article::Article)s whose text is already repaired and vectors that are
//! already made; out come articles, lists, words found, and neighbours. It never parses text and never
//! embeds.
//!
//! [`Store`] is what every store can do, and all that an engine asks of one: what is stored and found, and with it
//! [`Stories`], [`Jobs`] for workers, [`Upkeep`], and [`Transfer`] to another store. [`SqliteStore`] keeps the articles in one
//! SQLite file and its index in a folder beside it; [`PostgresStore`] keeps both in a database that many processes use.
//! [`Location`] says which.

mod address;
mod copying;
mod entry;
mod found;
mod identity;
mod jobs;
mod location;
#[cfg(feature = "postgres")]
mod postgres;
mod record;
mod reference;
mod sqlite;
mod store;
mod stories;
mod transfer;
mod upkeep;
mod words;

pub use copying::{Copied, copy};
pub use entry::{
    Added, ArticleVector, CachedVector, Entry, FetchRecord, Outcome, Resolution, SentenceVector,
};
pub use found::{Copies, Filter, ListOptions, ListedArticle, Neighbor, Position, WordHit};
pub use jobs::{DeadJob, Job, JobCounts, Jobs, MOST_ATTEMPTS, again_after};
pub use location::Location;
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
pub use sqlite::{CACHED_SENTENCES, Salvaged, SqliteStore};
pub use store::Store;
pub use stories::{
    Member, Place, Placing, Stories, Story, StoryChange, StoryChangeKind, StoryId, StoryOptions,
};
pub use transfer::{ChangeRecord, Holding, Ledger, StoryRecord, Transfer};
pub use upkeep::{CheckReport, Depth, Effort, Finding, IndexState, Statistics, Task, Upkeep};
