//! Libraries of earlier versions, and what the last one brought.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use tempfile::TempDir;

use super::concurrency::{CHILD_LIBRARY, child_of};
use super::{add, all, article, count_words, published};
use crate::article::{Article, ArticleId, Highlight};
use crate::library::record::content_hash;
use crate::library::sqlite::{SqliteStore, schema};
use crate::library::{Depth, Filter, Outcome};

const BODY: &str = "港は風のため京都で正午前に閉鎖された。";
const URL: &str = "http://www.news.example/sea/ferry/?utm_source=mail";

/// A library as nutgraf of that version left it, with one article.
fn older(version: usize) -> (PathBuf, TempDir) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    let connection = Connection::open(&path).unwrap();
    schema::make_version(&connection, version).unwrap();
    connection
        .execute(
            "INSERT INTO articles (id, url, content_hash, date, created, updated, read_count, \
             word_count, title, body) VALUES (?1, ?2, ?3, '2021-09-03', 1, 2, 3, 1, '船', ?4)",
            (ArticleId::from_bytes([7; 16]).as_bytes(), URL, content_hash(BODY), BODY),
        )
        .unwrap();
    (path, folder)
}

fn words_in(path: &Path) -> Vec<usize> {
    let library = SqliteStore::open_existing(path).unwrap();
    let found = |query| library.search_words(query, 9, &Filter::default()).unwrap().len();
    ["京都", "正午前", "都京", "船"].map(found).to_vec()
}

#[test]
fn an_older_library_is_brought_up_to_date() {
    for version in [1, 2] {
        let (path, _folder) = older(version);
        let damaged = SqliteStore::open_damaged(&path).unwrap();
        assert!(
            damaged.check(Depth::Full, count_words).unwrap().is_sound(),
            "as one of its version should be"
        );
        let before = all(&damaged);
        assert_eq!(before.len(), 1);
        assert_eq!((before[0].read_count, before[0].url.as_deref()), (3, Some(URL)));
        drop(damaged);
        for _ in 0..2 {
            let library = SqliteStore::open_existing(&path).unwrap();
            assert_eq!(all(&library), before);
            assert!(library.check(Depth::Full, count_words).unwrap().is_sound());
            assert_eq!(library.get("https://m.news.example/sea/ferry").unwrap(), before[0]);
        }
        assert_eq!(words_in(&path), [1, 1, 0, 1]);
    }
}

/// Not a test by itself: the child of the next one.
#[test]
fn child_that_migrates() {
    let Some(path) = env::var_os(CHILD_LIBRARY) else { return };
    println!("begun.");
    SqliteStore::open_existing(Path::new(&path)).unwrap();
    println!("done.");
}

#[test]
fn a_migration_that_is_killed_is_begun_again() {
    const ARTICLES: u32 = 3_000;
    let (path, _folder) = older(1);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute(
            "WITH RECURSIVE numbers (n) AS \
             (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1) \
             INSERT INTO articles (id, content_hash, created, updated, read_count, word_count, body) \
             SELECT randomblob(16), randomblob(32), n, n, 0, 2, 'Report ' || n FROM numbers",
            [ARTICLES - 1],
        )
        .unwrap();
    drop(connection);
    let kills = super::kills::how_many().unwrap_or(6);
    let mut killed = 0;
    for round in 0..kills {
        let copy = path.with_file_name(format!("copy-{round}.db"));
        fs::copy(&path, &copy).unwrap();
        let mut child = child_of(module_path!(), &copy, "migrates");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        lines.by_ref().find(|line| line.contains("begun."));
        thread::sleep(Duration::from_micros(200_000 * round / kills));
        child.kill().unwrap();
        child.wait().unwrap();
        killed += u64::from(!lines.any(|line| line.contains("done.")));
        let library = SqliteStore::open_existing(&copy).unwrap();
        assert_eq!(library.count().unwrap(), u64::from(ARTICLES));
        assert_eq!(library.search_words("2017", 9, &Filter::default()).unwrap().len(), 1);
    }
    assert!(killed > 0, "no migration was killed");
}

#[test]
fn a_page_under_another_of_its_addresses_is_the_same_article() {
    let library = SqliteStore::in_memory().unwrap();
    let first = add(&library, &published("https://a.example/x", "X", "One.")).unwrap();
    for url in ["http://www.a.example/x/", "https://a.example/x?utm_source=y#top"] {
        let again = add(&library, &published(url, "X", "One.")).unwrap();
        assert_eq!((again.id, again.outcome), (first.id, Outcome::Unchanged), "{url}");
        assert_eq!(library.get(url).unwrap().url.as_deref(), Some("https://a.example/x"));
    }
    let other = add(&library, &published("https://a.example/x?page=2", "X", "One.")).unwrap();
    assert_eq!(other.outcome, Outcome::Added);
}

#[test]
fn every_detail_comes_back() {
    let library = SqliteStore::in_memory().unwrap();
    let details = Article {
        published: "2021-09-03T08:15:00.5Z".parse().ok(),
        author: Some("Ada Holm".to_owned()),
        site: Some("Harbour News".to_owned()),
        tags: vec!["sea".to_owned(), "a \"quoted\" one".to_owned()],
        starred: true,
        progress: Some(40),
        highlights: vec![
            Highlight { quote: "One.".to_owned(), note: Some("really?".to_owned()) },
            Highlight { quote: "Two.".to_owned(), note: None },
        ],
        ..published("https://a.example/x", "X", "One. Two.")
    };
    let id = add(&library, &details).unwrap().id;
    let stored = library.get_by_id(id).unwrap();
    let given = |stored: &Article| Article {
        id: stored.id,
        created: stored.created,
        updated: stored.updated,
        ..details.clone()
    };
    assert_eq!(stored, given(&stored));
    // What comes without details leaves them.
    let bare = published("https://a.example/x", "X", "One. Two. Three.");
    assert_eq!(add(&library, &bare).unwrap().outcome, Outcome::Updated);
    let updated = library.get_by_id(id).unwrap();
    assert_eq!(updated.body, "One. Two. Three.");
    assert_eq!(
        (updated.author, updated.tags, updated.starred, updated.progress, updated.highlights),
        (details.author, details.tags, true, Some(40), details.highlights)
    );
}

#[cfg(unix)]
#[test]
fn an_older_library_that_may_not_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;

    use crate::skipped::skipped;

    let (path, _folder) = older(1);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        skipped("this user may write to read-only files");
        return;
    }
    let before = fs::read(&path).unwrap();
    let library = SqliteStore::open_existing(&path).unwrap();
    assert_eq!(library.count().unwrap(), 1);
    assert!(library.check(Depth::Full, count_words).unwrap().is_sound());
    assert!(add(&library, &article("One.")).is_err());
    assert_eq!(fs::read(&path).unwrap(), before);
}
