//! Articles that are stored first and embedded later, by workers as processes and beside each other; libraries that are
//! copied. All of it in a file, and beside a PostgreSQL also there.

mod program;

use std::collections::BTreeMap;
use std::env;
use std::io::{Write as _, stderr};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use nutgraf::article::ArticleId;
use nutgraf::embed::Int8Embedder;
use nutgraf::engine::{Engine, WorkOptions, WorkStep};
use nutgraf::library::{Location, Store};
use nutgraf::read::{Input, read};
use nutgraf::text::Document;
use program::Program;

/// Where a library may be: in a file, and in a schema of its own of the PostgreSQL that is at hand.
fn places(program: &Program) -> Vec<String> {
    let mut places = vec![program.library().to_str().unwrap().to_owned()];
    match env::var("NUTGRAF_TEST_POSTGRES") {
        Ok(url) => {
            let sign = if url.contains('?') { '&' } else { '?' };
            places.push(format!("{url}{sign}schema=test_{}", uuid::Uuid::now_v7().simple()));
        }
        Err(_) => {
            // Past the harness, which keeps what a passing test prints.
            let _ = writeln!(
                stderr(),
                "skipped on PostgreSQL: NUTGRAF_TEST_POSTGRES is not set; .ci/postgres sets it"
            );
        }
    }
    places
}

/// Some articles of the examples.
fn documents(count: usize) -> Vec<Document> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/articles/space.jsonl");
    let found = read(Input::file(path).unwrap()).documents();
    found.take(count).collect::<Result<_, _>>().unwrap()
}

/// The bits of the vectors of all articles.
fn vectors(store: &dyn Store, engine: &Engine) -> BTreeMap<ArticleId, Vec<u32>> {
    let mut ids = Vec::new();
    store
        .for_each(&mut |article| {
            ids.extend(article.id);
            ControlFlow::Continue(())
        })
        .unwrap();
    let bits = |id: ArticleId| {
        let values = store.vector(id, engine.model().unwrap()).unwrap().unwrap_or_default();
        (id, values.iter().map(|value| value.to_bits()).collect())
    };
    ids.into_iter().map(bits).collect()
}

#[test]
fn what_is_stored_for_later_is_found_once_a_worker_was_there() {
    let program = Program::with_few_examples(3);
    for place in places(&program) {
        let at = ["--library", &place];
        let run = |arguments: &[&str]| program.run(&[&at[..], arguments].concat());
        let added = run(&["add", "--later", "--json", "examples/articles"]).succeeded();
        assert!(
            added.stderr.contains("not found by meaning yet; `nutgraf work`"),
            "{}",
            added.stderr
        );
        let lines = added.json();
        assert!(lines.iter().all(|line| line["awaits_vector"] == true), "{lines:?}");
        let listed = run(&["list", "--json", "--copies"]).succeeded().json().len();
        assert_eq!(listed, lines.len());
        let nothing = run(&["search", "stolen coins"]).succeeded();
        assert_eq!(nothing.stdout, "", "nothing is found by meaning");
        assert!(nothing.stderr.contains("not found by meaning yet"), "{}", nothing.stderr);
        assert_ne!(run(&["search", "--words", "the"]).succeeded().stdout, "", "but by words");
        assert_eq!(run(&["stats", "--json"]).succeeded().one()["awaited"], lines.len());

        let worked = run(&["work", "--until-done"]).succeeded();
        assert_eq!(worked.stdout, format!("embedded {} articles\n", lines.len()));
        let stats = run(&["stats", "--json"]).succeeded().one();
        assert_eq!((&stats["awaited"], &stats["lacking_vectors"]), (&().into(), &0.into()));
        let found = run(&["search", "stolen coins"]).succeeded();
        assert!(!found.stdout.is_empty() && !found.stderr.contains("not found by meaning"));
        assert!(run(&["check", "--full"]).succeeded().stdout.contains("sound"));

        // What is there and embedded awaits nothing when it comes again.
        let again = run(&["add", "--later", "--json", "examples/articles"]).succeeded().json();
        assert!(
            again
                .iter()
                .all(|line| line["outcome"] == "unchanged" && line["awaits_vector"].is_null())
        );
        assert!(run(&["work", "--dead"]).succeeded().stderr.contains("nothing was put aside"));
    }
}

#[test]
fn workers_of_different_processors_do_each_job_once() {
    let program = Program::new();
    let documents = documents(9);
    for place in places(&program) {
        let store = Location::named(&place).open().unwrap();
        let engine_on = |set: &str| {
            let embedder = Int8Embedder::bundled().unwrap().with_instruction_set(set).unwrap();
            Engine::builder()
                .embedder(Box::new(embedder))
                .open_library(Arc::clone(&store))
                .build()
                .unwrap()
        };
        let sets = Int8Embedder::instruction_sets();
        let engines = [engine_on(sets[0]), engine_on("portable")];
        for added in engines[0].add_later(&documents).unwrap() {
            assert!(added.unwrap().is_awaited);
        }
        let embedded = AtomicUsize::new(0);
        thread::scope(|scope| {
            for (number, engine) in engines.iter().enumerate() {
                let embedded = &embedded;
                scope.spawn(move || {
                    let options = WorkOptions {
                        name: format!("worker {number}"),
                        batch: 2,
                        until_done: true,
                        ..WorkOptions::default()
                    };
                    let mut told = |step: WorkStep<'_>| match step {
                        WorkStep::Embedded(count) => {
                            embedded.fetch_add(count, Ordering::Relaxed);
                        }
                        other => panic!("{other:?}"),
                    };
                    engine.work(&options, &|| false, &mut told).unwrap();
                });
            }
        });
        assert_eq!(embedded.into_inner(), documents.len());
        let alone = Engine::builder().library_in_memory().build().unwrap();
        for added in alone.add(&documents).unwrap() {
            added.unwrap();
        }
        let by_text = |engine: &Engine| -> BTreeMap<String, Vec<u32>> {
            let store = engine.library().unwrap();
            let bits = vectors(store, engine).into_iter();
            bits.map(|(id, bits)| (store.get_by_id(id).unwrap().body, bits)).collect()
        };
        assert_eq!(by_text(&engines[0]), by_text(&alone));
        assert_eq!(store.count_unplaced().unwrap(), 0, "all have their places");
    }
}

