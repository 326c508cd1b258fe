//! ODT: a text document of LibreOffice and its kin is an article.
//!
//! In: the archive. Out: as of a Word document, see [`docx`](super::docx).

use std::collections::HashMap;

use super::detect::{Head, Looks};
use super::docx::{Body, Paragraph, Role, article, is_prose};
use super::entry::{Entries, Entry, one};
use super::package::properties::Properties;
use super::package::xml::{Piece, Tag, Xml};
use super::package::{Package, is_of_type, named_archive};
use super::source::Source;
use super::table::Reader;
use crate::error::{Error, Result};

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";

pub(crate) const READER: Reader = Reader {
    name: "odt",
    extensions: &["odt", "ott"],
    media_types: &[MEDIA_TYPE, "application/vnd.oasis.opendocument.text-template"],
    looks,
    read,
};

/// Elements of which nothing is read, with all that is in them.
const LEFT_OUT: [&str; 14] = [
    "note",
    "annotation",
    "tracked-changes",
    "table-of-content",
    "alphabetical-index",
    "illustration-index",
    "bibliography",
    "ruby-text",
    "automatic-styles",
    "styles",
    "scripts",
    "sequence-decls",
    "forms",
    "hidden-text",
];
/// The most spaces that one element stands for.
const SPACES: usize = 64;

fn looks(head: &Head<'_>) -> Looks {
    if named_archive(head, &READER) || is_of_type(head.bytes, MEDIA_TYPE) {
        return Looks::Certain;
    }
    Looks::Other
}

fn read(source: Source) -> Entries {
    one(entry(source))
}

fn entry(source: Source) -> Result<Entry> {
    let mut package = Package::open(source)?;
    let manifest = package.text("META-INF/manifest.xml").ok().flatten().unwrap_or_default();
    if manifest.contains("encryption-data") {
        let reason = "it is locked with a password; save it without one".to_owned();
        return Err(Error::Refused { name: package.name, reason });
    }
    let Some(xml) = package.text("content.xml")? else {
        let reason = "there is no document in it; save it as .odt or as text".to_owned();
        return Err(Error::Refused { name: package.name, reason });
    };
    let properties = package.text("meta.xml").ok().flatten().unwrap_or_default();
    Ok(article(package.name, body(&xml), &Properties::read(&properties)))
}

/// The paragraphs of `content.xml`.
fn body(xml: &str) -> Body {
    let parents = parents(xml);
    let mut body = Body::default();
    let mut open: Vec<(Option<Role>, String)> = Vec::new();
    let (mut left_out, mut cells) = (0_usize, 0_usize);
    let mut pieces = Xml::new(xml);
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Open(tag) if left_out > 0 || LEFT_OUT.contains(&tag.name()) => left_out += 1,
            Piece::Close(_) if left_out > 0 => left_out -= 1,
            Piece::Open(tag) => match tag.name() {
                "p" | "h" => open.push((role(&tag, &parents), String::new())),
                "table-cell" => cells += 1,
                name => {
                    let space = match name {
                        "s" => {
                            let count = tag.attribute("c").and_then(|count| count.parse().ok());
                            " ".repeat(count.unwrap_or(1).min(SPACES))
                        }
                        "tab" => " ".to_owned(),
                        "line-break" => "\n".to_owned(),
                        _ => continue,
                    };
                    if let Some((_, text)) = open.last_mut() {
                        text.push_str(&space);
                    }
                }
            },
            Piece::Close(name) => match &*name {
                "p" | "h" => {
                    let Some((Some(role), text)) = open.pop() else { continue };
                    if cells == 0 || is_prose(&text) {
                        body.paragraphs.push(Paragraph { role, text });
                    }
                }
                "table-cell" => cells = cells.saturating_sub(1),
                _ => {}
            },
            Piece::Text(text) if left_out == 0 => {
                // White space is one space here, whatever it is.
                if let Some((_, open)) = open.last_mut() {
                    open.extend(
                        text.chars().map(|c| if c.is_ascii_whitespace() { ' ' } else { c }),
                    );
                }
            }
            Piece::Text(_) => {}
        }
    }
    body.is_cut = pieces.is_broken();
    body
}

/// What a paragraph is; none if it is not read.
fn role(tag: &Tag<'_>, parents: &HashMap<String, String>) -> Option<Role> {
    let style = tag.attribute("style-name").unwrap_or_default();
    let style = parents.get(&style).unwrap_or(&style);
    match style.as_str() {
        "Title" => Some(Role::Title),
        "Caption" | "Illustration" | "Figure" | "Footnote" | "Endnote" | "Header" | "Footer" => {
            None
        }
        _ if tag.name() == "h" || style.starts_with("Heading") => Some(Role::Heading),
        _ => Some(Role::Text),
    }
}

/// The named style that each automatic style derives from.
fn parents(xml: &str) -> HashMap<String, String> {
    let mut parents = HashMap::new();
    let mut pieces = Xml::new(xml);
    while let Some(piece) = pieces.next() {
        let Piece::Open(tag) = piece else { continue };
        match tag.name() {
            "style" => {
                if let (Some(name), Some(parent)) =
                    (tag.attribute("name"), tag.attribute("parent-style-name"))
                {
                    parents.insert(name, parent);
                }
            }
            "body" => break,
            _ => {}
        }
    }
    parents
}

#[cfg(test)]
mod tests {
    use crate::read::docx::tests::{document, zip};

    fn odt(text: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content><office:automatic-styles><style:style style:name='P1' \
             style:parent-style-name='Title'/></office:automatic-styles><office:body>\
             <office:text>{text}</office:text></office:body></office:document-content>"
        );
        let meta = "<office:meta><meta:initial-creator>Ada Quill</meta:initial-creator>\
            <meta:creation-date>2020-05-06T07:08:09</meta:creation-date></office:meta>";
        zip(&[("mimetype", super::MEDIA_TYPE), ("content.xml", &content), ("meta.xml", meta)])
    }

    #[test]
    fn a_text_document_is_an_article() {
        let document = document(
            "pier",
            odt("<text:p text:style-name='P1'>The pier</text:p>\
                 <text:table-of-content><text:p>One 1</text:p></text:table-of-content>\
                 <text:h text:outline-level='1'>One</text:h>\
                 <text:p>It st<text:span>ood</text:span><text:s text:c='2'/>for\n   years<text:note>\
                 <text:p>Until 1901.</text:p></text:note>, people say.</text:p>\
                 <text:list><text:list-item><text:p>Rope</text:p></text:list-item></text:list>\
                 <table:table-cell><text:p>14</text:p></table:table-cell>"),
        );
        assert_eq!(document.article.title.as_deref(), Some("The pier"));
        assert_eq!(document.article.body, "One\n\nIt stood for years, people say.\n\nRope");
        assert_eq!(document.article.author.as_deref(), Some("Ada Quill"));
        assert_eq!(document.article.date, Some(jiff::civil::date(2020, 5, 6)));
    }
}
