//! Where a library is: in a file, or in a database that others serve.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(feature = "postgres")]
use super::PostgresStore;
use super::{SqliteStore, Store};
use crate::{Error, Result};

/// Where a library is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    File(PathBuf),
    /// The URL of a PostgreSQL database.
    Postgres(String),
}

impl Location {
    /// What a user has named: a URL of PostgreSQL, or else a file.
    #[must_use]
    pub fn named(name: impl Into<PathBuf>) -> Self {
        let path = name.into();
        let is_url = |name: &&str| {
            let scheme = name.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
            matches!(scheme.as_deref(), Some("postgres" | "postgresql"))
        };
        match path.to_str().filter(is_url) {
            Some(url) => Self::Postgres(url.to_owned()),
            None => Self::File(path),
        }
    }

    /// The library there, which is made if there is none.
    ///
    /// # Errors
    /// As [`SqliteStore::open`] and [`PostgresStore::open`].
    pub fn open(&self) -> Result<Arc<dyn Store>> {
        match self {
            Self::File(path) => Ok(SqliteStore::open(no_url(path)?)?.into()),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => Ok(PostgresStore::open(url)?.into()),
            #[cfg(not(feature = "postgres"))]
            Self::Postgres(_) => Err(self.not_built()),
        }
    }

    /// The library there, if there is one.
    ///
    /// # Errors
    /// As [`Location::open`].
    pub fn find(&self) -> Result<Option<Arc<dyn Store>>> {
        match self {
            Self::File(path) => Ok(SqliteStore::find(no_url(path)?)?.map(Arc::from)),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => Ok(PostgresStore::find(url)?.map(Arc::from)),
            #[cfg(not(feature = "postgres"))]
            Self::Postgres(_) => Err(self.not_built()),
        }
    }

    /// The library there, which must be: what a command that only reads should call.
    ///
    /// # Errors
    /// [`Error::LibraryAbsent`]; otherwise as [`Location::open`].
    pub fn open_existing(&self) -> Result<Arc<dyn Store>> {
        self.find()?.ok_or_else(|| Error::LibraryAbsent { path: self.shown().into() })
    }

    /// The file, if it is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }

    /// As a message has it: a password is left out.
    fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => super::postgres::shown(url),
            #[cfg(not(feature = "postgres"))]
            Self::Postgres(url) => crate::error::without_credentials(url).into_owned(),
        }
    }

    #[cfg(not(feature = "postgres"))]
    fn not_built(&self) -> Error {
        Error::LibraryUnusable {
            path: self.shown().into(),
            reason: "this nutgraf was built without PostgreSQL (the feature `postgres`); name a \
                     file, or take one that has it"
                .to_owned(),
        }
    }
}

/// A path, unless it is a URL of something else: as a file it would lie where nobody looks for it.
fn no_url(path: &Path) -> Result<&Path> {
    match path.to_str() {
        Some(name) if name.contains("://") => Err(Error::LibraryUnusable {
            path: crate::error::without_credentials(name).into_owned().into(),
            reason: "a library is a file, or a PostgreSQL database with a URL like \
                     postgres://user@host/database; name one of these"
                .to_owned(),
        }),
        _ => Ok(path),
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Location({})", self.shown())
    }
}

impl<T: Into<PathBuf>> From<T> for Location {
    fn from(name: T) -> Self {
        Self::named(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_of_postgresql_is_told_from_a_file() {
        for url in ["postgres://db/news", "postgresql:///news?host=/run/pg", "POSTGRES://db"] {
            assert!(matches!(Location::named(url), Location::Postgres(_)), "{url}");
        }
        for file in ["library.db", "/a/postgres.db", "postgres:", "postgres/library.db", "http://a"]
        {
            assert!(matches!(Location::named(file), Location::File(_)), "{file}");
        }
    }

    #[test]
    fn a_url_of_something_else_is_no_file() {
        for url in ["mysql://ada:secret@db/news", "https://a.example/library.db", "file:///a.db"] {
            let location = Location::named(url);
            let error = location.open().err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains("postgres://") && !error.contains("secret"), "{error}");
            assert!(location.find().is_err(), "{url}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let urls = ["postgres://ada:secret@db/news", "postgres://db/news?user=ada&password=secret"];
        for location in urls.map(Location::named) {
            assert!(!location.to_string().contains("secret"), "{location}");
            assert!(!format!("{location:?}").contains("secret"), "{location}");
        }
    }
}
