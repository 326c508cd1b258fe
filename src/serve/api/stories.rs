//! `/v1/stories` and `/v1/digest`: which stored articles tell of one event, and what they tell.

use axum::extract::State;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::found::of_json;
use super::parameters::Parameters;
use crate::engine::DigestOptions;
use crate::library::{Filter, StoryOptions};
use crate::serve::answer::{Named, json};
use crate::serve::load::Class;
use crate::serve::operation::{Operation, Operations};
use crate::serve::problem::Problem;
use crate::serve::service::Service;
use crate::summarize::Budget;
use crate::wire::{DigestLine, StoryLine, ToldLine, named};

/// Which stories are listed.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct StoriesParameters {
    /// Only this category.
    category: Option<String>,
    /// Only this language, as an ISO 639 code.
    language: Option<String>,
    /// Only those that this source tells.
    source: Option<String>,
    /// Only those of which something came at this time or later.
    #[schemars(with = "Option<String>")]
    since: Option<Timestamp>,
    /// At most this many, up to 200; 50 if nothing is said.
    limit: Option<usize>,
}

/// How a story is told.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct ToldParameters {
    /// At most this many sentences; 3 if nothing is said.
    sentences: Option<usize>,
}

/// Which stories a digest tells.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(in crate::serve) struct DigestParameters {
    /// What came since then is new; a day ago if nothing is said.
    #[schemars(with = "Option<String>")]
    since: Option<Timestamp>,
    /// What was not read is new.
    unread: bool,
    /// At most this many stories, up to 100; 10 if nothing is said.
    limit: Option<usize>,
    /// At most this many words in all; 500 if nothing is said.
    words: Option<usize>,
    /// Only this category.
    category: Option<String>,
    /// Only this language, as an ISO 639 code.
    language: Option<String>,
    /// Only those that this source tells.
    source: Option<String>,
}

impl DigestParameters {
    pub(in crate::serve) fn options(&self) -> DigestOptions {
        const DAY: SignedDuration = SignedDuration::from_hours(24);
        let since = self.since.unwrap_or_else(|| Timestamp::now() - DAY);
        let Self { category, language, source, .. } = self;
        DigestOptions {
            since: (!self.unread).then_some(since),
            filter: Filter {
                category: category.clone(),
                language: language.clone(),
                source: source.clone(),
                ..Filter::default()
            },
            stories: self.limit.unwrap_or(10).clamp(1, 100),
            words: self.words.unwrap_or(500).clamp(1, 10_000),
        }
    }
}

/// Stories.
#[derive(Debug, Serialize, JsonSchema)]
struct Stories<T> {
    /// That first which was added to last, or which has most that is new.
    stories: Vec<T>,
}

pub(super) fn operations() -> Operations {
    const TAG: &str = "Stories";
    Operations::default()
        .with(
            Operation::get("/v1/stories", TAG, "The stories that several stored articles tell")
                .query::<StoriesParameters>()
                .gives::<Stories<StoryLine<'static>>>(200, "The stories"),
            list,
        )
        .with(
            Operation::get("/v1/stories/{id}", TAG, "A story by its id, or by an article of it")
                .gives::<StoryLine<'static>>(200, "The story and its articles"),
            get,
        )
        .with(
            Operation::get("/v1/stories/{id}/summary", TAG, "A summary of all articles of a story")
                .query::<ToldParameters>()
                .gives::<ToldLine<'static>>(200, "Its sentences, and who told them"),
            summary,
        )
        .with(
            Operation::get("/v1/stories/{id}/timeline", TAG, "A sentence for each day of a story")
                .gives::<ToldLine<'static>>(200, "Its sentences, and who told them"),
            timeline,
        )
        .with(
            Operation::get("/v1/digest", TAG, "The stories of a day, and what is new in each")
                .query::<DigestParameters>()
                .gives::<Stories<DigestLine<'static>>>(200, "The stories"),
            digest,
        )
}

/// About how much work telling stories is, whose sentences are cached.
const STORY_TOKENS: usize = 1_024;

async fn list(
    State(service): State<Service>,
    Parameters(parameters): Parameters<StoriesParameters>,
) -> Result<Response, Problem> {
    let StoriesParameters { category, language, source, since, limit } = parameters;
    let filter = Filter { category, language, source, ..Filter::default() };
    let limit = Some(limit.unwrap_or(50).clamp(1, 200));
    let options = StoryOptions { filter, since, limit, ..StoryOptions::default() };
    let text = service
        .look(move |engine| {
            let stories = engine.library()?.stories(&options)?;
            Ok(json(&Stories { stories: stories.iter().map(StoryLine::from).collect() }))
        })
        .await?;
    Ok(of_json(text))
}

async fn get(State(service): State<Service>, Named(reference): Named) -> Result<Response, Problem> {
    let text = service
        .look(move |engine| {
            let story = engine.library()?.story(&reference)?;
            Ok(json(&named(StoryLine::from(&story))))
        })
        .await?;
    Ok(of_json(text))
}

async fn summary(
    State(service): State<Service>,
    Named(reference): Named,
    Parameters(parameters): Parameters<ToldParameters>,
) -> Result<Response, Problem> {
    let budget = match parameters.sentences {
        Some(count) => {
            Budget::sentences(count).map_err(|error| Problem::bad_request(error.to_string()))?
        }
        None => Budget::default(),
    };
    let text = service
        .work(Class::Interactive, STORY_TOKENS, move |engine| {
            let story = engine.library()?.story(&reference)?;
            let summary = engine.story_summary(&story, budget)?;
            Ok(json(&named(ToldLine::new(&story, &summary.quotes))))
        })
        .await?;
    Ok(of_json(text))
}

async fn timeline(
    State(service): State<Service>,
    Named(reference): Named,
) -> Result<Response, Problem> {
    let text = service
        .work(Class::Interactive, STORY_TOKENS, move |engine| {
            let story = engine.library()?.story(&reference)?;
            let lines = engine.timeline(&story)?;
            Ok(json(&named(ToldLine::new(&story, &lines))))
        })
        .await?;
    Ok(of_json(text))
}

async fn digest(
    State(service): State<Service>,
    Parameters(parameters): Parameters<DigestParameters>,
) -> Result<Response, Problem> {
    let options = parameters.options();
    let text = service
        .work(Class::Interactive, STORY_TOKENS, move |engine| {
            let entries = engine.digest(&options)?;
            Ok(json(&Stories { stories: entries.iter().map(DigestLine::from).collect() }))
        })
        .await?;
    Ok(of_json(text))
}
