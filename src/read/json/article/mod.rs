//! JSON: one object is one article.
//!
//! In: an object. Out: an article as it was given, and what was left out. The fields may have any
//! of the names in [`names`], and stand at the top or in an object in it: in `details` and
//! `statistics`, as in the `nutgraf.article/1` line that `summarize --json` prints, or in one of
//! [`NESTED`]. An empty field does not hide another; fields that are not known are left alone.
//! A user's [`FieldPaths`](crate::read::FieldPaths) come before all names.

mod blocks;
mod found;
mod path;
mod values;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use self::blocks::{is_empty, text_of_blocks};
use self::found::found;
use self::values::{highlights, values};
use super::shapes::Place;
use crate::article::{Article, Doubt, Extraction, Warning};
use crate::error::{Error, Result};
use crate::read::entry::Entry;
use crate::read::fields::names::{self, folded};
use crate::read::fields::{self, Field, Given};
use crate::read::markdown;

/// Objects in which fields stand that are not at the top, as [`folded`] gives their names.
pub(super) const NESTED: &[&str] = &[
    "details",
    "statistics",
    "article",
    "source",
    "data",
    "fields",
    "attributes",
    "node",
    "item",
    "post",
    "entry",
    "doc",
    "document",
    "story",
    "record",
    "row",
    "result",
    "news",
    "json",
    "properties",
    "metadata",
    "meta",
    "content",
    "newsarticle",
    "page",
];
/// How deep those objects may lie in each other, and how many are looked at.
const DEEPEST: usize = 3;
const MOST_SCOPES: usize = 32;
/// A text of fewer bytes may be the teaser of a longer one beside it.
const TEASER: usize = 300;

/// An object whose fields are an article's, with their names as [`folded`] gives them.
struct Scope(Vec<(String, String, Value)>);

impl Scope {
    /// Takes the value of the field of this name out, unless it is empty.
    fn take(&mut self, name: &str) -> Option<(String, Value)> {
        let field = self.0.iter_mut().find(|(it, _, value)| it == name && !is_empty(value))?;
        Some((field.1.clone(), std::mem::take(&mut field.2)))
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(it, _, value)| it == name && !is_empty(value)).map(|it| &it.2)
    }
}

/// The article that an object at `place` is.
///
/// # Errors
/// [`Error::NoTextField`] where there is no text in it, and no address that it could be at.
pub(crate) fn article(mut object: Map<String, Value>, place: &Place) -> Result<Entry> {
    let is_ours = object.get("schema").and_then(Value::as_str);
    let is_ours = is_ours.is_some_and(|schema| schema.starts_with("nutgraf."));
    let paths = &place.fields;
    let mut take =
        |path: &Option<String>| path.as_deref().and_then(|it| path::take(&mut object, it));
    let named_text = take(&paths.text);
    let named_title = take(&paths.title);
    let named_date = take(&paths.date);

    let mut scopes = scopes(object);
    let mut extraction = None;
    let mut at = 0;
    let text = match (&paths.text, named_text) {
        (Some(_), value) => value.map(|value| (String::new(), value)),
        (None, _) => match first(&mut scopes, names::TEXT) {
            Some((scope, name, value)) => {
                at = scope;
                Some((name, value))
            }
            None => first(&mut scopes, names::TEASER).map(|(scope, name, value)| {
                at = scope;
                extraction =
                    Some(Extraction { doubts: vec![Doubt::Teaser], ..Extraction::default() });
                (name, value)
            }),
        },
    };
    let has_text = text.is_some();
    // The fields that stand beside the text are likelier its own than others.
    scopes.swap(0, at);
    let mut body =
        text.map_or_else(String::new, |(name, value)| text_of(&folded(&name), value, is_ours));
    if paths.text.is_none()
        && extraction.is_none()
        && body.len() < TEASER
        && let Some(text) = longer(&scopes, 2 * body.len().max(1), is_ours)
    {
        body = text;
    }

    let mut article = Article { body, ..Article::default() };
    let mut given = Vec::new();
    let mut warnings = place.warnings.clone();
    let mut give = |field: Field, name: &str, value: Value| match values(field, &value) {
        Some(values) => given.push(Given { field, name: name.to_owned(), values }),
        None if value.is_object() && folded(name) != folded(field.name()) => {}
        None => warnings.push(fields::warning(name, values::expected(field), &value.to_string())),
    };
    for (field, path, value) in
        [(Field::Title, &paths.title, named_title), (Field::Date, &paths.date, named_date)]
    {
        if let (Some(path), Some(value)) = (path, value) {
            give(field, path, value);
        }
    }
    for field in Field::ALL {
        for scope in &scopes {
            for name in field.names() {
                let given = scope.0.iter().find(|(it, _, value)| it == name && !is_empty(value));
                if let Some((_, name, value)) = given {
                    give(field, name, value.clone());
                }
            }
        }
    }
    let marked = scopes.iter().find_map(|scope| scope.get("highlights"));
    article.highlights = marked.map(highlights).unwrap_or_default();
    let warned: Vec<Warning> = fields::set_all(&mut article, &given, place.seen);
    warnings.extend(warned);
    if is_ours {
        take_as_written(&mut article, &given);
    }

    if article.body.trim().is_empty() {
        let found = found(scopes.iter().flat_map(|scope| &scope.0));
        let is_address = article.url.is_some() && !found.has_long_text && !has_text;
        if paths.text.is_some() || !(is_address || found.fields.is_empty()) {
            return Err(Error::NoTextField { name: place.name.clone(), found: found.fields });
        }
    }
    Ok(Entry { warnings, extraction, ..Entry::new(&*place.name, article) })
}

