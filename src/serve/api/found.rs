//! What is found from what is stored: cards, neighbours, what is new, searches.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::parameters::{By, CardParameters, FindParameters, Parameters, SearchParameters, stored};
use crate::engine::{Against, Engine};
use crate::serve::answer::{Named, json, with_timing};
use crate::serve::load::Class;
use crate::serve::operation::{Operation, Operations};
use crate::serve::problem::Problem;
use crate::serve::service::{Service, Timing, tokens_of_bytes};
use crate::wire::{
    ArticleLine, ArticleOptions, MatchingSentences, NeighborLine, NewsLine, WordHitLine, named,
};
use crate::{Error, Result};

/// What was found, the best first.
#[derive(Debug, Serialize, JsonSchema)]
struct Found<T> {
    /// The articles.
    results: Vec<T>,
    /// Whether some articles are stored and await their vectors: they are not found by meaning yet. Left out if there are
    /// none.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    awaited: bool,
}

/// What an article is compared with.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct NewParameters {
    /// `read`: what was read and is like it; `story`: what was told before of its story.
    against: AgainstParameter,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum AgainstParameter {
    #[default]
    Story,
    Read,
}

/// How much is stored.
#[derive(Debug, Serialize, JsonSchema)]
struct Stats {
    /// The articles.
    articles: u64,
    /// Those that have no vector of this model, and are not found by it.
    lacking_vectors: usize,
    /// Those that are stored and await their vectors: `nutgraf work` makes them.
    awaited: u64,
    /// Those whose vectors could not be made: `nutgraf work --dead` says why.
    dead: u64,
    /// Those that were not compared with those before them yet.
    unplaced: u64,
    /// The model.
    model: String,
}

pub(super) fn operations() -> Operations {
    const TAG: &str = "Finding";
    Operations::default()
        .with(
            Operation::get("/v1/articles/{id}/card", TAG, "The card of a stored article")
                .query::<CardParameters>()
                .gives::<ArticleLine<'static>>(200, "The card"),
            card,
        )
        .with(
            Operation::get(
                "/v1/articles/{id}/similar",
                TAG,
                "The stored articles like one, and why",
            )
            .query::<FindParameters>()
            .gives::<Found<NeighborLine<'static>>>(200, "The articles, the most alike first"),
            similar,
        )
        .with(
            Operation::get("/v1/articles/{id}/new", TAG, "What is new in a stored article")
                .query::<NewParameters>()
                .gives::<NewsLine<'static>>(200, "Its sentences, and which are new"),
            news,
        )
        .with(
            Operation::get("/v1/search", TAG, "Search by meaning or by words")
                .query::<SearchParameters>()
                .gives::<Found<NeighborLine<'static>>>(200, "The articles, the best first")
                .gives::<Found<WordHitLine<'static>>>(200, "By words, with their places"),
            search,
        )
        .with(
            Operation::get("/v1/stats", TAG, "How much is stored")
                .gives::<Stats>(200, "The counts"),
            stats,
        )
}

/// Whether articles await their vectors.
fn awaits(engine: &Engine) -> Result<bool> {
    Ok(engine.library()?.first_awaited()?.is_some())
}

/// About how much work the sentences of a stored article are, most of whose vectors are cached.
const STORED_TOKENS: usize = 256;

async fn card(
    State(service): State<Service>,
    Named(reference): Named,
    Parameters(parameters): Parameters<CardParameters>,
) -> Result<Response, Problem> {
    let options = parameters.options()?;
    let unit = ArticleOptions { offsets: parameters.offsets.into(), ..ArticleOptions::default() };
    let made = service
        .timed_work(Class::Interactive, STORED_TOKENS, move |engine| {
            let card = engine.stored_card(stored(engine, &reference)?, &options)?;
            Ok(json(&named(ArticleLine::new(&card, unit))))
        })
        .await?;
    let timing = Timing::of(&made);
    Ok(with_timing(of_json(made.value), timing))
}

