//! Threads and processes that ask while another writes, each answer against the exact one.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::thread;

use super::Shelf;
use super::concurrency::{CHILD_LIBRARY, child_of};
use super::neighbors::{Random, add_all, exact, keep_up, nearest, some, state};
use crate::article::{Article, ArticleId};
use crate::library::IndexState;
use crate::library::{Effort, Filter, SqliteStore};
use crate::vector::normalise;

const THREADS: u64 = 8;
const PROCESSES: u64 = 3;

/// The articles that stay, which every process makes alike.
fn fixed() -> Vec<(Article, Vec<f32>)> {
    let mut articles = some(&mut Random(5), 200);
    for (number, (article, _)) in articles.iter_mut().enumerate() {
        article.external_id = Some(format!("fixed {number}"));
    }
    articles
}

/// The vectors of those that stay, by the ids that they were given.
fn truth(library: &SqliteStore) -> BTreeMap<ArticleId, Vec<f32>> {
    let named = |(article, vector): (Article, Vec<f32>)| {
        let name = article.external_id.unwrap();
        (library.get(&name).unwrap().id.unwrap(), vector)
    };
    fixed().into_iter().map(named).collect()
}

/// Asks, and says how many answers were held against the exact one: those that come and go are on the
/// other side of where the questions are asked.
fn ask(library: &SqliteStore, truth: &BTreeMap<ArticleId, Vec<f32>>, seed: u64) -> usize {
    let random = &mut Random(seed);
    let mut compared = 0;
    for _ in 0..60 {
        let mut query = random.vector();
        query[0] = 4.0;
        normalise(&mut query);
        let found = nearest(library, &query, &Filter::default());
        let exact = exact(truth, &query);
        if exact.iter().all(|(_, score)| *score > 0.0) {
            let found: Vec<_> = found.iter().map(|it| it.article.id).collect();
            let exact: Vec<_> = exact.iter().map(|(id, _)| *id).collect();
            assert_eq!(found, exact);
            compared += 1;
        }
    }
    compared
}

/// Not a test by itself: a child of the next one.
#[test]
fn child_that_asks() {
    let Some(path) = env::var_os(CHILD_LIBRARY) else { return };
    let library = SqliteStore::open_existing(Path::new(&path)).unwrap();
    let truth = truth(&library);
    thread::scope(|scope| {
        for thread in 0..2 {
            let (library, truth) = (&library, &truth);
            let seed = u64::from(std::process::id()) * 2 + thread;
            scope.spawn(move || assert!(ask(library, truth, seed) > 10));
        }
    });
}

#[test]
fn threads_and_processes_are_answered_exactly_while_another_writes() {
    let Shelf { library, folder: _folder } = Shelf::new();
    add_all(&library, &fixed());
    let truth = truth(&library);
    let path = library.path();
    let children: Vec<_> = (0..PROCESSES).map(|_| child_of(module_path!(), path, "asks")).collect();
    thread::scope(|scope| {
        for reader in 0..THREADS {
            let (library, truth) = (&library, &truth);
            scope.spawn(move || {
                let own = (reader % 2 == 0).then(|| SqliteStore::open(path).unwrap());
                assert!(ask(own.as_ref().unwrap_or(library), truth, 100 + reader) > 10);
            });
        }
        scope.spawn(|| {
            let random = &mut Random(6);
            for round in 0..15 {
                let away = |(article, mut vector): (Article, Vec<f32>)| {
                    vector[0] = -vector[0].abs() - 1.0;
                    normalise(&mut vector);
                    (article, vector)
                };
                let coming: Vec<_> = some(random, 20).into_iter().map(away).collect();
                let ids = add_all(&library, &coming);
                ids.iter().step_by(2).for_each(|id| library.remove(*id).unwrap());
                if round % 3 == 0 {
                    keep_up(&library, Effort::All);
                }
            }
        });
    });
    for child in children {
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stdout).into_owned();
        assert!(ended.status.success() && said.contains("1 passed"), "{said}");
    }
    assert!(matches!(state(&library), IndexState::Current { .. }));
}
