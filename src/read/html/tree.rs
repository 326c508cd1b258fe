//! A page as a tree, within bounds.
//!
//! In: the text of a page, of any size and however broken. Out: its elements and text, well nested,
//! at most so many and so deep; what is no text is left out. What stands in its head comes apart.
//!
//! This is the guard before everything else that looks at pages, and so it must be linear: an end
//! tag looks no further up than the tree is deep.

use super::tag::Tag;
use super::tokens::{Attributes, Token, Tokens};

/// The most bytes of a page that are looked at.
pub(super) const LARGEST: usize = 8 << 20;
/// The most elements and texts in a tree.
const NODES: usize = 100_000;
/// How deep a tree may be: beyond, elements stand beside each other.
const DEEPEST: usize = 256;
/// The most elements of the head, and scripts with data, that are kept.
const HEAD: usize = 1_000;

/// The index of a node in its tree.
pub(super) type Id = u32;
/// The root, which is always there.
pub(super) const ROOT: Id = 0;
/// No node.
const NONE: Id = u32::MAX;

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) content: Content<'a>,
    pub(super) parent: Id,
    first: Id,
    last: Id,
    next: Id,
}

/// What a node is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content<'a> {
    Element(Tag, Attributes<'a>),
    /// Text with character references.
    Text(&'a str),
}

/// A page.
#[derive(Debug)]
pub(super) struct Page<'a> {
    nodes: Vec<Node<'a>>,
    /// The elements of its head: `meta`, `link` and `base`, in their order.
    pub(super) head: Vec<(Tag, Attributes<'a>)>,
    /// The text of its `title`.
    pub(super) title: Option<&'a str>,
    /// The attributes of `html`.
    pub(super) html: Attributes<'a>,
    /// Its scripts of linked data.
    pub(super) linked_data: Vec<&'a str>,
    /// Whether it was larger than what is looked at.
    pub(super) is_cut: bool,
}

/// The open elements, from the root.
struct Builder<'a> {
    page: Page<'a>,
    stack: Vec<(Tag, Id)>,
    /// How many of each are open.
    open: [u32; Tag::COUNT],
    /// How many are open that lie too deep to be in the tree.
    too_deep: usize,
}

impl<'a> Page<'a> {
    /// The page that a text is.
    pub(super) fn parse(text: &'a str) -> Self {
        let end = text.floor_char_boundary(LARGEST);
        let root = Content::Element(Tag::Body, Attributes::default());
        let root = Node { content: root, parent: NONE, first: NONE, last: NONE, next: NONE };
        let page = Self {
            nodes: vec![root],
            head: Vec::new(),
            title: None,
            html: Attributes::default(),
            linked_data: Vec::new(),
            is_cut: end < text.len(),
        };
        let stack = vec![(Tag::Body, ROOT)];
        let mut builder = Builder { page, stack, open: [0; Tag::COUNT], too_deep: 0 };
        builder.build(&text[..end]);
        builder.page
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, id: Id) -> &Node<'a> {
        &self.nodes[id as usize]
    }

    /// The element that a node is.
    pub(super) fn element(&self, id: Id) -> Option<(Tag, Attributes<'a>)> {
        match self.node(id).content {
            Content::Element(tag, attributes) => Some((tag, attributes)),
            Content::Text(_) => None,
        }
    }

    /// Its element's tag; texts have none.
    pub(super) fn tag(&self, id: Id) -> Option<Tag> {
        self.element(id).map(|(tag, _)| tag)
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        Some(self.node(id).parent).filter(|&parent| parent != NONE)
    }

    /// The nodes that lie directly in it.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        let some = |id| (id != NONE).then_some(id);
        std::iter::successors(some(self.node(id).first), move |&id| some(self.node(id).next))
    }

    /// The node itself and all in it, in the order of the text. Ids rise along with it.
    pub(super) fn subtree(&self, id: Id) -> std::ops::Range<Id> {
        let mut last = id;
        while self.node(last).last != NONE {
            last = self.node(last).last;
        }
        id..last + 1
    }

    fn add(&mut self, content: Content<'a>, parent: Id) -> Option<Id> {
        if self.nodes.len() >= NODES {
            self.is_cut = true;
            return None;
        }
        let id = self.nodes.len() as Id;
        let last = std::mem::replace(&mut self.nodes[parent as usize].last, id);
        match self.nodes.get_mut(last as usize) {
            Some(last) => last.next = id,
            None => self.nodes[parent as usize].first = id,
        }
        self.nodes.push(Node { content, parent, first: NONE, last: NONE, next: NONE });
        Some(id)
    }
}

