//! The article and its parts: what every stage takes and gives.
//!
//! An [`Article`] owns its text. Everything derived from it points back into that text by
//! byte [`Span`]s, so no stage ever rewrites a word: the text of a sentence is always
//! `&article.body[span]`.

use std::fmt;
use std::ops::{Index, Range};
use std::str::FromStr;
#[cfg(feature = "library")]
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The identity of a stored article: a UUID.
///
/// Version 7 when made here, so that ids sort by the time of storing; any version when given
/// by an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(Uuid);

impl ArticleId {
    /// A new version 7 id, from the current time.
    #[cfg(feature = "library")]
    #[must_use]
    pub fn new_v7() -> Self {
        // One millisecond for each: the first twelve digits are what a reader tells them apart by.
        static LAST: AtomicU64 = AtomicU64::new(0);
        let now = u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or(0);
        LAST.fetch_max(now.saturating_sub(1), Ordering::Relaxed);
        let time = LAST.fetch_add(1, Ordering::Relaxed) + 1;
        let mut bytes = *Uuid::now_v7().as_bytes();
        bytes[..6].copy_from_slice(&time.to_be_bytes()[2..]);
        Self(Uuid::from_bytes(bytes))
    }

    /// The 16 bytes of the id, in network order.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id with these 16 bytes, of whatever version they are.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for ArticleId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::try_parse(text.trim()).map(Self)
    }
}

/// A half-open range of bytes, `start..end`, both on character boundaries of the text it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset one past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span must not end before it starts");
        Self { start, end }
    }

    /// The same span as a range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Its length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

impl Index<Span> for str {
    type Output = str;

    fn index(&self, span: Span) -> &str {
        &self[span.range()]
    }
}

/// A sentence of an article's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sentence {
    /// Where it lies in the body, without surrounding white space.
    #[serde(flatten)]
    pub span: Span,
    /// The number of its paragraph, from 0.
    pub paragraph: usize,
}

impl Sentence {
    /// Its text.
    #[must_use]
    pub fn text<'a>(&self, body: &'a str) -> &'a str {
        &body[self.span]
    }
}

/// One news article.
///
/// The body holds paragraphs, separated by line breaks; text repair (see [`crate::text`]) has
/// been over it before any other stage sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// Its identity: given by an import, made when it is stored, absent before.
    pub id: Option<ArticleId>,
    /// The identity that another system gave it, where that is not a UUID.
    pub external_id: Option<String>,
    /// Its headline, where it has one.
    pub title: Option<String>,
    /// Its text, without the title.
    pub body: String,
    /// The category that its source filed it under.
    pub category: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The day it was published.
    pub date: Option<jiff::civil::Date>,
    /// The moment it was published, where its source says more than the day.
    pub published: Option<jiff::Timestamp>,
    /// Who wrote it, as its byline says, without "by".
    pub author: Option<String>,
    /// The publication that it appeared in.
    pub site: Option<String>,
    /// The words that a reader or its source filed it under, in their order, each once.
    pub tags: Vec<String>,
    /// Whether a reader marked it as one to keep.
    pub starred: bool,
    /// How far a reader got, in per cent.
    pub progress: Option<u8>,
    /// What a reader marked in it.
    pub highlights: Vec<Highlight>,
    /// Its language as an ISO 639-1 code where there is one, else ISO 639-3.
    pub language: Option<String>,
    /// When it was first stored.
    pub created: Option<jiff::Timestamp>,
    /// When what is stored of it last changed.
    pub updated: Option<jiff::Timestamp>,
    /// When it was last read.
    pub last_read: Option<jiff::Timestamp>,
    /// How many times it was read.
    pub read_count: u64,
    /// The number of words in the body, see [`crate::text::count_words`].
    pub word_count: usize,
}

impl Article {
    /// When it was published, as far as that is known: the moment, or the beginning of the day.
    #[must_use]
    pub fn published_at(&self) -> Option<jiff::Timestamp> {
        let day = || Some(self.date?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp());
        self.published.or_else(day)
    }
}

