//! What someone does with stories: it is recorded, and can be undone.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::list::standing;
use super::{Row, found, put, row_of, story_id};
use crate::article::ArticleId;
use crate::library::record::time_to;
use crate::library::sqlite::SqliteStore;
use crate::library::sqlite::failure::Failure;
use crate::library::sqlite::rows::{id_from, time_from, unsigned};
use crate::library::{StoryChange, StoryChangeKind};
use crate::{Error, Result};

impl SqliteStore {
    /// See [`Stories::merge_stories`](crate::library::Stories::merge_stories).
    pub(super) fn merge_stories(&self, articles: &[ArticleId]) -> Result<StoryChange> {
        self.transact(|transaction| {
            let rows = rows_of(transaction, articles)?;
            let mut stories: Vec<i64> = rows.iter().filter_map(|(_, row)| row.story).collect();
            stories.sort_unstable();
            stories.dedup();
            let alone: Vec<&(ArticleId, Row)> =
                rows.iter().filter(|(_, row)| row.story.is_none()).collect();
            if stories.len() + alone.len() < 2 {
                return Err(refused("merge", "these articles are of one story already"));
            }
            let target = match (stories.first(), alone.iter().min_by_key(|(_, row)| row.article)) {
                (Some(oldest), _) => *oldest,
                (None, Some((founder, _))) => found(transaction, *founder)?,
                (None, None) => return Err(refused("merge", "there are no articles to merge")),
            };
            let change = record(transaction, StoryChangeKind::Merge, target)?;
            for story in stories.iter().filter(|story| **story != target) {
                for (article, is_kept) in members_of(transaction, *story)? {
                    move_to(transaction, change, article, Some(*story), is_kept, target)?;
                }
                let sql = "UPDATE stories SET merged = ?2 WHERE number = ?1";
                transaction.execute(sql, (story, target))?;
            }
            for (_, row) in alone {
                move_to(transaction, change, row.article, None, row.is_kept, target)?;
            }
            change_of(transaction, change)
        })
    }

    /// See [`Stories::split_story`](crate::library::Stories::split_story).
    pub(super) fn split_story(&self, articles: &[ArticleId]) -> Result<StoryChange> {
        self.transact(|transaction| {
            let rows = rows_of(transaction, articles)?;
            let first = rows.iter().min_by_key(|(_, row)| row.article);
            let Some((founder, Row { story: Some(story), .. })) = first else {
                return Err(refused("split", "no other article tells the story of this one"));
            };
            if rows.iter().any(|(_, row)| row.story != Some(*story)) {
                return Err(refused(
                    "split",
                    "these articles are of several stories; name those of one",
                ));
            }
            if members_of(transaction, *story)?.len() == rows.len() {
                return Err(refused(
                    "split",
                    "these are all articles of the story; name some of them",
                ));
            }
            let target = found(transaction, *founder)?;
            let change = record(transaction, StoryChangeKind::Split, target)?;
            for (_, row) in &rows {
                move_to(transaction, change, row.article, row.story, row.is_kept, target)?;
            }
            change_of(transaction, change)
        })
    }

    /// See [`Stories::undo_story_change`](crate::library::Stories::undo_story_change).
    pub(super) fn undo_story_change(&self, number: Option<u64>) -> Result<StoryChange> {
        self.transact(|transaction| {
            let last = "SELECT max(number) FROM story_changes WHERE undone IS NULL AND \
                        (?1 IS NULL OR number = ?1)";
            let asked = number.map(|number| i64::try_from(number).unwrap_or(i64::MAX));
            let change: Option<i64> = transaction.query_row(last, [asked], |row| row.get(0))?;
            let Some(change) = change else {
                return Err(refused("undo", "there is no such change that is not undone already"));
            };
            let change_made = change_of(transaction, change)?;
            if put_back(transaction, change)? == 0 && !change_made.moved.is_empty() {
                let reason = "its articles were moved again since; undo the later changes first";
                return Err(refused("undo", reason));
            }
            let sql = "UPDATE story_changes SET undone = ?2 WHERE number = ?1";
            let now = Timestamp::now();
            transaction.execute(sql, (change, time_to(now, "undone", "a change")?))?;
            Ok(StoryChange { undone: Some(now), ..change_made })
        })
    }

