//! Tests of what no other store has: versions of the schema, lost connections, encryption. What every store promises is
//! tested in `tests/stores`.

mod connections;
mod near;
mod versions;

use std::env;

use postgres::{Client, NoTls};
use uuid::Uuid;

use super::PostgresStore;
use super::connect::{Manager, quoted};
use super::session::Session;
use super::url::Address;
use crate::article::Article;
use crate::library::{Entry, Store as _};
use crate::skipped::skipped;

/// A schema of its own, which goes with it.
struct Place {
    server: String,
    schema: String,
}

impl Place {
    /// None, and a line that says so, where there is no server.
    fn new() -> Option<Self> {
        match env::var("NUTGRAF_TEST_POSTGRES") {
            Ok(server) => {
                Some(Self { server, schema: format!("test_{}", Uuid::now_v7().simple()) })
            }
            Err(_) => {
                skipped("NUTGRAF_TEST_POSTGRES is not set; .ci/postgres sets it");
                None
            }
        }
    }

    fn url(&self) -> String {
        with(&self.server, &format!("schema={}", self.schema))
    }

    fn open(&self) -> PostgresStore {
        PostgresStore::open(&self.url()).unwrap()
    }

    /// A connection to it, as the library has them.
    fn session(&self) -> Session {
        Manager::new(&Address::parse(&self.url()).unwrap()).unwrap().session().unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Ok(mut client) = Client::connect(&self.server, NoTls) {
            let sql = format!("DROP SCHEMA IF EXISTS {} CASCADE", quoted(&self.schema));
            let _ = client.batch_execute(&sql);
        }
    }
}

/// A URL with one more parameter.
fn with(url: &str, parameter: &str) -> String {
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}{parameter}")
}

/// Adds an article of this text.
fn add(store: &PostgresStore, body: &str) {
    let article = Article { body: body.to_owned(), ..Article::default() };
    store.add(&[Entry { article: &article, vector: None }]).unwrap().remove(0).unwrap();
}

/// How many articles there are.
fn count(store: &PostgresStore) -> u64 {
    store.count().unwrap()
}
