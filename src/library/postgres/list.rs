//! Many articles at once: the list that a reader sees, and all of them for an export.

use std::ops::ControlFlow;

use postgres::Row;

use super::PostgresStore;
use super::failure::Failure;
use super::filter::{Conditions, Value, rank};
use super::rows::{COLUMNS, Stored, id_from, row_count, time_from, unsigned};
use super::session::Tx;
use crate::Result;
use crate::article::Article;
use crate::library::address::host;
use crate::library::found::{BEGINNING, title_or_first_words};
use crate::library::record::time_to;
use crate::library::{Copies, Filter, ListOptions, ListedArticle, Position};

/// So many articles are read at a time in a walk over all.
const READ_AT_ONCE: i64 = 256;

/// The columns that [`listed`] reads, in its order. Of a body only what may stand in for a title is read.
fn columns() -> String {
    format!(
        "id, title, CASE WHEN btrim(coalesce(title, ''), E' \\t\\n\\r') = '' THEN left(body, {BEGINNING}) ELSE '' \
         END, url, date, category, word_count, read_count, created, updated, number, site"
    )
}

impl PostgresStore {
    /// See [`Store::list`](crate::library::Store::list).
    pub(super) fn list(&self, options: &ListOptions) -> Result<Vec<ListedArticle>> {
        self.read(|tx| {
            let mut conditions = match &options.copies {
                Copies::Each => Conditions::of(&options.filter),
                Copies::Folded(preferred) => folded(&options.filter, preferred),
            };
            if let Some(Position { created, number }) = options.after {
                let number = i64::try_from(number).unwrap_or(i64::MAX);
                let created = time_to(created, "after", "the list")?;
                let values: Vec<Value> = vec![Box::new(created), Box::new(number)];
                conditions.add("(articles.created, articles.number) < (?, ?)", values);
            }
            let limit = options.limit.map_or(i64::MAX, row_count);
            let values: Vec<Value> = vec![Box::new(limit), Box::new(row_count(options.offset))];
            conditions.then(" ORDER BY created DESC, number DESC LIMIT ? OFFSET ?", values);
            let sql = format!("SELECT {} FROM articles{}", columns(), conditions.clause());
            let rows = tx.query(&sql, &conditions.values())?;
            let mut found = rows.iter().map(listed).collect::<Result<Vec<_>, Failure>>()?;
            if options.copies != Copies::Each {
                for article in &mut found {
                    article.copies = copies_of(tx, article.number, &options.filter)?;
                }
            }
            Ok(found)
        })
    }

    /// See [`Upkeep::for_each`](crate::library::Upkeep::for_each).
    pub(super) fn for_each(&self, f: &mut dyn FnMut(Article) -> ControlFlow<()>) -> Result<()> {
        let at = |failure: Failure| failure.at(&self.address);
        // A connection of its own, as this may take as long as `f` likes.
        let mut session = self.manager.session().map_err(at)?;
        session.batch("SET idle_in_transaction_session_timeout = 0").map_err(at)?;
        let mut walk = |session: &mut super::Session| -> Result<(), Failure> {
            let mut tx = session.begin(|builder| {
                builder.isolation_level(postgres::IsolationLevel::RepeatableRead).read_only(true)
            })?;
            let sql = format!(
                "SELECT {COLUMNS} FROM articles WHERE number > $1 ORDER BY number \
                 LIMIT {READ_AT_ONCE}"
            );
            let mut last = i64::MIN;
            loop {
                let rows = tx.query(&sql, &[&last])?;
                let Some(row) = rows.last() else { return Ok(()) };
                last = row.get(0);
                for row in &rows {
                    if f(Stored::from_row(row)?.article).is_break() {
                        return Ok(());
                    }
                }
            }
        };
        walk(&mut session).map_err(at)
    }
}

/// The conditions for articles that pass a filter, but for those that another shows as well.
fn folded(filter: &Filter, preferred: &[String]) -> Conditions {
    let mut conditions = Conditions::of(filter);
    let (other_rank, values) = rank("other", preferred);
    let (own_rank, own_values) = rank("articles", preferred);
    // The inner filter has the same values as the outer one: the same parameters, then.
    let others = conditions.clause().to_owned();
    let sql = format!(
        "NOT EXISTS (SELECT 1 FROM (SELECT * FROM articles{others}) AS other \
         JOIN members AS theirs ON theirs.article = other.number \
         JOIN members AS own ON own.article = articles.number AND own.text = theirs.text \
         WHERE other.number <> articles.number \
         AND ({other_rank}, other.number) < ({own_rank}, articles.number))"
    );
    conditions.add(&sql, values.into_iter().chain(own_values).collect());
    conditions
}

/// How many other articles that pass a filter have the text of this one.
fn copies_of(tx: &mut Tx, number: u64, filter: &Filter) -> Result<u64, Failure> {
    let mut conditions = Conditions::of(filter);
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    conditions.add(
        "number IN (SELECT article FROM members WHERE text = \
         (SELECT text FROM members WHERE article = ?))",
        vec![Box::new(number)],
    );
    conditions.add("number <> ?", vec![Box::new(number)]);
    let sql = format!("SELECT count(*) FROM articles{}", conditions.clause());
    unsigned(tx.one(&sql, &conditions.values())?.get(0), "count")
}

/// The articles in these rows.
pub(super) fn listed_among(tx: &mut Tx, numbers: &[i64]) -> Result<Vec<ListedArticle>, Failure> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT {} FROM articles WHERE number = ANY ($1)", columns());
    tx.query(&sql, &[&numbers])?.iter().map(listed).collect()
}

fn listed(row: &Row) -> Result<ListedArticle, Failure> {
    let damaged = |what: &str| Failure::Damaged(format!("a listed article's {what}"));
    let (title, beginning): (Option<&str>, &str) = (row.get(1), row.get(2));
    let date: Option<&str> = row.get(4);
    let (url, site): (Option<String>, Option<String>) = (row.get(3), row.get(11));
    Ok(ListedArticle {
        id: id_from(row, 0),
        number: unsigned(row.get(10), "number")?,
        title: title_or_first_words(title, beginning),
        source: site.or_else(|| host(url.as_deref()?)),
        url,
        date: date.map(|date| date.parse().map_err(|_| damaged("date is none"))).transpose()?,
        category: row.get(5),
        word_count: usize::try_from(row.get::<_, i64>(6))
            .map_err(|_| damaged("word count is negative"))?,
        read_count: unsigned(row.get(7), "read_count")?,
        created: Some(time_from(row.get(8))?),
        updated: Some(time_from(row.get(9))?),
        copies: 0,
    })
}
