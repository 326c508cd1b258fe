//! The text of fields that may be HTML or not.

use super::items::Element;
use crate::read::html::text_of;
use crate::text::paragraphs::clean_line;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// HTML, whose references are resolved.
    Html,
    /// HTML or text, as RSS has it.
    Unsaid,
    /// Text, in which `<` is a sign like any other.
    Text,
}

/// The text of an element, as paragraphs.
pub(super) fn of_element(element: &Element) -> String {
    match kind(element) {
        None => String::new(),
        Some(Kind::Html) => text_of(&markup(element)),
        Some(Kind::Unsaid) => of_either(&markup(element)),
        Some(Kind::Text) if has_end_tag(element.html()) => of_either(&markup(element)),
        Some(Kind::Text) => with_references(&element.text),
    }
}

/// The text of an element on one line, unless there is none.
pub(super) fn line_of_element(element: &Element) -> Option<String> {
    Some(clean_line(&of_element(element))).filter(|line| !line.is_empty())
}

/// The text of what may be HTML, as paragraphs.
pub(super) fn of_either(fragment: &str) -> String {
    if has_tag(fragment) { text_of(fragment) } else { with_references(fragment) }
}

/// The same on one line, unless there is none.
pub(super) fn line_of_either(fragment: &str) -> Option<String> {
    Some(clean_line(&of_either(fragment))).filter(|line| !line.is_empty())
}

/// What an element holds, by what Atom calls it; `None` if that is no text.
fn kind(element: &Element) -> Option<Kind> {
    if element.attribute("mode") == Some("base64") {
        return None;
    }
    let Some(named) = element.attribute("type") else {
        return Some(Kind::Unsaid);
    };
    Some(match &*named.to_ascii_lowercase() {
        "html" | "xhtml" | "text/html" | "application/xhtml+xml" => Kind::Html,
        "text" | "plain" => Kind::Text,
        named if named.starts_with("text/") => Kind::Text,
        named if named.contains('/') => return None,
        _ => Kind::Unsaid,
    })
}

/// The markup in an element, its tags without the prefix that XHTML may have.
fn markup(element: &Element) -> String {
    let markup = element.html();
    if !element.has_elements || !markup.contains(":") {
        return markup.to_owned();
    }
    let mut plain = markup.to_owned();
    for prefix in ["xhtml:", "html:", "h:"] {
        plain = plain.replace(&format!("<{prefix}"), "<").replace(&format!("</{prefix}"), "</");
    }
    plain
}

/// Whether something in a text may be a tag.
fn has_tag(text: &str) -> bool {
    let opens = |rest: &str| {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')
    };
    text.match_indices('<').any(|(at, _)| opens(&text[at + 1..])) && text.contains('>')
}

fn has_end_tag(text: &str) -> bool {
    text.contains("</") || text.contains("<br") || text.contains("<p>")
}

/// Text without tags that may hold references to characters; its lines stay.
fn with_references(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    // A `<` in it is none of a tag, and HTML would say otherwise.
    let line = |line: &str| match line.contains('&') {
        true => text_of(&line.replace('<', "&lt;")),
        false => line.to_owned(),
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}
