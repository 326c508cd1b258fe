//! Ollama's contract, as far as it embeds: `/api/embed`, `/api/tags`, `/api/version`.
//!
//! Times are in nanoseconds, errors are `{"error"}`. `truncate` is true by default: with false, a text that is
//! too long is refused.

use std::time::Instant;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::{json, with_timing, with_truncated};
use super::body;
use super::operation::{Operation, Operations};
use super::problem::Problem;
use super::service::Service;
use super::texts::{Inputs, TextInputs, check_dimensions};

/// What is to be embedded.
#[derive(Debug, Deserialize, JsonSchema)]
struct EmbedRequest {
    /// The model: this server's, or any name, as there is one.
    model: Option<String>,
    /// A text, or texts.
    input: TextInputs,
    /// Whether a text that is too long is cut, or refused.
    truncate: Option<bool>,
    /// How many dimensions: only as many as the model has.
    dimensions: Option<usize>,
    /// Not looked at: the model stays.
    #[expect(dead_code, reason = "it is not looked at")]
    keep_alive: Option<Value>,
    /// Not looked at.
    #[expect(dead_code, reason = "it is not looked at")]
    options: Option<Value>,
}

/// Vectors, in the order of the texts.
#[derive(Debug, Serialize, JsonSchema)]
struct EmbedAnswer {
    /// The model, as it was called.
    model: String,
    /// The vectors, of length 1.
    embeddings: Vec<Vec<f32>>,
    /// Nanoseconds in all.
    total_duration: u64,
    /// Nanoseconds for loading the model, which is there.
    load_duration: u64,
    /// Tokens of all texts.
    prompt_eval_count: usize,
}

/// The models that there are.
#[derive(Debug, Serialize, JsonSchema)]
struct Tags {
    /// The one model.
    models: Vec<Tag>,
}

/// A model.
#[derive(Debug, Serialize, JsonSchema)]
struct Tag {
    /// Its name.
    name: String,
    /// The same.
    model: String,
    /// When it was made, which is not known.
    modified_at: &'static str,
    /// Its bytes, which are not told.
    size: u64,
    /// The beginning of its weights' sha256.
    digest: String,
    /// What it is.
    details: TagDetails,
}

/// What a model is.
#[derive(Debug, Serialize, JsonSchema)]
struct TagDetails {
    /// The form of its files.
    format: &'static str,
    /// Its family.
    family: &'static str,
    /// Its families.
    families: Vec<&'static str>,
    /// How large it is, which is not told.
    parameter_size: &'static str,
    /// The form of its weights.
    quantization_level: &'static str,
}

/// The version of this server.
#[derive(Debug, Serialize, JsonSchema)]
struct Version {
    /// As of nutgraf.
    version: &'static str,
}

/// An error.
#[derive(Debug, Serialize, JsonSchema)]
struct ErrorBody {
    /// What is wrong.
    error: String,
    /// The limit that was exceeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
}

/// A problem in this contract's form.
pub(super) fn error(problem: &Problem) -> String {
    json(&ErrorBody { error: problem.detail.clone(), limit: problem.limit })
}

pub(super) fn operations() -> Operations {
    const TAG: &str = "Ollama";
    Operations::default()
        .with(
            Operation::post("/api/embed", TAG, "Embed texts")
                .takes::<EmbedRequest>()
                .gives::<EmbedAnswer>(200, "A vector for each text")
                .fails::<ErrorBody>(&[400, 413, 415, 422, 429]),
            embed,
        )
        .with(
            Operation::get("/api/tags", TAG, "The model that embeds")
                .gives::<Tags>(200, "The one model"),
            tags,
        )
        .with(
            Operation::get("/api/version", TAG, "The version of this server")
                .gives::<Version>(200, "The version"),
            version,
        )
}

async fn embed(
    State(service): State<Service>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let began = Instant::now();
    let request: EmbedRequest = body::json(&headers, body, service.limits()).await?;
    let (own, has, most) = {
        let embedder = service.embedder()?;
        (embedder.model().as_str().to_owned(), embedder.dimensions(), embedder.max_tokens())
    };
    check_dimensions(request.dimensions.filter(|it| *it != 0), has)?;
    // Clients find out by an empty text whether the model is there.
    let texts = match request.input {
        TextInputs::One(text) if text.is_empty() => Vec::new(),
        inputs => inputs.into_texts(),
    };
    let model = request.model.unwrap_or(own);
    if texts.is_empty() {
        let (embeddings, prompt_eval_count) = (Vec::new(), 0);
        let total_duration = nanoseconds(began);
        let answer =
            EmbedAnswer { model, embeddings, total_duration, load_duration: 0, prompt_eval_count };
        return Ok(Json(answer).into_response());
    }
    let inputs = Inputs::Texts(texts);
    if request.truncate == Some(false) {
        let tokens = service.tokenized(inputs.clone()).await?;
        if tokens.iter().any(|text| text.truncated) {
            let detail = format!("the input length exceeds the context length of {most} tokens");
            return Err(Problem { limit: Some(most as u64), ..Problem::bad_request(detail) });
        }
    }
    let vectors = service.vectors(inputs).await?;
    let truncated = vectors.truncated();
    let answer = EmbedAnswer {
        model,
        embeddings: vectors.embedded.embeddings.rows().map(<[f32]>::to_vec).collect(),
        total_duration: nanoseconds(began),
        load_duration: 0,
        prompt_eval_count: vectors.tokens,
    };
    Ok(with_truncated(with_timing(Json(answer), vectors.timing), &truncated))
}

fn nanoseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

async fn tags(State(service): State<Service>) -> Result<Json<Tags>, Problem> {
    let (named, precision) = {
        let embedder = service.embedder()?;
        (embedder.model().as_str().to_owned(), embedder.precision())
    };
    let digest = named.split_once('@').map_or("", |(_, digest)| digest).to_owned();
    Ok(Json(Tags {
        models: vec![Tag {
            model: named.clone(),
            name: named,
            modified_at: "1970-01-01T00:00:00Z",
            size: 0,
            digest,
            details: TagDetails {
                format: "safetensors",
                family: "embedding",
                families: vec!["embedding"],
                parameter_size: "",
                quantization_level: precision,
            },
        }],
    }))
}

async fn version() -> Json<Version> {
    Json(Version { version: env!("CARGO_PKG_VERSION") })
}
