//! The body of a Word document.
//!
//! In: `word/document.xml` and the styles. Out: the paragraphs as a reader sees them.

use super::styles::Styles;
use super::{Body, Paragraph, Role, is_prose};
use crate::read::package::xml::{Piece, Tag, Xml};

/// Elements of which nothing is read, with all that is in them.
const LEFT_OUT: [&str; 6] = ["del", "moveFrom", "Fallback", "instrText", "delText", "rt"];

/// Reads the body.
pub(super) fn read(xml: &str, styles: &Styles) -> Body {
    let mut walk = Walk { styles, body: Body::default(), open: Vec::new(), left_out: 0, cells: 0 };
    let mut in_text = false;
    let mut is_hidden = false;
    let mut pieces = Xml::new(xml);
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Open(tag) if walk.left_out > 0 || LEFT_OUT.contains(&tag.name()) => {
                walk.left_out += 1;
            }
            Piece::Open(tag) => match tag.name() {
                "r" => is_hidden = false,
                "vanish" => is_hidden = is_on(&tag),
                "t" => in_text = !is_hidden,
                _ if !is_hidden => walk.open(&tag),
                _ => {}
            },
            Piece::Close(_) if walk.left_out > 0 => walk.left_out -= 1,
            Piece::Close(name) => match &*name {
                "t" => in_text = false,
                "r" => is_hidden = false,
                name => walk.close(name),
            },
            Piece::Text(text) if in_text && walk.left_out == 0 => walk.push(&text),
            Piece::Text(_) => {}
        }
    }
    while !walk.open.is_empty() {
        walk.close("p");
    }
    walk.body.is_cut = pieces.is_broken();
    walk.body
}

/// A paragraph that is open; those of a text box are open in another one.
struct Open {
    role: Option<Role>,
    text: String,
    in_cell: bool,
}

struct Walk<'a> {
    styles: &'a Styles,
    body: Body,
    open: Vec<Open>,
    /// How many elements are open of which nothing is read.
    left_out: usize,
    /// How many cells of tables are open.
    cells: usize,
}

impl Walk<'_> {
    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "p" => {
                let in_cell = self.cells > 0;
                self.open.push(Open { role: Some(Role::Text), text: String::new(), in_cell });
            }
            "pStyle" => {
                let style = tag.attribute("val").unwrap_or_default();
                if let Some(open) = self.open.last_mut() {
                    open.role = self.styles.role(&style);
                }
            }
            "tc" => self.cells += 1,
            "tab" | "ptab" => self.push(" "),
            "br" if tag.attribute("type").is_some_and(|it| it != "textWrapping") => self.push(" "),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => {
                let Some(Open { role: Some(role), text, in_cell }) = self.open.pop() else {
                    return;
                };
                if !in_cell || is_prose(&text) {
                    self.body.paragraphs.push(Paragraph { role, text });
                }
            }
            "tc" => self.cells = self.cells.saturating_sub(1),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }
}

/// Whether a property such as `<w:vanish/>` is switched on.
fn is_on(tag: &Tag<'_>) -> bool {
    !matches!(tag.attribute("val").as_deref(), Some("0" | "false" | "off"))
}
