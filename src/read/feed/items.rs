//! The items of a feed: which elements stand in each.
//!
//! In: pieces of XML. Out: one item after the other, each a list of the elements that stand
//! directly in it (and of those in the few that group others), and what the feed says of itself.
//! Elements are known by usual prefixes, `content:encoded`, whatever prefix the feed declares.
//! What is not closed ends where its parent ends, or where the next item begins.

use std::collections::HashMap;

use super::xml::{Piece, Pieces};

/// How many elements deep names are remembered; deeper ones are text of those above.
const DEEPEST: usize = 256;
/// The most elements of an item that are kept.
const ELEMENTS: usize = 2_000;
/// The most elements that a feed says of itself.
const HEADER: usize = 200;
/// The most prefixes.
const PREFIXES: usize = 100;

/// The namespaces that are known, and the prefix that each has here.
const NAMESPACES: [(&str, &str); 15] = [
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("http://search.yahoo.com/mrss/", "media"),
    ("http://search.yahoo.com/mrss", "media"),
    ("http://rssnamespace.org/feedburner/ext/1.0", "feedburner"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
    ("http://www.w3.org/XML/1998/namespace", "xml"),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/atom/ns#", "atom"),
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://backend.userland.com/RSS2", ""),
];
/// Elements whose own elements are looked at.
const GROUPS: [&str; 5] = ["author", "contributor", "source", "media:group", "media:content"];

/// An element that stands in an item or describes the feed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Element {
    /// Its name, with one of the prefixes above; in small letters.
    pub(super) name: String,
    /// The name of the element in the item that it stands in, if it does not stand there directly.
    pub(super) group: Option<String>,
    /// Its attributes.
    pub(super) attributes: Vec<(String, String)>,
    /// Its text, with references resolved.
    pub(super) text: String,
    /// All that is in it, as markup.
    pub(super) markup: String,
    /// Whether elements stand in it.
    pub(super) has_elements: bool,
}

impl Element {
    /// An attribute, unless it is empty.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Its text or, where elements stand in it that should have been escaped, its markup.
    pub(super) fn html(&self) -> &str {
        if self.has_elements { &self.markup } else { &self.text }
    }
}

/// What a feed says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    /// The elements.
    pub(super) elements: Vec<Element>,
    /// The values of `xml:base` on the way to the items, outermost first.
    pub(super) bases: Vec<String>,
    /// The language that the root element names.
    pub(super) language: Option<String>,
}

/// An item: its own attributes and its elements.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    pub(super) attributes: Vec<(String, String)>,
    pub(super) elements: Vec<Element>,
}

/// The items of a feed that are left.
pub(super) struct FeedItems {
    pieces: Pieces,
    /// What the feed has said of itself so far.
    pub(super) header: Header,
    /// Whether the root was an Atom feed's.
    is_atom: bool,
    /// Whether a root element was one of a feed.
    pub(super) is_feed: bool,
    prefixes: HashMap<String, &'static str>,
    open: Vec<Open>,
    /// How many elements are open beyond [`DEEPEST`].
    beyond: usize,
    item: Option<Item>,
    /// Where in `open` the item is.
    item_depth: usize,
    /// An item that began where another had not ended.
    is_over: bool,
}

/// An element that is open.
struct Open {
    name: String,
    is_container: bool,
}

impl FeedItems {
    pub(super) fn new(pieces: Pieces) -> Self {
        Self {
            pieces,
            header: Header::default(),
            is_atom: false,
            is_feed: false,
            prefixes: HashMap::new(),
            open: Vec::new(),
            beyond: 0,
            item: None,
            item_depth: 0,
            is_over: false,
        }
    }

    /// The name with one of our prefixes.
    fn canonical(&self, name: &str) -> String {
        let name = name.to_ascii_lowercase();
        let Some((prefix, local)) = name.split_once(':') else { return name };
        let known = self.prefixes.get(prefix).copied();
        match known.unwrap_or(prefix) {
            "" => local.to_owned(),
            "atom" if self.is_atom => local.to_owned(),
            prefix => format!("{prefix}:{local}"),
        }
    }

    fn declare(&mut self, attributes: &[(String, String)]) {
        for (key, value) in attributes {
            let Some(prefix) = key.strip_prefix("xmlns:") else { continue };
            let known = NAMESPACES.iter().find(|(uri, _)| uri.eq_ignore_ascii_case(value.trim()));
            if let Some((_, ours)) = known
                && self.prefixes.len() < PREFIXES
            {
                self.prefixes.insert(prefix.to_owned(), ours);
            }
        }
    }

    fn is_item(&self, name: &str) -> bool {
        name == if self.is_atom { "entry" } else { "item" }
    }

