//! OPML: lists of feeds.
//!
//! In: an outline of any version. Out: the address of each feed in it (`xmlUrl`), and of each page
//! (`url` of a link), with the folders that it lies in as tags. Attributes of single applications
//! are left alone.

use super::addresses;
use super::entry::each_once;
use super::xml::{self, Piece, Pieces};
use crate::article::Article;
use crate::error::{Error, Result};
use crate::read::detect::{Head, Looks};
use crate::read::entry::{Entries, Entry, one};
use crate::read::source::Source;
use crate::read::table::Reader;
use crate::text::language_code;
use crate::text::paragraphs::clean_line;

pub(crate) const READER: Reader = Reader {
    name: "opml",
    extensions: &["opml"],
    media_types: &["text/x-opml", "text/x-opml+xml", "application/opml+xml"],
    looks,
    read,
};

/// Folders deeper than this give no tags.
const DEEPEST: usize = 64;

fn looks(head: &Head<'_>) -> Looks {
    let is_opml = xml::roots(head.text).any(|(root, _)| root.eq_ignore_ascii_case("opml"));
    if is_opml { Looks::Certain } else { Looks::Other }
}

fn read(source: Source) -> Entries {
    let name = source.name.clone();
    match Pieces::new(source) {
        Ok((pieces, _)) => Box::new(Outlines {
            pieces,
            name,
            folders: Vec::new(),
            beyond: 0,
            count: 0,
            is_over: false,
        }),
        Err(error) => one(Err(error)),
    }
}

/// The addresses of an outline that are left.
struct Outlines {
    pieces: Pieces,
    name: String,
    /// The outlines that are open: their names.
    folders: Vec<Option<String>>,
    /// How many more are open.
    beyond: usize,
    count: usize,
    is_over: bool,
}

impl Outlines {
    fn entry(&mut self, attributes: &[(String, String)]) -> Option<Entry> {
        let attribute = |name: &str| {
            let found = attributes.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| clean_line(value)).filter(|value| !value.is_empty())
        };
        let feed = attribute("xmlurl").map(|url| match url.strip_prefix("feed:") {
            Some(rest) if rest.starts_with("//") => format!("http:{rest}"),
            Some(rest) => rest.to_owned(),
            None => url,
        });
        let url = feed.or_else(|| attribute("url"));
        let url = url.and_then(|url| addresses::page(&url, None))?;
        let folders = self.folders.iter().flatten().cloned();
        let categories = attribute("category").unwrap_or_default();
        let categories = categories.split(',').flat_map(|path| path.split('/')).map(clean_line);
        let title = attribute("title").or_else(|| attribute("text"));
        let article = Article {
            title: title.filter(|title| *title != url),
            tags: each_once(folders.chain(categories)),
            language: attribute("language").and_then(|named| language_code(&named)),
            url: Some(url),
            ..Article::default()
        };
        let source = format!("{}[{}]", self.name, self.count);
        self.count += 1;
        Some(Entry::new(source, article))
    }

    fn open(&mut self, attributes: &[(String, String)]) {
        if self.folders.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        let is_feed = attributes.iter().any(|(key, _)| key == "xmlurl");
        let name = |wanted| attributes.iter().find(|(key, _)| key == wanted).map(|it| &it.1);
        let name = name("text").or_else(|| name("title")).filter(|_| !is_feed);
        self.folders.push(name.map(|name| clean_line(name)));
    }

    fn close(&mut self) {
        match self.beyond {
            0 => drop(self.folders.pop()),
            some => self.beyond = some - 1,
        }
    }
}

impl Iterator for Outlines {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            match self.pieces.next() {
                Some(Piece::Start { name, attributes, is_empty, .. })
                    if name.eq_ignore_ascii_case("outline") =>
                {
                    let entry = self.entry(&attributes);
                    if !is_empty {
                        self.open(&attributes);
                    }
                    if let Some(entry) = entry {
                        return Some(Ok(entry));
                    }
                }
                Some(Piece::End { name }) if name.eq_ignore_ascii_case("outline") => self.close(),
                Some(_) => {}
                None => self.is_over = true,
            }
        }
        (self.count == 0).then(|| {
            self.count = 1;
            let reason = "the outline names no feed".to_owned();
            Err(Error::Refused { name: self.name.clone(), reason })
        })
    }
}
