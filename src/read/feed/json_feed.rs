//! JSON Feed, versions 1.0 and 1.1.
//!
//! In: the object that a feed is. Out: an entry for each of its `items`. Fields of a wrong type are
//! as if they were absent.

use serde_json::{Map, Value};

use super::entry::{each_once, joined, person, set_body, unique};
use super::{addresses, text, times};
use crate::article::Article;
use crate::error::Error;
use crate::read::entry::{Entries, Entry, one};
use crate::read::fields::invalid;
use crate::read::html::text_of;
use crate::read::json::shapes::{Place, Shape};
use crate::text::language_code;

pub(crate) const SHAPE: Shape = Shape { fits, entries };

/// A version that says so, or items with text under the names that only feeds have.
fn fits(object: &Map<String, Value>) -> bool {
    let Some(Value::Array(items)) = object.get("items") else { return false };
    let says_so = string(object, "version").is_some_and(|it| it.contains("jsonfeed.org"));
    let has_text = |item: &Value| {
        item.get("content_html").is_some_and(Value::is_string)
            || item.get("content_text").is_some_and(Value::is_string)
    };
    says_so || items.iter().any(has_text)
}

/// What a feed says of itself.
struct Feed {
    place: Place,
    site: Option<String>,
    author: Option<String>,
    language: Option<String>,
    base: Option<url::Url>,
}

fn entries(mut object: Map<String, Value>, place: &Place) -> Entries {
    let items = match object.remove("items") {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    if items.is_empty() {
        let reason = "the feed has no entries".to_owned();
        return one(Err(Error::Refused { name: place.name.clone(), reason }));
    }
    let home = ["home_page_url", "feed_url"].iter().find_map(|field| string(&object, field));
    let feed = Feed {
        site: string(&object, "title").and_then(text::line_of_either),
        author: author(&object),
        language: string(&object, "language").and_then(language_code),
        base: addresses::base(place.address.as_deref(), home),
        place: place.clone(),
    };
    Box::new(items.into_iter().enumerate().map(move |(index, item)| {
        let place = feed.place.element(index);
        match item {
            Value::Object(item) => {
                let mut entry = feed.entry(&item, place.name);
                if index == 0 {
                    entry.warnings.extend(place.warnings);
                }
                Ok(entry)
            }
            other => Err(invalid(&place.name, "item", "a JSON object", &other.to_string())),
        }
    }))
}

impl Feed {
    fn entry(&self, item: &Map<String, Value>, source: String) -> Entry {
        let said = |field| string(item, field);
        let page = |field| addresses::page(said(field)?, self.base.as_ref());
        let id = match item.get("id") {
            Some(Value::String(id)) => id.clone(),
            _ => String::new(),
        };
        let mut article = Article {
            title: said("title").and_then(text::line_of_either),
            url: page("url")
                .or_else(|| addresses::page(&id, None))
                .or_else(|| page("external_url")),
            author: author(item).or_else(|| self.author.clone()),
            site: self.site.clone(),
            tags: each_once(strings(item, "tags").filter_map(text::line_of_either)),
            language: said("language").and_then(language_code).or_else(|| self.language.clone()),
            ..Article::default()
        };
        article.external_id = unique(&id).filter(|id| Some(id) != article.url.as_ref());
        let mut warnings = Vec::new();
        let field = |name: &'static str| said(name).map(|value| (name, value));
        let published = field("date_published");
        times::set(&mut article, &mut warnings, published, field("date_modified"));
        let html = said("content_html").map(text_of).filter(|text| !text.trim().is_empty());
        let content = html.or_else(|| said("content_text").map(str::to_owned));
        let summary = said("summary").map(text::of_either);
        let extraction =
            set_body(&mut article, content.unwrap_or_default(), summary.unwrap_or_default());
        Entry { warnings, extraction, ..Entry::new(source, article) }
    }
}

/// A string that is not blank.
fn string<'a>(object: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    object.get(field)?.as_str().filter(|text| !text.trim().is_empty())
}

/// The strings of a list, or a string alone.
fn strings<'a>(object: &'a Map<String, Value>, field: &str) -> impl Iterator<Item = &'a str> {
    let value = object.get(field);
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.chain(value).filter_map(Value::as_str)
}

/// `authors` of version 1.1, `author` of 1.0.
fn author(object: &Map<String, Value>) -> Option<String> {
    let list = object.get("authors").and_then(Value::as_array).into_iter().flatten();
    let named = list.chain(object.get("author")).filter_map(|author| match author {
        Value::Object(author) => string(author, "name"),
        other => other.as_str(),
    });
    joined(named.filter_map(person).collect())
}