    /// An element begins. Gives the item that it ends by beginning.
    fn start(
        &mut self,
        name: &str,
        attributes: Vec<(String, String)>,
        tag: &str,
        is_empty: bool,
    ) -> Option<Item> {
        self.declare(&attributes);
        let is_root = self.open.is_empty() || !self.open.iter().any(|open| open.is_container);
        let local = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
        if is_root {
            self.is_atom = matches!(&*local, "feed" | "entry");
        }
        let name = self.canonical(name);
        let is_container = match &*local {
            "rss" | "feed" | "rdf" => is_root,
            "channel" => self.item.is_none() && name == "channel",
            _ => false,
        };
        let container = self.open.iter().rposition(|open| open.is_container);
        let mut ended = None;
        // An entry of Atom may be a document of its own.
        let is_item = self.is_item(&name) && (container.is_some() || self.is_atom && is_root);
        if is_item {
            // Wherever it stands: no element of the markup in an item is called so.
            ended = self.item.take();
            self.is_feed = true;
            self.beyond = 0;
            self.item_depth = container.map_or(0, |at| at + 1);
            self.open.truncate(self.item_depth);
            self.item = Some(Item { attributes, elements: Vec::new() });
        } else if is_container {
            self.is_feed = true;
            let attribute = |name| attributes.iter().find(|(key, _)| key == name);
            let base = attribute("xml:base").map(|(_, value)| value.clone());
            self.header.bases.extend(base);
            let language = attribute("xml:lang").map(|(_, value)| value.clone());
            self.header.language = self.header.language.take().or(language);
        } else {
            self.element(&name, attributes, tag);
        }
        if !is_empty {
            if self.open.len() < DEEPEST {
                self.open.push(Open { name, is_container });
            } else {
                self.beyond += 1;
            }
        } else if is_item {
            return ended.or_else(|| self.item.take());
        }
        ended
    }

    /// How deep we are in the item or, outside of items, in the feed.
    fn depth(&self) -> Option<usize> {
        let deep = self.open.len() + self.beyond;
        match self.item {
            Some(_) => Some(deep - self.item_depth - 1),
            None => {
                let container = self.open.iter().rposition(|open| open.is_container)?;
                Some(deep - container - 1)
            }
        }
    }

    fn elements(&mut self) -> (&mut Vec<Element>, usize) {
        match &mut self.item {
            Some(item) => (&mut item.elements, ELEMENTS),
            None => (&mut self.header.elements, HEADER),
        }
    }

    /// An element in an item, or one that says something of the feed.
    fn element(&mut self, name: &str, attributes: Vec<(String, String)>, tag: &str) {
        let Some(depth) = self.depth() else { return };
        let outermost = || self.open.get(self.open.len().checked_sub(1)?).map(|it| &*it.name);
        let group = outermost().filter(|name| depth == 1 && GROUPS.contains(name));
        let group = group.map(str::to_owned);
        let is_kept = depth == 0 || group.is_some();
        let (elements, most) = self.elements();
        if is_kept {
            elements.truncate(most - 1);
            if let Some(around) = elements.iter_mut().rfind(|it| it.group.is_none())
                && depth > 0
            {
                around.has_elements = true;
            }
            elements.push(Element {
                name: name.to_owned(),
                group,
                attributes,
                ..Element::default()
            });
        } else if let Some(around) = elements.last_mut() {
            around.has_elements = true;
            around.markup.push_str(tag);
        }
    }

    /// Text, or the end of an element in an element, as it is written.
    fn text(&mut self, said: &str, written: &str) {
        if self.depth().is_none_or(|depth| depth == 0) {
            return;
        }
        let (elements, _) = self.elements();
        if let Some(element) = elements.last_mut() {
            element.text.push_str(said);
            element.markup.push_str(written);
        }
    }

    /// An element ends. Gives the item that ends with it.
    fn end(&mut self, name: &str) -> Option<Item> {
        let canonical = self.canonical(name);
        if self.is_item(&canonical) {
            self.beyond = 0;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            self.text("", &format!("</{name}>"));
            return None;
        }
        let least = if self.item.is_some() { self.item_depth } else { 0 };
        let is_it = |open: &Open| open.name == canonical;
        let Some(at) = self.open[least..].iter().rposition(is_it) else {
            // The end of the feed ends an item that is open.
            let ends_all =
                self.item.is_some() && self.open.iter().any(|it| it.is_container && is_it(it));
            return ends_all.then(|| self.item.take()).flatten();
        };
        self.open.truncate(least + at);
        if self.item.is_some() && self.open.len() <= self.item_depth {
            return self.item.take();
        }
        if self.depth().is_some_and(|depth| depth > 0) {
            self.text("", &format!("</{name}>"));
        }
        None
    }
}

impl Iterator for FeedItems {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.is_over {
            let ended = match self.pieces.next() {
                Some(Piece::Start { name, attributes, tag, is_empty }) => {
                    self.start(&name, attributes, &tag, is_empty)
                }
                Some(Piece::End { name }) => self.end(&name),
                Some(Piece::Text { said, written }) => {
                    self.text(&said, &written);
                    None
                }
                None => {
                    self.is_over = true;
                    self.item.take()
                }
            };
            if ended.is_some() {
                return ended;
            }
        }
        None
    }
}
