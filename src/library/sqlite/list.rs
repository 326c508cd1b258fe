//! Many articles at once: the list that a reader sees, and all of them for an export.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, TransactionBehavior, params_from_iter};

use super::SqliteStore;
use super::failure::Failure;
use super::filter::Conditions;
use super::rows::{COLUMNS, Stored, id_from, time_from, unsigned};
use crate::article::Article;
use crate::library::address::host;
use crate::library::found::{BEGINNING, title_or_first_words};
use crate::library::record::time_to;
use crate::library::{Copies, Filter, ListOptions, ListedArticle, Position};
use crate::{Error, Result};

/// The columns that [`listed`] reads, in its order. Of a body only what may stand in for a title is read.
const LISTED: &str = "id, title, CASE WHEN trim(coalesce(title, ''), ' ' || char(9, 10, 13)) = '' \
     THEN substr(body, 1, ?) ELSE '' END, url, date, category, word_count, read_count, created, \
     updated, number, site";

impl SqliteStore {
    /// See [`Store::list`](crate::library::Store::list).
    pub(super) fn list(&self, options: &ListOptions) -> Result<Vec<ListedArticle>> {
        self.read(|connection| {
            let mut conditions = match &options.copies {
                Copies::Each => Conditions::of(&options.filter),
                Copies::Folded(preferred) => folded(&options.filter, preferred),
            };
            if let Some(Position { created, number }) = options.after {
                let number = Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
                let created = time_to(created, "after", "the list")?;
                let values = [Value::Integer(created), number];
                conditions.add("(articles.created, articles.number) < (?, ?)", values);
            }
            let sql = format!(
                "SELECT {LISTED}{} ORDER BY created DESC, number DESC LIMIT ? OFFSET ?",
                conditions.clauses()
            );
            let values = conditions.values_and(options.limit, options.offset);
            let mut listed: Vec<(u64, ListedArticle)> = rows(connection, &sql, values)?;
            if options.copies != Copies::Each {
                for (number, article) in &mut listed {
                    article.copies = copies_of(connection, *number, &options.filter)?;
                }
            }
            Ok(listed.into_iter().map(|(_, listed)| listed).collect())
        })
    }

    /// Every article in stored order.
    fn all(&self) -> Result<Vec<Article>> {
        self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM articles ORDER BY number");
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut articles = Vec::new();
            while let Some(row) = rows.next()? {
                articles.push(Stored::from_row(row)?.intact()?.article);
            }
            Ok(articles)
        })
    }

    /// Calls `f` with every article in stored order, with one in memory at a time.
    ///
    /// It sees the library as it is when this begins, whatever is written meanwhile; `f` may use
    /// the library, and its first error ends the walk.
    ///
    /// # Errors
    /// What `f` returns; otherwise if the file cannot be read or is damaged (then
    /// [`SqliteStore::salvage`] still gives what is readable).
    pub fn for_each<E: From<Error>>(
        &self,
        mut f: impl FnMut(Article) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.is_in_memory() {
            return self.all()?.into_iter().try_for_each(f);
        }
        let failed = |failure: Failure| E::from(failure.at(self.path()));
        let sql_failed = |error: rusqlite::Error| failed(error.into());
        let mut reader = self.reader().map_err(failed)?;
        let snapshot =
            reader.transaction_with_behavior(TransactionBehavior::Deferred).map_err(sql_failed)?;
        let sql = format!("SELECT {COLUMNS} FROM articles ORDER BY number");
        let mut statement = snapshot.prepare(&sql).map_err(sql_failed)?;
        let mut rows = statement.query([]).map_err(sql_failed)?;
        while let Some(row) = rows.next().map_err(sql_failed)? {
            f(Stored::from_row(row).and_then(Stored::intact).map_err(failed)?.article)?;
        }
        Ok(())
    }
}

/// The conditions for articles that pass a filter, but for those that another shows as well.
fn folded(filter: &Filter, preferred: &[String]) -> Conditions {
    let mut conditions = Conditions::of(filter);
    let others = Conditions::of(filter);
    let rank_of = |table: &str| Conditions::rank(table, preferred);
    let (other_rank, values) = rank_of("other");
    let (own_rank, own_values) = rank_of("articles");
    // What the filter says without a table's name is of the innermost one.
    let sql = format!(
        "NOT EXISTS (SELECT 1 FROM (SELECT * FROM articles{}) AS other \
         JOIN members AS theirs ON theirs.article = other.number \
         JOIN members AS own ON own.article = articles.number AND own.text = theirs.text \
         WHERE other.number <> articles.number \
         AND ({other_rank}, other.number) < ({own_rank}, articles.number))",
        others.clause()
    );
    conditions.add(&sql, others.values.into_iter().chain(values).chain(own_values));
    conditions
}

/// How many other articles that pass a filter have the text of this one.
fn copies_of(connection: &Connection, number: u64, filter: &Filter) -> Result<u64, Failure> {
    let mut conditions = Conditions::of(filter);
    let number = Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    conditions.add(
        "number IN (SELECT article FROM members WHERE text = \
         (SELECT text FROM members WHERE article = ?))",
        [number.clone()],
    );
    conditions.add("number <> ?", [number]);
    let sql = format!("SELECT count(*){}", conditions.clauses());
    let mut statement = connection.prepare_cached(&sql)?;
    unsigned(statement.query_row(params_from_iter(conditions.values), |row| row.get(0))?, "count")
}

/// The articles in these rows that meet the conditions, by number.
pub(super) fn listed_among(
    connection: &Connection,
    numbers: &[u64],
    mut conditions: Conditions,
) -> Result<Vec<(u64, ListedArticle)>, Failure> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    conditions.among(numbers);
    let sql = format!("SELECT {LISTED}{}", conditions.clauses());
    rows(connection, &sql, conditions.values)
}

fn rows(
    connection: &Connection,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<(u64, ListedArticle)>, Failure> {
    let beginning = Value::Integer(super::rows::row_count(BEGINNING));
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(std::iter::once(beginning).chain(values)))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((unsigned(row.get(10)?, "number")?, listed(row)?));
    }
    Ok(found)
}

fn listed(row: &Row) -> Result<ListedArticle, Failure> {
    let damaged = |what: &str| Failure::Damaged(format!("a listed article's {what}"));
    let (title, beginning): (Option<String>, String) = (row.get(1)?, row.get(2)?);
    let date: Option<String> = row.get(4)?;
    let (url, site): (Option<String>, Option<String>) = (row.get(3)?, row.get(11)?);
    Ok(ListedArticle {
        id: id_from(row, 0).ok_or_else(|| damaged("id is not of 16 bytes"))?,
        number: unsigned(row.get(10)?, "number")?,
        title: title_or_first_words(title.as_deref(), &beginning),
        source: site.or_else(|| host(url.as_deref()?)),
        url,
        date: date.map(|date| date.parse().map_err(|_| damaged("date is none"))).transpose()?,
        category: row.get(5)?,
        word_count: usize::try_from(row.get::<_, i64>(6)?)
            .map_err(|_| damaged("word count is negative"))?,
        read_count: unsigned(row.get(7)?, "read_count")?,
        created: Some(time_from(row.get(8)?)?),
        updated: Some(time_from(row.get(9)?)?),
        copies: 0,
    })
}
