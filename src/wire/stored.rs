//! What is stored: lines of adding, listing, exporting and checking.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Schema;
use crate::article::{Article, ArticleId, Highlight};
use crate::engine::ToRead;
use crate::library::{Added, CheckReport, ListedArticle, Outcome, Statistics};

/// What became of an article, printed once it is safely on the disk.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AddedLine<'a> {
    /// Where it was read.
    pub source: &'a str,
    /// Its id.
    pub id: String,
    /// `added`, `updated` or `unchanged`.
    pub outcome: &'static str,
    /// The ids of other stored articles with the same text.
    pub duplicate_of: Vec<String>,
    /// Whether its vector is awaited: it was stored to be embedded later, and is not found by meaning until a worker has
    /// done so. Left out if it is not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub awaits_vector: bool,
    /// What of the input could not be read and was left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

impl Schema for AddedLine<'_> {
    const NAME: &'static str = "nutgraf.added/1";
    const COMMANDS: &'static str = "add";
}

impl<'a> AddedLine<'a> {
    /// The line of an article that was read at `source`.
    #[must_use]
    pub fn new(source: &'a str, added: &Added, warnings: &[crate::article::Warning]) -> Self {
        Self {
            source,
            id: added.id.to_string(),
            outcome: match added.outcome {
                Outcome::Added => "added",
                Outcome::Updated => "updated",
                Outcome::Unchanged => "unchanged",
            },
            duplicate_of: added.duplicates.iter().map(ArticleId::to_string).collect(),
            awaits_vector: added.is_awaited,
            warnings: warnings.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What would become of one thing in an input: with `--dry-run`, nothing is stored.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlannedLine<'a> {
    /// Where it was read.
    pub source: &'a str,
    /// `article`, which would be stored; `address`, whose text would have to be fetched; or
    /// `unreadable`.
    pub is: &'static str,
    /// Its title.
    pub title: Option<&'a str>,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// The words of its text.
    pub words: Option<usize>,
    /// Why it cannot be read.
    pub error: Option<String>,
}

impl Schema for PlannedLine<'_> {
    const NAME: &'static str = "nutgraf.planned/1";
    const COMMANDS: &'static str = "add --dry-run";
}

/// A stored article in a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ListedLine<'a> {
    /// Its id.
    pub id: String,
    /// Its title, or its first words where it has none.
    pub title: &'a str,
    /// Its category.
    pub category: Option<&'a str>,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// The day it was published.
    #[schemars(with = "Option<String>")]
    pub date: Option<Date>,
    /// The site that published it, or the host of its address.
    pub publisher: Option<&'a str>,
    /// The words of its text.
    pub words: usize,
    /// How many more with its text are not listed.
    #[serde(skip_serializing_if = "is_zero")]
    pub copies: u64,
    /// How many times it was read.
    pub read_count: u64,
    /// When it was first stored.
    #[schemars(with = "Option<String>")]
    pub created: Option<Timestamp>,
    /// When what is stored of it last changed.
    #[schemars(with = "Option<String>")]
    pub updated: Option<Timestamp>,
}

impl Schema for ListedLine<'_> {
    const NAME: &'static str = "nutgraf.listed/1";
    const COMMANDS: &'static str = "list";
}

impl<'a> From<&'a ListedArticle> for ListedLine<'a> {
    fn from(article: &'a ListedArticle) -> Self {
        Self {
            id: article.id.to_string(),
            title: &article.title,
            category: article.category.as_deref(),
            url: article.url.as_deref(),
            date: article.date,
            publisher: article.source.as_deref(),
            words: article.word_count,
            copies: article.copies,
            read_count: article.read_count,
            created: article.created,
            updated: article.updated,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// An article that was not read, and what speaks for reading it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ToReadLine<'a> {
    /// The article.
    #[serde(flatten)]
    pub article: ListedLine<'a>,
    /// How many of its sentences tell something that was not read.
    pub new: usize,
    /// Of so many.
    pub sentences: usize,
    /// The ids of what was read that is like it, in the order of time.
    pub read: Vec<String>,
    /// How many articles tell its story, copies left out.
    pub told_by: usize,
}

impl Schema for ToReadLine<'_> {
    const NAME: &'static str = "nutgraf.to_read/1";
    const COMMANDS: &'static str = "list --novel";
}

impl<'a> From<&'a ToRead> for ToReadLine<'a> {
    fn from(to_read: &'a ToRead) -> Self {
        Self {
            article: (&to_read.article).into(),
            new: to_read.new,
            sentences: to_read.of,
            read: to_read.read.iter().map(|before| before.id.to_string()).collect(),
            told_by: to_read.told,
        }
    }
}

