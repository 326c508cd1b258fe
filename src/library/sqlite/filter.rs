//! From a [`Filter`] to conditions in SQL.

use rusqlite::types::Value;

use super::rows::row_count;
use crate::article::ArticleId;
use crate::library::Filter;
use crate::library::address::root_of;
use crate::library::found::begin_of;

/// Conditions on the columns of `articles`, and the values of their parameters.
#[derive(Debug)]
pub(super) struct Conditions {
    from: &'static str,
    sql: String,
    pub(super) values: Vec<Value>,
}

impl Conditions {
    /// None yet.
    pub(super) fn none() -> Self {
        Self { from: "articles", sql: String::new(), values: Vec::new() }
    }

    /// The conditions of a filter.
    pub(super) fn of(filter: &Filter) -> Self {
        let Filter { category, language, since, until, read, source, exclude } = filter;
        let mut conditions = Self::none();
        let text = |text: &String| Value::Text(text.clone());
        if let Some(category) = category {
            conditions.add("category = ?", [text(category)]);
        }
        if let Some(language) = language {
            conditions.add("language = ?", [text(language)]);
        }
        // Dates are compared as text, which is their order too; a time of publishing stands in for a date.
        if let Some(day) = since {
            let values = [Value::Text(day.to_string()), Value::Integer(begin_of(*day))];
            conditions.add("(date >= ? OR (date IS NULL AND published >= ?))", values);
        }
        if let Some(day) = until {
            let next = day.tomorrow().map_or(i64::MAX, begin_of);
            let values = [Value::Text(day.to_string()), Value::Integer(next)];
            conditions.add("(date <= ? OR (date IS NULL AND published < ?))", values);
        }
        match read {
            Some(true) => conditions.add("read_count > 0", []),
            Some(false) => conditions.add("read_count = 0", []),
            None => {}
        }
        if let Some(source) = source {
            let values = of_source(source);
            let sql = "(site = ? OR address = ? OR (address >= ? AND address < ?))";
            conditions.add(sql, values);
        }
        match exclude.as_slice() {
            [] => {}
            [id] => conditions.add("id <> ?", [Value::Blob(id.as_bytes().to_vec())]),
            several => {
                // A list of any length is one parameter.
                let hex = |id: &ArticleId| format!("{:X}", u128::from_be_bytes(*id.as_bytes()));
                let listed: Vec<String> =
                    several.iter().map(|id| format!("{:0>32}", hex(id))).collect();
                let sql = "hex(id) NOT IN (SELECT value FROM json_each(?))";
                conditions.add(sql, [Value::Text(format!("{listed:?}"))]);
            }
        }
        conditions
    }

    /// An expression for the place of an article's source among these, by the name of its table; what is from
    /// none of them comes last.
    pub(super) fn rank(table: &str, sources: &[String]) -> (String, Vec<Value>) {
        let mut sql = "CASE".to_owned();
        let mut values = Vec::new();
        for (place, source) in sources.iter().enumerate() {
            sql.push_str(&format!(
                " WHEN ({table}.site = ? OR {table}.address = ? OR \
                 ({table}.address >= ? AND {table}.address < ?)) THEN {place}"
            ));
            values.extend(of_source(source));
        }
        match sources {
            [] => ("0".to_owned(), values),
            several => (format!("{sql} ELSE {} END", several.len()), values),
        }
    }

    /// One more condition, with the values of its parameters.
    pub(super) fn add(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(if self.sql.is_empty() { " WHERE " } else { " AND " });
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    /// That a row's number is one of these.
    pub(super) fn among(&mut self, numbers: &[u64]) {
        // Joined so, SQLite looks each number up, and never goes through another condition's index.
        self.from = "(SELECT value FROM json_each(?)) CROSS JOIN articles ON number = value";
        self.values.insert(0, listed(numbers));
    }

    /// The clauses from `FROM` on.
    pub(super) fn clauses(&self) -> String {
        format!(" FROM {}{}", self.from, self.sql)
    }

    /// The last of them, which begins with `WHERE` or is empty.
    pub(super) fn clause(&self) -> &str {
        &self.sql
    }

    /// The values with those of a limit and an offset behind them.
    pub(super) fn values_and(&self, limit: Option<usize>, offset: usize) -> Vec<Value> {
        let limit = Value::Integer(limit.map_or(-1, row_count));
        let rest = [limit, Value::Integer(row_count(offset))];
        self.values.iter().cloned().chain(rest).collect()
    }
}

/// Numbers as one parameter, so that a statement is the same for any of them.
pub(super) fn listed(numbers: &[u64]) -> Value {
    Value::Text(format!("{numbers:?}"))
}

/// The site and the addresses of a source: by the name of the site, or its host.
fn of_source(source: &str) -> [Value; 4] {
    let root = root_of(source);
    // `0` is what follows on `/`.
    let last = format!("{root}0");
    [source.to_owned(), root.clone(), root + "/", last].map(Value::Text)
}
