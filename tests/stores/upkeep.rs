//! Upkeep: walks over all, counts, checks, and what changes no answer.

use std::ops::ControlFlow;
use std::thread;

use nutgraf::article::{Article, ArticleId};
use nutgraf::library::{
    ArticleVector, Depth, Effort, Entry, Filter, IndexState, ListOptions, Neighbor, Store, Task,
};
use nutgraf::vector::ModelId;
use nutgraf::{Error, Result};

use crate::given::{Random, article, complete, count_words, model, numbered, page, time};
use crate::{add, all, each_spot, each_store, place, put, put_with};

const DIMENSIONS: usize = 16;
const TASKS: [Task; 3] = [Task::Stories, Task::Index, Task::Queue];

/// So many articles with vectors, by ids that do not tell stored order.
fn fill(library: &dyn Store, random: &mut Random, count: u64) -> Vec<ArticleId> {
    let model = model("small");
    let stored = |n: u64| Article {
        id: Some(numbered(1_000 - n)),
        created: Some(time("2024-05-01T00:00:00Z")),
        ..article(&format!("Report {n} of the day."))
    };
    let articles: Vec<Article> = (0..count).map(stored).collect();
    let vectors: Vec<Vec<f32>> = articles.iter().map(|_| random.vector(DIMENSIONS)).collect();
    let entry = |(article, values)| Entry {
        article,
        vector: Some(ArticleVector { model: &model, values }),
    };
    let entries: Vec<Entry> =
        articles.iter().zip(vectors.iter().map(Vec::as_slice)).map(entry).collect();
    library.add(&entries).unwrap().into_iter().map(|added| added.unwrap().id).collect()
}

fn near(library: &dyn Store, model: &ModelId, query: &[f32]) -> Vec<Neighbor> {
    let vector = ArticleVector { model, values: query };
    library.nearest(vector, 7, &Filter::default()).unwrap()
}

