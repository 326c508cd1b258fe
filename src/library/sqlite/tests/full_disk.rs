//! A disk with no room left: every error says so, nothing that was acknowledged is lost, and answers stay
//! exact.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::count_words;
use super::neighbors::{DIMENSIONS, Random, exact, model, nearest, some};
use crate::Error;
use crate::article::{Article, ArticleId};
use crate::library::{ArticleVector, Depth, Effort, Entry, Filter, SqliteStore};
use crate::skipped::skipped;

/// A file system of its own in memory, gone when it is dropped.
struct Disk(TempDir);

impl Disk {
    /// One of so many kilobytes; nothing where this user may mount none.
    fn new(kilobytes: usize) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let options = format!("size={kilobytes}k");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(folder.path())
            .output();
        mount.is_ok_and(|mount| mount.status.success()).then(|| Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).output();
    }
}

fn assert_full(error: &Error) {
    let said = error.to_string();
    assert!(said.contains("full") || said.contains("No space"), "{said}");
}

/// What was acknowledged, with the vectors.
#[derive(Default)]
struct Truth(BTreeMap<ArticleId, Vec<f32>>);

impl Truth {
    fn hold_against(&self, library: &SqliteStore, random: &mut Random) {
        assert_eq!(library.count().unwrap(), self.0.len() as u64);
        for _ in 0..3 {
            let query = random.vector();
            let found: Vec<_> = nearest(library, &query, &Filter::default())
                .into_iter()
                .map(|neighbor| neighbor.article.id)
                .collect();
            let exact: Vec<_> = exact(&self.0, &query).into_iter().map(|(id, _)| id).collect();
            assert_eq!(found, exact);
        }
    }

    /// Adds articles until there is no room for more.
    fn fill(&mut self, library: &SqliteStore, random: &mut Random) {
        let model = model();
        loop {
            let articles = some(random, 40);
            let entries: Vec<Entry> = articles
                .iter()
                .map(|(article, values)| Entry {
                    article,
                    vector: Some(ArticleVector { model: &model, values }),
                })
                .collect();
            match library.add(&entries) {
                Ok(added) => {
                    let ids = added.into_iter().map(|added| added.unwrap().id);
                    self.0.extend(ids.zip(articles.into_iter().map(|(_, vector)| vector)));
                }
                Err(error) => return assert_full(&error),
            }
        }
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    let Some(disk) = Disk::new(3_000) else {
        return skipped("this user may not mount a small disk");
    };
    let path = disk.path().join("library.db");
    let ballast = disk.path().join("ballast");
    let random = &mut Random(11);
    let mut truth = Truth::default();
    let model = model();
    // Less and less room is left for what is written beside the database.
    for kilobytes in [900, 500, 250, 100, 0] {
        fs::write(&ballast, vec![0; kilobytes * 1_000]).unwrap();
        let library = SqliteStore::open(&path).unwrap();
        truth.fill(&library, random);
        truth.hold_against(&library, random);
        let id = *truth.0.keys().next_back().unwrap();
        let long = "Words of a longer text. ".repeat(40_000);
        let mut change = |article: Article| Article { body: long.clone(), ..article };
        assert_full(&library.patch(id, &mut change, None).unwrap_err());
        assert_ne!(library.get_by_id(id).unwrap().body, long);
        for (index, effort) in [Effort::Least, Effort::All, Effort::Compact].into_iter().enumerate()
        {
            if let Err(error) = library.keep_up(&model, DIMENSIONS, effort) {
                assert_full(&error);
            }
            if let Err(error) = library.vacuum() {
                assert_full(&error);
            }
            let copy = disk.path().join(format!("copy-{index}.db"));
            if let Err(error) = library.back_up(&copy) {
                assert_full(&error);
                assert!(!copy.exists(), "half a copy is none");
            }
            let _ = fs::remove_file(copy);
            truth.hold_against(&library, random);
        }
        // Removing may need room as well: either it is done, or it is not and that is said.
        match library.remove(id) {
            Ok(()) => drop(truth.0.remove(&id)),
            Err(error) => assert_full(&error),
        }
        drop(library);
        fs::remove_file(&ballast).unwrap();
        let library = SqliteStore::open(&path).unwrap();
        truth.hold_against(&library, random);
        assert!(library.check(Depth::Full, count_words).unwrap().is_sound());
        library.keep_up(&model, DIMENSIONS, Effort::All).unwrap();
        truth.hold_against(&library, random);
    }
    assert!(truth.0.len() > 100, "{}", truth.0.len());
}
