//! From what SQLite says to what the user is told: a failure inside the library to an [`Error`]
//! that names the file and what to do.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::Error;

/// Why something inside a transaction went wrong, before the file's name is put to it.
#[derive(Debug)]
pub(super) enum Failure {
    /// SQLite refused or failed.
    Sql(rusqlite::Error),
    /// A row holds what was never written there.
    Damaged(String),
    /// What was asked for cannot be done; nothing is wrong with the library.
    Refused(Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl Failure {
    /// Whether it tells of a damaged file, and not of a full disk, a lock or a bad request.
    pub(super) fn is_damage(&self) -> bool {
        match self {
            Self::Sql(error) => is_damage(error),
            Self::Damaged(_) => true,
            Self::Refused(_) => false,
        }
    }

    /// Whether something could not be written, or made.
    pub(super) fn is_about_writing(&self) -> bool {
        matches!(self, Self::Sql(error) if matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
        ))
    }

    /// Whether another connection holds a lock that was waited for in vain.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self, Self::Sql(error) if matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
        ))
    }

    /// What was found, without the file's name.
    pub(super) fn detail(&self) -> String {
        match self {
            Self::Sql(error) => error.to_string(),
            Self::Damaged(detail) => detail.clone(),
            Self::Refused(error) => error.to_string(),
        }
    }

    /// The error that a caller of the library gets.
    pub(super) fn at(self, path: &Path) -> Error {
        if self.is_damage() {
            return Error::LibraryDamaged { path: path.to_path_buf(), detail: self.detail() };
        }
        match self {
            Self::Refused(error) => error,
            Self::Damaged(detail) => Error::LibraryDamaged { path: path.to_path_buf(), detail },
            Self::Sql(source) => match remedy(&source) {
                Some(reason) => Error::LibraryUnusable { path: path.to_path_buf(), reason },
                None => Error::Storage { path: path.to_path_buf(), source: Box::new(source) },
            },
        }
    }
}

/// Whether only a damaged file can have led to this. The library's own statements are fixed and
/// tested, so one that does not fit the schema, or a value of the wrong type, is damage too.
fn is_damage(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(failure, _)
        | rusqlite::Error::SqlInputError { error: failure, .. } => matches!(
            failure.code,
            // The last is what a statement gives that does not fit the tables.
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown
        ),
        rusqlite::Error::QueryReturnedNoRows
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..) => true,
        _ => false,
    }
}

/// What is wrong around the file and what to do, where that is known.
fn remedy(error: &rusqlite::Error) -> Option<String> {
    let reason = match error.sqlite_error_code()? {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            "another nutgraf is writing to it; try again when that is done".to_owned()
        }
        ErrorCode::DiskFull => "the disk is full; make room and try again: what was stored before \
                                is safe, nothing of this step was stored"
            .to_owned(),
        ErrorCode::ReadOnly
        | ErrorCode::PermissionDenied
        | ErrorCode::AuthorizationForStatementDenied => {
            "it cannot be written; make the file and its folder writable, or name another library"
                .to_owned()
        }
        ErrorCode::CannotOpen => "it cannot be opened; check that the file and its folder may be \
                                  read and written, or name another library"
            .to_owned(),
        ErrorCode::SystemIoFailure => format!(
            "reading or writing the disk failed ({error}); check the disk and the room on it, then \
             try again: what was stored before is safe"
        ),
        ErrorCode::FileLockingProtocolFailed => {
            "its file system cannot lock files; keep the library on a local disk".to_owned()
        }
        _ => return None,
    };
    Some(reason)
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn told(code: i32) -> Error {
        let failure = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        Failure::from(failure).at(Path::new("/shelf/library.db"))
    }

    #[test]
    fn what_the_user_can_mend_is_said() {
        for (code, said) in [
            (ffi::SQLITE_FULL, "disk is full"),
            (ffi::SQLITE_BUSY, "another nutgraf"),
            (ffi::SQLITE_BUSY_SNAPSHOT, "another nutgraf"),
            (ffi::SQLITE_READONLY, "writable"),
            (ffi::SQLITE_CANTOPEN, "cannot be opened"),
            (ffi::SQLITE_IOERR_WRITE, "check the disk"),
            (ffi::SQLITE_PROTOCOL, "local disk"),
        ] {
            let error = told(code);
            assert!(matches!(error, Error::LibraryUnusable { .. }), "{code}: {error:?}");
            let message = error.to_string();
            assert!(message.contains(said) && message.contains("/shelf/library.db"), "{message}");
        }
    }

    #[test]
    fn damage_is_told_from_other_failures() {
        for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_CORRUPT_VTAB, ffi::SQLITE_NOTADB] {
            assert!(matches!(told(code), Error::LibraryDamaged { .. }), "{code}");
        }
        assert!(matches!(told(ffi::SQLITE_NOMEM), Error::Storage { .. }));
    }
}
