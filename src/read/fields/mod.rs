//! The fields of an article that inputs name: one way to read each, whatever the format.
//!
//! In: fields and their values as text (from front matter, a card, a table or JSON). Out: the
//! article with the fields set, and a warning for each value that cannot be read: such a field is
//! left out, and the article is read. An empty value is an absent one.

mod lists;
pub(crate) mod names;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::tz::TimeZone;

use self::lists::{authors, list};
use super::dates::{self, Evidence, Seen, Written};
use super::html;
use crate::article::{Article, Warning};
use crate::error::Error;
use crate::text::paragraphs::clean_line;
use crate::text::{detect_language, language_code};

/// A field that an input may give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    ExternalId,
    Title,
    Category,
    Url,
    Date,
    Author,
    Site,
    Tags,
    Starred,
    Progress,
    Language,
    Created,
    Updated,
    LastRead,
    ReadCount,
}

/// A field as an input gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Given {
    /// Which.
    pub(crate) field: Field,
    /// What the input calls it.
    pub(crate) name: String,
    /// Its value, or its values where it is a list.
    pub(crate) values: Vec<String>,
}

impl Given {
    /// A field with one value.
    pub(crate) fn one(field: Field, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { field, name: name.into(), values: vec![value.into()] }
    }

    /// Whether there is no value.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.iter().all(|value| value.trim().is_empty())
    }
}

/// Sets the fields of `article` to what was given; of two for the same field, to the first that
/// can be read. `seen` are the dates elsewhere in the input.
///
/// The text of the article must be there already: its language may tell how dates are written.
pub(crate) fn set_all(article: &mut Article, given: &[Given], mut seen: Seen) -> Vec<Warning> {
    let (dates, others): (Vec<&Given>, Vec<&Given>) =
        given.iter().partition(|given| given.field.is_date());
    let mut warnings = Vec::new();
    for given in others {
        warnings.extend(given.set(article, &Evidence::default()));
    }
    let values = || dates.iter().filter_map(|given| given.values.first());
    values().for_each(|value| seen.note(value.split([' ', ',']).next().unwrap_or_default()));
    let is_doubtful = |value: &String| Written::read(value).is_some_and(|it| it.is_ambiguous());
    let named = given.iter().find(|given| given.field == Field::Language);
    let named = named.and_then(|given| given.values.first().cloned());
    let language = if values().any(is_doubtful) {
        named.filter(|it| language_code(it).is_some()).or_else(|| detect_language(&article.body))
    } else {
        None
    };
    let url = article.url.clone();
    let evidence = Evidence { seen, language: language.as_deref(), url: url.as_deref() };
    for given in dates {
        warnings.extend(given.set(article, &evidence));
    }
    warnings
}

impl Given {
    /// Sets the field, unless it is set. An id that is no UUID becomes the external id, unless
    /// that is given too.
    fn set(&self, article: &mut Article, evidence: &Evidence<'_>) -> Option<Warning> {
        let values = self.values.iter().map(|value| clean_line(value));
        let values: Vec<String> = values.filter(|value| !self.field.is_absent(value)).collect();
        let first = values.first()?.clone();
        let refused = |expected| Some(warning(&self.name, expected, &first));
        match self.field {
            Field::Id => match first.parse() {
                Ok(id) => article.id = article.id.or(Some(id)),
                Err(_) => {
                    article.external_id.get_or_insert_with(|| whole_number(&first).to_owned());
                }
            },
            Field::ExternalId => article.external_id = Some(first),
            Field::Title => {
                article.title.get_or_insert_with(|| plain(&first));
            }
            Field::Category => {
                let mut categories =
                    values.iter().flat_map(|value| list(value, false)).map(|it| plain(&it));
                if article.category.is_none() {
                    article.category = categories.next();
                }
                categories.for_each(|tag| add_tag(article, tag));
            }
            Field::Url => {
                article.url.get_or_insert(first);
            }
            Field::Author => {
                if article.author.is_none() {
                    article.author = authors(&values);
                }
            }
            Field::Site if is_address(&first) && lists::is_source(&self.name) => {
                article.url.get_or_insert(first);
            }
            Field::Site => {
                article.site.get_or_insert_with(|| plain(&first));
            }
            Field::Tags => {
                let tags = values.iter().flat_map(|value| list(value, values.len() == 1));
                tags.for_each(|tag| add_tag(article, plain(&tag)));
            }
            Field::Starred => match boolean(&first) {
                Some(starred) => article.starred |= starred,
                None => return refused("true or false"),
            },
            Field::Progress => match progress(&first) {
                Some(progress) => article.progress = article.progress.or(Some(progress)),
                None => return refused("a number from 0 to 100"),
            },
            Field::Language => match language_code(&first) {
                Some(code) => {
                    article.language.get_or_insert(code);
                }
                None => return refused("a language such as en or English"),
            },
            Field::ReadCount => match count(&first).or_else(|| boolean(&first).map(u64::from)) {
                Some(count) => article.read_count = article.read_count.max(count),
                None => return refused("a whole number"),
            },
            Field::Date => return self.set_date(article, &first, evidence),
            Field::Created => return self.set_time(&mut article.created, &first, evidence),
            Field::Updated => return self.set_time(&mut article.updated, &first, evidence),
            Field::LastRead => return self.set_time(&mut article.last_read, &first, evidence),
        }
        None
    }

