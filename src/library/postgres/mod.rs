//! The store in a PostgreSQL database, which any number of processes use at once.
//!
//! PostgreSQL with pgvector keeps the articles, their words, their vectors with an index over them, and the jobs of
//! workers. All of it lies in a schema of its own, `nutgraf` unless the URL names another (`?schema=NAME`), so that
//! several libraries and what else a database holds do not meet.
//!
//! It answers as [`SqliteStore`](super::SqliteStore) does, but for what is said here:
//! - Words found are ranked by `ts_rank_cd`, a word in the title counting four times, and not by BM25. The same articles
//!   are found, as texts are divided here and not by the database; but a position in a text beyond 16,383 words, and the
//!   257th and later places of one word, are not known to it, so that a phrase may be missed there.
//! - An index over vectors is approximate, as the other's is; scores are exact and the same.
//! - A text may not have the character NUL, which PostgreSQL cannot keep: such an article is refused by name.
//! - Vectors of sentences are not cached: they would be 30 kB of writing for each article, to save some milliseconds
//!   of embedding.
//! - A backup is PostgreSQL's own (`pg_dump`), or a copy by [`Transfer`](super::Transfer).
//!
//! Those who add, change and remove articles take turns by an advisory lock, so that stored order is the order in which
//! transactions end, and identities need no repetition. Vectors and jobs are written beside each other.

mod add;
mod connect;
mod edit;
mod failure;
mod fetches;
mod filter;
mod find;
mod identity;
mod jobs;
mod list;
mod listen;
mod models;
mod nearest;
mod rows;
mod schema;
mod search;
mod session;
mod store;
mod stories;
#[cfg(test)]
mod tests;
mod transfer;
mod tsvector;
mod upkeep;
mod url;
mod vectors;

use std::fmt;
use std::sync::{Mutex, TryLockError};

use postgres::IsolationLevel;

use self::connect::Manager;
use self::failure::Failure;
use self::listen::Listener;
use self::session::{Session, Tx};
use self::url::Address;
pub(super) use self::url::shown;
use super::Task;
use crate::Result;

/// How often what is safe to repeat is tried when the connection was lost, or others were in the way: when the database has
/// started again, every connection that is kept is a lost one.
const ATTEMPTS: usize = 4 + connect::CONNECTIONS as usize;

/// The stored articles in a PostgreSQL database.
pub struct PostgresStore {
    address: Address,
    manager: Manager,
    pool: r2d2::Pool<Manager>,
    /// The connections that hold the locks of what one process at a time does.
    leaders: [Mutex<Option<Session>>; 3],
    /// What is told when there are jobs.
    listener: Mutex<Option<Listener>>,
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresStore({})", self.address.shown())
    }
}

impl PostgresStore {
    /// Opens the library in the database at this URL; makes its schema, or brings one of an earlier version up to date,
    /// if need be. The database itself must be there.
    ///
    /// # Errors
    /// [`Error::LibraryUnusable`](crate::Error::LibraryUnusable) if the database cannot be reached or used, and what to do;
    /// [`Error::LibraryNewer`](crate::Error::LibraryNewer) if a later nutgraf has made it such that this one may not use it.
    pub fn open(url: &str) -> Result<Self> {
        let address = Address::parse(url)?;
        let manager = Manager::new(&address)?;
        let migrated = manager.session().and_then(|mut session| {
            schema::make(&mut session, &address.schema)?;
            Ok(())
        });
        migrated.map_err(|failure| failure.at(&address))?;
        Ok(Self::new(address, manager))
    }

    /// The library in the database at this URL, if there is one; none is made.
    ///
    /// # Errors
    /// As [`PostgresStore::open`].
    pub fn find(url: &str) -> Result<Option<Self>> {
        let address = Address::parse(url)?;
        let manager = Manager::new(&address)?;
        let found =
            manager.session().and_then(|mut session| schema::find(&mut session, &address.schema));
        let is_there = found.map_err(|failure| failure.at(&address))?;
        Ok(is_there.then(|| Self::new(address, manager)))
    }

