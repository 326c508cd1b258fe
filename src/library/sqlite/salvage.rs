//! Reading what is left of a damaged library, article by article.

use rusqlite::{Connection, OptionalExtension};

use super::SqliteStore;
use super::failure::Failure;
use super::rows::{COLUMNS, Stored};
use crate::article::Article;
use crate::{Error, Result};

/// More articles than any library has; a last number beyond it is itself damage.
const MOST_ARTICLES: i64 = 1 << 32;

/// What [`SqliteStore::salvage`] got out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Salvaged {
    /// How many articles could be read.
    pub read: u64,
    /// How many could not. Where the damage hides whether there was an article, one is counted.
    pub lost: u64,
}

impl SqliteStore {
    /// Calls `f` with every article that can still be read, in stored order, each looked up by
    /// itself, so that damage to one costs only that one. Its first error ends the walk.
    ///
    /// # Errors
    /// What `f` returns; [`Error::LibraryDamaged`] if the damage hides how many articles there
    /// were; otherwise if the file cannot be read.
    pub fn salvage<E: From<Error>>(
        &self,
        mut f: impl FnMut(Article) -> Result<(), E>,
    ) -> Result<Salvaged, E> {
        let failed = |failure: Failure| E::from(failure.at(self.path()));
        let reader = self.reader().map_err(failed)?;
        let mut salvaged = Salvaged::default();
        for number in 1..=last_number(&reader).map_err(failed)? {
            match by_number(&reader, number) {
                Ok(None) => {}
                Ok(Some(stored)) => {
                    f(stored.article)?;
                    salvaged.read += 1;
                }
                Err(failure) if failure.is_damage() => salvaged.lost += 1,
                Err(failure) => return Err(failed(failure)),
            }
        }
        Ok(salvaged)
    }
}

/// The highest number that an article has or ever had.
pub(super) fn last_number(connection: &Connection) -> Result<i64, Failure> {
    let highest = |sql| connection.query_row(sql, [], |row| row.get::<_, Option<i64>>(0));
    let last = highest("SELECT max(number) FROM articles")
        .or_else(|_| highest("SELECT seq FROM sqlite_sequence WHERE name = 'articles'"))?
        .unwrap_or(0);
    if last > MOST_ARTICLES {
        return Err(Failure::Damaged(format!("its last article has the number {last}")));
    }
    Ok(last)
}

/// The article in row `number`, if there is one.
pub(super) fn by_number(connection: &Connection, number: i64) -> Result<Option<Stored>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM articles WHERE number = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([number], |row| Ok(Stored::from_row(row))).optional()?.transpose()
}
