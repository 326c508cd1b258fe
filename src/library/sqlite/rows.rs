//! Between a row of `articles` and an [`Article`]: lossless both ways, or a refusal.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row, Statement, named_params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::checksum;
use super::failure::Failure;
use crate::article::{Article, ArticleId};
use crate::library::address::canonical;
use crate::library::record::{ContentHash, Numbers, content_hash};
use crate::library::words::divided;

/// The columns that [`Stored::from_row`] reads, in its order.
pub(super) const COLUMNS: &str = "number, id, external_id, title, body, category, url, date, \
     language, created, updated, last_read, read_count, word_count, content_hash, published, \
     author, site, tags, starred, progress, highlights, checksum";

/// An article as it is stored.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    /// Its row; ascends in the order of storing.
    pub(super) number: i64,
    pub(super) id: ArticleId,
    pub(super) content_hash: ContentHash,
    pub(super) article: Article,
    numbers: Numbers,
    /// What [`checksum`](super::checksum) it was stored with; none in a library of an earlier version.
    checksum: Option<i64>,
}

impl Stored {
    /// Reads a row of [`COLUMNS`]; what was never written there is damage.
    pub(super) fn from_row(row: &Row) -> Result<Self, Failure> {
        let number: i64 = row.get(0)?;
        let damaged = |what: &str| Failure::Damaged(format!("article number {number}: {what}"));
        let id = id_from(row, 1).ok_or_else(|| damaged("its id is not of 16 bytes"))?;
        let date = row
            .get_ref(7)?
            .as_str_or_null()
            .map_err(|_| damaged("its date is no text"))?
            .map(|text| text.parse::<Date>().map_err(|_| damaged("its date is none")))
            .transpose()?;
        let content_hash = row
            .get_ref(14)?
            .as_bytes()
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| damaged("its hash is not of 32 bytes"))?;
        let numbers = Numbers {
            created: row.get(9)?,
            updated: row.get(10)?,
            last_read: row.get(11)?,
            read_count: row.get(12)?,
            word_count: row.get(13)?,
            published: row.get(15)?,
        };
        let article = Article {
            id: Some(id),
            external_id: row.get(2)?,
            title: row.get(3)?,
            body: row.get(4)?,
            category: row.get(5)?,
            url: row.get(6)?,
            date,
            language: row.get(8)?,
            created: Some(time_from(numbers.created)?),
            updated: Some(time_from(numbers.updated)?),
            last_read: numbers.last_read.map(time_from).transpose()?,
            read_count: unsigned(numbers.read_count, "read_count")?,
            word_count: usize::try_from(numbers.word_count)
                .map_err(|_| damaged("its word count is negative"))?,
            published: numbers.published.map(time_from).transpose()?,
            author: row.get(16)?,
            site: row.get(17)?,
            tags: list_from(row, 18).ok_or_else(|| damaged("its tags are no list"))?,
            starred: row.get(19)?,
            progress: row.get(20)?,
            highlights: list_from(row, 21).ok_or_else(|| damaged("its highlights are no list"))?,
        };
        Ok(Self { number, id, content_hash, article, numbers, checksum: row.get(22)? })
    }

    /// Whether it is what was stored, as far as that can be told.
    pub(super) fn is_intact(&self) -> Result<bool, Failure> {
        let Some(stored) = self.checksum else { return Ok(true) };
        Ok(i64::from(self.checksum_of_columns()?) == stored)
    }

    /// Whether it is what was stored but for its number of words, which is this.
    pub(super) fn is_intact_with(&self, words: usize) -> Result<bool, Failure> {
        let numbers = Numbers { word_count: row_count(words), ..self.numbers };
        Self { numbers, ..self.clone() }.is_intact()
    }

    /// The checksum of the columns as they are.
    pub(super) fn checksum_of_columns(&self) -> Result<u32, Failure> {
        checksum::of_article(self.id, &self.content_hash, &self.numbers, &self.article)
    }

    /// Itself, or what is wrong with it.
    pub(super) fn intact(self) -> Result<Self, Failure> {
        if self.is_intact()? {
            return Ok(self);
        }
        Err(Failure::Damaged(format!("article {} is not what was stored", self.id)))
    }
}

/// The list that is stored as JSON in column `index`, if it is one.
fn list_from<T: DeserializeOwned>(row: &Row, index: usize) -> Option<Vec<T>> {
    match row.get_ref(index).ok()?.as_str_or_null().ok()? {
        Some(json) => serde_json::from_str(json).ok(),
        None => Some(Vec::new()),
    }
}

/// A list as it is stored.
pub(super) fn list_to<T: Serialize>(list: &[T]) -> Result<Option<String>, Failure> {
    if list.is_empty() {
        return Ok(None);
    }
    let json = serde_json::to_string(list);
    json.map(Some).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()).into())
}