impl<'a> Builder<'a> {
    fn build(&mut self, text: &'a str) {
        // The element that is left out, and how many of its name are open.
        let mut left_out: Option<(Tag, usize)> = None;
        let mut tokens = Tokens::new(text);
        while let Some(token) = tokens.next() {
            if self.page.nodes.len() >= NODES {
                self.page.is_cut = true;
                return;
            }
            match (&mut left_out, token) {
                (Some((tag, depth)), Token::Open(opened, _)) if *tag == opened => *depth += 1,
                (Some((tag, depth)), Token::Close(closed)) if *tag == closed => {
                    *depth -= 1;
                    if *depth == 0 {
                        left_out = None;
                    }
                }
                (_, Token::Raw(tag, attributes, content)) => self.raw(tag, attributes, content),
                (_, Token::Open(tag @ (Tag::Meta | Tag::Link | Tag::Base), attributes)) => {
                    if self.page.head.len() < HEAD {
                        self.page.head.push((tag, attributes));
                    }
                }
                (Some(_), _) => {}
                (None, Token::Text(text)) => self.text(text),
                (None, Token::Open(Tag::Html, attributes)) => self.page.html = attributes,
                (None, Token::Open(Tag::Head | Tag::Body, _)) => {}
                (None, Token::Open(tag, _)) if tag.is_dropped() => {
                    if !tag.is_void() && tokens.closes(tag) {
                        left_out = Some((tag, 1));
                    }
                }
                (None, Token::Open(tag, attributes)) => self.open(tag, attributes),
                (None, Token::Close(tag)) => self.close(tag),
            }
        }
    }

    fn raw(&mut self, tag: Tag, attributes: Attributes<'a>, content: &'a str) {
        match tag {
            Tag::Title if self.page.title.is_none() => self.page.title = Some(content),
            Tag::Script if self.page.linked_data.len() < HEAD => {
                let kind = attributes.get("type").unwrap_or_default();
                if kind.trim().to_ascii_lowercase().starts_with("application/ld+json") {
                    self.page.linked_data.push(content);
                }
            }
            Tag::Xmp => {
                self.open(Tag::Pre, attributes);
                self.text(content);
                self.close(Tag::Pre);
            }
            _ => {}
        }
    }

    fn top(&self) -> Id {
        self.stack.last().map_or(ROOT, |&(_, id)| id)
    }

    fn text(&mut self, text: &'a str) {
        self.page.add(Content::Text(text), self.top());
    }

    fn open(&mut self, tag: Tag, attributes: Attributes<'a>) {
        match tag {
            Tag::Li => self
                .close_in(&[Tag::Li], |it| matches!(it, Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir)),
            Tag::Dd | Tag::Dt => self.close_in(&[Tag::Dd, Tag::Dt], |it| it == Tag::Dl),
            Tag::Td | Tag::Th => self.close_in(&[Tag::Td, Tag::Th], |it| it == Tag::Tr),
            Tag::Tr => self.close_in(&[Tag::Tr], |_| false),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                self.close_in(&[Tag::Tbody, Tag::Thead, Tag::Tfoot], |_| false);
            }
            _ => {}
        }
        if !tag.is_inline() && tag != Tag::Br {
            self.close_in(&[Tag::P], |it| it == Tag::Button);
            if tag.is_heading() && self.stack.last().is_some_and(|(top, _)| top.is_heading()) {
                self.pop();
            }
        }
        if tag.is_void() {
            if matches!(tag, Tag::Br | Tag::Hr) {
                self.page.add(Content::Element(tag, attributes), self.top());
            }
            return;
        }
        if self.stack.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        if let Some(id) = self.page.add(Content::Element(tag, attributes), self.top()) {
            self.stack.push((tag, id));
            self.open[tag as usize] += 1;
        }
    }

    /// Closes the innermost element of these names, unless it lies outside of a table or of what
    /// `ends` says.
    fn close_in(&mut self, tags: &[Tag], ends: fn(Tag) -> bool) {
        if self.too_deep > 0 || tags.iter().all(|&tag| self.open[tag as usize] == 0) {
            return;
        }
        let mut inner = self.stack.iter().enumerate().skip(1).rev();
        let found = inner.find_map(|(at, &(open, _))| match open {
            open if tags.contains(&open) => Some(Some(at)),
            Tag::Table => Some(None),
            Tag::Td | Tag::Th | Tag::Caption if !tags.contains(&Tag::Tr) => Some(None),
            open if ends(open) => Some(None),
            _ => None,
        });
        if let Some(Some(at)) = found {
            self.pop_to(at);
        }
    }

    fn close(&mut self, tag: Tag) {
        if tag == Tag::Br {
            return self.open(tag, Attributes::default());
        }
        if tag.is_void() || matches!(tag, Tag::Html | Tag::Head | Tag::Body) {
            return;
        }
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.open[tag as usize] == 0 {
            return;
        }
        for at in (1..self.stack.len()).rev() {
            let (open, _) = self.stack[at];
            if open == tag || (tag.is_heading() && open.is_heading()) {
                return self.pop_to(at);
            }
            let is_wall = match open {
                Tag::Table => true,
                Tag::Td | Tag::Th | Tag::Caption => {
                    !matches!(tag, Tag::Table | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot)
                }
                // The end of a piece of a line ends no block.
                open => tag.is_inline() && !open.is_inline(),
            };
            if is_wall {
                return;
            }
        }
    }

    fn pop(&mut self) {
        self.pop_to(self.stack.len().saturating_sub(1));
    }

    fn pop_to(&mut self, at: usize) {
        for (tag, _) in self.stack.drain(at.max(1)..) {
            self.open[tag as usize] -= 1;
        }
    }
}
