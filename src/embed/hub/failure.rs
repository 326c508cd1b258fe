//! What a failed request means to the user, and what can be done about it.
//!
//! In come an answer that is not the one hoped for, or an error of the connection; out goes an
//! [`Error`] whose message ends in the next step. A hub's own words are never repeated, nor the
//! name and the password in its address.

use ureq::http::Response;
use ureq::{Body, Timeout};

use super::client::header;
use super::options::Timeouts;
use super::reference::ModelReference;
use crate::error::{Error, without_credentials};

const USE_A_FOLDER: &str = "a folder with config.json, tokenizer.json and model.safetensors needs \
                            no network: give its path as the model";

/// An answer that refuses what was asked.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    /// Whether the hub says that the repository is there and only the revision is not.
    no_revision: bool,
}

impl Refusal {
    pub(super) fn of(response: &Response<Body>) -> Self {
        let no_revision = header(response, "x-error-code") == Some("RevisionNotFound");
        Self { status: response.status().as_u16(), no_revision }
    }

    /// As the answer to a question about a repository.
    pub(super) fn of_repository(self, reference: &ModelReference) -> Error {
        let hint = match self.status {
            404 if self.no_revision => format!(
                "the repository has no revision `{}`; check the name after `@`, or leave it out",
                reference.revision().unwrap_or("main"),
            ),
            404 => "the hub has no such repository; check owner, name and revision".to_owned(),
            401 | 403 => "the hub gives it to nobody without a token that may read it; check the \
                          name first, and if it is a private or gated model set HF_TOKEN"
                .to_owned(),
            _ => return self.of_file(&reference.to_string()),
        };
        Error::ModelNotFound { name: reference.to_string(), hint }
    }

    /// As the answer to a request for a file.
    pub(super) fn of_file(self, what: &str) -> Error {
        let reason = match self.status {
            401 | 403 => "the hub asks for a token that may read it; set HF_TOKEN".to_owned(),
            404 => "the hub no longer has it; check the revision".to_owned(),
            429 => "the hub asks to come back later (429); wait some minutes, or set HF_TOKEN for \
                    a higher limit"
                .to_owned(),
            status @ 500.. => {
                format!("the hub has trouble of its own ({status}); try again later")
            }
            status => format!("the hub answers {status}; check HF_ENDPOINT"),
        };
        network(what, reason)
    }
}

/// A connection that failed or fell silent.
pub(super) fn transport(what: &str, error: &ureq::Error, timeouts: &Timeouts) -> Error {
    let reason = match error {
        ureq::Error::Timeout(Timeout::PerRead | Timeout::PerWrite) => format!(
            "no byte came for {:?}; run the command again, large files go on where they stopped",
            timeouts.stall
        ),
        ureq::Error::Timeout(_) => format!(
            "no connection within {:?}; check the network and HF_ENDPOINT. Without one, \
             {USE_A_FOLDER}",
            timeouts.connect
        ),
        ureq::Error::BodyExceedsLimit(_) => "the answer is too long to be a hub's".to_owned(),
        ureq::Error::Io(source) if source.kind() == std::io::ErrorKind::UnexpectedEof => {
            "the connection ended too early; run the command again, large files go on where they \
             stopped"
                .to_owned()
        }
        other => format!(
            "the hub cannot be reached ({other}); check the network, HF_ENDPOINT and the proxy. \
             Without a network, {USE_A_FOLDER}"
        ),
    };
    network(what, reason)
}

/// An answer that no hub gives.
pub(super) fn not_a_hub(what: &str, response: &Response<Body>) -> Error {
    let found = if is_page(response) {
        "a web page came instead, perhaps the login page of this network"
    } else {
        "it is not what a hub answers"
    };
    not_a_hub_at(what, found)
}

/// An answer that no hub gives, with what is odd about it.
pub(super) fn not_a_hub_at(what: &str, found: &str) -> Error {
    network(what, format!("{found}; check the network and HF_ENDPOINT. Nothing of it was kept"))
}

/// Whether an answer is a page for people, which no file of a model is.
pub(super) fn is_page(response: &Response<Body>) -> bool {
    header(response, "content-type").is_some_and(|value| value.starts_with("text/html"))
}

/// An answer for another commit than the one that was asked for.
pub(super) fn other_commit(what: &str, found: &str) -> Error {
    let found: String = found.chars().take(40).collect();
    let found = found.escape_debug();
    network(what, format!("the hub answers for commit {found}; run again, or check HF_ENDPOINT"))
}

/// A token that no request can carry. The message does not repeat it.
pub(super) fn bad_token() -> Error {
    network("HF_TOKEN", "it holds a space, a line break or another character that no token has")
}

/// An address that is none.
pub(super) fn bad_endpoint(endpoint: &str) -> Error {
    // No address of a hub has an `@` but behind a name and a password.
    let shown = endpoint.rsplit_once('@').map_or(endpoint, |(_, host)| host);
    let what = format!("HF_ENDPOINT=`{}`", shown.escape_debug());
    network(
        &what,
        "the address of a hub starts with https:// or http://, and in a password before its host \
         `/` is written as %2F and `@` as %40; leave it unset for the public one",
    )
}

/// A client that cannot be made.
pub(super) fn client(error: &hf_hub::api::sync::ApiError) -> Error {
    network("the client of the hub", format!("it cannot be set up ({error})"))
}

/// A download that failed.
pub(super) fn network(what: &str, reason: impl Into<String>) -> Error {
    Error::Network { what: without_credentials(what).into_owned(), reason: reason.into() }
}
