//! Old and new programs on one library.

use std::thread;

use super::super::schema::{VERSION, migrate, version, version_for};
use super::super::session::Session;
use super::{Place, add, count};
use crate::Error;
use crate::library::postgres::PostgresStore;

/// What a program of version 1 does to store an article.
const ADD_AS_OF_VERSION_1: &str = "WITH article AS (INSERT INTO articles (id, content_hash, \
     created, updated, read_count, word_count, starred, body, words) VALUES (gen_random_uuid(), \
     sha256('old'), 1, 1, 0, 1, false, 'Old.', 'old:1') RETURNING number) \
     INSERT INTO members (article) SELECT number FROM article";

fn found(session: &mut Session, place: &Place) -> i32 {
    version(session, &place.schema).unwrap().unwrap()
}

#[test]
fn old_and_new_run_side_by_side_for_a_version() {
    let Some(place) = Place::new() else { return };
    let mut session = place.session();
    migrate(&mut session, &place.schema, 1).unwrap();
    assert_eq!(found(&mut session, &place), 1);
    // One of before, at work when the new one comes.
    let mut old = place.session();
    old.batch(ADD_AS_OF_VERSION_1).unwrap();
    let new = place.open();
    assert_eq!(found(&mut session, &place), VERSION);
    assert_eq!(version_for(&mut session, &place.schema, 1).unwrap(), Some(VERSION));
    old.batch(ADD_AS_OF_VERSION_1.replace("'old'", "'older'").as_str()).unwrap();
    add(&new, "New.");
    assert_eq!(count(&new), 3);
}

#[test]
fn one_that_is_too_new_is_refused() {
    let Some(place) = Place::new() else { return };
    drop(place.open());
    let mut session = place.session();
    session.batch("UPDATE library SET version = 99, compatible = 98").unwrap();
    let opened = PostgresStore::open(&place.url());
    assert!(matches!(opened, Err(Error::LibraryNewer { found: 99, .. })), "{opened:?}");
    // What older programs do not notice keeps them going.
    session.batch(&format!("UPDATE library SET compatible = {VERSION}")).unwrap();
    add(&place.open(), "Old and new.");
}

#[test]
fn many_that_open_a_new_library_at_once_make_one() {
    let Some(place) = Place::new() else { return };
    let identities: Vec<String> = thread::scope(|scope| {
        let open =
            || place.open().read(|tx| Ok(tx.one("SELECT identity FROM library", &[])?.get(0)));
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect()
    });
    assert!(identities.iter().all(|identity| *identity == identities[0]), "{identities:?}");
}

#[test]
fn what_is_not_a_library_is_left_alone() {
    let Some(place) = Place::new() else { return };
    let mut session = place.session();
    let name = &place.schema;
    session
        .batch(&format!("CREATE SCHEMA {name}; CREATE TABLE {name}.library (book text)"))
        .unwrap();
    let opened = PostgresStore::open(&place.url());
    assert!(opened.is_err_and(|error| error.to_string().contains("name another schema")));
    assert!(PostgresStore::find(&place.url()).is_err());
    let other = "DROP TABLE library; CREATE TABLE library (version text, compatible date); \
                 INSERT INTO library VALUES ('2nd', '2024-12-24')";
    session.batch(other).unwrap();
    assert!(PostgresStore::find(&place.url()).is_err());
}
