//! What stands before every handler: who asks, from where, and for what.
//!
//! In: a request. Out: the same with its [`Caller`], or a refusal.
//!
//! - The `Host` must be one of ours: a name that an attacker's page resolves to this machine (DNS rebinding) is
//!   none. On loopback these are `localhost` and addresses; others are named with `--host`.
//! - A request that changes something, or runs the model, and that a browser sends from another site (`Origin`,
//!   `Sec-Fetch-Site`) is refused. There is no CORS unless an origin is named.
//! - Where there are tokens, one is needed, as a bearer or as the password of a browser's basic login; `/health`
//!   alone needs none.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::access::Caller;
use super::body;
use super::problem::Problem;
use super::service::Service;
use super::trace::Asked;

/// Which names the server has, and who may ask from where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// Names by which it is called, beside `localhost` and addresses; with a port if that is to matter.
    pub hosts: Vec<String>,
    /// Origins of pages that may ask it, as `https://news.example`.
    pub origins: Vec<String>,
}

/// Refuses what must not pass, and says who asks.
pub(super) async fn guard(
    State(service): State<Service>,
    mut request: Request,
    next: Next,
) -> Response {
    match admitted(&service, &request) {
        Ok(_) if request.method() == Method::OPTIONS && is_preflight(request.headers()) => {
            preflight(&service, request.headers())
        }
        Ok(caller) => {
            let origin = allowed_origin(&service, request.headers());
            request.extensions_mut().insert(caller.clone());
            let mut response = next.run(request).await;
            response.extensions_mut().insert(Asked(caller));
            if let Some(origin) = origin {
                allow(&mut response, origin);
            }
            response
        }
        Err(problem) => refusal(&problem, request.headers()),
    }
}

/// A refusal; a browser is asked to log in.
fn refusal(problem: &Problem, headers: &HeaderMap) -> Response {
    let mut response = problem.clone().into_response();
    let accepted = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok());
    let is_browser = accepted.is_some_and(|accepted| accepted.contains("text/html"));
    if problem.status == StatusCode::UNAUTHORIZED && is_browser {
        let scheme = HeaderValue::from_static("Basic realm=\"nutgraf\", charset=\"UTF-8\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
    }
    response
}

fn admitted(service: &Service, request: &Request) -> Result<Caller, Problem> {
    let origins = service.origins();
    check_host(origins, request)?;
    let headers = request.headers();
    body::refuse_compressed(headers)?;
    let anyone = Caller { name: None, may_write: service.tokens().is_empty() };
    if request.method() == Method::OPTIONS && is_preflight(headers) {
        return Ok(anyone);
    }
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !is_safe {
        check_origin(origins, headers)?;
    }
    let path = request.uri().path();
    if service.tokens().is_empty()
        || path == "/health"
        || (path == "/metrics" && service.shows_metrics())
    {
        return Ok(anyone);
    }
    let token = token(headers).ok_or_else(|| {
        Problem::unauthorized(
            "send `Authorization: Bearer TOKEN`, with a token of the server's token file",
        )
    })?;
    let caller = service.tokens().caller(&token);
    caller.ok_or_else(|| Problem::unauthorized("this token is not known here"))
}

/// The token that a request carries.
fn token(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.to_owned());
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let login = String::from_utf8(STANDARD.decode(rest).ok()?).ok()?;
        return login.split_once(':').map(|(_, password)| password.to_owned());
    }
    None
}

/// Whether the request is for this server by a name that is its own.
fn check_host(origins: &Origins, request: &Request) -> Result<(), Problem> {
    let named = request.headers().get(header::HOST).and_then(|it| it.to_str().ok());
    let named = request.uri().authority().map(Authority::as_str).or(named);
    // Over a socket of this machine alone, nobody needs to name it.
    let Some(named) = named.filter(|it| !it.is_empty()) else { return Ok(()) };
    let authority: Authority =
        named.parse().map_err(|_| Problem::bad_request("the header `Host` names no host"))?;
    let host = authority.host().trim_matches(['[', ']']);
    let is_own = host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok()
        || origins.hosts.iter().any(|own| {
            own.eq_ignore_ascii_case(host) || own.eq_ignore_ascii_case(authority.as_str())
        });
    if is_own {
        return Ok(());
    }
    Err(Problem::forbidden(format!(
        "this server is not called `{host}`; `--host {host}` makes it one of its names"
    )))
}

