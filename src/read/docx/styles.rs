//! The styles of a Word document: what the paragraphs that have them are.
//!
//! In: `word/styles.xml`. Out: by its id, whether a style is a title's, a heading's, or of what is
//! not read. Ids are translated (`berschrift1`); names and levels are not.

use std::collections::HashMap;

use super::Role;
use crate::read::package::xml::{Piece, Xml};

/// What the paragraphs of a style are; none if they are not read.
pub(super) struct Styles(HashMap<String, Option<Role>>);

impl Styles {
    pub(super) fn read(xml: &str) -> Self {
        let mut styles = HashMap::new();
        let mut id: Option<String> = None;
        let mut pieces = Xml::new(xml);
        while let Some(piece) = pieces.next() {
            let Piece::Open(tag) = piece else { continue };
            match tag.name() {
                "style" => id = tag.attribute("styleId"),
                "name" => {
                    if let (Some(id), Some(name)) = (&id, tag.attribute("val"))
                        && let Some(role) = named(&name)
                    {
                        styles.insert(id.clone(), role);
                    }
                }
                "outlineLvl" => {
                    let is_heading = tag.attribute("val").is_some_and(|level| level != "9");
                    if let Some(id) = id.as_ref().filter(|_| is_heading) {
                        styles.entry(id.clone()).or_insert(Some(Role::Heading));
                    }
                }
                _ => {}
            }
        }
        Self(styles)
    }

    /// What the paragraphs of the style with this id are.
    pub(super) fn role(&self, id: &str) -> Option<Role> {
        let known = self.0.get(id).copied();
        known.or_else(|| named(id)).unwrap_or(Some(Role::Text))
    }
}

/// What a style's name says: nothing, that its paragraphs are not read, or what they are.
fn named(name: &str) -> Option<Option<Role>> {
    let name = name.to_lowercase().replace(' ', "");
    let numbered = |start: &str| {
        let rest = name.strip_prefix(start);
        rest.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let is_left_out = numbered("toc")
        || numbered("index")
        || matches!(
            name.as_str(),
            "tocheading"
                | "caption"
                | "footer"
                | "header"
                | "footnotetext"
                | "endnotetext"
                | "tableoffigures"
                | "tableofauthorities"
                | "commenttext"
                | "annotationtext"
                | "bibliography"
        );
    match name.as_str() {
        "title" => Some(Some(Role::Title)),
        _ if is_left_out => Some(None),
        _ if numbered("heading") => Some(Some(Role::Heading)),
        _ => None,
    }
}
