//! A path to a value: `payload.article.html`, `blocks[0].text`, `blocks.text`.

use serde_json::{Map, Value};

/// Takes the value at `path` out of an object. A name that stands in the object as it is comes
/// before its parts. Of a list without an index all elements are followed.
pub(super) fn take(object: &mut Map<String, Value>, path: &str) -> Option<Value> {
    let path = path.trim().trim_start_matches(['$', '.']);
    if let Some(value) = object.get_mut(path) {
        return Some(value.take());
    }
    let path = path.replace('[', ".").replace(']', "");
    let mut parts = path.split('.').map(|part| part.trim_matches(['"', '\'']));
    let mut values = vec![object.get_mut(parts.next()?)?];
    for part in parts {
        let next = values.into_iter().flat_map(|value| match value {
            Value::Object(object) => object.get_mut(part).into_iter().collect(),
            Value::Array(items) => match part.parse::<usize>() {
                Ok(index) => items.get_mut(index).into_iter().collect(),
                Err(_) if matches!(part, "*" | "") => items.iter_mut().collect(),
                Err(_) => items.iter_mut().filter_map(|item| item.get_mut(part)).collect(),
            },
            _ => Vec::new(),
        });
        values = next.collect();
    }
    let mut taken = values.into_iter().map(Value::take);
    let first = taken.next()?;
    let rest: Vec<Value> = taken.collect();
    if rest.is_empty() {
        return Some(first);
    }
    Some(Value::Array(std::iter::once(first).chain(rest).collect()))
}
