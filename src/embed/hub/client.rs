//! The requests to a hub: what a revision means, what a file is, and its bytes.
//!
//! Every request is one of `hf-hub`'s own client, with its headers, its token and its rule that
//! the token goes to no other host. Three things are set on each, through the request builder
//! that `hf-hub` hands out: the address, the timeouts, and that a refusal is not an error of
//! the transport. Proxies are those of the environment.

use std::fmt;
use std::net::IpAddr;

use hf_hub::api::RepoInfo;
use hf_hub::api::sync::{Api, ApiBuilder, ApiRepo};
use hf_hub::{Cache, Repo, RepoType};
use ureq::Body;
use ureq::http::{Response, Uri};

use super::ModelFile;
use super::failure::{self, Refusal};
use super::options::{HubOptions, Timeouts};
use super::reference::{ModelReference, is_commit};
use super::verify::ContentId;
use crate::error::Result;

/// How many times a hub may send a request on to another of its own addresses.
const MAX_REDIRECTS: u32 = 5;
/// The longest description of a repository that is read.
const MAX_DESCRIPTION: u64 = 16 << 20;

/// The client of one hub.
pub(super) struct Client {
    api: Api,
    timeouts: Timeouts,
}

impl fmt::Debug for Client {
    /// Without the client of `hf-hub`, which prints its token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("timeouts", &self.timeouts).finish_non_exhaustive()
    }
}

impl Client {
    pub(super) fn new(options: &HubOptions) -> Result<Self> {
        // Not `ApiBuilder::new`: it panics where there is no home folder.
        let mut builder = ApiBuilder::from_cache(Cache::new(options.cache.clone()))
            .with_progress(false)
            .with_user_agent("nutgraf", env!("CARGO_PKG_VERSION"));
        let token = match &options.token {
            Some(token) => Some(token.for_request().ok_or_else(failure::bad_token)?.to_owned()),
            None => None,
        };
        builder = builder.with_token(token);
        if let Some(endpoint) = &options.endpoint {
            if !is_web_address(endpoint) {
                return Err(failure::bad_endpoint(endpoint));
            }
            builder = builder.with_endpoint(endpoint.trim_end_matches('/').to_owned());
        }
        let api = builder.build().map_err(|error| failure::client(&error))?;
        Ok(Self { api, timeouts: options.timeouts })
    }

    /// The commit that a reference means now, and the files in it.
    pub(super) fn describe(&self, reference: &ModelReference) -> Result<RepoInfo> {
        let revision = reference.revision().unwrap_or("main");
        let repository = self.repository(reference.repository(), revision);
        let what = format!("{reference}");
        let mut response = self.get(&repository, &Request { what: &what, ..Request::default() })?;
        if response.status().as_u16() != 200 {
            return Err(Refusal::of(&response).of_repository(reference));
        }
        let body = response.body_mut().with_config().limit(MAX_DESCRIPTION).read_to_vec();
        let body = body.map_err(|error| failure::transport(&what, &error, &self.timeouts))?;
        let info = serde_json::from_slice::<RepoInfo>(&body).ok();
        let info = info.filter(|info| is_commit(&info.sha));
        let info = info.ok_or_else(|| failure::not_a_hub(&what, &response))?;
        match reference.commit() {
            Some(commit) if commit != info.sha => Err(failure::other_commit(&what, &info.sha)),
            _ => Ok(info),
        }
    }

