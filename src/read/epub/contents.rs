//! The table of contents of a book.
//!
//! In: a navigation document (EPUB 3) or an NCX (EPUB 2). Out: the titles of pages and of places
//! in pages, in their order.

use std::collections::HashMap;

use super::book::resolve;
use crate::read::package::xml::{Piece, Xml};
use crate::text::paragraphs::clean_line;

/// The most entries that are read.
const MOST: usize = 20_000;

/// A line of the contents.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) title: String,
    /// The id of the place in the page where it begins; the page's own beginning otherwise.
    pub(super) place: Option<String>,
    /// In how many others it lies.
    pub(super) depth: usize,
}

/// The lines for each page.
#[derive(Debug, Default)]
pub(super) struct Contents(HashMap<String, Vec<Line>>);

impl Contents {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a page is named in them.
    pub(super) fn names(&self, page: &str) -> bool {
        self.0.contains_key(page)
    }

    /// The lines for a page, of those that lie in the fewest others: sections stay in a chapter.
    pub(super) fn of(&self, page: &str) -> Vec<&Line> {
        let lines = self.0.get(page).map(Vec::as_slice).unwrap_or_default();
        let least = lines.iter().map(|line| line.depth).min();
        lines.iter().filter(|line| Some(line.depth) == least).collect()
    }
}

/// Reads either kind of contents, which is the part of this name.
pub(super) fn read(part: &str, xml: &str) -> Contents {
    let mut contents = Contents::default();
    let is_ncx = xml.contains("navMap");
    let (mut depth, mut count) = (0_usize, 0_usize);
    let mut in_contents = is_ncx || !xml.contains("<nav");
    // Of the NCX a label comes before its reference, of the other the reference before its label.
    let mut target: Option<String> = None;
    let mut label = String::new();
    let mut in_label = false;
    let mut pieces = Xml::new(xml);
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Open(tag) => match tag.name() {
                "nav" => {
                    label.clear();
                    let kind = tag.attribute("type").or_else(|| tag.attribute("role"));
                    in_contents = kind.is_none_or(|kind| kind.contains("toc"));
                }
                "pageList" | "navList" => in_contents = false,
                "ol" | "ul" | "navPoint" => depth += 1,
                "navLabel" => {
                    in_label = true;
                    label.clear();
                }
                "a" if !is_ncx => {
                    target = tag.attribute("href");
                    in_label = true;
                    label.clear();
                }
                "content" if is_ncx => target = tag.attribute("src"),
                _ if in_label => label.push(' '),
                _ => {}
            },
            Piece::Close(name) => match &*name {
                "nav" if !contents.is_empty() => break,
                "ol" | "ul" | "navPoint" => depth = depth.saturating_sub(1),
                "navLabel" => in_label = false,
                "a" if !is_ncx => in_label = false,
                _ => {}
            },
            Piece::Text(text) if in_label => label.push_str(&text),
            Piece::Text(_) => {}
        }
        let title = clean_line(&label);
        if !in_label && !title.is_empty() && in_contents && count < MOST {
            let Some(target) = target.take() else { continue };
            let (page, place) = resolve(part, &target);
            let line = Line { title, place, depth };
            contents.0.entry(page).or_default().push(line);
            label.clear();
            count += 1;
        }
    }
    contents
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(contents: &Contents, page: &str) -> Vec<(String, Option<String>)> {
        contents.of(page).iter().map(|line| (line.title.clone(), line.place.clone())).collect()
    }

    #[test]
    fn both_kinds_give_titles_and_places() {
        let nav = "<html><body><nav epub:type='landmarks'><a href='x.xhtml'>Cover</a></nav>\
            <nav epub:type='toc'><h1>Contents</h1><ol>\
            <li><a href='c1.xhtml'><span>1</span> The <i>pier</i></a>\
            <ol><li><a href='c1.xhtml#s'>A section</a></li></ol></li>\
            <li><a href='c2.xhtml#two'>Two</a></li></ol></nav></body></html>";
        let ncx = "<ncx><navMap><navPoint><navLabel><text>1 The pier</text></navLabel>\
            <content src='c1.xhtml'/><navPoint><navLabel><text>A section</text></navLabel>\
            <content src='c1.xhtml#s'/></navPoint></navPoint><navPoint><navLabel>\
            <text>Two</text></navLabel><content src='c2.xhtml#two'/></navPoint></navMap></ncx>";
        for xml in [nav, ncx] {
            let contents = read("t/toc", xml);
            assert_eq!(lines(&contents, "t/c1.xhtml"), [("1 The pier".to_owned(), None)]);
            let two = ("Two".to_owned(), Some("two".to_owned()));
            assert_eq!(lines(&contents, "t/c2.xhtml"), [two]);
            assert!(!contents.names("t/x.xhtml"));
        }
    }
}
