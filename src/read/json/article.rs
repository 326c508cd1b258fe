//! JSON: one object is one article.
//!
//! In: a JSON value. Out: an article as it was given. The fields may stand at the top, or in
//! `details` and `statistics` as in the `nutgraf.article/1` line that `summarize --json` prints.
//! `null` and an empty string are absent; fields that are not known are left alone.

use serde_json::{Map, Value};

use crate::article::Article;
use crate::error::Result;
use crate::read::fields::{Field, invalid};

/// The fields that may hold the text, the first that is there counts.
const BODY: [&str; 4] = ["body", "text", "article", "document"];
/// Objects in which fields stand that are not at the top.
const NESTED: [&str; 2] = ["details", "statistics"];

/// Reads one article from the object called `name`.
///
/// # Errors
/// [`Error::InvalidField`](crate::error::Error::InvalidField) where a field has a wrong type or
/// holds what cannot be read.
pub(crate) fn article(name: &str, object: &Map<String, Value>) -> Result<Article> {
    let mut article = Article { body: body(name, object)?, ..Article::default() };
    for field in Field::ALL {
        let value = lookup(object, field.name());
        if let Some(text) = value.map(|value| as_text(name, field, value)).transpose()? {
            field.set(&mut article, &text, name)?;
        }
    }
    Ok(article)
}

/// A field at the top, or in one of the nested objects.
fn lookup<'a>(object: &'a Map<String, Value>, field: &str) -> Option<&'a Value> {
    let nested = NESTED.iter().filter_map(|nested| object.get(*nested)?.as_object());
    let found = std::iter::once(object).chain(nested).filter_map(|object| object.get(field));
    found.into_iter().find(|value| !value.is_null())
}

/// The value of a field as text, if it has a type that the field may have.
fn as_text(name: &str, field: Field, value: &Value) -> Result<String> {
    let takes_number = matches!(field, Field::Id | Field::ExternalId | Field::Category);
    match value {
        Value::Number(count) if field == Field::ReadCount && count.is_u64() => {
            Ok(count.to_string())
        }
        Value::Number(number) if takes_number => Ok(number.to_string()),
        Value::String(text) if field != Field::ReadCount => Ok(text.clone()),
        other => {
            let expected = match field {
                Field::ReadCount => "a whole number",
                _ if takes_number => "a string or a number",
                _ => "a string",
            };
            Err(field.invalid(name, expected, &other.to_string()))
        }
    }
}

/// The text of an article: a string, or a list of paragraphs.
fn body(name: &str, object: &Map<String, Value>) -> Result<String> {
    let given = BODY.iter().find_map(|&field| {
        object.get(field).filter(|value| !value.is_null()).map(|value| (field, value))
    });
    let Some((field, value)) = given else { return Ok(String::new()) };
    let wrong =
        |found: &Value| invalid(name, field, "a string or a list of strings", &found.to_string());
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Array(items) => {
            let texts: Vec<&str> = items
                .iter()
                .map(|item| item.as_str().ok_or_else(|| wrong(item)))
                .collect::<Result<_>>()?;
            Ok(texts.join("\n\n"))
        }
        other => Err(wrong(other)),
    }
}
