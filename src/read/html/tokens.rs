//! HTML as a stream of tags and text.
//!
//! In: any text. Out: its [`Token`]s, in time linear in its length, whatever it holds: a tag, a
//! comment or a quotation that never ends is taken for text. What only looks like a tag (`a < b`,
//! `Vec<String>`, `<mail@example.org>`) is text too.
//!
//! html5ever's tokenizer is not used because it compares each attribute of a tag with all others.

use std::collections::HashSet;

use super::tag::Tag;

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// Text, with its character references.
    Text(&'a str),
    /// A start tag, with its attributes as they stand.
    Open(Tag, Attributes<'a>),
    /// An end tag.
    Close(Tag),
    /// An element that holds characters alone, and these.
    Raw(Tag, Attributes<'a>, &'a str),
}

/// The attributes of a tag, as they stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Attributes<'a>(&'a str);

/// The tokens of a text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Where the last of each stands that can end something: what begins after it is text.
    last: Last,
    /// Whether quotation marks have lost their sense: one that was opened never ended.
    ignores_quotes: bool,
    /// The names of elements that HTML does not know and that are closed somewhere.
    closed: Option<HashSet<String>>,
    /// Where the last end tag of each element stands, once it was asked for.
    last_ends: Option<Box<[usize; Tag::COUNT]>>,
    /// Elements of characters that are not closed from here on.
    unclosed: [bool; Tag::COUNT],
    /// What comes next, where it was found beforehand.
    next: Option<Token<'a>>,
}

struct Last {
    angle: usize,
    double: usize,
    single: usize,
    comment: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let last = |mark| text.rfind(mark).map_or(0, |at| at + 1);
        Self {
            text,
            at: 0,
            last: Last {
                angle: last(">"),
                double: last("\""),
                single: last("'"),
                comment: last("-->"),
            },
            ignores_quotes: false,
            closed: None,
            last_ends: None,
            unclosed: [false; Tag::COUNT],
            next: None,
        }
    }

    /// Whether an end tag of this element is still to come.
    pub(super) fn closes(&mut self, tag: Tag) -> bool {
        let text = self.text;
        let last_ends = self.last_ends.get_or_insert_with(|| {
            let mut last = Box::new([0; Tag::COUNT]);
            for (at, _) in text.match_indices("</") {
                if let Some(tag) = Tag::known(name(&text[at + 2..])) {
                    last[tag as usize] = at;
                }
            }
            last
        });
        last_ends[tag as usize] >= self.at
    }

    /// The markup at `at`, where a `<` stands, and where it ends; `None` for a `<` that is text.
    fn markup(&mut self, at: usize) -> Option<(Option<Token<'a>>, usize)> {
        if at >= self.last.angle {
            return None;
        }
        let rest = self.text.get(at + 1..)?;
        match rest.as_bytes().first()? {
            b'!' | b'?' => Some((None, self.declaration_end(at)?)),
            b'/' => {
                let name = name(&rest[1..]);
                if name.is_empty() {
                    return None;
                }
                let end = at + 2 + rest[1..].find('>')? + 1;
                let tag = Tag::known(name).unwrap_or(Tag::Other);
                Some((Some(Token::Close(tag)), end))
            }
            first if first.is_ascii_alphabetic() => self.start_tag(at, rest),
            _ => None,
        }
    }

    fn start_tag(&mut self, at: usize, rest: &'a str) -> Option<(Option<Token<'a>>, usize)> {
        let name = name(rest);
        let end = self.tag_end(at + 1 + name.len())?;
        let inner = &self.text[at + 1 + name.len()..end - 1];
        let is_closed = inner.ends_with('/');
        let tag = match Tag::known(name) {
            Some(tag) => tag,
            None if is_closed || self.is_closed_somewhere(name) => Tag::Other,
            None => return None,
        };
        let attributes = Attributes(inner);
        if tag == Tag::Plaintext {
            return Some((None, end));
        }
        if tag.is_raw() && !(is_closed && matches!(tag, Tag::Iframe | Tag::Title)) {
            if let Some((content, end)) = self.raw_end(tag, end) {
                return Some((Some(Token::Raw(tag, attributes, content)), end));
            }
            // A script that does not end takes the rest of the page along.
            if matches!(tag, Tag::Script | Tag::Style) {
                let content = &self.text[end..];
                return Some((Some(Token::Raw(tag, attributes, content)), self.text.len()));
            }
            return Some((None, end));
        }
        if is_closed && tag == Tag::Other {
            return Some((None, end));
        }
        if is_closed && matches!(tag, Tag::Svg | Tag::Math) {
            return Some((None, end));
        }
        Some((Some(Token::Open(tag, attributes)), end))
    }

    /// Where a declaration, comment or processing instruction ends.
    fn declaration_end(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        if rest.starts_with("<!-->") {
            return Some(at + 5);
        }
        if rest.starts_with("<!--") && at + 4 < self.last.comment {
            return rest[4..].find("-->").map(|length| at + 4 + length + 3);
        }
        rest.find('>').map(|length| at + length + 1)
    }

    /// Where the tag ends whose attributes begin at `from`.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while !self.ignores_quotes {
            let Some(length) = bytes[at..].iter().position(|b| matches!(b, b'>' | b'"' | b'\''))
            else {
                self.ignores_quotes = true;
                break;
            };
            at += length + 1;
            let quote = bytes[at - 1];
            if quote == b'>' {
                return Some(at);
            }
            // A quotation mark opens a value after an equals sign alone.
            let opens = bytes[from..at - 1].trim_ascii_end().ends_with(b"=");
            let last = if quote == b'"' { self.last.double } else { self.last.single };
            if opens && at < last {
                at += bytes[at..].iter().position(|&b| b == quote)? + 1;
            }
        }
        bytes[from..].iter().position(|&b| b == b'>').map(|length| from + length + 1)
    }

    /// What the element `tag` holds from `from` on, and where its end tag ends.
    fn raw_end(&mut self, tag: Tag, from: usize) -> Option<(&'a str, usize)> {
        if self.unclosed[tag as usize] {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(length) = self.text[at..].find("</") {
            let start = at + length;
            if Tag::known(name(&self.text[start + 2..])) == Some(tag) {
                let end = bytes[start..].iter().position(|&b| b == b'>');
                let end = end.map_or(bytes.len(), |length| start + length + 1);
                return Some((&self.text[from..start], end));
            }
            at = start + 2;
        }
        self.unclosed[tag as usize] = true;
        None
    }

    /// Whether an element that HTML does not know is closed anywhere in the text.
    fn is_closed_somewhere(&mut self, name: &str) -> bool {
        let text = self.text;
        let closed = self.closed.get_or_insert_with(|| {
            let names = text.split("</").skip(1).map(self::name);
            names.filter(|name| Tag::known(name).is_none()).map(str::to_ascii_lowercase).collect()
        });
        closed.contains(&name.to_ascii_lowercase())
    }
}

