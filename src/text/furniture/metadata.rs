//! Metadata: what a page says of itself to search engines, and a scraper took for text.
//!
//! An object of JSON-LD (`{"@context": "http://schema.org", ...}`) goes, wherever in a paragraph it
//! stands; one that never ends stays.

use super::Room;
use crate::article::RepairKind;

pub(super) fn clear(room: &mut Room<'_>) {
    let found: Vec<(usize, &str)> =
        room.wholes().filter(|(_, text)| text.contains("\"@context\"")).collect();
    for (at, text) in found {
        let (mut kept, mut removed, mut rest) = (Vec::new(), Vec::new(), text);
        while let Some((start, length)) = object(rest) {
            kept.extend([&rest[..start], " "]);
            removed.push(&rest[start..start + length]);
            rest = &rest[start + length..];
        }
        kept.push(rest);
        if !removed.is_empty() {
            room.keep(at, kept, &removed, RepairKind::Furniture);
        }
    }
}

/// Where the first object of JSON-LD begins, and its bytes, if it ends: behind one that does not, nothing
/// is looked for, so that no text is read over and over.
fn object(text: &str) -> Option<(usize, usize)> {
    let opens = |start: &usize| text[start + 1..].trim_start().starts_with("\"@context\"");
    let start = text.match_indices('{').map(|(start, _)| start).find(opens)?;
    Some((start, whole(&text[start..])?))
}

/// The bytes of the object that `text` begins with.
fn whole(text: &str) -> Option<usize> {
    let (mut depth, mut is_string, mut is_escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_string => is_escaped = true,
            b'"' => is_string = !is_string,
            b'{' if !is_string => depth += 1,
            b'}' if !is_string => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
