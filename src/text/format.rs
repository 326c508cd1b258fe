//! Which format an input is in.

use std::path::Path;

/// The format of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text, also the card that `summarize` prints.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// One JSON object, or an array of them.
    Json,
    /// One JSON object a line.
    JsonLines,
}

impl Format {
    /// The format of the input called `name`: by its extension, and where that says nothing, by
    /// its content. JSON with an object on every line is [`Format::JsonLines`] whatever the name.
    #[must_use]
    pub fn detect(name: &str, content: &str) -> Self {
        let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
        let format = match extension.unwrap_or_default().to_ascii_lowercase().as_str() {
            "txt" | "text" => Self::Text,
            "md" | "markdown" | "mkd" | "mdown" => Self::Markdown,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::JsonLines,
            _ => of_content(content),
        };
        if format == Self::Json && is_json_lines(content) { Self::JsonLines } else { format }
    }
}

fn of_content(content: &str) -> Format {
    let content = content.trim_start();
    let opens = |bracket: char, then: &[char]| {
        let inside = content.strip_prefix(bracket).map(str::trim_start);
        inside.is_some_and(|inside| inside.starts_with(then))
    };
    if opens('{', &['"', '}']) || opens('[', &['{', ']']) {
        return Format::Json;
    }
    let first = content.lines().next().unwrap_or_default().trim_end();
    let is_front_matter = matches!(first, "---" | "+++")
        && content.lines().skip(1).any(|line| line.trim_end() == first);
    if first.starts_with("# ") || is_front_matter { Format::Markdown } else { Format::Text }
}

/// What markup a text is in that cannot be read as text.
pub(super) fn markup(content: &str) -> Option<&'static str> {
    let start: String = content.trim_start().chars().take(14).collect();
    match start.to_ascii_lowercase().as_str() {
        start if start.starts_with("<!doctype html") || start.starts_with("<html") => {
            Some("an HTML page")
        }
        start if start.starts_with("<?xml") || start.starts_with("<rss") => Some("an XML document"),
        _ => None,
    }
}

/// Whether the first line is a whole JSON object and not the last line.
fn is_json_lines(content: &str) -> bool {
    let mut lines = content.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let is_object = || serde_json::from_str::<serde_json::Map<_, _>>(first).is_ok();
    lines.next().is_some() && first.trim_end().ends_with('}') && is_object()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_decides_before_the_content() {
        assert_eq!(Format::detect("a/b.TXT", "# Not a heading"), Format::Text);
        assert_eq!(Format::detect("b.md", "no heading"), Format::Markdown);
        assert_eq!(Format::detect("b.jsonl", "{}"), Format::JsonLines);
        assert_eq!(
            Format::detect("b.json", "{\"body\":\"x\"}\n{\"body\":\"y\"}"),
            Format::JsonLines
        );
    }

    #[test]
    fn without_a_name_the_content_decides() {
        for (content, format) in [
            ("Just text.", Format::Text),
            ("[Update] The ferry is back.", Format::Text),
            ("{ curly, but text }", Format::Text),
            (" {\n \"body\": \"x\"\n}", Format::Json),
            ("[\n {\"body\": \"x\"}]", Format::Json),
            ("{\"body\":\"x\"}\n\n{\"body\":\"y\"}\n", Format::JsonLines),
            ("# Title\n\nText.", Format::Markdown),
            ("---\ntitle: x\n---\nText.", Format::Markdown),
            ("---\nText after a rule.", Format::Text),
            ("", Format::Text),
        ] {
            assert_eq!(Format::detect("-", content), format, "{content}");
        }
    }
}
