//! Around every request: its id, its times, a line of the log, and what keeps a browser safe.
//!
//! A line of the log is JSON on standard error: when, the id, the route's pattern, method, status, time, who
//! asked. No address with its query, no text and no token is in it.

use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use jiff::Timestamp;
use serde::Serialize;
use tokio::time::timeout;
use uuid::Uuid;

use super::access::Caller;
use super::contract::in_form_of;
use super::problem::Problem;
use super::service::{Service, Timing};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// A line of the log.
#[derive(Serialize)]
struct Line<'a> {
    at: Timestamp,
    request: &'a str,
    method: &'a str,
    route: &'a str,
    status: u16,
    milliseconds: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
}

/// Whether lines of the log are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// One for each request.
    Requests,
    /// Only for those that failed by a fault of the server.
    Faults,
}

/// Who asked, as the guard found.
#[derive(Clone)]
pub(super) struct Asked(pub(super) Caller);

/// Does what is done around every request.
pub(super) async fn trace(
    State((service, log)): State<(Service, Log)>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let id = request_id(&request);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let reads_pages = accepts_pages(&request);
    let route =
        request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    let mut response = match timeout(service.limits().answer_time, answer).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            Problem::internal("this request made the server stumble; others are not touched")
                .into_response()
        }
        Err(_) => {
            Problem::unavailable("it took longer than a request may; ask for less").into_response()
        }
    };
    response = in_form_of(&method, &path, reads_pages, response);
    let took = began.elapsed();
    let status = response.status();
    service.metrics().answered(&route, method.as_str(), status.as_u16(), took);
    let cause = response.extensions().get::<Problem>().and_then(|problem| problem.cause.as_deref());
    if log == Log::Requests || status == StatusCode::INTERNAL_SERVER_ERROR || cause.is_some() {
        let asked =
            response.extensions().get::<Asked>().and_then(|Asked(caller)| caller.name.as_deref());
        write(&Line {
            at: Timestamp::now(),
            request: &id,
            method: method.as_str(),
            route: &route,
            status: status.as_u16(),
            milliseconds: (took.as_secs_f64() * 1e4).round() / 10.0,
            token: asked,
            cause,
        });
    }
    let timing = response.extensions_mut().remove::<Timing>().unwrap_or_default();
    let parts = timing.0.into_iter().chain([("total", took)]);
    let parts: Vec<String> =
        parts.map(|(name, time)| format!("{name};dur={:.1}", 1e3 * time.as_secs_f64())).collect();
    let headers = response.headers_mut();
    for (name, value) in [(REQUEST_ID, id.as_str()), (SERVER_TIMING, &parts.join(", "))] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // A page's own forms must say where they are from.
    let policy = HeaderValue::from_static("no-referrer");
    headers.entry(header::REFERRER_POLICY).or_insert(policy);
    response
}

/// Whether a browser asks, which shows pages.
fn accepts_pages(request: &Request) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|it| it.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// The id that a request comes with, if it is one; else a new one.
fn request_id(request: &Request) -> String {
    let given = request.headers().get(REQUEST_ID).and_then(|it| it.to_str().ok());
    let is_id = |id: &&str| {
        (1..=64).contains(&id.len())
            && id.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_.".contains(&it))
    };
    given.filter(is_id).map_or_else(|| Uuid::now_v7().simple().to_string(), str::to_owned)
}

fn write(line: &Line) {
    if let Ok(mut text) = serde_json::to_string(line) {
        text.push('\n');
        // A log that cannot be written is no reason not to answer.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}
