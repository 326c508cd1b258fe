//! Requests, guarded: every name is resolved by us, and only what was checked is connected to.

use std::fmt;
use std::io::Read;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::{Response, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};
use url::Url;

use super::addresses::special;
use super::failure;
use super::{FetchOptions, Fetched, USER_AGENT, Validators};
use crate::error::Result;
use crate::read::Input;

/// What is asked for: pages and feeds before anything else.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,\
    application/feed+json;q=0.9,application/xml;q=0.9,*/*;q=0.8";
/// The most bytes of a response's headers.
const MOST_HEADER: usize = 64 << 10;
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// What keeps an address from being connected to.
type Policy = fn(IpAddr) -> Option<&'static str>;

/// Fetches addresses, with one policy and one set of limits.
pub struct Fetcher {
    agent: Agent,
    options: FetchOptions,
    refused: Refused,
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").field("options", &self.options).finish_non_exhaustive()
    }
}

/// Why the last name that was resolved was refused: an address, and what is special about it.
type Refused = Arc<Mutex<Option<(IpAddr, &'static str)>>>;

/// Resolves names, and refuses those that lead where nothing may be fetched.
struct Guard {
    inner: DefaultResolver,
    policy: Policy,
    refused: Refused,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let resolved = self.inner.resolve(uri, config, timeout)?;
        // A name of which one address is special is refused whole: which one would be connected
        // to, its owner decides.
        let found = resolved.iter().find_map(|it| Some((it.ip(), (self.policy)(it.ip())?)));
        if found.is_some() {
            *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = found;
            return Err(ureq::Error::HostNotFound);
        }
        Ok(resolved)
    }
}

impl Fetcher {
    /// A fetcher that goes nowhere yet.
    #[must_use]
    pub fn new(options: FetchOptions) -> Self {
        let policy = if options.allow_private { |_| None } else { special };
        Self::with_policy(options, policy)
    }

    pub(super) fn with_policy(options: FetchOptions, policy: Policy) -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept(ACCEPT)
            .http_status_as_error(false)
            // Each is looked at before it is followed.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(MOST_HEADER)
            .timeout_connect(Some(CONNECT.min(options.timeout)))
            // A proxy would resolve names by itself.
            .proxy(None)
            .build();
        let refused = Refused::default();
        let guard =
            Guard { inner: DefaultResolver::default(), policy, refused: Arc::clone(&refused) };
        let agent = Agent::with_parts(config, DefaultConnector::default(), guard);
        Self { agent, options, refused }
    }

    /// Fetches an address. With `known`, what a server said of a version that is had already, the
    /// answer may be that there is no other.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::Error::Refused) for an address that may not be fetched, and
    /// [`Error::Network`](crate::Error::Network) for one that could not be.
    pub fn get(&self, address: &str, known: Option<&Validators>) -> Result<Fetched> {
        let deadline = Instant::now() + self.options.timeout;
        let mut url = parsed(address, None)?;
        for _ in 0..=self.options.most_redirects {
            let response = self.request(&url, known, deadline)?;
            let status = response.status().as_u16();
            match status {
                200 | 203 => return self.page(&url, response),
                304 if known.is_some() => return Ok(Fetched::Unchanged),
                301 | 302 | 303 | 307 | 308 => {
                    let location = text_of(&response, header::LOCATION)
                        .ok_or_else(|| failure::no_location(&url, status))?;
                    url = parsed(&location, Some(&url))?;
                }
                _ => {
                    let retry_after = text_of(&response, header::RETRY_AFTER);
                    return Err(failure::status(&url, response.status(), retry_after));
                }
            }
        }
        Err(failure::redirects(address, self.options.most_redirects))
    }

    fn request(
        &self,
        url: &Url,
        known: Option<&Validators>,
        deadline: Instant,
    ) -> Result<Response<Body>> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(failure::time(url, self.options.timeout));
        }
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let mut request = self.agent.get(url.as_str());
        if let Some(etag) = known.and_then(|known| known.etag.as_ref()) {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(time) = known.and_then(|known| known.last_modified.as_ref()) {
            request = request.header(header::IF_MODIFIED_SINCE, time);
        }
        let request = request.config().timeout_global(Some(left)).build();
        request.call().map_err(|error| {
            let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner).take();
            match refused {
                Some((address, reason)) => failure::private(url, address, reason),
                None => failure::transport(url, &error, self.options.timeout),
            }
        })
    }

    fn page(&self, url: &Url, response: Response<Body>) -> Result<Fetched> {
        let media_type = text_of(&response, header::CONTENT_TYPE);
        let validators = Validators {
            etag: text_of(&response, header::ETAG),
            last_modified: text_of(&response, header::LAST_MODIFIED),
        };
        let most = self.options.most_bytes;
        let mut bytes = Vec::new();
        let mut body = response.into_body().into_reader().take(most as u64 + 1);
        body.read_to_end(&mut bytes)
            .map_err(|error| failure::body(url, error, self.options.timeout))?;
        if bytes.len() > most {
            return Err(failure::size(url, most));
        }
        let input = Input::bytes(url.as_str(), bytes)
            .media_type(media_type)
            .address(Some(url.as_str().to_owned()));
        Ok(Fetched::Page(input, validators))
    }
}

/// The value of a header, where it is text.
fn text_of(response: &Response<Body>, name: header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

/// An address that may be asked for, relative to the one that led to it.
fn parsed(address: &str, from: Option<&Url>) -> Result<Url> {
    let parsed = match from {
        Some(from) => from.join(address),
        None => Url::parse(address.trim()),
    };
    let mut url = parsed
        .map_err(|error| failure::address(address, &format!("it is no address ({error})")))?;
    let refuse = |reason: &str| failure::address(url.as_str(), reason);
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse("only http and https are fetched"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("it holds a name or a password, which is not sent; leave them out"));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(refuse("it names no host"));
    }
    url.set_fragment(None);
    Ok(url)
}
