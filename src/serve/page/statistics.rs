//! How much is stored, and what of it was read.

use std::collections::HashMap;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use super::frame::{Frame, page};
use super::page_error::PageError;
use super::wording::{grouped, minutes};
use crate::Result;
use crate::engine::Engine;
use crate::library::{ListOptions, StoryOptions};
use crate::serve::access::Caller;
use crate::serve::service::Service;

/// So many of the newest articles are counted by what they are.
const COUNTED: usize = 10_000;
/// So many stories are counted.
const STORIES: usize = 10_000;
/// So many categories and sources are named.
const NAMED: usize = 12;

/// The page.
#[derive(Template)]
#[template(path = "stats.html")]
struct StatisticsPage {
    frame: Frame,
    counts: Vec<(&'static str, String)>,
    sources: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    is_cut: bool,
}

/// GET `/stats`.
pub(super) async fn show(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
) -> Result<Response, PageError> {
    let frame = Frame::new(&service, &caller, "stats");
    page(&service.look(move |engine| StatisticsPage::new(engine, frame)).await?)
}

impl StatisticsPage {
    fn new(engine: &Engine, frame: Frame) -> Result<Self> {
        let library = engine.library()?;
        let total = library.count()?;
        let newest = ListOptions { limit: Some(COUNTED), ..ListOptions::default() };
        let (mut sources, mut categories) = (HashMap::new(), HashMap::new());
        let (mut listed, mut read, mut words) = (0_usize, 0_usize, 0_usize);
        for article in library.list(&newest)? {
            listed += 1;
            read += usize::from(article.read_count > 0);
            words += article.word_count;
            for (name, counts) in
                [(article.source, &mut sources), (article.category, &mut categories)]
            {
                if let Some(name) = name {
                    *counts.entry(name).or_insert(0) += 1;
                }
            }
        }
        let total = usize::try_from(total).unwrap_or(usize::MAX);
        let stories = StoryOptions { limit: Some(STORIES), ..StoryOptions::default() };
        let stories = library.stories(&stories)?.len();
        let lacking = library.count_lacking_vectors(engine.model()?)?;
        let mut counts = vec![
            ("Articles", grouped(total)),
            ("Read", grouped(read)),
            ("Unread", grouped(listed - read)),
            ("Words", grouped(words)),
            ("Hours to read it all", grouped(minutes(words).div_ceil(60))),
            ("Stories told by several", grouped(stories)),
        ];
        let unplaced = usize::try_from(library.count_unplaced()?).unwrap_or(usize::MAX);
        for (name, count) in
            [("Not yet compared with others", unplaced), ("Not yet embedded", lacking)]
        {
            if count > 0 {
                counts.push((name, grouped(count)));
            }
        }
        Ok(Self {
            frame,
            counts,
            sources: most(sources),
            categories: most(categories),
            is_cut: total > listed,
        })
    }
}

/// Those that there are most of.
fn most(counts: HashMap<String, usize>) -> Vec<(String, String)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(NAMED);
    counts.into_iter().map(|(name, count)| (name, grouped(count))).collect()
}