    /// Sets the day of publication, and the moment if the value names one.
    fn set_date(
        &self,
        article: &mut Article,
        value: &str,
        evidence: &Evidence<'_>,
    ) -> Option<Warning> {
        let Some(written) = Written::read(value) else {
            return Some(warning(&self.name, dates::DATE_FORMS, value));
        };
        let order = evidence.order(&written);
        let Some(day) = written.day(order) else {
            return Some(warning(&self.name, dates::CLEAR_DATE, value));
        };
        article.date.get_or_insert(day);
        article.published = article.published.or_else(|| written.moment(order));
        None
    }

    /// Sets a moment.
    fn set_time(
        &self,
        time: &mut Option<jiff::Timestamp>,
        value: &str,
        evidence: &Evidence<'_>,
    ) -> Option<Warning> {
        let Some(written) = Written::read(value) else {
            return Some(warning(&self.name, dates::TIMESTAMP_FORMS, value));
        };
        let order = evidence.order(&written);
        if written.is_ambiguous() && order.is_none() {
            return Some(warning(&self.name, dates::CLEAR_DATE, value));
        }
        match written.timestamp(&TimeZone::system(), order) {
            Some(moment) => {
                time.get_or_insert(moment);
                None
            }
            None => Some(warning(&self.name, dates::TIMESTAMP_FORMS, value)),
        }
    }
}

/// The names that fields of JSON, columns of tables and front matter are read under: what each
/// holds, and its names in small letters, as they are compared.
pub fn field_names() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let text = ("text", names::TEXT);
    [text].into_iter().chain(Field::ALL.into_iter().map(|field| (field.name(), field.names())))
}

impl Field {
    /// All fields.
    pub(crate) const ALL: [Self; 16] = [
        Self::Id,
        Self::ExternalId,
        Self::Title,
        Self::Category,
        Self::Url,
        Self::Date,
        Self::Author,
        Self::Site,
        Self::Tags,
        Self::Starred,
        Self::Progress,
        Self::Language,
        Self::Created,
        Self::Updated,
        Self::LastRead,
        Self::ReadCount,
    ];

    /// Its name in our own JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::ExternalId => "external_id",
            Self::Title => "title",
            Self::Category => "category",
            Self::Url => "url",
            Self::Date => "date",
            Self::Author => "author",
            Self::Site => "site",
            Self::Tags => "tags",
            Self::Starred => "starred",
            Self::Progress => "progress",
            Self::Language => "language",
            Self::Created => "created",
            Self::Updated => "updated",
            Self::LastRead => "last_read",
            Self::ReadCount => "read_count",
        }
    }

    fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::Created | Self::Updated | Self::LastRead)
    }

    /// Whether a value says that there is none.
    fn is_absent(self, value: &str) -> bool {
        const WORDS: [&str; 9] =
            ["null", "none", "nan", "nat", "n/a", "undefined", "<na>", "-", "[]"];
        let is_word = || WORDS.iter().any(|word| value.eq_ignore_ascii_case(word));
        let is_zero = || matches!(value, "0" | "0.0");
        match self {
            Self::Title => value.is_empty(),
            field if field.is_date() => value.is_empty() || is_word() || is_zero(),
            _ => value.is_empty() || is_word(),
        }
    }
}

