//! The values of fields as text: strings, numbers, lists, objects that hold a name or an address.

use serde_json::Value;

use crate::article::Highlight;
use crate::read::fields::Field;
use crate::text::paragraphs::clean_line;

/// The fields of an object in which what it stands for may be, the likeliest first.
const INNER: &[&str] = &[
    "name",
    "rendered",
    "main",
    "text",
    "value",
    "content",
    "title",
    "label",
    "term",
    "original",
    "default",
    "#text",
    "_text",
    "$t",
    "__cdata",
    "$date",
    "$oid",
    "$numberLong",
    "$numberInt",
    "$numberDouble",
    "_seconds",
    "seconds",
    "displayName",
    "display_name",
    "fullName",
    "full_name",
    "headline",
    "raw",
    "slug",
    "tag",
    "id",
];
/// The same of an object that stands for an address.
const ADDRESS: &[&str] = &["href", "url", "@id", "canonical", "web", "self", "rendered", "value"];
/// How deep lists and objects are followed.
const DEEPEST: usize = 4;
/// The most values of a list.
const MOST: usize = 256;

/// The values that a field has; `None` if it holds what it must not.
pub(super) fn values(field: Field, value: &Value) -> Option<Vec<String>> {
    let mut values = Vec::new();
    collect(field, value, 0, &mut values).then_some(values)
}

/// What a field may hold, for messages.
pub(super) fn expected(field: Field) -> &'static str {
    match field {
        Field::Id | Field::ExternalId => "a string or a number",
        Field::ReadCount => "a whole number",
        Field::Tags | Field::Category | Field::Author => "a string or a list of strings",
        Field::Starred => "true or false",
        _ => "a string",
    }
}

fn collect(field: Field, value: &Value, depth: usize, values: &mut Vec<String>) -> bool {
    if depth > DEEPEST || values.len() >= MOST {
        return true;
    }
    match value {
        Value::Null => true,
        Value::String(text) => {
            values.push(text.clone());
            true
        }
        Value::Number(number) => {
            let fits =
                !matches!(field, Field::Title | Field::Url | Field::Author | Field::Language);
            if fits {
                values.push(number.to_string());
            }
            fits
        }
        Value::Bool(given) => {
            let fits = matches!(field, Field::Starred | Field::ReadCount);
            if fits {
                values.push(given.to_string());
            }
            fits || (!given && field != Field::Id)
        }
        // "links" and "alternate" may be of several kinds; each is looked at.
        Value::Array(items) => {
            let fitting =
                items.iter().filter(|item| collect(field, item, depth + 1, values)).count();
            items.is_empty() || fitting > 0
        }
        Value::Object(object) => {
            if field == Field::Author
                && let Some(name) = divided_name(value)
            {
                values.push(name);
                return true;
            }
            let names = if field == Field::Url { ADDRESS } else { INNER };
            let inner = names.iter().filter_map(|name| object.get(*name));
            let inner = inner.into_iter().find(|value| !super::is_empty(value));
            inner.is_some_and(|value| collect(field, value, depth + 1, values))
        }
    }
}

/// A name in parts.
fn divided_name(value: &Value) -> Option<String> {
    let part = |names: &[&str]| {
        names.iter().find_map(|name| value.get(*name)?.as_str()).filter(|it| !it.is_empty())
    };
    let given = part(&["first_name", "firstName", "firstname", "given", "givenName"])?;
    let family = part(&["last_name", "lastName", "lastname", "family", "familyName"])?;
    Some(format!("{given} {family}"))
}

/// What a reader marked: a list of passages, or of objects with a passage and a note. A text
/// under that name is somebody's summary.
pub(super) fn highlights(value: &Value) -> Vec<Highlight> {
    let text = |value: &Value, names: &[&str]| {
        let found = names.iter().find_map(|name| value.get(*name)?.as_str().map(clean_line));
        found.filter(|text| !text.is_empty())
    };
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let read = items.iter().filter_map(|item| {
        let quote = match item.as_str() {
            Some(quote) => clean_line(quote),
            None => text(item, &["quote", "text", "highlight", "content", "exact"])?,
        };
        let note = text(item, &["note", "annotation", "comment"]);
        (!quote.is_empty()).then_some(Highlight { quote, note })
    });
    read.collect()
}
