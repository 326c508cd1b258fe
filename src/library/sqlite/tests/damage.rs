//! Damaged libraries: an error that says what to do or a right answer, and never a file that is
//! worse than before.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::TempDir;

use super::{Shelf, add, all, article, count_words, published};
use crate::article::Article;
use crate::library::{
    ArticleVector, Depth, Entry, Filter, Finding, ListOptions, SentenceVector, SqliteStore,
};
use crate::vector::ModelId;
use crate::{Error, Result};

const ARTICLES: usize = 60;

/// The articles of the library that is damaged here.
fn originals() -> Vec<Article> {
    (0..ARTICLES)
        .map(|number| {
            let body =
                format!("Report {number} from the coast. {}", "Waves rose. ".repeat(number * 4));
            published(&format!("https://coast.example/{number}"), &format!("Coast {number}"), &body)
        })
        .collect()
}

/// The bytes of a sound library.
fn sound() -> Vec<u8> {
    let shelf = Shelf::new();
    let model = ModelId::new("small", "0123456789abcdef");
    let originals = originals();
    let entries: Vec<_> = originals
        .iter()
        .map(|article| Entry {
            article,
            vector: Some(ArticleVector { model: &model, values: &[0.5; 16] }),
        })
        .collect();
    shelf.library.add(&entries).unwrap();
    let sentences: Vec<_> = originals
        .iter()
        .map(|article| SentenceVector { text: &article.body, values: &[0.5; 16], truncated: false })
        .collect();
    shelf.library.cache_vectors(&model, &sentences).unwrap();
    let (path, _folder) = shelf.close();
    fs::read(path).unwrap()
}

/// Reads all there is in every way there is; the first error ends it.
fn read_everything(path: &Path) -> Result<Vec<Article>> {
    let library = SqliteStore::open_existing(path)?;
    let mut articles = Vec::new();
    library.for_each(|article| {
        articles.push(article);
        Ok::<_, Error>(())
    })?;
    library.list(&ListOptions::default())?;
    library.search_words("coast waves", 10, &Filter::default())?;
    let model = ModelId::new("small", "0123456789abcdef");
    library.vectors(&model)?;
    library.cached_vectors(&model, &[&originals()[7].body])?;
    library.get("https://coast.example/7")?;
    Ok(articles)
}

/// Whether an article is one of those that were stored, but for its id and times.
fn is_original(article: &Article) -> bool {
    let number = article.title.as_deref().and_then(|title| title.strip_prefix("Coast "));
    let number = number.and_then(|number| number.parse::<usize>().ok());
    number.is_some_and(|number| {
        originals().get(number).is_some_and(|original| original.body == article.body)
    })
}

fn assert_says_what_to_do(error: &Error) {
    let message = error.to_string();
    assert!(
        matches!(error, Error::LibraryDamaged { .. } | Error::LibraryUnusable { .. }),
        "{error:?}"
    );
    assert!(["Keep a copy", "name another"].iter().any(|said| message.contains(said)), "{message}");
}

#[test]
fn a_truncated_file_is_refused_and_what_is_left_can_be_saved() {
    let whole = sound();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    let lengths = [1, 50, 99, 100, 511, 4_096, 4_097, 12_288, whole.len() / 2, whole.len() - 1];
    let mut most_saved = 0;
    for length in lengths {
        let cut = &whole[..length];
        fs::write(&path, cut).unwrap();
        for opened in [SqliteStore::open(&path), SqliteStore::open_existing(&path)] {
            assert_says_what_to_do(&opened.unwrap_err());
        }
        assert_eq!(fs::read(&path).unwrap(), cut, "cut to {length}: changed by opening");

        if let Ok(library) = SqliteStore::open_damaged(&path) {
            let report = library.check(Depth::Full, count_words).unwrap();
            assert!(!report.is_sound() && !report.is_rebuildable(), "cut to {length}: {report:?}");
            let mut saved = Vec::new();
            let salvaged = library.salvage(|article| {
                saved.push(article);
                Ok::<_, Error>(())
            });
            // Where a page is cut through, what was on the rest of it reads as nothing.
            let altered = salvaged.as_ref().map_or(&[][..], |salvaged| &salvaged.altered);
            let is_said = |it: &Article| it.id.is_some_and(|id| altered.contains(&id));
            assert!(saved.iter().all(|it| is_original(it) || is_said(it)), "cut to {length}");
            if let Ok(salvaged) = salvaged {
                assert_eq!(salvaged.read, saved.len() as u64);
            }
            most_saved = most_saved.max(saved.len());
            assert!(add(&library, &article("One more.")).is_err(), "it is read-only");
        }
        assert_eq!(fs::read(&path).unwrap(), cut, "cut to {length}: changed by saving");
    }
    assert!(most_saved > ARTICLES / 4, "only {most_saved} articles were saved");
}

