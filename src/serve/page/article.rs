//! The page of one article: its text with the summary marked in it, the summary, similar readings, details.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;

use super::asked::Asked;
use super::cost;
use super::frame::{Frame, page};
use super::languages::{self, Lang};
use super::page_error::PageError;
use super::reasons::{Judged, Likeness, Reason, how, judged, reasons};
use super::rows::source_of;
use super::running_text::{Paragraph, paragraphs};
use super::sheet::{SENTENCES, Sheet, View};
use super::wording::{count_of, grouped, local_time, long_date, of_sentences};
use crate::article::{Article, Highlight};
use crate::engine::Against;
use crate::read::is_address;
use crate::serve::access::Caller;
use crate::serve::answer::Named;
use crate::serve::load::Class;
use crate::serve::service::Service;
use crate::summarize::Role;
use crate::text::Document;

/// The page.
#[derive(Template)]
#[template(path = "article.html")]
pub(super) struct ArticlePage<'a> {
    frame: Frame,
    article: &'a Article,
    lang: Lang,
    /// The path of its page; none if it is not stored.
    path: Option<String>,
    title: String,
    byline: Vec<String>,
    date: Option<(String, String)>,
    minutes: u64,
    view: View,
    longest: usize,
    sentences: Vec<Picked>,
    items: Vec<Picked>,
    items_left_out: usize,
    paragraphs: Vec<Paragraph<'a>>,
    news: Option<String>,
    similar: Vec<Reading>,
    story: Option<(String, String)>,
    words: String,
    sentence_count: String,
    details: Vec<(&'static str, String)>,
    link: Option<&'a str>,
    highlights: &'a [Highlight],
    remarks: Vec<String>,
    how: String,
    judged: Vec<Judged>,
}

/// A sentence of the summary.
struct Picked {
    /// Its number, by which it is linked to.
    number: usize,
    text: String,
    reasons: Vec<Reason>,
}

/// A similar reading.
struct Reading {
    path: String,
    title: String,
    lang: Lang,
    /// Its address, which paper shows.
    url: Option<String>,
    about: Vec<String>,
    is_read: bool,
    why: Likeness,
}

/// GET `/articles/{id}`.
pub(super) async fn show(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    Named(reference): Named,
    asked: Asked,
) -> Result<Response, PageError> {
    let article = service.look(move |engine| engine.library()?.get(&reference)).await?;
    let view = View::new(asked.parsed("n"), asked.is_on("why"));
    let document = Document { article, ..Document::default() };
    let frame = Frame::new(&service, &caller, "library").done(asked.get("done"));
    answer(&service, document, view, frame).await
}

/// The page of this article.
pub(super) async fn answer(
    service: &Service,
    document: Document,
    view: View,
    frame: Frame,
) -> Result<Response, PageError> {
    let tokens = cost(document.article.body.len());
    let sheet = service
        .work(Class::Interactive, tokens, move |engine| Sheet::of(engine, &document, view))
        .await?;
    page(&ArticlePage::new(&sheet, view, frame))
}

impl<'a> ArticlePage<'a> {
    /// The page that shows this sheet.
    pub(super) fn new(sheet: &'a Sheet, view: View, frame: Frame) -> Self {
        let card = &sheet.card;
        let article = &card.document.article;
        let summary = &card.summary;
        let picked = |pick: &crate::summarize::Pick| {
            let text = pick.text(card.body())?;
            Some(Picked { number: pick.index, text, reasons: reasons(&pick.parts) })
        };
        let plain = summary.picks.iter().filter(|pick| pick.role != Some(Role::Item));
        let byline = [source_of(article), article.author.clone(), article.category.clone()];
        Self {
            frame,
            article,
            lang: Lang::of(article.language.as_deref()),
            path: article.id.map(|id| format!("/articles/{id}")),
            title: article
                .title
                .clone()
                .unwrap_or_else(|| super::wording::beginning(&article.body, 60)),
            byline: byline.into_iter().flatten().collect(),
            date: article.date.map(|date| (date.to_string(), long_date(date))),
            minutes: card.reading_minutes(),
            view,
            longest: *SENTENCES.end(),
            sentences: plain.filter_map(picked).collect(),
            items: summary.items().filter_map(picked).collect(),
            items_left_out: summary.items_left_out(),
            paragraphs: paragraphs(card.body(), &card.sentences, &summary.picks, &sheet.is_new()),
            news: news(sheet),
            similar: readings(sheet),
            story: sheet
                .story
                .as_ref()
                .map(|(id, members)| (format!("/stories/{id}"), count_of(*members, "article"))),
            words: grouped(article.word_count),
            sentence_count: grouped(card.sentences.len()),
            details: details(&card.document),
            link: article.url.as_deref(),
            highlights: &article.highlights,
            remarks: remarks(&card.document),
            how: how(card),
            judged: judged(card),
        }
    }

