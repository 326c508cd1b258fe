//! The fields that an object has, for whoever must say which of them holds the text.

use serde_json::Value;

use crate::text::paragraphs::clean_line;

/// The most fields that are named, and how deep they may lie.
const MOST: usize = 24;
const DEEPEST: usize = 4;
/// A string of so many bytes may be a text, whatever it is called.
const LONG: usize = 200;

/// The fields with something in them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Their paths.
    pub(super) fields: Vec<String>,
    /// Whether one of them may hold a text.
    pub(super) has_long_text: bool,
}

/// The fields of an object: each its folded name, its name and its value.
pub(super) fn found<'a>(fields: impl Iterator<Item = &'a (String, String, Value)>) -> Found {
    let mut found = Found::default();
    // What lies on top is looked at next, so all is added from the last to the first.
    let mut waiting: Vec<(String, &Value, usize)> =
        fields.map(|(_, name, value)| (clean_line(name), value, 1)).collect();
    waiting.reverse();
    while let Some((path, value, depth)) = waiting.pop() {
        match value {
            Value::Object(object) if depth < DEEPEST && !object.is_empty() => {
                let inner = object.iter().rev();
                waiting.extend(inner.map(|(name, value)| {
                    (format!("{path}.{}", clean_line(name)), value, depth + 1)
                }));
            }
            value if super::is_empty(value) => {}
            value => {
                found.has_long_text |= value.as_str().is_some_and(|text| text.len() >= LONG);
                if found.fields.len() < MOST && !found.fields.contains(&path) {
                    found.fields.push(path);
                }
            }
        }
    }
    found
}
