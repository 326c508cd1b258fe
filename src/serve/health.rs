//! Whether the server lives, whether it can do its work, and what it did.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::time::timeout;

use super::load::Class;
use super::operation::{Operation, Operations};
use super::problem::Problem;
use super::service::Service;

/// Embedding a word takes milliseconds; behind a full queue, as long as that.
const PATIENCE: Duration = Duration::from_secs(10);

/// That the process lives.
#[derive(Debug, Serialize, JsonSchema)]
struct Alive {
    /// `alive`.
    status: &'static str,
    /// The version of nutgraf.
    version: &'static str,
}

/// That a word was embedded and the library read.
#[derive(Debug, Serialize, JsonSchema)]
struct Ready {
    /// `ready`.
    status: &'static str,
    /// How many articles are stored.
    articles: u64,
}

pub(super) fn operations() -> Operations {
    const TAG: &str = "Server";
    Operations::default()
        .with(
            Operation::get("/health", TAG, "Whether the process lives; needs no token")
                .gives::<Alive>(200, "It does"),
            health,
        )
        .with(
            Operation::get("/ready", TAG, "Whether a word can be embedded and the library read")
                .gives::<Ready>(200, "Both can"),
            ready,
        )
        .with(
            Operation::get("/metrics", TAG, "Counts and times, for Prometheus").gives_text(
                200,
                "In the format of OpenMetrics",
                "application/openmetrics-text",
            ),
            metrics,
        )
}

async fn health() -> Json<Alive> {
    Json(Alive { status: "alive", version: env!("CARGO_PKG_VERSION") })
}

async fn ready(State(service): State<Service>) -> Result<Json<Ready>, Problem> {
    let checked = async {
        let word = service.work(Class::Interactive, 4, |engine| {
            let embedded = engine.embedder()?.embed(&["ready"])?;
            Ok(embedded.embeddings.row(0).iter().any(|value| *value != 0.0))
        });
        if !word.await? {
            return Err(Problem::unavailable("the model gives no vector"));
        }
        service.look(|engine| engine.library()?.count()).await
    };
    match timeout(PATIENCE, checked).await {
        Ok(Ok(articles)) => Ok(Json(Ready { status: "ready", articles })),
        Ok(Err(problem)) => Err(Problem {
            retry_after: problem.retry_after,
            ..Problem::unavailable(problem.detail)
        }),
        Err(_) => Err(Problem::unavailable("the model did not answer in time")),
    }
}

async fn metrics(State(service): State<Service>) -> Result<Response, Problem> {
    let text = service.metrics().text(&service.standing());
    let text = text.map_err(|_| Problem::internal("the counts cannot be written"))?;
    let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, form)], text).into_response())
}
