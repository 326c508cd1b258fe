//! A process that writes, seals, merges and compacts, killed at any moment: nothing that was
//! acknowledged is lost, and no answer is wrong.
//!
//! `NUTGRAF_TEST_KILLS` says how often; the default takes some seconds.

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader, Write, stdout};
use std::path::Path;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::concurrency::{CHILD_LIBRARY, child_of};
use super::neighbors::{DIMENSIONS, Random, exact, keep_up, model, nearest, state};
use super::{article, count_words};
use crate::article::{Article, ArticleId};
use crate::library::IndexState;
use crate::library::{ArticleVector, Depth, Effort, Entry, Filter, SqliteStore};

/// How often to kill, if that is said.
pub(super) fn how_many() -> Option<u64> {
    env::var("NUTGRAF_TEST_KILLS").ok()?.parse().ok()
}

/// What a process that was killed had said.
#[derive(Default)]
struct Said {
    stored: BTreeSet<String>,
    /// What it was about to remove when it was killed.
    in_doubt: Option<String>,
}

impl Said {
    fn hear(&mut self, line: &str) {
        // A line that was cut off has no full stop.
        let Some(said) = line.strip_suffix('.') else { return };
        let name = said.rsplit(' ').next().unwrap_or_default().to_owned();
        if said.contains("acknowledged put") {
            self.stored.insert(name);
        } else if said.contains("about to remove") {
            self.in_doubt = Some(name);
        } else if said.contains("acknowledged rm") {
            self.stored.remove(&name);
            self.in_doubt = None;
        }
    }
}

/// Not a test by itself: the child of the next one.
#[test]
fn child_that_works_until_it_is_killed() {
    let Some(path) = env::var_os(CHILD_LIBRARY) else { return };
    let library = SqliteStore::open(Path::new(&path)).unwrap();
    let random = &mut Random(u64::from(std::process::id()));
    let model = model();
    let say = |what: std::fmt::Arguments| {
        let mut out = stdout().lock();
        writeln!(out, "{what}.").unwrap();
        out.flush().unwrap();
    };
    let mut names: Vec<(String, ArticleId)> = Vec::new();
    for round in 0.. {
        let articles: Vec<Article> = (0..40)
            .map(|number| Article {
                external_id: Some(format!("{}-{round}-{number}", std::process::id())),
                ..article(&format!("Article {number} of round {round}. {}", random.next()))
            })
            .collect();
        let vectors: Vec<Vec<f32>> = articles.iter().map(|_| random.vector()).collect();
        let entries: Vec<Entry> = articles
            .iter()
            .zip(&vectors)
            .map(|(article, values)| Entry {
                article,
                vector: Some(ArticleVector { model: &model, values }),
            })
            .collect();
        for (added, article) in library.add(&entries).unwrap().into_iter().zip(&articles) {
            let name = article.external_id.clone().unwrap();
            say(format_args!("acknowledged put {name}"));
            names.push((name, added.unwrap().id));
        }
        let (name, id) = names.swap_remove(random.next() as usize % names.len());
        say(format_args!("about to remove {name}"));
        library.remove(id).unwrap();
        say(format_args!("acknowledged rm {name}"));
        let (_, id) = &names[random.next() as usize % names.len()];
        let vector = random.vector();
        let mut other = library.get_by_id(*id).unwrap();
        other.body.push_str(" And more.");
        other.word_count = count_words(&other.body);
        let made = Some((&other, ArticleVector { model: &model, values: &vector }));
        library.patch(*id, &mut |_| other.clone(), made).unwrap();
        match round % 5 {
            0 | 3 => keep_up(&library, Effort::All),
            1 => keep_up(&library, Effort::Compact),
            2 => drop(library.rebuild(count_words).unwrap()),
            _ => library.vacuum().unwrap(),
        }
    }
}

#[test]
fn nothing_that_was_acknowledged_is_lost_and_no_answer_is_wrong() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    let mut all = Said::default();
    let random = &mut Random(99);
    for round in 0..how_many().unwrap_or(8) {
        let mut child = child_of(module_path!(), &path, "works_until_it_is_killed");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let is_begun = |line: &String| line.contains("acknowledged put");
        let first = lines.by_ref().map_while(Result::ok).find(is_begun);
        let moment = Duration::from_micros(random.next() % 300_000);
        let killer = thread::spawn(move || {
            thread::sleep(moment);
            child.kill().unwrap();
            child.wait().unwrap();
        });
        first.into_iter().chain(lines.map_while(Result::ok)).for_each(|line| all.hear(&line));
        killer.join().unwrap();

        let library = SqliteStore::open_existing(&path).unwrap();
        if let Some(name) = all.in_doubt.take()
            && library.get(&name).is_err()
        {
            all.stored.remove(&name);
        }
        for name in &all.stored {
            assert!(
                library.get(name).is_ok(),
                "round {round}: {name} was acknowledged and is lost"
            );
        }
        let report = library.check(Depth::Full, count_words).unwrap();
        assert!(report.is_sound(), "round {round}: {report:?}");
        let state = state(&library);
        assert!(
            matches!(state, IndexState::Current { .. } | IndexState::Absent),
            "round {round}: {state}"
        );
        let stored = library.vectors(&model()).unwrap();
        assert_eq!(stored.dimensions, DIMENSIONS);
        let truth = stored.rows().map(|(id, row)| (id, row.to_vec())).collect();
        for _ in 0..5 {
            let query = random.vector();
            let found: Vec<ArticleId> = nearest(&library, &query, &Filter::default())
                .into_iter()
                .map(|neighbor| neighbor.article.id)
                .collect();
            let exact: Vec<ArticleId> =
                exact(&truth, &query).into_iter().map(|(id, _)| id).collect();
            assert_eq!(found, exact, "round {round}");
        }
    }
    assert!(all.stored.len() > 100, "only {} articles were added", all.stored.len());
}
