//! Which format an input is in: by its bytes, then by its name, then by a guess.

use std::borrow::Cow;
use std::path::Path;

use super::plain;
use super::source::Source;
use super::table::{READERS, Reader};

/// How an input looks to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Looks {
    /// It is in another format.
    Other,
    /// It may well be in this one, if its name does not say otherwise.
    Likely,
    /// It is in this one, whatever its name.
    Certain,
}

/// The first bytes of an input.
pub(crate) struct Head<'a> {
    /// The bytes.
    pub(crate) bytes: &'a [u8],
    /// The same as text, without a byte order mark and white space before it. What is no UTF-8 is
    /// U+FFFD, so ASCII marks are found in all encodings but UTF-16, of which this is empty.
    pub(crate) text: &'a str,
    /// The extension of the input's name, in small letters.
    pub(crate) extension: &'a str,
    /// Whether these bytes are all.
    pub(crate) is_whole: bool,
}

/// The reader for an input.
pub(crate) fn detect(source: &Source) -> &'static Reader {
    let text = text(source.head());
    let extension = extension(&source.name);
    let head = Head {
        bytes: source.head(),
        text: text.trim_start(),
        extension: &extension,
        is_whole: source.is_head_all(),
    };
    let looking = |wanted| READERS.iter().find(|reader| (reader.looks)(&head) == wanted);
    let media_type = source.media_type.as_deref().map(essence).unwrap_or_default();
    let served = || READERS.iter().find(|reader| reader.media_types.contains(&&*media_type));
    let named = || READERS.iter().find(|reader| reader.extensions.contains(&&*extension));
    looking(Looks::Certain)
        .or_else(served)
        .or_else(named)
        .or_else(|| looking(Looks::Likely))
        .unwrap_or(&plain::READER)
}

/// The bytes as text, near enough for detection.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            let encoding = encoding_rs::Encoding::for_bom(bytes);
            encoding.map_or(Cow::Borrowed(""), |(encoding, _)| encoding.decode(bytes).0)
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        _ => String::from_utf8_lossy(bytes),
    }
}

/// The extension of a name, in small letters; of a name in an archive too.
fn extension(name: &str) -> String {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    extension.unwrap_or_default().to_ascii_lowercase()
}

/// A media type without its parameters, in small letters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Input;

    fn detected(name: &str, content: &str) -> &'static str {
        detect(&Source::open(Input::bytes(name, content)).unwrap()).name
    }

    #[test]
    fn the_content_decides_where_it_is_certain_then_the_name() {
        assert_eq!(detected("a/b.TXT", "# Not a heading"), "text");
        assert_eq!(detected("b.md", "no heading"), "markdown");
        assert_eq!(detected("b.jsonl", "{}"), "jsonl");
        assert_eq!(detected("b.json", "{\"body\":\"x\"}\n{\"body\":\"y\"}"), "jsonl");
        assert_eq!(detected("b.txt", "{\"body\":\"x\"}"), "json");
    }

    #[test]
    fn without_a_name_the_content_decides() {
        for (content, format) in [
            ("Just text.", "text"),
            ("[Update] The ferry is back.", "text"),
            ("{ curly, but text }", "text"),
            (" {\n \"body\": \"x\"\n}", "json"),
            ("[\n {\"body\": \"x\"}]", "json"),
            ("{\"body\":\"x\"}\n\n{\"body\":\"y\"}\n", "jsonl"),
            ("# Title\n\nText.", "markdown"),
            ("---\ntitle: x\n---\nText.", "markdown"),
            ("---\nText after a rule.", "text"),
            ("", "text"),
        ] {
            assert_eq!(detected("-", content), format, "{content}");
        }
    }
}
