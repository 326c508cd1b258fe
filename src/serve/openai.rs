//! OpenAI's contract: `POST /v1/embeddings`, `GET /v1/models`.
//!
//! As its official clients speak it: they ask for base64 unasked, and read errors nested under `error`.
//! Beside what the contract has, a vector says `truncated` where the model read only the beginning of its text,
//! and the header `x-nutgraf-truncated` lists the numbers of such texts.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Named;
use super::answer::{json, with_timing, with_truncated};
use super::body;
use super::operation::{Operation, Operations};
use super::problem::Problem;
use super::service::Service;
use super::texts::{Inputs, check_dimensions};

/// What is to be embedded, and how its vectors are written.
#[derive(Debug, Deserialize, JsonSchema)]
struct EmbeddingRequest {
    /// The texts.
    input: Inputs,
    /// The model: this server's, or any name, as there is one.
    #[expect(dead_code, reason = "there is one model")]
    model: Option<String>,
    /// `float` for lists of numbers, `base64` for their 32-bit little-endian bytes.
    #[serde(default)]
    encoding_format: Option<EncodingFormat>,
    /// How many dimensions: only as many as the model has.
    dimensions: Option<usize>,
    /// Who it is for, which is not looked at.
    #[expect(dead_code, reason = "it is not looked at")]
    user: Option<String>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum EncodingFormat {
    #[default]
    Float,
    Base64,
}

/// Vectors, in the order of the texts.
#[derive(Debug, Serialize, JsonSchema)]
struct EmbeddingList {
    /// `list`.
    object: &'static str,
    /// The vectors.
    data: Vec<EmbeddingObject>,
    /// The model that made them.
    model: String,
    /// What they took.
    usage: Usage,
}

/// A vector.
#[derive(Debug, Serialize, JsonSchema)]
struct EmbeddingObject {
    /// `embedding`.
    object: &'static str,
    /// The number of its text.
    index: usize,
    /// Its values.
    embedding: Values,
    /// Whether the model read only the beginning of the text; left out where it read all.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    truncated: bool,
}

/// The values of a vector, of length 1.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum Values {
    /// As numbers.
    Float(Vec<f32>),
    /// As the base64 of little-endian 32-bit floats.
    Base64(String),
}

/// Tokens, the special ones included.
#[derive(Debug, Serialize, JsonSchema)]
struct Usage {
    /// Those of the texts, as far as they were read.
    prompt_tokens: usize,
    /// The same.
    total_tokens: usize,
}

/// The models that there are.
#[derive(Debug, Serialize, JsonSchema)]
struct ModelList {
    /// `list`.
    object: &'static str,
    /// The one model.
    data: Vec<ModelObject>,
}

/// A model.
#[derive(Debug, Serialize, JsonSchema)]
struct ModelObject {
    /// Its name.
    id: String,
    /// `model`.
    object: &'static str,
    /// When it was made, which is not known.
    created: u64,
    /// `nutgraf`.
    owned_by: &'static str,
}

/// An error, as OpenAI nests it.
#[derive(Debug, Serialize, JsonSchema)]
struct ErrorBody {
    /// What is wrong.
    error: ErrorObject,
}

/// What is wrong.
#[derive(Debug, Serialize, JsonSchema)]
struct ErrorObject {
    /// For a person.
    message: String,
    /// `invalid_request_error`, `rate_limit_error`, `authentication_error` or `server_error`.
    r#type: &'static str,
    /// Which parameter it is about, if one.
    param: Option<&'static str>,
    /// The kind of problem.
    code: &'static str,
    /// The limit that was exceeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
}

/// A problem in this contract's form.
pub(super) fn error(problem: &Problem) -> String {
    let r#type = match problem.status {
        StatusCode::TOO_MANY_REQUESTS => "rate_limit_error",
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "authentication_error",
        status if status.is_server_error() => "server_error",
        _ => "invalid_request_error",
    };
    let error = ErrorObject {
        message: problem.detail.clone(),
        r#type,
        param: problem.param,
        code: problem.kind,
        limit: problem.limit,
    };
    json(&ErrorBody { error })
}

pub(super) fn operations() -> Operations {
    const TAG: &str = "OpenAI";
    Operations::default()
        .with(
            Operation::post("/v1/embeddings", TAG, "Embed texts")
                .takes::<EmbeddingRequest>()
                .gives::<EmbeddingList>(200, "A vector for each text, in their order")
                .fails::<ErrorBody>(&[400, 413, 415, 422, 429]),
            embeddings,
        )
        .with(
            Operation::get("/v1/models", TAG, "The model that embeds")
                .gives::<ModelList>(200, "The one model"),
            models,
        )
        .with(
            Operation::get("/v1/models/{model}", TAG, "A model by its name")
                .gives::<ModelObject>(200, "The model")
                .fails::<ErrorBody>(&[404]),
            model,
        )
}

async fn embeddings(
    State(service): State<Service>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let request: EmbeddingRequest = body::json(&headers, body, service.limits()).await?;
    let about = |param| move |problem| Problem { param: Some(param), ..problem };
    if request.input.len() == 0 || request.input.has_empty() {
        let problem = Problem::bad_request("`input` has an empty text; leave it out");
        return Err(about("input")(problem));
    }
    let (model, has) = {
        let embedder = service.embedder()?;
        (embedder.model().as_str().to_owned(), embedder.dimensions())
    };
    check_dimensions(request.dimensions, has).map_err(about("dimensions"))?;
    let format = request.encoding_format.unwrap_or_default();
    let vectors = service.vectors(request.input).await.map_err(about("input"))?;
    let truncated = vectors.truncated();
    let rows = vectors.embedded.embeddings.rows().zip(&vectors.embedded.truncated).enumerate();
    let data = rows.map(|(index, (row, &truncated))| EmbeddingObject {
        object: "embedding",
        index,
        embedding: match format {
            EncodingFormat::Float => Values::Float(row.to_vec()),
            EncodingFormat::Base64 => {
                let bytes: Vec<u8> = row.iter().flat_map(|value| value.to_le_bytes()).collect();
                Values::Base64(STANDARD.encode(bytes))
            }
        },
        truncated,
    });
    let list = EmbeddingList {
        object: "list",
        data: data.collect(),
        model,
        usage: Usage { prompt_tokens: vectors.tokens, total_tokens: vectors.tokens },
    };
    Ok(with_truncated(with_timing(Json(list), vectors.timing), &truncated))
}

fn model_object(service: &Service) -> Result<ModelObject, Problem> {
    let id = service.embedder()?.model().as_str().to_owned();
    Ok(ModelObject { id, object: "model", created: 0, owned_by: "nutgraf" })
}

async fn models(State(service): State<Service>) -> Result<Json<ModelList>, Problem> {
    Ok(Json(ModelList { object: "list", data: vec![model_object(&service)?] }))
}

async fn model(
    State(service): State<Service>,
    Named(name): Named,
) -> Result<Json<ModelObject>, Problem> {
    let there = model_object(&service)?;
    let is_it = there.id == name || there.id.split('@').next() == Some(name.as_str());
    if is_it {
        return Ok(Json(there));
    }
    let detail = format!("no model `{name}`; this server has `{}`", there.id);
    Err(Problem { param: Some("model"), ..Problem::not_found(detail) })
}
