//! Where articles stand: what was not compared yet, and what was decided of it.

use uuid::Uuid;

use super::{found, put, standing_of};
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::postgres::PostgresStore;
use crate::library::postgres::failure::Failure;
use crate::library::postgres::rows::{COLUMNS, Stored, id_from, row_count, unsigned, uuid_of};
use crate::library::postgres::session::Tx;
use crate::library::{Place, Placing, StoryId};

/// The number from which articles wait for those whose vectors are awaited.
const AWAITED: &str = "(SELECT coalesce(min(article), 9223372036854775807) FROM jobs \
     WHERE state <> 'dead')";

impl PostgresStore {
    /// See [`Stories::unplaced`](crate::library::Stories::unplaced).
    pub(super) fn unplaced(&self, limit: usize) -> Result<Vec<Article>> {
        self.read(|tx| {
            let sql = format!(
                "SELECT {COLUMNS} FROM articles WHERE number IN (SELECT article FROM members \
                 WHERE text IS NULL AND article < {AWAITED} ORDER BY article LIMIT $1) \
                 ORDER BY number"
            );
            let rows = tx.query(&sql, &[&row_count(limit)])?;
            Ok(rows.iter().filter_map(|row| Some(Stored::from_row(row).ok()?.article)).collect())
        })
    }

    /// See [`Stories::count_unplaced`](crate::library::Stories::count_unplaced).
    pub(super) fn count_unplaced(&self) -> Result<u64> {
        self.read(|tx| {
            let sql =
                format!("SELECT count(*) FROM members WHERE text IS NULL AND article < {AWAITED}");
            unsigned(tx.one(&sql, &[])?.get(0), "count")
        })
    }

    /// See [`Stories::places`](crate::library::Stories::places).
    pub(super) fn places(&self, articles: &[ArticleId]) -> Result<Vec<Place>> {
        let ids: Vec<Uuid> = articles.iter().map(|id| uuid_of(*id)).collect();
        self.read(|tx| {
            let sql = "SELECT articles.id, article, stories.id, text FROM articles \
                       JOIN members ON article = articles.number \
                       LEFT JOIN stories ON stories.number = story WHERE articles.id = ANY ($1)";
            let place = |row: &postgres::Row| {
                Ok(Place {
                    article: id_from(row, 0),
                    number: unsigned(row.get(1), "number")?,
                    story: row
                        .get::<_, Option<Uuid>>(2)
                        .map(|id| StoryId::from_bytes(id.into_bytes())),
                    text: row
                        .get::<_, Option<i64>>(3)
                        .map(|text| unsigned(text, "text"))
                        .transpose()?,
                })
            };
            tx.query(sql, &[&ids])?.iter().map(place).collect()
        })
    }

    /// See [`Stories::place`](crate::library::Stories::place).
    pub(super) fn place(&self, placings: &[Placing]) -> Result<()> {
        if placings.is_empty() {
            return Ok(());
        }
        self.write(|tx| placings.iter().try_for_each(|placing| place(tx, placing)))
    }
}

fn place(tx: &mut Tx, placing: &Placing) -> Result<(), Failure> {
    let Some(own) = standing_of(tx, placing.article)? else { return Ok(()) };
    if own.text.is_some() {
        return Ok(());
    }
    let other = |tx: &mut Tx, id: Option<ArticleId>| match id {
        Some(id) if id != placing.article => standing_of(tx, id),
        _ => Ok(None),
    };
    let first = other(tx, placing.copy_of)?.map(|other| other.text.unwrap_or(other.article));
    let sql = "UPDATE members SET text = $2 WHERE article = $1";
    tx.execute(sql, &[&own.article, &first.unwrap_or(own.article)])?;
    if let (None, Some(with), Some(founder)) = (own.story, other(tx, placing.with)?, placing.with) {
        let story = match with.story {
            Some(story) => story,
            None => {
                let story = found(tx, founder)?;
                put(tx, with.article, Some(story), with.is_kept)?;
                story
            }
        };
        put(tx, own.article, Some(story), own.is_kept)?;
    }
    Ok(())
}

/// Takes note of an article's text having changed: it is compared again, and those that had its text have that of each
/// other. Its story stays.
pub(in crate::library::postgres) fn text_changed(tx: &mut Tx, number: i64) -> Result<(), Failure> {
    tx.execute(
        "UPDATE members SET text = (SELECT min(article) FROM members WHERE text = $1 \
         AND article <> $1) WHERE text = $1 AND article <> $1",
        &[&number],
    )?;
    tx.execute("UPDATE members SET text = NULL WHERE article = $1", &[&number])?;
    Ok(())
}
