//! Which stored article an article is: by its id, its external id, its URL, or, if it has none of
//! these, by its title and text.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, ToSql};

use super::SqliteStore;
use super::address::canonical;
use super::failure::Failure;
use super::rows::{COLUMNS, ContentHash, Stored, content_hash, name_of};
use crate::article::{Article, ArticleId};
use crate::library::Resolution;
use crate::{Error, Result};

impl SqliteStore {
    /// See [`Store::resolve`](crate::library::Store::resolve).
    pub(super) fn resolve(&self, article: &Article) -> Result<Resolution> {
        self.read(|connection| {
            let article = without_blank_identity(article);
            Ok(match find(connection, &article)? {
                Known::No => Resolution::New,
                Known::SameText(stored) => Resolution::Unchanged(stored.id),
                Known::SameIdentity(stored) => {
                    let merged = merge(&stored.article, &article);
                    if merged == stored.article {
                        Resolution::Unchanged(stored.id)
                    } else {
                        let text = text_differs(&merged, &stored.article);
                        Resolution::Changed { id: stored.id, text }
                    }
                }
            })
        })
    }

    /// See [`Store::duplicates_of`](crate::library::Store::duplicates_of).
    pub(super) fn duplicates_of(&self, article: &Article) -> Result<Vec<ArticleId>> {
        self.read(|connection| same_text(connection, &content_hash(&article.body), article.id))
    }
}

/// Whether an article is stored.
#[derive(Debug)]
pub(super) enum Known {
    /// It is not.
    No,
    /// One that answers to its id, external id or URL is.
    SameIdentity(Box<Stored>),
    /// It has no identity of its own, and one of the same title and text is.
    SameText(Box<Stored>),
}

/// Looks for an article whose blank identities were removed.
pub(super) fn find(connection: &Connection, article: &Article) -> Result<Known, Failure> {
    let id = article.id.as_ref().map(ArticleId::as_bytes);
    let by_id = one(connection, "id", &id)?;
    let by_external_id = one(connection, "external_id", &article.external_id)?;
    let by_url = match &article.url {
        Some(url) => by_url(connection, url)?,
        None => None,
    };
    if let (Some(owner), Some(other)) = (&by_id, &by_external_id)
        && owner.number != other.number
    {
        return Err(external_id_taken(article, other));
    }
    let by_any_id = by_id.or(by_external_id);
    if let (Some(owner), Some(other)) = (&by_any_id, &by_url)
        && owner.number != other.number
    {
        return Err(Failure::Refused(Error::ConflictingIdentity {
            by_id: owner.id.to_string(),
            by_url: other.id.to_string(),
        }));
    }
    if let Some(stored) = by_any_id.or(by_url) {
        return Ok(Known::SameIdentity(Box::new(stored)));
    }
    if article.id.is_none() && article.external_id.is_none() && article.url.is_none() {
        return Ok(by_text(connection, article)?
            .map_or(Known::No, |stored| Known::SameText(Box::new(stored))));
    }
    Ok(Known::No)
}

/// The articles with this hash other than `except`, in stored order.
pub(super) fn same_text(
    connection: &Connection,
    hash: &ContentHash,
    except: Option<ArticleId>,
) -> Result<Vec<ArticleId>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT id, number FROM articles WHERE content_hash = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([hash])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        let id = super::rows::id_from(row, 0)
            .ok_or_else(|| Failure::Damaged("an article's id is not of 16 bytes".to_owned()))?;
        if Some(id) != except {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// The article whose unique `column` has this value; none where the value is null.
pub(super) fn one(
    connection: &Connection,
    column: &'static str,
    value: &dyn ToSql,
) -> Result<Option<Stored>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM articles WHERE {column} = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([value], |row| Ok(Stored::from_row(row))).optional()?.transpose()
}

/// The article of the page at this URL, whichever of the page's addresses it was stored under.
pub(super) fn by_url(connection: &Connection, url: &str) -> Result<Option<Stored>, Failure> {
    // The URL itself first: a library of an earlier version may hold two of a page's addresses.
    let sql = format!(
        "SELECT {COLUMNS} FROM articles WHERE url = ?1 OR address = ?2 \
         ORDER BY url IS NOT ?1, number LIMIT 1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let parameters = (url, canonical(url));
    statement.query_row(parameters, |row| Ok(Stored::from_row(row))).optional()?.transpose()
}

/// The first article with the title and text of this one.
fn by_text(connection: &Connection, article: &Article) -> Result<Option<Stored>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM articles WHERE content_hash = ?1 AND title IS ?2 \
         ORDER BY number LIMIT 1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let parameters = (content_hash(&article.body), &article.title);
    statement.query_row(parameters, |row| Ok(Stored::from_row(row))).optional()?.transpose()
}

fn external_id_taken(article: &Article, owner: &Stored) -> Failure {
    Failure::Refused(Error::InvalidField {
        name: name_of(article),
        field: "external_id",
        expected: "that of the article with its id",
        found: format!("that of article {}", owner.id),
    })
}

/// The article without an external id or URL that is blank, which would tie together articles
/// that have nothing to do with each other.
pub(super) fn without_blank_identity(article: &Article) -> Article {
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    Article {
        external_id: filled(&article.external_id),
        url: filled(&article.url),
        ..article.clone()
    }
}

/// What is stored of an article that comes again: its text and details are those that it comes
/// with; details that it comes without, its id, its times and its read count stay.
pub(super) fn merge(stored: &Article, given: &Article) -> Article {
    let or_stored =
        |given: &Option<String>, stored: &Option<String>| given.clone().or_else(|| stored.clone());
    Article {
        external_id: or_stored(&given.external_id, &stored.external_id),
        title: or_stored(&given.title, &stored.title),
        body: given.body.clone(),
        category: or_stored(&given.category, &stored.category),
        url: if is_same_page(&given.url, &stored.url) {
            stored.url.clone()
        } else {
            or_stored(&given.url, &stored.url)
        },
        date: given.date.or(stored.date),
        language: or_stored(&given.language, &stored.language),
        published: given.published.or(stored.published),
        author: or_stored(&given.author, &stored.author),
        site: or_stored(&given.site, &stored.site),
        tags: filled_or(&given.tags, &stored.tags),
        starred: given.starred || stored.starred,
        progress: given.progress.or(stored.progress),
        highlights: filled_or(&given.highlights, &stored.highlights),
        word_count: given.word_count,
        ..stored.clone()
    }
}

/// Whether both are addresses of one page.
fn is_same_page(given: &Option<String>, stored: &Option<String>) -> bool {
    given.as_deref().map(canonical) == stored.as_deref().map(canonical)
}

fn filled_or<T: Clone>(given: &[T], stored: &[T]) -> Vec<T> {
    if given.is_empty() { stored.to_vec() } else { given.to_vec() }
}

/// Whether what a vector is made of differs: the text, or the language by which it is split.
pub(super) fn text_differs(a: &Article, b: &Article) -> bool {
    a.body != b.body || a.language != b.language
}

/// When an article that has changed was updated: the time it came with if that is later than the
/// stored one, else now.
pub(super) fn time_of_update(
    stored: &Article,
    given: Option<Timestamp>,
    now: Timestamp,
) -> Timestamp {
    given.filter(|&given| stored.updated < Some(given)).unwrap_or(now)
}
