//! An article from outside: pasted, uploaded or named by its address; shown once, or kept.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::article::answer;
use super::cost;
use super::frame::{Frame, page};
use super::import;
use super::job::aside;
use super::page_error::PageError;
use super::sheet::View;
use super::submitted::Submitted;
use crate::article::Article;
use crate::error::without_credentials;
use crate::library::Outcome;
use crate::read::{Input, Items, is_address, read};
use crate::serve::access::Caller;
use crate::serve::load::Class;
use crate::serve::problem::Problem;
use crate::serve::service::Service;
use crate::text::{Document, prepare};
use crate::{Error, Result};

/// The form.
#[derive(Template)]
#[template(path = "new.html")]
pub(super) struct NewPage {
    pub(super) frame: Frame,
    pub(super) fetches: bool,
    pub(super) most: String,
}

/// What a form has brought.
enum Brought {
    /// One article.
    One(Box<Document>),
    /// A file with several.
    Several,
}

/// GET `/new`.
pub(super) async fn form(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
) -> Result<Response, PageError> {
    page(&NewPage {
        frame: Frame::new(&service, &caller, "new"),
        fetches: service.fetches(),
        most: size(service.limits().body_bytes),
    })
}

/// POST `/new`.
pub(super) async fn add(
    State(service): State<Service>,
    mut form: Submitted,
) -> Result<Response, PageError> {
    let document = match brought(&service, &form).await? {
        Brought::One(document) => *document,
        Brought::Several => {
            form.writes()?;
            let file = form.file.take().ok_or_else(nothing)?;
            return import::start(&service, &form.caller, file);
        }
    };
    if form.get("keep").is_some() {
        form.writes()?;
        return keep(&service, document).await;
    }
    let view = View::new(form.get("n").and_then(|n| n.parse().ok()), form.get("why").is_some());
    answer(&service, document, view, Frame::new(&service, &form.caller, "new")).await
}

async fn keep(service: &Service, document: Document) -> Result<Response, PageError> {
    let tokens = cost(document.article.body.len());
    let added = service
        .work(Class::Interactive, tokens, move |engine| {
            let results = engine.add(std::slice::from_ref(&document))?;
            results.into_iter().next().unwrap_or(Err(Error::NoLibrary))
        })
        .await?;
    let done = match added.outcome {
        Outcome::Added => "added",
        Outcome::Updated => "updated",
        Outcome::Unchanged => "unchanged",
    };
    service.keep_up(1);
    Ok(Redirect::to(&format!("/articles/{}?done={done}", added.id)).into_response())
}

/// What the form brings: of a file, an address and a text, the first that there is.
async fn brought(service: &Service, form: &Submitted) -> Result<Brought, Problem> {
    if let Some(file) = &form.file {
        let (name, bytes) = (file.name.clone(), file.bytes.clone());
        return Ok(aside(move || first(read(Input::bytes(name, bytes.to_vec())))).await??);
    }
    if let Some(address) = form.text("address") {
        if !service.fetches() {
            return Err(Problem::forbidden(
                "this server fetches nothing; save the page and upload it",
            ));
        }
        if !is_address(&address) {
            return Err(Problem::bad_request("an address begins with http:// or https://"));
        }
        // Of a feed it is its first article that is shown.
        return Ok(match aside(move || fetched(&address)).await?? {
            Brought::One(document) => Brought::One(document),
            Brought::Several => {
                return Err(Problem::unusable(
                    "this address has several articles; `nutgraf add` stores them all",
                ));
            }
        });
    }
    let Some(body) = form.text("text") else { return Err(nothing()) };
    let article = Article {
        title: form.text("title"),
        url: form.text("url").map(|url| without_credentials(&url).into_owned()),
        date: form.get("date").and_then(|date| date.parse().ok()),
        author: form.text("author"),
        site: form.text("site"),
        language: form.text("language"),
        body,
        ..Article::default()
    };
    let document = aside(move || prepare(article)).await?;
    if document.article.word_count == 0 {
        return Err(Problem::unusable("there are no words in this text"));
    }
    Ok(Brought::One(Box::new(document)))
}

fn nothing() -> Problem {
    Problem::bad_request("there is nothing here: paste a text, or choose a file")
}

/// The one article of a file, or that there are several.
fn first(items: Items) -> Result<Brought> {
    let mut items = items.documents();
    let first = items.next().unwrap_or_else(|| Err(Error::NoText { name: "the file".to_owned() }));
    match items.next() {
        Some(_) => Ok(Brought::Several),
        None => Ok(Brought::One(Box::new(first?))),
    }
}

#[cfg(feature = "fetch")]
fn fetched(address: &str) -> Result<Brought> {
    use crate::fetch::{FetchOptions, Fetched, Fetcher};

    match Fetcher::new(FetchOptions::default()).get(address, None)? {
        Fetched::Page(input, _) => first(read(input)),
        Fetched::Unchanged => Err(Error::NoText { name: address.to_owned() }),
    }
}

#[cfg(not(feature = "fetch"))]
fn fetched(address: &str) -> Result<Brought> {
    let name = without_credentials(address).into_owned();
    Err(Error::Refused { name, reason: "this build cannot fetch".to_owned() })
}

/// `32 MiB`.
pub(super) fn size(bytes: usize) -> String {
    match bytes >> 20 {
        0 => format!("{} KiB", bytes >> 10),
        mebibytes => format!("{mebibytes} MiB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_article_or_several() {
        let text = "The ferry stopped on Monday. Buses run instead.";
        assert!(matches!(first(read(Input::bytes("a.txt", text))), Ok(Brought::One(_))));
        let line = format!("{{\"title\": \"A\", \"text\": \"{text}\"}}\n");
        let two = [line.as_str(), line.as_str()].concat();
        assert!(matches!(first(read(Input::bytes("a.jsonl", two))), Ok(Brought::Several)));
        assert!(first(read(Input::bytes("a.txt", "  "))).is_err());
    }
}
