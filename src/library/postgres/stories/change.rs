//! What someone does with stories: it is recorded, and can be undone.

use jiff::Timestamp;

use super::list::standing;
use super::{Standing, found, put, standing_of, story_id};
use crate::article::ArticleId;
use crate::library::postgres::PostgresStore;
use crate::library::postgres::failure::Failure;
use crate::library::postgres::rows::{id_from, time_from, unsigned};
use crate::library::postgres::session::Tx;
use crate::library::record::time_to;
use crate::library::{StoryChange, StoryChangeKind};
use crate::{Error, Result};

impl PostgresStore {
    /// See [`Stories::merge_stories`](crate::library::Stories::merge_stories).
    pub(super) fn merge_stories(&self, articles: &[ArticleId]) -> Result<StoryChange> {
        self.write(|tx| {
            let rows = standings_of(tx, articles)?;
            let mut stories: Vec<i64> = rows.iter().filter_map(|(_, row)| row.story).collect();
            stories.sort_unstable();
            stories.dedup();
            let alone: Vec<&(ArticleId, Standing)> =
                rows.iter().filter(|(_, row)| row.story.is_none()).collect();
            if stories.len() + alone.len() < 2 {
                return Err(refused("merge", "these articles are of one story already"));
            }
            let target = match (stories.first(), alone.iter().min_by_key(|(_, row)| row.article)) {
                (Some(oldest), _) => *oldest,
                (None, Some((founder, _))) => found(tx, *founder)?,
                (None, None) => return Err(refused("merge", "there are no articles to merge")),
            };
            let change = record(tx, StoryChangeKind::Merge, target)?;
            for story in stories.iter().filter(|story| **story != target) {
                for (article, is_kept) in members_of(tx, *story)? {
                    move_to(tx, change, article, Some(*story), is_kept, target)?;
                }
                let sql = "UPDATE stories SET merged = $2 WHERE number = $1";
                tx.execute(sql, &[story, &target])?;
            }
            for (_, row) in alone {
                move_to(tx, change, row.article, None, row.is_kept, target)?;
            }
            change_of(tx, change)
        })
    }

    /// See [`Stories::split_story`](crate::library::Stories::split_story).
    pub(super) fn split_story(&self, articles: &[ArticleId]) -> Result<StoryChange> {
        self.write(|tx| {
            let rows = standings_of(tx, articles)?;
            let first = rows.iter().min_by_key(|(_, row)| row.article);
            let Some((founder, Standing { story: Some(story), .. })) = first else {
                return Err(refused("split", "no other article tells the story of this one"));
            };
            if rows.iter().any(|(_, row)| row.story != Some(*story)) {
                let reason = "these articles are of several stories; name those of one";
                return Err(refused("split", reason));
            }
            if members_of(tx, *story)?.len() == rows.len() {
                let reason = "these are all articles of the story; name some of them";
                return Err(refused("split", reason));
            }
            let target = found(tx, *founder)?;
            let change = record(tx, StoryChangeKind::Split, target)?;
            for (_, row) in &rows {
                move_to(tx, change, row.article, row.story, row.is_kept, target)?;
            }
            change_of(tx, change)
        })
    }

    /// See [`Stories::undo_story_change`](crate::library::Stories::undo_story_change).
    pub(super) fn undo_story_change(&self, number: Option<u64>) -> Result<StoryChange> {
        self.write(|tx| {
            let last = "SELECT max(number) FROM story_changes WHERE undone IS NULL AND \
                        ($1::bigint IS NULL OR number = $1)";
            let asked = number.map(|number| i64::try_from(number).unwrap_or(i64::MAX));
            let change: Option<i64> = tx.one(last, &[&asked])?.get(0);
            let Some(change) = change else {
                return Err(refused("undo", "there is no such change that is not undone already"));
            };
            let change_made = change_of(tx, change)?;
            if put_back(tx, change)? == 0 && !change_made.moved.is_empty() {
                let reason = "its articles were moved again since; undo the later changes first";
                return Err(refused("undo", reason));
            }
            let now = Timestamp::now();
            let sql = "UPDATE story_changes SET undone = $2 WHERE number = $1";
            tx.execute(sql, &[&change, &time_to(now, "undone", "a change")?])?;
            Ok(StoryChange { undone: Some(now), ..change_made })
        })
    }

