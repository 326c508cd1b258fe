//! Reading what is left of a damaged library, article by article.

use rusqlite::{Connection, OptionalExtension};

use super::SqliteStore;
use super::failure::Failure;
use super::rows::{COLUMNS, Stored};
use crate::article::{Article, ArticleId};
use crate::library::record::content_hash;
use crate::{Error, Result};

/// So many numbers behind a damaged one are tried one by one; then every step is twice the last, as the
/// highest number itself may be the damage.
const TRIED_ONE_BY_ONE: u32 = 1_000;

/// What [`SqliteStore::salvage`] got out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Salvaged {
    /// How many articles could be read.
    pub read: u64,
    /// How many could not. Where the damage hides whether there was an article, one is counted.
    pub lost: u64,
    /// Those of what was read whose text or details are not those that were stored.
    pub altered: Vec<ArticleId>,
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
        let mut ended = None;
        let walk = for_each_number(&reader, |_, found| {
            let Ok(stored) = found else {
                salvaged.lost += 1;
                return Ok(());
            };
            let is_as_stored = content_hash(&stored.article.body) == stored.content_hash;
            if !is_as_stored || !stored.is_intact()? {
                salvaged.altered.push(stored.id);
            }
            salvaged.read += 1;
            f(stored.article).map_err(|error| {
                ended = Some(error);
                Failure::Damaged(String::new())
            })
        });
        match (ended, walk) {
            (Some(error), _) => Err(error),
            (None, walk) => walk.map(|()| salvaged).map_err(failed),
        }
    }
}

/// Calls `f` with every article by its number, or with the damage that keeps it from being read. Its
/// first error ends the walk.
pub(super) fn for_each_number(
    connection: &Connection,
    mut f: impl FnMut(i64, Result<Stored, Failure>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let last = last_number(connection)?;
    let mut number = 0;
    let mut failed = 0u32;
    while number < last {
        let next = match next_number(connection, number) {
            Ok(None) => return Ok(()),
            Ok(Some(next)) if next > number => next,
            Err(failure) if !failure.is_damage() => return Err(failure),
            // The pages between hide what comes next, or lead back to what was before.
            Ok(Some(_)) | Err(_) => {
                let doubled = failed.saturating_sub(TRIED_ONE_BY_ONE).min(62);
                number.saturating_add(1 << doubled)
            }
        };
        number = next.min(last);
        match by_number(connection, number) {
            Ok(None) => failed = failed.saturating_add(1),
            Ok(Some(stored)) => {
                failed = 0;
                f(number, Ok(stored))?;
            }
            Err(failure) if failure.is_damage() => {
                failed = failed.saturating_add(1);
                f(number, Err(failure))?;
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}

/// The highest number that an article has or ever had.
fn last_number(connection: &Connection) -> Result<i64, Failure> {
    let highest = |sql| connection.query_row(sql, [], |row| row.get::<_, Option<i64>>(0));
    let last = highest("SELECT max(number) FROM articles")
        .or_else(|_| highest("SELECT seq FROM sqlite_sequence WHERE name = 'articles'"))?;
    Ok(last.unwrap_or(0))
}

/// The number of the article that follows.
fn next_number(connection: &Connection, number: i64) -> Result<Option<i64>, Failure> {
    let mut statement =
        connection.prepare_cached("SELECT min(number) FROM articles WHERE number > ?1")?;
    Ok(statement.query_row([number], |row| row.get(0))?)
}

/// The article in row `number`, if there is one.
fn by_number(connection: &Connection, number: i64) -> Result<Option<Stored>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM articles WHERE number = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([number], |row| Ok(Stored::from_row(row))).optional()?.transpose()
}
