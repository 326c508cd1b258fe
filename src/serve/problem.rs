//! What went wrong with a request, as RFC 9457 problem documents.
//!
//! In: an [`Error`] of the library, a [`Refusal`](super::load::Refusal), or what is wrong with the request
//! itself. Out: a status and a document with `type`, `title`, `status`, `detail`, and `limit` where one was
//! exceeded. Contracts of others have errors of their own form ([`contract`](super::contract)).

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use super::load::{Failure, Refusal};
use crate::{Error, ErrorKind};

/// What went wrong, and what can be done about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Problem {
    /// The status of the answer.
    pub(super) status: StatusCode,
    /// The kind of problem, as its `type` names it.
    pub(super) kind: &'static str,
    /// What is wrong here, and what to do.
    pub(super) detail: String,
    /// What was exceeded.
    pub(super) limit: Option<u64>,
    /// After which time it may go well.
    pub(super) retry_after: Option<Duration>,
    /// Which part of the request it is about, where contracts say so.
    pub(super) param: Option<&'static str>,
    /// What the log says of it and the answer does not.
    pub(super) cause: Option<Box<str>>,
}

/// A problem as it is written, see RFC 9457.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProblemDocument<'a> {
    /// `tag:nutgraf,2026:` and the kind of problem: `not_found`, `input`, `too_large`, `busy` and others.
    pub(super) r#type: String,
    /// The kind in words.
    pub(super) title: &'a str,
    /// The status of the answer.
    pub(super) status: u16,
    /// What is wrong, and what to do.
    pub(super) detail: &'a str,
    /// The limit that was exceeded: bytes, tokens or a count, as `detail` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) limit: Option<u64>,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            kind,
            detail: detail.into(),
            limit: None,
            retry_after: None,
            param: None,
            cause: None,
        }
    }

    /// The request says what cannot be.
    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "request", detail)
    }

    /// What is sent is understood, and cannot be used.
    pub(super) fn unusable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "input", detail)
    }

    /// There is no such thing.
    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// There is such a thing, and it has no such method.
    pub(super) fn method_not_allowed() -> Self {
        let detail = "this address has no such method; /docs lists what there is";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", detail)
    }

    /// Who asks is not known.
    pub(super) fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", detail)
    }

    /// Who asks may not.
    pub(super) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// More than may be sent.
    pub(super) fn too_large(detail: impl Into<String>, limit: usize) -> Self {
        let problem = Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail);
        Self { limit: Some(limit as u64), ..problem }
    }

    /// Bytes of a form that is not read.
    pub(super) fn unsupported(detail: impl Into<String>) -> Self {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Self::new(status, "media_type", detail)
    }

    /// The body came too slowly.
    pub(super) fn timeout() -> Self {
        let detail = "the request's body did not come in time; send it faster, or in parts";
        Self::new(StatusCode::REQUEST_TIMEOUT, "timeout", detail)
    }

    /// Someone changed it meanwhile.
    pub(super) fn precondition_failed() -> Self {
        let detail = "it was changed since; get it again, and change that";
        let status = StatusCode::PRECONDITION_FAILED;
        Self::new(status, "changed", detail)
    }

    /// It contradicts what is stored.
    pub(super) fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", detail)
    }

    /// A fault of ours.
    pub(super) fn internal(detail: impl Into<String>) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "internal", detail)
    }

    /// It cannot be done now.
    pub(super) fn unavailable(detail: impl Into<String>) -> Self {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Self::new(status, "unavailable", detail)
    }

    /// The kind in words.
    pub(super) fn title(&self) -> &'static str {
        match self.kind {
            "request" => "The request cannot be understood",
            "input" => "The input cannot be used",
            "not_found" => "Not found",
            "method" => "No such method",
            "unauthorized" => "A token is needed",
            "forbidden" => "This is not allowed",
            "too_large" => "The request is too large",
            "media_type" => "This form of content is not read",
            "timeout" => "The request took too long",
            "changed" => "It is not what it was",
            "conflict" => "It contradicts what is stored",
            "unavailable" => "It cannot be done now",
            "network" => "The address could not be fetched",
            "busy" => "Too much at once",
            _ => "The server failed",
        }
    }

    /// As it is written.
    pub(super) fn document(&self) -> ProblemDocument<'_> {
        ProblemDocument {
            r#type: format!("tag:nutgraf,2026:{}", self.kind),
            title: self.title(),
            status: self.status.as_u16(),
            detail: &self.detail,
            limit: self.limit,
        }
    }

    fn response(&self, body: impl IntoResponse) -> Response {
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        if let Some(after) = self.retry_after {
            let seconds = after.as_secs_f64().ceil().max(1.0) as u64;
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            // The header has whole seconds alone.
            let name = HeaderName::from_static("x-nutgraf-retry-after-ms");
            headers.insert(name, HeaderValue::from(after.as_millis() as u64));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"nutgraf\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.response(Json(self.document()));
        let form = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, form);
        response.extensions_mut().insert(self);
        response
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let detail = error.to_string();
        // What is of this machine alone, paths say, is told to the log and not to whoever asks.
        let hidden = |problem: Self| Self { cause: Some(error.to_string().into()), ..problem };
        match error {
            Error::ConflictingIdentity { .. } => Self::conflict(detail),
            Error::InvalidOption { .. } => Self::bad_request(detail),
            Error::LibraryDamaged { .. } => {
                hidden(Self::internal("the library is damaged; `nutgraf check` says how"))
            }
            _ => match error.kind() {
                ErrorKind::Input => Self::unusable(detail),
                ErrorKind::NotFound => Self::not_found(detail),
                ErrorKind::Model => {
                    hidden(Self::internal("the model failed; the server's log says how"))
                }
                ErrorKind::Library => hidden(Self::unavailable(
                    "the library cannot be used now; the server's log says why",
                )),
                ErrorKind::Network => Self::new(StatusCode::BAD_GATEWAY, "network", detail),
            },
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooLarge { tokens, most } => Self::too_large(
                format!(
                    "this is about {tokens} tokens of work, and at most {most} may come at once; divide it"
                ),
                most,
            ),
            Refusal::Busy { retry_after } => {
                let detail = "the server has as much to do as it takes; try again later";
                let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "busy", detail);
                Self { retry_after: Some(retry_after), ..problem }
            }
            Refusal::Closing => Self::unavailable("the server is about to end"),
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Failed(error) => error.into(),
            Failure::Panicked => {
                Self::internal("this request made the server stumble; others are not touched")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_server_says_when_to_come_again() {
        let problem = Problem::from(Refusal::Busy { retry_after: Duration::from_millis(1_200) });
        let response = problem.into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "2");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    }

    #[test]
    fn no_path_of_this_machine_is_told() {
        let path = std::path::PathBuf::from("/home/ada/library.db");
        let errors = [
            Error::LibraryDamaged { path: path.clone(), detail: "page 3".into() },
            Error::LibraryUnusable { path: path.clone(), reason: "full".into() },
            Error::InvalidModel { path, reason: "cut".into() },
        ];
        for error in errors {
            let problem = Problem::from(&error);
            assert!(!problem.detail.contains("ada"), "{problem:?}");
            assert!(problem.status.is_server_error());
        }
    }
}
