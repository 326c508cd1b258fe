//! HTML: the text of a page or of a piece of one.

use html5ever::data::NAMED_ENTITIES;

/// The text of a piece of HTML, all of it: paragraphs with blank lines between.
pub(crate) fn text_of(fragment: &str) -> String {
    let mut text = String::new();
    let mut rest = fragment;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<script") {
            rest = rest.split_once("</script").map_or("", |(_, rest)| rest);
        }
        let tag = rest.find('>').map_or(rest, |end| &rest[..end]);
        let is_inline = ["<a", "</a", "<b>", "</b>", "<em", "</em", "<str", "</str", "<i>", "</i>"];
        if !is_inline.iter().any(|it| tag.starts_with(it)) {
            text.push_str("\n\n");
        }
        rest = rest.get(tag.len() + 1..).unwrap_or_default();
    }
    text.push_str(rest);
    decode_entities(&text)
}

/// Whether a text is HTML and not plain text.
pub(crate) fn is_markup(text: &str) -> bool {
    text.contains("</") || text.contains("<br")
}

/// Plain text that may hold character references, without them.
pub(crate) fn decode_entities(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').unwrap_or(0);
        let name = rest.get(1..end + 1).unwrap_or_default();
        let number = name.strip_prefix('#').map(|it| it.trim_end_matches(';'));
        let number = number.and_then(|it| match it.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => it.parse().ok(),
        });
        let named = || NAMED_ENTITIES.get(name).map(|it| it.0);
        match number.or_else(named).and_then(char::from_u32).filter(|_| end > 1) {
            Some(c) => {
                decoded.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}
