//! What a PDF says of itself.
//!
//! In: its document information. Out: a title, an author and a day, where these are what they
//! claim to be.

use hayro_syntax::metadata::Metadata;
use jiff::civil::Date;

use crate::read::package::properties::{is_name, is_title};
use crate::text::paragraphs::clean_line;

/// What a document says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Info {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<Date>,
}

impl Info {
    pub(super) fn read(metadata: &Metadata) -> Self {
        let line =
            |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(|bytes| clean_line(&text(bytes)));
        let date = metadata.creation_date.and_then(|it| {
            let (year, month, day) = (i16::try_from(it.year), it.month as i8, it.day as i8);
            Date::new(year.ok()?, month, day).ok()
        });
        Self {
            title: line(&metadata.title).filter(|title| is_title(title)),
            author: line(&metadata.author).filter(|author| is_name(author)),
            date,
        }
    }
}

/// The text of a string that is outside of the pages: UTF-16, UTF-8 or Latin-1, nearly.
pub(super) fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0xEF, 0xBB, 0xBF, ..] => {
            let encoding = encoding_rs::Encoding::for_bom(bytes);
            encoding.map_or_else(String::new, |(encoding, _)| encoding.decode(bytes).0.into_owned())
        }
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
        },
    }
}
