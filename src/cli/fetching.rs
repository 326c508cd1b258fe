//! Addresses among the inputs, fetched.

use nutgraf::Error;
#[cfg(not(feature = "fetch"))]
use nutgraf::error::without_credentials;
#[cfg(feature = "fetch")]
use nutgraf::fetch::{FetchOptions, Fetched, Fetcher, Validators};
#[cfg(feature = "fetch")]
use nutgraf::library::FetchRecord;
use nutgraf::library::Store;
use nutgraf::read::Address;
#[cfg(feature = "fetch")]
use nutgraf::read::read;
use nutgraf::text::Document;

use super::args::InputArgs;
use super::input::{Input, Opened};

/// Fetches what addresses name.
pub(crate) struct Fetching {
    #[cfg(feature = "fetch")]
    fetcher: Fetcher,
}

impl Fetching {
    pub(crate) fn new(args: &InputArgs) -> Self {
        #[cfg(not(feature = "fetch"))]
        let _ = args;
        Self {
            #[cfg(feature = "fetch")]
            fetcher: Fetcher::new(FetchOptions {
                allow_private: args.allow_private,
                ..FetchOptions::default()
            }),
        }
    }

    /// Opens an input, fetched if it is an address: with a library, only if it has changed since
    /// it was last stored there.
    pub(crate) fn open(
        &self,
        input: &Input,
        args: &InputArgs,
        library: Option<&dyn Store>,
    ) -> Result<Opened, Error> {
        match input {
            Input::Address(address) => self.open_address(address, args, library),
            input => Ok(Opened::Items(input.items(args)?, None)),
        }
    }

    #[cfg(feature = "fetch")]
    fn open_address(
        &self,
        address: &str,
        args: &InputArgs,
        library: Option<&dyn Store>,
    ) -> Result<Opened, Error> {
        let known = match library {
            Some(library) => library.last_fetch(address)?,
            None => None,
        };
        let known = known.map(|it| Validators { etag: it.etag, last_modified: it.last_modified });
        match self.fetcher.get(address, known.as_ref())? {
            Fetched::Unchanged => Ok(Opened::Unchanged),
            Fetched::Page(input, Validators { etag, last_modified }) => {
                let record = (etag.is_some() || last_modified.is_some()).then(|| FetchRecord {
                    address: address.to_owned(),
                    etag,
                    last_modified,
                });
                Ok(Opened::Items(read(args.applied_to(input)), record))
            }
        }
    }

    #[cfg(not(feature = "fetch"))]
    fn open_address(
        &self,
        address: &str,
        _: &InputArgs,
        _: Option<&dyn Store>,
    ) -> Result<Opened, Error> {
        Err(unable(address))
    }

    /// The article at an address that an input holds, with what the input says of it.
    #[cfg(feature = "fetch")]
    pub(crate) fn fetch(&self, address: Address) -> Result<Document, Error> {
        self.fetcher.article(address)
    }

    #[cfg(not(feature = "fetch"))]
    pub(crate) fn fetch(&self, address: Address) -> Result<Document, Error> {
        Err(unable(&address.article.url.unwrap_or_default()))
    }
}

#[cfg(not(feature = "fetch"))]
fn unable(address: &str) -> Error {
    let reason = "this build cannot fetch: it has no feature `fetch`; save the page and give the \
        file";
    let name = without_credentials(address).into_owned();
    Error::Refused { name, reason: reason.to_owned() }
}
