//! Where a library may be and what is found there.

use crate::skipped::skipped;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use super::{Shelf, add, article};
use crate::Error;
use crate::library::sqlite::schema::{APPLICATION_ID, VERSION};
use crate::library::{Filter, SqliteStore};

/// Every way to open it that a caller has.
fn open_both_ways(path: &Path) -> [crate::Result<SqliteStore>; 2] {
    [SqliteStore::open(path), SqliteStore::open_existing(path)]
}

/// Asserts that the file is refused for this reason and left as it is, byte for byte.
fn assert_refused(path: &Path, reason: &str) {
    let before = fs::read(path).unwrap();
    for refused in open_both_ways(path) {
        match refused {
            Err(Error::LibraryUnusable { reason: given, .. }) if given.contains(reason) => {}
            other => panic!("{}: {other:?}", path.display()),
        }
    }
    assert_eq!(fs::read(path).unwrap(), before);
    let siblings = fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(siblings, 1, "nothing was left beside it");
}

#[test]
fn a_library_is_made_with_its_folder_and_reopened() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a/b/library.db");
    let library = SqliteStore::open(&path).unwrap();
    let (identity, generation) = (library.identity().unwrap(), library.generation().unwrap());
    assert_eq!((generation, library.path()), (0, path.as_path()));
    add(&library, &article("One.")).unwrap();
    drop(library);
    for library in open_both_ways(&path) {
        let library = library.unwrap();
        assert_eq!(library.identity().unwrap(), identity);
        assert_eq!((library.generation().unwrap(), library.count().unwrap()), (1, 1));
    }
}

#[test]
fn reading_makes_no_library() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    assert!(SqliteStore::find(&path).unwrap().is_none());
    let absent = SqliteStore::open_existing(&path).unwrap_err();
    assert!(absent.to_string().contains("there is no library yet"), "{absent}");
    assert!(matches!(SqliteStore::open_damaged(&path), Err(Error::LibraryUnusable { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_empty_file_is_the_start_of_a_library() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("library.db");
    fs::write(&path, "").unwrap();
    assert!(SqliteStore::find(&path).unwrap().is_none());
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
    add(&SqliteStore::open(&path).unwrap(), &article("One.")).unwrap();
    assert_eq!(SqliteStore::open_existing(&path).unwrap().count().unwrap(), 1);
}

#[test]
fn a_file_of_another_kind_is_left_alone() {
    for content in ["x", "Dear diary, today it rained.", &"SQLite format 4\0".repeat(400)] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("library.db");
        fs::write(&path, content).unwrap();
        assert_refused(&path, "not a nutgraf library");
    }
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bookmarks.db");
    let foreign = Connection::open(&path).unwrap();
    foreign.execute_batch("CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1").unwrap();
    drop(foreign);
    assert_refused(&path, "not a nutgraf library");
}

#[test]
fn a_folder_and_a_file_for_a_folder_are_refused() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "text").unwrap();
    let in_a_file = folder.path().join("file/library.db");
    for path in [folder.path(), in_a_file.as_path(), Path::new("")] {
        for refused in open_both_ways(path) {
            assert!(matches!(refused, Err(Error::LibraryUnusable { .. })), "{refused:?}");
        }
    }
}

#[test]
fn a_name_that_means_something_to_sqlite_is_a_name() {
    let folder = TempDir::new().unwrap();
    for name in [":memory:", "file:x?mode=memory", "ärticles 雪.db"] {
        let path = folder.path().join(name);
        add(&SqliteStore::open(&path).unwrap(), &article("One.")).unwrap();
        assert!(path.is_file(), "{name}");
    }
}

#[test]
fn a_newer_library_is_left_alone() {
    let (path, _folder) = Shelf::new().close();
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", VERSION + 1).unwrap();
    drop(newer);
    let before = fs::read(&path).unwrap();
    for refused in open_both_ways(&path) {
        assert!(matches!(refused, Err(Error::LibraryNewer { found, supported, .. })
            if found == VERSION + 1 && supported == VERSION));
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn opening_and_reading_change_no_byte() {
    let shelf = Shelf::new();
    add(&shelf.library, &article("One.")).unwrap();
    let (path, _folder) = shelf.close();
    let before = fs::read(&path).unwrap();
    assert_eq!(SqliteStore::open_existing(&path).unwrap().count().unwrap(), 1);
    assert_eq!(
        SqliteStore::open(&path).unwrap().search_words("one", 1, &Filter::default()).unwrap().len(),
        1
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn the_settings_are_those_that_durability_needs() {
    let Shelf { library, folder: _folder } = Shelf::new();
    let connection = library.lock();
    let text = |name| connection.pragma_query_value(None, name, |row| row.get::<_, String>(0));
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    assert_eq!(text("journal_mode").unwrap(), "wal");
    assert_eq!(number("synchronous").unwrap(), 2);
    assert_eq!(number("foreign_keys").unwrap(), 1);
    assert_eq!(number("busy_timeout").unwrap(), 5_000);
    assert_eq!(number("application_id").unwrap(), i64::from(APPLICATION_ID));
    assert_eq!(number("user_version").unwrap(), VERSION);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;

    let shelf = Shelf::new();
    add(&shelf.library, &article("One.")).unwrap();
    let (path, _folder) = shelf.close();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        skipped("this user may write to read-only files");
        return;
    }
    assert!(matches!(SqliteStore::open(&path), Err(Error::LibraryUnusable { .. })));
    let library = SqliteStore::open_existing(&path).unwrap();
    assert_eq!(library.count().unwrap(), 1);
    assert!(matches!(add(&library, &article("Two.")), Err(Error::LibraryUnusable { .. })));
}

#[cfg(unix)]
#[test]
fn a_new_library_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let shelf = Shelf::new();
    add(&shelf.library, &article("One.")).unwrap();
    let files: Vec<_> = fs::read_dir(shelf.folder.path()).unwrap().flatten().collect();
    assert!(files.iter().any(|file| file.file_name() == "library.db-wal"), "{files:?}");
    for file in files {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{file:?}");
    }
}

/// Its log lies beside the file that the link leads to.
#[cfg(unix)]
#[test]
fn what_a_killed_process_left_in_the_log_is_found_through_a_link() {
    let shelf = Shelf::new();
    add(&shelf.library, &article(&"One. ".repeat(20_000))).unwrap();
    let folder = TempDir::new().unwrap();
    // As a kill in the last checkpoint leaves them: the file not yet as long as its header says.
    let copy = folder.path().join("copy.db");
    let log = shelf.folder.path().join("library.db-wal");
    fs::copy(log, folder.path().join("copy.db-wal")).unwrap();
    let mut bytes = fs::read(shelf.library.path()).unwrap();
    let pages = bytes[28..].first_chunk_mut().unwrap();
    *pages = (u32::from_be_bytes(*pages) + 20).to_be_bytes();
    fs::write(&copy, bytes).unwrap();
    let link = folder.path().join("elsewhere");
    fs::create_dir(&link).unwrap();
    let link = link.join("link.db");
    std::os::unix::fs::symlink(&copy, &link).unwrap();
    let by_link = SqliteStore::open_existing(&link).map(|library| library.count().unwrap());
    let by_name = SqliteStore::open_existing(&copy).map(|library| library.count().unwrap());
    assert_eq!(by_name.unwrap(), 1);
    assert_eq!(by_link.unwrap(), 1);
}
