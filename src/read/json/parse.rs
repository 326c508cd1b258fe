//! JSON text to values, and what is nearly JSON where its meaning is plain.
//!
//! In: text and the place in it where a value begins. Out: the value and where it ends. Beside
//! what the standard allows, these are taken: half a surrogate pair (it becomes U+FFFD), control
//! characters in strings, escapes that are none, strings in single quotation marks, commas with
//! nothing after them, and `NaN`, `Infinity`, `None`, `True`, `False`, `undefined`.
//!
//! A string is copied once, into memory of its size. Nesting is bounded, and followed without
//! recursion.

use serde_json::{Map, Number, Value};

/// How deep values may lie in values.
const DEEPEST: usize = 128;

/// The value that begins at `at`, and where it ends; `None` if none does.
pub(crate) fn value(text: &str, at: usize) -> Option<(Value, usize)> {
    Parser { text, bytes: text.as_bytes(), at }.value()
}

/// Where the next value begins: after white space and the marks between values.
pub(super) fn next_value(text: &str, at: usize) -> usize {
    let mut parser = Parser { text, bytes: text.as_bytes(), at };
    loop {
        parser.skip();
        match parser.peek() {
            Some(b',' | b';' | 0x1E) => parser.at += 1,
            _ => return parser.at,
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

/// A container that is not closed yet.
enum Open {
    Array(Vec<Value>),
    /// The last key has no value yet.
    Object(Map<String, Value>, String),
}

impl Parser<'_> {
    fn value(mut self) -> Option<(Value, usize)> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            // A value begins here, or a container that was opened ends.
            self.skip();
            let value = match (self.peek()?, open.last_mut()) {
                (b']', Some(Open::Array(items))) => {
                    self.at += 1;
                    let items = std::mem::take(items);
                    open.pop();
                    Value::Array(items)
                }
                (b'[', _) => {
                    self.at += 1;
                    open.push(Open::Array(Vec::new()));
                    if open.len() > DEEPEST {
                        return None;
                    }
                    continue;
                }
                (b'{', _) => {
                    self.at += 1;
                    match self.key()? {
                        Some(key) if open.len() < DEEPEST => {
                            open.push(Open::Object(Map::new(), key));
                            continue;
                        }
                        Some(_) => return None,
                        None => Value::Object(Map::new()),
                    }
                }
                (quote @ (b'"' | b'\''), _) => Value::String(self.string(quote)?),
                _ => self.word()?,
            };
            // It belongs to the innermost container, which may end with it, and so on outwards.
            let mut value = value;
            loop {
                match open.pop() {
                    None => return Some((value, self.at)),
                    Some(Open::Array(mut items)) => {
                        items.push(value);
                        self.skip();
                        if self.peek()? == b',' {
                            self.at += 1;
                        } else if self.peek()? != b']' {
                            return None;
                        }
                        open.push(Open::Array(items));
                        break;
                    }
                    Some(Open::Object(mut fields, key)) => {
                        fields.insert(key, value);
                        self.skip();
                        if self.peek()? == b',' {
                            self.at += 1;
                        } else if self.peek()? != b'}' {
                            return None;
                        }
                        match self.key()? {
                            Some(key) => {
                                open.push(Open::Object(fields, key));
                                break;
                            }
                            None => value = Value::Object(fields),
                        }
                    }
                }
            }
        }
    }

    /// The next key of an object and its colon; `Some(None)` where the object ends.
    fn key(&mut self) -> Option<Option<String>> {
        self.skip();
        let key = match self.peek()? {
            b'}' => {
                self.at += 1;
                return Some(None);
            }
            quote @ (b'"' | b'\'') => self.string(quote)?,
            _ => return None,
        };
        self.skip();
        (self.peek()? == b':').then(|| self.at += 1)?;
        Some(Some(key))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over white space and byte order marks.
    fn skip(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(is_blank).len();
    }

    /// A string, whose first quotation mark is here.
    fn string(&mut self, quote: u8) -> Option<String> {
        let start = self.at + 1;
        let mut end = start;
        let mut escapes = false;
        loop {
            match *self.bytes.get(end)? {
                b'\\' => {
                    escapes = true;
                    end += 2;
                }
                byte if byte == quote => break,
                _ => end += 1,
            }
        }
        self.at = end + 1;
        let raw = &self.text[start..end];
        Some(if escapes { unescaped(raw) } else { raw.to_owned() })
    }

    /// A number, or a word that stands for a value.
    fn word(&mut self) -> Option<Value> {
        let rest = &self.bytes[self.at..];
        let is_part = |b: &&u8| b.is_ascii_alphanumeric() || b"+-.".contains(b);
        let length = rest.iter().take_while(is_part).count();
        let word = &self.text[self.at..self.at + length];
        self.at += length;
        match word {
            "null" | "NaN" | "-NaN" | "Infinity" | "-Infinity" | "None" | "undefined" | "nan" => {
                Some(Value::Null)
            }
            "true" | "True" => Some(Value::Bool(true)),
            "false" | "False" => Some(Value::Bool(false)),
            number => number.parse::<Number>().ok().map(Value::Number),
        }
    }
}

fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace() || matches!(c, '\u{FEFF}' | '\u{A0}')
}

