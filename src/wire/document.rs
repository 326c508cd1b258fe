//! The documentation of the schemas, made of the structs that are written.
//!
//! In: the JSON Schemas. Out: Markdown, a table for each.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::SCHEMAS;
use crate::read::field_names;

/// What stands above the tables.
const HEAD: &str = "\
## JSON output

With `--json`, a command prints one line of JSON for each thing. Each line names its `schema`; a later
version adds fields and never changes what one means, or the number in the schema's name rises. Absent
values are `null` or left out. Times are RFC 3339 in UTC, dates `YYYY-MM-DD`. `nutgraf schema NAME` prints
the JSON Schema of a line.

`add` reads lines of `nutgraf.article/1` and `nutgraf.record/1` back as articles.
";

/// What stands above the names that are read.
const NAMES_HEAD: &str = "
## What is read

In JSON, in tables and in front matter, a field is known by any of these names, without regard to
capitals, spaces, `_`, `-`, `:` and `.` (`pubDate`, `pub_date` and `Pub Date` are one). The first that holds
something counts. `--text-field`, `--title-field` and `--date-field` name others, by paths such as
`payload.article.html` or `blocks[0].text`.

| holds | names |
|---|---|
";

/// All schemas as Markdown.
#[must_use]
pub fn documentation() -> String {
    let mut text = HEAD.to_owned();
    for entry in SCHEMAS {
        let schema = (entry.schema)().to_value();
        let _ = write!(text, "\n### `{}`: `{}`\n\n", entry.name, entry.commands);
        let description = schema["description"].as_str().unwrap_or_default();
        let _ = writeln!(text, "{}\n", one_line(description));
        let _ = writeln!(text, "| field | type | holds |\n|---|---|---|");
        rows(&mut text, &schema, &schema, "");
    }
    names(&mut text);
    text
}

/// What is read, and under which names.
fn names(text: &mut String) {
    text.push_str(NAMES_HEAD);
    for (holds, names) in field_names() {
        let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(text, "| {holds} | {} |", names.join(", "));
    }
}

/// A row for each field, those of objects below theirs.
fn rows(text: &mut String, root: &Value, schema: &Value, path: &str) {
    let Some(properties) = schema["properties"].as_object() else { return };
    for (name, property) in properties {
        let path = format!("{path}{name}");
        let description = property["description"].as_str().unwrap_or_default();
        let (kind, inner) = kind(root, property);
        let _ = writeln!(text, "| `{path}` | {kind} | {} |", one_line(description));
        if let Some(inner) = inner {
            let mark = if kind.starts_with("array") { "[]." } else { "." };
            rows(text, root, inner, &format!("{path}{mark}"));
        }
    }
}

/// What a value is called, and the object that it is or holds.
fn kind<'a>(root: &'a Value, schema: &'a Value) -> (String, Option<&'a Value>) {
    let schema = resolved(root, schema);
    let alternatives = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array());
    if let Some(alternatives) = alternatives {
        let values: Vec<_> = alternatives.iter().filter_map(|it| it["const"].as_str()).collect();
        if values.len() == alternatives.len() {
            return ("string".to_owned(), None);
        }
        let named = |it: &&Value| it["type"] != "null";
        let (kind, inner) = alternatives
            .iter()
            .find(named)
            .map_or(("any".to_owned(), None), |it| kind_of_alternative(root, it));
        let nullable = alternatives.iter().any(|it| it["type"] == "null");
        return (if nullable { format!("{kind} or null") } else { kind }, inner);
    }
    if schema["type"] == "array" {
        let (items, inner) = kind_of_alternative(root, &schema["items"]);
        return (format!("array of {items}"), inner);
    }
    let name = match &schema["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ")
        }
        _ => "any".to_owned(),
    };
    let has_fields = schema["properties"].as_object().is_some_and(|it: &Map<_, _>| !it.is_empty());
    (name, has_fields.then_some(schema))
}

fn kind_of_alternative<'a>(root: &'a Value, schema: &'a Value) -> (String, Option<&'a Value>) {
    kind(root, schema)
}

/// What a reference refers to.
fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let pointer = schema["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
    pointer.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_is_that_of_the_structs() {
        let made = documentation();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/wire/json.md");
        if std::env::var_os("UPDATE_DOCUMENTATION").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap();
        assert!(made == kept, "run the tests with UPDATE_DOCUMENTATION=1 and commit {path}");
    }
}
