//! The contract of text-embeddings-inference: `/embed`, `/similarity`, `/tokenize`, `/info`.
//!
//! Bare arrays, errors as `{"error", "error_type"}`. Texts that are too long are cut, as `truncate` asks by
//! default; with `"truncate": false` they are refused. `/health` and `/metrics` are those of this server.

use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{json, with_timing, with_truncated};
use super::body;
use super::operation::{Operation, Operations};
use super::problem::Problem;
use super::service::Service;
use super::texts::{Inputs, TextInputs, Vectors, check_dimensions};
use crate::embed::{Pooling, SpelledToken};
use crate::vector::dot;

/// What is to be embedded.
#[derive(Debug, Deserialize, JsonSchema)]
struct EmbedRequest {
    /// The texts.
    inputs: Inputs,
    /// Whether a text that is too long is cut, or refused.
    truncate: Option<bool>,
    /// On which side it is cut: only the end.
    truncation_direction: Option<Direction>,
    /// The name of a prompt: this model has none.
    prompt_name: Option<String>,
    /// Whether vectors have length 1: they always do.
    normalize: Option<bool>,
    /// How many dimensions: only as many as the model has.
    dimensions: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
enum Direction {
    #[serde(rename = "right", alias = "Right")]
    Right,
    #[serde(rename = "left", alias = "Left")]
    Left,
}

/// A sentence, and others to compare it with.
#[derive(Debug, Deserialize, JsonSchema)]
struct SimilarityRequest {
    /// The sentences.
    inputs: SimilarityInputs,
    /// How they are embedded.
    #[serde(default)]
    parameters: Option<SimilarityParameters>,
}

/// The sentences.
#[derive(Debug, Deserialize, JsonSchema)]
struct SimilarityInputs {
    /// That which is compared.
    source_sentence: String,
    /// Those that it is compared with.
    sentences: Vec<String>,
}

/// How sentences are embedded.
#[derive(Debug, Deserialize, JsonSchema)]
struct SimilarityParameters {
    /// As of `/embed`.
    truncate: Option<bool>,
    /// As of `/embed`.
    truncation_direction: Option<Direction>,
    /// As of `/embed`.
    prompt_name: Option<String>,
}

/// Texts to tokenize.
#[derive(Debug, Deserialize, JsonSchema)]
struct TokenizeRequest {
    /// A text, or texts.
    inputs: TextInputs,
    /// Whether the special tokens are given too.
    #[serde(default = "yes")]
    add_special_tokens: bool,
    /// The name of a prompt: this model has none.
    prompt_name: Option<String>,
}

fn yes() -> bool {
    true
}

/// A token.
#[derive(Debug, Serialize, JsonSchema)]
struct Token {
    /// Its id.
    id: u32,
    /// The part of the text, or the token's name.
    text: String,
    /// Whether it is a special one.
    special: bool,
    /// Where it begins in the text, in characters.
    start: Option<usize>,
    /// Where it ends.
    stop: Option<usize>,
}

/// What serves.
#[derive(Debug, Serialize, JsonSchema)]
struct Info {
    /// The model's name.
    model_id: String,
    /// The beginning of its weights' sha256.
    model_sha: Option<String>,
    /// The same.
    served_model_name: String,
    /// The form of its weights.
    model_dtype: &'static str,
    /// What it is for.
    model_type: ModelType,
    /// How many requests at a time: as many as the tokens in flight allow.
    max_concurrent_requests: usize,
    /// The most tokens of a text that are read.
    max_input_length: usize,
    /// Tokens in flight at a time.
    max_batch_tokens: usize,
    /// Texts of a batch, which has no limit of its own.
    max_batch_requests: Option<usize>,
    /// The most texts of a request.
    max_client_batch_size: usize,
    /// Whether texts that are too long are cut.
    auto_truncate: bool,
    /// Threads that tokenize.
    tokenization_workers: usize,
    /// The version of this server.
    version: &'static str,
    /// Not given.
    sha: Option<&'static str>,
    /// Not given.
    docker_label: Option<&'static str>,
}

/// What a model is for.
#[derive(Debug, Serialize, JsonSchema)]
struct ModelType {
    /// It embeds.
    embedding: EmbeddingModel,
}

/// How it embeds.
#[derive(Debug, Serialize, JsonSchema)]
struct EmbeddingModel {
    /// How the vectors of tokens become one.
    #[schemars(with = "String")]
    pooling: Pooling,
}

/// An error.
#[derive(Debug, Serialize, JsonSchema)]
struct ErrorBody {
    /// What is wrong.
    error: String,
    /// Its kind: `Validation`, `Tokenizer`, `Empty`, `Overloaded`, `Backend` or `Unhealthy`.
    error_type: &'static str,
    /// The limit that was exceeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
}

/// A problem in this contract's form.
pub(super) fn error(problem: &Problem) -> String {
    let error_type = match problem.status {
        StatusCode::TOO_MANY_REQUESTS => "Overloaded",
        StatusCode::SERVICE_UNAVAILABLE => "Unhealthy",
        status if status.is_server_error() => "Backend",
        _ if problem.kind == "empty" => "Empty",
        _ => "Validation",
    };
    json(&ErrorBody { error: problem.detail.clone(), error_type, limit: problem.limit })
}

pub(super) fn operations() -> Operations {
    const TAG: &str = "text-embeddings-inference";
    const STATUSES: &[u16] = &[400, 413, 415, 422, 429];
    Operations::default()
        .with(
            Operation::post("/embed", TAG, "Embed texts")
                .takes::<EmbedRequest>()
                .gives::<Vec<Vec<f32>>>(200, "A vector of length 1 for each text")
                .fails::<ErrorBody>(STATUSES),
            embed,
        )
        .with(
            Operation::post("/", TAG, "Embed texts, as /embed does")
                .takes::<EmbedRequest>()
                .gives::<Vec<Vec<f32>>>(200, "A vector of length 1 for each text")
                .fails::<ErrorBody>(STATUSES),
            embed,
        )
        .with(
            Operation::post("/similarity", TAG, "Compare a sentence with others")
                .takes::<SimilarityRequest>()
                .gives::<Vec<f32>>(200, "The cosine of the sentence with each of the others")
                .fails::<ErrorBody>(STATUSES),
            similarity,
        )
        .with(
            Operation::post("/tokenize", TAG, "The tokens of texts")
                .takes::<TokenizeRequest>()
                .gives::<Vec<Vec<Token>>>(200, "The tokens of each text")
                .fails::<ErrorBody>(STATUSES),
            tokenize,
        )
        .with(
            Operation::get("/info", TAG, "What serves")
                .gives::<Info>(200, "The model and the limits"),
            info,
        )
}

fn empty() -> Problem {
    Problem { kind: "empty", ..Problem::bad_request("`inputs` is empty; give at least a word") }
}

/// Refuses what would change vectors in a way that the model does not know.
fn check(direction: Option<Direction>, prompt: Option<&str>) -> Result<(), Problem> {
    if direction == Some(Direction::Left) {
        return Err(Problem::unusable(
            "texts are cut at their end alone; leave `truncation_direction` out",
        ));
    }
    match prompt {
        None => Ok(()),
        Some(name) => {
            Err(Problem::unusable(format!("this model has no prompt `{name}`; leave it out")))
        }
    }
}

async fn embed(
    State(service): State<Service>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let began = Instant::now();
    let request: EmbedRequest = body::json(&headers, body, service.limits()).await?;
    if request.inputs.len() == 0 || request.inputs.has_empty() {
        return Err(empty());
    }
    check(request.truncation_direction, request.prompt_name.as_deref())?;
    if request.normalize == Some(false) {
        return Err(Problem::unusable("vectors have length 1 here; leave `normalize` out"));
    }
    let has = service.embedder()?.dimensions();
    check_dimensions(request.dimensions, has)
        .map_err(|problem| Problem::unusable(problem.detail))?;
    let characters = request.inputs.characters();
    let vectors = embedded(&service, request.inputs, request.truncate).await?;
    let truncated = vectors.truncated();
    let rows: Vec<&[f32]> = vectors.embedded.embeddings.rows().collect();
    let mut answer = with_truncated(Json(rows), &truncated);
    for (name, value) in compute_headers(&vectors, characters, began.elapsed()) {
        answer.headers_mut().insert(HeaderName::from_static(name), value);
    }
    Ok(with_timing(answer, vectors.timing))
}

/// What the contract's answers say of the work, times in milliseconds.
fn compute_headers(
    vectors: &Vectors,
    characters: usize,
    total: Duration,
) -> [(&'static str, HeaderValue); 8] {
    let milliseconds = |time: Duration| HeaderValue::from(time.as_millis() as u64);
    let part = |wanted| {
        let parts = vectors.timing.0.iter();
        milliseconds(parts.filter(|(name, _)| *name == wanted).map(|(_, time)| *time).sum())
    };
    [
        ("x-compute-type", HeaderValue::from_static("cpu")),
        ("x-compute-time", milliseconds(total)),
        ("x-compute-characters", HeaderValue::from(characters as u64)),
        ("x-compute-tokens", HeaderValue::from(vectors.tokens as u64)),
        ("x-total-time", milliseconds(total)),
        ("x-tokenization-time", milliseconds(vectors.tokenizing)),
        ("x-queue-time", part("queue")),
        ("x-inference-time", part("model")),
    ]
}

async fn embedded(
    service: &Service,
    inputs: Inputs,
    truncate: Option<bool>,
) -> Result<Vectors, Problem> {
    if truncate == Some(false) {
        let texts = service.tokenized(inputs.clone()).await?;
        if let Some(number) = texts.iter().position(|text| text.truncated) {
            let most = service.embedder()?.max_tokens();
            let detail =
                format!("text {number} has more than {most} tokens, and `truncate` is false");
            return Err(Problem { limit: Some(most as u64), ..Problem::unusable(detail) });
        }
    }
    service.vectors(inputs).await
}

async fn similarity(
    State(service): State<Service>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let request: SimilarityRequest = body::json(&headers, body, service.limits()).await?;
    let SimilarityInputs { source_sentence, sentences } = request.inputs;
    if sentences.is_empty() {
        return Err(empty());
    }
    let truncate = match request.parameters {
        Some(parameters) => {
            check(parameters.truncation_direction, parameters.prompt_name.as_deref())?;
            parameters.truncate
        }
        None => None,
    };
    let mut all = vec![source_sentence];
    all.extend(sentences);
    let inputs = Inputs::Texts(all);
    if inputs.has_empty() {
        return Err(empty());
    }
    let vectors = embedded(&service, inputs, truncate).await?;
    let truncated = vectors.truncated();
    let source = vectors.embedded.embeddings.row(0);
    let others = vectors.embedded.embeddings.rows().skip(1);
    let scores: Vec<f32> = others.map(|row| dot(source, row).clamp(-1.0, 1.0)).collect();
    Ok(with_truncated(with_timing(Json(scores), vectors.timing), &truncated))
}

async fn tokenize(
    State(service): State<Service>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let request: TokenizeRequest = body::json(&headers, body, service.limits()).await?;
    check(None, request.prompt_name.as_deref())?;
    let texts = request.inputs.into_texts();
    let most = service.limits().texts;
    if texts.is_empty() {
        return Err(empty());
    }
    if texts.len() > most {
        let detail =
            format!("there are {} texts, and at most {most} may come at once", texts.len());
        return Err(Problem::too_large(detail, most));
    }
    let asked = service.clone();
    let special = request.add_special_tokens;
    let spelled = service
        .look(move |_| {
            let tokenizer = asked.embedder()?.tokenizer();
            let spell = |text: &String| {
                let tokens = tokenizer.spell(text, special)?;
                Ok(tokens.into_iter().map(|token| named(token, text)).collect())
            };
            texts.iter().map(spell).collect::<crate::Result<Vec<Vec<Token>>>>()
        })
        .await?;
    Ok(Json(spelled).into_response())
}

/// A token with its part of the text.
fn named(token: SpelledToken, text: &str) -> Token {
    let SpelledToken { id, piece, is_special, place } = token;
    let part = place.map(|(start, stop)| text.chars().skip(start).take(stop - start).collect());
    Token {
        id,
        text: part.unwrap_or(piece),
        special: is_special,
        start: place.map(|(start, _)| start),
        stop: place.map(|(_, stop)| stop),
    }
}

async fn info(State(service): State<Service>) -> Result<Json<Info>, Problem> {
    let embedder = service.embedder()?;
    let named = embedder.model().as_str();
    let (model_id, model_sha) = match named.split_once('@') {
        Some((name, hash)) => (name.to_owned(), Some(hash.to_owned())),
        None => (named.to_owned(), None),
    };
    let limits = service.limits();
    Ok(Json(Info {
        served_model_name: model_id.clone(),
        model_id,
        model_sha,
        model_dtype: embedder.precision(),
        model_type: ModelType { embedding: EmbeddingModel { pooling: embedder.pooling() } },
        max_concurrent_requests: limits.connections,
        max_input_length: embedder.max_tokens(),
        max_batch_tokens: limits.tokens_in_flight,
        max_batch_requests: None,
        max_client_batch_size: limits.texts,
        auto_truncate: true,
        tokenization_workers: std::thread::available_parallelism().map_or(1, usize::from),
        version: env!("CARGO_PKG_VERSION"),
        sha: None,
        docker_label: None,
    }))
}