/// Sets the fields of text to what was given, letter by letter: what we wrote comes back so.
fn take_as_written(article: &mut Article, given: &[Given]) {
    let values = |field| given.iter().find(|it| it.field == field).map(|it| it.values.clone());
    let first = |field| values(field)?.into_iter().next();
    article.title = first(Field::Title);
    article.category = first(Field::Category);
    article.author = first(Field::Author);
    article.site = first(Field::Site);
    article.url = first(Field::Url);
    article.tags = values(Field::Tags).unwrap_or_default();
}

/// The object, and those in it that hold fields of the same article.
fn scopes(object: Map<String, Value>) -> Vec<Scope> {
    let mut scopes = Vec::new();
    let mut waiting = std::collections::VecDeque::from([(object, 0)]);
    while let Some((object, depth)) = waiting.pop_front() {
        let mut fields = Vec::with_capacity(object.len());
        for (name, value) in object {
            let folded = folded(&name);
            let nests = depth < DEEPEST && waiting.len() + scopes.len() < MOST_SCOPES;
            match value {
                Value::Object(nested) if nests && is_nested(&folded, &nested) => {
                    waiting.push_back((nested, depth + 1));
                }
                value => fields.push((folded, name, value)),
            }
        }
        scopes.push(Scope(fields));
    }
    scopes
}

/// Whether an object in an article holds fields of the article, and is no value of its own: a
/// publication (`source: {name}`), a text with its form (`content: {rendered}`).
fn is_nested(name: &str, object: &Map<String, Value>) -> bool {
    let has = |names: &[&str]| object.keys().any(|key| names.contains(&&*folded(key)));
    match name {
        "source" => has(names::TEXT),
        "content" | "document" | "story" | "post" | "page" => {
            has(names::TEXT) && has(Field::Title.names())
        }
        name => NESTED.contains(&name),
    }
}

/// The first of the fields of these names that is not empty, and the number of its scope.
fn first(scopes: &mut [Scope], names: &[&str]) -> Option<(usize, String, Value)> {
    for (at, scope) in scopes.iter_mut().enumerate() {
        for name in names {
            if let Some(value) = scope.get(name)
                && holds_text(value)
            {
                let (name, value) = scope.take(name)?;
                return Some((at, name, value));
            }
        }
    }
    None
}

/// Whether a value may hold a text at all.
fn holds_text(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Array(_) | Value::Object(_))
}

/// A text under another name, beside the one that was taken, of at least so many bytes.
fn longer(scopes: &[Scope], least: usize, is_ours: bool) -> Option<String> {
    let scope = scopes.first()?;
    let held = names::TEXT.iter().filter_map(|name| Some((name, scope.get(name)?)));
    held.filter(|(_, value)| holds_text(value)).find_map(|(name, value)| {
        let text = text_of(name, value.clone(), is_ours);
        (text.len() >= least && !text.trim().is_empty()).then_some(text)
    })
}

/// The text of a field of this name.
fn text_of(name: &str, value: Value, is_ours: bool) -> String {
    let text = match value {
        Value::String(text) => text,
        Value::Array(items) if name == "sentences" && items.iter().all(Value::is_string) => {
            let sentences = items.iter().filter_map(Value::as_str).map(str::trim);
            sentences.collect::<Vec<_>>().join(" ")
        }
        // One sentence an element, with its number and the like.
        Value::Array(items) if name == "sentences" && items.iter().all(Value::is_object) => {
            return text_of_blocks(Value::Array(items)).replace("\n\n", " ");
        }
        value => return text_of_blocks(value),
    };
    if is_ours {
        text
    } else if names::MARKDOWN.contains(&name) {
        markdown::body(text)
    } else {
        fields::plain_text(text, names::HTML.contains(&name))
    }
}