/// The name that a text begins with: letters and what may stand in the name of an element.
fn name(text: &str) -> &str {
    let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<' | '"' | '=');
    // No element that matters has a longer name.
    let end = text
        .char_indices()
        .take(64)
        .find(|(_, c)| is_end(*c))
        .map_or_else(|| text.char_indices().nth(64).map_or(text.len(), |(at, _)| at), |(at, _)| at);
    &text[..end]
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(token) = self.next.take() {
            return Some(token);
        }
        let mut start = self.at;
        let mut from = start;
        loop {
            let Some(length) = self.text[from..].find('<') else {
                self.at = self.text.len();
                let rest = &self.text[start..];
                return (!rest.is_empty()).then_some(Token::Text(rest));
            };
            let at = from + length;
            let Some((token, end)) = self.markup(at) else {
                from = at + 1;
                continue;
            };
            self.at = end;
            if at > start {
                self.next = token;
                return Some(Token::Text(&self.text[start..at]));
            }
            if token.is_some() {
                return token;
            }
            // That was a comment.
            (start, from) = (end, end);
        }
    }
}

impl<'a> Attributes<'a> {
    /// The value of an attribute, with its character references; the first counts.
    pub(super) fn get(self, wanted: &str) -> Option<&'a str> {
        self.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
    }

    /// All attributes with their values, in their order; at most a hundred.
    pub(super) fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
            let length = rest.char_indices().skip(1).find(|(_, c)| is_end(*c));
            let (name, after) = rest.split_at(length.map_or(rest.len(), |(at, _)| at));
            if name.is_empty() {
                return None;
            }
            let after = after.trim_ascii_start();
            let Some(after) = after.strip_prefix('=') else {
                rest = after;
                return Some((name, ""));
            };
            let after = after.trim_ascii_start();
            let quoted = after.strip_prefix('"').map(|it| (it, '"'));
            let quoted = quoted.or_else(|| after.strip_prefix('\'').map(|it| (it, '\'')));
            let (value, after) = match quoted {
                Some((after, quote)) => after.split_once(quote).unwrap_or((after, "")),
                None => {
                    let end = after.find(|c: char| c.is_ascii_whitespace());
                    after.split_at(end.unwrap_or(after.len()))
                }
            };
            rest = after;
            Some((name, value))
        })
        .take(100)
    }
}
