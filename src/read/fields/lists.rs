//! Values that hold several: tags, categories, authors.

use super::names::folded;
use super::plain;

/// The parts of a value: of a list in brackets (`['a', "b"]`), else what commas, semicolons or
/// bars part. A value without them is one, of words too, unless all of them are hash tags.
///
/// What is no bracketed list is left whole unless `divides`.
pub(super) fn list(value: &str, divides: bool) -> Vec<String> {
    let value = value.trim();
    let inside = value.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let parts: Vec<&str> = match inside {
        Some(inside) if !inside.starts_with('[') => inside.split(',').collect(),
        _ if !divides => vec![value],
        _ if value.contains(';') => value.split(';').collect(),
        _ if value.contains('|') => value.split('|').collect(),
        _ if value.contains([',', '、', '，']) => value.split([',', '、', '，']).collect(),
        _ if value.split(' ').all(|word| word.starts_with('#')) => value.split(' ').collect(),
        _ => vec![value],
    };
    let trimmed = |part: &str| {
        let part = unquoted(part.trim());
        unlinked(part.strip_prefix('#').unwrap_or(part)).trim().to_owned()
    };
    parts.into_iter().map(trimmed).filter(|part| !part.is_empty()).collect()
}

/// The names of authors, as a byline would join them.
pub(super) fn authors(values: &[String]) -> Option<String> {
    let parts = values.iter().flat_map(|value| list(value, false));
    let mut names: Vec<String> = Vec::new();
    for name in parts.map(|part| without_by(&plain(&part))) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// Whether a name is one that holds an address as often as a publication.
pub(super) fn is_source(name: &str) -> bool {
    matches!(&*folded(name), "source" | "site" | "website")
}

/// A byline without its "by".
fn without_by(name: &str) -> String {
    let name = name.trim();
    let is_by = name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
    if is_by { name[3..].trim().to_owned() } else { name.to_owned() }
}

/// A value without the quotation marks around it.
fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value)
}

/// The text of a link to a note: `[[Ada Okafor]]`, `[[people/ada|Ada Okafor]]`.
fn unlinked(value: &str) -> &str {
    let Some(inside) = value.strip_prefix("[[").and_then(|it| it.strip_suffix("]]")) else {
        return value;
    };
    inside.rsplit_once('|').map_or(inside, |(_, shown)| shown)
}
