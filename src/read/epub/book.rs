//! What a book is made of: its pages in their order, its contents, and what it says of itself.
//!
//! In: a package. Out: a [`Book`]. Where the package names no pages, they are all its pages of
//! HTML in the order of the archive.

use std::collections::{HashMap, HashSet};

use super::contents::{self, Contents};
use crate::error::{Error, Result};
use crate::read::package::Package;
use crate::read::package::properties::Properties;
use crate::read::package::xml::{Piece, Xml};

/// A book.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) properties: Properties,
    /// The names of its pages, each once.
    pub(super) pages: Vec<String>,
    /// The pages that are there for turning over: the cover, the contents.
    pub(super) furniture: HashSet<String>,
    pub(super) contents: Contents,
}

/// What a guide of EPUB 2 calls pages that are no chapters.
const FURNITURE: [&str; 9] =
    ["cover", "title-page", "toc", "index", "copyright-page", "loi", "lot", "notes", "colophon"];

impl Book {
    /// Reads it.
    ///
    /// # Errors
    /// [`Error::Refused`] if the book is locked, or what a part of it is refused for.
    pub(super) fn read(package: &mut Package) -> Result<Self> {
        let locked = locked(package)?;
        let mut book = match package_document(package)? {
            Some((part, xml)) => Self::of_document(package, &part, &xml),
            None => Self::default(),
        };
        book.pages.retain(|page| package.has(page));
        if book.pages.is_empty() {
            let is_page = |name: &String| {
                let name = name.to_ascii_lowercase();
                [".xhtml", ".html", ".htm"].iter().any(|end| name.ends_with(end))
            };
            book.pages = package.names().into_iter().filter(is_page).collect();
        }
        if book.pages.iter().any(|page| locked.contains(page)) {
            let reason = "the book is locked (DRM), so its text cannot be read; open it in the \
                application that it was bought for";
            return Err(Error::Refused { name: package.name.clone(), reason: reason.to_owned() });
        }
        Ok(book)
    }

    /// Reads the package document, which is the part of this name.
    fn of_document(package: &mut Package, part: &str, xml: &str) -> Self {
        let mut book = Self { properties: Properties::read(xml), ..Self::default() };
        let mut items: HashMap<String, String> = HashMap::new();
        let mut spine: Vec<(String, bool)> = Vec::new();
        let (mut nav, mut ncx, mut named_ncx) = (None, None, None);
        let mut pieces = Xml::new(xml);
        while let Some(piece) = pieces.next() {
            let Piece::Open(tag) = piece else { continue };
            match tag.name() {
                "item" => {
                    let (Some(id), Some(href)) = (tag.attribute("id"), tag.attribute("href"))
                    else {
                        continue;
                    };
                    let href = resolve(part, &href).0;
                    let properties = tag.attribute("properties").unwrap_or_default();
                    if properties.split_whitespace().any(|it| it == "nav") {
                        nav = Some(href.clone());
                    }
                    if tag.attribute("media-type").as_deref() == Some("application/x-dtbncx+xml") {
                        ncx = Some(href.clone());
                    }
                    items.insert(id, href);
                }
                "spine" => named_ncx = tag.attribute("toc"),
                "itemref" => {
                    let is_linear = tag.attribute("linear").as_deref() != Some("no");
                    spine.extend(tag.attribute("idref").map(|id| (id, is_linear)));
                }
                "reference" => {
                    let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
                    if let Some(href) = tag.attribute("href")
                        && FURNITURE.contains(&kind.trim_start_matches("other."))
                    {
                        book.furniture.insert(resolve(part, &href).0);
                    }
                }
                _ => {}
            }
        }
        let ncx = named_ncx.and_then(|id| items.get(&id).cloned()).or(ncx);
        book.furniture.extend(nav.clone());
        for part in [nav, ncx].into_iter().flatten() {
            if book.contents.is_empty()
                && let Some(xml) = package.text(&part).ok().flatten()
            {
                book.contents = contents::read(&part, &xml);
            }
        }
        let mut seen = HashSet::new();
        for (id, is_linear) in spine {
            let Some(page) = items.get(&id) else { continue };
            if (is_linear || book.contents.names(page)) && seen.insert(page.clone()) {
                book.pages.push(page.clone());
            }
        }
        // A guide that calls the first chapter "contents" would lose it.
        let contents = &book.contents;
        let is_page = |page: &String| book.pages.contains(page) && contents.names(page);
        if book.pages.len() <= book.furniture.len() && book.pages.iter().all(is_page) {
            book.furniture.clear();
        }
        book
    }
}

/// The name and the text of the package document.
fn package_document(package: &mut Package) -> Result<Option<(String, String)>> {
    let mut named: Vec<String> = Vec::new();
    if let Some(container) = package.text("META-INF/container.xml")? {
        let mut pieces = Xml::new(&container);
        while let Some(piece) = pieces.next() {
            if let Piece::Open(tag) = piece
                && tag.name() == "rootfile"
            {
                named.extend(tag.attribute("full-path"));
            }
        }
    }
    let others = package.names().into_iter().filter(|name| name.ends_with(".opf"));
    named.extend(others);
    match named.into_iter().find(|part| package.has(part)) {
        Some(part) => Ok(package.text(&part)?.map(|xml| (part, xml))),
        None => Ok(None),
    }
}

/// The parts that are encrypted; fonts are scrambled in many books and are no concern here.
fn locked(package: &mut Package) -> Result<HashSet<String>> {
    let mut parts = HashSet::new();
    let xml = package.text("META-INF/encryption.xml")?.unwrap_or_default();
    let mut pieces = Xml::new(&xml);
    while let Some(piece) = pieces.next() {
        if let Piece::Open(tag) = piece
            && tag.name() == "CipherReference"
        {
            parts.extend(tag.attribute("URI").map(|uri| resolve("", &uri).0));
        }
    }
    Ok(parts)
}

/// The part that a reference in `from` names, and the place in it.
pub(super) fn resolve(from: &str, reference: &str) -> (String, Option<String>) {
    let (path, fragment) = match reference.split_once('#') {
        Some((path, fragment)) => (path, Some(percent_decoded(fragment))),
        None => (reference, None),
    };
    let path = percent_decoded(path);
    if path.is_empty() {
        return (from.to_owned(), fragment);
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut names: Vec<&str> = Vec::new();
    let inherited = if path.starts_with('/') { "" } else { folder };
    for name in inherited.split('/').chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    (names.join("/"), fragment)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.first_chunk::<2>().filter(|_| *first == b'%');
        let byte = digits.and_then(|digits| {
            let digits = std::str::from_utf8(digits).ok()?;
            u8::from_str_radix(digits, 16).ok()
        });
        bytes.push(byte.unwrap_or(*first));
        rest = after.get(if byte.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_within_the_archive() {
        for (from, reference, part, place) in [
            ("OEBPS/book.opf", "c1.xhtml", "OEBPS/c1.xhtml", None),
            ("OEBPS/text/nav.xhtml", "../c%201.xhtml#a%2Fb", "OEBPS/c 1.xhtml", Some("a/b")),
            ("book.opf", "../../c1.xhtml", "c1.xhtml", None),
            ("a/b.xhtml", "#x", "a/b.xhtml", Some("x")),
            ("a/b.opf", "/c.xhtml", "c.xhtml", None),
            ("b.opf", "100%.xhtml", "100%.xhtml", None),
            ("b.opf", "c%e9.xhtml", "c%e9.xhtml", None),
        ] {
            let resolved = resolve(from, reference);
            assert_eq!((resolved.0.as_str(), resolved.1.as_deref()), (part, place), "{reference}");
        }
    }
}
