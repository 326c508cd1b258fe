//! `/v1/articles`: what is stored.
//!
//! An article that can be edited has an `ETag`; who sends it back in `If-Match` changes what they saw, or
//! nothing (412).

use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::bulk::is_lines;
use super::input::ArticleBody;
use super::parameters::{ListParameters, Parameters, stored};
use super::{bulk, documents};
use crate::article::Article;
use crate::engine::{Change, Engine};
use crate::library::{Added, Copies, ListOptions, Position};
use crate::serve::access::Caller;
use crate::serve::answer::{Named, fingerprint, json};
use crate::serve::body;
use crate::serve::guard::may_write;
use crate::serve::load::Class;
use crate::serve::operation::{Operation, Operations};
use crate::serve::problem::Problem;
use crate::serve::service::{Service, tokens_of_bytes};
use crate::text::Document;
use crate::wire::{AddedLine, ListedLine, RecordLine, named};
use crate::{Error, Result};

/// A page of the list.
#[derive(Debug, Serialize, JsonSchema)]
struct Page<'a> {
    /// The articles, the newest first.
    articles: Vec<ListedLine<'a>>,
    /// The `cursor` of the next page; none at the end.
    next: Option<String>,
}

/// What of an article is to be changed: a field that is there is set, and removed if it is `null`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct ChangeBody {
    /// The title.
    #[serde(deserialize_with = "given")]
    title: Option<Option<String>>,
    /// The category.
    #[serde(deserialize_with = "given")]
    category: Option<Option<String>>,
    /// The address.
    #[serde(deserialize_with = "given")]
    url: Option<Option<String>>,
    /// The day it was published, as 2024-12-24.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Option<Option<String>>")]
    date: Option<Option<Date>>,
    /// The language, as en or English.
    #[serde(deserialize_with = "given")]
    language: Option<Option<String>>,
    /// The text, which cannot be removed.
    body: Option<String>,
}

/// A field that is there, whatever it holds.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// When an article is embedded.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct AddParameters {
    /// Store now, and leave the embedding to a worker (`nutgraf work`): until then it is not found by meaning.
    later: bool,
}

/// When something was read.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct ReadBody {
    /// When; now if nothing is said.
    #[schemars(with = "Option<String>")]
    at: Option<Timestamp>,
}

pub(super) fn operations() -> Operations {
    const TAG: &str = "Articles";
    Operations::default()
        .with(
            Operation::get("/v1/articles", TAG, "List the stored articles, the newest first")
                .query::<ListParameters>()
                .gives::<Page<'static>>(200, "A page"),
            list,
        )
        .with(
            Operation::post("/v1/articles", TAG, "Store an article, or lines of them")
                .query::<AddParameters>()
                .takes::<ArticleBody>()
                .takes_form("text/plain", None)
                .takes_form("text/html", None)
                .takes_form("application/x-ndjson", None)
                .gives::<AddedLine<'static>>(200, "It was stored before: updated, or as it was")
                .gives::<AddedLine<'static>>(201, "It is stored")
                .gives_text(
                    200,
                    "Of lines: a line for each, once it is on the disk",
                    "application/x-ndjson",
                ),
            add,
        )
        .with(
            Operation::get("/v1/articles/{id}", TAG, "A stored article")
                .gives::<RecordLine<'static>>(200, "The article"),
            get,
        )
        .with(
            Operation::patch("/v1/articles/{id}", TAG, "Change a stored article")
                .takes::<ChangeBody>()
                .gives::<RecordLine<'static>>(200, "As it is now"),
            patch,
        )
        .with(
            Operation::delete("/v1/articles/{id}", TAG, "Remove a stored article")
                .gives_nothing(204, "It is removed"),
            remove,
        )
        .with(
            Operation::post("/v1/articles/{id}/reads", TAG, "Count a read of an article")
                .takes::<ReadBody>()
                .gives::<RecordLine<'static>>(200, "As it is now"),
            mark_read,
        )
}

async fn list(
    State(service): State<Service>,
    Parameters(parameters): Parameters<ListParameters>,
) -> Result<Response, Problem> {
    const MOST: usize = 1_000;
    let limit = parameters.limit.unwrap_or(50).clamp(1, MOST);
    let after = parameters.cursor.as_deref().map(position).transpose()?;
    let copies = match parameters.copies {
        Some(true) => Copies::Each,
        _ => Copies::Folded(Vec::new()),
    };
    let filter = parameters.filter.filter();
    let options =
        ListOptions { filter, after, limit: Some(limit + 1), copies, ..ListOptions::default() };
    let mut listed = service.look(move |engine| engine.library()?.list(&options)).await?;
    let has_more = listed.len() > limit;
    listed.truncate(limit);
    let last = listed.last().filter(|_| has_more);
    let next = last.and_then(|article| Some(cursor(article.position()?)));
    let page = Page { articles: listed.iter().map(ListedLine::from).collect(), next };
    Ok(Json(page).into_response())
}

/// A place in the list as a client gets it and gives it back.
fn cursor(Position { created, number }: Position) -> String {
    format!("{}-{number}", created.as_nanosecond())
}

fn position(cursor: &str) -> Result<Position, Problem> {
    let read = || {
        let (created, number) = cursor.rsplit_once('-')?;
        let created = Timestamp::from_nanosecond(created.parse().ok()?).ok()?;
        Some(Position { created, number: number.parse().ok()? })
    };
    read().ok_or_else(|| Problem::bad_request("`cursor` must be the `next` of a page"))
}

