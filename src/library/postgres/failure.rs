//! From what PostgreSQL says to what the user is told.

use std::error::Error as _;
use std::fmt;

use postgres::error::SqlState;

use super::url::Address;
use crate::Error;

/// Why something inside a transaction went wrong, before the library's name is put to it.
#[derive(Debug)]
pub(super) enum Failure {
    /// The database refused or failed, or was not reached.
    Sql(postgres::Error),
    /// The connection was lost while a transaction ended: whether it had effect is not known.
    Unknown(postgres::Error),
    /// No connection was to be had.
    Pool(String),
    /// A row holds what was never written there.
    Damaged(String),
    /// What was asked for cannot be done; nothing is wrong with the library.
    Refused(Error),
}

impl From<postgres::Error> for Failure {
    fn from(error: postgres::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sql(error) | Self::Unknown(error) => f.write_str(&said(error)),
            Self::Pool(reason) => f.write_str(reason),
            Self::Damaged(detail) => f.write_str(detail),
            Self::Refused(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

impl Failure {
    /// The failure of a commit: without an answer, nobody knows whether it was done.
    pub(super) fn at_commit(error: postgres::Error) -> Self {
        if error.as_db_error().is_some() { Self::Sql(error) } else { Self::Unknown(error) }
    }

    /// Whether the same may go well when it is done again, and had certainly no effect.
    pub(super) fn is_passing(&self) -> bool {
        let Self::Sql(error) = self else { return false };
        match error.code() {
            Some(code) => {
                // A server that is shut down or starts, and those that got into each other's way.
                matches!(
                    *code,
                    SqlState::ADMIN_SHUTDOWN
                        | SqlState::CRASH_SHUTDOWN
                        | SqlState::CANNOT_CONNECT_NOW
                        | SqlState::T_R_SERIALIZATION_FAILURE
                        | SqlState::T_R_DEADLOCK_DETECTED
                )
            }
            None => error.is_closed() || source_is_io(error),
        }
    }

    /// Whether there was no room for a parallel build to share memory in.
    pub(super) fn is_about_shared_memory(&self) -> bool {
        matches!(self, Self::Sql(error) if error.as_db_error()
            .is_some_and(|said| said.message().contains("shared memory")))
    }

    /// The error that a caller of the library gets.
    pub(super) fn at(self, address: &Address) -> Error {
        let path = address.shown().into();
        match self {
            Self::Refused(error) => error,
            Self::Damaged(detail) => Error::LibraryDamaged { path, detail },
            Self::Pool(reason) => Error::LibraryUnusable {
                path,
                reason: format!(
                    "there was no connection to be had in time ({reason}); check that the server \
                     runs and takes more connections, then try again"
                ),
            },
            Self::Unknown(error) => Error::LibraryUnusable {
                path,
                reason: format!(
                    "the connection was lost as a change was being kept ({}): whether it was is not \
                     known; try again, what is stored is recognised",
                    said(&error)
                ),
            },
            Self::Sql(error) => match remedy(&error) {
                Some(reason) => Error::LibraryUnusable { path, reason },
                None => Error::Storage { path, source: said(&error).into() },
            },
        }
    }
}

fn source_is_io(error: &postgres::Error) -> bool {
    error.source().is_some_and(|source| source.is::<std::io::Error>())
}

/// The database's own words, or the system's.
fn said(error: &postgres::Error) -> String {
    if let Some(said) = error.as_db_error() {
        let hint = said.hint().map(|hint| format!(" ({hint})")).unwrap_or_default();
        return format!("{}{hint}", said.message());
    }
    match error.source() {
        Some(source) => source.to_string(),
        None => error.to_string(),
    }
}

/// What is wrong and what to do, where that is known.
fn remedy(error: &postgres::Error) -> Option<String> {
    let said = said(error);
    let Some(code) = error.code() else {
        if said.contains("certificate") {
            return Some(format!(
                "its certificate is not trusted ({said}); name its authority with sslrootcert in the \
                 URL, or see sslmode"
            ));
        }
        return Some(format!(
            "the database cannot be reached ({said}); check its address and that the server runs"
        ));
    };
    let reason = match *code {
        SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => format!(
            "the database lets nobody in so ({said}); check user and password in the URL, or set \
             PGPASSWORD"
        ),
        SqlState::INVALID_CATALOG_NAME => {
            format!("{said}; make it (`createdb`), or name another in the URL")
        }
        SqlState::DISK_FULL => {
            "the database's disk is full; make room and try again: what was stored before is safe, \
             nothing of this step was stored"
                .to_owned()
        }
        SqlState::TOO_MANY_CONNECTIONS => {
            "the database takes no more connections; end some, or raise its max_connections"
                .to_owned()
        }
        SqlState::LOCK_NOT_AVAILABLE => {
            "another nutgraf is writing to it; try again when that is done".to_owned()
        }
        SqlState::QUERY_CANCELED => format!(
            "the database took too long ({said}); try again, or allow more time with \
             ?options=-c%20statement_timeout%3D10min in its URL"
        ),
        SqlState::READ_ONLY_SQL_TRANSACTION => {
            "this server may only be read, as a standby is; name the one that may be written"
                .to_owned()
        }
        SqlState::INSUFFICIENT_PRIVILEGE => {
            format!("{said}; have the database's owner grant it, or name another user")
        }
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            format!("{said}; try again when the server runs")
        }
        _ => return None,
    };
    Some(reason)
}
