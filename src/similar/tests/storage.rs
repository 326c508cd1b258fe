//! The index through changes, sealing, merging, storing and damage, against a plain map.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::*;
use crate::similar::{Damaged, Index, IndexFolder, Mark, Subject, Unusable};
use crate::vector::ModelId;

const DIMENSIONS: usize = 24;

fn subject(library: &str) -> Subject {
    Subject {
        library: library.to_owned(),
        model: ModelId::new("tiny", "0123456789abcdef"),
        dimensions: DIMENSIONS,
    }
}

/// What an index should hold, and the index that holds it.
struct Mirror {
    truth: BTreeMap<u64, Vec<f32>>,
    index: Index,
}

impl Mirror {
    fn new() -> Self {
        Self { truth: BTreeMap::new(), index: Index::new(DIMENSIONS) }
    }

    /// Puts some vectors, new ones and in place of others, and removes some.
    fn change(&mut self, random: &mut Random, puts: usize, removals: usize) {
        let mut changes = self.index.changes();
        for _ in 0..puts {
            let number = random.bits() % 3_000;
            let vector = random.vector(DIMENSIONS);
            changes.put(number, &vector);
            self.truth.insert(number, vector);
        }
        for _ in 0..removals {
            let number = random.bits() % 3_000;
            changes.remove(number);
            self.truth.remove(&number);
        }
        let mark = Mark { change: self.index.mark().change + 1, stamp: [random.bits() as u8; 16] };
        self.index = changes.applied(mark).unwrap();
    }

    /// Compares the answers with those of looking at every vector.
    fn assert_same(&self, index: &Index, random: &mut Random) {
        assert_eq!(index.len(), self.truth.len());
        for _ in 0..10 {
            let query = random.vector(DIMENSIONS);
            let exact = nearest(&self.truth, &query, 10);
            let found = index.nearest(&query, 10).unwrap();
            assert_eq!(found.len(), exact.len());
            let worst = exact.last().map_or(0.0, |&(score, _)| score) - 0.02;
            for candidate in &found {
                let vector = &self.truth[&candidate.number];
                let score = cosine(&query, vector);
                assert!((score - candidate.score).abs() < 0.01 && score > worst, "{candidate:?}");
            }
            let some: Vec<u64> = self.truth.keys().copied().step_by(7).collect();
            let among = index.nearest_among(&query, 5, some.iter().copied()).unwrap();
            assert_eq!(among.len(), some.len().min(5));
            assert!(among.iter().all(|candidate| some.contains(&candidate.number)));
        }
    }
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let unit = |vector: &[f32]| {
        let mut unit = vector.to_vec();
        crate::vector::normalise(&mut unit);
        unit
    };
    crate::vector::dot(&unit(a), &unit(b))
}

fn nearest(truth: &BTreeMap<u64, Vec<f32>>, query: &[f32], count: usize) -> Vec<(f32, u64)> {
    let mut all: Vec<_> =
        truth.iter().map(|(number, vector)| (cosine(query, vector), *number)).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    all.truncate(count);
    all
}

#[test]
fn an_index_holds_what_changes_left_however_it_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let place = IndexFolder::at(folder.path().join("index"));
    let writing = place.lock().unwrap().unwrap();
    let random = &mut Random(11);
    let mut mirror = Mirror::new();
    for round in 0..40 {
        mirror.change(random, 120, 40);
        match round % 4 {
            0 => mirror.index = mirror.index.sealed(),
            1 => {
                let sealed = mirror.index.sealed();
                if let Some(merge) = sealed.next_merge() {
                    mirror.index = sealed.merged(&merge).unwrap();
                }
            }
            2 => {
                place.store(&writing, &mirror.index, &subject("one")).unwrap();
                let loaded = place.load(&subject("one")).unwrap();
                assert_eq!(loaded.mark(), mirror.index.mark());
                mirror.index = loaded;
            }
            _ => {
                let sealed = mirror.index.sealed();
                if round % 8 == 3
                    && let Some(merge) = sealed.merge_of_all()
                {
                    mirror.index = sealed.merged(&merge).unwrap();
                    assert!(mirror.index.segments().len() <= 1);
                }
            }
        }
        mirror.assert_same(&mirror.index, random);
    }
    let files = |path: &Path| fs::read_dir(path).unwrap().count();
    place.store(&writing, &mirror.index.sealed(), &subject("one")).unwrap();
    let segments = mirror.index.sealed().segments().len();
    assert_eq!(files(place.path()), segments + 3, "a tag, a lock and a manifest beside them");
}

