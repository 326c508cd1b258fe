//! Stories in the database: `members` says where each article stands, `stories` which ids there are.
//!
//! - [`place`] keeps what was decided of an article when it was stored.
//! - [`list`] gives stories and their members.
//! - [`change`] is what someone does with them, which is recorded and can be undone.

mod change;
mod list;
mod place;

use uuid::Uuid;

use super::PostgresStore;
use super::failure::Failure;
use super::rows::uuid_of;
use super::session::Tx;
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::{Place, Placing, Stories, Story, StoryChange, StoryId, StoryOptions};

pub(super) use place::text_changed;

impl Stories for PostgresStore {
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
struct Standing {
    article: i64,
    story: Option<i64>,
    text: Option<i64>,
    is_kept: bool,
}

/// Where this article stands, if it is stored.
fn standing_of(tx: &mut Tx, article: ArticleId) -> Result<Option<Standing>, Failure> {
    let sql = "SELECT article, story, text, kept FROM members \
               WHERE article = (SELECT number FROM articles WHERE id = $1)";
    Ok(tx.optional(sql, &[&uuid_of(article)])?.map(|row| Standing {
        article: row.get(0),
        story: row.get(1),
        text: row.get(2),
        is_kept: row.get(3),
    }))
}

/// A new story, which begins with this article.
fn found(tx: &mut Tx, founder: ArticleId) -> Result<i64, Failure> {
    let sql = "INSERT INTO stories (id) VALUES ($1) ON CONFLICT (id) DO NOTHING RETURNING number";
    for nth in 0..u32::MAX {
        let id = uuid_of_story(StoryId::founded_by(founder, nth));
        // An article that was split off may have begun a story before.
        if let Some(row) = tx.optional(sql, &[&id])? {
            return Ok(row.get(0));
        }
    }
    Err(Failure::Damaged(format!("article {founder} has begun too many stories")))
}

/// Puts an article into a story, or into none.
fn put(tx: &mut Tx, article: i64, story: Option<i64>, is_kept: bool) -> Result<(), Failure> {
    let sql = "UPDATE members SET story = $2, kept = $3 WHERE article = $1";
    tx.execute(sql, &[&article, &story, &is_kept])?;
    Ok(())
}

fn story_id(tx: &mut Tx, number: i64) -> Result<StoryId, Failure> {
    let row = tx.optional("SELECT id FROM stories WHERE number = $1", &[&number])?;
    row.map(|row| StoryId::from_bytes(row.get::<_, Uuid>(0).into_bytes()))
        .ok_or_else(|| Failure::Damaged(format!("there is no story number {number}")))
}

pub(super) fn uuid_of_story(id: StoryId) -> Uuid {
    Uuid::from_bytes(*id.as_bytes())
}
