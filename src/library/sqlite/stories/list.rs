//! Stories and their members.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::story_id;
use crate::library::address::host;
use crate::library::found::{BEGINNING, title_or_first_words};
use crate::library::record::time_to;
use crate::library::reference::{CANDIDATES, ids_starting_with};
use crate::library::sqlite::SqliteStore;
use crate::library::sqlite::failure::Failure;
use crate::library::sqlite::filter::Conditions;
use crate::library::sqlite::rows::{id_from, row_count, time_from, unsigned};
use crate::library::stories::with_copies;
use crate::library::{Member, Story, StoryId, StoryOptions};
use crate::{Error, ErrorKind, Result};

/// When an article was published, in nanoseconds: a day begins at midnight.
const PUBLISHED: &str = "coalesce(published, 1000000000 * unixepoch(date))";

impl SqliteStore {
    /// See [`Stories::stories`](crate::library::Stories::stories).
    pub(super) fn stories(&self, options: &StoryOptions) -> Result<Vec<Story>> {
        self.read(|connection| {
            let mut conditions = Conditions::of(&options.filter);
            conditions.add("story IS NOT NULL", []);
            if let Some(since) = options.since {
                let since = Value::Integer(time_to(since, "since", "the list")?);
                conditions.add(&format!("coalesce({PUBLISHED}, created) >= ?"), [since]);
            }
            let sql = format!(
                "SELECT story FROM members JOIN articles ON number = article{} \
                 GROUP BY story ORDER BY max(article) DESC",
                conditions.clause()
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(&conditions.values))?;
            let mut stories = Vec::new();
            while stories.len() < options.limit.unwrap_or(usize::MAX)
                && let Some(row) = rows.next()?
            {
                let story = story_of(connection, row.get(0)?)?;
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
        let found = self.read(|connection| {
            let Some(story) = by_id(connection, reference)? else { return Ok(None) };
            story_of(connection, story).map(Some)
        })?;
        if let Some(story) = found {
            return Ok(story);
        }
        let article = self.get(reference).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Error::StoryNotFound { reference: reference.to_owned() },
            _ => error,
        })?;
        self.read(|connection| {
            let id =
                article.id.ok_or_else(|| Failure::Damaged("an article has no id".to_owned()))?;
            let row = super::row_of(connection, id)?;
            match row.as_ref().and_then(|row| row.story) {
                Some(story) => story_of(connection, story),
                None => {
                    let members = members(connection, "id = ?1", id.as_bytes().to_vec().into())?;
                    Ok(Story { id: None, members })
                }
            }
        })
    }
}

/// A story that may have been merged into another: then that one.
pub(super) fn standing(connection: &Connection, mut story: i64) -> Result<i64, Failure> {
    let mut statement = connection
        .prepare_cached("SELECT merged FROM stories WHERE number = ?1 AND merged IS NOT NULL")?;
    // A merge into a story of a lower number ends.
    while let Some(other) = statement.query_row([story], |row| row.get(0)).optional()? {
        if other >= story {
            return Err(Failure::Damaged(format!("story number {story} is merged into {other}")));
        }
        story = other;
    }
    Ok(story)
}

/// The one story whose id is this, or starts so.
fn by_id(connection: &Connection, reference: &str) -> Result<Option<i64>, Failure> {
    let Some((first, last)) = ids_starting_with(reference) else { return Ok(None) };
    let mut statement = connection.prepare_cached(
        "SELECT number FROM stories WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
    )?;
    let range = (first.as_bytes(), last.as_bytes(), row_count(CANDIDATES));
    let rows = statement.query_map(range, |row| row.get(0))?;
    let found: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
    match found.as_slice() {
        [] => Ok(None),
        [story] => standing(connection, *story).map(Some),
        several => {
            let named = several.iter().map(|story| Ok(story_id(connection, *story)?.to_string()));
            Err(Failure::Refused(Error::AmbiguousReference {
                reference: reference.to_owned(),
                count: several.len(),
                candidates: named.collect::<Result<Vec<_>, Failure>>()?.join(", "),
            }))
        }
    }
}

/// The story of this number and its members.
pub(super) fn story_of(connection: &Connection, number: i64) -> Result<Story, Failure> {
    let id: StoryId = story_id(connection, number)?;
    Ok(Story { id: Some(id), members: members(connection, "story = ?1", number.into())? })
}

/// The members of which this holds, in the order of time.
fn members(
    connection: &Connection,
    condition: &'static str,
    value: Value,
) -> Result<Vec<Member>, Failure> {
    let sql = format!(
        "SELECT id, number, title, CASE WHEN trim(coalesce(title, ''), ' ' || char(9, 10, 13)) = '' \
         THEN substr(body, 1, ?2) ELSE '' END, site, url, {PUBLISHED}, created, read_count > 0, \
         text, kept FROM members JOIN articles ON number = article WHERE {condition} \
         ORDER BY coalesce({PUBLISHED}, created), number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query((value, row_count(BEGINNING)))?;
    let mut members: Vec<(Member, Option<i64>)> = Vec::new();
    while let Some(row) = rows.next()? {
        members.push((member(row)?, row.get(9)?));
    }
    Ok(with_copies(members))
}

fn member(row: &Row) -> Result<Member, Failure> {
    let damaged = || Failure::Damaged("an article's id is not of 16 bytes".to_owned());
    let (title, beginning): (Option<String>, String) = (row.get(2)?, row.get(3)?);
    let (site, url): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
    let published: Option<i64> = row.get(6)?;
    Ok(Member {
        id: id_from(row, 0).ok_or_else(damaged)?,
        number: unsigned(row.get(1)?, "number")?,
        title: title_or_first_words(title.as_deref(), &beginning),
        source: site.or_else(|| host(url.as_deref()?)),
        published: published.map(time_from).transpose()?,
        created: time_from(row.get(7)?)?,
        is_read: row.get(8)?,
        copy_of: None,
        is_kept: row.get(10)?,
    })
}
