//! The store in one SQLite file, with its index in a folder beside it.
//!
//! SQLite is the truth. Every change is numbered and stamped ([`changes`]), and what is derived catches
//! up by reading what changed since. What `Ok` was returned for is on the disk.
//!
//! - [`SqliteStore::open`] makes a library where there is none; [`SqliteStore::find`] and
//!   [`SqliteStore::open_existing`] never do; [`SqliteStore::open_damaged`] reads what is left of one.
//! - An article is recognised by its id, its external id, its URL, or its text.
//! - Any number of processes may use one library; readers wait for nobody, writers for each other for
//!   up to five seconds.
//! - Searching for words splits text as Unicode does. In scripts without spaces any run of
//!   characters is found (`北京` in `在北京举行`).
//! - An article is known by any address of its page: with or without `https`, `www`, a slash at
//!   the end, `utm_source`, as the page for phones or as AMP.

mod add;
mod changes;
mod check;
mod checksum;
mod edit;
mod failure;
mod fetches;
mod file;
mod filter;
mod find;
mod identity;
mod index;
mod jobs;
mod list;
mod migrate;
mod models;
mod nearest;
mod open;
mod rows;
mod salvage;
mod schema;
mod search;
mod sentence_vectors;
mod store;
mod stories;
#[cfg(test)]
mod tests;
mod transfer;
mod upkeep;
mod vectors;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

use self::failure::Failure;
use self::index::Derived;
use self::open::Access;
pub use self::salvage::Salvaged;
pub use self::sentence_vectors::CACHED_SENTENCES;
use crate::Result;
use crate::library::Task;

/// The stored articles in one SQLite file, with their index in a folder beside it.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    access: Access,
    /// What writes, and reads while nobody else wants it.
    connection: Mutex<Connection>,
    /// What else reads, while nobody does.
    readers: Mutex<Vec<Connection>>,
    derived: Derived,
    /// What one thread at a time does.
    tasks: [Mutex<()>; 3],
}

impl SqliteStore {
    fn new(path: PathBuf, access: Access, connection: Connection) -> Self {
        let derived = Derived::of(&path, access);
        Self {
            path,
            access,
            connection: Mutex::new(connection),
            readers: Mutex::default(),
            derived,
            tasks: Default::default(),
        }
    }

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
    /// a vector. Reading an article leaves it: nothing that is derived depends on that.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn generation(&self) -> Result<u64> {
        self.read(generation)
    }

    fn count(&self) -> Result<u64> {
        self.read(|connection| {
            let count = connection.query_row("SELECT count(*) FROM articles", [], |row| row.get(0));
            rows::unsigned(count?, "count")
        })
    }

    /// Does what one thread at a time does; of several processes, one sees to what waits.
    fn exclusively(&self, task: Task, work: &mut dyn FnMut() -> Result<()>) -> Result<bool> {
        // A worker that has died is waited for no longer.
        const LEASE: Duration = Duration::from_secs(60);
        let held = match self.tasks[task as usize].try_lock() {
            Ok(held) => held,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(false),
        };
        if task != Task::Queue {
            work()?;
            return Ok(true);
        }
        let holder = Uuid::now_v7().into_bytes();
        if !self.take_task("queue", &holder, LEASE)? {
            return Ok(false);
        }
        let done = work();
        self.leave_task("queue", &holder)?;
        drop(held);
        done.map(|()| true)
    }

    /// The connection. A panic elsewhere has rolled its transaction back and left it usable.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a query that changes nothing, in one snapshot. It waits for no writer: while one has the
    /// connection, the query runs on another.
    fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T, Failure>) -> Result<T> {
        let run = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            query(&transaction)
        };
        let in_file = self.access == Access::Existing;
        let outcome = match self.connection.try_lock() {
            Ok(mut connection) => run(&mut connection),
            Err(TryLockError::Poisoned(poisoned)) => run(&mut poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if in_file => self.with_reader(run),
            Err(TryLockError::WouldBlock) => run(&mut self.lock()),
        };
        outcome.map_err(|failure| failure.at(&self.path))
    }

    /// Runs a query on a connection that no other thread has.
    fn with_reader<T>(
        &self,
        query: impl FnOnce(&mut Connection) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let idle = || self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = idle().pop();
        let mut reader = taken.map_or_else(|| self.reader(), Ok)?;
        let outcome = query(&mut reader);
        idle().push(reader);
        outcome
    }

    /// Runs a change in one transaction, and raises the generation if it changed a row.
    fn write<T>(&self, change: impl FnOnce(&Transaction) -> Result<T, Failure>) -> Result<T> {
        self.transact(|transaction| {
            let before = transaction.total_changes();
            let value = change(transaction)?;
            if transaction.total_changes() != before {
                changes::stamp(transaction)?;
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
