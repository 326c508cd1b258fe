//! XML as feeds write it, which is often not quite XML.
//!
//! In: bytes, in the encoding that they are in or one that they name. Out: events of `quick-xml`
//! that never stop for a fault. What is broken in the usual ways is mended before: words before the
//! declaration, a bare `<` or `&`, sections that are never closed. A document type is left out
//! whole, so entities of its own are never expanded. Depth and count are bounded by who takes the
//! events: nothing here is a tree.

use std::borrow::Cow;
use std::io::Cursor;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::article::Warning;
use crate::error::Result;
use crate::read::charset;
use crate::read::source::Source;

/// The most bytes of a feed that are read.
pub(super) const LARGEST: usize = 256 << 20;
/// The most attributes of an element that are looked at.
const ATTRIBUTES: usize = 64;
/// In how many bytes the root element begins, or it is not looked for.
const PROLOGUE: usize = 8 << 10;
const CDATA: &str = "<![CDATA[";

/// A stretch of a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// An element begins: its name, its attributes, and the tag as it stands.
    Start { name: String, attributes: Vec<(String, String)>, tag: String, is_empty: bool },
    /// An element ends.
    End { name: String },
    /// Text: what it says, and how it is written in markup.
    Text { said: String, written: String },
}

/// The pieces of a document, one after the other.
pub(super) struct Pieces {
    reader: Reader<Cursor<Vec<u8>>>,
    buffer: Vec<u8>,
}

impl Pieces {
    /// Reads the document in a source.
    pub(super) fn new(source: Source) -> Result<(Self, Vec<Warning>)> {
        let name = source.name.clone();
        let served = source.media_type.as_deref().and_then(charset::of_media_type);
        let bytes = source.into_bytes(LARGEST)?;
        let named = charset_of(&bytes, served);
        let decoded = charset::decode(&name, bytes, named)?;
        Ok((Self::of(&decoded.text), decoded.warnings))
    }

    /// The pieces of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut reader = Reader::from_reader(Cursor::new(mended(text).into_bytes()));
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        config.trim_markup_names_in_closing_tags = true;
        Self { reader, buffer: Vec::new() }
    }
}

impl Iterator for Pieces {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            self.buffer.clear();
            // After mending, the only faults that are left stand at the end.
            match self.reader.read_event_into(&mut self.buffer).ok()? {
                Event::Start(tag) => return Some(start(&tag, false)),
                Event::Empty(tag) => return Some(start(&tag, true)),
                Event::End(tag) => return Some(Piece::End { name: tag.name().0.to_owned() }),
                Event::Text(text) => {
                    let text = text.into_inner();
                    return Some(Piece::Text { said: text.to_string(), written: text.into() });
                }
                Event::CData(text) => {
                    let text = text.into_inner();
                    return Some(Piece::Text { said: text.to_string(), written: text.into() });
                }
                Event::GeneralRef(reference) => {
                    let written = format!("&{};", &*reference);
                    let said = character(&reference).map_or_else(|| written.clone(), String::from);
                    return Some(Piece::Text { said, written });
                }
                Event::Eof => return None,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }
}

fn start(tag: &BytesStart<'_>, is_empty: bool) -> Piece {
    let mut attributes = tag.html_attributes();
    let attributes = attributes.with_checks(false).take(ATTRIBUTES).flatten().map(|attribute| {
        let value = unescaped(&attribute.value);
        (attribute.key.0.to_ascii_lowercase(), value.into_owned())
    });
    Piece::Start {
        name: tag.name().0.to_owned(),
        attributes: attributes.collect(),
        tag: format!("<{}{}>", &**tag, if is_empty { "/" } else { "" }),
        is_empty,
    }
}

/// The character that a reference stands for. Names that XML does not know are left for HTML, which
/// knows more.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Numbers of Windows-1252 are written for its characters.
        if let Ok(byte @ 0x80..=0x9F) = u8::try_from(code) {
            return encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next();
        }
        return char::from_u32(code).filter(|&c| c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// Text with its references to characters resolved, once.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    /// No reference that is known is longer.
    const LONGEST: usize = 12;
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        said.push_str(before);
        let name = from[1..].bytes().take(LONGEST).position(|byte| byte == b';');
        let found = name.and_then(|length| Some((character(from.get(1..=length)?)?, length + 2)));
        let (c, length) = found.unwrap_or(('&', 1));
        said.push(c);
        rest = &from[length..];
    }
    said.push_str(rest);
    Cow::Owned(said)
}

