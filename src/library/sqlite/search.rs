//! Searching for exact words, through the full-text index that the database keeps.
//!
//! Case and accents do not matter. A search for several words finds the articles that have them
//! all; `"quoted words"` must stand in that order, and `econom*` finds what begins so. Every
//! word of a query is passed on quoted, so no query can be an error or reach FTS5's own syntax. In
//! scripts without spaces every character is a word and a run of them a phrase.

use rusqlite::Connection;

use super::SqliteStore;
use super::failure::Failure;
use super::list::title_or_first_words;
use super::rows::{COLUMNS, Stored, row_count};
use super::words::{DIVIDER, divided};
use crate::Result;
use crate::article::{ArticleId, Span};

/// How many words of the body a snippet shows.
const SNIPPET_WORDS: i64 = 24;

/// The most words and phrases of a query that are looked at.
const MOST_TERMS: usize = 64;

/// What FTS5 puts around a match: control characters that no repaired text has.
const MATCH_START: char = '\u{2}';
const MATCH_END: char = '\u{3}';

/// An article that has the words that were searched for.
#[derive(Debug, Clone, PartialEq)]
pub struct WordHit {
    /// The article.
    pub id: ArticleId,
    /// Its title, or the first words of its body where it has none.
    pub title: String,
    /// The part of its body that has most of the words, `…` where it was cut.
    pub snippet: String,
    /// Where the words stand in the snippet; none if they are all in the title.
    pub matches: Vec<Span>,
    /// BM25, a word in the title counting four times; the greater the better, of no fixed scale.
    pub score: f64,
}

impl SqliteStore {
    /// The `limit` best articles that have all words of a query; see the module for its form. A
    /// query without a word finds nothing.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn search_words(&self, query: &str, limit: usize) -> Result<Vec<WordHit>> {
        let Some(expression) = match_expression(query) else { return Ok(Vec::new()) };
        self.read(|connection| {
            best(connection, &expression, limit)?
                .into_iter()
                .map(|(number, rank)| hit(connection, &expression, number, rank))
                .collect()
        })
    }
}

/// The rows of the best articles with their BM25 as FTS5 gives it: the less the better.
fn best(
    connection: &Connection,
    expression: &str,
    limit: usize,
) -> Result<Vec<(i64, f64)>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT rowid, rank FROM article_words WHERE article_words MATCH ?1 \
         ORDER BY rank, rowid LIMIT ?2",
    )?;
    let rows = statement
        .query_map((expression, row_count(limit)), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What is shown of one of them. The snippet is asked for here, so that it is only made for the
/// articles that are shown.
fn hit(
    connection: &Connection,
    expression: &str,
    number: i64,
    rank: f64,
) -> Result<WordHit, Failure> {
    let marked: String = connection
        .prepare_cached(
            "SELECT snippet(article_words, 1, char(2), char(3), '…', ?3) FROM article_words \
             WHERE article_words MATCH ?1 AND rowid = ?2",
        )?
        .query_row((expression, number, SNIPPET_WORDS), |row| row.get(0))?;
    let sql = format!("SELECT {COLUMNS} FROM articles WHERE number = ?1");
    let stored =
        connection.prepare_cached(&sql)?.query_row([number], |row| Ok(Stored::from_row(row)))??;
    let (snippet, matches) = without_marks(&marked);
    let title = title_or_first_words(&stored.article);
    Ok(WordHit { id: stored.id, title, snippet, matches, score: -rank })
}

/// The text without its marks, on one line, and the spans that were marked.
fn without_marks(marked: &str) -> (String, Vec<Span>) {
    let mut text = String::with_capacity(marked.len());
    let mut matches = Vec::new();
    let mut open = None;
    for c in marked.chars() {
        match c {
            MATCH_START => open = Some(text.len()),
            MATCH_END => matches.extend(open.take().map(|start| Span::new(start, text.len()))),
            DIVIDER => {}
            c if c.is_whitespace() => text.push(' '),
            c => text.push(c),
        }
    }
    (text, matches)
}

/// The query as an FTS5 expression: every term as a quoted string; `None` if it has no term.
fn match_expression(query: &str) -> Option<String> {
    let mut expression = String::new();
    for term in terms(query).into_iter().take(MOST_TERMS) {
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

/// A word or a phrase of a query.
#[derive(Debug, PartialEq, Eq)]
struct Term {
    text: String,
    /// Whether it is but the beginning of what is looked for.
    prefix: bool,
}

/// Splits a query at its white space and its double quotes. A quote that is not closed reaches to
/// the end.
fn terms(query: &str) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for (index, part) in query.replace('\0', " ").split('"').enumerate() {
        let quoted = index % 2 == 1;
        if quoted {
            terms.push(Term { text: part.to_owned(), prefix: false });
            continue;
        }
        let mut rest = part;
        // A star right after a closing quote belongs to the phrase.
        if index > 0
            && let Some(after) = rest.strip_prefix('*')
            && let Some(phrase) = terms.last_mut()
        {
            phrase.prefix = true;
            rest = after;
        }
        terms.extend(rest.split_whitespace().map(|word| Term {
            text: word.trim_end_matches('*').to_owned(),
            prefix: word.ends_with('*'),
        }));
    }
    terms.retain(|term| term.text.chars().any(char::is_alphanumeric));
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(query: &str) -> String {
        match_expression(query).unwrap_or_default()
    }

    #[test]
    fn every_term_is_quoted() {
        assert_eq!(expression("rates OR title:fall"), r#""rates" "OR" "title:fall""#);
        assert_eq!(expression(r#"the "nut graf"* econom*"#), r#""the" "nut graf"* "econom"*"#);
        assert_eq!(expression(r#"NEAR("left open"#), r#""NEAR(" "left open""#);
        assert_eq!(expression("a\0b"), r#""a" "b""#);
        for empty in ["", "  ", "\"", "\"\"", "* - ( ) ^", "\0"] {
            assert_eq!(match_expression(empty), None, "{empty:?}");
        }
    }

    #[test]
    fn marks_become_spans() {
        let (text, matches) = without_marks("…the \u{2}Maß\u{3}\nof\u{3} it\u{2}");
        assert_eq!(text, "…the Maß of it");
        assert_eq!(matches.len(), 1);
        assert_eq!(&text[matches[0].range()], "Maß");
    }
}