/// All that is stored of an article, in the fields that `add` reads: importing it into an empty
/// library gives an equal article.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RecordLine<'a> {
    /// Its id.
    pub id: Option<String>,
    /// The id that another system gave it, where that is no UUID.
    pub external_id: Option<&'a str>,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// Its category.
    pub category: Option<&'a str>,
    /// The day it was published.
    #[schemars(with = "Option<String>")]
    pub date: Option<Date>,
    /// Its language.
    pub language: Option<&'a str>,
    /// Its title.
    pub title: Option<&'a str>,
    /// Its text.
    pub body: &'a str,
    /// When it was first stored.
    #[schemars(with = "Option<String>")]
    pub created: Option<Timestamp>,
    /// When what is stored of it last changed.
    #[schemars(with = "Option<String>")]
    pub updated: Option<Timestamp>,
    /// When it was last read.
    #[schemars(with = "Option<String>")]
    pub last_read: Option<Timestamp>,
    /// How many times it was read.
    pub read_count: u64,
    /// The moment it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub published: Option<Timestamp>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<&'a str>,
    /// The publication that it appeared in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<&'a str>,
    /// The words that it is filed under.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub tags: &'a [String],
    /// Whether a reader marked it as one to keep.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub starred: bool,
    /// How far a reader got, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<u8>,
    /// What a reader marked in it: `quote` and `note`.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub highlights: &'a [Highlight],
}

impl Schema for RecordLine<'_> {
    const NAME: &'static str = "nutgraf.record/1";
    const COMMANDS: &'static str = "export, edit, read";
}

impl<'a> From<&'a Article> for RecordLine<'a> {
    fn from(article: &'a Article) -> Self {
        Self {
            id: article.id.map(|id| id.to_string()),
            external_id: article.external_id.as_deref(),
            url: article.url.as_deref(),
            category: article.category.as_deref(),
            date: article.date,
            language: article.language.as_deref(),
            title: article.title.as_deref(),
            body: &article.body,
            created: article.created,
            updated: article.updated,
            last_read: article.last_read,
            read_count: article.read_count,
            published: article.published,
            author: article.author.as_deref(),
            site: article.site.as_deref(),
            tags: &article.tags,
            starred: article.starred,
            progress: article.progress,
            highlights: &article.highlights,
        }
    }
}

/// Whether a library is whole.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CheckLine<'a> {
    /// How many articles could be read.
    pub articles: u64,
    /// Whether nothing is wrong.
    pub sound: bool,
    /// What is wrong.
    pub findings: Vec<FindingLine>,
    /// The state of vectors and index, for a person.
    pub derived: &'a [String],
}

/// One thing that is wrong with a library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingLine {
    /// What, for a person.
    pub detail: String,
    /// Whether `check --repair` mends it.
    pub rebuildable: bool,
}

impl Schema for CheckLine<'_> {
    const NAME: &'static str = "nutgraf.check/1";
    const COMMANDS: &'static str = "check";
}

impl<'a> CheckLine<'a> {
    /// The line of a report.
    #[must_use]
    pub fn new(report: &CheckReport, derived: &'a [String]) -> Self {
        let findings = report.findings.iter().map(|finding| FindingLine {
            detail: finding.to_string(),
            rebuildable: finding.is_rebuildable(),
        });
        Self {
            articles: report.articles,
            sound: report.is_sound(),
            findings: findings.collect(),
            derived,
        }
    }
}

/// How much is in a library, and how it is found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StatsLine {
    /// The articles.
    pub articles: u64,
    /// Those that were read at least once.
    pub read: u64,
    /// Those that have no vector of this model, and are not found by it.
    pub lacking_vectors: usize,
    /// Those whose vectors are awaited: `nutgraf work` makes them. Left out if there are none.
    #[serde(skip_serializing_if = "is_none")]
    pub awaited: u64,
    /// The bytes of the database, without its log.
    pub database_bytes: u64,
    /// The bytes of the index of similar articles.
    pub index_bytes: usize,
    /// The vectors that no segment of the index holds yet.
    pub unsealed: usize,
    /// The segments of the index.
    pub segments: Vec<SegmentLine>,
}

/// A segment of the index of similar articles.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SegmentLine {
    /// Its vectors.
    pub vectors: usize,
    /// Those that were removed or replaced since it was made.
    pub dead: usize,
    /// The bytes of its file.
    pub bytes: usize,
    /// Whether it is searched by a graph; else every vector of it is looked at.
    pub graph: bool,
    /// The share of the five nearest that the graph found for a sample when it was built.
    pub recall: Option<f32>,
}

impl Schema for StatsLine {
    const NAME: &'static str = "nutgraf.stats/1";
    const COMMANDS: &'static str = "stats";
}

impl From<&Statistics> for StatsLine {
    fn from(stats: &Statistics) -> Self {
        let segments = stats.segments.iter().map(|segment| SegmentLine {
            vectors: segment.vectors,
            dead: segment.dead,
            bytes: segment.bytes,
            graph: segment.has_graph,
            recall: segment.recall,
        });
        Self {
            articles: stats.articles,
            read: stats.read,
            lacking_vectors: stats.lacking_vectors,
            awaited: stats.awaited,
            database_bytes: stats.database_bytes,
            index_bytes: stats.segments.iter().map(|segment| segment.bytes).sum(),
            unsealed: stats.unsealed,
            segments: segments.collect(),
        }
    }
}

/// Whether a count is of nothing.
fn is_none(count: &u64) -> bool {
    *count == 0
}
