//! The library's page: all that is stored, or what answers to a search.

use std::collections::BTreeSet;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use url::form_urlencoded::Serializer;

use super::asked::Asked;
use super::cost;
use super::frame::{Frame, Notice, page};
use super::languages::{self, Choice};
use super::page_error::PageError;
use super::rows::{Found, Row, rows};
use super::wording::grouped;
use crate::Result;
use crate::engine::{Engine, Nearness};
use crate::library::{Copies, Filter, ListOptions, Store};
use crate::serve::access::Caller;
use crate::serve::load::Class;
use crate::serve::service::Service;

/// So many rows stand on a page.
const ROWS: usize = 30;
/// There are so many pages at most of what is found: nobody reads on.
const PAGES: usize = 30;
/// The categories and sources of so many of the newest are offered.
const OFFERED_FROM: usize = 300;
/// Saying what is new to a reader counts as much as this: most of it was embedded when it was stored.
const NOVEL: usize = 8_192;

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Wanted {
    query: Option<String>,
    by_words: bool,
    category: Option<String>,
    source: Option<String>,
    language: Option<String>,
    unread: bool,
    novel: bool,
    page: usize,
}

/// The page.
#[derive(Template)]
#[template(path = "library.html")]
struct LibraryPage {
    frame: Frame,
    wanted: Wanted,
    total: u64,
    rows: Vec<Row>,
    categories: BTreeSet<String>,
    sources: BTreeSet<String>,
    languages: Vec<Choice>,
    here: String,
    previous: Option<String>,
    next: Option<String>,
}

/// GET `/`.
pub(super) async fn show(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    asked: Asked,
) -> Result<Response, PageError> {
    let wanted = Wanted::of(&asked);
    let (total, categories, sources) = service.look(|engine| offered(engine.library()?)).await?;
    let (rows, more) = match &wanted {
        _ if total == 0 => (Vec::new(), false),
        Wanted { query: Some(query), by_words: false, .. } => {
            let (tokens, wanted) = (cost(query.len()), wanted.clone());
            service.work(Class::Interactive, tokens, move |engine| found(engine, &wanted)).await?
        }
        Wanted { query: None, novel: true, .. } => {
            let wanted = wanted.clone();
            service.work(Class::Interactive, NOVEL, move |engine| found(engine, &wanted)).await?
        }
        _ => {
            let wanted = wanted.clone();
            service.look(move |engine| found(engine, &wanted)).await?
        }
    };
    let mut frame = Frame::new(&service, &caller, "library").done(asked.get("done"));
    if let Some(number) = asked.parsed("removed")
        && let Some(title) = service.desk().removed_title(&caller, number)
    {
        frame.notice = Some(Notice { text: format!("Removed “{title}”."), undo: Some(number) });
    }
    page(&LibraryPage {
        frame,
        total,
        rows,
        categories,
        sources,
        languages: languages::choices(wanted.language.as_deref()),
        here: wanted.path(wanted.page),
        previous: wanted.page.checked_sub(1).map(|page| wanted.path(page)),
        next: more.then(|| wanted.path(wanted.page + 1)),
        wanted,
    })
}

impl Wanted {
    fn of(asked: &Asked) -> Self {
        let page = asked.parsed::<usize>("page").unwrap_or(1).clamp(1, usize::MAX / ROWS);
        Self {
            query: asked.text("q"),
            by_words: asked.get("by") == Some("words"),
            category: asked.text("category"),
            source: asked.text("source"),
            language: asked.text("language"),
            unread: asked.is_on("unread"),
            novel: asked.get("order") == Some("novel"),
            page: page - 1,
        }
    }

    /// Whether all that is stored is asked for.
    fn is_all(&self) -> bool {
        *self == Self { page: self.page, ..Self::default() }
    }

    /// Whether it is asked for by more than a search.
    fn is_narrowed(&self) -> bool {
        self.novel || !self.filter().is_empty()
    }