/// The id in column `index`, if it is one.
pub(super) fn id_from(row: &Row, index: usize) -> Option<ArticleId> {
    let bytes = row.get_ref(index).ok()?.as_blob().ok()?;
    Some(ArticleId::from_bytes(bytes.try_into().ok()?))
}

/// A column that is never negative, as a count.
pub(super) fn unsigned(value: i64, column: &str) -> Result<u64, Failure> {
    u64::try_from(value).map_err(|_| Failure::Damaged(format!("{column} is {value}")))
}

/// A number of rows as SQLite takes it.
pub(super) fn row_count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
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

    /// Stores it as a new row, and gives the row's number.
    pub(super) fn insert(&self, connection: &Connection) -> Result<i64, Failure> {
        self.insert_as(connection, None)
    }

    /// The same, with a number that no row has.
    pub(super) fn insert_as(
        &self,
        connection: &Connection,
        number: Option<i64>,
    ) -> Result<i64, Failure> {
        let mut statement = connection.prepare_cached(
            "INSERT INTO articles (number, id, external_id, title, body, category, url, date, \
             language, created, updated, last_read, read_count, word_count, content_hash, \
             published, author, site, tags, starred, progress, highlights, address, title_words, \
             body_words, checksum) \
             VALUES (:number, :id, :external_id, :title, :body, :category, :url, :date, \
             :language, :created, :updated, :last_read, :read_count, :word_count, :content_hash, \
             :published, :author, :site, :tags, :starred, :progress, :highlights, :address, \
             :title_words, :body_words, :checksum) \
             RETURNING number",
        )?;
        self.bind(&mut statement, number)?;
        let mut rows = statement.raw_query();
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Ok(row.get(0)?)
    }

    /// Stores it in place of row `number`.
    pub(super) fn replace(&self, connection: &Connection, number: i64) -> Result<(), Failure> {
        let mut statement = connection.prepare_cached(
            "UPDATE articles SET id = :id, external_id = :external_id, title = :title, \
             body = :body, category = :category, url = :url, date = :date, language = :language, \
             created = :created, updated = :updated, last_read = :last_read, \
             read_count = :read_count, word_count = :word_count, content_hash = :content_hash, \
             published = :published, author = :author, site = :site, tags = :tags, \
             starred = :starred, progress = :progress, highlights = :highlights, \
             address = :address, title_words = :title_words, body_words = :body_words, \
             checksum = :checksum WHERE number = :number",
        )?;
        self.bind(&mut statement, Some(number))?;
        statement.raw_execute()?;
        Ok(())
    }

    /// Stores when it was read last, how often, and its number of words, in row `number`, and nothing else.
    pub(super) fn count(&self, connection: &Connection, number: i64) -> Result<(), Failure> {
        let Numbers { last_read, read_count, word_count, .. } = self.numbers;
        let mut statement = connection.prepare_cached(
            "UPDATE articles SET last_read = ?2, read_count = ?3, word_count = ?4, checksum = ?5 \
             WHERE number = ?1",
        )?;
        statement.execute((number, last_read, read_count, word_count, self.checksum()?))?;
        Ok(())
    }

    fn checksum(&self) -> Result<u32, Failure> {
        checksum::of_article(self.id, &self.content_hash, &self.numbers, self.article)
    }

    fn bind(&self, statement: &mut Statement, number: Option<i64>) -> Result<(), Failure> {
        let date = self.article.date.map(|date| date.to_string());
        let parameters = named_params! {
            ":number": number,
            ":id": self.id.as_bytes(),
            ":external_id": self.article.external_id,
            ":title": self.article.title,
            ":body": self.article.body,
            ":category": self.article.category,
            ":url": self.article.url,
            ":date": date,
            ":language": self.article.language,
            ":created": self.numbers.created,
            ":updated": self.numbers.updated,
            ":last_read": self.numbers.last_read,
            ":read_count": self.numbers.read_count,
            ":word_count": self.numbers.word_count,
            ":content_hash": self.content_hash,
            ":published": self.numbers.published,
            ":author": self.article.author,
            ":site": self.article.site,
            ":tags": list_to(&self.article.tags)?,
            ":starred": self.article.starred,
            ":progress": self.article.progress,
            ":highlights": list_to(&self.article.highlights)?,
            ":address": self.article.url.as_deref().map(canonical),
            ":title_words": self.article.title.as_deref().and_then(divided),
            ":body_words": divided(&self.article.body),
            ":checksum": self.checksum()?,
        };
        for &(name, value) in parameters {
            let index = statement
                .parameter_index(name)?
                .ok_or_else(|| rusqlite::Error::InvalidParameterName(name.to_owned()))?;
            statement.raw_bind_parameter(index, value)?;
        }
        Ok(())
    }
}
