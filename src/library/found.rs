//! What comes out of a library: lists, and what answers to a search; and which articles are meant.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::article::{ArticleId, Span};

/// Which articles are meant. Each field narrows it; the default means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of this category.
    pub category: Option<String>,
    /// Those in this language, as an ISO 639-1 code.
    pub language: Option<String>,
    /// Those of this day or later.
    pub since: Option<Date>,
    /// Those of this day or earlier.
    pub until: Option<Date>,
    /// Those that were read, or those that were not.
    pub read: Option<bool>,
    /// Those from this source: the name of a site, or the host of an address.
    pub source: Option<String>,
    /// All but these.
    pub exclude: Vec<ArticleId>,
}

impl Filter {
    /// Whether every article passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListOptions {
    /// Which articles.
    pub filter: Filter,
    /// Those that come after this place.
    pub after: Option<Position>,
    /// How many of these to pass over.
    pub offset: usize,
    /// How many to give at most.
    pub limit: Option<usize>,
    /// Which of several with the same text are listed.
    pub copies: Copies,
}

/// A place in the list, which stays what it is when articles are added and removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// When the article there was first stored.
    pub created: Timestamp,
    /// Its number in the order of storing.
    pub number: u64,
}

/// Which of several articles with the same text (whole, trimmed or corrected) are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Copies {
    /// Each.
    #[default]
    Each,
    /// One of those that pass the filter: that from the first of these sources that any is from, else the
    /// first that was stored.
    Folded(Vec<String>),
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedArticle {
    /// Its id.
    pub id: ArticleId,
    /// Its number in the order of storing.
    pub number: u64,
    /// Its title, or the first words of its body where it has none.
    pub title: String,
    /// Where it was published.
    pub url: Option<String>,
    /// The site that published it, or the host of its address.
    pub source: Option<String>,
    /// The day it was published.
    pub date: Option<Date>,
    /// Its category.
    pub category: Option<String>,
    /// The number of words in its body.
    pub word_count: usize,
    /// How many times it was read.
    pub read_count: u64,
    /// When it was first stored.
    pub created: Option<Timestamp>,
    /// When what is stored of it last changed.
    pub updated: Option<Timestamp>,
    /// How many more with its text are not shown.
    pub copies: u64,
}

impl ListedArticle {
    /// Its place in the list.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        Some(Position { created: self.created?, number: self.number })
    }
}

/// A stored article near a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbor {
    /// The article.
    pub article: ListedArticle,
    /// The cosine of its vector with the query, within [-1, 1].
    pub score: f32,
}

/// An article that has the words that were searched for.
#[derive(Debug, Clone, PartialEq)]
pub struct WordHit {
    /// The article.
    pub id: ArticleId,
    /// Its title, or the first words of its body where it has none.
    pub title: String,
    /// The part of its body that has most of the words, `…` where it was cut.
    pub snippet: String,
    /// Where the words stand in the snippet; none if they are all in the title.
    pub matches: Vec<Span>,
    /// BM25, a word in the title counting four times; the greater the better, of no fixed scale.
    pub score: f64,
}

/// The time at which a day begins, in UTC, in nanoseconds; that nearest to it which can be stored.
pub(crate) fn begin_of(day: Date) -> i64 {
    let begin = day.to_zoned(TimeZone::UTC).map(|day| day.timestamp().as_nanosecond());
    let end = if day.year() < 1970 { i64::MIN } else { i64::MAX };
    begin.ok().and_then(|begin| i64::try_from(begin).ok()).unwrap_or(end)
}

/// The most characters of a body that stand in for a title.
pub(crate) const FIRST_WORDS: usize = 60;

/// So many characters of a body hold its first words, if it is no riddle.
pub(crate) const BEGINNING: usize = 8 * FIRST_WORDS;

/// The title, or as many of the body's first words as a line holds. It is one line, whatever another
/// program has stored.
pub(crate) fn title_or_first_words(title: Option<&str>, body: &str) -> String {
    let parts = title.unwrap_or_default().split(['\n', '\r', '\t']).map(str::trim);
    let title = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if !title.is_empty() {
        return title;
    }
    let mut words = body.split_whitespace();
    let mut line: String = words.next().unwrap_or_default().chars().take(FIRST_WORDS).collect();
    let mut length = line.chars().count();
    for word in words {
        length += 1 + word.chars().count();
        if length > FIRST_WORDS {
            line.push('…');
            break;
        }
        line.push(' ');
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_stand_in_for_a_title() {
        let long = "The harbour of Lorne froze over on Sunday for the first time since 1963.";
        assert_eq!(title_or_first_words(Some("Ice"), long), "Ice");
        assert_eq!(title_or_first_words(Some(" Ice\r\n\ton Sunday\n"), long), "Ice on Sunday");
        assert_eq!(
            title_or_first_words(Some(" "), long),
            "The harbour of Lorne froze over on Sunday for the first time…"
        );
        assert_eq!(title_or_first_words(None, "A\n  line"), "A line");
        assert_eq!(title_or_first_words(None, ""), "");
        assert_eq!(title_or_first_words(None, &"雪".repeat(90)).chars().count(), 60);
    }
}
