//! The digest: the stories of a day, or of what was not read, and what is new in each.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};

use super::asked::Asked;
use super::frame::{Frame, page};
use super::page_error::PageError;
use super::sheet::languages;
use super::stories::{Line, TELLING, Told};
use super::wording::count_of;
use crate::engine::DigestOptions;
use crate::library::Filter;
use crate::serve::access::Caller;
use crate::serve::load::Class;
use crate::serve::service::Service;

/// So many stories are told.
const STORIES: usize = 10;
/// In so many words.
const WORDS: usize = 500;
/// The spans of time that are offered, in hours.
const SPANS: [(i64, &str); 3] = [(24, "24 hours"), (72, "3 days"), (168, "week")];

/// The page.
#[derive(Template)]
#[template(path = "digest.html")]
struct DigestPage {
    frame: Frame,
    /// The hours, or nothing where what was not read is told.
    hours: Option<i64>,
    entries: Vec<Entry>,
}

/// A story, and what of it is new.
struct Entry {
    line: Line,
    new: String,
    told: Vec<Told>,
}

/// GET `/digest`.
pub(super) async fn show(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    asked: Asked,
) -> Result<Response, PageError> {
    let asked_for = asked.parsed::<i64>("hours").unwrap_or(SPANS[0].0).clamp(1, 24 * 365);
    let hours = (!asked.is_on("unread")).then_some(asked_for);
    let since = hours.map(|hours| Timestamp::now() - SignedDuration::from_hours(hours));
    let options =
        DigestOptions { since, filter: Filter::default(), stories: STORIES, words: WORDS };
    let entries = service
        .work(Class::Interactive, TELLING, move |engine| {
            let entries = engine.digest(&options)?;
            let told = entries.iter().flat_map(|it| &it.quotes).map(|quote| quote.member.id);
            let newest = entries.iter().filter_map(|it| Some(it.story.newest()?.id));
            let languages = languages(engine.library()?, told.chain(newest))?;
            let entry = |entry: &crate::engine::DigestEntry| Entry {
                line: Line::new(&entry.story, &languages),
                new: format!(
                    "{} in {}",
                    count_of(entry.news, "new sentence"),
                    count_of(entry.articles, "new article")
                ),
                told: entry.quotes.iter().map(|quote| Told::new(quote, &languages)).collect(),
            };
            Ok(entries.iter().map(entry).collect::<Vec<_>>())
        })
        .await?;
    page(&DigestPage { frame: Frame::new(&service, &caller, "digest"), hours, entries })
}
