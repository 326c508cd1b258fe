//! The checksums of rows: what tells a flipped byte from what was stored.
//!
//! An article's is the CRC-32 of its columns in this order: id, external id, title, body, category,
//! URL, date, language, created, updated, last read, read count, word count, hash of the text,
//! published, author, site, tags, starred, progress, highlights. Each column is a byte that says
//! whether it is null, the number of its bytes (u64) and the bytes; numbers are i64. All are
//! little-endian. A vector's is that of its article's number (i64) and its bytes.

use crc32fast::Hasher;

use super::failure::Failure;
use super::rows::list_to;
use crate::article::{Article, ArticleId};
use crate::library::record::{ContentHash, Numbers};

/// Columns of one row, one after the other.
#[derive(Default)]
struct Columns(Hasher);

impl Columns {
    fn bytes(&mut self, bytes: Option<&[u8]>) -> &mut Self {
        self.0.update(&[u8::from(bytes.is_some())]);
        if let Some(bytes) = bytes {
            self.0.update(&(bytes.len() as u64).to_le_bytes());
            self.0.update(bytes);
        }
        self
    }

    fn text(&mut self, text: Option<&str>) -> &mut Self {
        self.bytes(text.map(str::as_bytes))
    }

    fn number(&mut self, number: Option<i64>) -> &mut Self {
        self.bytes(number.map(i64::to_le_bytes).as_ref().map(<[u8; 8]>::as_slice))
    }
}

/// The checksum of an article's row.
pub(super) fn of_article(
    id: ArticleId,
    hash: &ContentHash,
    numbers: &Numbers,
    article: &Article,
) -> Result<u32, Failure> {
    let mut columns = Columns::default();
    columns
        .bytes(Some(id.as_bytes()))
        .text(article.external_id.as_deref())
        .text(article.title.as_deref())
        .text(Some(&article.body))
        .text(article.category.as_deref())
        .text(article.url.as_deref())
        .text(article.date.map(|date| date.to_string()).as_deref())
        .text(article.language.as_deref())
        .number(Some(numbers.created))
        .number(Some(numbers.updated))
        .number(numbers.last_read)
        .number(Some(numbers.read_count))
        .number(Some(numbers.word_count))
        .bytes(Some(hash))
        .number(numbers.published)
        .text(article.author.as_deref())
        .text(article.site.as_deref())
        .text(list_to(&article.tags)?.as_deref())
        .number(Some(i64::from(article.starred)))
        .number(article.progress.map(i64::from))
        .text(list_to(&article.highlights)?.as_deref());
    Ok(columns.0.finalize())
}

/// The checksum of a vector.
pub(super) fn of_vector(article: i64, bytes: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(&article.to_le_bytes());
    hasher.update(bytes);
    hasher.finalize()
}
