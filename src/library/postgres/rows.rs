//! Between a row of `articles` and an [`Article`]: lossless both ways, or a refusal.

use jiff::Timestamp;
use jiff::civil::Date;
use postgres::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::failure::Failure;
use super::session::Tx;
use super::tsvector;
use crate::Error;
use crate::article::{Article, ArticleId};
use crate::library::address::canonical;
use crate::library::found::begin_of;
use crate::library::record::{ContentHash, Numbers, content_hash, name_of};

/// The columns that [`Stored::from_row`] reads, in its order.
pub(super) const COLUMNS: &str = "number, id, external_id, title, body, category, url, date, \
     language, created, updated, last_read, read_count, word_count, content_hash, published, \
     author, site, tags, starred, progress, highlights";

/// An article as it is stored.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    /// Its row; ascends in the order of storing.
    pub(super) number: i64,
    pub(super) id: ArticleId,
    pub(super) content_hash: ContentHash,
    pub(super) article: Article,
}

impl Stored {
    /// Reads a row of [`COLUMNS`]; what was never written there is damage.
    pub(super) fn from_row(row: &Row) -> Result<Self, Failure> {
        let number: i64 = row.get(0);
        let damaged = |what: &str| Failure::Damaged(format!("article number {number}: {what}"));
        let id = id_from(row, 1);
        let date: Option<&str> = row.get(7);
        let content_hash = row
            .get::<_, &[u8]>(14)
            .try_into()
            .map_err(|_| damaged("its hash is not of 32 bytes"))?;
        let article = Article {
            id: Some(id),
            external_id: row.get(2),
            title: row.get(3),
            body: row.get(4),
            category: row.get(5),
            url: row.get(6),
            date: date
                .map(|text| text.parse::<Date>().map_err(|_| damaged("its date is none")))
                .transpose()?,
            language: row.get(8),
            created: Some(time_from(row.get(9))?),
            updated: Some(time_from(row.get(10))?),
            last_read: row.get::<_, Option<i64>>(11).map(time_from).transpose()?,
            read_count: unsigned(row.get(12), "read_count")?,
            word_count: usize::try_from(row.get::<_, i64>(13))
                .map_err(|_| damaged("its word count is negative"))?,
            published: row.get::<_, Option<i64>>(15).map(time_from).transpose()?,
            author: row.get(16),
            site: row.get(17),
            tags: list_from(row, 18).ok_or_else(|| damaged("its tags are no list"))?,
            starred: row.get(19),
            progress: row
                .get::<_, Option<i16>>(20)
                .map(|progress| u8::try_from(progress).map_err(|_| damaged("its progress is none")))
                .transpose()?,
            highlights: list_from(row, 21).ok_or_else(|| damaged("its highlights are no list"))?,
        };
        Ok(Self { number, id, content_hash, article })
    }
}

/// The list that is stored as JSON in column `index`, if it is one.
fn list_from<T: DeserializeOwned>(row: &Row, index: usize) -> Option<Vec<T>> {
    match row.get::<_, Option<&str>>(index) {
        Some(json) => serde_json::from_str(json).ok(),
        None => Some(Vec::new()),
    }
}

/// A list as it is stored.
fn list_to<T: Serialize>(list: &[T]) -> Result<Option<String>, Failure> {
    if list.is_empty() {
        return Ok(None);
    }
    let json = serde_json::to_string(list);
    json.map(Some).map_err(|error| Failure::Damaged(format!("a list cannot be written: {error}")))
}

pub(super) fn id_from(row: &Row, index: usize) -> ArticleId {
    ArticleId::from_bytes(row.get::<_, Uuid>(index).into_bytes())
}

pub(super) fn uuid_of(id: ArticleId) -> Uuid {
    Uuid::from_bytes(*id.as_bytes())
}

/// A column that is never negative, as a count.
pub(super) fn unsigned(value: i64, column: &str) -> Result<u64, Failure> {
    u64::try_from(value).map_err(|_| Failure::Damaged(format!("{column} is {value}")))
}

/// A number of rows as PostgreSQL takes it.
pub(super) fn row_count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A row's number as PostgreSQL takes it.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn time_from(nanoseconds: i64) -> Result<Timestamp, Failure> {
    Timestamp::from_nanosecond(i128::from(nanoseconds))
        .map_err(|_| Failure::Damaged(format!("{nanoseconds} is no time")))
}

