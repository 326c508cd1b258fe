//! Stories in the database: `members` says where each article stands, `stories` which ids there are.
//!
//! - [`place`] keeps what was decided of an article when it was stored.
//! - [`list`] gives stories and their members.
//! - [`change`] is what someone does with them, which is recorded and can be undone.

mod change;
mod list;
mod place;

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::SqliteStore;
use super::failure::Failure;
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::{Place, Placing, Stories, Story, StoryChange, StoryId, StoryOptions};

pub(super) use place::text_changed;

impl Stories for SqliteStore {
    fn unplaced(&self, limit: usize) -> Result<Vec<Article>> {
        self.unplaced(limit)
    }

    fn count_unplaced(&self) -> Result<u64> {
        self.count_unplaced()
    }

    fn places(&self, articles: &[ArticleId]) -> Result<Vec<Place>> {
        self.places(articles)
    }

    fn with_words(&self, words: &[&str], limit: usize) -> Result<Vec<ArticleId>> {
        self.with_words(words, limit)
    }

    fn place(&self, placings: &[Placing]) -> Result<()> {
        self.place(placings)
    }

    fn stories(&self, options: &StoryOptions) -> Result<Vec<Story>> {
        self.stories(options)
    }

    fn story(&self, reference: &str) -> Result<Story> {
        self.story(reference)
    }

    fn merge_stories(&self, articles: &[ArticleId]) -> Result<StoryChange> {
        self.merge_stories(articles)
    }

    fn split_story(&self, articles: &[ArticleId]) -> Result<StoryChange> {
        self.split_story(articles)
    }

    fn undo_story_change(&self, number: Option<u64>) -> Result<StoryChange> {
        self.undo_story_change(number)
    }

    fn story_changes(&self) -> Result<Vec<StoryChange>> {
        self.story_changes()
    }
}

/// Where an article stands, by the numbers of rows.
struct Row {
    article: i64,
    story: Option<i64>,
    text: Option<i64>,
    is_kept: bool,
}

/// Where this article stands, if it is stored.
fn row_of(connection: &Connection, article: ArticleId) -> Result<Option<Row>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT article, story, text, kept FROM members \
         WHERE article = (SELECT number FROM articles WHERE id = ?1)",
    )?;
    let row = statement.query_row([article.as_bytes()], |row| {
        Ok(Row {
            article: row.get(0)?,
            story: row.get(1)?,
            text: row.get(2)?,
            is_kept: row.get(3)?,
        })
    });
    Ok(row.optional()?)
}

/// A new story, which begins with this article.
fn found(transaction: &Transaction, founder: ArticleId) -> Result<i64, Failure> {
    let mut insert = transaction
        .prepare_cached("INSERT OR IGNORE INTO stories (id) VALUES (?1) RETURNING number")?;
    for nth in 0..u32::MAX {
        let id = StoryId::founded_by(founder, nth);
        // An article that was split off may have begun a story before.
        if let Some(number) = insert.query_row([id.as_bytes()], |row| row.get(0)).optional()? {
            return Ok(number);
        }
    }
    Err(Failure::Damaged(format!("article {founder} has begun too many stories")))
}

/// Puts an article into a story, or into none.
fn put(
    transaction: &Transaction,
    article: i64,
    story: Option<i64>,
    is_kept: bool,
) -> Result<(), Failure> {
    let mut statement = transaction
        .prepare_cached("UPDATE members SET story = ?2, kept = ?3 WHERE article = ?1")?;
    statement.execute((article, story, is_kept))?;
    Ok(())
}

fn story_id(connection: &Connection, number: i64) -> Result<StoryId, Failure> {
    let mut statement = connection.prepare_cached("SELECT id FROM stories WHERE number = ?1")?;
    let bytes: Option<Vec<u8>> = statement.query_row([number], |row| row.get(0)).optional()?;
    let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes
        .map(StoryId::from_bytes)
        .ok_or_else(|| Failure::Damaged(format!("there is no story number {number}")))
}