#[test]
fn a_worker_that_is_killed_leaves_its_jobs_to_others() {
    let program = Program::with_examples();
    for place in places(&program) {
        let at = ["--library", &place];
        let run = |arguments: &[&str]| program.run(&[&at[..], arguments].concat());
        let lines = run(&["add", "--later", "--json", "examples/articles"]).succeeded().json();
        for round in 0..3 {
            let work = ["work", "--lease", "1", "--batch", "4", "--threads", "1"];
            let mut worker = program.command(&[&at[..], &work].concat()).spawn().unwrap();
            let store = Location::named(&place).open_existing().unwrap();
            let begun = Instant::now();
            // Killed with something in its hands, if that can be seen.
            while store.job_counts().unwrap().claimed == 0
                && begun.elapsed() < Duration::from_secs(20)
            {
                thread::sleep(Duration::from_millis(5));
            }
            thread::sleep(Duration::from_millis(20 * round));
            worker.kill().unwrap();
            worker.wait().unwrap();
        }
        run(&["work", "--until-done"]).succeeded();
        let stats = run(&["stats", "--json"]).succeeded().one();
        assert_eq!((&stats["awaited"], &stats["lacking_vectors"]), (&().into(), &0.into()));
        assert_eq!(stats["articles"], lines.len());
        assert!(run(&["work", "--dead", "--json"]).succeeded().json().is_empty());
    }
}

#[test]
fn a_worker_that_is_told_to_ends() {
    let program = Program::new();
    for place in places(&program) {
        let store = Location::named(&place).open().unwrap();
        let engine = Engine::builder().open_library(store).build().unwrap();
        let ends = AtomicBool::new(false);
        thread::scope(|scope| {
            let working = scope.spawn(|| {
                engine.work(&WorkOptions::default(), &|| ends.load(Ordering::Relaxed), &mut |_| ())
            });
            thread::sleep(Duration::from_millis(300));
            assert!(!working.is_finished(), "it waits for jobs");
            ends.store(true, Ordering::Relaxed);
            working.join().unwrap().unwrap();
        });
    }
}

#[test]
fn a_library_is_copied_whole_and_brought_up_to_date() {
    let program = Program::with_few_examples(4);
    program.print(&["add", "examples/articles"]);
    let stories = program.json(&["stories", "--json"]);
    let mut places = places(&program);
    let original = places.remove(0);
    places.push(program.path("copy.db").to_str().unwrap().to_owned());
    for place in places {
        let copied = program.one(&["copy", &original, &place, "--json"]);
        assert_eq!(copied["sent"], copied["articles"]);
        let export = |library: &str| program.print(&["--library", library, "export"]);
        assert_eq!(export(&original), export(&place));
        assert_eq!(program.json(&["--library", &place, "stories", "--json"]), stories);

        // Both ways, and to the bit.
        let back = program.path(&format!("{}.db", uuid::Uuid::now_v7()));
        let back = back.to_str().unwrap();
        let returned = program.one(&["copy", &place, back, "--json"]);
        assert_eq!(returned["sha256"], copied["sha256"]);

        // What has changed since goes there, and no more than that.
        let listed = program.json(&["--library", back, "list", "--json"]);
        let id = |at: usize| listed[at]["id"].as_str().unwrap().to_owned();
        program.run(&["--library", back, "rm", &id(0)]).succeeded();
        program.run(&["--library", back, "edit", &id(1), "--title", "Changed"]).succeeded();
        let third = format!("{back}.copy");
        program.run(&["copy", &place, &third]).succeeded();
        program.run(&["--library", &third, "rm", &id(0)]).succeeded();
        program.run(&["--library", &third, "edit", &id(1), "--title", "Changed"]).succeeded();
        let mended = program.one(&["copy", &place, &third, "--json"]);
        assert_eq!(mended["sent"], 2, "{mended}");
        assert_eq!(mended["sha256"], copied["sha256"]);

        // What holds something else is left as it is.
        let refused = program.run(&["copy", back, &original]).ended(1);
        assert!(refused.stderr.contains("articles of its own"), "{}", refused.stderr);
        let same = program.run(&["copy", &place, &place]).ended(1);
        assert!(same.stderr.contains("the same library"), "{}", same.stderr);
    }
    let absent = program.run(&["copy", "nowhere.db", "new.db"]).ended(4);
    assert!(absent.stderr.contains("there is no library yet"), "{}", absent.stderr);
    assert!(!program.path("new.db").exists());
}
