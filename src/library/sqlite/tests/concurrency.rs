//! Several users of one library, and processes that die.

use std::env;
use std::io::{BufRead, BufReader, Write, stdout};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::TransactionBehavior;
use tempfile::TempDir;

use super::{Shelf, add, all, article, count_words};
use crate::Error;
use crate::article::{Article, ArticleId};
use crate::library::{Depth, Entry, SqliteStore};

#[test]
fn threads_and_connections_lose_nothing() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let (library, path) = (&library, library.path());
    thread::scope(|scope| {
        for writer in 0..4 {
            scope.spawn(move || {
                let own = (writer % 2 == 0).then(|| SqliteStore::open(path).unwrap());
                for number in 0..15 {
                    let body = format!("Article {number} of writer {writer}.");
                    add(own.as_ref().unwrap_or(library), &article(&body)).unwrap();
                    assert!(library.count().unwrap() > number);
                }
            });
        }
    });
    assert_eq!(library.count().unwrap(), 60);
    assert_eq!(library.generation().unwrap(), 60);
    assert!(library.check(Depth::Full, count_words).unwrap().is_sound());
}

#[test]
fn changes_of_different_fields_at_once_are_all_kept() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let id = add(&library, &article("One.")).unwrap().id;
    let path = library.path();
    type Field = fn(&mut Article) -> &mut Option<String>;
    let fields: [Field; 3] = [|it| &mut it.title, |it| &mut it.category, |it| &mut it.language];
    thread::scope(|scope| {
        for field in fields {
            scope.spawn(move || {
                let own = SqliteStore::open(path).unwrap();
                for number in 0..40 {
                    let value = Some(number.to_string());
                    let mut change = |mut article: Article| {
                        field(&mut article).clone_from(&value);
                        article
                    };
                    own.patch(id, &mut change, None).unwrap();
                    assert_eq!(*field(&mut own.get_by_id(id).unwrap()), value);
                }
            });
        }
    });
    let mut stored = library.get_by_id(id).unwrap();
    assert!(fields.iter().all(|field| field(&mut stored).as_deref() == Some("39")), "{stored:?}");
}

#[test]
fn a_library_that_many_open_first_is_made_once() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("new/library.db");
    let identities: Vec<String> = thread::scope(|scope| {
        let openers: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| SqliteStore::open(&path).unwrap().identity().unwrap()))
            .collect();
        openers.into_iter().map(|opener| opener.join().unwrap()).collect()
    });
    assert!(identities.iter().all(|identity| *identity == identities[0]), "{identities:?}");
}

#[test]
fn a_writer_waits_and_then_says_who_is_in_the_way() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let other = SqliteStore::open(library.path()).unwrap();
    let mut connection = other.lock();
    let held = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let began = Instant::now();
    let refused = add(&library, &article("One.")).unwrap_err();
    assert!(began.elapsed() >= Duration::from_secs(4), "{:?}", began.elapsed());
    assert!(refused.to_string().contains("another nutgraf is writing"), "{refused}");
    assert_eq!(library.count().unwrap(), 0, "reading goes on");
    drop(held);
    add(&library, &article("One.")).unwrap();
}

#[test]
fn a_panic_in_a_change_rolls_it_back_and_poisons_nothing() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let outcome = thread::scope(|scope| {
        scope
            .spawn(|| {
                library.write(|transaction| {
                    transaction.execute("UPDATE library SET generation = 99", [])?;
                    panic!("on purpose");
                    #[expect(unreachable_code, reason = "gives the closure its type")]
                    Ok(())
                })
            })
            .join()
    });
    assert!(outcome.is_err());
    assert_eq!(library.generation().unwrap(), 0);
    add(&library, &article("One.")).unwrap();
}

#[test]
fn a_library_that_was_never_closed_is_whole() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let path = library.path().to_path_buf();
    add(&library, &article("One.")).unwrap();
    let before = all(&library);
    std::mem::forget(library);
    let library = SqliteStore::open_existing(&path).unwrap();
    assert_eq!(all(&library), before);
    add(&library, &article("Two.")).unwrap();
    assert!(library.check(Depth::Full, count_words).unwrap().is_sound());
}

