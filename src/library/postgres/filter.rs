//! From a [`Filter`] to conditions in SQL.

use postgres::types::ToSql;

use super::rows::uuid_of;
use crate::article::ArticleId;
use crate::library::Filter;
use crate::library::address::root_of;
use crate::library::found::begin_of;

/// The value of a parameter.
pub(super) type Value = Box<dyn ToSql + Sync>;

/// Conditions on the columns of `articles`, and the values of their parameters. In what is added, `?` stands for the next.
#[derive(Default)]
pub(super) struct Conditions {
    sql: String,
    values: Vec<Value>,
}

/// That a column holds a text, in the form that its index serves.
fn is(column: &str) -> String {
    format!("(left({column}, 200) = left(?, 200) AND {column} = ?)")
}

impl Conditions {
    /// The conditions of a filter.
    pub(super) fn of(filter: &Filter) -> Self {
        Self::default().and(filter)
    }

    /// With the values that SQL before them has as its first parameters.
    pub(super) fn after(values: Vec<Value>) -> Self {
        Self { sql: String::new(), values }
    }

    /// These, and those of a filter.
    pub(super) fn and(mut self, filter: &Filter) -> Self {
        let Filter { category, language, since, until, read, source, exclude } = filter;
        // The database takes no such text, and so holds none.
        if [category, language, source].into_iter().flatten().any(|text| text.contains('\0')) {
            self.add("false", vec![]);
            return self;
        }
        let twice =
            |text: &String| -> Vec<Value> { vec![Box::new(text.clone()), Box::new(text.clone())] };
        if let Some(category) = category {
            self.add(&is("category"), twice(category));
        }
        if let Some(language) = language {
            self.add(&is("language"), twice(language));
        }
        // Dates are compared as text, which is their order too; a time of publishing stands in for a date.
        if let Some(day) = since {
            let values: Vec<Value> = vec![Box::new(day.to_string()), Box::new(begin_of(*day))];
            self.add("(date >= ? OR (date IS NULL AND published >= ?))", values);
        }
        if let Some(day) = until {
            let next = day.tomorrow().map_or(i64::MAX, begin_of);
            let values: Vec<Value> = vec![Box::new(day.to_string()), Box::new(next)];
            self.add("(date <= ? OR (date IS NULL AND published < ?))", values);
        }
        match read {
            Some(true) => self.add("read_count > 0", vec![]),
            Some(false) => self.add("read_count = 0", vec![]),
            None => {}
        }
        if let Some(source) = source {
            let (sql, values) = of_source("articles", source);
            self.add(&sql, values);
        }
        if !exclude.is_empty() {
            let ids: Vec<uuid::Uuid> = exclude.iter().map(|id: &ArticleId| uuid_of(*id)).collect();
            self.add("articles.id <> ALL (?)", vec![Box::new(ids)]);
        }
        self
    }

    /// One more condition, with the values of its parameters.
    pub(super) fn add(&mut self, sql: &str, values: Vec<Value>) {
        self.sql.push_str(if self.sql.is_empty() { " WHERE " } else { " AND " });
        let sql = self.numbered(sql, values);
        self.sql.push_str(&sql);
    }

    /// What is not a condition: SQL with its parameters, to stand behind them.
    pub(super) fn then(&mut self, sql: &str, values: Vec<Value>) {
        let sql = self.numbered(sql, values);
        self.sql.push_str(&sql);
    }

    /// SQL with the numbers of its parameters.
    pub(super) fn numbered(&mut self, sql: &str, values: Vec<Value>) -> String {
        let mut numbered = String::with_capacity(sql.len() + 8);
        let mut number = self.values.len();
        for c in sql.chars() {
            numbered.push(c);
            if c == '?' {
                number += 1;
                numbered.pop();
                numbered.push_str(&format!("${number}"));
            }
        }
        self.values.extend(values);
        numbered
    }

    /// From `WHERE` on; empty if there is none.
    pub(super) fn clause(&self) -> &str {
        &self.sql
    }

    /// The values, in the order of their numbers.
    pub(super) fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.values.iter().map(|value| &**value as &(dyn ToSql + Sync)).collect()
    }
}

/// An expression for the place of an article's source among these, by the name of its table; what is from none of them
/// comes last.
pub(super) fn rank(table: &str, sources: &[String]) -> (String, Vec<Value>) {
    if sources.is_empty() {
        return ("0".to_owned(), Vec::new());
    }
    let mut sql = "CASE".to_owned();
    let mut values = Vec::new();
    for (place, source) in sources.iter().enumerate() {
        let (is, of) = of_source(table, source);
        sql.push_str(&format!(" WHEN {is} THEN {place}"));
        values.extend(of);
    }
    (format!("{sql} ELSE {} END", sources.len()), values)
}

/// That an article is from a source: by the name of its site, or its host.
fn of_source(table: &str, source: &str) -> (String, Vec<Value>) {
    if source.contains('\0') {
        return ("false".to_owned(), Vec::new());
    }
    let root = root_of(source);
    let host = root.split('/').next().unwrap_or_default().to_owned();
    let source = source.to_owned();
    let values: Vec<Value> = vec![
        Box::new(source.clone()),
        Box::new(source),
        Box::new(host.clone()),
        Box::new(host),
        Box::new(root.clone()),
        Box::new(root + "/"),
    ];
    let sql = format!(
        "({} OR ({} AND ({table}.address = ? OR starts_with({table}.address, ?))))",
        is(&format!("{table}.site")),
        is(&format!("{table}.host"))
    );
    (sql, values)
}
