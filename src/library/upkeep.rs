//! Upkeep: what keeps a store sound and fast, and changes no answer.

use std::fmt;
use std::ops::ControlFlow;

#[cfg(doc)]
use super::Store;
#[cfg(doc)]
use crate::Error;
use crate::Result;
use crate::article::{Article, ArticleId};
use crate::similar::SegmentInfo;
use crate::vector::ModelId;

/// What a store needs to stay sound and fast, and what tells how it is.
pub trait Upkeep {
    /// What it is called in messages: its file, or the address of its database without a password.
    fn name(&self) -> String;

    /// The UUID that it was given when it was made; a copy of its file has the same.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged; so for every method here.
    fn identity(&self) -> Result<String>;

    /// Whether it is read as one that nobody writes, because it may not be written here.
    fn is_immutable(&self) -> bool {
        false
    }

    /// What only those who serve this library know, if several processes may; none if one alone does.
    fn secret(&self) -> Result<Option<Vec<u8>>> {
        Ok(None)
    }

    /// Calls `f` with every article in stored order, with few in memory at a time, until it says to stop. It sees the
    /// store as it is when this begins, whatever is written meanwhile; `f` may use the store.
    fn for_each(&self, f: &mut dyn FnMut(Article) -> ControlFlow<()>) -> Result<()>;

    /// What there is; vectors are those of this model.
    fn statistics(&self, model: &ModelId, dimensions: usize) -> Result<Statistics>;

    /// Does what makes later answers faster and changes none: seals, merges and builds what the store
    /// finds articles by, for vectors of this model. It may take long, may be stopped at any time, and is
    /// left to another process that is at it.
    ///
    /// # Errors
    /// If the store cannot be read, or what is derived cannot be written.
    fn keep_up(&self, model: &ModelId, dimensions: usize, effort: Effort) -> Result<()>;

    /// Checks what is stored, with the counter of words that the articles came through. It changes nothing,
    /// and damage is what it finds, not an error.
    fn check(&self, depth: Depth, count_words: &dyn Fn(&str) -> usize) -> Result<CheckReport>;

    /// Makes anew what is derived from the articles, as far as it is found wrong; vectors are dropped then, and their
    /// articles are among [`Store::lacking_vectors`]. Gives what is wrong after that.
    ///
    /// # Errors
    /// [`Error::LibraryDamaged`], with nothing changed, if the database itself is damaged.
    fn rebuild(&self, count_words: &dyn Fn(&str) -> usize) -> Result<CheckReport>;

    /// The state of the index that is kept for this model's vectors.
    fn index_state(&self, model: &ModelId, dimensions: usize, depth: Depth) -> Result<IndexState>;

    /// Forgets the index, so that it is made anew of the vectors.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn discard_index(&self) -> Result<()>;

    /// Gives back the room that removed articles have left.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn vacuum(&self) -> Result<()>;

    /// Does what one process at a time does, unless another is at it, and says whether it did.
    ///
    /// # Errors
    /// What `work` gives; if the store cannot be reached.
    fn exclusively(&self, task: Task, work: &mut dyn FnMut() -> Result<()>) -> Result<bool>;
}

/// What one process at a time does to a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Deciding of which story articles are.
    Stories,
    /// Making what articles are found by.
    Index,
    /// Seeing to what waits.
    Queue,
}

/// How much [`Upkeep::keep_up`] may do at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// What takes milliseconds.
    Least,
    /// What takes time for so many articles: as many as were written, say.
    Articles(usize),
    /// All there is to do.
    All,
    /// That too, and what is whole already is made one.
    Compact,
}

/// How thorough a check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// The articles and the vectors.
    #[default]
    Quick,
    /// Every byte.
    Full,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckReport {
    /// How many articles could be read.
    pub articles: u64,
    /// What is wrong; empty if nothing is.
    pub findings: Vec<Finding>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether [`Upkeep::rebuild`] would mend all that is wrong.
    #[must_use]
    pub fn is_rebuildable(&self) -> bool {
        self.findings.iter().all(Finding::is_rebuildable)
    }
}

/// One thing that is wrong with a library. Its text says what, and what would be done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// The file or the database itself is damaged; its own words.
    Structure(String),
    /// An index on the articles does not agree with them; the database's words.
    Index(String),
    /// The full-text index does not agree with the articles; the database's words.
    WordIndex(String),
    /// An article cannot be read.
    Unreadable {
        /// Its place in stored order.
        number: i64,
        /// Why.
        detail: String,
    },
    /// An article's text is not the one that was stored.
    ChangedText(ArticleId),
    /// An article's title, or another of its details, is not the one that was stored.
    ChangedDetails(ArticleId),
    /// An article's word count is not the one that was stored.
    WordCount(ArticleId),
    /// So many vectors are not what was stored, or of no article or model.
    Vectors(u64),
    /// So many cached vectors of sentences are not of their model's length, or of no model.
    SentenceVectors(u64),
}

impl Finding {
    /// Whether what is wrong is derived from the articles, and can be made anew from them.
    #[must_use]
    pub fn is_rebuildable(&self) -> bool {
        match self {
            Self::Structure(_)
            | Self::Unreadable { .. }
            | Self::ChangedText(_)
            | Self::ChangedDetails(_) => false,
            Self::Index(_)
            | Self::WordIndex(_)
            | Self::WordCount(_)
            | Self::Vectors(_)
            | Self::SentenceVectors(_) => true,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Structure(detail) => write!(f, "the file is damaged: {detail}"),
            Self::Index(detail) => write!(f, "an index can be rebuilt: {detail}"),
            Self::WordIndex(detail) => write!(f, "the word index can be rebuilt: {detail}"),
            Self::Unreadable { number, detail } => {
                write!(f, "article number {number} cannot be read: {detail}")
            }
            Self::ChangedText(id) => {
                write!(f, "article {id}: its text is not the one that was stored")
            }
            Self::ChangedDetails(id) => {
                write!(f, "article {id}: its details are not those that were stored")
            }
            Self::WordCount(id) => write!(f, "article {id}: its words can be counted again"),
            Self::Vectors(count) => write!(f, "{count} vectors can be made again"),
            Self::SentenceVectors(count) => {
                write!(f, "{count} cached vectors of sentences can be dropped")
            }
        }
    }
}

/// The state of what is kept in the index's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexState {
    /// It is of this library; the next search reads what came since.
    Current {
        /// How many changes came since.
        behind: u64,
    },
    /// It is of something else: what, is said here.
    Stale(String),
    /// It is not what was once written: why, is said here.
    Damaged(String),
    /// There is none.
    Absent,
}

impl std::fmt::Display for IndexState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Current { behind: 0 } => f.write_str("current"),
            Self::Current { behind } => write!(f, "current, but for the last {behind} changes"),
            Self::Stale(why) => write!(f, "stale: {why}"),
            Self::Damaged(why) => write!(f, "damaged: {why}"),
            Self::Absent => f.write_str("none yet; few vectors are read from the database"),
        }
    }
}

/// What there is in a library, and what its index is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// The articles.
    pub articles: u64,
    /// Those that were read at least once.
    pub read: u64,
    /// Those that have no vector of this model.
    pub lacking_vectors: usize,
    /// Those whose vectors are awaited: others are to make them.
    pub awaited: u64,
    /// The bytes of the database, without its log.
    pub database_bytes: u64,
    /// The segments of the index, and what is known of each; none where the database has one of its own.
    pub segments: Vec<SegmentInfo>,
    /// The vectors that no segment holds yet.
    pub unsealed: usize,
}
