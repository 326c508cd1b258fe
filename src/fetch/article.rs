//! The article at an address that an input holds.

use super::{Fetched, Fetcher};
use crate::article::Article;
use crate::error::{Error, Result};
use crate::read::{Address, Items, read};
use crate::text::Document;

impl Fetcher {
    /// The article at an address that an input holds, with what the input says of it: whose it is and what was
    /// done with it. Of the text the page knows more.
    ///
    /// # Errors
    /// As [`Fetcher::get`], or if there is no article on the page.
    pub fn article(&self, address: Address) -> Result<Document> {
        let Address { article: given, source, warnings } = address;
        let url = given.url.as_deref().unwrap_or_default();
        let Fetched::Page(input, _) = self.get(url, None)? else {
            return Err(Error::NoText { name: source });
        };
        let document = first(read(input), url)?;
        let warnings = [warnings, document.warnings].concat();
        let article = with_given(document.article, given);
        Ok(Document { article, source, warnings, ..document })
    }
}

fn first(items: Items, url: &str) -> Result<Document> {
    items.documents().next().unwrap_or_else(|| Err(Error::NoText { name: url.to_owned() }))
}

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
