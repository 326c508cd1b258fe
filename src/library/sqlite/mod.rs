//! The library: the stored articles and their vectors, in one SQLite file.
//!
//! In come [`Article`]s whose text is already repaired and vectors that are already made; out
//! come articles, lists, words found, and vectors. SQLite is the truth: every index that lies
//! elsewhere is derived from it, and [`SqliteStore::identity`] and [`SqliteStore::generation`] tell
//! whether such an index still fits. What `Ok` was returned for is on the disk.
//!
//! It never parses text, never embeds and never compares vectors.
//!
//! - [`SqliteStore::open`] makes a library where there is none; [`SqliteStore::find`] and
//!   [`SqliteStore::open_existing`] never do; [`SqliteStore::open_damaged`] reads what is left of one.
//! - [`SqliteStore::add`] recognises an article by its id, its external id, its URL, or its text.
//! - [`SqliteStore::cached_vectors`] and [`SqliteStore::cache_vectors`] spare embedding a sentence twice.
//! - Any number of processes may use one library; writers wait for each other for up to five
//!   seconds.
//! - Searching for words splits text as Unicode does. In scripts without spaces any run of
//!   characters is found (`北京` in `在北京举行`).
//! - An article is known by any address of its page: with or without `https`, `www`, a slash at
//!   the end, `utm_source`, as the page for phones or as AMP.

mod add;
mod address;
mod check;
mod edit;
mod failure;
mod fetches;
mod file;
mod find;
mod identity;
mod list;
mod open;
mod rows;
mod salvage;
mod schema;
mod search;
mod sentence_vectors;
#[cfg(test)]
mod tests;
mod vectors;
mod words;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use self::add::{Added, ArticleVector, Entry, Outcome};
pub use self::check::{CheckReport, Finding};
use self::failure::Failure;
pub use self::identity::Resolution;
pub use self::list::{ListOptions, ListedArticle};
use self::open::Access;
pub use self::salvage::Salvaged;
pub use self::search::WordHit;
pub use self::sentence_vectors::{CACHED_SENTENCES, CachedVector, SentenceVector};
pub use self::vectors::StoredVectors;
use crate::Result;
#[cfg(doc)]
use crate::article::Article;
pub use fetches::FetchRecord;

/// The stored articles.
///
/// All methods take `&self` and may be called from several threads, which then take turns.
/// Dropping it closes the file.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    access: Access,
    connection: Mutex<Connection>,
}

impl SqliteStore {
    /// The database file, as an absolute path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The UUID that this library was given when it was made; a copy of the file has the same.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn identity(&self) -> Result<String> {
        self.read(|connection| {
            Ok(connection.query_row("SELECT identity FROM library", [], |row| row.get(0))?)
        })
    }

    /// A number that grows with every transaction that changes an article's text or details, or
    /// a vector. Reading an article ([`SqliteStore::mark_read`]) leaves it: no index depends on that.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn generation(&self) -> Result<u64> {
        self.read(generation)
    }

    /// How many articles are stored.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn count(&self) -> Result<u64> {
        self.read(|connection| {
            let count = connection.query_row("SELECT count(*) FROM articles", [], |row| row.get(0));
            rows::unsigned(count?, "count")
        })
    }

    /// The connection. A panic elsewhere has rolled its transaction back and left it usable.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a query that changes nothing, in one snapshot.
    fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T, Failure>) -> Result<T> {
        let mut connection = self.lock();
        let run = || {
            let transaction = connection.transaction()?;
            query(&transaction)
        };
        run().map_err(|failure| failure.at(&self.path))
    }

    /// Runs a change in one transaction, and raises the generation if it changed a row.
    fn write<T>(&self, change: impl FnOnce(&Transaction) -> Result<T, Failure>) -> Result<T> {
        self.transact(|transaction| {
            let before = transaction.total_changes();
            let value = change(transaction)?;
            if transaction.total_changes() != before {
                transaction.execute("UPDATE library SET generation = generation + 1", [])?;
            }
            Ok(value)
        })
    }

    /// Runs a change in one transaction that takes the write lock at once, so that it waits for
    /// other writers instead of failing half-way.
    fn transact<T>(&self, change: impl FnOnce(&Transaction) -> Result<T, Failure>) -> Result<T> {
        let mut connection = self.lock();
        let run = || {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = change(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        run().map_err(|failure: Failure| failure.at(&self.path))
    }
}

/// The generation, within a snapshot.
fn generation(connection: &Connection) -> Result<u64, Failure> {
    let stored =
        connection.query_row("SELECT generation FROM library", [], |row| row.get::<_, i64>(0))?;
    rows::unsigned(stored, "generation")
}