async fn add(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    Parameters(AddParameters { later }): Parameters<AddParameters>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    may_write(&caller)?;
    let media_type = body::media_type(&headers);
    if media_type.as_deref().is_some_and(is_lines) {
        return Ok(bulk::stream(&service, body, later));
    }
    let body = body::read(body, service.limits()).await?;
    let tokens = if later { 0 } else { tokens_of_bytes(body.len()) };
    let fetches = service.fetches();
    let (source, warnings, added) = service
        .work(Class::Interactive, tokens, move |engine| {
            let mut found = documents(&body, media_type, fetches);
            let no_text = || Err(Error::NoText { name: "the body".to_owned() });
            let document = found.next().unwrap_or_else(no_text)?;
            if found.next().is_some() {
                let reason =
                    "there are several articles in it; send one, or lines as application/x-ndjson";
                return Err(Error::Refused { name: document.source, reason: reason.to_owned() });
            }
            let added = add_when(engine, std::slice::from_ref(&document), later)?;
            let added = added.into_iter().next().unwrap_or(Err(Error::NoLibrary))?;
            Ok((document.source, document.warnings, added))
        })
        .await?;
    if !later {
        service.keep_up(1);
    }
    let is_new = added.outcome == crate::library::Outcome::Added;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let place = format!("/v1/articles/{}", added.id);
    let line = named(AddedLine::new(&source, &added, &warnings));
    Ok((status, [(header::LOCATION, place)], Json(line)).into_response())
}

/// Stores articles, to be embedded now or later.
pub(super) fn add_when(
    engine: &Engine,
    documents: &[Document],
    later: bool,
) -> Result<Vec<Result<Added>>> {
    if later { engine.add_later(documents) } else { engine.add(documents) }
}

async fn get(
    State(service): State<Service>,
    Named(reference): Named,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let article = service.look(move |engine| stored(engine, &reference)).await?;
    let tag = entity_tag(&article);
    let known = headers.get(header::IF_NONE_MATCH).map(HeaderValue::as_bytes);
    if known.is_some_and(|known| names(known, &tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    Ok(record(&article))
}

/// An article with its tag.
fn record(article: &Article) -> Response {
    let tag = entity_tag(article);
    let body = json(&named(RecordLine::from(article)));
    let form = "application/json".to_owned();
    ([(header::ETAG, tag), (header::CONTENT_TYPE, form)], body).into_response()
}

/// What changes whenever something of an article does.
fn entity_tag(article: &Article) -> String {
    format!("\"{}\"", fingerprint(json(&RecordLine::from(article))))
}

/// Whether a list of tags names this one.
fn names(header: &[u8], tag: &str) -> bool {
    let header = String::from_utf8_lossy(header);
    header.split(',').map(|it| it.trim().trim_start_matches("W/")).any(|it| it == "*" || it == tag)
}

async fn patch(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    Named(reference): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    may_write(&caller)?;
    let ChangeBody { title, category, url, date, language, body } =
        body::json(&headers, body, service.limits()).await?;
    let tokens = tokens_of_bytes(body.as_ref().map_or(0, String::len));
    let change = Change { title, category, url, date, language, body };
    let seen = headers.get(header::IF_MATCH).map(|it| it.as_bytes().to_vec());
    let article = service
        .work(Class::Interactive, tokens, move |engine| {
            let id = stored(engine, &reference)?.id.ok_or(Error::NoLibrary)?;
            if change.body.as_ref().is_some_and(|body| body.trim().is_empty()) {
                return Err(Error::NoText { name: "the change".to_owned() });
            }
            let is_seen = |stored: &Article| {
                seen.as_ref().is_none_or(|seen| names(seen, &entity_tag(stored)))
            };
            engine.edit_if(id, change, is_seen)
        })
        .await?;
    article.map(|article| record(&article)).ok_or_else(Problem::precondition_failed)
}

async fn remove(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    Named(reference): Named,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    may_write(&caller)?;
    let seen = headers.get(header::IF_MATCH).map(|it| it.as_bytes().to_vec());
    let is_removed = service
        .look(move |engine| {
            let article = stored(engine, &reference)?;
            if seen.is_some_and(|seen| !names(&seen, &entity_tag(&article))) {
                return Ok(false);
            }
            engine.library()?.remove(article.id.ok_or(Error::NoLibrary)?)?;
            Ok(true)
        })
        .await?;
    if is_removed { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::precondition_failed()) }
}

async fn mark_read(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    Named(reference): Named,
    body: Body,
) -> Result<Response, Problem> {
    may_write(&caller)?;
    let body = body::read(body, service.limits()).await?;
    let ReadBody { at } = if body.is_empty() { ReadBody::default() } else { body::parsed(&body)? };
    let article = service
        .look(move |engine| {
            let id = stored(engine, &reference)?.id.ok_or(Error::NoLibrary)?;
            engine.library()?.mark_read(id, at.unwrap_or_else(Timestamp::now))
        })
        .await?;
    Ok(record(&article))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back() {
        let place = Position { created: "2024-12-24T08:00:00.5Z".parse().unwrap(), number: 17 };
        assert_eq!(position(&cursor(place)).unwrap(), place);
        let early = Position { created: "1969-12-24T08:00:00Z".parse().unwrap(), number: 1 };
        assert_eq!(position(&cursor(early)).unwrap(), early);
        for wrong in ["", "-", "1", "a-1", "1-a", "99999999999999999999999999-1"] {
            assert!(position(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn tags_are_told_apart() {
        assert!(names(b"\"a\", W/\"b\"", "\"b\"") && names(b"*", "\"b\""));
        assert!(!names(b"\"a\"", "\"b\"") && !names(b"b", "\"b\""));
    }
}
