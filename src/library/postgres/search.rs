//! Searching for exact words, through the index over words that the database keeps.
//!
//! In: a query, of the form that [`SqliteStore`](crate::library::SqliteStore) takes. Out: the same articles, in an order of
//! their own: `ts_rank_cd`, in which the words' places count and their rareness does not.

use super::PostgresStore;
use super::failure::Failure;
use super::filter::{Conditions, Value};
use super::rows::{id_from, row_count};
use super::tsvector::all_of;
use crate::Result;
use crate::article::ArticleId;
use crate::library::found::title_or_first_words;
use crate::library::words::{Finder, Term, terms};
use crate::library::{Filter, WordHit};

/// A word in the title counts four times.
const WEIGHTS: &str = "'{0.25, 0.25, 0.25, 1}'";
/// A longer text has more words anyway.
const BY_LENGTH: i32 = 1;

impl PostgresStore {
    /// See [`Store::search_words`](crate::library::Store::search_words).
    pub(super) fn search_words(
        &self,
        query: &str,
        limit: usize,
        filter: &Filter,
    ) -> Result<Vec<WordHit>> {
        let terms = terms(query);
        let Some(asked) = all_of(&terms) else { return Ok(Vec::new()) };
        let finder = Finder::new(&terms);
        self.read(|tx| {
            let values: Vec<Value> = vec![Box::new(asked.clone()), Box::new(row_count(limit))];
            let mut conditions = Conditions::after(values);
            conditions.add("words @@ $1::text::tsquery", vec![]);
            let conditions = conditions.and(filter);
            let sql = format!(
                "SELECT id, title, body, rank::float8 FROM (SELECT number, \
                 ts_rank_cd({WEIGHTS}, words, $1::text::tsquery, {BY_LENGTH}) AS rank FROM articles{} \
                 ORDER BY rank DESC, number LIMIT $2) AS best JOIN articles USING (number) \
                 ORDER BY rank DESC, number",
                conditions.clause()
            );
            let rows = tx.query(&sql, &conditions.values())?;
            let hit = |row: &postgres::Row| {
                let (title, body): (Option<&str>, &str) = (row.get(1), row.get(2));
                let (snippet, matches) = finder.snippet(body);
                let title = title_or_first_words(title, body);
                WordHit { id: id_from(row, 0), title, snippet, matches, score: row.get(3) }
            };
            Ok(rows.iter().map(hit).collect())
        })
    }

    /// See [`Stories::with_words`](crate::library::Stories::with_words).
    pub(super) fn with_words(&self, words: &[&str], limit: usize) -> Result<Vec<ArticleId>> {
        let terms: Vec<Term> = words.iter().map(|word| Term::new(word, false)).collect();
        let Some(asked) = all_of(&terms) else { return Ok(Vec::new()) };
        self.read(|tx| {
            let sql = "SELECT id FROM articles WHERE words @@ $1::text::tsquery \
                       ORDER BY number DESC LIMIT $2";
            let rows = tx.query(sql, &[&asked, &row_count(limit)])?;
            Ok::<_, Failure>(rows.iter().map(|row| id_from(row, 0)).collect())
        })
    }
}
