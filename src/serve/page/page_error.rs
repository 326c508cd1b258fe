//! What went wrong, as a page that says what to do.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::frame::{Frame, page_with};
use crate::serve::problem::Problem;

/// What went wrong with a page.
#[derive(Debug)]
pub(super) struct PageError(Problem);

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    status: u16,
    title: &'a str,
    detail: &'a str,
    advice: &'a str,
}

impl From<Problem> for PageError {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<crate::Error> for PageError {
    fn from(error: crate::Error) -> Self {
        Self(error.into())
    }
}

/// What whoever sees the page can do.
fn advice(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => {
            "It may have been removed, or the address is not whole. The library has all that is stored."
        }
        StatusCode::FORBIDDEN => {
            "If the page was open for long, or the server was started anew, go back, load the page again and \
             repeat what you did."
        }
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            "Wait a moment and load the page again. Nothing is lost."
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            "Divide the file, or give it to the program on this machine: nutgraf add FILE."
        }
        status if status.is_server_error() => "Load the page again; the server's log says more.",
        _ => "Go back and change what you gave.",
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let Self(problem) = self;
        let page = ErrorPage {
            frame: Frame::default(),
            status: problem.status.as_u16(),
            title: problem.title(),
            detail: &problem.detail,
            advice: advice(problem.status),
        };
        // It can be rendered unless memory is out: then the plain document is the answer.
        match page_with(problem.status, &page) {
            Ok(shown) => {
                let mut response = problem.clone().into_response();
                let (parts, body) = shown.into_parts();
                response.headers_mut().extend(parts.headers);
                *response.body_mut() = body;
                response
            }
            Err(_) => problem.into_response(),
        }
    }
}

/// The page of an error that was found outside of the pages, in place of this answer to it.
pub(in crate::serve) fn error(problem: Problem, answer: Response) -> Response {
    let mut page = PageError(problem).into_response();
    for (name, value) in answer.headers() {
        if name != header::CONTENT_TYPE {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_error_is_a_page_that_says_what_to_do() {
        let error = PageError::from(Problem::not_found("no article `<script>` in the library"));
        let response = error.into_response();
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        let media_type = &response.headers()[header::CONTENT_TYPE];
        assert!(media_type.to_str().unwrap().starts_with("text/html"));
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let html = String::from_utf8(body.to_vec()).unwrap();
        assert!(html.contains("may have been removed") && !html.contains("`<script>`"), "{html}");
    }
}
