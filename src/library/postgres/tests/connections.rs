//! Connections that are lost, encrypted, or refused.

use std::env;
use std::thread;
use std::time::Duration;

use super::super::session::Session;
use super::{Place, add, count, with};
use crate::library::Task;
use crate::library::postgres::PostgresStore;
use crate::skipped::skipped;

/// Ends all connections to this library but this one.
fn end_others(session: &mut Session) {
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE pid <> pg_backend_pid() AND application_name = current_setting('application_name')";
    session.one(&format!("SELECT count(*) FROM ({sql}) AS ended"), &[]).unwrap();
}

/// A library whose connections are told from those of other tests.
fn named(place: &Place) -> (PostgresStore, Session) {
    let url = with(&place.url(), &format!("application_name={}", place.schema));
    let store = PostgresStore::open(&url).unwrap();
    let session = store.manager.session().unwrap();
    (store, session)
}

#[test]
fn a_lost_connection_is_made_anew() {
    let Some(place) = Place::new() else { return };
    let (store, mut session) = named(&place);
    for round in 0..5 {
        add(&store, &format!("Article {round}."));
        end_others(&mut session);
        assert_eq!(count(&store), round + 1);
        end_others(&mut session);
    }
}

#[test]
fn a_change_that_was_cut_off_is_made_once() {
    let Some(place) = Place::new() else { return };
    let (store, mut session) = named(&place);
    let mut rounds = 0;
    store
        .write(|tx| {
            rounds += 1;
            tx.execute("INSERT INTO fetches (address) VALUES ('a')", &[])?;
            if rounds == 1 {
                end_others(&mut session);
            }
            tx.execute("INSERT INTO fetches (address) VALUES ('b')", &[])
        })
        .unwrap();
    let held = store.read(|tx| Ok(tx.query("SELECT address FROM fetches", &[])?.len())).unwrap();
    assert_eq!((rounds, held), (2, 2));
}

#[test]
fn a_lock_goes_with_the_connection_that_held_it() {
    let Some(place) = Place::new() else { return };
    let (store, mut session) = named(&place);
    let other = place.open();
    let mut inner = None;
    let done = store.exclusively(Task::Index, &mut || {
        assert!(!other.exclusively(Task::Index, &mut || Ok(()))?, "it is held");
        assert!(other.exclusively(Task::Stories, &mut || Ok(()))?, "another task is not");
        end_others(&mut session);
        inner = Some(other.exclusively(Task::Index, &mut || Ok(()))?);
        Ok(())
    });
    assert!(done.unwrap());
    assert_eq!(inner, Some(true));
    assert!(store.exclusively(Task::Index, &mut || Ok(())).unwrap());
}

#[test]
fn whoever_waits_is_woken() {
    use crate::library::Jobs as _;
    use crate::vector::ModelId;
    let Some(place) = Place::new() else { return };
    let store = place.open();
    let other = place.open();
    let model = ModelId::new("test", "0");
    store.await_jobs(Duration::from_millis(1)).unwrap();
    let woken = thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let begun = std::time::Instant::now();
            store.await_jobs(Duration::from_secs(30)).unwrap();
            begun.elapsed()
        });
        thread::sleep(Duration::from_millis(200));
        let article = crate::article::Article { body: "Now.".to_owned(), ..Default::default() };
        other.add_later(&[&article], &model).unwrap();
        waiting.join().unwrap()
    });
    assert!(woken < Duration::from_secs(20), "{woken:?}");
}

#[test]
fn certificates_are_looked_at_as_the_url_says() {
    let (Ok(url), Ok(authority)) =
        (env::var("NUTGRAF_TEST_POSTGRES_TLS"), env::var("NUTGRAF_TEST_POSTGRES_CA"))
    else {
        return skipped("NUTGRAF_TEST_POSTGRES_TLS is not set; .ci/postgres sets it");
    };
    let find = |parameters: &str| {
        let url = with(&url, &format!("schema=nowhere&{parameters}"));
        PostgresStore::find(&url).map(|found| found.is_some())
    };
    let authority = authority.replace('/', "%2F");
    for reached in [
        "sslmode=require".to_owned(),
        format!("sslmode=require&sslrootcert={authority}"),
        format!("sslmode=verify-ca&sslrootcert={authority}"),
        format!("sslmode=verify-full&sslrootcert={authority}"),
    ] {
        assert!(!find(&reached).unwrap(), "{reached}");
    }
    for (refused, said) in [
        ("sslmode=verify-full".to_owned(), "certificate"),
        ("sslmode=verify-full&sslrootcert=%2Fnowhere.pem".to_owned(), "nowhere.pem"),
        ("sslmode=disable".to_owned(), "encryption"),
    ] {
        let error = find(&refused).unwrap_err().to_string();
        assert!(error.contains(said) && !error.contains("password="), "{refused}: {error}");
    }
    let elsewhere = url.replace("@localhost", "@127.0.0.1");
    let full = with(&elsewhere, &format!("sslmode=verify-full&sslrootcert={authority}"));
    assert!(PostgresStore::find(&full).is_err(), "the certificate is of another name");
}
