//! Searching for exact words, through the full-text index that the database keeps.
//!
//! In: a query. Out: the best articles that have its words, each with a snippet.
//!
//! Case and accents do not matter. A search for several words finds the articles that have them
//! all; `"quoted words"` must stand in that order, and `econom*` finds what begins so. Every
//! word of a query is passed on quoted, so no query can be an error or reach FTS5's own syntax. In
//! scripts without spaces every character is a word and a run of them a phrase.
//!
//! The index is asked once for a query, however many articles are shown.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::SqliteStore;
use super::failure::Failure;
use super::filter::Conditions;
use super::rows::{id_from, row_count};
use crate::Result;
use crate::library::found::title_or_first_words;
use crate::library::words::{Finder, Term, divided, terms};
use crate::library::{Filter, WordHit};

impl SqliteStore {
    /// See [`Store::search_words`](crate::library::Store::search_words), and the module for a query's form.
    pub(super) fn search_words(
        &self,
        query: &str,
        limit: usize,
        filter: &Filter,
    ) -> Result<Vec<WordHit>> {
        let terms = terms(query);
        let Some(expression) = match_expression(&terms) else { return Ok(Vec::new()) };
        let finder = Finder::new(&terms);
        self.read(|connection| {
            best(connection, &expression, limit, filter)?
                .into_iter()
                .map(|(number, rank)| hit(connection, &finder, number, rank))
                .collect()
        })
    }
}

/// The rows of the best articles with their BM25 as FTS5 gives it: the less the better.
fn best(
    connection: &Connection,
    expression: &str,
    limit: usize,
    filter: &Filter,
) -> Result<Vec<(i64, f64)>, Failure> {
    let conditions = Conditions::of(filter);
    let narrowed = if conditions.clause().is_empty() {
        String::new()
    } else {
        format!("AND rowid IN (SELECT number FROM articles{})", conditions.clause())
    };
    let sql = format!(
        "SELECT rowid, rank FROM article_words WHERE article_words MATCH ? {narrowed} \
         ORDER BY rank, rowid LIMIT ?"
    );
    let mut values = vec![Value::Text(expression.to_owned())];
    values.extend(conditions.values);
    values.push(Value::Integer(row_count(limit)));
    let mut statement = connection.prepare_cached(&sql)?;
    let rows =
        statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What is shown of one of them. Asking the index for it would run the whole query again.
fn hit(
    connection: &Connection,
    finder: &Finder,
    number: i64,
    rank: f64,
) -> Result<WordHit, Failure> {
    let mut statement =
        connection.prepare_cached("SELECT id, title, body FROM articles WHERE number = ?1")?;
    let (id, title, body) = statement.query_row([number], |row| {
        Ok((id_from(row, 0), row.get::<_, Option<String>>(1)?, row.get::<_, String>(2)?))
    })?;
    let id = id.ok_or_else(|| {
        Failure::Damaged(format!("article number {number}: its id is not of 16 bytes"))
    })?;
    let (snippet, matches) = finder.snippet(&body);
    let title = title_or_first_words(title.as_deref(), &body);
    Ok(WordHit { id, title, snippet, matches, score: -rank })
}

/// Terms as an FTS5 expression, each as a quoted string; `None` if there is none.
fn match_expression(terms: &[Term]) -> Option<String> {
    let mut expression = String::new();
    for term in terms {
        if !expression.is_empty() {
            expression.push(' ');
        }
        expression.push('"');
        expression.push_str(divided(&term.text).as_deref().unwrap_or(&term.text));
        expression.push('"');
        if term.prefix {
            expression.push('*');
        }
    }
    (!expression.is_empty()).then_some(expression)
}

/// The expression for articles that have all of these words; `None` if there is none.
pub(super) fn all_of(words: &[&str]) -> Option<String> {
    // What would end a string ends no word of ours.
    let plain = words.iter().map(|word| word.replace(['"', '\0'], " "));
    match_expression(&plain.map(|word| Term::new(&word, false)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(query: &str) -> String {
        match_expression(&terms(query)).unwrap_or_default()
    }

    #[test]
    fn every_term_is_quoted() {
        assert_eq!(expression("rates OR title:fall"), r#""rates" "OR" "title:fall""#);
        assert_eq!(expression(r#"the "nut graf"* econom*"#), r#""the" "nut graf"* "econom"*"#);
        assert_eq!(expression(r#"NEAR("left open"#), r#""NEAR(" "left open""#);
        assert_eq!(expression("a\0b"), r#""a" "b""#);
        for empty in ["", "  ", "\"", "\"\"", "* - ( ) ^", "\0"] {
            assert_eq!(match_expression(&terms(empty)), None, "{empty:?}");
        }
    }
}