    fn new(address: Address, manager: Manager) -> Self {
        let pool = connect::pool(manager.clone());
        Self { address, manager, pool, leaders: Default::default(), listener: Mutex::default() }
    }

    /// Runs queries that change nothing, in one snapshot; again if the connection is lost.
    fn read<T>(&self, mut query: impl FnMut(&mut Tx) -> Result<T, Failure>) -> Result<T> {
        self.repeated(|session| {
            let mut tx = session.begin(|builder| {
                builder.isolation_level(IsolationLevel::RepeatableRead).read_only(true)
            })?;
            let value = query(&mut tx)?;
            // Nothing was written, so nothing depends on how it ends.
            let _ = tx.commit();
            Ok(value)
        })
    }

    /// Runs a change to articles in one transaction, when it is its turn.
    fn write<T>(&self, mut change: impl FnMut(&mut Tx) -> Result<T, Failure>) -> Result<T> {
        self.transact(|tx| {
            tx.query(
                "SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))",
                &[&connect::WRITERS],
            )?;
            change(tx)
        })
    }

    /// Runs a change to what belongs to articles in one transaction: beside others of the kind, and not while an article
    /// is written, as both would wait for what the other holds.
    fn write_beside<T>(&self, mut change: impl FnMut(&mut Tx) -> Result<T, Failure>) -> Result<T> {
        self.transact(|tx| {
            let lock = "SELECT pg_advisory_xact_lock_shared($1, hashtext(current_schema()))";
            tx.query(lock, &[&connect::WRITERS])?;
            change(tx)
        })
    }

    /// Runs a change in one transaction, beside those of others. It is repeated where it had certainly no effect.
    fn transact<T>(&self, mut change: impl FnMut(&mut Tx) -> Result<T, Failure>) -> Result<T> {
        self.repeated(|session| {
            let mut tx = session.begin(|builder| builder)?;
            let value = change(&mut tx)?;
            tx.commit().map_err(Failure::at_commit)?;
            Ok(value)
        })
    }

    fn repeated<T>(&self, mut run: impl FnMut(&mut Session) -> Result<T, Failure>) -> Result<T> {
        let mut attempt = 1;
        loop {
            let outcome = match self.pool.get() {
                Ok(mut session) => run(&mut session),
                // It has been waited for already.
                Err(error) => return Err(Failure::Pool(error.to_string()).at(&self.address)),
            };
            match outcome {
                Err(failure) if failure.is_passing() && attempt < ATTEMPTS => attempt += 1,
                outcome => return outcome.map_err(|failure| failure.at(&self.address)),
            }
        }
    }

    /// See [`Upkeep::exclusively`](super::Upkeep::exclusively): whoever holds the advisory lock does it.
    fn exclusively(&self, task: Task, work: &mut dyn FnMut() -> Result<()>) -> Result<bool> {
        let mut leader = match self.leaders[task as usize].try_lock() {
            Ok(leader) => leader,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // Another thread of this process is at something of the kind.
            Err(TryLockError::WouldBlock) => return Ok(false),
        };
        let class = connect::WRITERS + 1 + task as i32;
        let lock = "SELECT pg_try_advisory_lock($1, hashtext(current_schema()))";
        let unlock = "SELECT pg_advisory_unlock($1, hashtext(current_schema()))";
        let at = |failure: Failure| failure.at(&self.address);
        // A connection that was kept may be lost, which is seen when it is used.
        let kept = leader.take().and_then(|mut session| {
            let taken = session.one(lock, &[&class]).ok()?.get::<_, bool>(0);
            Some((session, taken))
        });
        let (session, taken) = match kept {
            Some(kept) => kept,
            None => {
                let mut session = self.manager.session().map_err(at)?;
                let taken = session.one(lock, &[&class]).map_err(at)?.get(0);
                (session, taken)
            }
        };
        let session = leader.insert(session);
        if !taken {
            return Ok(false);
        }
        let done = work();
        // A lost connection has lost its locks.
        if session.one(unlock, &[&class]).is_err() {
            *leader = None;
        }
        done.map(|()| true)
    }
}