    fn filter(&self) -> Filter {
        Filter {
            category: self.category.clone(),
            language: self.language.clone(),
            source: self.source.clone(),
            read: self.unread.then_some(false),
            ..Filter::default()
        }
    }

    /// The address of this page, or of another of the same list.
    fn path(&self, page: usize) -> String {
        let mut query = Serializer::new(String::new());
        let mut add = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        };
        add("q", self.query.as_deref());
        add("by", self.by_words.then_some("words"));
        add("category", self.category.as_deref());
        add("source", self.source.as_deref());
        add("language", self.language.as_deref());
        add("unread", self.unread.then_some("on"));
        add("order", self.novel.then_some("novel"));
        let number = (page + 1).to_string();
        add("page", (page > 0).then_some(number.as_str()));
        match query.finish() {
            query if query.is_empty() => "/".to_owned(),
            query => format!("/?{query}"),
        }
    }
}

impl LibraryPage {
    fn count(&self) -> String {
        grouped(usize::try_from(self.total).unwrap_or(usize::MAX))
    }

    fn query(&self) -> &str {
        self.wanted.query.as_deref().unwrap_or_default()
    }

    fn category(&self) -> &str {
        self.wanted.category.as_deref().unwrap_or_default()
    }

    fn source(&self) -> &str {
        self.wanted.source.as_deref().unwrap_or_default()
    }
}

/// How many articles there are; the categories and sources of the newest.
fn offered(library: &dyn Store) -> Result<(u64, BTreeSet<String>, BTreeSet<String>)> {
    let total = library.count()?;
    let newest = ListOptions { limit: Some(OFFERED_FROM), ..ListOptions::default() };
    let (mut categories, mut sources) = (BTreeSet::new(), BTreeSet::new());
    for article in library.list(&newest)? {
        categories.extend(article.category);
        sources.extend(article.source);
    }
    Ok((total, categories, sources))
}

/// The rows that are wanted, and whether there are more.
fn found(engine: &Engine, wanted: &Wanted) -> Result<(Vec<Row>, bool)> {
    let library = engine.library()?;
    let filter = wanted.filter();
    let copies = Copies::Folded(Vec::new());
    let first = wanted.page.saturating_mul(ROWS);
    if wanted.query.is_none() && !wanted.novel {
        let options = ListOptions {
            filter,
            copies,
            offset: first,
            limit: Some(ROWS + 1),
            ..ListOptions::default()
        };
        return some(library, library.list(&options)?.into_iter().map(Found::from), 0);
    }
    if wanted.page >= PAGES {
        return Ok((Vec::new(), false));
    }
    let most = first + ROWS + 1;
    match &wanted.query {
        None => some(
            library,
            engine.to_read(&filter, &copies, most)?.into_iter().map(Found::from),
            first,
        ),
        Some(query) if wanted.by_words => {
            let hits = library.search_words(query, most, &filter)?;
            some(library, hits.into_iter().map(Found::from), first)
        }
        Some(query) => {
            let nearness = Nearness { filter, copies, ..Nearness::of(most) };
            some(library, engine.search(query, &nearness)?.into_iter().map(Found::from), first)
        }
    }
}

/// The rows of one page, and whether there are more.
fn some(
    library: &dyn Store,
    found: impl Iterator<Item = Found>,
    first: usize,
) -> Result<(Vec<Row>, bool)> {
    let mut found: Vec<Found> = found.skip(first).take(ROWS + 1).collect();
    let more = found.len() > ROWS;
    found.truncate(ROWS);
    Ok((rows(library, found)?, more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_what_was_asked() {
        let path = "/?q=two+ferries&by=words&source=news.example&unread=on&page=3";
        let wanted = Wanted::of(&Asked::of(path.trim_start_matches("/?")));
        assert_eq!(wanted.path(wanted.page), path);
        assert_eq!(wanted.filter().read, Some(false));
        assert!(!wanted.is_all());
        let all = Wanted::of(&Asked::of("page=0&order=old"));
        assert_eq!(all.path(0), "/");
        assert!(all.is_all());
    }
}
