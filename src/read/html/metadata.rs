//! What a page says of itself: title, author, date, site, language, address, key words.
//!
//! In: the tree of a page, its linked data, and where it was fetched from. Out: an article with
//! everything but its text. Linked data counts more than `meta` elements, these more than what
//! stands in the text.

use jiff::tz::{Offset, TimeZone};
use url::Url;

use super::entities::decode_entities;
use super::furniture;
use super::linked_data::LinkedData;
use super::main_text::Measured;
use super::tag::Tag;
use super::tree::{Id, Page};
use crate::article::Article;
use crate::read::dates;
use crate::text::language_code;
use crate::text::paragraphs::clean_line;

/// The most words that a page files its article under.
const TAGS: usize = 20;
/// The most lines that are searched for a date.
const LINES: usize = 3_000;
/// The longest author's line, in characters.
const LONGEST_BYLINE: usize = 120;

/// What stands between a title and the name of its site.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " / "];

/// An article with all that a page says of it, but without its text.
pub(super) fn article(
    measured: &Measured<'_, '_>,
    data: &LinkedData,
    from: Option<&str>,
) -> Article {
    let page = measured.page();
    let head = Head { page };
    let url = address(&head, data, from);
    let site = head.first(&["og:site_name", "application-name", "apple-mobile-web-app-title"]);
    let site =
        data.publisher.clone().filter(|it| !it.starts_with("http")).or(site).map(|it| line(&it));
    let site = head.first(&["og:site_name"]).or(site).filter(|it| !it.is_empty());
    let published = data.published.clone().into_iter().chain(head.dates(measured));
    let published = published.map(|it| line(&it)).find(|text| dates::date(text).is_some());
    let date = published.as_deref().and_then(dates::date);
    let mut tags = head.all("article:tag");
    tags.extend(
        head.first(&["news_keywords", "keywords", "parsely-tags"])
            .iter()
            .flat_map(|words| words.split(',').map(str::to_owned).collect::<Vec<_>>()),
    );
    tags.extend(data.keywords.iter().cloned());
    let section = data.section.clone();
    Article {
        title: title(measured, data, site.as_deref()),
        category: section
            .or_else(|| head.first(&["article:section", "parsely-section", "category"]))
            .map(|it| line(&it))
            .filter(|it| !it.is_empty()),
        date: date.or_else(|| url.as_deref().and_then(date_of_address)),
        published: published.as_deref().and_then(moment),
        author: author(measured, &head, data),
        tags: distinct(tags),
        language: language(&head, data),
        site,
        url,
        ..Article::default()
    }
}

/// The elements of a page's head.
struct Head<'p, 'a> {
    page: &'p Page<'a>,
}

impl Head<'_, '_> {
    /// The contents of all `meta` elements of this name, in their order.
    fn all(&self, wanted: &str) -> Vec<String> {
        let metas = self.page.head.iter().filter(|(tag, _)| *tag == Tag::Meta);
        let named = metas.filter(|(_, attributes)| {
            let names = ["property", "name", "itemprop", "http-equiv"];
            names.iter().any(|it| {
                attributes.get(it).is_some_and(|it| it.trim().eq_ignore_ascii_case(wanted))
            })
        });
        let contents = named.filter_map(|(_, attributes)| attributes.get("content"));
        contents.map(line).filter(|content| !content.is_empty()).collect()
    }

    /// The content of the first of these that there is.
    fn first(&self, wanted: &[&str]) -> Option<String> {
        wanted.iter().find_map(|name| self.all(name).into_iter().next())
    }

    fn link(&self, wanted: &str) -> Option<String> {
        let mut links = self.page.head.iter().filter(|(tag, _)| *tag == Tag::Link);
        let (_, link) = links.find(|(_, attributes)| {
            let relations = attributes.get("rel").unwrap_or_default();
            relations.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case(wanted))
        })?;
        link.get("href").map(line)
    }

    /// When the article may have been published, the surest first.
    fn dates(&self, measured: &Measured<'_, '_>) -> Vec<String> {
        let names = [
            "article:published_time",
            "og:published_time",
            "datePublished",
            "article.published",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "publish-date",
            "publishdate",
            "publish_date",
            "publication_date",
            "published_at",
            "citation_publication_date",
            "dc.date.issued",
            "dcterms.created",
            "dc.date",
            "dcterms.date",
            "date",
            "cXenseParse:recs:publishtime",
            "article.created",
            "originalpublicationdate",
        ];
        let mut dates: Vec<String> = names.iter().flat_map(|name| self.all(name)).collect();
        let page = measured.page();
        for id in 0..page.len() as Id {
            let Some((tag, attributes)) = page.element(id) else { continue };
            let property = attributes.get("itemprop");
            if tag == Tag::Time || property == Some("datePublished") {
                let value = attributes.get("datetime").or_else(|| attributes.get("content"));
                let value = value.map_or_else(|| measured.all_text(id), line);
                match property == Some("datePublished") || attributes.get("pubdate").is_some() {
                    true => dates.insert(0, value),
                    false => dates.push(value),
                }
            }
            if dates.len() > 50 {
                break;
            }
        }
        dates.extend(line_with_date(measured));
        dates
    }
}

