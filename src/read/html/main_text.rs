//! The main text of a page.
//!
//! In: the tree of a page. Out: the element that holds its article, and what in it is left out.

use super::blocks::Blocks;
use super::entities::decoded;
use super::furniture::{Role, role};
use super::tag::Tag;
use super::tree::{Content, Id, Page, ROOT};
use crate::text::paragraphs::clean_line;

/// A marked text with fewer letters of prose may be a teaser.
const SURE: u32 = 800;
/// The most pieces of text that a line is made of.
const LINE: usize = 100;

/// What was measured of each node of a page.
pub(super) struct Measured<'p, 'a> {
    page: &'p Page<'a>,
    roles: Vec<Role>,
    /// Letters in it, without those left out.
    letters: Vec<u32>,
    /// Letters of links in it.
    links: Vec<u32>,
    /// Letters in blocks of it that read like prose.
    prose: Vec<u32>,
    left_out: Vec<bool>,
    /// Letters, and those of links among them, of the lines that are directly in each block.
    own: Vec<(u32, u32)>,
    /// The block that each node lies in, or is.
    block: Vec<Id>,
}

impl<'p, 'a> Measured<'p, 'a> {
    pub(super) fn new(page: &'p Page<'a>) -> Self {
        let count = page.len();
        let roles = (0..count as Id)
            .map(|id| page.element(id).map_or(Role::Plain, |(tag, it)| role(tag, it)))
            .collect();
        let mut measured = Self {
            page,
            roles,
            letters: vec![0; count],
            links: vec![0; count],
            prose: vec![0; count],
            left_out: vec![false; count],
            own: vec![(0, 0); count],
            block: vec![ROOT; count],
        };
        measured.measure();
        measured
    }

    /// Counts again, without what is left out.
    pub(super) fn measure(&mut self) {
        let page = self.page;
        let count = page.len();
        self.letters.fill(0);
        self.links.fill(0);
        self.prose.fill(0);
        self.own.fill((0, 0));
        let mut in_link = vec![false; count];
        let mut out = vec![false; count];
        for id in 0..count as Id {
            let at = id as usize;
            if let Some(parent) = page.parent(id) {
                let parent = parent as usize;
                in_link[at] = in_link[parent];
                out[at] = out[parent];
                self.block[at] = self.block[parent];
            }
            out[at] |= self.left_out[at];
            match page.node(id).content {
                Content::Element(tag, attributes) => {
                    in_link[at] |= tag == Tag::A && attributes.get("href").is_some();
                    if !tag.is_inline() {
                        self.block[at] = id;
                    }
                }
                Content::Text(text) if !out[at] => {
                    let letters = text.chars().filter(|c| !c.is_whitespace()).count() as u32;
                    let of_links = if in_link[at] { letters } else { 0 };
                    self.letters[at] = letters;
                    self.links[at] = of_links;
                    let (all, links) = &mut self.own[self.block[at] as usize];
                    *all += letters;
                    *links += of_links;
                }
                Content::Text(_) => {}
            }
        }
        for at in 0..count {
            let (all, links) = self.own[at];
            let tag = page.tag(at as Id);
            if all >= 60 && 3 * links < all && !tag.is_some_and(Tag::is_heading) {
                self.prose[at] = all - links;
            }
        }
        for id in (1..count as Id).rev() {
            let Some(parent) = page.parent(id) else { continue };
            let (at, parent) = (id as usize, parent as usize);
            self.letters[parent] += self.letters[at];
            self.links[parent] += self.links[at];
            self.prose[parent] += self.prose[at];
        }
    }

    pub(super) fn page(&self) -> &'p Page<'a> {
        self.page
    }

    pub(super) fn letters(&self, id: Id) -> u32 {
        self.letters[id as usize]
    }

    pub(super) fn links(&self, id: Id) -> u32 {
        self.links[id as usize]
    }

    pub(super) fn prose(&self, id: Id) -> u32 {
        self.prose[id as usize]
    }

    pub(super) fn own(&self, id: Id) -> (u32, u32) {
        self.own[id as usize]
    }

    pub(super) fn is_left_out(&self, id: Id) -> bool {
        self.left_out[id as usize]
    }

    pub(super) fn leave_out(&mut self, id: Id) {
        self.left_out[id as usize] = true;
    }

    /// Leaves furniture out, where the page would not be left without text.
    pub(super) fn leave_out_furniture(&mut self) {
        let all = self.prose[ROOT as usize].max(1);
        let mut id = 1;
        while id < self.page.len() as Id {
            let at = id as usize;
            let share = self.prose[at] as f32 / all as f32;
            let goes = match self.roles[at] {
                Role::Hidden => share < 0.5,
                Role::Comments => share < 0.8,
                Role::Furniture => share < 0.35,
                _ => self.page.tag(id) == Some(Tag::Header) && share < 0.15,
            };
            if goes {
                self.left_out[at] = true;
                id = self.page.subtree(id).end;
            } else {
                id += 1;
            }
        }
        self.measure();
    }

