//! The library as Atom feeds, for any reader: `/feed.atom` (all, a category, a source, a search) and
//! `/digest.atom` (the stories of a day).
//!
//! In: which articles. Out: RFC 4287, each entry with the article's summary.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use jiff::Timestamp;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;
use schemars::JsonSchema;
use serde::Deserialize;

use super::answer::fingerprint;
use super::api::parameters::{FilterParameters, Parameters};
use super::api::stories::DigestParameters;
use super::load::Class;
use super::problem::Problem;
use super::service::Service;
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::engine::{CardOptions, Engine, Nearness};
use crate::library::{Copies, ListOptions};

/// Which articles a feed has.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct FeedParameters {
    #[serde(flatten)]
    filter: FilterParameters,
    /// Only those that are near this in meaning.
    q: Option<String>,
}

/// A feed as it is written.
struct Feed {
    title: String,
    /// The address of the feed itself.
    own: String,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    title: String,
    link: String,
    updated: Timestamp,
    published: Option<Timestamp>,
    author: Option<String>,
    category: Option<String>,
    summary: String,
}

/// The most entries.
const ENTRIES: usize = 30;
/// About how much work the summary of a stored article is.
const ENTRY_TOKENS: usize = 64;

/// The routes.
pub(super) fn router() -> Router<Service> {
    Router::new().route("/feed.atom", get(articles)).route("/digest.atom", get(digest))
}

async fn articles(
    State(service): State<Service>,
    Parameters(parameters): Parameters<FeedParameters>,
    headers: HeaderMap,
    uri: axum::http::Uri,
) -> Result<Response, Problem> {
    let place = Place::of(&headers, &uri);
    let named = [&parameters.q, &parameters.filter.category, &parameters.filter.source];
    let parts: Vec<&str> = named.into_iter().flatten().map(String::as_str).collect();
    let title = if parts.is_empty() {
        "nutgraf".to_owned()
    } else {
        format!("nutgraf: {}", parts.join(", "))
    };
    let feed = service
        .work(Class::Interactive, ENTRIES * ENTRY_TOKENS, move |engine| {
            let ids = chosen(engine, &parameters)?;
            let library = engine.library()?;
            let mut entries = Vec::with_capacity(ids.len());
            for id in ids {
                entries.push(entry(engine, library.get_by_id(id)?, &place)?);
            }
            Ok(Feed { title, own: place.own, entries })
        })
        .await?;
    Ok(answer(&feed, &headers))
}

fn chosen(engine: &Engine, parameters: &FeedParameters) -> Result<Vec<ArticleId>> {
    let filter = parameters.filter.filter();
    if let Some(q) = parameters.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let nearness = Nearness { filter, ..Nearness::of(ENTRIES) };
        return Ok(engine.search(q, &nearness)?.into_iter().map(|it| it.id).collect());
    }
    let copies = Copies::Folded(Vec::new());
    let options = ListOptions { filter, copies, limit: Some(ENTRIES), ..ListOptions::default() };
    Ok(engine.library()?.list(&options)?.into_iter().map(|it| it.id).collect())
}

fn entry(engine: &Engine, article: Article, place: &Place) -> Result<Entry> {
    let options = CardOptions { neighbors: 0, ..CardOptions::default() };
    let card = engine.stored_card(article, &options)?;
    let article = &card.document.article;
    let id = article.id.map(|id| id.to_string()).unwrap_or_default();
    let first_words = || article.body.split_whitespace().take(10).collect::<Vec<_>>().join(" ");
    Ok(Entry {
        title: article.title.clone().unwrap_or_else(first_words),
        link: article.url.clone().unwrap_or_else(|| format!("{}/articles/{id}", place.root)),
        id: format!("urn:uuid:{id}"),
        updated: article.updated.or(article.created).unwrap_or_default(),
        published: article.published_at(),
        author: article.author.clone().or_else(|| article.site.clone()),
        category: article.category.clone(),
        summary: card.text(),
    })
}

async fn digest(
    State(service): State<Service>,
    Parameters(parameters): Parameters<DigestParameters>,
    headers: HeaderMap,
    uri: axum::http::Uri,
) -> Result<Response, Problem> {
    let place = Place::of(&headers, &uri);
    let options = parameters.options();
    let feed = service
        .work(Class::Interactive, ENTRIES * ENTRY_TOKENS, move |engine| {
            let told = engine.digest(&options)?;
            let entries = told.iter().filter_map(|told| {
                let newest = told.story.newest()?;
                let id = told.story.id.map_or_else(|| newest.id.to_string(), |id| id.to_string());
                let sentences: Vec<&str> =
                    told.quotes.iter().map(|quote| quote.text.as_str()).collect();
                Some(Entry {
                    // Another day's news of the same story is another entry.
                    id: format!("tag:nutgraf,2026:digest:{id}:{}", newest.id),
                    title: newest.title.clone(),
                    link: format!("{}/stories/{id}", place.root),
                    updated: newest.at(),
                    published: None,
                    author: newest.source.clone(),
                    category: None,
                    summary: sentences.join(" "),
                })
            });
            Ok(Feed {
                title: "nutgraf: digest".to_owned(),
                entries: entries.collect(),
                own: place.own,
            })
        })
        .await?;
    Ok(answer(&feed, &headers))
}

