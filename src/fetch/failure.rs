//! Why something could not be fetched, in sentences.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use ureq::http::StatusCode;
use url::Url;

use crate::error::{Error, without_credentials};

/// The longest address that a message shows, in characters.
const SHOWN: usize = 200;

/// An address that is none, or that is not fetched. What may be a password in it is not repeated.
pub(super) fn address(address: &str, reason: &str) -> Error {
    let name = without_credentials(address).chars().take(SHOWN).collect();
    Error::Refused { name, reason: reason.to_owned() }
}

/// A host that is not on the public net.
pub(super) fn private(url: &Url, address: IpAddr, what: &str) -> Error {
    let host = url.host_str().unwrap_or_default();
    Error::PrivateAddress {
        name: url.to_string(),
        host: host.to_owned(),
        address,
        what: what.into(),
    }
}

pub(super) fn status(url: &Url, status: StatusCode, retry_after: Option<String>) -> Error {
    let hint = match status.as_u16() {
        401 | 407 => "it wants a login, which is not supported; save the page and give the file",
        403 | 451 => {
            "it does not give the page to programs; open it in a browser, save it and give the file"
        }
        404 | 410 => "there is no such page; check the address",
        406 | 415 => "it has the page in no form that is read",
        429 => "it has had too many requests; wait and try again",
        500..=599 => "the server has failed; try again later",
        _ => "that is no page",
    };
    let wait = retry_after.filter(|it| it.len() < 40).map(|it| format!(" (wait {it})"));
    network(url, format!("the server answers {status}: {hint}{}", wait.unwrap_or_default()))
}

pub(super) fn no_location(url: &Url, status: u16) -> Error {
    network(url, format!("the server sends on with {status} and does not say where"))
}

pub(super) fn redirects(address: &str, most: usize) -> Error {
    let reason = format!("the server sends on more than {most} times; give the last address");
    Error::Network { what: address.to_owned(), reason }
}

pub(super) fn time(url: &Url, timeout: Duration) -> Error {
    network(url, format!("it took longer than {} s; try again later", timeout.as_secs_f32()))
}

pub(super) fn size(url: &Url, most: usize) -> Error {
    network(url, format!("it is larger than {} MiB; save it and give the file", most >> 20))
}

/// What the transport said.
pub(super) fn transport(url: &Url, error: &ureq::Error, timeout: Duration) -> Error {
    let reason = match error {
        ureq::Error::Timeout(_) => return time(url, timeout),
        ureq::Error::HostNotFound => "there is no such host; check the address, and whether \
            this machine is connected"
            .to_owned(),
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            "nobody answers there; check the address and the port".to_owned()
        }
        error => format!("the connection failed ({error}); try again later"),
    };
    network(url, reason)
}

/// What went wrong while the body came.
pub(super) fn body(url: &Url, error: io::Error, timeout: Duration) -> Error {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>());
    if error.kind() == io::ErrorKind::TimedOut || matches!(inner, Some(ureq::Error::Timeout(_))) {
        return time(url, timeout);
    }
    network(url, format!("the page broke off ({error}); try again"))
}

fn network(url: &Url, reason: String) -> Error {
    Error::Network { what: url.to_string(), reason }
}
