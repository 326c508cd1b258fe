//! What lies at a path, found out before SQLite may change it.
//!
//! SQLite changes some files merely by opening them: it rolls back journals and copies
//! write-ahead logs. So a file is first looked at as one that nobody may change (`immutable`).
//! SQLite does the looking, and not `std::fs`, because closing a file that another connection of
//! this process has open would drop that connection's locks (see "How To Corrupt An SQLite
//! Database File", section 2.2).

use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::failure::Failure;
use super::schema;
use crate::Error;

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// No file.
    Nothing,
    /// A file of no bytes: what a process that was killed while making a library leaves behind.
    Empty,
    /// A file that says it is a library and is as long as it should be.
    Library,
}

/// Looks at what lies at `path`; refuses what is neither a library nor a place for one.
pub(super) fn inspect(path: &Path) -> Result<Found, Failure> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(unusable(path, &error.to_string())),
    };
    if metadata.is_dir() {
        return Err(unusable(path, "this is a folder; name a file in it"));
    }
    if !metadata.is_file() {
        return Err(unusable(path, "this is no ordinary file; name another"));
    }
    if metadata.len() == 0 {
        return Ok(Found::Empty);
    }
    inspect_header(path).map_err(|failure| match failure {
        Failure::Sql(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Failure::Refused(schema::not_a_library(path))
        }
        other => other,
    })?;
    Ok(Found::Library)
}

/// Refuses a foreign, a newer or a shortened database.
fn inspect_header(path: &Path) -> Result<(), Failure> {
    let probe = Connection::open_with_flags(
        immutable(path),
        OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    let pragma = |name| probe.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    // Reads the header's fields even where the file is shorter than the header says.
    probe.pragma_update(None, "writable_schema", true)?;
    if pragma("application_id")? != i64::from(schema::APPLICATION_ID) {
        return Err(Failure::Refused(schema::not_a_library(path)));
    }
    schema::gate(pragma("user_version")?, path)?;
    probe.pragma_update(None, "writable_schema", false)?;
    match pragma("page_count") {
        Ok(pages) => refuse_if_shorter(path, pages.saturating_mul(pragma("page_size")?)),
        Err(_) if is_logged(path) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Refuses a file of fewer bytes than this, unless what is missing may be beside it.
fn refuse_if_shorter(path: &Path, expected: i64) -> Result<(), Failure> {
    let length = fs::metadata(path).map(|metadata| metadata.len()).unwrap_or(0);
    if i64::try_from(length).is_ok_and(|length| length < expected) && !is_logged(path) {
        return Err(Failure::Damaged(format!(
            "the file is cut short: {length} bytes of {expected}"
        )));
    }
    Ok(())
}

/// Makes an empty file that its owner alone may read and write, as SQLite makes those beside it after
/// it. That it cannot be made is said by what opens it.
pub(super) fn make_private(path: &Path) {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}

/// Whether a journal or a write-ahead log lies beside the file, from which SQLite completes it. They
/// lie beside the file that a link leads to.
fn is_logged(path: &Path) -> bool {
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    ["-wal", "-journal"].iter().any(|suffix| has_bytes(&beside(path, suffix)))
}

/// Whether a write-ahead log lies beside the file, be it empty: then somebody has it open, or had.
pub(super) fn has_log(path: &Path) -> bool {
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    beside(path, "-wal").exists()
}

/// Whether there is a file that SQLite opens for reading alone. Nothing of it is read.
pub(super) fn may_not_be_written(path: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let probe = Connection::open_with_flags(path, flags);
    probe.is_ok_and(|connection| connection.is_readonly("main").unwrap_or(false))
}

/// The URI by which SQLite opens a file without locking it, and without its journal and log.
pub(super) fn immutable(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for &byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri + "?immutable=1"
}

/// The file that SQLite keeps beside a database under this suffix.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn has_bytes(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0)
}

/// The failure for a path that cannot hold a library.
pub(super) fn unusable(path: &Path, reason: &str) -> Failure {
    Failure::Refused(Error::LibraryUnusable { path: path.to_path_buf(), reason: reason.to_owned() })
}
