//! An item of a feed as an article.

use url::Url;

use super::items::{Element, Header, Item};
use super::teaser::{self, Part};
use super::{addresses, text, times};
use crate::article::{Article, Doubt, Extraction};
use crate::read::entry::Entry;
use crate::text::language_code;
use crate::text::paragraphs::clean_line;

/// Fields for the whole text.
const CONTENT: [&str; 7] = [
    "content:encoded",
    "content",
    "xhtml:body",
    "xhtml:div",
    "body",
    "yandex:full-text",
    "turbo:content",
];
/// Fields for a description.
const DESCRIPTION: [&str; 5] =
    ["description", "summary", "dc:description", "itunes:summary", "media:description"];
const PUBLISHED: [&str; 8] = [
    "pubdate",
    "published",
    "dc:date",
    "issued",
    "dcterms:issued",
    "dcterms:created",
    "created",
    "date",
];
const UPDATED: [&str; 5] =
    ["updated", "atom:updated", "modified", "dcterms:modified", "lastbuilddate"];
const AUTHOR: [&str; 4] = ["dc:creator", "author", "atom:author", "itunes:author"];
const TAGS: [&str; 4] = ["category", "dc:subject", "media:category", "tag"];

/// More words than this beside the title are a text.
const BESIDE_TITLE: usize = 4;
/// A description this many times as long as the content is the better text.
const BETTER: usize = 2;
/// The most tags of an entry.
const MOST_TAGS: usize = 100;

/// What is known of a feed while its entries are read.
pub(super) struct Feed<'a> {
    /// What it says of itself.
    pub(super) header: &'a Header,
    /// Where it was fetched from.
    pub(super) address: Option<&'a str>,
}

impl Feed<'_> {
    /// The article that an item is.
    pub(super) fn entry(&self, item: &Item, source: String) -> Entry {
        let elements = &*item.elements;
        let base = self.base(item);
        let mut article = Article {
            title: first(elements, &["title", "media:title"]).find_map(text::line_of_element),
            url: address(elements, base.as_ref()),
            author: author(elements).or_else(|| author(&self.header.elements)),
            site: self.site(elements),
            tags: tags(elements),
            language: self.language(item),
            ..Article::default()
        };
        article.external_id = external_id(elements, article.url.as_deref());
        let mut warnings = Vec::new();
        let fields = |names: &'static [&str]| {
            first(elements, names).map(|element| (&*element.name, &*element.text))
        };
        times::set(&mut article, &mut warnings, fields(&PUBLISHED), fields(&UPDATED));
        let content = first(elements, &CONTENT).map(text::of_element).find(|it| !is_blank(it));
        let described = first(elements, &DESCRIPTION).map(text::of_element);
        let description = described.max_by_key(String::len).unwrap_or_default();
        let extraction = set_body(&mut article, content.unwrap_or_default(), description);
        Entry { warnings, extraction, ..Entry::new(source, article) }
    }

    /// What addresses in an item are relative to.
    fn base(&self, item: &Item) -> Option<Url> {
        let header = &self.header.elements;
        let links = first(header, &["link"]);
        let home = links.filter_map(|link| link.attribute("href").or(Some(link.text.trim())));
        let mut home = home.filter(|link| link.starts_with("http"));
        let feed = self.address.map(str::to_owned).or_else(|| home.next().map(str::to_owned));
        let attributes = item.attributes.iter();
        let own = attributes.filter(|(key, _)| key == "xml:base").map(|(_, value)| &**value);
        let bases = self.header.bases.iter().map(String::as_str).chain(own);
        addresses::base(feed.as_deref(), bases)
    }

    /// The publication: what the entry says that it came from, else the feed.
    fn site(&self, elements: &[Element]) -> Option<String> {
        let grouped = elements.iter().filter(|it| it.group.as_deref() == Some("source"));
        let titles = grouped.filter(|it| it.name == "title");
        let sources = first(elements, &["source"]).filter(|it| !it.has_elements);
        let header = first(&self.header.elements, &["title", "dc:title"]);
        titles.chain(sources).chain(header).find_map(text::line_of_element)
    }

    fn language(&self, item: &Item) -> Option<String> {
        let attribute =
            |(key, value): &(String, String)| (key == "xml:lang").then(|| value.clone());
        let own = item.attributes.iter().filter_map(attribute);
        let texts = first(&item.elements, &CONTENT).chain(first(&item.elements, &DESCRIPTION));
        let of_text = texts.flat_map(|it| &it.attributes).filter_map(attribute);
        let said = |elements| first(elements, &["dc:language", "language"]);
        let said = said(&item.elements).chain(said(&self.header.elements));
        let said = said.map(|element| element.text.trim().to_owned());
        let mut all = own.chain(of_text).chain(said).chain(self.header.language.clone());
        all.find_map(|named| language_code(&named))
    }
}

/// Sets the body of an article to the better of its texts, without its tail, and says whether it is
/// a teaser.
pub(super) fn set_body(
    article: &mut Article,
    content: String,
    description: String,
) -> Option<Extraction> {
    let length = |text: &str| text.trim().len();
    let (text, part) = match length(&content) {
        0 => (description, Part::Description),
        some if length(&description) > BETTER * some => (description, Part::Description),
        _ => (content, Part::Content),
    };
    let whole = teaser::without_tail(&text, part);
    if article.url.is_some() && is_title_alone(&whole.text, article.title.as_deref()) {
        return None;
    }
    article.body = whole.text;
    let is_teaser = whole.is_teaser && article.url.is_some() && !article.body.is_empty();
    is_teaser.then(|| Extraction { doubts: vec![Doubt::Teaser], ..Extraction::default() })
}