/// A passage that a reader marked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "library", derive(schemars::JsonSchema))]
pub struct Highlight {
    /// The passage.
    pub quote: String,
    /// What the reader wrote beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What text repair removed from a body, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// Why it was removed.
    pub kind: RepairKind,
    /// The text that was removed, as it stood.
    pub removed: String,
    /// The number of words in it.
    pub words: usize,
}

/// Why text repair removes a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RepairKind {
    /// A block of text that stands in full further up.
    RepeatedBlock,
    /// The article's title, standing again at the head of its body.
    RepeatedTitle,
    /// A lead line that stands twice at the head of the body.
    RepeatedLead,
    /// What stands around an article and is no text of it: references, contents, labels.
    Furniture,
    /// A mark that points to a note.
    Note,
    /// The time at the head of a line of a transcript or a live report.
    TimeStamp,
}

/// Something in an input that could not be read, and was left out without harm to the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// A field that is not needed holds what cannot be read.
    Field {
        /// The field, as the input names it.
        field: String,
        /// What it may hold.
        expected: &'static str,
        /// What it holds, shortened.
        found: String,
    },
    /// Bytes that are no text in the input's encoding.
    Bytes {
        /// How many stretches of them there are; each is a U+FFFD in the text, or was mended.
        count: usize,
    },
    /// The input is larger than what is read of it.
    Cut {
        /// What was left out, as a clause: "the page is larger than 8 MiB; what follows ...".
        reason: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field { field, expected, found } => {
                write!(f, "the field `{field}` is left out: it must be {expected}, and is {found}")
            }
            Self::Bytes { count: 1 } => write!(f, "one place holds bytes that are no text"),
            Self::Bytes { count } => write!(f, "{count} places hold bytes that are no text"),
            Self::Cut { reason } => f.write_str(reason),
        }
    }
}

/// How an article's text was got out of a page or a feed, and what speaks against its being whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// Why the text may be incomplete or not the article; empty where nothing says so.
    pub doubts: Vec<Doubt>,
    /// The F1 of the words of two extractors, where two were run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<f32>,
}

/// A reason to doubt that a text is the whole article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Doubt {
    /// The page says that the rest is for subscribers.
    Paywall,
    /// A feed's or a page's teaser: the text goes on at its address.
    Teaser,
    /// Two extractors found different texts.
    Disagreement,
    /// Most of the page is links to other pages.
    Links,
    /// There are hardly any words.
    Short,
    /// The page was larger than what is read of one.
    Cut,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Paywall => "the rest is for subscribers",
            Self::Teaser => "it is a teaser, the article is at its address",
            Self::Disagreement => "two ways of finding it found different texts",
            Self::Links => "most of the page is links to others",
            Self::Short => "there are hardly any words",
            Self::Cut => "the page is larger than what is read of one",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_the_version_it_was_given() {
        let v4 = "3729183b-0c00-4ea7-b159-7b95c8d92680";
        assert_eq!(v4.parse::<ArticleId>().unwrap().to_string(), v4);
        #[cfg(feature = "library")]
        assert_eq!(ArticleId::new_v7().0.get_version_num(), 7);
        #[cfg(feature = "library")]
        {
            let ids: Vec<String> = (0..999).map(|_| ArticleId::new_v7().to_string()).collect();
            assert!(ids.is_sorted());
            let starts: std::collections::HashSet<&str> = ids.iter().map(|id| &id[..13]).collect();
            assert_eq!(starts.len(), ids.len(), "they are told apart by their first digits");
        }
        assert!("article-17".parse::<ArticleId>().is_err());
    }

    #[test]
    fn a_span_slices_the_text_it_is_of() {
        let body = "Ein Maß. Noch eins.";
        let span = Span::new(0, 9);
        assert_eq!(&body[span], "Ein Maß.");
        assert_eq!(span.len(), 9);
    }
}
