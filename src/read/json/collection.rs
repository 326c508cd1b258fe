//! An object that holds many articles in a list: what servers answer, and JSON-LD graphs.
//!
//! In: an object that is no article itself. Out: the list of articles in it, if there is one under
//! a name that such lists have.

use serde_json::{Map, Value};

use super::article::NESTED;
use crate::read::fields::Field;
use crate::read::fields::names::{self, folded};

/// What lists of articles are called.
const LISTS: &[&str] = &[
    "articles",
    "items",
    "entries",
    "results",
    "documents",
    "docs",
    "posts",
    "stories",
    "records",
    "rows",
    "hits",
    "news",
    "data",
    "children",
    "messages",
    "statuses",
    "pages",
    "notes",
    "entry",
    "item",
    "list",
    "content",
    "response",
    "newsitems",
    "articlelist",
    "@graph",
    "nodes",
    "edges",
    "texts",
    "values",
    "examples",
    "samples",
    "collection",
];
/// What the objects around such lists are called.
const WRAPPERS: &[&str] = &[
    "response",
    "hits",
    "data",
    "result",
    "results",
    "feed",
    "channel",
    "rss",
    "payload",
    "query",
    "embedded",
    "_embedded",
    "d",
    "db",
    "articles",
    "news",
    "content",
    "allposts",
    "collection",
];
/// How deep a list may lie.
const DEEPEST: usize = 4;

/// The list of articles in an object, taken out of it.
pub(super) fn list(object: &mut Map<String, Value>) -> Option<Vec<Value>> {
    if has_text(object) {
        return None;
    }
    let mut path: Vec<String> = Vec::new();
    let mut inner: &Map<String, Value> = object;
    loop {
        let named = |names: &[&str], fits: &dyn Fn(&Value) -> bool| {
            let fitting = |name: &&&str| {
                inner.iter().find(|(key, value)| folded(key) == **name && fits(value))
            };
            names.iter().find_map(|name| fitting(&name)).map(|(key, _)| key.clone())
        };
        if let Some(key) = named(LISTS, &is_list) {
            path.push(key);
            break;
        }
        if path.len() >= DEEPEST {
            return None;
        }
        let key = named(WRAPPERS, &Value::is_object)?;
        inner = inner.get(&key)?.as_object()?;
        path.push(key);
    }
    let (last, around) = path.split_last()?;
    let mut at = object;
    for key in around {
        at = at.get_mut(key)?.as_object_mut()?;
    }
    let is_graph = last == "@graph";
    let Some(Value::Array(mut items)) = at.remove(last) else { return None };
    if is_graph {
        // A graph names what else is on a page too: the site, the way to it, the author.
        items.retain(|item| item.as_object().is_some_and(has_text));
    }
    Some(items)
}

/// Whether an object has a text of its own.
fn has_text(object: &Map<String, Value>) -> bool {
    let is_text = |value: &Value| {
        value.as_str().is_some_and(|text| !text.trim().is_empty())
            || value.as_array().is_some_and(|items| items.iter().any(Value::is_string))
    };
    object.iter().any(|(key, value)| names::TEXT.contains(&&*folded(key)) && is_text(value))
}

/// Whether a value is a list of articles, by the first object in it: it has a text, or a title and
/// an address, at the top or one level down.
fn is_list(value: &Value) -> bool {
    let Some(first) = value.as_array().and_then(|items| items.iter().find_map(Value::as_object))
    else {
        return false;
    };
    let has = |object: &Map<String, Value>, names: &[&str]| {
        object.iter().any(|(key, value)| names.contains(&&*folded(key)) && !value.is_null())
    };
    let is_article = |object: &Map<String, Value>| {
        has(object, names::TEXT)
            || (has(object, Field::Title.names())
                && (has(object, Field::Url.names()) || has(object, names::TEASER)))
    };
    let is_graph = || first.contains_key("@type");
    let nested = || {
        let inner = first.iter().filter(|(key, _)| NESTED.contains(&&*folded(key)));
        inner.filter_map(|(_, value)| value.as_object()).any(is_article)
    };
    is_article(first) || is_graph() || nested() || super::shape_of(first).is_some()
}
