//! Which stored article an article is: by its id, its external id, its URL, or, if it has none of these, by its title and
//! text. One query asks for all of them.

use postgres::types::ToSql;

use super::PostgresStore;
use super::failure::Failure;
use super::rows::{COLUMNS, Stored, id_from, uuid_of};
use super::session::Tx;
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::library::Resolution;
use crate::library::address::canonical;
use crate::library::identity::{
    conflicting, external_id_taken, resolution, without_blank_identity,
};
use crate::library::record::{ContentHash, content_hash};

impl PostgresStore {
    /// See [`Store::resolve`](crate::library::Store::resolve).
    pub(super) fn resolve(&self, article: &Article) -> Result<Resolution> {
        self.read(|tx| {
            let article = without_blank_identity(article);
            Ok(match find(tx, &article, For::Reading)? {
                Known::No => Resolution::New,
                Known::SameText(stored) => Resolution::Unchanged(stored.id),
                Known::SameIdentity(stored) => resolution(stored.id, &stored.article, &article),
            })
        })
    }

    /// See [`Store::duplicates_of`](crate::library::Store::duplicates_of).
    pub(super) fn duplicates_of(&self, article: &Article) -> Result<Vec<ArticleId>> {
        self.read(|tx| same_text(tx, &content_hash(&article.body), article.id))
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

/// What an article is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    Reading,
    Writing,
}

/// Looks for an article whose blank identities were removed.
///
/// With [`For::Writing`] what is found stays what it is until the transaction ends: reads are counted beside it.
pub(super) fn find(tx: &mut Tx, article: &Article, lock: For) -> Result<Known, Failure> {
    let without_nul = |text: &Option<String>| text.clone().filter(|text| !text.contains('\0'));
    let (external_id, url) = (without_nul(&article.external_id), without_nul(&article.url));
    if article.id.is_none() && article.external_id.is_none() && article.url.is_none() {
        return Ok(by_text(tx, article)?.map_or(Known::No, |it| Known::SameText(Box::new(it))));
    }
    let id = article.id.map(uuid_of);
    let address = url.as_deref().map(canonical);
    let sql = format!(
        "SELECT {COLUMNS} FROM articles WHERE id = $1 OR external_id = $2 OR url = $3 \
         OR address = $4 ORDER BY url IS DISTINCT FROM $3, number{}",
        match lock {
            For::Reading => "",
            For::Writing => " FOR UPDATE",
        }
    );
    let mut stored = Vec::new();
    for row in tx.query(&sql, &[&id, &external_id, &url, &address])? {
        stored.push(Stored::from_row(&row)?);
    }
    let by_id = stored.iter().find(|it| article.id == Some(it.id));
    let of_external_id = |it: &&Stored| it.article.external_id == external_id;
    let by_external_id = external_id.as_ref().and_then(|_| stored.iter().find(of_external_id));
    let of_page = |it: &&Stored| it.article.url.as_deref().map(canonical) == address;
    let by_url = address.as_ref().and_then(|_| stored.iter().find(of_page));
    if let (Some(owner), Some(other)) = (by_id, by_external_id)
        && owner.number != other.number
    {
        return Err(external_id_taken(article, other.id).into());
    }
    let by_any_id = by_id.or(by_external_id);
    if let (Some(owner), Some(other)) = (by_any_id, by_url)
        && owner.number != other.number
    {
        return Err(conflicting(owner.id, other.id).into());
    }
    let found = by_any_id.or(by_url).map(|it| it.number);
    let found = found.and_then(|number| stored.into_iter().find(|it| it.number == number));
    Ok(found.map_or(Known::No, |it| Known::SameIdentity(Box::new(it))))
}

/// The articles with this hash other than `except`, in stored order.
pub(super) fn same_text(
    tx: &mut Tx,
    hash: &ContentHash,
    except: Option<ArticleId>,
) -> Result<Vec<ArticleId>, Failure> {
    let sql = "SELECT id FROM articles WHERE content_hash = $1 ORDER BY number";
    let rows = tx.query(sql, &[&hash.as_slice()])?;
    Ok(rows.iter().map(|row| id_from(row, 0)).filter(|id| Some(*id) != except).collect())
}

/// The article whose unique `column` has this value.
pub(super) fn one(
    tx: &mut Tx,
    column: &'static str,
    value: &(dyn ToSql + Sync),
) -> Result<Option<Stored>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM articles WHERE {column} = $1");
    tx.optional(&sql, &[value])?.map(|row| Stored::from_row(&row)).transpose()
}

/// The article with this id.
pub(super) fn by_id(tx: &mut Tx, id: ArticleId) -> Result<Option<Stored>, Failure> {
    one(tx, "id", &uuid_of(id))
}

/// The article of the page at this URL, whichever of the page's addresses it was stored under.
pub(super) fn by_url(tx: &mut Tx, url: &str) -> Result<Option<Stored>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM articles WHERE url = $1 OR address = $2 \
         ORDER BY url IS DISTINCT FROM $1, number LIMIT 1"
    );
    let row = tx.optional(&sql, &[&url, &canonical(url)])?;
    row.map(|row| Stored::from_row(&row)).transpose()
}

/// The first article with the title and text of this one.
fn by_text(tx: &mut Tx, article: &Article) -> Result<Option<Stored>, Failure> {
    if article.title.as_ref().is_some_and(|title| title.contains('\0')) {
        return Ok(None);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM articles WHERE content_hash = $1 AND title IS NOT DISTINCT FROM $2 \
         ORDER BY number LIMIT 1"
    );
    let hash = content_hash(&article.body);
    let row = tx.optional(&sql, &[&hash.as_slice(), &article.title])?;
    row.map(|row| Stored::from_row(&row)).transpose()
}
