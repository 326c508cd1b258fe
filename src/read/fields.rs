//! The fields of an article that inputs name: one way to read each, whatever the format.
//!
//! In: a field and its value as text (from front matter, a card or a JSON string). Out: the
//! article with the field set. An empty value is an absent one.

use jiff::tz::TimeZone;

use super::dates;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::text::language_code;
use crate::text::paragraphs::clean_line;

/// A field that an input may give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    ExternalId,
    Title,
    Category,
    Url,
    Date,
    Language,
    Created,
    Updated,
    LastRead,
    ReadCount,
}

impl Field {
    /// All fields.
    pub(crate) const ALL: [Self; 11] = [
        Self::Id,
        Self::ExternalId,
        Self::Title,
        Self::Category,
        Self::Url,
        Self::Date,
        Self::Language,
        Self::Created,
        Self::Updated,
        Self::LastRead,
        Self::ReadCount,
    ];

    /// Its name in JSON, in front matter and in error messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::ExternalId => "external_id",
            Self::Title => "title",
            Self::Category => "category",
            Self::Url => "url",
            Self::Date => "date",
            Self::Language => "language",
            Self::Created => "created",
            Self::Updated => "updated",
            Self::LastRead => "last_read",
            Self::ReadCount => "read_count",
        }
    }

    /// Sets the field of `article` to what `value` says, in an input called `name`.
    ///
    /// An id that is no UUID becomes the external id, unless that is given too. A language
    /// that is not known is left out: it can be detected.
    ///
    /// # Errors
    /// [`Error::InvalidField`] if a date, a time or a count is none.
    pub(crate) fn set(self, article: &mut Article, value: &str, name: &str) -> Result<()> {
        let value = clean_line(value);
        if value.is_empty() {
            return Ok(());
        }
        let time = |value: &str| {
            dates::timestamp(value, &TimeZone::system())
                .ok_or_else(|| self.invalid(name, dates::TIMESTAMP_FORMS, value))
        };
        match self {
            Self::Id => match value.parse() {
                Ok(id) => article.id = Some(id),
                Err(_) => article.external_id = article.external_id.take().or(Some(value)),
            },
            Self::ExternalId => article.external_id = Some(value),
            Self::Title => article.title = Some(value),
            Self::Category => article.category = Some(value),
            Self::Url => article.url = Some(value),
            Self::Date => {
                let date = dates::date(&value);
                article.date =
                    Some(date.ok_or_else(|| self.invalid(name, dates::DATE_FORMS, &value))?);
            }
            Self::Language => article.language = language_code(&value),
            Self::Created => article.created = Some(time(&value)?),
            Self::Updated => article.updated = Some(time(&value)?),
            Self::LastRead => article.last_read = Some(time(&value)?),
            Self::ReadCount => {
                let count = value.parse();
                article.read_count =
                    count.map_err(|_| self.invalid(name, "a whole number", &value))?;
            }
        }
        Ok(())
    }

    /// The error for a value of this field that is not what is `expected`.
    pub(crate) fn invalid(self, name: &str, expected: &'static str, found: &str) -> Error {
        invalid(name, self.name(), expected, found)
    }
}

/// The error for a field that holds what it must not.
pub(crate) fn invalid(
    name: &str,
    field: &'static str,
    expected: &'static str,
    found: &str,
) -> Error {
    const SHOWN: usize = 40;
    let mut shown: String = found.chars().take(SHOWN).collect();
    if shown.len() < found.len() {
        shown.push('…');
    }
    Error::InvalidField { name: name.to_owned(), field, expected, found: format!("`{shown}`") }
}
