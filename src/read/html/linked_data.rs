//! What a page says of its article as linked data (JSON-LD).
//!
//! In: the scripts of a page. Out: the fields of its article. Scripts that are no JSON are passed
//! over.

use serde_json::{Map, Value};

use super::entities::decode_entities;
use super::fragment::{is_markup, text_of};

/// The most bytes of a script that are looked at.
const LARGEST: usize = 1 << 20;
/// The most values of a script that are looked at.
const VALUES: usize = 10_000;
/// The most names or key words that are kept.
const NAMES: usize = 30;

/// What linked data says of the article of a page.
#[derive(Debug, Default, PartialEq)]
pub(super) struct LinkedData {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    pub(super) section: Option<String>,
    pub(super) keywords: Vec<String>,
    /// The text, as paragraphs where the page divides it.
    pub(super) body: Option<String>,
    /// Whether the text may be read without an account, where the page says so.
    pub(super) is_free: Option<bool>,
}

impl LinkedData {
    /// Reads the scripts of a page.
    pub(super) fn read(scripts: &[&str]) -> Self {
        let roots: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
        let objects = objects(&roots);
        let article = objects.iter().find(|object| is_of(object, is_article));
        let page = || objects.iter().find(|object| is_of(object, |kind| kind == "WebPage"));
        let Some(object) = article.or_else(page) else { return Self::default() };
        let mut data = Self::of(object, &objects);
        if article.is_none() {
            // A page's name is that of its tab, and what it says of itself may be of a home page.
            (data.headline, data.url) = (None, None);
        }
        data
    }

    fn of(object: &Map<String, Value>, all: &[&Map<String, Value>]) -> Self {
        let names = |field: &str| -> Vec<String> {
            let values = object.get(field).into_iter().flat_map(each);
            values.filter_map(|value| name(value, all)).take(NAMES).collect()
        };
        let first = |field| names(field).into_iter().next();
        let keywords = object.get("keywords").into_iter().flat_map(each);
        let keywords = keywords.filter_map(|value| name(value, all));
        let keywords = keywords.flat_map(|it| it.split(',').map(str::to_owned).collect::<Vec<_>>());
        let text = |field: &str| object.get(field).and_then(Value::as_str);
        Self {
            headline: first("headline").or_else(|| first("name")),
            authors: names("author"),
            published: text("datePublished").or_else(|| text("dateCreated")).map(str::to_owned),
            publisher: first("publisher"),
            language: first("inLanguage"),
            url: address(object),
            section: first("articleSection"),
            keywords: keywords.take(NAMES).collect(),
            body: text("articleBody")
                .map(|body| if is_markup(body) { text_of(body) } else { decode_entities(body) }),
            is_free: object.get("isAccessibleForFree").and_then(|value| match value {
                Value::Bool(is_free) => Some(*is_free),
                Value::String(text) => match &*text.trim().to_ascii_lowercase() {
                    "true" => Some(true),
                    "false" => Some(false),
                    _ => None,
                },
                _ => None,
            }),
        }
    }
}

/// The value of a script, which may stand in a comment or hold line breaks in strings.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").unwrap_or(script);
    let script = script.trim_start().trim_start_matches("//").trim_start();
    let script = script.strip_prefix("<![CDATA[").unwrap_or(script).trim();
    let script = script.strip_suffix("-->").unwrap_or(script).trim_end();
    let script = script.strip_suffix("]]>").unwrap_or(script).trim_end();
    let script = script.trim_end_matches("//").trim_end().trim_end_matches(';');
    if script.len() > LARGEST {
        return None;
    }
    serde_json::from_str(script).ok().or_else(|| {
        let mended = script.replace(|c: char| c.is_control(), " ");
        serde_json::from_str(&mended).ok()
    })
}

/// All objects in these values, those further out first; lists and graphs are gone through.
fn objects(roots: &[Value]) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    let mut waiting: std::collections::VecDeque<&Value> = roots.iter().collect();
    let mut left = VALUES;
    while let Some(value) = waiting.pop_front() {
        left -= 1;
        if left == 0 {
            break;
        }
        match value {
            Value::Array(values) => waiting.extend(values.iter().take(VALUES)),
            Value::Object(object) => {
                found.push(object);
                for field in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                    waiting.extend(object.get(field));
                }
            }
            _ => {}
        }
    }
    found
}

fn is_of(object: &Map<String, Value>, wanted: fn(&str) -> bool) -> bool {
    let mut kinds = object.get("@type").into_iter().flat_map(each).filter_map(Value::as_str);
    kinds.any(|kind| wanted(kind.rsplit(['/', ':']).next().unwrap_or(kind)))
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || matches!(
            kind,
            "BlogPosting"
                | "LiveBlogPosting"
                | "Report"
                | "SocialMediaPosting"
                | "Posting"
                | "AnalysisNewsArticle"
                | "Review"
                | "CreativeWork"
        )
}

/// The values that a value is: those of a list, or itself.
fn each(value: &Value) -> impl Iterator<Item = &Value> {
    let (one, many) = match value {
        Value::Array(values) => (None, &**values),
        other => (Some(other), &[][..]),
    };
    one.into_iter().chain(many)
}

/// The name that a value is or has; of a reference, the name of what it refers to.
fn name(value: &Value, all: &[&Map<String, Value>]) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        Value::Object(object) => {
            let named = |object: &Map<String, Value>| match object.get("name") {
                Some(Value::Array(names)) => names.first()?.as_str().map(str::to_owned),
                name => name?.as_str().map(str::to_owned),
            };
            return named(object).or_else(|| {
                let id = object.get("@id")?;
                let object = all.iter().find(|other| other.get("@id") == Some(id))?;
                named(object)
            });
        }
        _ => return None,
    };
    Some(text.clone()).filter(|text| !text.trim().is_empty())
}

fn address(object: &Map<String, Value>) -> Option<String> {
    let page = object.get("mainEntityOfPage");
    let id = page.and_then(|page| page.get("@id")).and_then(Value::as_str);
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    text(object.get("url")).or_else(|| text(page)).or_else(|| id.map(str::to_owned))
}