    /// Whether the address can be followed.
    fn is_link(&self) -> bool {
        self.link.is_some_and(is_address)
    }
}

/// How much is new, and to whom.
fn news(sheet: &Sheet) -> Option<String> {
    let (against, news) = sheet.news.as_ref()?;
    let count = of_sentences(news.count(), news.sentences.len());
    let articles = news.before.len();
    let are = if news.count() == 1 { "is" } else { "are" };
    Some(match against {
        Against::Read => {
            format!(
                "{count} {are} new to you, after {} that you have read",
                count_of(articles, "article")
            )
        }
        Against::Story => {
            format!("{count} {are} new in this story, after {}", count_of(articles, "article"))
        }
    })
}

fn readings(sheet: &Sheet) -> Vec<Reading> {
    let reading = |found: &crate::engine::SimilarReading| {
        let article = sheet.beside.get(&found.id);
        let date = article.and_then(|it| it.date).map(long_date);
        Reading {
            path: format!("/articles/{}", found.id),
            title: found.title.clone(),
            url: found.url.clone(),
            lang: Lang::of(article.and_then(|it| it.language.as_deref())),
            about: [article.and_then(source_of), date].into_iter().flatten().collect(),
            is_read: article.is_some_and(|it| it.read_count > 0),
            why: Likeness::of(found),
        }
    };
    sheet.card.similar.iter().map(reading).collect()
}

/// What is known of an article, by name. What only some articles have is left out of others.
fn details(document: &Document) -> Vec<(&'static str, String)> {
    let article = &document.article;
    let time = |time: Option<Timestamp>| time.map(local_time);
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let or_none = |value: Option<String>| value.or_else(|| Some("–".to_owned()));
    let language = article.language.as_deref().map(|code| languages::name(code).to_owned());
    let all = [
        ("ID", or_none(article.id.map(|id| id.to_string()))),
        ("Category ID", or_none(article.category.clone())),
        ("Date", or_none(article.date.map(long_date))),
        ("Created", or_none(time(article.created))),
        ("Updated", or_none(time(article.updated))),
        ("Last read", or_none(time(article.last_read))),
        ("Published", time(article.published)),
        ("Language", language),
        ("Author", article.author.clone()),
        ("Site", article.site.clone()),
        ("Tags", some(article.tags.join(", "))),
        ("Starred", article.starred.then(|| "yes".to_owned())),
        ("Progress", article.progress.map(|percent| format!("{percent} %"))),
        ("External ID", article.external_id.clone()),
        ("Source", some(document.source.clone())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// What a reader should know of how the text was read.
fn remarks(document: &Document) -> Vec<String> {
    let doubts = document.extraction.iter().flat_map(|it| &it.doubts);
    let doubts = doubts.map(|doubt| format!("This may not be the whole article: {doubt}."));
    let warnings = document.warnings.iter().map(|warning| format!("On reading: {warning}."));
    let removed: usize = document.repairs.iter().map(|repair| repair.words).sum();
    let repaired = (removed > 0).then(|| {
        format!(
            "{} that stood there twice, or were no text of it, left out.",
            count_of(removed, "word")
        )
    });
    doubts.chain(warnings).chain(repaired).collect()
}