/// The first short line of a page that is a date, and nothing but words such as "Published on".
fn line_with_date(measured: &Measured<'_, '_>) -> Option<String> {
    let page = measured.page();
    let short = (1..page.len() as Id)
        .filter(|&id| (6..=40).contains(&measured.letters(id)) && page.tag(id).is_some());
    short.take(LINES).find_map(|id| {
        let text = measured.all_text(id);
        // Many have a clock beside the date, or names of what it is the date of.
        let from = text.find(|c: char| c.is_ascii_digit())?;
        let starts = [0, text[..from].trim_end().rfind(' ').map_or(0, |at| at + 1), from];
        let ends = text.trim_end_matches(['.', ',', '|', '·', ' ']);
        starts
            .iter()
            .map(|&at| ends.get(at..).unwrap_or_default())
            .find(|it| dates::date(it).is_some())
            .map(str::to_owned)
    })
}

/// A value of an attribute or of linked data as one clean line.
fn line(value: &str) -> String {
    clean_line(&decode_entities(value))
}

/// The moment that a text names, if it names its zone too: in any other its moment would differ.
fn moment(text: &str) -> Option<jiff::Timestamp> {
    let moment = dates::timestamp(text, &TimeZone::UTC)?;
    let elsewhere = TimeZone::fixed(Offset::constant(5));
    (dates::timestamp(text, &elsewhere) == Some(moment)).then_some(moment)
}

/// The day in an address such as `/2024/12/24/title`.
fn date_of_address(address: &str) -> Option<jiff::civil::Date> {
    let parts: Vec<&str> = address.split('/').skip(3).collect();
    parts.windows(3).find_map(|parts| match parts {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            let date =
                jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
            date.ok().filter(|date| (1990..2100).contains(&date.year()))
        }
        _ => None,
    })
}

fn title(measured: &Measured<'_, '_>, data: &LinkedData, site: Option<&str>) -> Option<String> {
    let page = measured.page();
    let head = Head { page };
    let headings = (0..page.len() as Id).filter(|&id| page.tag(id) == Some(Tag::H1));
    let headings: Vec<String> =
        headings.take(20).map(|id| measured.all_text(id)).filter(|it| !it.is_empty()).collect();
    let tab = page.title.map(line).filter(|it| !it.is_empty());
    let given = data.headline.as_deref().map(line).filter(|it| !it.is_empty());
    let given =
        given.or_else(|| head.first(&["og:title", "twitter:title", "dc.title", "sailthru.title"]));
    // A heading that the tab repeats is the title as it stands on the page.
    let is_repeated = |heading: &&String| {
        let repeats = |text: &Option<String>| text.as_deref().is_some_and(|it| begins(it, heading));
        heading.split(' ').count() > 1 && (repeats(&tab) || repeats(&given))
    };
    let repeated = headings.iter().find(is_repeated).cloned();
    let only = || (headings.len() == 1).then(|| headings[0].clone());
    repeated
        .or_else(|| given.map(|it| without_site(&it, site)))
        .or_else(|| tab.clone().map(|it| without_site(&it, site)).filter(|it| !it.is_empty()))
        .or_else(only)
        .filter(|it| !it.is_empty())
}

/// Whether a text begins with a heading, or a heading goes on where the text was cut.
fn begins(text: &str, heading: &str) -> bool {
    let folded = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let cut = text.trim_end_matches(['.', '…']).len() + 1 < text.len() || text.ends_with('…');
    let (text, heading) = (folded(text), folded(heading));
    text.starts_with(&heading) || (cut && heading.starts_with(&text))
}

/// A title without the name of its site: a short last part after a separator, that is the site's
/// name, or begins no sentence of its own.
fn without_site(title: &str, site: Option<&str>) -> String {
    let last = SEPARATORS.iter().filter_map(|it| title.rfind(it).map(|at| (at, it.len()))).max();
    let Some((at, length)) = last else { return title.to_owned() };
    let (rest, name) = (&title[..at], &title[at + length..]);
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let is_site = site.is_some_and(|site| {
        let (site, name) = (letters(site), letters(name));
        !name.is_empty() && (site.contains(&name) || name.contains(&site))
    });
    let words = |text: &str| text.split_whitespace().count();
    let is_short = words(name) <= 3 && words(rest) >= 3 && !name.contains(['.', '!', '?', ':']);
    let has_capital = name.chars().next().is_some_and(|c| !c.is_lowercase());
    if is_site {
        without_site(rest, site)
    } else if is_short && has_capital {
        rest.to_owned()
    } else {
        title.to_owned()
    }
}