/// One line of text without tags and character references.
pub(crate) fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let unescaped = unescaped(text);
    let text = unescaped.as_deref().unwrap_or(text);
    let text = if html::is_markup(text) { html::text_of(text) } else { text.to_owned() };
    clean_line(&html::decode_entities(&text))
}

/// Markup of which each `<` was escaped, as feeds write it, with these as they were; none where it is not that.
fn unescaped(text: &str) -> Option<String> {
    if text.contains('<') || !(text.contains("&lt;") || text.contains("&#60;")) {
        return None;
    }
    let unescaped = html::decode_entities(text);
    html::is_markup(&unescaped.replace('&', "+")).then_some(unescaped)
}

/// A text without tags and character references, if it has some: it was written for a page.
pub(crate) fn plain_text(text: String, is_html: bool) -> String {
    let text = unescaped(&text).unwrap_or(text);
    // References alone make no page: the paragraphs of text with some are its blank lines.
    let has_tags = || text.contains('<') && html::is_markup(&text.replace('&', "+"));
    if is_html || has_tags() {
        html::text_of(&with_paragraphs(&text))
    } else if text.contains('&') {
        html::decode_entities(&text)
    } else {
        text
    }
}

/// HTML whose paragraphs are blank lines, as weblogs store it, with tags in their stead.
fn with_paragraphs(text: &str) -> Cow<'_, str> {
    // Where tags say what a paragraph is, or lines are kept, blank lines say nothing.
    const TAGS: [&str; 12] = [
        "<p>", "<p ", "<P>", "<P ", "<div", "<DIV", "<html", "<HTML", "<pre", "<PRE", "<script",
        "<!--",
    ];
    if !text.contains("\n\n") && !text.contains("\r\n\r\n")
        || TAGS.iter().any(|tag| text.contains(tag))
    {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace("\n\n", "\n<p>\n"))
}

/// Whether a value is an address of the web.
pub(crate) fn is_address(value: &str) -> bool {
    let scheme = value.get(..8).unwrap_or(value).to_ascii_lowercase();
    scheme.starts_with("http://") || scheme.starts_with("https://")
}

fn add_tag(article: &mut Article, tag: String) {
    if !tag.is_empty() && !article.tags.contains(&tag) {
        article.tags.push(tag);
    }
}

/// `3`, `3.0`, `"3"`.
fn count(value: &str) -> Option<u64> {
    whole_number(value.trim_matches(['"', '\''])).parse().ok()
}

/// A whole number that is written with a fraction, without it: `17.0`.
fn whole_number(value: &str) -> &str {
    match value.split_once('.') {
        Some((whole, fraction))
            if !fraction.is_empty()
                && fraction.bytes().all(|b| b == b'0')
                && whole.bytes().all(|b| b.is_ascii_digit()) =>
        {
            whole
        }
        _ => value,
    }
}

fn boolean(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "1.0" | "on" | "x" => Some(true),
        "false" | "no" | "n" | "0" | "0.0" | "off" => Some(false),
        _ => None,
    }
}

/// Per cent: `45`, `45%`, or a part of one with a fraction: `0.45`.
fn progress(value: &str) -> Option<u8> {
    let given: f64 = value.trim_end_matches('%').trim().parse().ok()?;
    let is_part = value.contains('.') && !value.ends_with('%') && given <= 1.0;
    let percent = if is_part { 100.0 * given } else { given };
    (0.0..=100.0).contains(&percent).then(|| percent.round() as u8)
}

/// The warning of a field that is left out.
pub(crate) fn warning(field: &str, expected: &'static str, found: &str) -> Warning {
    Warning::Field { field: shortened(field), expected, found: format!("`{}`", shortened(found)) }
}

/// The error for a field that holds what it must not.
pub(crate) fn invalid(
    name: &str,
    field: &'static str,
    expected: &'static str,
    found: &str,
) -> Error {
    let found = format!("`{}`", shortened(found));
    Error::InvalidField { name: name.to_owned(), field, expected, found }
}

/// The beginning of a value, on one line.
fn shortened(value: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = value.chars().take(SHOWN).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    clean_line(&shown)
}