    /// The element with the article, and whether the page marks it as such.
    pub(super) fn top(&self) -> (Id, bool) {
        let body = self.marked(Role::Body, 0.4);
        let marked = body.or_else(|| self.marked(Role::Article, 0.5));
        let mut top = marked.unwrap_or(ROOT);
        let bound = top;
        // Down to where the paragraphs lie side by side,
        loop {
            let here = self.prose[top as usize];
            let largest = self.page.children(top).max_by_key(|&id| self.prose[id as usize]);
            match largest {
                Some(child)
                    if here > 0
                        && self.prose[child as usize] as f32 >= 0.8 * here as f32
                        && self.page.tag(child).is_some_and(is_container) =>
                {
                    top = child;
                }
                _ => break,
            }
        }
        // and up again as long as what that brings along is nearly all prose.
        let mut best = top;
        let mut id = top;
        while id != bound
            && let Some(parent) = self.page.parent(id)
        {
            let brought = |of: &[u32]| of[parent as usize] - of[top as usize];
            let (letters, prose) = (brought(&self.letters), brought(&self.prose));
            if prose as f32 >= 0.7 * letters as f32 {
                best = parent;
            }
            id = parent;
        }
        let is_sure = body.is_some()
            && self.prose(best) >= SURE
            && 5 * self.prose(best) >= 3 * self.prose(ROOT);
        (best, is_sure)
    }

    /// The element that holds what is marked so, if that is at least this share of all prose.
    fn marked(&self, wanted: Role, least: f32) -> Option<Id> {
        let all = self.prose[ROOT as usize] as f32;
        let prose = |id: Id| self.prose[id as usize];
        let mut marked: Vec<Id> = Vec::new();
        let mut id = 1;
        while id < self.page.len() as Id {
            let is_marked = self.roles[id as usize] == wanted && prose(id) > 0;
            if is_marked {
                marked.push(id);
            }
            id = if is_marked { self.page.subtree(id).end } else { id + 1 };
        }
        let largest = *marked.iter().max_by_key(|&&id| (prose(id), std::cmp::Reverse(id)))?;
        if prose(largest) as f32 >= 0.8 * all {
            return Some(largest);
        }
        // The parts of one article may be marked each; so may be articles that stand in a list.
        let parts = marked.iter().copied().filter(|&id| 5 * prose(id) >= prose(largest));
        let held = parts.clone().fold(largest, |held, id| self.ancestor(held, id));
        let sum: u32 = parts.map(prose).sum();
        let found = if sum as f32 >= 0.8 * prose(held) as f32 { held } else { largest };
        (prose(found) as f32 >= least * all).then_some(found)
    }

    /// The innermost element that holds both.
    fn ancestor(&self, of: Id, and: Id) -> Id {
        let mut held = of;
        while !self.page.subtree(held).contains(&and) {
            let Some(parent) = self.page.parent(held) else { break };
            held = parent;
        }
        held
    }

    /// The text of an element as one line, whatever is left out.
    pub(super) fn all_text(&self, id: Id) -> String {
        let texts = self.page.subtree(id).filter_map(|id| match self.page.node(id).content {
            Content::Text(text) => Some(decoded(text)),
            Content::Element(..) => None,
        });
        clean_line(&texts.take(LINE).collect::<String>())
    }

    /// The text of an element, without what is left out.
    pub(super) fn text(&self, top: Id) -> String {
        let mut blocks = Blocks::default();
        let mut open: Vec<(Tag, Id)> = Vec::new();
        let range = self.page.subtree(top);
        let mut id = range.start;
        while id < range.end {
            while let Some(&(tag, end)) = open.last() {
                if id < end {
                    break;
                }
                blocks.close(tag);
                open.pop();
            }
            if self.left_out[id as usize] {
                id = self.page.subtree(id).end;
                continue;
            }
            match self.page.node(id).content {
                Content::Text(text) => blocks.text(text),
                Content::Element(tag, _) => {
                    blocks.open(tag);
                    open.push((tag, self.page.subtree(id).end));
                }
            }
            id += 1;
        }
        blocks.finish()
    }
}

/// Whether an element may hold an article.
fn is_container(tag: Tag) -> bool {
    !tag.is_inline() && !tag.is_heading() && !matches!(tag, Tag::P | Tag::Pre | Tag::Li)
}

impl Measured<'_, '_> {
    /// The page without what is left out, well nested.
    pub(super) fn html(&self) -> String {
        let mut html = String::from("<!DOCTYPE html><html><body>");
        let mut open: Vec<(Tag, Id)> = Vec::new();
        let end = self.page.len() as Id;
        let mut id = 1;
        loop {
            while let Some(&(tag, until)) = open.last() {
                if id < until {
                    break;
                }
                html.push_str("</");
                html.push_str(tag.name());
                html.push('>');
                open.pop();
            }
            if id >= end {
                break;
            }
            if self.left_out[id as usize] {
                id = self.page.subtree(id).end;
                continue;
            }
            match self.page.node(id).content {
                Content::Text(text) => html.push_str(&text.replace('<', "&lt;")),
                Content::Element(tag, attributes) => {
                    html.push('<');
                    html.push_str(tag.name());
                    for name in ["class", "id", "href", "itemprop", "role"] {
                        if let Some(value) = attributes.get(name) {
                            html.push(' ');
                            html.push_str(name);
                            html.push_str("=\"");
                            html.push_str(&value.replace('"', "&quot;"));
                            html.push('"');
                        }
                    }
                    html.push('>');
                    if !tag.is_void() {
                        open.push((tag, self.page.subtree(id).end));
                    }
                }
            }
            id += 1;
        }
        html
    }
}