    /// See [`Stories::story_changes`](crate::library::Stories::story_changes).
    pub(super) fn story_changes(&self) -> Result<Vec<StoryChange>> {
        self.read(|tx| {
            let rows = tx.query("SELECT number FROM story_changes ORDER BY number DESC", &[])?;
            rows.iter().map(|row| change_of(tx, row.get(0))).collect()
        })
    }
}

/// Puts back what a change moved and is still there; says how many articles that were.
fn put_back(tx: &mut Tx, change: i64) -> Result<usize, Failure> {
    let sql = "SELECT members.article, origin, moves.kept FROM story_moves AS moves \
               JOIN story_changes AS changes ON changes.number = moves.change \
               JOIN members ON members.article = moves.article AND members.story = changes.story \
               WHERE change = $1";
    let moves: Vec<(i64, Option<i64>, bool)> =
        tx.query(sql, &[&change])?.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    // A story that was merged into this one stands by itself again.
    let parted = "UPDATE stories SET merged = NULL WHERE number = $1 AND merged = \
                  (SELECT story FROM story_changes WHERE number = $2)";
    for (article, origin, was_kept) in &moves {
        let mut origin = *origin;
        if let Some(story) = origin {
            tx.execute(parted, &[&story, &change])?;
            origin = Some(standing(tx, story)?);
        }
        put(tx, *article, origin, *was_kept)?;
    }
    Ok(moves.len())
}

/// Where these articles stand, each once.
fn standings_of(
    tx: &mut Tx,
    articles: &[ArticleId],
) -> Result<Vec<(ArticleId, Standing)>, Failure> {
    let mut rows: Vec<(ArticleId, Standing)> = Vec::with_capacity(articles.len());
    for &id in articles {
        let not_found = || Failure::Refused(Error::ArticleNotFound { reference: id.to_string() });
        let row = standing_of(tx, id)?.ok_or_else(not_found)?;
        if rows.iter().all(|(_, other)| other.article != row.article) {
            rows.push((id, row));
        }
    }
    Ok(rows)
}

/// The articles of a story, and whether someone put them there.
fn members_of(tx: &mut Tx, story: i64) -> Result<Vec<(i64, bool)>, Failure> {
    let rows = tx.query("SELECT article, kept FROM members WHERE story = $1", &[&story])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

fn record(tx: &mut Tx, kind: StoryChangeKind, story: i64) -> Result<i64, Failure> {
    let now = time_to(Timestamp::now(), "at", "a change")?;
    let sql = "INSERT INTO story_changes (kind, story, at) VALUES ($1, $2, $3) RETURNING number";
    Ok(tx.one(sql, &[&kind.name(), &story, &now])?.get(0))
}

fn move_to(
    tx: &mut Tx,
    change: i64,
    article: i64,
    origin: Option<i64>,
    was_kept: bool,
    target: i64,
) -> Result<(), Failure> {
    let sql = "INSERT INTO story_moves (change, article, origin, kept) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, &[&change, &article, &origin, &was_kept])?;
    put(tx, article, Some(target), true)
}

fn change_of(tx: &mut Tx, number: i64) -> Result<StoryChange, Failure> {
    let damaged = || Failure::Damaged(format!("the story change number {number}"));
    let sql = "SELECT kind, story, at, undone FROM story_changes WHERE number = $1";
    let row = tx.optional(sql, &[&number])?.ok_or_else(damaged)?;
    let kinds = [StoryChangeKind::Merge, StoryChangeKind::Split];
    let name: &str = row.get(0);
    let kind = kinds.into_iter().find(|known| known.name() == name).ok_or_else(damaged)?;
    let sql = "SELECT id FROM story_moves JOIN articles ON number = article WHERE change = $1 \
               ORDER BY article";
    let moved = tx.query(sql, &[&number])?.iter().map(|row| id_from(row, 0)).collect();
    Ok(StoryChange {
        number: unsigned(number, "number")?,
        kind,
        story: story_id(tx, row.get(1))?,
        moved,
        at: time_from(row.get(2))?,
        undone: row.get::<_, Option<i64>>(3).map(time_from).transpose()?,
    })
}

fn refused(what: &str, reason: &str) -> Failure {
    Failure::Refused(Error::Refused { name: what.to_owned(), reason: reason.to_owned() })
}
