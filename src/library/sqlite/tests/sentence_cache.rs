//! The cache of sentences' vectors.

use std::path::Path;

use rusqlite::Connection;

use super::{Shelf, count_words};
use crate::Error;
use crate::library::sqlite::sentence_vectors::keep_the_last;
use crate::library::{CachedVector, Depth, Finding, SentenceVector, SqliteStore};
use crate::vector::ModelId;

fn model(name: &str) -> ModelId {
    ModelId::new(name, "0123456789abcdef")
}

fn sentence<'a>(text: &'a str, values: &'a [f32]) -> SentenceVector<'a> {
    SentenceVector { text, values, truncated: false }
}

/// Which of the texts are cached.
fn is_cached(library: &SqliteStore, texts: &[&str]) -> Vec<bool> {
    let found = library.cached_vectors(&model("small"), texts).unwrap();
    found.iter().map(Option::is_some).collect()
}

fn change(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
    connection.execute_batch(sql).unwrap();
}

#[test]
fn what_was_cached_comes_back_bit_for_bit() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let small = model("small");
    assert_eq!(is_cached(&library, &["It rained."]), [false]);
    let generation = library.generation().unwrap();
    let cut = SentenceVector { text: "It rained.", values: &[0.1, -0.0], truncated: true };
    library.cache_vectors(&small, &[cut, sentence("It blew.", &[f32::MIN_POSITIVE, 1.0])]).unwrap();
    // The first that comes stays.
    library.cache_vectors(&small, &[sentence("It rained.", &[1.0, 0.0])]).unwrap();
    assert_eq!(library.generation().unwrap(), generation, "no index depends on it");

    let texts = ["It blew.", "It rained. ", "It rained.", "It blew."];
    let found = library.cached_vectors(&small, &texts).unwrap();
    let bits = |vector: &Option<CachedVector>| {
        let CachedVector { values, truncated } = vector.as_ref()?;
        Some((values.iter().map(|value| value.to_bits()).collect::<Vec<_>>(), *truncated))
    };
    let blew = Some((vec![f32::MIN_POSITIVE.to_bits(), 1f32.to_bits()], false));
    let rained = Some((vec![0.1f32.to_bits(), (-0f32).to_bits()], true));
    assert_eq!(found.iter().map(bits).collect::<Vec<_>>(), [blew.clone(), None, rained, blew]);
    assert_eq!(library.cached_vectors(&model("other"), &texts).unwrap(), [const { None }; 4]);
    assert!(library.check(Depth::Full, count_words).unwrap().is_sound());
}

#[test]
fn the_last_ones_stay_and_other_models_are_forgotten() {
    let Shelf { library, folder: _folder } = Shelf::new();
    for text in ["One.", "Two.", "Three."] {
        library.cache_vectors(&model("small"), &[sentence(text, &[1.0])]).unwrap();
    }
    library.transact(|transaction| keep_the_last(transaction, 2)).unwrap();
    assert_eq!(is_cached(&library, &["One.", "Two.", "Three."]), [false, true, true]);
    library.cache_vectors(&model("other"), &[sentence("One.", &[1.0, 0.0])]).unwrap();
    library.forget_other_models(&model("small")).unwrap();
    assert_eq!(is_cached(&library, &["One.", "Two.", "Three."]), [false, true, true]);
    assert_eq!(library.cached_vectors(&model("other"), &["One."]).unwrap(), [None]);
    library.forget_other_models(&model("never seen")).unwrap();
    assert_eq!(is_cached(&library, &["Two.", "Three."]), [false, false]);
}

#[test]
fn a_vector_that_no_model_gives_is_refused_with_the_others() {
    let Shelf { library, folder: _folder } = Shelf::new();
    library.cache_vectors(&model("small"), &[sentence("One.", &[1.0, 0.0])]).unwrap();
    for values in [&[][..], &[f32::NAN, 0.0], &[1.0]] {
        let sentences = [sentence("Two.", &[0.0, 1.0]), sentence("Three.", values)];
        let refused = library.cache_vectors(&model("small"), &sentences);
        assert!(matches!(refused, Err(Error::InvalidField { field: "vector", .. })), "{values:?}");
    }
    assert_eq!(is_cached(&library, &["One.", "Two."]), [true, false]);
}

#[test]
fn a_damaged_row_is_as_if_it_were_not_there_and_is_found() {
    for damage in
        ["vector = x'0102'", "vector = x'0000807f0000807f'", "truncated = 2", "text = x'01'"]
    {
        let shelf = Shelf::new();
        let sentences = [sentence("One.", &[1.0, 0.0]), sentence("Two.", &[0.0, 1.0])];
        shelf.library.cache_vectors(&model("small"), &sentences).unwrap();
        let (path, _folder) = shelf.close();
        change(&path, &format!("UPDATE sentence_vectors SET {damage} WHERE number = 2"));
        let library = SqliteStore::open_existing(&path).unwrap();
        assert_eq!(is_cached(&library, &["One.", "Two."]), [true, false], "{damage}");
        // Values are what they are to a check: none of its business is to know them all.
        if damage.contains("7f") {
            continue;
        }
        let report = library.check(Depth::Full, count_words).unwrap();
        assert_eq!(report.findings.last(), Some(&Finding::SentenceVectors(1)), "{damage}");
        assert!(report.is_rebuildable());
        assert!(library.rebuild(count_words).unwrap().is_sound(), "{damage}");
        assert_eq!(is_cached(&library, &["One.", "Two."]), [true, false]);
    }
}
