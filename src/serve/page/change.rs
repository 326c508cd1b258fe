//! What a reader does to an article: read it, edit it, remove it, put it back.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;

use super::cost;
use super::frame::{Frame, page};
use super::languages::{self, Choice};
use super::page_error::PageError;
use super::submitted::Submitted;
use crate::Error;
use crate::article::{Article, ArticleId};
use crate::engine::Change;
use crate::serve::access::Caller;
use crate::serve::answer::Named;
use crate::serve::load::Class;
use crate::serve::problem::Problem;
use crate::serve::service::Service;
use crate::text::Document;

/// The form that edits an article.
#[derive(Template)]
#[template(path = "edit.html")]
pub(super) struct EditPage {
    pub(super) frame: Frame,
    pub(super) article: Article,
    pub(super) path: String,
    pub(super) languages: Vec<Choice>,
    pub(super) lang: languages::Lang,
}

impl EditPage {
    /// The form for this article.
    pub(super) fn new(frame: Frame, article: Article) -> Self {
        Self {
            frame,
            path: article.id.map_or_else(String::new, |id| format!("/articles/{id}")),
            languages: languages::choices(article.language.as_deref()),
            lang: languages::Lang::of(article.language.as_deref()),
            article,
        }
    }

    fn title(&self) -> &str {
        self.article.title.as_deref().unwrap_or_default()
    }

    fn category(&self) -> &str {
        self.article.category.as_deref().unwrap_or_default()
    }

    fn url(&self) -> &str {
        self.article.url.as_deref().unwrap_or_default()
    }

    fn date(&self) -> String {
        self.article.date.map(|date| date.to_string()).unwrap_or_default()
    }
}

/// POST `/articles/{id}/read`.
pub(super) async fn mark_read(
    State(service): State<Service>,
    Named(id): Named,
    form: Submitted,
) -> Result<Response, PageError> {
    form.writes()?;
    let id = article_id(&id)?;
    service.look(move |engine| engine.library()?.mark_read(id, Timestamp::now())).await?;
    let path = format!("/articles/{id}?done=read");
    Ok(Redirect::to(form.back().unwrap_or(&path)).into_response())
}

/// GET `/articles/{id}/edit`.
pub(super) async fn form(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    Named(id): Named,
) -> Result<Response, PageError> {
    let id = article_id(&id)?;
    let article = service.look(move |engine| engine.library()?.get_by_id(id)).await?;
    page(&EditPage::new(Frame::new(&service, &caller, "library"), article))
}

/// POST `/articles/{id}/edit`.
pub(super) async fn edit(
    State(service): State<Service>,
    Named(id): Named,
    form: Submitted,
) -> Result<Response, PageError> {
    form.writes()?;
    let id = article_id(&id)?;
    let stored = service.look(move |engine| engine.library()?.get_by_id(id)).await?;
    let change = change(&form, &stored)?;
    let tokens = cost(change.body.as_ref().map_or(0, String::len));
    service.work(Class::Interactive, tokens, move |engine| engine.edit(id, change)).await?;
    Ok(Redirect::to(&format!("/articles/{id}?done=changed")).into_response())
}

/// What of an article the form changes: what another has changed meanwhile, and it has not, stays.
fn change(form: &Submitted, stored: &Article) -> Result<Change, Problem> {
    let field = |name: &str, stored: Option<&str>| {
        let given = form.get(name);
        (given != stored.map(str::trim)).then(|| given.map(str::to_owned))
    };
    let date = match form.get("date") {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| {
            Problem::bad_request(format!("“{text}” is not a date; write it as 2024-12-24"))
        })?),
    };
    // A browser ends lines as mail does.
    let body = form.get("text").map(|text| text.replace("\r\n", "\n"));
    Ok(Change {
        title: field("title", stored.title.as_deref()),
        category: field("category", stored.category.as_deref()),
        url: field("url", stored.url.as_deref()),
        language: field("language", stored.language.as_deref()),
        date: (date != stored.date).then_some(date),
        body: body.filter(|body| body != stored.body.trim()),
    })
}

/// POST `/articles/{id}/delete`.
pub(super) async fn delete(
    State(service): State<Service>,
    Named(id): Named,
    form: Submitted,
) -> Result<Response, PageError> {
    form.writes()?;
    let id = article_id(&id)?;
    let removed = service
        .look(move |engine| {
            let library = engine.library()?;
            let article = library.get_by_id(id)?;
            library.remove(id)?;
            Ok(article)
        })
        .await?;
    let number = service.desk().keep(&form.caller, removed);
    Ok(Redirect::to(&format!("/?removed={number}")).into_response())
}

/// POST `/undo/{number}`.
pub(super) async fn undo(
    State(service): State<Service>,
    Named(number): Named,
    form: Submitted,
) -> Result<Response, PageError> {
    form.writes()?;
    let number = number.parse().unwrap_or_default();
    let Some(article) = service.desk().take(&form.caller, number) else {
        return Err(Problem::not_found("this was put back already, or is no longer kept").into());
    };
    let document = Document { article: article.clone(), ..Document::default() };
    let tokens = cost(article.body.len());
    let added = service
        .work(Class::Interactive, tokens, move |engine| {
            let results = engine.add(std::slice::from_ref(&document))?;
            results.into_iter().next().unwrap_or(Err(Error::NoLibrary))
        })
        .await;
    match added {
        Ok(added) => {
            Ok(Redirect::to(&format!("/articles/{}?done=restored", added.id)).into_response())
        }
        Err(problem) => {
            // It can be tried again from the page that was left.
            service.desk().keep_as(number, &form.caller, article);
            Err(problem.into())
        }
    }
}

fn article_id(text: &str) -> Result<ArticleId, Problem> {
    text.parse().map_err(|_| Problem::not_found(format!("“{text}” is no article's id")))
}
