//! What a row holds of an article beside its texts, in whichever store.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::article::Article;
use crate::{Error, Result};

/// The sha256 of a body whose white space is folded: equal for equal texts.
pub(super) type ContentHash = [u8; 32];

/// The numbers of a row, as they are stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) last_read: Option<i64>,
    pub(super) read_count: i64,
    pub(super) word_count: i64,
    pub(super) published: Option<i64>,
}

impl Numbers {
    /// Those of an article; `now` stands in for the times that it must have and lacks.
    pub(super) fn of(article: &Article, now: Timestamp) -> Result<Self> {
        let name = name_of(article);
        let time = |time: Option<Timestamp>, field| time_to(time.unwrap_or(now), field, &name);
        let count = |value: u64, field| {
            i64::try_from(value).map_err(|_| Error::InvalidField {
                name: name.clone(),
                field,
                expected: "at most 9223372036854775807",
                found: value.to_string(),
            })
        };
        Ok(Self {
            created: time(article.created, "created")?,
            updated: time(article.updated, "updated")?,
            last_read: article
                .last_read
                .map(|time| time_to(time, "last_read", &name))
                .transpose()?,
            published: article
                .published
                .map(|time| time_to(time, "published", &name))
                .transpose()?,
            read_count: count(article.read_count, "read_count")?,
            word_count: count(article.word_count as u64, "word_count")?,
        })
    }
}

/// A time as it is stored, in nanoseconds; refuses one that 64 bits cannot hold.
pub(super) fn time_to(time: Timestamp, field: &'static str, name: &str) -> Result<i64> {
    i64::try_from(time.as_nanosecond()).map_err(|_| Error::InvalidField {
        name: name.to_owned(),
        field,
        expected: "a time between the years 1678 and 2261",
        found: time.to_string(),
    })
}

/// What to call an article in a message.
pub(super) fn name_of(article: &Article) -> String {
    let named = article.external_id.clone().or_else(|| article.url.clone());
    named
        .or_else(|| article.id.map(|id| id.to_string()))
        .or_else(|| article.title.clone())
        .unwrap_or_else(|| "an article without a name".to_owned())
}

/// The hash by which equal texts are found.
pub(super) fn content_hash(body: &str) -> ContentHash {
    let mut hash = Sha256::new();
    let mut words = body.split_whitespace();
    if let Some(first) = words.next() {
        hash.update(first);
    }
    for word in words {
        hash.update(" ");
        hash.update(word);
    }
    hash.finalize().into()
}
