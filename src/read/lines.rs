//! JSONL: a JSON value a line.
//!
//! In: lines as they come. Out: the articles of each line as soon as it is there. A line that
//! cannot be read is an error of its own.

use std::io::{BufRead, Read};

use encoding_rs::Encoding;

use super::charset;
use super::detect::{Head, Looks};
use super::entry::{Entries, one};
use super::json::shapes::Place;
use super::json::{parse, parsed, read_value};
use super::source::{LARGEST, Source};
use super::table::Reader;
use crate::error::{Error, Result};

pub(crate) const READER: Reader = Reader {
    name: "jsonl",
    extensions: &["jsonl", "ndjson"],
    media_types: &["application/jsonl", "application/x-ndjson", "application/x-jsonlines"],
    looks,
    read,
};

/// A whole object on the first line, and more than it, or a name that says so.
fn looks(head: &Head<'_>) -> Looks {
    let (first, rest) = head.text.split_once('\n').unwrap_or((head.text, ""));
    if !first.starts_with('{') {
        return Looks::Other;
    }
    let is_named = READER.extensions.contains(&head.extension);
    let goes_on = !rest.trim().is_empty() || !head.is_whole;
    let is_object = || {
        let first = first.trim_end();
        parse::value(first, 0).is_some_and(|(value, end)| value.is_object() && end == first.len())
    };
    // A line that is damaged, or longer than what is looked at: the name and the next line tell.
    let next = rest.lines().find(|line| !line.trim().is_empty());
    let is_lines = || match next {
        Some(next) => next.starts_with('{'),
        None => !head.is_whole && first.len() == head.text.len(),
    };
    if ((goes_on || is_named) && is_object()) || (is_named && first.len() > 1 && is_lines()) {
        Looks::Certain
    } else {
        Looks::Other
    }
}

fn read(source: Source) -> Entries {
    match Lines::new(source) {
        Ok(lines) => Box::new(lines.flatten()),
        Err(error) => one(Err(error)),
    }
}

/// The lines that are left.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    place: Place,
    /// The encoding that the head of the input tells, for all lines.
    encoding: Option<&'static Encoding>,
    number: usize,
    is_over: bool,
}

impl Lines {
    fn new(source: Source) -> Result<Self> {
        let place = Place::of(&source);
        let is_wide = source.head().contains(&0);
        let named = source.media_type.as_deref().and_then(charset::of_media_type);
        let encoding = charset::sniff(source.head(), named);
        let reader: Box<dyn BufRead + Send> = if is_wide {
            // UTF-16, whose line ends are no single bytes.
            Box::new(std::io::Cursor::new(source.into_text(LARGEST)?.text.into_bytes()))
        } else {
            source.into_reader()
        };
        let encoding = if is_wide { None } else { encoding };
        Ok(Self { reader, place, encoding, number: 0, is_over: false })
    }

    /// The next line that is not blank, without its end.
    fn line(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            let mut line = Vec::new();
            self.number += 1;
            let read = self.reader.by_ref().take(LARGEST as u64 + 1).read_until(b'\n', &mut line);
            match read {
                Ok(0) => return Ok(None),
                Ok(count) if count > LARGEST => {
                    self.is_over = true;
                    let reason = format!("the line is longer than {} MiB", LARGEST >> 20);
                    return Err(Error::Refused { name: self.name(), reason });
                }
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Ok(Some(line)),
                Err(source) => {
                    self.is_over = true;
                    return Err(Error::Io { path: self.place.name.clone().into(), source });
                }
            }
        }
    }

    fn name(&self) -> String {
        format!("{}:{}", self.place.name, self.number)
    }

    fn entries(&self, line: Vec<u8>) -> Result<Entries> {
        let name = self.name();
        let decoded = charset::decode(&name, line, self.encoding)?;
        let value = parsed(&name, &decoded.text)?;
        // A long line is not held beside its value.
        drop(decoded.text);
        let place = Place { name, warnings: decoded.warnings, ..self.place.clone() };
        Ok(read_value(value, &place))
    }
}

impl Iterator for Lines {
    type Item = Entries;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let line = match self.line() {
            Ok(line) => line?,
            Err(error) => return Some(one(Err(error))),
        };
        Some(self.entries(line).unwrap_or_else(|error| one(Err(error))))
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{Input, read};

    fn texts(name: &str, bytes: &[u8]) -> Vec<String> {
        let documents = read(Input::bytes(name, bytes)).documents();
        let text = |document: crate::Result<crate::text::Document>| match document {
            Ok(document) => format!("{} {}", document.source, document.article.body),
            Err(error) => error.to_string(),
        };
        documents.map(text).collect()
    }

    #[test]
    fn a_line_in_another_encoding_changes_nothing_for_the_others() {
        let good = r#"{"body": "She “would not wait” for the county’s answer."}"#;
        let bad = b"{\"title\": \"A\", \"body\": \"The caf\xE9 is open.\"}\n";
        let read = texts("a.jsonl", &[bad, good.as_bytes(), b"\n", bad].concat());
        assert_eq!(
            read,
            [
                "a.jsonl:1 The café is open.",
                "a.jsonl:2 She “would not wait” for the county’s answer.",
                "a.jsonl:3 The café is open.",
            ]
        );
        let russian = "{\"body\": \"Порт закрыли до полудня из-за сильного ветра.\"}\n";
        let legacy = encoding_rs::WINDOWS_1251.encode(russian).0;
        let read =
            texts("a.jsonl", &[&legacy[..], b"{\"body\": \"ASCII.\"}\n", &legacy[..]].concat());
        assert_eq!(read[2], "a.jsonl:3 Порт закрыли до полудня из-за сильного ветра.");
    }

    #[test]
    fn a_first_line_that_is_damaged_leaves_lines() {
        let lines = b"{\"body\": \"A \\ud83d half.\"}\n{\"body\": NaN, \"text\": \"Two.\"}\n";
        assert_eq!(texts("-", lines), ["-:1 A \u{FFFD} half.", "-:2 Two."]);
        let cut = b"{\"body\": \"One.\n{\"body\": \"Two.\"}\n";
        assert_eq!(texts("a.jsonl", cut)[1], "a.jsonl:2 Two.");
        let pretty = b"{\n \"body\": \"One.\"\n}\n{\n \"body\": \"Two.\"\n}\n";
        assert_eq!(texts("a.jsonl", pretty), ["a.jsonl[0] One.", "a.jsonl[1] Two."]);
    }
}
