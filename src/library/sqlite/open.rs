//! Opening: from a path to a connection that is safe to use.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::failure::Failure;
use super::file::{self, Found, inspect, make_private, unusable};
use super::{SqliteStore, schema};
use crate::{Error, Result};

/// How long to wait for another writer.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The first SQLite without the bug that can corrupt a database when its log is reset.
const SQLITE_AT_LEAST: i32 = 3_051_003;

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Make the file if it is absent, read and write.
    Create,
    /// Read and write, or read alone where the file may not be written.
    Existing,
    /// Read a file that nobody writes, and leave nothing beside it.
    Immutable,
    /// Read what can be read, and change nothing.
    Damaged,
    /// There is no file.
    Memory,
}

impl SqliteStore {
    /// Opens the library at `path`; makes it, and the folder it lies in, if absent. An empty file
    /// counts as absent.
    ///
    /// # Errors
    /// [`Error::LibraryUnusable`] if the file is not a library (it is left as it is), cannot be
    /// written, or is held by another process for more than five seconds;
    /// [`Error::LibraryNewer`]; [`Error::LibraryDamaged`].
    pub fn open(path: &Path) -> Result<Self> {
        let path = absolute(path)?;
        let attempt = || {
            if inspect(&path)? == Found::Nothing {
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder).map_err(|error| {
                        unusable(&path, &format!("its folder cannot be made: {error}"))
                    })?;
                }
                make_private(&path);
            }
            let (connection, access) = connect(&path, Access::Create)?;
            if access == Access::Immutable || connection.is_readonly("main")? {
                return Err(unusable(
                    &path,
                    "it may not be written; make it writable, or name another library",
                ));
            }
            Ok(connection)
        };
        let connection = attempt().map_err(|failure: Failure| failure.at(&path))?;
        Ok(Self::new(path, Access::Existing, connection))
    }

    /// Opens the library at `path` if there is one, and makes none. Where the file may not be
    /// written, it can still be read.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn find(path: &Path) -> Result<Option<Self>> {
        let path = absolute(path)?;
        let attempt = || match inspect(&path)? {
            Found::Nothing | Found::Empty => Ok(None),
            Found::Library => connect(&path, Access::Existing).map(Some),
        };
        let connection = attempt().map_err(|failure: Failure| failure.at(&path))?;
        Ok(connection.map(|(connection, access)| Self::new(path, access, connection)))
    }

    /// Opens the library at `path`, which must be there: what a command that only reads should
    /// call.
    ///
    /// # Errors
    /// [`Error::LibraryAbsent`] if there is none; otherwise as [`SqliteStore::open`].
    pub fn open_existing(path: &Path) -> Result<Self> {
        Self::find(path)?.ok_or_else(|| Error::LibraryAbsent { path: path.to_path_buf() })
    }

    /// Opens what is left of a damaged library, for [`SqliteStore::check`] and [`SqliteStore::salvage`]:
    /// nothing is written, and a file that is shorter than it should be is read as far as it
    /// goes.
    ///
    /// # Errors
    /// [`Error::LibraryUnusable`] if there is no file; [`Error::LibraryDamaged`] if not even its
    /// list of tables can be read.
    pub fn open_damaged(path: &Path) -> Result<Self> {
        let path = absolute(path)?;
        let (connection, _) =
            connect(&path, Access::Damaged).map_err(|failure: Failure| failure.at(&path))?;
        Ok(Self::new(path, Access::Damaged, connection))
    }

    /// A library in memory, gone when it is dropped. [`SqliteStore::path`] is `:memory:`.
    ///
    /// # Errors
    /// If SQLite cannot make it.
    pub fn in_memory() -> Result<Self> {
        let path = PathBuf::from(":memory:");
        let attempt = || {
            let mut connection = Connection::open_in_memory()?;
            harden(&connection)?;
            schema::migrate(&mut connection, &path)?;
            Ok(connection)
        };
        let connection = attempt().map_err(|failure: Failure| failure.at(&path))?;
        Ok(Self::new(path, Access::Memory, connection))
    }

    /// Whether it was made by [`SqliteStore::in_memory`].
    #[must_use]
    pub fn is_in_memory(&self) -> bool {
        self.access == Access::Memory
    }

    /// A second connection to the same file, for a reader that must not hold the lock.
    pub(super) fn reader(&self) -> Result<Connection, Failure> {
        connect(&self.path, self.access).map(|(connection, _)| connection)
    }

    /// Whether the file is read as one that nobody writes, because neither it nor what SQLite would put
    /// beside it may be written here.
    #[must_use]
    pub fn is_immutable(&self) -> bool {
        self.access == Access::Immutable
    }
}

