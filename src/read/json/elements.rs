//! A stream of JSON divided into its values, one after the other.
//!
//! In: bytes as they come: one value, an array, or values one after the other. Out: the bytes of
//! each value, of an array the bytes of each element, so that an array of any length is never held
//! whole. Only brackets, strings and commas are looked at; whoever parses the bytes finds what else
//! is wrong with them.

use std::io::{self, BufRead};

/// The most bytes of one value.
pub(crate) const LARGEST_VALUE: usize = 1 << 29;

/// The values that are left.
pub(crate) struct Elements<R> {
    reader: R,
    is_in_array: bool,
    /// How many values were given.
    count: usize,
}

/// A value that was found.
pub(crate) struct Element {
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// Its number, where there is more than one value or an array around it.
    pub(crate) index: Option<usize>,
    /// Whether it is longer than [`LARGEST_VALUE`]: its bytes end there.
    pub(crate) is_cut: bool,
}

impl<R: BufRead> Elements<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, is_in_array: false, count: 0 }
    }

    /// The next value, if there is one.
    pub(crate) fn next(&mut self) -> io::Result<Option<Element>> {
        loop {
            match (self.peek()?, self.is_in_array) {
                (None, false) => return Ok(None),
                (Some(b'['), false) => {
                    self.reader.consume(1);
                    self.is_in_array = true;
                }
                (Some(b']'), true) => {
                    self.reader.consume(1);
                    self.is_in_array = false;
                }
                (_, false) => {
                    let (bytes, is_cut) = self.value(Scan::Value)?;
                    let is_only = self.count == 0 && !is_cut && self.peek()?.is_none();
                    let index = (!is_only).then_some(self.count);
                    self.count += 1;
                    return Ok(Some(Element { bytes, index, is_cut }));
                }
                (first, true) => {
                    // Where the array is cut off, nothing is what is left: an error to the parser.
                    self.is_in_array = first.is_some();
                    let (bytes, is_cut) = self.value(Scan::Element)?;
                    if self.peek()? == Some(b',') {
                        self.reader.consume(1);
                    }
                    let index = Some(self.count);
                    self.count += 1;
                    return Ok(Some(Element { bytes, index, is_cut }));
                }
            }
        }
    }

    /// The next byte that is no white space; it stays.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = filled(&mut self.reader)?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let blank = |byte: &u8| byte.is_ascii_whitespace();
            match buffer.iter().position(|byte| !blank(byte)) {
                Some(at) => {
                    let found = buffer.get(at).copied();
                    self.reader.consume(at);
                    return Ok(found);
                }
                None => {
                    let length = buffer.len();
                    self.reader.consume(length);
                }
            }
        }
    }

    /// The bytes up to the end of a value, and whether it goes on after them.
    fn value(&mut self, scan: Scan) -> io::Result<(Vec<u8>, bool)> {
        let mut value = Vec::new();
        let mut scanner = Scanner::default();
        loop {
            let buffer = filled(&mut self.reader)?;
            if buffer.is_empty() {
                return Ok((value, false));
            }
            let end = buffer.iter().position(|&byte| scanner.ends(byte, scan));
            let length = match (end, scan) {
                (None, _) => buffer.len(),
                (Some(at), Scan::Value) => at + 1,
                (Some(at), Scan::Element) => at,
            };
            value.extend_from_slice(buffer.get(..length).unwrap_or_default());
            self.reader.consume(length);
            if value.len() > LARGEST_VALUE {
                return Ok((value, true));
            }
            if end.is_some() {
                return Ok((value, false));
            }
        }
    }
}

/// The bytes that are there, after waiting for some.
fn filled<R: BufRead>(reader: &mut R) -> io::Result<&[u8]> {
    loop {
        match reader.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    reader.fill_buf()
}

/// What is scanned for the end of.
#[derive(Clone, Copy, PartialEq)]
enum Scan {
    /// A value by itself: ends with the bracket that closes it; what is in no brackets goes on to
    /// the end of the stream.
    Value,
    /// An element of an array: ends before a comma or the array's bracket.
    Element,
}

/// What was seen of a value so far.
#[derive(Default)]
struct Scanner {
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
}

impl Scanner {
    /// Whether the value ends with this byte, or before it.
    fn ends(&mut self, byte: u8, scan: Scan) -> bool {
        if self.is_in_string {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.is_in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.is_in_string = true,
            b'{' | b'[' => self.depth += 1,
            b']' if self.depth == 0 => return scan == Scan::Element,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0 && scan == Scan::Value;
            }
            b',' => return self.depth == 0 && scan == Scan::Element,
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// The values of a stream that gives a few bytes at a time, with their numbers.
    fn values(text: &str) -> Vec<(String, Option<usize>)> {
        let mut elements = Elements::new(BufReader::with_capacity(3, text.as_bytes()));
        let mut values = Vec::new();
        while let Some(element) = elements.next().unwrap() {
            assert!(!element.is_cut);
            let text = String::from_utf8(element.bytes).unwrap();
            values.push((text.trim_end().to_owned(), element.index));
        }
        values
    }

    fn texts(text: &str) -> Vec<String> {
        values(text).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn an_array_is_divided_at_its_own_commas() {
        let text = r#" [ {"a": [1, 2], "b": "x, ]}\" \\"} ,["c", {}], "d,\\", 7 ] "#;
        let expected = [r#"{"a": [1, 2], "b": "x, ]}\" \\"}"#, r#"["c", {}]"#, r#""d,\\""#, "7"];
        assert_eq!(texts(text), expected);
        assert_eq!(values(text).last().unwrap().1, Some(3));
    }

    #[test]
    fn one_value_has_no_number_and_several_have() {
        assert_eq!(values("\n{\"a\": {}}\n"), [("{\"a\": {}}".to_owned(), None)]);
        let two = values("{\n\"a\": 1\n}\n{\n\"b\": \"}\"\n}");
        assert_eq!(two[0], ("{\n\"a\": 1\n}".to_owned(), Some(0)));
        assert_eq!(two[1], ("{\n\"b\": \"}\"\n}".to_owned(), Some(1)));
        assert_eq!(values("").len(), 0);
        assert_eq!(values(" [ ] ").len(), 0);
        assert_eq!(texts("[1]\n[2]"), ["1", "2"]);
    }

    #[test]
    fn what_is_no_json_comes_out_for_the_parser_to_say_so() {
        assert_eq!(texts("{\"a\": "), ["{\"a\":"]);
        assert_eq!(texts("[{\"a\": 1}, {\"b\""), ["{\"a\": 1}", "{\"b\"", ""]);
        assert_eq!(texts("[1,,2,]"), ["1", "", "2"]);
        assert_eq!(texts("plain, text"), ["plain, text"]);
        assert_eq!(texts("[1] and more"), ["1", "and more"]);
        assert_eq!(texts("]}"), ["]}"]);
        let deep = "[".repeat(100_000);
        assert_eq!(texts(&deep).len(), 2);
    }
}