/// An article that can be stored: all that a row must have is there and fits.
#[derive(Debug)]
pub(super) struct Record<'a> {
    article: &'a Article,
    id: ArticleId,
    numbers: Numbers,
    content_hash: ContentHash,
}

impl<'a> Record<'a> {
    /// Takes an article that has id and times; `now` and a new id stand in for those it lacks.
    pub(super) fn new(article: &'a Article, now: Timestamp) -> Result<Self, Failure> {
        let numbers = Numbers::of(article, now)?;
        without_nul(article)?;
        Ok(Self {
            article,
            id: article.id.unwrap_or_else(ArticleId::new_v7),
            numbers,
            content_hash: content_hash(&article.body),
        })
    }

    pub(super) fn id(&self) -> ArticleId {
        self.id
    }

    /// Stores it as a new row, with the next number or this one, and gives that.
    pub(super) fn insert(&self, tx: &mut Tx, number: Option<i64>) -> Result<i64, Failure> {
        let (columns, value) = match number {
            Some(_) => ("number, ", "$25, "),
            None => ("", ""),
        };
        let sql = format!(
            "WITH article AS (INSERT INTO articles ({columns}id, external_id, title, body, category, \
             url, date, day, language, created, updated, last_read, read_count, word_count, \
             content_hash, published, author, site, tags, starred, progress, highlights, address, \
             words) VALUES ({value}$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
             $15, $16, $17, $18, $19, $20, $21, $22, $23, $24::text::tsvector) RETURNING number) \
             INSERT INTO members (article) SELECT number FROM article RETURNING article"
        );
        self.run(tx, &sql, number)
    }

    /// Stores it in place of row `number`.
    pub(super) fn replace(&self, tx: &mut Tx, number: i64) -> Result<(), Failure> {
        let sql = "UPDATE articles SET id = $1, external_id = $2, title = $3, body = $4, \
             category = $5, url = $6, date = $7, day = $8, language = $9, created = $10, \
             updated = $11, last_read = $12, read_count = $13, word_count = $14, \
             content_hash = $15, published = $16, author = $17, site = $18, tags = $19, \
             starred = $20, progress = $21, highlights = $22, address = $23, \
             words = $24::text::tsvector WHERE number = $25 RETURNING number";
        self.run(tx, sql, Some(number)).map(drop)
    }

    fn run(&self, tx: &mut Tx, sql: &str, number: Option<i64>) -> Result<i64, Failure> {
        let Article { external_id, title, body, category, url, language, author, site, .. } =
            self.article;
        let date = self.article.date.map(|date| date.to_string());
        let day = self.article.date.map(begin_of);
        let id = uuid_of(self.id);
        let hash = self.content_hash.as_slice();
        let tags = list_to(&self.article.tags)?;
        let progress = self.article.progress.map(i16::from);
        let highlights = list_to(&self.article.highlights)?;
        let address = url.as_deref().map(canonical);
        let words = tsvector::of(title.as_deref(), body);
        let Numbers { created, updated, last_read, read_count, word_count, published } =
            &self.numbers;
        let mut values: Vec<&(dyn postgres::types::ToSql + Sync)> = vec![
            &id,
            external_id,
            title,
            body,
            category,
            url,
            &date,
            &day,
            language,
            created,
            updated,
            last_read,
            read_count,
            word_count,
            &hash,
            published,
            author,
            site,
            &tags,
            &self.article.starred,
            &progress,
            &highlights,
            &address,
            &words,
        ];
        if let Some(number) = &number {
            values.push(number);
        }
        Ok(tx.one(sql, &values)?.get(0))
    }
}

/// Refuses what PostgreSQL cannot keep.
fn without_nul(article: &Article) -> Result<(), Failure> {
    let Article { external_id, title, body, category, url, language, author, site, .. } = article;
    let fields = [
        ("external_id", external_id.as_deref()),
        ("title", title.as_deref()),
        ("body", Some(body.as_str())),
        ("category", category.as_deref()),
        ("url", url.as_deref()),
        ("language", language.as_deref()),
        ("author", author.as_deref()),
        ("site", site.as_deref()),
    ];
    for (field, text) in fields {
        if text.is_some_and(|text| text.contains('\0')) {
            return Err(Failure::Refused(Error::InvalidField {
                name: name_of(article).replace('\0', "␀"),
                field,
                expected: "a text without the character NUL, which PostgreSQL cannot keep",
                found: "one with it".to_owned(),
            }));
        }
    }
    Ok(())
}