fn author(measured: &Measured<'_, '_>, head: &Head<'_, '_>, data: &LinkedData) -> Option<String> {
    let names = data.authors.iter().filter_map(|it| byline(it));
    let names = distinct(names.collect());
    if !names.is_empty() {
        return Some(names.join(", "));
    }
    let wanted = [
        "author",
        "article:author",
        "byl",
        "sailthru.author",
        "parsely-author",
        "dc.creator",
        "dcterms.creator",
        "article:author_name",
        "citation_author",
        "twitter:creator",
    ];
    for name in &wanted {
        let names = distinct(head.all(name).iter().filter_map(|it| byline(it)).collect());
        if !names.is_empty() {
            return Some(names.join(", "));
        }
    }
    let page = measured.page();
    let is_byline = |id: &Id| {
        page.element(*id).is_some_and(|(tag, attributes)| {
            let is = |name, wanted: &[&str]| {
                attributes
                    .get(name)
                    .is_some_and(|it| it.split_ascii_whitespace().any(|it| wanted.contains(&it)))
            };
            is("itemprop", &["author"])
                || (tag == Tag::A && is("rel", &["author"]))
                || furniture::is_byline(attributes)
        })
    };
    let marked = (1..page.len() as Id).filter(is_byline).take(10);
    let found = marked.map(|id| measured.all_text(id)).find_map(|text| byline(&text));
    found.or_else(|| {
        let label = head.first(&["twitter:label1"])?;
        let is_author = label.eq_ignore_ascii_case("written by");
        head.first(&["twitter:data1"]).filter(|_| is_author).and_then(|it| byline(&it))
    })
}

/// The names in a line that says who wrote a text; `None` if it does not look like names.
fn byline(text: &str) -> Option<String> {
    let text = line(text);
    // "Di" with a capital is a name.
    let starts = [
        "By ",
        "by ",
        "BY ",
        "Written by ",
        "written by ",
        "Posted by ",
        "Author: ",
        "Von ",
        "von ",
        "Par ",
        "par ",
        "Por ",
        "por ",
        "di ",
    ];
    let start = starts.iter().find(|it| text.starts_with(**it));
    let name = start.map_or(&*text, |start| &text[start.len()..]).trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '|' | '·' | '•' | ':' | '@')
    });
    let is_name = !name.is_empty()
        && name.chars().count() <= LONGEST_BYLINE
        && !name.contains("://")
        && !name.contains("www.")
        && name.chars().any(char::is_alphabetic)
        && !matches!(
            &*name.to_lowercase(),
            "admin"
                | "administrator"
                | "editor"
                | "staff"
                | "unknown"
                | "none"
                | "null"
                | "undefined"
                | "wordpress"
                | "anonymous"
        );
    is_name.then(|| name.to_owned())
}

/// The language that a page says it is in.
fn language(head: &Head<'_, '_>, data: &LinkedData) -> Option<String> {
    let html = head.page.html;
    let given = html.get("lang").or_else(|| html.get("xml:lang")).map(str::to_owned);
    let given =
        given.or_else(|| head.first(&["og:locale", "content-language", "language", "dc.language"]));
    given
        .or_else(|| data.language.clone())
        .and_then(|it| language_code(&it))
        .filter(|it| it.len() <= 3)
}

/// Where a page says that it is, as a whole address.
fn address(head: &Head<'_, '_>, data: &LinkedData, from: Option<&str>) -> Option<String> {
    let from = from.and_then(|it| Url::parse(it).ok());
    let mut bases = head.page.head.iter().filter(|(tag, _)| *tag == Tag::Base);
    let base = bases.find_map(|(_, attributes)| attributes.get("href")).map(line);
    let base = base.and_then(|it| match &from {
        Some(from) => from.join(&it).ok(),
        None => Url::parse(&it).ok(),
    });
    let base = base.or_else(|| from.clone());
    let whole = |address: String| -> Option<Url> {
        let address = address.trim();
        let url =
            base.as_ref().map_or_else(|| Url::parse(address), |base| base.join(address)).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.host().is_some()).then_some(url)
    };
    let named = [head.link("canonical"), head.first(&["og:url", "twitter:url"]), data.url.clone()];
    let named: Vec<Url> = named.into_iter().flatten().filter_map(whole).collect();
    // Some templates name the home page on every page.
    let is_home = |url: &Url| url.path().len() <= 1 && url.query().is_none();
    let inner = named.iter().find(|url| !is_home(url));
    let home = || named.first().filter(|_| from.as_ref().is_none_or(is_home));
    inner.or_else(home).map(Url::to_string).or_else(|| from.as_ref().map(Url::to_string))
}

/// Each of these once, whatever the case of its letters, without empty ones.
fn distinct(words: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let words = words
        .into_iter()
        .map(|it| line(&it))
        .filter(|it| !it.is_empty() && it.chars().count() <= 80);
    words.filter(|it| seen.insert(it.to_lowercase())).take(TAGS).collect()
}