#[test]
fn a_sound_library_is_salvaged_whole() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    fs::write(&path, sound()).unwrap();
    let library = SqliteStore::open_damaged(&path).unwrap();
    assert!(library.check(Depth::Full, count_words).unwrap().is_sound());
    let mut saved = Vec::new();
    let salvaged = library
        .salvage(|article| {
            saved.push(article);
            Ok::<_, Error>(())
        })
        .unwrap();
    assert_eq!((salvaged.read, salvaged.lost), (ARTICLES as u64, 0));
    drop(library);
    assert_eq!(all(&SqliteStore::open_existing(&path).unwrap()), saved);
}

#[test]
fn a_full_disk_stores_nothing_and_spoils_nothing() {
    let Shelf { library, folder: _folder } = Shelf::new();
    add(&library, &article("One.")).unwrap();
    let before = (all(&library), library.generation().unwrap());
    // SQLite reports its own limit as it reports a full disk.
    let limit = |pages: i64| {
        let connection = library.lock();
        connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
    };
    limit(1);
    let large: Vec<_> = (0..9).map(|n| article(&format!("{n} words. ").repeat(9_000))).collect();
    let entries: Vec<_> = large.iter().map(|article| Entry { article, vector: None }).collect();
    let full = library.add(&entries).unwrap_err();
    assert!(full.to_string().contains("the disk is full; make room"), "{full}");
    assert_eq!((all(&library), library.generation().unwrap()), before);
    assert!(library.check(Depth::Full, count_words).unwrap().is_sound());
    limit(1 << 20);
    assert!(library.add(&entries).unwrap().iter().all(Result::is_ok));
}

#[test]
fn a_zeroed_header_is_refused() {
    let mut bytes = sound();
    bytes[..100].fill(0);
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    fs::write(&path, &bytes).unwrap();
    assert_says_what_to_do(&SqliteStore::open(&path).unwrap_err());
    assert_says_what_to_do(&SqliteStore::open_damaged(&path).unwrap_err());
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn zeroed_pages_are_found() {
    let whole = sound();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    for page in 1..whole.len() / 4_096 {
        let mut bytes = whole.clone();
        bytes[page * 4_096..(page + 1) * 4_096].fill(0);
        fs::write(&path, &bytes).unwrap();
        if let Err(error) = read_everything(&path) {
            assert_says_what_to_do(&error);
        }
        if let Ok(library) = SqliteStore::open_damaged(&path) {
            assert!(
                !library.check(Depth::Full, count_words).unwrap().is_sound(),
                "page {page} was zeroed"
            );
        }
        assert_eq!(fs::read(&path).unwrap(), bytes, "page {page}: changed by reading");
    }
}

#[test]
fn rows_that_nutgraf_never_wrote_are_damage() {
    for damage in [
        "UPDATE articles SET id = x'0102' WHERE number = 3",
        "UPDATE articles SET date = 'yesterday' WHERE number = 3",
        "UPDATE articles SET title = CAST(x'ff41' AS TEXT) WHERE number = 3",
        "UPDATE articles SET read_count = -1 WHERE number = 3",
        "UPDATE articles SET word_count = -1 WHERE number = 3",
        "UPDATE articles SET content_hash = x'' WHERE number = 3",
        "UPDATE vectors SET vector = x'010203' WHERE article = 3",
        "UPDATE models SET dimensions = -4",
        "UPDATE library SET generation = -1",
        "DELETE FROM library",
        "DROP TABLE vectors",
        "DROP TABLE sentence_vectors",
        "DROP TABLE article_words",
    ] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("library.db");
        fs::write(&path, sound()).unwrap();
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
        connection.execute_batch(damage).unwrap();
        drop(connection);
        let error = read_everything(&path).expect_err(damage);
        assert!(matches!(error, Error::LibraryDamaged { .. }), "{damage}: {error:?}");
        let report = SqliteStore::open_damaged(&path).unwrap().check(Depth::Full, count_words);
        assert!(!report.unwrap().is_sound(), "{damage}");
    }
}