/// An absolute path, so that a later change of directory, or a name such as `:memory:` that means
/// something else to SQLite, does not matter.
fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|error| Error::LibraryUnusable {
        path: path.to_path_buf(),
        reason: format!("{error}; name a file"),
    })
}

/// A connection, and what it may do: less than was asked for, in a place that may not be written.
///
/// SQLite would put files beside a library that it reads, which it cannot where the folder may not be
/// written, and which are as little writable as the library where that may not be: whoever may write it
/// later would trip over them. Where there is a log, though, somebody has the library open.
fn connect(path: &Path, access: Access) -> Result<(Connection, Access), Failure> {
    let as_asked = || connect_as(path, access).map(|connection| (connection, access));
    let as_it_lies = || {
        let connection = connect_as(path, Access::Immutable)?;
        Ok((connection, Access::Immutable))
    };
    if !matches!(access, Access::Create | Access::Existing) || file::has_log(path) {
        return as_asked();
    }
    if file::may_not_be_written(path) {
        return as_it_lies();
    }
    match as_asked() {
        Err(failure) if failure.is_about_writing() => as_it_lies().map_err(|_: Failure| failure),
        connected => connected,
    }
}

fn connect_as(path: &Path, access: Access) -> Result<Connection, Failure> {
    if rusqlite::version_number() < SQLITE_AT_LEAST {
        let reason = format!(
            "SQLite {} can lose what it stored; build nutgraf with 3.51.3 or later",
            rusqlite::version()
        );
        return Err(unusable(path, &reason));
    }
    let flags = match access {
        Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Access::Existing | Access::Memory => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Damaged => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Immutable => OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
    };
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = match access {
        Access::Immutable => Connection::open_with_flags(file::immutable(path), flags)?,
        _ => Connection::open_with_flags(path, flags)?,
    };
    connection.busy_timeout(BUSY_TIMEOUT)?;
    if access == Access::Damaged {
        // Makes SQLite read on where the file is short or a table's definition is unreadable.
        connection.pragma_update(None, "writable_schema", true)?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        schema::stand_in(&connection)?;
        return Ok(connection);
    }
    harden(&connection)?;
    schema::migrate(&mut connection, path)?;
    schema::stand_in(&connection)?;
    if !connection.is_readonly("main")? {
        use_write_ahead_log(&connection)?;
    }
    // The tables must be there and readable before anyone relies on them.
    super::generation(&connection)?;
    Ok(connection)
}

/// Durability, foreign keys, and the protections that SQLite has against a malicious file.
fn harden(connection: &Connection) -> Result<(), Failure> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(())
}

/// Switches to write-ahead logging. SQLite does not wait for a lock here, so this does.
///
/// It comes after the schema is made: the file's header then shows what it is from the first
/// commit on, and not only once the log is copied into it.
fn use_write_ahead_log(connection: &Connection) -> Result<(), Failure> {
    let deadline = Instant::now() + BUSY_TIMEOUT;
    loop {
        let mode = connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()));
        match mode.map_err(Failure::from) {
            Err(failure) if failure.is_busy() && Instant::now() < deadline => {
                sleep(Duration::from_millis(10));
            }
            done => return done,
        }
    }
}
