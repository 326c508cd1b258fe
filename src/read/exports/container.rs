//! Objects that hold articles in a list and have no text of their own: the answers of news services
//! and of search engines, and whatever a program wrote around its articles.

use serde_json::{Map, Value};

use crate::read::entry::Entries;
use crate::read::json::article::article;
use crate::read::json::read_value;
use crate::read::json::shapes::{Place, Shape};

/// Last of all: what other shapes fit is theirs.
pub(crate) const SHAPE: Shape = Shape { fits: |object| is_container(object, DEPTH), entries };

/// The names that such lists go by.
const LISTS: [&str; 15] = [
    "articles",
    "items",
    "data",
    "results",
    "posts",
    "documents",
    "entries",
    "docs",
    "stories",
    "news",
    "bookmarks",
    "value",
    "records",
    "rows",
    "hits",
];
/// The names of objects around them.
const OUTER: [&str; 4] = ["response", "data", "result", "hits"];
/// How many objects may stand around a list.
const DEPTH: usize = 3;

fn is_container(object: &Map<String, Value>, depth: usize) -> bool {
    let is_list = |value: &Value| {
        value.as_array().is_some_and(|list| list.first().is_none_or(Value::is_object))
    };
    let holds = LISTS.iter().any(|name| object.get(*name).is_some_and(is_list));
    let is_around = || outer(object).is_some_and(|inner| is_container(inner, depth - 1));
    (holds || depth > 1 && is_around()) && !has_text(object)
}

/// The object in this one that a list may stand in.
fn outer(object: &Map<String, Value>) -> Option<&Map<String, Value>> {
    OUTER.iter().find_map(|name| object.get(*name)?.as_object())
}

/// Whether an object is an article itself.
fn has_text(object: &Map<String, Value>) -> bool {
    article("", object).is_ok_and(|article| !article.body.trim().is_empty())
}

fn entries(mut object: Map<String, Value>, place: &Place) -> Entries {
    for _ in 0..DEPTH {
        let list = LISTS.iter().find(|name| object.get(**name).is_some_and(Value::is_array));
        if let Some(Value::Array(list)) = list.and_then(|name| object.remove(*name)) {
            let place = place.clone();
            let elements = list.into_iter().enumerate();
            return Box::new(
                elements.flat_map(move |(index, value)| read_value(value, &place.element(index))),
            );
        }
        let around = OUTER.iter().find(|name| object.get(**name).is_some_and(Value::is_object));
        match around.and_then(|name| object.remove(*name)) {
            Some(Value::Object(inner)) => object = inner,
            _ => break,
        }
    }
    Box::new(std::iter::empty())
}
