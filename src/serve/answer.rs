//! What handlers read of an address, and what answers say beside their bodies.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use super::problem::Problem;
use super::service::Timing;

const TRUNCATED: HeaderName = HeaderName::from_static("x-nutgraf-truncated");
/// The most numbers that a header lists.
const LISTED: usize = 64;

/// An answer, and where its time went.
pub(super) fn with_timing(answer: impl IntoResponse, timing: Timing) -> Response {
    let mut response = answer.into_response();
    response.extensions_mut().insert(timing);
    response
}

/// An answer that says of which texts only the beginning was read: their numbers, or the first of them and `…`
/// in words of ASCII.
pub(super) fn with_truncated(answer: impl IntoResponse, truncated: &[usize]) -> Response {
    let mut response = answer.into_response();
    if truncated.is_empty() {
        return response;
    }
    let mut listed: Vec<String> = truncated.iter().take(LISTED).map(usize::to_string).collect();
    if truncated.len() > LISTED {
        listed.push(format!("and {} more", truncated.len() - LISTED));
    }
    if let Ok(value) = HeaderValue::from_str(&listed.join(",")) {
        response.headers_mut().insert(TRUNCATED, value);
    }
    response
}

/// What stands in the braces of an address: the name of an article, a story or a model.
pub(super) struct Named(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(name)) if !name.contains('\0') => Ok(Self(name)),
            _ => {
                Err(Problem::bad_request("the name in the address must be UTF-8, percent-encoded"))
            }
        }
    }
}

/// The beginning of a content's sha256, in hex digits: by it versions are told apart.
pub(super) fn fingerprint(content: impl AsRef<[u8]>) -> String {
    let hash = Sha256::digest(content);
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// JSON of what always has some.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
