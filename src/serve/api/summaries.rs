//! `POST /v1/summaries`: an article in any form to its card. Nothing is stored.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::documents;
use super::input::ArticleBody;
use super::parameters::{CardParameters, Parameters};
use crate::engine::{CardOptions, Engine};
use crate::serve::answer::{json, with_timing};
use crate::serve::body;
use crate::serve::load::Class;
use crate::serve::operation::{Operation, Operations};
use crate::serve::problem::Problem;
use crate::serve::service::{Service, Timing, tokens_of_bytes};
use crate::wire::{ArticleLine, ArticleOptions, FailureLine, named};
use crate::{Error, Result};

pub(super) fn operations() -> Operations {
    Operations::default().with(
        Operation::post(
            "/v1/summaries",
            "Articles",
            "Summarise an article, and name stored ones like it",
        )
        .query::<CardParameters>()
        .takes::<ArticleBody>()
        .takes_form("text/plain", None)
        .takes_form("text/html", None)
        .takes_form("application/octet-stream", None)
        .gives::<ArticleLine<'static>>(200, "The article's card")
        .gives_text(
            200,
            "A line for each article, if `Accept` says so",
            "application/x-ndjson",
        ),
        summaries,
    )
}

async fn summaries(
    State(service): State<Service>,
    Parameters(parameters): Parameters<CardParameters>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let options = parameters.options()?;
    let media_type = body::media_type(&headers);
    let body = body::read(body, service.limits()).await?;
    let accepted = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let takes_lines =
        ["application/x-ndjson", "application/jsonl"].iter().any(|it| accepted.contains(it));
    let fetches = parameters.fetch && service.fetches();
    if parameters.fetch && !service.fetches() {
        return Err(Problem::forbidden("this server fetches no addresses; `--fetch` lets it"));
    }
    let unit = parameters.offsets.into();
    let tokens = tokens_of_bytes(body.len());
    let made = service
        .timed_work(Class::Interactive, tokens, move |engine| {
            let asked = Asked { body, media_type, fetches, options, takes_lines };
            asked.answer(engine, ArticleOptions { offsets: unit, ..ArticleOptions::default() })
        })
        .await?;
    let timing = Timing::of(&made);
    let text = match made.value {
        Answer::Text(text) => text,
        Answer::Several => {
            return Err(Problem::unusable(
                "there are several articles in the body; send one, or `Accept: application/x-ndjson` \
                 for a line each",
            ));
        }
    };
    let form = if takes_lines { "application/x-ndjson" } else { "application/json" };
    let mut response = text.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(form));
    Ok(with_timing(response, timing))
}

/// What is to be summarised.
struct Asked {
    body: Bytes,
    media_type: Option<String>,
    fetches: bool,
    options: CardOptions,
    takes_lines: bool,
}

enum Answer {
    Text(String),
    /// There are several articles, and one was to be answered.
    Several,
}

impl Asked {
    fn answer(self, engine: &Engine, options: ArticleOptions) -> Result<Answer> {
        let mut documents = documents(&self.body, self.media_type, self.fetches);
        let line = |document: Result<crate::text::Document>| -> Result<String> {
            let card = engine.card(&document?, &self.options)?;
            Ok(json(&named(ArticleLine::new(&card, options))))
        };
        if !self.takes_lines {
            let first = documents.next().unwrap_or_else(|| Err(no_text()))?;
            if documents.next().is_some() {
                return Ok(Answer::Several);
            }
            return line(Ok(first)).map(Answer::Text);
        }
        let mut text = String::new();
        for document in documents {
            match line(document) {
                Ok(line) => text.push_str(&line),
                Err(error) if error.kind() == crate::ErrorKind::Input => {
                    text.push_str(&json(&named(FailureLine::from(&error))));
                }
                Err(error) => return Err(error),
            }
            text.push('\n');
        }
        Ok(Answer::Text(text))
    }
}

fn no_text() -> Error {
    Error::NoText { name: "the body".to_owned() }
}