/// Whether a browser sends it from a page of this server, or from one that may ask; other programs name no origin.
fn check_origin(origins: &Origins, headers: &HeaderMap) -> Result<(), Problem> {
    let refused =
        || Problem::forbidden("a page of another site may not ask this; `--origin` allows one");
    let text = |name: header::HeaderName| headers.get(name).and_then(|it| it.to_str().ok());
    match text(header::ORIGIN) {
        Some(origin) => {
            let own = text(header::HOST).unwrap_or_default();
            let of_host = origin.split_once("://").map(|(_, host)| host);
            let is_own =
                of_host.is_some_and(|host| !own.is_empty() && host.eq_ignore_ascii_case(own));
            if is_own || is_named(origins, origin) { Ok(()) } else { Err(refused()) }
        }
        None => match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
            None | Some(b"same-origin" | b"none") => Ok(()),
            Some(_) => Err(refused()),
        },
    }
}

fn is_named(origins: &Origins, origin: &str) -> bool {
    origins.origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin))
}

fn allowed_origin(service: &Service, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    is_named(service.origins(), origin.to_str().ok()?).then(|| origin.clone())
}

fn is_preflight(headers: &HeaderMap) -> bool {
    headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

fn preflight(service: &Service, headers: &HeaderMap) -> Response {
    let Some(origin) = allowed_origin(service, headers) else {
        return Problem::forbidden(
            "a page of another site may not ask this; `--origin` allows one",
        )
        .into_response();
    };
    let mut response = StatusCode::NO_CONTENT.into_response();
    allow(&mut response, origin);
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PATCH, DELETE"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, if-match, if-none-match",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn allow(response: &mut Response, origin: HeaderValue) {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(header::VARY, HeaderValue::from_static("origin"));
}

/// Refuses a caller who may only read.
pub(super) fn may_write(caller: &Caller) -> Result<(), Problem> {
    if caller.may_write {
        return Ok(());
    }
    Err(Problem::forbidden("this token may read, and change nothing"))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(headers: &[(&'static str, &str)]) -> Request {
        let mut request = Request::builder().uri("/v1/articles");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn a_name_that_is_not_ours_is_refused() {
        let origins = Origins { hosts: vec!["news.example".into()], origins: Vec::new() };
        for own in
            ["localhost", "LOCALHOST:7800", "127.0.0.1:7800", "[::1]:7800", "news.example:443"]
        {
            assert!(check_host(&origins, &request(&[("host", own)])).is_ok(), "{own}");
        }
        for other in ["evil.example", "evil.example:7800", "localhost.evil.example", "a b"] {
            assert!(check_host(&origins, &request(&[("host", other)])).is_err(), "{other}");
        }
    }

    #[test]
    fn a_page_of_another_site_is_refused() {
        let origins = Origins { hosts: Vec::new(), origins: vec!["https://desk.example".into()] };
        let check = |headers: &[(&'static str, &str)]| {
            check_origin(&origins, request(headers).headers()).is_ok()
        };
        let host = ("host", "localhost:7800");
        assert!(check(&[host]));
        assert!(check(&[host, ("origin", "http://localhost:7800")]));
        assert!(check(&[host, ("origin", "https://desk.example")]));
        assert!(check(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(!check(&[host, ("origin", "http://localhost:9000")]));
        assert!(!check(&[host, ("origin", "https://evil.example")]));
        assert!(!check(&[host, ("origin", "null")]));
        assert!(!check(&[host, ("sec-fetch-site", "cross-site")]));
        assert!(!check(&[("origin", "http://")]));
    }

    #[test]
    fn a_token_comes_as_a_bearer_or_as_a_password() {
        let of = |value: &str| token(request(&[("authorization", value)]).headers());
        assert_eq!(of("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(of("basic YW55b25lOmFiYw==").as_deref(), Some("abc"));
        assert_eq!(of("Basic !!"), None);
        assert_eq!(of("abc"), None);
    }
}
