//! Fetching what an address names.
//!
//! In: an address that a person gave. Out: an [`Input`] for [`crate::read`], with what the server
//! says of it; or that nothing has changed since the last time.
//!
//! A page on the net may name any address, and a redirect may lead anywhere, so an address is not
//! trusted: `http` and `https` alone; hosts that resolve to a private, loopback, link-local or
//! metadata address are refused unless [`FetchOptions::allow_private`]. The addresses that were
//! checked are those that are connected to, at every redirect. Time, bytes after decompression,
//! headers and redirects are bounded.
//!
//! What this module does not do: run scripts, keep cookies, log in, go through a proxy (which would
//! resolve names itself), or fetch what a page refers to.

mod addresses;
mod article;
mod client;
mod failure;

#[cfg(test)]
mod tests;

use std::time::Duration;

pub use self::client::Fetcher;
use crate::read::Input;

/// How the program names itself to servers.
pub const USER_AGENT: &str = concat!("nutgraf/", env!("CARGO_PKG_VERSION"), " (reading engine)");

/// What fetching may cost, and where it may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchOptions {
    /// Whether addresses of this machine and of private networks may be fetched. Default: no.
    pub allow_private: bool,
    /// How long one address may take, redirects and all. Default: 30 seconds.
    pub timeout: Duration,
    /// How many bytes it may have, decompressed. Default: 64 MiB.
    pub most_bytes: usize,
    /// How many times a server may send the request on. Default: 8.
    pub most_redirects: usize,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            allow_private: false,
            timeout: Duration::from_secs(30),
            most_bytes: 64 << 20,
            most_redirects: 8,
        }
    }
}

/// What a server said of a version of a page, to ask whether there is another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

/// What an address gave.
pub enum Fetched {
    /// What is there, to be read, and how to ask for it again.
    Page(Input, Validators),
    /// Nothing has changed since the [`Validators`] were given.
    Unchanged,
}
