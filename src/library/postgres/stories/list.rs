//! Stories and their members.

use postgres::Row;

use super::{standing_of, story_id};
use crate::library::address::host;
use crate::library::found::{BEGINNING, title_or_first_words};
use crate::library::postgres::PostgresStore;
use crate::library::postgres::failure::Failure;
use crate::library::postgres::filter::{Conditions, Value};
use crate::library::postgres::rows::{id_from, row_count, time_from, unsigned, uuid_of};
use crate::library::postgres::session::Tx;
use crate::library::record::time_to;
use crate::library::reference::{CANDIDATES, ids_starting_with};
use crate::library::stories::with_copies;
use crate::library::{Member, Story, StoryId, StoryOptions};
use crate::{Error, ErrorKind, Result};

/// When an article was published, in nanoseconds: a day begins at midnight.
const PUBLISHED: &str = "coalesce(published, day)";

impl PostgresStore {
    /// See [`Stories::stories`](crate::library::Stories::stories).
    pub(super) fn stories(&self, options: &StoryOptions) -> Result<Vec<Story>> {
        self.read(|tx| {
            let mut conditions = Conditions::of(&options.filter);
            conditions.add("story IS NOT NULL", vec![]);
            if let Some(since) = options.since {
                let since: Vec<Value> = vec![Box::new(time_to(since, "since", "the list")?)];
                conditions.add(&format!("coalesce({PUBLISHED}, created) >= ?"), since);
            }
            let sql = format!(
                "SELECT story FROM members JOIN articles ON number = article{} \
                 GROUP BY story ORDER BY max(article) DESC",
                conditions.clause()
            );
            let numbers: Vec<i64> =
                tx.query(&sql, &conditions.values())?.iter().map(|row| row.get(0)).collect();
            let mut stories = Vec::new();
            for number in numbers {
                if stories.len() >= options.limit.unwrap_or(usize::MAX) {
                    break;
                }
                let story = story_of(tx, number)?;
                if story.members.len() >= options.least {
                    stories.push(story);
                }
            }
            Ok(stories)
        })
    }

    /// See [`Stories::story`](crate::library::Stories::story).
    pub(super) fn story(&self, reference: &str) -> Result<Story> {
        let reference = reference.trim();
        let found = self.read(|tx| {
            let Some(story) = by_id(tx, reference)? else { return Ok(None) };
            story_of(tx, story).map(Some)
        })?;
        if let Some(story) = found {
            return Ok(story);
        }
        let article = self.get(reference).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Error::StoryNotFound { reference: reference.to_owned() },
            _ => error,
        })?;
        self.read(|tx| {
            let id =
                article.id.ok_or_else(|| Failure::Damaged("an article has no id".to_owned()))?;
            match standing_of(tx, id)?.and_then(|standing| standing.story) {
                Some(story) => story_of(tx, story),
                None => {
                    let members = members(tx, "id = $1", &uuid_of(id))?;
                    Ok(Story { id: None, members })
                }
            }
        })
    }
}

/// A story that may have been merged into another: then that one.
pub(super) fn standing(tx: &mut Tx, mut story: i64) -> Result<i64, Failure> {
    let sql = "SELECT merged FROM stories WHERE number = $1 AND merged IS NOT NULL";
    // A merge into a story of a lower number ends.
    while let Some(row) = tx.optional(sql, &[&story])? {
        let other: i64 = row.get(0);
        if other >= story {
            return Err(Failure::Damaged(format!("story number {story} is merged into {other}")));
        }
        story = other;
    }
    Ok(story)
}

/// The one story whose id is this, or starts so.
fn by_id(tx: &mut Tx, reference: &str) -> Result<Option<i64>, Failure> {
    let Some((first, last)) = ids_starting_with(reference) else { return Ok(None) };
    let sql = "SELECT number FROM stories WHERE id BETWEEN $1 AND $2 ORDER BY id LIMIT $3";
    let range = (uuid_of(first), uuid_of(last));
    let rows = tx.query(sql, &[&range.0, &range.1, &row_count(CANDIDATES)])?;
    let found: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
    match found.as_slice() {
        [] => Ok(None),
        [story] => standing(tx, *story).map(Some),
        several => {
            let named = several.iter().map(|story| Ok(story_id(tx, *story)?.to_string()));
            Err(Failure::Refused(Error::AmbiguousReference {
                reference: reference.to_owned(),
                count: several.len(),
                candidates: named.collect::<Result<Vec<_>, Failure>>()?.join(", "),
            }))
        }
    }
}

/// The story of this number and its members.
pub(super) fn story_of(tx: &mut Tx, number: i64) -> Result<Story, Failure> {
    let id: StoryId = story_id(tx, number)?;
    Ok(Story { id: Some(id), members: members(tx, "story = $1", &number)? })
}

/// The members of which this holds, in the order of time.
fn members(
    tx: &mut Tx,
    condition: &'static str,
    value: &(dyn postgres::types::ToSql + Sync),
) -> Result<Vec<Member>, Failure> {
    let sql = format!(
        "SELECT id, number, title, CASE WHEN btrim(coalesce(title, ''), E' \\t\\n\\r') = '' \
         THEN left(body, {BEGINNING}) ELSE '' END, site, url, {PUBLISHED}, created, read_count > 0, \
         text, kept FROM members JOIN articles ON number = article WHERE {condition} \
         ORDER BY coalesce({PUBLISHED}, created), number"
    );
    let rows = tx.query(&sql, &[value])?;
    let members: Vec<(Member, Option<i64>)> =
        rows.iter().map(|row| Ok((member(row)?, row.get(9)))).collect::<Result<_, Failure>>()?;
    Ok(with_copies(members))
}

fn member(row: &Row) -> Result<Member, Failure> {
    let (title, beginning): (Option<&str>, &str) = (row.get(2), row.get(3));
    let (site, url): (Option<String>, Option<String>) = (row.get(4), row.get(5));
    let published: Option<i64> = row.get(6);
    Ok(Member {
        id: id_from(row, 0),
        number: unsigned(row.get(1), "number")?,
        title: title_or_first_words(title, beginning),
        source: site.or_else(|| host(url.as_deref()?)),
        published: published.map(time_from).transpose()?,
        created: time_from(row.get(7))?,
        is_read: row.get(8),
        copy_of: None,
        is_kept: row.get(10),
    })
}