/// The encoding to decode with, where the bytes do not tell by themselves: what the declaration or
/// the server names, unless they are UTF-8 after all.
fn charset_of(bytes: &[u8], served: Option<&'static Encoding>) -> Option<&'static Encoding> {
    let named = declared_charset(&bytes[..bytes.len().min(PROLOGUE)]).or(served)?;
    // ISO-2022-JP is written in bytes that are UTF-8 too.
    let is_utf_8 = || named != ISO_2022_JP && std::str::from_utf8(bytes).is_ok();
    // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
    let is_told = named == UTF_8 || named.is_single_byte() && bytes.contains(&0);
    let is_wrong = [UTF_16LE, UTF_16BE].contains(&named) && bytes.starts_with(b"<?");
    (!is_told && !is_wrong && Encoding::for_bom(bytes).is_none() && !is_utf_8()).then_some(named)
}

/// The encoding that an XML declaration names.
fn declared_charset(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head);
    let declaration = &head[head.find("<?xml")?..];
    let declaration = &declaration[..declaration.find("?>")?];
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Encoding::for_label(value[1..].split(quote).next()?.as_bytes())
}

/// What may be the root element of an input that begins like XML: its local name, and the text from
/// there on.
///
/// Before the declaration may stand what a server says when a script of its fails.
pub(super) fn roots(head: &str) -> impl Iterator<Item = (&str, &str)> {
    let at_once = head.starts_with('<').then_some(head);
    let declared = head.find("<?xml").filter(|&at| (1..PROLOGUE).contains(&at));
    at_once.into_iter().chain(declared.map(|at| &head[at..])).filter_map(root)
}

fn root(mut rest: &str) -> Option<(&str, &str)> {
    loop {
        rest = rest.trim_start();
        let after = |end: &str| rest.find(end).map(|at| at + end.len());
        let skipped = if rest.starts_with("<!--") {
            after("-->")?
        } else if rest.starts_with("<?") {
            after("?>")?
        } else if rest.starts_with("<!") {
            doctype_length(rest)?
        } else {
            break;
        };
        rest = &rest[skipped..];
    }
    let name = rest.strip_prefix('<')?;
    let name = &name[..name.find([' ', '>', '/', '\t', '\n', '\r'])?];
    Some((name.rsplit(':').next().unwrap_or(name), rest))
}

/// How long the document type is that a text begins with, with what stands in its brackets.
fn doctype_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'<' | b'[') => depth += 1,
            (None, b']') => depth = depth.saturating_sub(1),
            (None, b'>') if depth <= 1 => return Some(at + 1),
            (None, b'>') => depth -= 1,
            (None, _) => {}
        }
    }
    None
}

/// The text with each `<` that opens nothing written as `&lt;`, without declarations, comments and
/// marks of sections that are not closed.
fn mended(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    // What is not found once is not there further on.
    let mut is_there = [true; 4];
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        mended.push_str(before);
        let mut closed = |kind: usize, find: &dyn Fn(&str) -> Option<usize>| {
            let length = is_there[kind].then(|| find(from)).flatten();
            is_there[kind] = length.is_some();
            length
        };
        let until = |end: &'static str| move |from: &str| from.find(end).map(|at| at + end.len());
        let length = if from.starts_with(CDATA) {
            let length = closed(0, &until("]]>"));
            mended.push_str(&from[..length.unwrap_or(0)]);
            length.unwrap_or(CDATA.len())
        } else if from.starts_with("<!--") {
            closed(1, &until("-->")).unwrap_or("<!--".len())
        } else if from.starts_with("<?") {
            closed(2, &until("?>")).unwrap_or("<?".len())
        } else if from.starts_with("<!") {
            closed(3, &doctype_length).unwrap_or("<!".len())
        } else {
            let next = from[1..].chars().next();
            let opens = |c: char| c.is_alphabetic() || matches!(c, '/' | '_');
            mended.push_str(if next.is_some_and(opens) { "<" } else { "&lt;" });
            1
        };
        rest = &from[length..];
    }
    mended.push_str(rest);
    mended
}