/// SQLite's locks belong to the process: closing a second opening of the file must not make
/// another process take itself for the last user, and remove the log that is still written to.
#[test]
fn a_second_opening_leaves_the_first_its_log() {
    let Shelf { library, folder: _folder } = Shelf::new();
    add(&library, &article("One.")).unwrap();
    drop(SqliteStore::open(library.path()).unwrap());
    drop(SqliteStore::open_existing(library.path()).unwrap());
    library.check(Depth::Full, count_words).unwrap();

    let mut child = child(library.path(), "opens_and_closes");
    assert!(child.wait().unwrap().success());
    add(&library, &article("Two.")).unwrap();
    let path = library.path().to_path_buf();
    std::mem::forget(library);
    assert_eq!(SqliteStore::open_existing(&path).unwrap().count().unwrap(), 2);
}

/// Not a test by itself: the child of the one above.
#[test]
fn child_that_opens_and_closes() {
    let Some(path) = env::var_os(CHILD_LIBRARY) else { return };
    assert_eq!(SqliteStore::open(Path::new(&path)).unwrap().count().unwrap(), 1);
}

/// Where a child process finds the library.
pub(super) const CHILD_LIBRARY: &str = "NUTGRAF_TEST_CHILD_LIBRARY";

/// Not a test by itself: the child of the next one. It adds without end, and says each number once it is acknowledged.
#[test]
fn child_that_adds_until_it_is_killed() {
    let Some(path) = env::var_os(CHILD_LIBRARY) else { return };
    let library = SqliteStore::open(Path::new(&path)).unwrap();
    for batch in 0.. {
        let articles: [Article; 3] = std::array::from_fn(|index| Article {
            external_id: Some(format!("{}-{batch}-{index}", std::process::id())),
            ..article(&format!("Article {index} of batch {batch}. {}", "Filler. ".repeat(300)))
        });
        let entries = articles.each_ref().map(|article| Entry { article, vector: None });
        let added = library.add(&entries).unwrap();
        let mut out = stdout().lock();
        for (article, added) in articles.iter().zip(added) {
            let name = article.external_id.as_deref().unwrap();
            writeln!(out, "acknowledged {name} {}", added.unwrap().id).unwrap();
        }
        out.flush().unwrap();
    }
}

#[test]
fn every_acknowledged_article_survives_kill_9() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    let mut acknowledged: Vec<(String, ArticleId)> = Vec::new();
    for round in 1..=6 {
        let mut child = child(&path, "adds_until_it_is_killed");
        // The child dies at another point of its work in every round.
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.by_ref().map_while(Result::ok).find(|line| line.contains("acknowledged"));
        let killer = thread::spawn(move || {
            thread::sleep(Duration::from_millis(37 * round));
            child.kill().unwrap();
            child.wait().unwrap();
        });
        for line in first.into_iter().chain(lines.map_while(Result::ok)) {
            acknowledged.extend(acknowledgement(&line));
        }
        killer.join().unwrap();

        let library = SqliteStore::open_existing(&path).unwrap();
        for (name, id) in &acknowledged {
            match library.get(name) {
                Ok(found) => assert_eq!(found.id, Some(*id)),
                Err(Error::ArticleNotFound { .. }) => panic!("{name} was acknowledged and is lost"),
                Err(error) => panic!("{error}"),
            }
        }
        let count = library.count().unwrap();
        assert_eq!(count % 3, 0, "a batch is stored whole or not at all");
        assert!(count >= acknowledged.len() as u64);
        assert!(library.check(Depth::Full, count_words).unwrap().is_sound());
    }
    assert!(acknowledged.len() > 18, "only {} articles were added", acknowledged.len());
}

/// Runs the test `child_that_{does}` in a process of its own, on this library.
fn child(library: &Path, does: &str) -> Child {
    child_of(module_path!(), library, does)
}

/// The same of another module's test.
pub(super) fn child_of(module: &str, library: &Path, does: &str) -> Child {
    let module = module.split_once("::").map_or("", |(_, path)| path);
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "--test-threads=1"])
        .arg(format!("{module}::child_that_{does}"))
        .env(CHILD_LIBRARY, library)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The name and the id in a line of the child's; `None` for a line of the test runner's, and for
/// one that was cut off where the child was killed.
fn acknowledgement(line: &str) -> Option<(String, ArticleId)> {
    let (_, said) = line.split_once("acknowledged ")?;
    let (name, id) = said.split_once(' ')?;
    Some((name.to_owned(), id.parse().ok().filter(|_| id.len() == 36)?))
}
