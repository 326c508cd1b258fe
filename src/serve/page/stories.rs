//! Stories: what several articles tell, and one of these with its articles, its summary and its days.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;

use super::asked::Asked;
use super::frame::{Frame, page};
use super::languages::Lang;
use super::page_error::PageError;
use super::sheet::{View, languages};
use super::wording::{count_of, local_time, long_date};
use crate::Result;
use crate::article::ArticleId;
use crate::engine::{Engine, Quote};
use crate::library::{Member, Story, StoryOptions};
use crate::serve::access::Caller;
use crate::serve::answer::Named;
use crate::serve::load::Class;
use crate::serve::service::Service;
use crate::summarize::Budget;

/// So many stories are listed.
const LISTED: usize = 50;
/// Telling a story counts as much as this: its sentences were embedded when they were stored.
pub(super) const TELLING: usize = 4_096;

/// The stories.
#[derive(Template)]
#[template(path = "stories.html")]
struct StoriesPage {
    frame: Frame,
    stories: Vec<Line>,
    is_cut: bool,
}

/// One story.
#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    frame: Frame,
    path: String,
    line: Line,
    view: View,
    summary: Vec<Told>,
    timeline: Vec<Told>,
    members: Vec<Row>,
}

/// A story in a line.
pub(super) struct Line {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) lang: Lang,
    /// The day of its newest article, as a machine reads it, and as people do.
    pub(super) date: (String, String),
    /// Of how many articles, from how many sources, how many of them unread.
    pub(super) about: Vec<String>,
    pub(super) is_read: bool,
}

/// A sentence, and who told it when.
pub(super) struct Told {
    pub(super) text: String,
    pub(super) lang: Lang,
    pub(super) path: String,
    pub(super) source: String,
    /// When it was told, as a machine reads it, and as people do.
    pub(super) at: (String, String),
}

/// An article of a story.
struct Row {
    path: String,
    title: String,
    lang: Lang,
    at: (String, String),
    about: Vec<String>,
    is_read: bool,
}

/// Languages of articles.
type Languages = std::collections::BTreeMap<ArticleId, String>;

/// GET `/stories`.
pub(super) async fn list(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
) -> Result<Response, PageError> {
    let stories = service
        .look(|engine| {
            let library = engine.library()?;
            let options = StoryOptions { limit: Some(LISTED + 1), ..StoryOptions::default() };
            let stories = library.stories(&options)?;
            let newest = stories.iter().filter_map(|story| Some(story.newest()?.id));
            let languages = languages(library, newest)?;
            Ok(stories.iter().map(|story| Line::new(story, &languages)).collect::<Vec<_>>())
        })
        .await?;
    let is_cut = stories.len() > LISTED;
    let stories = stories.into_iter().take(LISTED).collect();
    page(&StoriesPage { frame: Frame::new(&service, &caller, "stories"), stories, is_cut })
}

/// GET `/stories/{id}`.
pub(super) async fn show(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    Named(reference): Named,
    asked: Asked,
) -> Result<Response, PageError> {
    let view = View::new(asked.parsed("n").or(Some(5)), false);
    let frame = Frame::new(&service, &caller, "stories");
    let made = service
        .work(Class::Interactive, TELLING, move |engine| {
            StoryPage::new(engine, &reference, view, frame)
        })
        .await?;
    page(&made)
}

impl StoryPage {
    fn new(engine: &Engine, reference: &str, view: View, frame: Frame) -> Result<Self> {
        let library = engine.library()?;
        let story = library.story(reference)?;
        let languages = languages(library, story.members.iter().map(|member| member.id))?;
        let summary = engine.story_summary(&story, Budget::sentences(view.sentences)?)?.quotes;
        let timeline = engine.timeline(&story)?;
        let path = match story.id {
            Some(id) => format!("/stories/{id}"),
            None => format!("/stories/{reference}"),
        };
        let told = |quotes: Vec<Quote>| quotes.iter().map(|it| Told::new(it, &languages)).collect();
        Ok(Self {
            frame,
            path,
            line: Line::new(&story, &languages),
            view,
            summary: told(summary),
            timeline: told(timeline),
            members: story.members.iter().map(|member| Row::new(member, &languages)).collect(),
        })
    }
}

fn lang_of(member: &Member, languages: &Languages) -> Lang {
    Lang::of(languages.get(&member.id).map(String::as_str))
}

/// When an article was told, as a machine reads it, and as people do: the day alone, where no more is known.
fn at(member: &Member) -> (String, String) {
    let at = member.at();
    let is_day = member.published.is_some() && at.as_second() % (24 * 60 * 60) == 0;
    if is_day {
        let day = at.to_zoned(TimeZone::UTC).date();
        return (day.to_string(), long_date(day));
    }
    (at.to_string(), local_time(at))
}

impl Line {
    /// The line of a story.
    pub(super) fn new(story: &Story, languages: &Languages) -> Self {
        let newest = story.newest();
        let date = newest.map(|member| member.at().to_zoned(TimeZone::system()).date());
        let unread = story.members.iter().filter(|member| !member.is_read).count();
        let (texts, sources) = (story.texts(), story.sources().len());
        let mut about = vec![count_of(texts, "article")];
        if let copies @ 1.. = story.members.len().saturating_sub(texts) {
            about.push(if copies == 1 { "1 copy".to_owned() } else { format!("{copies} copies") });
        }
        if sources > 1 {
            about.push(count_of(sources, "source"));
        }
        if unread > 0 && unread < story.members.len() {
            about.push(format!("{unread} unread"));
        }
        Self {
            path: match (story.id, newest) {
                (Some(id), _) => format!("/stories/{id}"),
                (None, Some(member)) => format!("/articles/{}", member.id),
                (None, None) => "/stories".to_owned(),
            },
            title: newest.map(|member| member.title.clone()).unwrap_or_default(),
            lang: newest.map(|member| lang_of(member, languages)).unwrap_or_default(),
            date: date.map(|date| (date.to_string(), long_date(date))).unwrap_or_default(),
            about,
            is_read: unread == 0,
        }
    }
}

impl Told {
    /// A sentence of a story.
    pub(super) fn new(quote: &Quote, languages: &Languages) -> Self {
        let member = &quote.member;
        Self {
            text: quote.text.clone(),
            lang: lang_of(member, languages),
            path: format!("/articles/{}", member.id),
            source: member.source.clone().unwrap_or_else(|| member.title.clone()),
            at: at(member),
        }
    }
}

impl Row {
    fn new(member: &Member, languages: &Languages) -> Self {
        let mut about: Vec<String> = member.source.iter().cloned().collect();
        about.extend(member.copy_of.map(|_| "copy of one before".to_owned()));
        about.extend(member.is_kept.then(|| "put here by you".to_owned()));
        Self {
            path: format!("/articles/{}", member.id),
            title: member.title.clone(),
            lang: lang_of(member, languages),
            at: at(member),
            about,
            is_read: member.is_read,
        }
    }
}