#[test]
fn a_walk_goes_through_all_in_stored_order_until_it_is_told_to_stop() {
    each_store(|library| {
        let ids = fill(library, &mut Random(20), 600);
        let walked: Vec<ArticleId> = all(library).iter().filter_map(|it| it.id).collect();
        assert_eq!(walked, ids);
        assert_eq!(all(library)[599], library.get_by_id(ids[599]).unwrap());
        for stop in [1, 2, 256, 257, 600] {
            let mut seen = 0;
            let mut walk = |_: Article| -> ControlFlow<()> {
                seen += 1;
                if seen == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            library.for_each(&mut walk).unwrap();
            assert_eq!(seen, stop);
        }
    });
}

#[test]
fn a_walk_sees_one_moment_and_may_use_the_store() {
    each_store(|library| {
        let ids = fill(library, &mut Random(21), 300);
        let mut seen = Vec::new();
        let mut walk = |walked: Article| -> ControlFlow<()> {
            if seen.is_empty() {
                library.remove(ids[299]).unwrap();
                let mut change = |it: Article| Article { body: "Another.".to_owned(), ..it };
                library.patch(ids[298], &mut change, None).unwrap();
                put(library, &article("A new report."));
            }
            assert!(walked.id == Some(ids[299]) || library.get_by_id(walked.id.unwrap()).is_ok());
            seen.push(walked.body);
            ControlFlow::Continue(())
        };
        library.for_each(&mut walk).unwrap();
        let expected: Vec<String> = (0..300).map(|n| format!("Report {n} of the day.")).collect();
        assert_eq!(seen, expected);
        assert_eq!(all(library).len(), 300);
    });
}

#[test]
fn statistics_count_what_there_is() {
    each_store(|library| {
        let [small, other] = ["small", "other"].map(model);
        let empty = library.statistics(&small, DIMENSIONS).unwrap();
        assert_eq!(
            (empty.articles, empty.read, empty.lacking_vectors, empty.awaited),
            (0, 0, 0, 0)
        );
        let ids = fill(library, &mut Random(22), 5);
        put(library, &article("Without a vector."));
        library.add_later(&[&article("For later.")], &small).unwrap().remove(0).unwrap();
        for id in [ids[0], ids[0], ids[1]] {
            library.mark_read(id, time("2025-02-03T04:05:06Z")).unwrap();
        }
        let of = |model: &ModelId| {
            let found = library.statistics(model, DIMENSIONS).unwrap();
            assert!(found.database_bytes > 0);
            (found.articles, found.read, found.lacking_vectors, found.awaited)
        };
        assert_eq!(of(&small), (7, 2, 1, 1));
        assert_eq!(of(&other), (7, 2, 7, 1));
    });
}

/// What is stored by all ways there are.
fn changed(library: &dyn Store) {
    let ids = fill(library, &mut Random(23), 30);
    put(library, &complete());
    let model = model("large");
    let vector = ArticleVector { model: &model, values: &[0.5; 3] };
    put_with(library, &page("https://a.example/1", "京都", "港は京都で。"), vector);
    add(library, &page("https://www.a.example/1", "Kyoto", "The harbour.")).unwrap();
    library.remove(ids[3]).unwrap();
    library.mark_read(ids[4], time("2025-02-03T04:05:06Z")).unwrap();
    place(library, ids[0], None, None);
    place(library, ids[1], Some(ids[0]), None);
    let mut change = |it: Article| Article { body: "Two words.".to_owned(), word_count: 2, ..it };
    library.patch(ids[5], &mut change, None).unwrap();
    library.add_later(&[&article("For later.")], &model).unwrap().remove(0).unwrap();
}

#[test]
fn what_was_stored_is_found_sound_and_left_as_it_is() {
    each_store(|library| {
        changed(library);
        let before = library.holdings(0, 99).unwrap();
        for depth in [Depth::Quick, Depth::Full] {
            let report = library.check(depth, &count_words).unwrap();
            assert!(report.is_sound(), "{:?}", report.findings);
            assert_eq!(report.articles, 32);
        }
        let report = library.rebuild(&count_words).unwrap();
        assert!(report.is_sound() && report.articles == 32, "{report:?}");
        assert_eq!(library.holdings(0, 99).unwrap(), before);
        assert_eq!(library.with_words(&["kyoto", "harbour"], 9).unwrap().len(), 1);
    });
}

#[test]
fn a_count_of_words_that_came_so_is_no_damage() {
    each_store(|library| {
        let id = put(library, &Article { word_count: 99, ..article("Two words.") });
        let report = library.check(Depth::Full, &count_words).unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
        assert_eq!(library.get_by_id(id).unwrap().word_count, 99);
    });
}

#[test]
fn upkeep_changes_no_answer() {
    each_store(|library| {
        let random = &mut Random(24);
        let small = model("small");
        let ids = fill(library, random, 300);
        for id in ids.iter().step_by(5) {
            library.remove(*id).unwrap();
        }
        let queries: Vec<Vec<f32>> = (0..5).map(|_| random.vector(DIMENSIONS)).collect();
        let answers = || -> Vec<Vec<Neighbor>> {
            queries.iter().map(|query| near(library, &small, query)).collect()
        };
        let list = || library.list(&ListOptions::default()).unwrap();
        let (before, lines) = (answers(), list());
        let assert_unchanged = || {
            assert!(answers() == before && list() == lines);
            assert_eq!(library.holdings(0, 999).unwrap().len(), 240);
        };
        for effort in [Effort::Least, Effort::Articles(300), Effort::All, Effort::Compact] {
            library.keep_up(&small, DIMENSIONS, effort).unwrap();
            assert_unchanged();
        }
        library.vacuum().unwrap();
        assert_unchanged();
        for depth in [Depth::Quick, Depth::Full] {
            let state = library.index_state(&small, DIMENSIONS, depth).unwrap();
            assert!(matches!(state, IndexState::Current { .. } | IndexState::Absent), "{state}");
        }
        library.discard_index().unwrap();
        assert_unchanged();
        library.keep_up(&model("none"), DIMENSIONS, Effort::All).unwrap();
        library.keep_up(&small, DIMENSIONS, Effort::All).unwrap();
        assert_unchanged();
        let late = ArticleVector { model: &small, values: &queries[0] };
        let late = put_with(library, &article("A late report."), late);
        assert_eq!(near(library, &small, &queries[0])[0].article.id, late);
    });
}

#[test]
fn of_two_threads_one_does_what_one_does_at_a_time() {
    each_store(|library| {
        for task in TASKS {
            let attempt = || library.exclusively(task, &mut || Ok(())).unwrap();
            let mut others = Vec::new();
            let mut work = || -> Result<()> {
                others.push(thread::scope(|scope| scope.spawn(attempt).join().unwrap()));
                others.push(attempt());
                Ok(())
            };
            assert!(library.exclusively(task, &mut work).unwrap());
            assert_eq!(others, [false, false]);
            assert!(attempt(), "and after it another may");
        }
    });
}

#[test]
fn different_tasks_are_done_at_once() {
    each_store(|library| {
        let mut done = 0;
        let mut inner = || -> Result<()> {
            done += 1;
            Ok(())
        };
        let mut middle = || library.exclusively(Task::Queue, &mut inner).map(|did| assert!(did));
        let mut outer = || library.exclusively(Task::Index, &mut middle).map(|did| assert!(did));
        assert!(library.exclusively(Task::Stories, &mut outer).unwrap());
        assert_eq!(done, 1);
    });
}

#[test]
fn of_two_handles_one_sees_to_what_waits() {
    each_spot(|spot| {
        let (library, other) = (spot.open(), spot.open());
        let mut did = None;
        let mut work = || -> Result<()> {
            did = Some(other.exclusively(Task::Queue, &mut || Ok(()))?);
            Ok(())
        };
        assert!(library.exclusively(Task::Queue, &mut work).unwrap());
        assert_eq!(did, Some(false));
        assert!(other.exclusively(Task::Queue, &mut || Ok(())).unwrap());
        drop(other);
        assert!(library.exclusively(Task::Queue, &mut || Ok(())).unwrap());
    });
}

#[test]
fn what_fails_is_told_and_keeps_nobody_out() {
    each_store(|library| {
        for task in TASKS {
            let mut fails = || -> Result<()> { Err(Error::NoLibrary) };
            let failed = library.exclusively(task, &mut fails);
            assert!(matches!(failed, Err(Error::NoLibrary)), "{failed:?}");
            assert!(library.exclusively(task, &mut || Ok(())).unwrap());
        }
    });
}
