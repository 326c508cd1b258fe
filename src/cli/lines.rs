//! The texts that `embed` reads: one a line.
//!
//! In: bytes. Out: texts, as many as there are lines. A line ends at `\n` or `\r\n`; it
//! is UTF-8, or the input is refused: a text that was guessed at would have a wrong vector, and
//! one that was left out would give every later line the vector of another.

use std::io::{self, BufRead, Read};
use std::mem;

use nutgraf::Error;
use serde_json::{Map, Value};

use super::failure::Failure;

/// The most bytes of a line.
const LONGEST_LINE: usize = 4 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A line that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{name}: line {line}: {reason}")]
pub(crate) struct LineError {
    /// The input's name.
    name: String,
    /// The line's number, from 1.
    line: u64,
    reason: Reason,
}

#[derive(Debug, thiserror::Error)]
enum Reason {
    #[error("it is not UTF-8; convert the input, for example with iconv")]
    NotUtf8,
    #[error("it is longer than {} MiB; split it into texts, one a line", LONGEST_LINE >> 20)]
    TooLong,
    #[error("not a JSON object: {0}; without --field, lines are taken as they are")]
    NotAnObject(serde_json::Error),
    #[error("it has no field `{0}`; --field names the one with the text")]
    NoField(String),
    #[error("the field `{0}` must be a string, and is {1}")]
    NotAString(String, &'static str),
}

/// Reads an input line by line.
pub(crate) struct Lines<R> {
    name: String,
    reader: R,
    /// The field with the text, where lines are JSON.
    field: Option<String>,
    /// The number of lines read.
    number: u64,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// `name` serves messages.
    pub(crate) fn new(name: String, reader: R, field: Option<String>) -> Self {
        Self { name, reader, field, number: 0, line: Vec::new() }
    }

    /// The next text; none at the input's end.
    pub(crate) fn text(&mut self) -> Result<Option<String>, Failure> {
        if !self.advance()? {
            return Ok(None);
        }
        self.taken().map(Some).map_err(|reason| self.refused(reason))
    }

    /// Reads a line; false if there is no further one.
    fn advance(&mut self) -> Result<bool, Failure> {
        self.line.clear();
        // One more for the line's end.
        let mut reader = self.reader.by_ref().take(LONGEST_LINE as u64 + 1);
        let read = reader.read_until(b'\n', &mut self.line);
        if read.map_err(|source| unreadable(&self.name, source))? == 0 {
            return Ok(false);
        }
        self.number += 1;
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
            self.line.pop_if(|byte| *byte == b'\r');
        } else if self.line.len() > LONGEST_LINE {
            return Err(self.refused(Reason::TooLong));
        }
        if self.number == 1 && self.line.starts_with(BYTE_ORDER_MARK) {
            self.line.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(true)
    }

    /// The text of the line that was read.
    fn taken(&mut self) -> Result<String, Reason> {
        let Some(field) = &self.field else {
            return String::from_utf8(mem::take(&mut self.line)).map_err(|_| Reason::NotUtf8);
        };
        let line = str::from_utf8(&self.line).map_err(|_| Reason::NotUtf8)?;
        let mut object: Map<String, Value> =
            serde_json::from_str(line).map_err(Reason::NotAnObject)?;
        match object.remove(field) {
            Some(Value::String(text)) => Ok(text),
            Some(other) => Err(Reason::NotAString(field.clone(), kind(&other))),
            None => Err(Reason::NoField(field.clone())),
        }
    }

    fn refused(&self, reason: Reason) -> Failure {
        Failure::Line(LineError { name: self.name.clone(), line: self.number, reason })
    }
}

/// What a value of JSON is called.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The failure of an input that cannot be read.
pub(crate) fn unreadable(name: &str, source: io::Error) -> Failure {
    Failure::Library(Error::Io { path: name.into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8], field: Option<&str>) -> Result<Vec<String>, String> {
        let mut lines = Lines::new("in".to_owned(), input, field.map(str::to_owned));
        let mut texts = Vec::new();
        while let Some(text) = lines.text().map_err(|failure| failure.to_string())? {
            texts.push(text);
        }
        Ok(texts)
    }

    #[test]
    fn every_line_is_a_text() {
        let texts = |input: &[u8]| read(input, None).unwrap();
        assert_eq!(texts(b""), [""; 0]);
        assert_eq!(texts(b"\n"), [""]);
        assert_eq!(texts(b"\xef\xbb\xbfa\r\n\n b \nc\rd"), ["a", "", " b ", "c\rd"]);
        assert_eq!(texts("a\u{2028}b\n\u{feff}\n".as_bytes()), ["a\u{2028}b", "\u{feff}"]);
        let objects = b"{\"n\": 1, \"t\": \"a\\nb\"}\r\n{\"t\": \"\"}";
        assert_eq!(read(objects, Some("t")).unwrap(), ["a\nb", ""]);
    }

    #[test]
    fn a_line_may_be_as_long_as_the_limit_and_no_longer() {
        for ending in ["\n", "", "\nb\n"] {
            let input = format!("a\n{}{ending}", "b".repeat(LONGEST_LINE));
            assert_eq!(read(input.as_bytes(), None).unwrap()[1].len(), LONGEST_LINE);
            let refused = read(format!("a\nb{}", &input[2..]).as_bytes(), None).unwrap_err();
            assert!(refused.starts_with("in: line 2: it is longer than 4 MiB"), "{refused}");
        }
    }

    #[test]
    fn a_line_that_is_no_text_is_named() {
        let refused = |input: &[u8], field| read(input, field).unwrap_err();
        for (input, field, said) in [
            (&b"a\n\xff\n"[..], None, "in: line 2: it is not UTF-8"),
            (b"{\"t\": \"\xff\"}", Some("t"), "in: line 1: it is not UTF-8"),
            (b"{\"t\": \"a\"}\n\n", Some("t"), "in: line 2: not a JSON object"),
            (b"[\"a\"]", Some("t"), "in: line 1: not a JSON object"),
            (b"{\"t\": \"a\"} {}", Some("t"), "in: line 1: not a JSON object"),
            (b"{\"u\": \"a\"}", Some("t"), "in: line 1: it has no field `t`"),
            (
                b"{\"t\": null}",
                Some("t"),
                "in: line 1: the field `t` must be a string, and is null",
            ),
            (b"{\"t\": [\"a\"]}", Some("t"), "must be a string, and is an array"),
        ] {
            let message = refused(input, field);
            assert!(message.contains(said), "{message}");
        }
    }
}
