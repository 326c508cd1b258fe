//! Whose contract an address belongs to: its errors are written in that contract's form.
//!
//! In: an answer that holds a [`Problem`], whoever found it: a handler, the guard, or nobody, as there is
//! nothing at the address. Out: the same in the form that the clients of the address read.

use axum::body::Body;
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;

use super::problem::Problem;
use super::{ollama, openai, page, tei};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Contract {
    OpenAi,
    Tei,
    Ollama,
    Own,
}

/// The parts of nutgraf's own API below `/v1/`; all else there is OpenAI's.
const OWN: [&str; 6] = ["articles", "digest", "search", "stats", "stories", "summaries"];

fn contract(method: &Method, path: &str) -> Contract {
    // Text-embeddings-inference embeds there; a browser gets its page there.
    if path == "/" && *method == Method::POST {
        return Contract::Tei;
    }
    if path == "/api" || path.starts_with("/api/") {
        return Contract::Ollama;
    }
    if matches!(path, "/embed" | "/similarity" | "/tokenize" | "/info") {
        return Contract::Tei;
    }
    match path.strip_prefix("/v1/").map(|rest| rest.split('/').next().unwrap_or_default()) {
        Some(part) if !OWN.contains(&part) => Contract::OpenAi,
        _ => Contract::Own,
    }
}

/// An answer with its error, if it is one, in the form of the address's contract; where that is our own, a browser
/// is shown a page.
pub(super) fn in_form_of(
    method: &Method,
    path: &str,
    reads_pages: bool,
    mut response: Response,
) -> Response {
    let Some(problem) = response.extensions().get::<Problem>() else { return response };
    let body = match contract(method, path) {
        Contract::OpenAi => openai::error(problem),
        Contract::Tei => tei::error(problem),
        Contract::Ollama => ollama::error(problem),
        Contract::Own if reads_pages && !path.starts_with("/v1/") => {
            return page::error(problem.clone(), response);
        }
        Contract::Own => return response,
    };
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_belong_to_contracts() {
        for (path, expected) in [
            ("/v1/embeddings", Contract::OpenAi),
            ("/v1/models/a", Contract::OpenAi),
            ("/v1/chat/completions", Contract::OpenAi),
            ("/v1/articles/a", Contract::Own),
            ("/v1/articlesx", Contract::OpenAi),
            ("/v1", Contract::Own),
            ("/articles/a", Contract::Own),
            ("/embed", Contract::Tei),
            ("/", Contract::Own),
            ("/api/embed", Contract::Ollama),
        ] {
            assert_eq!(contract(&Method::GET, path), expected, "{path}");
        }
        assert_eq!(contract(&Method::POST, "/"), Contract::Tei);
    }
}