    /// A file of a repository at a commit. Nothing is requested yet.
    pub(super) fn file(&self, repository: &str, commit: &str, file: ModelFile) -> RemoteFile<'_> {
        let repository = self.repository(repository, commit);
        let url = repository.url(file.name);
        RemoteFile { client: self, repository, url, commit: commit.to_owned(), file }
    }

    fn repository(&self, repository: &str, revision: &str) -> ApiRepo {
        let (repository, revision) = (repository.to_owned(), revision.to_owned());
        self.api.repo(Repo::with_revision(repository, RepoType::Model, revision))
    }

    fn get(&self, repository: &ApiRepo, request: &Request<'_>) -> Result<Response<Body>> {
        let mut builder = repository.info_request();
        if let Some(url) = request.url {
            builder = builder.uri(url);
        }
        let on_this_machine = builder.uri_ref().is_some_and(is_on_this_machine);
        let mut config = builder
            .config()
            .http_status_as_error(false)
            .max_redirects(if request.stay { 0 } else { MAX_REDIRECTS })
            .timeout_resolve(Some(self.timeouts.connect))
            .timeout_connect(Some(self.timeouts.connect))
            .timeout_per_read(Some(self.timeouts.stall))
            .timeout_per_write(Some(self.timeouts.stall));
        if on_this_machine {
            config = config.proxy(None);
        }
        // Lengths, ranges and hashes are those of the file itself, so it must not be packed.
        let mut builder = config.build().header("Accept-Encoding", "identity");
        if let Some(range) = &request.range {
            builder = builder.header("Range", range);
        }
        let what = match builder.uri_ref().and_then(host_of) {
            Some(host) if !request.what.contains(host) => format!("{} at {host}", request.what),
            _ => request.what.to_owned(),
        };
        builder.call().map_err(|error| failure::transport(&what, &error, &self.timeouts))
    }
}

/// What is particular to one request.
#[derive(Debug, Default)]
struct Request<'a> {
    /// What is asked for, for messages.
    what: &'a str,
    /// Where, if not the description of the repository.
    url: Option<&'a str>,
    /// The value of the `Range` header.
    range: Option<String>,
    /// Whether to give back a redirect instead of following it.
    stay: bool,
}

/// One file of a repository on the hub.
pub(super) struct RemoteFile<'a> {
    client: &'a Client,
    repository: ApiRepo,
    url: String,
    commit: String,
    file: ModelFile,
}

/// What the hub says of a file.
#[derive(Debug)]
pub(super) struct Announced {
    /// Its id.
    pub(super) id: Option<ContentId>,
    /// Its length.
    pub(super) bytes: Option<u64>,
}

/// The bytes of a file, on their way.
#[derive(Debug)]
pub(super) struct Stream {
    /// The offset in the file at which they start.
    pub(super) start: u64,
    /// The length of the whole file.
    pub(super) bytes: Option<u64>,
    /// The bytes.
    pub(super) body: Body,
}