/// By which addresses a reader calls the server and this feed.
struct Place {
    root: String,
    own: String,
}

impl Place {
    fn of(headers: &HeaderMap, uri: &axum::http::Uri) -> Self {
        let text = |name| headers.get(name).and_then(|it: &HeaderValue| it.to_str().ok());
        let scheme = text(header::HeaderName::from_static("x-forwarded-proto"));
        let scheme = scheme.filter(|it| *it == "https").unwrap_or("http");
        let root = format!("{scheme}://{}", text(header::HOST).unwrap_or("localhost"));
        let path = uri.path_and_query().map_or("/", |it| it.as_str());
        Self { own: format!("{root}{path}"), root }
    }
}

fn answer(feed: &Feed, headers: &HeaderMap) -> Response {
    let Ok(text) = written(feed) else {
        return Problem::internal("the feed cannot be written").into_response();
    };
    let tag = format!("\"{}\"", fingerprint(&text));
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let form = "application/atom+xml; charset=utf-8".to_owned();
    ([(header::ETAG, tag), (header::CONTENT_TYPE, form)], text).into_response()
}

fn written(feed: &Feed) -> std::io::Result<String> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let updated = feed.entries.iter().map(|entry| entry.updated).max().unwrap_or_default();
    let root =
        writer.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    root.write_inner_content(|writer| {
        text(writer, "id", &feed.own)?;
        text(writer, "title", &feed.title)?;
        text(writer, "updated", &updated.to_string())?;
        text(writer, "generator", "nutgraf")?;
        link(writer, "self", &feed.own)?;
        feed.entries.iter().try_for_each(|entry| write_entry(writer, entry))
    })?;
    Ok(String::from_utf8(writer.into_inner()).unwrap_or_default())
}

fn write_entry(writer: &mut Writer<Vec<u8>>, entry: &Entry) -> std::io::Result<()> {
    let element = writer.create_element("entry");
    element.write_inner_content(|writer| {
        text(writer, "id", &entry.id)?;
        text(writer, "title", &entry.title)?;
        text(writer, "updated", &entry.updated.to_string())?;
        if let Some(published) = entry.published {
            text(writer, "published", &published.to_string())?;
        }
        link(writer, "alternate", &entry.link)?;
        let name = entry.author.as_deref().unwrap_or("unknown");
        writer.create_element("author").write_inner_content(|writer| text(writer, "name", name))?;
        if let Some(category) = &entry.category {
            let term = clean(category);
            writer
                .create_element("category")
                .with_attribute(("term", term.as_str()))
                .write_empty()?;
        }
        text(writer, "summary", &entry.summary)
    })?;
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, value: &str) -> std::io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&clean(value)))?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, relation: &str, address: &str) -> std::io::Result<()> {
    let address = clean(address);
    let attributes = [("rel", relation), ("href", address.as_str())];
    writer.create_element("link").with_attributes(attributes).write_empty()?;
    Ok(())
}

/// A text without the characters that XML cannot hold.
fn clean(text: &str) -> String {
    let is_held = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(is_held).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_one_whatever_is_in_it() {
        let entry = Entry {
            id: "urn:uuid:1".into(),
            title: "Ice & \u{1}<b>snow</b>".into(),
            link: "https://a.example/?a=1&b=\"2\"".into(),
            updated: Timestamp::UNIX_EPOCH,
            published: None,
            author: None,
            category: Some("a \"b\"".into()),
            summary: "It snowed.\u{FFFF}".into(),
        };
        let own = "http://localhost/feed.atom?q=<".to_owned();
        let feed = Feed { title: "T".into(), own, entries: vec![entry] };
        let text = written(&feed).unwrap();
        assert!(text.contains("<title>Ice &amp; &lt;b&gt;snow&lt;/b&gt;</title>"), "{text}");
        let read: Vec<_> = crate::read::read(crate::read::Input::bytes("feed", text)).collect();
        assert_eq!(read.len(), 1, "{read:?}");
    }
}
