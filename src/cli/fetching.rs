//! Addresses among the inputs, fetched.

use nutgraf::Error;
#[cfg(feature = "fetch")]
use nutgraf::article::Article;
#[cfg(not(feature = "fetch"))]
use nutgraf::error::without_credentials;
#[cfg(feature = "fetch")]
use nutgraf::fetch::{FetchOptions, Fetched, Fetcher, Validators};
#[cfg(feature = "fetch")]
use nutgraf::library::FetchRecord;
use nutgraf::library::Store;
use nutgraf::read::Address;
#[cfg(feature = "fetch")]
use nutgraf::read::{Items, read};
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
        let Address { article: given, source, warnings } = address;
        let url = given.url.as_deref().unwrap_or_default();
        let Fetched::Page(input, _) = self.fetcher.get(url, None)? else {
            return Err(Error::NoText { name: source });
        };
        let document = first(read(input), url)?;
        let warnings = [warnings, document.warnings].concat();
        let article = with_given(document.article, given);
        Ok(Document { article, source, warnings, ..document })
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

#[cfg(feature = "fetch")]
fn first(items: Items, url: &str) -> Result<Document, Error> {
    items.documents().next().unwrap_or_else(|| Err(Error::NoText { name: url.to_owned() }))
}

/// A fetched article with what the input that named it says: whose it is and what was done with
/// it. Of the text the page knows more.
#[cfg(feature = "fetch")]
fn with_given(fetched: Article, given: Article) -> Article {
    let mut tags = given.tags;
    tags.extend(fetched.tags);
    Article {
        id: given.id,
        external_id: given.external_id,
        title: fetched.title.or(given.title),
        category: given.category.or(fetched.category),
        url: given.url,
        date: given.date.or(fetched.date),
        published: given.published.or(fetched.published),
        author: fetched.author.or(given.author),
        site: fetched.site.or(given.site),
        tags,
        starred: given.starred,
        progress: given.progress,
        highlights: given.highlights,
        created: given.created,
        updated: given.updated,
        last_read: given.last_read,
        read_count: given.read_count,
        ..fetched
    }
}