impl RemoteFile<'_> {
    pub(super) fn file(&self) -> ModelFile {
        self.file
    }

    /// Its address, for messages.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn timeouts(&self) -> &Timeouts {
        &self.client.timeouts
    }

    /// Asks what the file is; `None` if there is none.
    ///
    /// The hub sends requests for large files on to a store on another host, which knows
    /// nothing of ids and commits; so only redirects within the hub are followed here.
    pub(super) fn announce(&self) -> Result<Option<Announced>> {
        let mut url = self.url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let response = self.get(&url, Some("bytes=0-0".to_owned()), true)?;
            let status = response.status();
            if status.is_redirection() && header(&response, "x-linked-etag").is_none() {
                if let Some(next) = redirect_within(&url, &response) {
                    url = next;
                    continue;
                }
            } else if status.as_u16() == 404 {
                return Ok(None);
            } else if !status.is_success() && !status.is_redirection() {
                return Err(Refusal::of(&response).of_file(&self.url));
            }
            return self.read_announcement(&response).map(Some);
        }
        Err(failure::not_a_hub_at(&self.url, "it redirects without end"))
    }

    fn read_announcement(&self, response: &Response<Body>) -> Result<Announced> {
        if failure::is_page(response) {
            return Err(failure::not_a_hub(&self.url, response));
        }
        let id = header(response, "x-linked-etag").or_else(|| header(response, "etag"));
        let id = id.and_then(ContentId::parse);
        match header(response, "x-repo-commit") {
            Some(commit) if commit != self.commit => {
                return Err(failure::other_commit(&self.url, commit));
            }
            None if id.is_none() => return Err(failure::not_a_hub(&self.url, response)),
            _ => {}
        }
        let linked = header(response, "x-linked-size").and_then(|size| size.parse().ok());
        let bytes = linked.or_else(|| match response.status().as_u16() {
            200 => response.body().content_length(),
            206 => content_range(response).and_then(|range| range.bytes),
            _ => None,
        });
        Ok(Announced { id, bytes })
    }

    /// The bytes from this offset on, or from the start where the hub does not resume.
    pub(super) fn open(&self, from: u64) -> Result<Stream> {
        if from > 0 {
            let response = self.get(&self.url, Some(format!("bytes={from}-")), false)?;
            let range = content_range(&response).filter(|range| range.start == from);
            match (response.status().as_u16(), range) {
                (206, Some(range)) => return self.stream(response, from, range.bytes),
                (200, _) => return self.stream_all(response),
                (206 | 416, _) => {}
                _ => return Err(Refusal::of(&response).of_file(&self.url)),
            }
        }
        let response = self.get(&self.url, None, false)?;
        match response.status().as_u16() {
            200 => self.stream_all(response),
            _ => Err(Refusal::of(&response).of_file(&self.url)),
        }
    }

    fn stream_all(&self, response: Response<Body>) -> Result<Stream> {
        let bytes = response.body().content_length();
        self.stream(response, 0, bytes)
    }

    fn stream(&self, response: Response<Body>, start: u64, bytes: Option<u64>) -> Result<Stream> {
        if failure::is_page(&response) {
            return Err(failure::not_a_hub(&self.url, &response));
        }
        Ok(Stream { start, bytes, body: response.into_body() })
    }

    fn get(&self, url: &str, range: Option<String>, stay: bool) -> Result<Response<Body>> {
        let request = Request { what: &self.url, url: Some(url), range, stay };
        self.client.get(&self.repository, &request)
    }
}

/// What a `Content-Range: bytes START-END/BYTES` header says.
struct ContentRange {
    start: u64,
    bytes: Option<u64>,
}

fn content_range(response: &Response<Body>) -> Option<ContentRange> {
    let (range, bytes) =
        header(response, "content-range")?.strip_prefix("bytes ")?.split_once('/')?;
    let (start, _) = range.split_once('-')?;
    Some(ContentRange { start: start.trim().parse().ok()?, bytes: bytes.trim().parse().ok() })
}

/// A header's value, if there is one and it is text.
pub(super) fn header<'a>(response: &'a Response<Body>, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}

/// Where a redirect leads, if that is the same scheme and host, as text.
fn redirect_within(from: &str, response: &Response<Body>) -> Option<String> {
    let from: Uri = from.parse().ok()?;
    let to: Uri = header(response, "location")?.parse().ok()?;
    let (scheme, authority) = (from.scheme()?, from.authority()?);
    let leaves = to.scheme().is_some_and(|to| to != scheme)
        || to.authority().is_some_and(|to| to != authority);
    if leaves {
        return None;
    }
    let path = to.path_and_query().filter(|path| path.as_str().starts_with('/'))?;
    Some(format!("{scheme}://{authority}{path}"))
}

fn is_web_address(text: &str) -> bool {
    text.parse::<Uri>().is_ok_and(|uri| {
        // An `@` further on is of a password that a slash in it has cut off.
        let is_before_host =
            |at: usize| host_of(&uri).is_some_and(|host| text[at + 1..].starts_with(host));
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some()
            && text.rfind('@').is_none_or(is_before_host)
    })
}

/// The host of an address and its port, without the name and the password before them.
fn host_of(uri: &Uri) -> Option<&str> {
    let authority = uri.authority()?.as_str();
    Some(authority.rsplit_once('@').map_or(authority, |(_, host)| host))
}

/// Whether an address is one of this machine, which no proxy stands before.
fn is_on_this_machine(uri: &Uri) -> bool {
    uri.host().is_some_and(|host| {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    })
}
