//! What every store promises, tried on each: SQLite in a file and in memory, and PostgreSQL.
//!
//! A test has a store with nothing in it. PostgreSQL is tried where `NUTGRAF_TEST_POSTGRES` names a
//! database, as `.ci/postgres` does: in a schema of the test's own, which is dropped after it.
#![cfg(feature = "library")]

mod awaited;
mod bad_input;
mod equal;
mod filters;
mod given;
mod identity;
mod jobs;
mod lists;
mod neighbors;
mod open;
mod patches;
mod reads;
mod removal;
mod stories;
mod story_changes;
mod transfer;
mod upkeep;
mod vectors;
mod words;

use std::env;
use std::fmt;
use std::io::{Write as _, stderr};
use std::ops::ControlFlow;
use std::sync::{Arc, Once};
use std::thread;

use nutgraf::Result;
use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{
    Added, ArticleVector, Entry, Filter, ListOptions, Location, Placing, SqliteStore, Store,
};
use tempfile::TempDir;
use uuid::Uuid;

/// Runs a test on a store of every kind.
fn each_store(test: impl Fn(&dyn Store)) {
    each_kind(|_, library| test(library));
}

/// The same for a test to which the kind matters.
fn each_kind(test: impl Fn(Kind, &dyn Store)) {
    for kind in Kind::ALL {
        let _named = Named(kind);
        if let Some(fresh) = Fresh::of(kind) {
            test(kind, fresh.store());
        }
    }
}

/// Runs a test where a store of every kind may be that outlasts its handle.
fn each_spot(test: impl Fn(&Spot)) {
    for kind in Kind::ALL {
        let _named = Named(kind);
        if let Some(spot) = Spot::of(kind) {
            test(&spot);
        }
    }
}

/// Stores of all kinds, to be held against each other.
fn one_of_each() -> Vec<Fresh> {
    Kind::ALL.into_iter().filter_map(Fresh::of).collect()
}

/// The kinds of stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Memory,
    Postgres,
}

impl Kind {
    const ALL: [Self; 3] = [Self::File, Self::Memory, Self::Postgres];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "SQLite in a file",
            Self::Memory => "SQLite in memory",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// Says which store a test has failed on.
struct Named(Kind);

impl Drop for Named {
    fn drop(&mut self) {
        let thread = thread::current();
        if thread::panicking() {
            let test = thread.name().unwrap_or_default();
            let _ = writeln!(stderr(), "{test} has failed on {}", self.0);
        }
    }
}

/// A store that was made empty. It is closed before what holds it goes.
struct Fresh {
    kind: Kind,
    store: Arc<dyn Store>,
    _spot: Option<Spot>,
}

impl Fresh {
    fn of(kind: Kind) -> Option<Self> {
        if kind == Kind::Memory {
            let store: Arc<dyn Store> = SqliteStore::in_memory().unwrap().into();
            return Some(Self { kind, store, _spot: None });
        }
        let spot = Spot::of(kind)?;
        Some(Self { kind, store: spot.open(), _spot: Some(spot) })
    }

    fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }
}

/// Where a store may be. What is there goes with it.
struct Spot {
    kind: Kind,
    location: Location,
    _folder: Option<TempDir>,
    _schema: Option<Schema>,
}

impl Spot {
    fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Memory => None,
            Kind::File => {
                let folder = TempDir::new().unwrap();
                let location = Location::named(folder.path().join("new/library.db"));
                Some(Self { kind, location, _folder: Some(folder), _schema: None })
            }
            Kind::Postgres => {
                let url = database()?;
                let name = format!("test_{}", Uuid::now_v7().simple());
                let sign = if url.contains('?') { '&' } else { '?' };
                let location = Location::named(format!("{url}{sign}schema={name}"));
                Some(Self { kind, location, _folder: None, _schema: Some(Schema { url, name }) })
            }
        }
    }

    fn open(&self) -> Arc<dyn Store> {
        self.location.open().unwrap()
    }
}

/// The address of the database that tests may use.
fn database() -> Option<String> {
    static SAID: Once = Once::new();
    let url = env::var("NUTGRAF_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    if url.is_none() {
        SAID.call_once(|| {
            let why = "NUTGRAF_TEST_POSTGRES is not set; .ci/postgres sets it";
            let _ = writeln!(stderr(), "skipped on PostgreSQL: {why}");
        });
    }
    url.filter(|_| cfg!(feature = "postgres"))
}

/// A schema of the database, dropped with this.
#[cfg_attr(not(feature = "postgres"), allow(dead_code, reason = "nothing drops it"))]
struct Schema {
    url: String,
    name: String,
}

#[cfg(feature = "postgres")]
impl Drop for Schema {
    fn drop(&mut self) {
        // A test that has failed may have left a lock behind.
        let drop = format!("SET lock_timeout = '5s'; DROP SCHEMA IF EXISTS {} CASCADE", self.name);
        let client = postgres::Client::connect(&self.url, postgres::NoTls);
        let _ = client.and_then(|mut client| client.batch_execute(&drop));
    }
}

/// Adds one article without a vector.
fn add(library: &dyn Store, article: &Article) -> Result<Added> {
    library.add(&[Entry { article, vector: None }])?.remove(0)
}

/// The same for one that is not refused.
fn put(library: &dyn Store, article: &Article) -> ArticleId {
    add(library, article).unwrap().id
}

/// The same with a vector.
fn put_with(library: &dyn Store, article: &Article, vector: ArticleVector) -> ArticleId {
    let added = library.add(&[Entry { article, vector: Some(vector) }]).unwrap().remove(0);
    added.unwrap().id
}

/// Decides where one article stands.
fn place(
    library: &dyn Store,
    article: ArticleId,
    with: Option<ArticleId>,
    copy_of: Option<ArticleId>,
) {
    library.place(&[Placing { article, with, copy_of }]).unwrap();
}

/// All articles in stored order.
fn all(library: &dyn Store) -> Vec<Article> {
    let mut articles = Vec::new();
    let mut take = |article: Article| -> ControlFlow<()> {
        articles.push(article);
        ControlFlow::Continue(())
    };
    library.for_each(&mut take).unwrap();
    articles
}

/// The ids in the list, the newest first.
fn listed(library: &dyn Store, filter: &Filter) -> Vec<ArticleId> {
    let options = ListOptions { filter: filter.clone(), ..ListOptions::default() };
    library.list(&options).unwrap().into_iter().map(|line| line.id).collect()
}

/// The place of an article in stored order.
fn number_of(library: &dyn Store, article: ArticleId) -> u64 {
    library.places(&[article]).unwrap()[0].number
}
