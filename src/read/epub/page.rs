//! A page of a book: its text, and where chapters may begin in it.
//!
//! In: XHTML. Out: the inside of the body without notes, marks of notes, page numbers and ruby;
//! the places that have ids; the headings.

use std::collections::HashMap;
use std::ops::Range;

use crate::read::package::xml::{Piece, Tag, Xml};
use crate::text::paragraphs::clean_line;

/// What elements are of which nothing is read, by `epub:type` or `role`.
const LEFT_OUT: [&str; 14] = [
    "noteref",
    "footnote",
    "footnotes",
    "endnote",
    "endnotes",
    "rearnote",
    "rearnotes",
    "pagebreak",
    "doc-noteref",
    "doc-footnote",
    "doc-endnote",
    "doc-endnotes",
    "doc-pagebreak",
    "doc-backlink",
];
/// Further than this into a text, in bytes, no heading is its title.
const HEAD: usize = 200;

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    xhtml: &'a str,
    body: Range<usize>,
    left_out: Vec<Range<usize>>,
    ids: HashMap<String, usize>,
    headings: Vec<Heading>,
    /// The kinds that the body and what begins with it say that they are.
    pub(super) kinds: Vec<String>,
    /// The bytes of text, and those in links.
    pub(super) text: usize,
    pub(super) links: usize,
}

#[derive(Debug)]
struct Heading {
    at: usize,
    /// The bytes of text that come before it on the page.
    before: usize,
    text: String,
}

impl<'a> Page<'a> {
    pub(super) fn read(xhtml: &'a str) -> Self {
        let mut page = Self { xhtml, body: 0..xhtml.len(), ..Self::default() };
        let mut out: Option<(String, usize, usize)> = None;
        let (mut in_heading, mut in_link, mut in_head) = (false, false, false);
        let mut pieces = Xml::new(xhtml);
        let mut at = 0;
        while let Some(piece) = pieces.next() {
            let (start, end) = (at, pieces.position());
            at = end;
            match piece {
                Piece::Open(tag) => {
                    if let Some((name, depth, _)) = &mut out {
                        *depth += usize::from(name == tag.name());
                        continue;
                    }
                    if let Some(id) = tag.attribute("id").or_else(|| tag.attribute("name")) {
                        page.ids.entry(id).or_insert(start);
                    }
                    match tag.name() {
                        "head" => in_head = true,
                        "body" => {
                            page.body.start = end;
                            in_head = false;
                        }
                        "h1" | "h2" | "h3" => {
                            let before = page.text;
                            page.headings.push(Heading { at: start, before, text: String::new() });
                            in_heading = true;
                        }
                        "br" if in_heading => page.push_heading(" "),
                        "a" => in_link = tag.attribute("href").is_some(),
                        _ => {}
                    }
                    let kinds = kinds(&tag);
                    if page.is_left_out(&tag, &kinds) {
                        out = Some((tag.name().to_owned(), 1, start));
                    } else if page.text == 0 {
                        page.kinds.extend(kinds);
                    }
                }
                Piece::Close(name) => {
                    if let Some((open, depth, start)) = &mut out {
                        *depth -= usize::from(*open == *name);
                        if *depth == 0 {
                            page.left_out.push(*start..end);
                            out = None;
                        }
                        continue;
                    }
                    match &*name {
                        "body" => page.body.end = start.max(page.body.start),
                        "head" => in_head = false,
                        "h1" | "h2" | "h3" => in_heading = false,
                        "a" => in_link = false,
                        _ => {}
                    }
                }
                Piece::Text(text) if out.is_none() && !in_head => {
                    let length = text.trim().len();
                    page.text += length;
                    page.links += if in_link { length } else { 0 };
                    if in_heading {
                        page.push_heading(&text);
                    }
                }
                Piece::Text(_) => {}
            }
        }
        page
    }

    /// The place of an id.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// The beginning of the body.
    pub(super) fn start(&self) -> usize {
        self.body.start
    }

    /// The markup of a part of the body.
    pub(super) fn markup(&self, part: Range<usize>) -> String {
        let part = part.start.max(self.body.start)..part.end.min(self.body.end);
        let mut markup = String::new();
        let mut at = part.start;
        let inside = |range: &&Range<usize>| range.start >= part.start && range.end <= part.end;
        for range in self.left_out.iter().filter(inside) {
            markup.push_str(self.xhtml.get(at..range.start).unwrap_or_default());
            at = range.end;
        }
        markup.push_str(self.xhtml.get(at..part.end.max(at)).unwrap_or_default());
        markup
    }

    /// The heading that a part of the body begins with.
    pub(super) fn heading(&self, part: Range<usize>) -> Option<String> {
        let index = self.headings.iter().position(|heading| part.contains(&heading.at))?;
        let heading = &self.headings[index];
        let before = match index.checked_sub(1) {
            // What lies before the part is not counted nearer than by the heading in it.
            Some(last) if part.start > self.body.start => {
                heading.before - self.headings[last].before
            }
            _ => heading.before,
        };
        let text = clean_line(&heading.text);
        (before <= HEAD && !text.is_empty()).then_some(text)
    }

    fn push_heading(&mut self, text: &str) {
        if let Some(heading) = self.headings.last_mut() {
            heading.text.push_str(text);
        }
    }

    fn is_left_out(&self, tag: &Tag<'_>, kinds: &[String]) -> bool {
        let is_named = matches!(tag.name(), "rt" | "rp" | "script" | "style" | "svg" | "nav");
        is_named || kinds.iter().any(|kind| LEFT_OUT.contains(&kind.as_str()))
    }
}

fn kinds(tag: &Tag<'_>) -> Vec<String> {
    let named = [tag.attribute("type"), tag.attribute("role")];
    let words = named.iter().flatten().flat_map(|kinds| kinds.split_whitespace());
    words.map(str::to_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>Book</title></head><body epub:type='bodymatter'>\
        <h2>The<br/>pier</h2><p id='a'>Wood<a epub:type='noteref' href='#n'>1</a> and tar.</p>\
        <aside epub:type='footnote'><p>A note.</p></aside><h2 id='b'>The tide</h2><p>Low.</p>\
        </body></html>";

    #[test]
    fn notes_are_left_out_and_places_found() {
        let page = Page::read(PAGE);
        let whole = page.markup(0..PAGE.len());
        assert!(
            whole.starts_with("<h2>The<br/>pier</h2><p id='a'>Wood and tar.</p><h2"),
            "{whole}"
        );
        assert!(whole.ends_with("<p>Low.</p>"), "{whole}");
        let b = page.place("b").unwrap();
        assert_eq!(page.markup(b..PAGE.len()), "<h2 id='b'>The tide</h2><p>Low.</p>");
        assert_eq!(page.heading(0..b).as_deref(), Some("The pier"));
        assert_eq!(page.heading(b..PAGE.len()).as_deref(), Some("The tide"));
        assert_eq!(page.kinds, ["bodymatter"]);
    }

    #[test]
    fn what_is_never_closed_loses_no_text() {
        let page = Page::read("<body><p>One.<aside epub:type='footnote'><br>Two.</p><p>Three.");
        assert!(page.markup(0..1000).ends_with("Three."));
        let page = Page::read("<body><p>Two<sup>a</sup><b");
        assert_eq!(page.markup(0..1000), "<p>Two<sup>a</sup><b");
    }
}
