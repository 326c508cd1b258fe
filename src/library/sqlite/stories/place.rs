//! Where articles stand: what was not compared yet, and what was decided of it.

use rusqlite::{Connection, Transaction};

use super::{found, put, row_of, story_id};
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::reference::each_once;
use crate::library::sqlite::SqliteStore;
use crate::library::sqlite::failure::Failure;
use crate::library::sqlite::rows::{COLUMNS, Stored, id_from, row_count, unsigned};
use crate::library::sqlite::search::all_of;
use crate::library::{Place, Placing};

/// The number from which articles wait for those whose vectors are awaited.
const AWAITED: &str = "(SELECT coalesce(min(article), 9223372036854775807) FROM jobs \
     WHERE state <> 'dead')";

impl SqliteStore {
    /// See [`Stories::unplaced`](crate::library::Stories::unplaced).
    pub(super) fn unplaced(&self, limit: usize) -> Result<Vec<Article>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM articles WHERE number IN \
                 (SELECT article FROM members WHERE text IS NULL AND article < {AWAITED} \
                 ORDER BY article LIMIT ?1) \
                 ORDER BY number"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([row_count(limit)])?;
            let mut articles = Vec::new();
            while let Some(row) = rows.next()? {
                match Stored::from_row(row) {
                    Ok(stored) if stored.is_intact()? => articles.push(stored.article),
                    Ok(_) => {}
                    Err(failure) if failure.is_damage() => {}
                    Err(failure) => return Err(failure),
                }
            }
            Ok(articles)
        })
    }

    /// See [`Stories::count_unplaced`](crate::library::Stories::count_unplaced).
    pub(super) fn count_unplaced(&self) -> Result<u64> {
        self.read(|connection| {
            let sql =
                format!("SELECT count(*) FROM members WHERE text IS NULL AND article < {AWAITED}");
            unsigned(connection.query_row(&sql, [], |row| row.get(0))?, "count")
        })
    }

    /// See [`Stories::places`](crate::library::Stories::places).
    pub(super) fn places(&self, articles: &[ArticleId]) -> Result<Vec<Place>> {
        self.read(|connection| {
            let mut places = Vec::with_capacity(articles.len());
            for article in each_once(articles) {
                let Some(row) = row_of(connection, article)? else { continue };
                places.push(Place {
                    article,
                    number: unsigned(row.article, "number")?,
                    story: row.story.map(|story| story_id(connection, story)).transpose()?,
                    text: row.text.map(|text| unsigned(text, "text")).transpose()?,
                });
            }
            Ok(places)
        })
    }

    /// See [`Stories::with_words`](crate::library::Stories::with_words).
    pub(super) fn with_words(&self, words: &[&str], limit: usize) -> Result<Vec<ArticleId>> {
        let Some(expression) = all_of(words) else { return Ok(Vec::new()) };
        self.read(|connection| newest_matching(connection, &expression, limit))
    }

    /// See [`Stories::place`](crate::library::Stories::place).
    pub(super) fn place(&self, placings: &[Placing]) -> Result<()> {
        if placings.is_empty() {
            return Ok(());
        }
        self.transact(|transaction| {
            placings.iter().try_for_each(|placing| place(transaction, placing))
        })
    }
}

/// The articles that match, the newest first: the index is read from its end, and not ranked.
fn newest_matching(
    connection: &Connection,
    expression: &str,
    limit: usize,
) -> Result<Vec<ArticleId>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM (SELECT rowid FROM article_words WHERE article_words MATCH ?1 \
         ORDER BY rowid DESC LIMIT ?2) AS found JOIN articles ON number = found.rowid \
         ORDER BY number DESC",
    )?;
    let mut rows = statement.query((expression, row_count(limit)))?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.extend(id_from(row, 0));
    }
    Ok(ids)
}

fn place(transaction: &Transaction, placing: &Placing) -> Result<(), Failure> {
    let Some(own) = row_of(transaction, placing.article)? else { return Ok(()) };
    if own.text.is_some() {
        return Ok(());
    }
    let other = |id: Option<ArticleId>| match id {
        Some(id) if id != placing.article => row_of(transaction, id),
        _ => Ok(None),
    };
    let first = other(placing.copy_of)?.map(|other| other.text.unwrap_or(other.article));
    let mut statement =
        transaction.prepare_cached("UPDATE members SET text = ?2 WHERE article = ?1")?;
    statement.execute((own.article, first.unwrap_or(own.article)))?;
    if let (None, Some(with), Some(founder)) = (own.story, other(placing.with)?, placing.with) {
        let story = match with.story {
            Some(story) => story,
            None => {
                let story = found(transaction, founder)?;
                put(transaction, with.article, Some(story), with.is_kept)?;
                story
            }
        };
        put(transaction, own.article, Some(story), own.is_kept)?;
    }
    Ok(())
}

/// Takes note of an article's text having changed: it is compared again, and those that had its text have that
/// of each other. Its story stays.
pub(in crate::library::sqlite) fn text_changed(
    transaction: &Transaction,
    number: i64,
) -> Result<(), Failure> {
    let mut others = transaction.prepare_cached(
        "UPDATE members SET text = \
         (SELECT min(article) FROM members WHERE text = ?1 AND article <> ?1) \
         WHERE text = ?1 AND article <> ?1",
    )?;
    others.execute([number])?;
    let mut own =
        transaction.prepare_cached("UPDATE members SET text = NULL WHERE article = ?1")?;
    own.execute([number])?;
    Ok(())
}
