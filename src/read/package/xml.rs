//! XML, one tag or piece of text after the other.
//!
//! In: text. Out: [`Piece`]s with local names. It is lenient: names that do not match and stray
//! ampersands pass, entities that the text itself declares are left out, and where a tag is broken
//! the pieces end. Nothing is nested here, so no depth of the input costs anything.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// The characters that HTML names and XHTML files use most.
const ENTITIES: [(&str, &str); 22] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{A0}"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("copy", "©"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("szlig", "ß"),
];

/// A piece of XML.
pub(crate) enum Piece<'a> {
    /// An opening tag; of an empty element too, which is closed next.
    Open(Tag<'a>),
    /// A closing tag.
    Close(Cow<'a, str>),
    /// Text between tags, decoded.
    Text(Cow<'a, str>),
}

/// An opening tag.
pub(crate) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name without a prefix.
    pub(crate) fn name(&self) -> &str {
        local(self.0.name().0)
    }

    /// The value of the attribute of this local name.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.html_attributes();
        let mut attributes = attributes.with_checks(false).filter_map(Result::ok);
        let found = attributes.find(|attribute| local(attribute.key.0) == name)?;
        let value = found.normalized_value(XmlVersion::Explicit1_0).map(Cow::into_owned);
        Some(value.unwrap_or_else(|_| found.value.into_owned()))
    }
}

/// XML that is being read.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    is_broken: bool,
}

impl<'a> Xml<'a> {
    /// The pieces of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self { reader, is_broken: false }
    }

    /// The next piece.
    pub(crate) fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => return Some(Piece::Open(Tag(tag))),
                Ok(Event::End(tag)) => {
                    return Some(Piece::Close(Cow::Owned(local(tag.name().0).to_owned())));
                }
                Ok(Event::Text(text)) => return Some(Piece::Text(text.into_inner())),
                Ok(Event::CData(text)) => return Some(Piece::Text(text.into_inner())),
                Ok(Event::GeneralRef(reference)) => {
                    if let Some(text) = resolved(&reference) {
                        return Some(Piece::Text(text));
                    }
                }
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(_) => {
                    self.is_broken = true;
                    return None;
                }
            }
        }
    }

    /// How many bytes have been read.
    pub(crate) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Whether the pieces ended before the text did.
    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The text that a reference stands for.
fn resolved<'a>(reference: &BytesRef<'_>) -> Option<Cow<'a, str>> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok()?.map(|c| Cow::Owned(c.to_string()));
    }
    let name = reference.xml_content(XmlVersion::Explicit1_0);
    let known = ENTITIES.iter().find(|(known, _)| *known == name);
    known.map(|(_, text)| Cow::Borrowed(*text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut xml = Xml::new(text);
        let mut written = String::new();
        while let Some(piece) = xml.next() {
            match piece {
                Piece::Open(tag) => {
                    written += &format!("<{} {:?}>", tag.name(), tag.attribute("k"));
                }
                Piece::Close(name) => written += &format!("</{name}>"),
                Piece::Text(text) => written += &text,
            }
        }
        written + if xml.is_broken() { "!" } else { "" }
    }

    #[test]
    fn pieces_have_local_names_and_decoded_text() {
        let text = "<a:b x:k='1 &lt; 2'>T&amp;C &#233;&nbsp;&own;<![CDATA[<i>]]><c/></a:b>";
        let expected = "<b Some(\"1 < 2\")>T&C é\u{A0}<i><c None></c></b>";
        assert_eq!(written(text), expected);
    }

    #[test]
    fn what_is_not_well_formed_is_read_as_far_as_it_goes() {
        assert_eq!(written("<p>A & B</q></p>"), "<p None>A & B</q></p>");
        assert_eq!(written("<p>A<b"), "<p None>A!");
        assert_eq!(written(&"<p>".repeat(3)), "<p None><p None><p None>");
    }
}