/// The text of a string with escapes.
fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(escape) = rest.chars().next() else { break };
        let simple = match escape {
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{C}'),
            '"' | '\\' | '/' | '\'' => Some(escape),
            _ => None,
        };
        if let Some(simple) = simple {
            text.push(simple);
            rest = &rest[1..];
        } else if let Some((c, length)) = unicode(rest) {
            text.push(c);
            rest = &rest[length..];
        } else {
            // No escape: the backslash is meant.
            text.push('\\');
        }
    }
    text.push_str(rest);
    text
}

/// The character of `uXXXX`, or of two of them with a backslash between, and their length.
fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = |text: &str| {
        let digits = text.strip_prefix('u')?.get(..4)?;
        let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        is_hex.then(|| u16::from_str_radix(digits, 16).ok())?
    };
    let first = unit(text)?;
    let second = text[5..].strip_prefix('\\').and_then(unit);
    let pair = [first, second.unwrap_or(0)];
    match char::decode_utf16(pair).next() {
        Some(Ok(c)) => Some((c, if c.len_utf16() == 2 { 11 } else { 5 })),
        _ => Some((char::REPLACEMENT_CHARACTER, 5)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn parsed(text: &str) -> Option<Value> {
        let (value, end) = value(text, 0)?;
        assert_eq!(next_value(text, end), text.len(), "{text}");
        Some(value)
    }

    #[test]
    fn what_is_nearly_json_is_read_where_it_is_plain() {
        for (text, expected) in [
            (
                r#"{"a": [1, -2.5e3, true, null], "b": {}}"#,
                json!({"a": [1, -2.5e3, true, null], "b": {}}),
            ),
            (
                r#"["A \ud83d", "\ude00B", "\ud83d\ude00", "\ud83dA"]"#,
                json!(["A \u{FFFD}", "\u{FFFD}B", "😀", "\u{FFFD}A"]),
            ),
            (r#"["\ud83d\ud83d\ude00"]"#, json!(["\u{FFFD}😀"])),
            ("{\"a\": \"one\ntwo\tthree\u{1}\"}", json!({"a": "one\ntwo\tthree\u{1}"})),
            (
                r#"{"a": NaN, "b": -Infinity, "c": [1, 2,],}"#,
                json!({"a": null, "b": null, "c": [1, 2]}),
            ),
            (r"{'a': 'it\'s', 'b': None, 'c': True}", json!({"a": "it's", "b": null, "c": true})),
            (r#"["C:\data", "\u12G4", "5 \$"]"#, json!(["C:\\data", "\\u12G4", "5 \\$"])),
            ("\u{FEFF}{\"a\": []}", json!({"a": []})),
            ("[[], [[]], {}]", json!([[], [[]], {}])),
        ] {
            assert_eq!(parsed(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_not_read() {
        for text in
            ["", "{", "[1", "{\"a\"}", "{\"a\": }", "{a: 1}", "[1 2]", "{\"a\": 1]", "x", "\"a"]
        {
            assert_eq!(value(text, 0), None, "{text}");
        }
        assert_eq!(value(&"[".repeat(100_000), 0), None);
        assert!(value(&format!("{}{}", "[".repeat(100), "]".repeat(100)), 0).is_some());
        assert_eq!(value(&"{\"a\":".repeat(100_000), 0), None);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map(any::<String>(), inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn all_that_is_json_is_read_as_serde_reads_it(value in any_value(), pretty in any::<bool>()) {
            let text = if pretty { format!("{value:#}") } else { value.to_string() };
            prop_assert_eq!(parsed(&text), serde_json::from_str(&text).ok());
        }

        #[test]
        fn no_text_panics(text in "([\\[\\]{}\",:'\\\\/*u0-9a]|true|\\\\ud83d|.){0,40}") {
            let _ = value(&text, 0);
        }
    }
}