#[test]
fn vectors_without_a_direction_are_near_nothing_and_hide_what_they_replace() {
    let mut changes = Index::new(2);
    let mut before = changes.changes();
    before.put(1, &[1.0, 0.0]);
    before.put(2, &[0.0, 1.0]);
    changes = before.applied(Mark { change: 1, stamp: [1; 16] }).unwrap().sealed();
    let mut after = changes.changes();
    after.put(1, &[0.0, 0.0]);
    after.put(3, &[f32::NAN, 0.0]);
    let index = after.applied(Mark { change: 2, stamp: [2; 16] }).unwrap();
    let found: Vec<u64> =
        index.nearest(&[1.0, 0.1], 9).unwrap().iter().map(|found| found.number).collect();
    assert_eq!(found, [2]);
}

/// A stored index with a graph and one without, and what is in them.
fn stored(folder: &Path) -> (IndexFolder, Mirror) {
    let place = IndexFolder::at(folder.join("index"));
    let random = &mut Random(3);
    let mut mirror = Mirror::new();
    mirror.change(random, 900, 0);
    let sealed = mirror.index.sealed();
    mirror.index = sealed.merged_as(&sealed.all(), true).unwrap();
    mirror.change(random, 100, 30);
    mirror.index = mirror.index.sealed();
    let writing = place.lock().unwrap().unwrap();
    place.store(&writing, &mirror.index, &subject("one")).unwrap();
    (place, mirror)
}

#[test]
fn no_flipped_byte_gives_a_wrong_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (place, mirror) = stored(folder.path());
    mirror.assert_same(&place.load(&subject("one")).unwrap(), &mut Random(4));
    let queries: Vec<Vec<f32>> = (0..4).map(|_| Random(8).vector(DIMENSIONS)).collect();
    let answers = |index: &Index| -> Result<Vec<_>, Damaged> {
        queries.iter().map(|query| index.nearest(query, 10)).collect()
    };
    let right = answers(&place.load(&subject("one")).unwrap()).unwrap();
    let mut refused = 0;
    for entry in fs::read_dir(place.path()).unwrap() {
        let path = entry.unwrap().path();
        let whole = fs::read(&path).unwrap();
        for at in (0..whole.len()).step_by(whole.len() / 60 + 1) {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            // In place of the file, not in it: others may have it mapped.
            fs::remove_file(&path).unwrap();
            fs::write(&path, &flipped).unwrap();
            match place.load(&subject("one")) {
                Err(Unusable::Damaged(_)) => refused += 1,
                Err(other) => panic!("{}, byte {at}: {other:?}", path.display()),
                Ok(index) => match answers(&index) {
                    Ok(answers) => assert_eq!(answers, right, "{}, byte {at}", path.display()),
                    Err(_) => refused += 1,
                },
            }
        }
        for length in [0, whole.len().min(1), whole.len() / 2, whole.len().saturating_sub(1)] {
            fs::remove_file(&path).unwrap();
            fs::write(&path, &whole[..length]).unwrap();
            if let Ok(index) = place.load(&subject("one")) {
                assert_eq!(answers(&index).unwrap(), right, "{} cut", path.display());
            }
        }
        fs::remove_file(&path).unwrap();
        fs::write(&path, &whole).unwrap();
    }
    assert!(refused > 100, "only {refused} flipped bytes were noticed");
}

#[test]
fn an_index_of_something_else_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let (place, _) = stored(folder.path());
    assert!(matches!(place.load(&subject("two")), Err(Unusable::Other(_))));
    let other = Subject { model: ModelId::new("other", "0123456789abcdef"), ..subject("one") };
    assert!(matches!(place.load(&other), Err(Unusable::Other(_))));
    let absent = IndexFolder::at(folder.path().join("absent"));
    assert!(matches!(absent.load(&subject("one")), Err(Unusable::Absent)));
}

#[test]
fn a_folder_of_somebody_else_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("letters.txt"), "mine").unwrap();
    assert!(IndexFolder::at(path.clone()).lock().is_err());
    assert_eq!(fs::read_dir(&path).unwrap().count(), 1);
    let file = folder.path().join("file");
    fs::write(&file, "mine too").unwrap();
    assert!(IndexFolder::at(file.clone()).lock().is_err());
    assert_eq!(fs::read(&file).unwrap(), b"mine too");
}

#[test]
fn one_writes_at_a_time_and_what_was_mapped_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (place, mut mirror) = stored(folder.path());
    let old = place.load(&subject("one")).unwrap();
    let query = Random(6).vector(DIMENSIONS);
    let before = old.nearest(&query, 10).unwrap();
    let writing = place.lock().unwrap().unwrap();
    assert!(place.lock().unwrap().is_none(), "another waits");
    mirror.change(&mut Random(7), 50, 50);
    let sealed = mirror.index.sealed();
    let merged = sealed.merged(&sealed.merge_of_all().unwrap()).unwrap();
    let stored = place.store(&writing, &merged, &subject("one")).unwrap();
    drop(writing);
    assert!(place.lock().unwrap().is_some());
    mirror.assert_same(&stored, &mut Random(12));
    assert_eq!(old.nearest(&query, 10).unwrap(), before, "its files are gone, and still mapped");
}