/// Whether a text says hardly more than the title does: a feed of links repeats it, with the name
/// of a publication or "Comments".
fn is_title_alone(text: &str, title: Option<&str>) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.take(100).map(str::to_lowercase).collect()
    };
    let (text_words, title) = (words(text), words(title.unwrap_or_default()));
    let ends_sentence = text.trim_end().ends_with(['.', '!', '?', '。', '！', '？', '…']);
    match text_words.strip_prefix(&*title) {
        Some([]) => true,
        Some(rest) => rest.len() <= BESIDE_TITLE && !ends_sentence,
        None => text_words.len() <= 2 && !ends_sentence,
    }
}

/// The elements of these names, those of the first name first.
fn first<'a>(
    elements: &'a [Element],
    names: &'a [&str],
) -> impl Iterator<Item = &'a Element> + Clone {
    let is_group =
        |element: &Element| element.group.as_deref().is_none_or(|it| it == "media:group");
    names.iter().flat_map(move |name| {
        elements.iter().filter(move |element| element.name == **name && is_group(element))
    })
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// The address of the article, and not of what counts its readers.
fn address(elements: &[Element], base: Option<&Url>) -> Option<String> {
    let page = |text: &str| addresses::page(text, base);
    let text = |element: &Element| page(&element.text);
    let href = |element: &Element| page(element.attribute("href")?);
    let linked = |rel: &'static str| {
        let links = first(elements, &["link", "atom:link"]);
        let mut links: Vec<&Element> = links
            .filter(|link| link.attribute("href").is_some())
            .filter(|link| link.attribute("rel").unwrap_or("alternate").ends_with(rel))
            .collect();
        let is_page = |link: &&Element| link.attribute("type").is_none_or(|it| it.contains("html"));
        links.sort_by_key(|link| !is_page(link));
        links
    };
    let is_permanent = |guid: &&Element| {
        guid.attribute("ispermalink").is_none_or(|it| !it.eq_ignore_ascii_case("false"))
    };
    let whole = |element: &Element| addresses::page(&element.text, None);
    first(elements, &["feedburner:origlink"])
        .find_map(text)
        .or_else(|| linked("alternate").into_iter().find_map(href))
        .or_else(|| first(elements, &["link", "atom:link"]).find_map(text))
        .or_else(|| first(elements, &["guid"]).filter(is_permanent).find_map(whole))
        .or_else(|| first(elements, &["content"]).find_map(|it| page(it.attribute("src")?)))
        .or_else(|| linked("related").into_iter().find_map(href))
        .or_else(|| first(elements, &["id"]).find_map(whole))
}

/// The name that the feed knows the entry by, if no other feed can use the same.
fn external_id(elements: &[Element], url: Option<&str>) -> Option<String> {
    let id = first(elements, &["guid", "id", "dc:identifier"]).find_map(|it| unique(&it.text));
    id.filter(|id| Some(&**id) != url)
}

/// An identity that is one anywhere: an address, a URN, a tag.
pub(super) fn unique(id: &str) -> Option<String> {
    let id = clean_line(id);
    let (scheme, rest) = id.split_once(':')?;
    let is_scheme = !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric());
    (is_scheme && rest.len() > 3 && !id.contains(' ')).then_some(id)
}

/// Who wrote it: all names, each once.
fn author(elements: &[Element]) -> Option<String> {
    let grouped = elements.iter().filter(|it| it.group.as_deref() == Some("author"));
    let grouped = grouped.filter(|it| it.name.ends_with("name"));
    let mut names: Vec<String> = grouped.filter_map(text::line_of_element).collect();
    for field in AUTHOR {
        if !names.is_empty() {
            break;
        }
        let plain = first(elements, std::slice::from_ref(&field)).filter(|it| !it.has_elements);
        names.extend(plain.filter_map(text::line_of_element).filter_map(|it| person(&it)));
    }
    joined(names)
}

/// Names with commas between, each once.
pub(super) fn joined(names: Vec<String>) -> Option<String> {
    let mut once: Vec<String> = Vec::new();
    for name in names {
        if !once.contains(&name) && once.len() < MOST_TAGS {
            once.push(name);
        }
    }
    (!once.is_empty()).then(|| once.join(", "))
}

/// A name without the address of its mail.
pub(super) fn person(text: &str) -> Option<String> {
    let text = text.trim();
    let inside = |open, close| {
        let (before, rest) = text.split_once(open)?;
        Some((before.trim(), rest.split_once(close)?.0.trim()))
    };
    let name = match (inside('(', ')'), inside('<', '>')) {
        (Some((mail, name)), _) if mail.contains('@') => name,
        (Some((name, mail)), _) | (_, Some((name, mail))) if mail.contains('@') => name,
        _ => text,
    };
    let name = name.trim_matches(['"', '\'', ' ']);
    let name = match name.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => &name[3..],
        _ => name,
    };
    let is_mail = name.contains('@') && !name.contains(' ');
    (!name.is_empty() && !is_mail).then(|| name.to_owned())
}

/// The words that an entry is filed under.
fn tags(elements: &[Element]) -> Vec<String> {
    let words = first(elements, &TAGS).flat_map(|element| {
        let term = element.attribute("label").or(element.attribute("term"));
        let said = match term {
            Some(term) => Some(clean_line(term)),
            None => text::line_of_element(element),
        };
        said.into_iter().collect::<Vec<_>>()
    });
    let keywords = first(elements, &["media:keywords", "itunes:keywords"]);
    let keywords = keywords.flat_map(|element| element.text.split(',').map(clean_line));
    each_once(words.chain(keywords))
}

/// Tags, each once; what is an address is no word.
pub(super) fn each_once(words: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for word in words {
        let is_word = !word.is_empty() && !word.contains("://");
        if is_word && tags.len() < MOST_TAGS && !tags.contains(&word) {
            tags.push(word);
        }
    }
    tags
}