async fn similar(
    State(service): State<Service>,
    Named(reference): Named,
    Parameters(parameters): Parameters<FindParameters>,
) -> Result<Response, Problem> {
    let nearness = parameters.nearness()?;
    let why = parameters.why == Some(true);
    let made = service
        .timed_work(Class::Interactive, STORED_TOKENS, move |engine| {
            let article = stored(engine, &reference)?;
            let readings = engine.similar(&article, &nearness)?;
            let ids: Vec<_> = readings.iter().map(|reading| reading.id).collect();
            let mut others = Vec::new();
            let mut pairs = vec![None; readings.len()];
            if why {
                let library = engine.library()?;
                others = ids.iter().map(|id| library.get_by_id(*id)).collect::<Result<_>>()?;
                pairs = engine.closest_sentences(&article, &others)?;
            }
            let lines = readings.iter().enumerate().map(|(at, reading)| NeighborLine {
                reading: reading.into(),
                matching: pairs[at]
                    .as_ref()
                    .zip(others.get(at))
                    .map(|(pair, other)| MatchingSentences::new(pair, &article, other)),
            });
            Ok(json(&Found { results: lines.collect(), awaited: awaits(engine)? }))
        })
        .await?;
    let timing = Timing::of(&made);
    Ok(with_timing(of_json(made.value), timing))
}

async fn news(
    State(service): State<Service>,
    Named(reference): Named,
    Parameters(parameters): Parameters<NewParameters>,
) -> Result<Response, Problem> {
    let against = match parameters.against {
        AgainstParameter::Story => Against::Story,
        AgainstParameter::Read => Against::Read,
    };
    let text = service
        .work(Class::Interactive, STORED_TOKENS, move |engine| {
            let article = stored(engine, &reference)?;
            let news = engine.news(&article, against)?;
            Ok(json(&named(NewsLine::new(&article, &news))))
        })
        .await?;
    Ok(of_json(text))
}

async fn search(
    State(service): State<Service>,
    Parameters(parameters): Parameters<SearchParameters>,
) -> Result<Response, Problem> {
    let SearchParameters { q, by, find } = parameters;
    if q.trim().is_empty() {
        return Err(Problem::bad_request("`q` is empty; say what is to be found"));
    }
    if by == By::Words {
        let (filter, count) = (find.filter.filter(), find.count());
        let hits =
            service.look(move |engine| engine.library()?.search_words(&q, count, &filter)).await?;
        let results = hits.iter().map(WordHitLine::from).collect();
        return Ok(Json(Found { results, awaited: false }).into_response());
    }
    let nearness = find.nearness()?;
    let made = service
        .timed_work(
            Class::Interactive,
            tokens_of_bytes(q.len()).min(STORED_TOKENS),
            move |engine| {
                let readings = engine.search(&q, &nearness)?;
                let lines =
                    readings.iter().map(|it| NeighborLine { reading: it.into(), matching: None });
                Ok(json(&Found { results: lines.collect(), awaited: awaits(engine)? }))
            },
        )
        .await?;
    let timing = Timing::of(&made);
    Ok(with_timing(of_json(made.value), timing))
}

async fn stats(State(service): State<Service>) -> Result<Json<Stats>, Problem> {
    let counted = |engine: &Engine| {
        let library = engine.library()?;
        let model = engine.model()?;
        let jobs = library.job_counts()?;
        Ok::<_, Error>(Stats {
            articles: library.count()?,
            lacking_vectors: library.count_lacking_vectors(model)?,
            awaited: jobs.awaited(),
            dead: jobs.dead,
            unplaced: library.count_unplaced()?,
            model: model.as_str().to_owned(),
        })
    };
    Ok(Json(service.look(counted).await?))
}

/// An answer whose body is JSON already.
pub(super) fn of_json(text: String) -> Response {
    let mut response = text.into_response();
    let form = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, form);
    response
}