#[test]
fn what_is_derived_is_rebuilt() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    fs::write(&path, sound()).unwrap();
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "INSERT INTO article_words (article_words, rowid, title, body)
                 SELECT 'delete', number, title, body FROM articles WHERE number = 5;
             UPDATE articles SET word_count = 1 WHERE number = 6;
             UPDATE vectors SET vector = x'01' WHERE article = 7;
             PRAGMA foreign_keys = OFF;
             INSERT INTO vectors (article, model, vector) VALUES (9999, 1, zeroblob(64));",
        )
        .unwrap();
    drop(connection);
    let library = SqliteStore::open_existing(&path).unwrap();
    let report = library.check(Depth::Full, count_words).unwrap();
    assert_eq!(report.articles, ARTICLES as u64);
    assert!(report.is_rebuildable(), "{report:?}");
    assert!(report.findings.contains(&Finding::Vectors(2)), "{report:?}");
    assert!(report.findings.iter().any(|f| matches!(f, Finding::WordIndex(_))), "{report:?}");
    assert!(report.findings.iter().any(|f| matches!(f, Finding::WordCount(_))), "{report:?}");

    let generation = library.generation().unwrap();
    let after = library.rebuild(count_words).unwrap();
    assert!(after.is_sound(), "{after:?}");
    assert!(library.generation().unwrap() > generation);
    assert_eq!(library.search_words("\"Report 4\"", 2, &Filter::default()).unwrap().len(), 1);
    let model = ModelId::new("small", "0123456789abcdef");
    assert_eq!(library.lacking_vectors(&model, 9).unwrap().len(), 1);
}

#[test]
fn a_changed_text_is_found_and_a_damaged_file_is_not_rebuilt() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    let mut bytes = sound();
    let at = bytes.windows(9).position(|window| window == b"Report 40").unwrap();
    bytes[at] = b'r';
    fs::write(&path, &bytes).unwrap();
    let library = SqliteStore::open_existing(&path).unwrap();
    let report = library.check(Depth::Full, count_words).unwrap();
    assert!(report.findings.iter().any(|f| matches!(f, Finding::ChangedText(_))), "{report:?}");
    drop(library);

    // One that holds articles: what says which tables there are is read when it is opened.
    let page = at / 4_096;
    bytes[page * 4_096..(page + 1) * 4_096].fill(0xA5);
    fs::write(&path, &bytes).unwrap();
    let library = SqliteStore::open_existing(&path).unwrap();
    assert!(matches!(library.rebuild(count_words), Err(Error::LibraryDamaged { .. })));
    drop(library);
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Reading, checking and saving what is left end without a panic, tell damage from other
    /// errors, and change no byte.
    #[test]
    fn flipped_bytes_never_panic_and_are_never_made_worse(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 1u8..), 1..24)
    ) {
        thread_local!(static SOUND: Vec<u8> = sound());
        let mut bytes = SOUND.with(Clone::clone);
        for (index, flip) in flips {
            let at = index.index(bytes.len());
            bytes[at] ^= flip;
        }
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("library.db");
        fs::write(&path, &bytes).unwrap();
        match read_everything(&path) {
            Ok(articles) => prop_assert!(articles.len() <= ARTICLES * 2),
            Err(Error::LibraryNewer { .. } | Error::ArticleNotFound { .. }) => {}
            Err(error) => assert_says_what_to_do(&error),
        }
        if let Ok(library) = SqliteStore::open_damaged(&path) {
            let _ = library.check(Depth::Full, count_words).unwrap();
            let _ = library.salvage(|_| Ok::<_, Error>(()));
        }
        prop_assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}