    /// See [`Stories::story_changes`](crate::library::Stories::story_changes).
    pub(super) fn story_changes(&self) -> Result<Vec<StoryChange>> {
        self.read(|connection| {
            let sql = "SELECT number FROM story_changes ORDER BY number DESC";
            let mut statement = connection.prepare_cached(sql)?;
            let numbers = statement.query_map([], |row| row.get(0))?;
            let numbers: Vec<i64> = numbers.collect::<rusqlite::Result<_>>()?;
            numbers.into_iter().map(|number| change_of(connection, number)).collect()
        })
    }
}

/// Puts back what a change moved and is still there; says how many articles that were.
fn put_back(transaction: &Transaction, change: i64) -> Result<usize, Failure> {
    let sql = "SELECT members.article, origin, moves.kept FROM story_moves AS moves \
               JOIN story_changes AS changes ON changes.number = moves.change \
               JOIN members ON members.article = moves.article AND members.story = changes.story \
               WHERE change = ?1";
    let mut statement = transaction.prepare_cached(sql)?;
    let rows = statement.query_map([change], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let moves: Vec<(i64, Option<i64>, bool)> = rows.collect::<rusqlite::Result<_>>()?;
    // A story that was merged into this one stands by itself again.
    let sql = "UPDATE stories SET merged = NULL WHERE number = ?1 AND merged = \
               (SELECT story FROM story_changes WHERE number = ?2)";
    let mut parted = transaction.prepare_cached(sql)?;
    for (article, origin, was_kept) in &moves {
        let mut origin = *origin;
        if let Some(story) = origin {
            parted.execute((story, change))?;
            origin = Some(standing(transaction, story)?);
        }
        put(transaction, *article, origin, *was_kept)?;
    }
    Ok(moves.len())
}

/// Where these articles stand, each once.
fn rows_of(
    connection: &Connection,
    articles: &[ArticleId],
) -> Result<Vec<(ArticleId, Row)>, Failure> {
    let mut rows: Vec<(ArticleId, Row)> = Vec::with_capacity(articles.len());
    for &id in articles {
        let not_found = || Failure::Refused(Error::ArticleNotFound { reference: id.to_string() });
        let row = row_of(connection, id)?.ok_or_else(not_found)?;
        if rows.iter().all(|(_, other)| other.article != row.article) {
            rows.push((id, row));
        }
    }
    Ok(rows)
}

/// The articles of a story, and whether someone put them there.
fn members_of(connection: &Connection, story: i64) -> Result<Vec<(i64, bool)>, Failure> {
    let sql = "SELECT article, kept FROM members WHERE story = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn record(transaction: &Transaction, kind: StoryChangeKind, story: i64) -> Result<i64, Failure> {
    let now = time_to(Timestamp::now(), "at", "a change")?;
    let sql = "INSERT INTO story_changes (kind, story, at) VALUES (?1, ?2, ?3)";
    transaction.execute(sql, (kind.name(), story, now))?;
    Ok(transaction.last_insert_rowid())
}

fn move_to(
    transaction: &Transaction,
    change: i64,
    article: i64,
    origin: Option<i64>,
    was_kept: bool,
    target: i64,
) -> Result<(), Failure> {
    let sql = "INSERT INTO story_moves (change, article, origin, kept) VALUES (?1, ?2, ?3, ?4)";
    transaction.execute(sql, (change, article, origin, was_kept))?;
    put(transaction, article, Some(target), true)
}

fn change_of(connection: &Connection, number: i64) -> Result<StoryChange, Failure> {
    let damaged = || Failure::Damaged(format!("the story change number {number}"));
    let sql = "SELECT kind, story, at, undone FROM story_changes WHERE number = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let read = |row: &rusqlite::Row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get::<_, Option<i64>>(3)?))
    };
    let (kind, story, at, undone) =
        statement.query_row([number], read).optional()?.ok_or_else(damaged)?;
    let kinds = [StoryChangeKind::Merge, StoryChangeKind::Split];
    let kind = kinds.into_iter().find(|known| known.name() == kind).ok_or_else(damaged)?;
    let sql = "SELECT id FROM story_moves JOIN articles ON number = article WHERE change = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([number])?;
    let mut moved = Vec::new();
    while let Some(row) = rows.next()? {
        moved.push(id_from(row, 0).ok_or_else(damaged)?);
    }
    Ok(StoryChange {
        number: unsigned(number, "number")?,
        kind,
        story: story_id(connection, story)?,
        moved,
        at: time_from(at)?,
        undone: undone.map(time_from).transpose()?,
    })
}

fn refused(what: &str, reason: &str) -> Failure {
    Failure::Refused(Error::Refused { name: what.to_owned(), reason: reason.to_owned() })
}
