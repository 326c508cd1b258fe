//! Stories: which stored articles tell of the same event, and what someone said of that.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::Filter;
#[cfg(doc)]
use crate::Error;
use crate::Result;
use crate::article::{Article, ArticleId};

/// The identity of a story. It lasts: a story that was merged into another is still found by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoryId(Uuid);

impl StoryId {
    /// The `nth` id of a story that begins with this article: the same wherever it is stored.
    #[must_use]
    pub fn founded_by(article: ArticleId, nth: u32) -> Self {
        let hash = Sha256::new()
            .chain_update(b"nutgraf story")
            .chain_update(article.as_bytes())
            .chain_update(nth.to_le_bytes())
            .finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        Self(Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// The 16 bytes of the id, in network order.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id with these 16 bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for StoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for StoryId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::try_parse(text.trim()).map(Self)
    }
}

/// Where an article stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The article.
    pub article: ArticleId,
    /// Its number in the order of storing.
    pub number: u64,
    /// Its story; none while no other article tells it.
    pub story: Option<StoryId>,
    /// The number of the first article with its text; none while it was not compared with those before it.
    pub text: Option<u64>,
}

/// A decision on where an article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placing {
    /// The article.
    pub article: ArticleId,
    /// One that tells the same story and was stored before; none if it is the first to tell it.
    pub with: Option<ArticleId>,
    /// One that has the same text and was stored before.
    pub copy_of: Option<ArticleId>,
}

/// A story and all stored articles that tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Its id; none if one article alone tells it.
    pub id: Option<StoryId>,
    /// These articles, in the order in which they were published, as far as that is known.
    pub members: Vec<Member>,
}

/// An article of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: ArticleId,
    /// Its number in the order of storing.
    pub number: u64,
    /// Its title, or the first words of its body where it has none.
    pub title: String,
    /// The site that published it, or the host of its address.
    pub source: Option<String>,
    /// When it was published: the moment, or the beginning of the day.
    pub published: Option<Timestamp>,
    /// When it was first stored.
    pub created: Timestamp,
    /// Whether it was read.
    pub is_read: bool,
    /// The first member with the same text, if that is another.
    pub copy_of: Option<ArticleId>,
    /// Whether someone put it there.
    pub is_kept: bool,
}

impl Member {
    /// When it was published, or else stored.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.published.unwrap_or(self.created)
    }
}

impl Story {
    /// The newest article that is no copy: what the story has come to.
    #[must_use]
    pub fn newest(&self) -> Option<&Member> {
        let texts = self.members.iter().filter(|member| member.copy_of.is_none());
        texts.max_by_key(|member| (member.at(), member.number)).or(self.members.last())
    }

    /// The sources, each once, in the order in which they told it first.
    #[must_use]
    pub fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> = Vec::new();
        for source in self.members.iter().filter_map(|member| member.source.as_deref()) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }

    /// The number of different texts.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.members.iter().filter(|member| member.copy_of.is_none()).count()
    }
}

/// Members with the numbers of their texts; each is told what it is a copy of: the first that was stored with its text
/// and is there still.
pub(super) fn with_copies(members: Vec<(Member, Option<i64>)>) -> Vec<Member> {
    let first_of = |text: Option<i64>| -> Option<ArticleId> {
        let same = members.iter().filter(|(_, other)| text.is_some() && *other == text);
        same.min_by_key(|(member, _)| member.number).map(|(member, _)| member.id)
    };
    let firsts: Vec<Option<ArticleId>> = members.iter().map(|(_, text)| first_of(*text)).collect();
    let with_first = members.into_iter().zip(firsts).map(|((member, _), first)| Member {
        copy_of: first.filter(|first| *first != member.id),
        ..member
    });
    with_first.collect()
}

/// Which stories are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryOptions {
    /// Those of which some article passes.
    pub filter: Filter,
    /// Those that at least so many articles tell. Default: 2.
    pub least: usize,
    /// Those of which some article was published, or else stored, at this time or later.
    pub since: Option<Timestamp>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Default for StoryOptions {
    fn default() -> Self {
        Self { filter: Filter::default(), least: 2, since: None, limit: None }
    }
}

/// What someone did with stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryChange {
    /// Its number, by which it can be undone.
    pub number: u64,
    /// What it was.
    pub kind: StoryChangeKind,
    /// The story that the articles were moved to.
    pub story: StoryId,
    /// The articles that were moved and are still stored.
    pub moved: Vec<ArticleId>,
    /// When it was done.
    pub at: Timestamp,
    /// When it was undone.
    pub undone: Option<Timestamp>,
}

/// The kinds of such changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoryChangeKind {
    /// Several became one.
    Merge,
    /// Some articles were taken out of one.
    Split,
}

impl StoryChangeKind {
    /// Its name in the library and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Split => "split",
        }
    }
}

/// The stories of a store. Which article is of which is decided above; a store keeps what was decided, and
/// what someone said stays until someone says otherwise.
pub trait Stories {
    /// The first `limit` articles, in stored order, that were not compared with those before them: new ones,
    /// those whose text has changed, and those of an earlier version's library. What comes after one whose vector
    /// is awaited ([`Jobs::first_awaited`](super::Jobs::first_awaited)) waits for it.
    ///
    /// # Errors
    /// If the store cannot be read or is damaged; so for every method here.
    fn unplaced(&self, limit: usize) -> Result<Vec<Article>>;

    /// How many there are of these.
    fn count_unplaced(&self) -> Result<u64>;

    /// Where these articles stand, in any order; those that are not stored are left out.
    fn places(&self, articles: &[ArticleId]) -> Result<Vec<Place>>;

    /// The stored articles with all of these words in title or body, the newest first.
    fn with_words(&self, words: &[&str], limit: usize) -> Result<Vec<ArticleId>>;

    /// Keeps these decisions, in this order and in one transaction. An article joins the story of the other;
    /// if that has none, both begin one. One that has a story stays in it. What is not stored any more is
    /// passed over.
    ///
    /// # Errors
    /// If the store cannot be written; nothing is kept then.
    fn place(&self, placings: &[Placing]) -> Result<()>;

    /// The stories, that first which was added to last.
    fn stories(&self, options: &StoryOptions) -> Result<Vec<Story>>;

    /// The story that a reference means: its id, the start of that (at least four hex digits) that only one
    /// has, or what an article of it is called by.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; [`Error::AmbiguousReference`].
    fn story(&self, reference: &str) -> Result<Story>;

    /// Makes one story of those of these articles. The one that is kept is the oldest.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; [`Error::Refused`] if they are of one story already; otherwise if
    /// the store cannot be written.
    fn merge_stories(&self, articles: &[ArticleId]) -> Result<StoryChange>;

    /// Takes these articles out of their story: they make one of their own.
    ///
    /// # Errors
    /// [`Error::ArticleNotFound`]; [`Error::Refused`] if they are of several stories, or all there are
    /// of one; otherwise if the store cannot be written.
    fn split_story(&self, articles: &[ArticleId]) -> Result<StoryChange>;

    /// Puts back what a change moved, as far as it is still where that put it: the last that was not undone,
    /// or that of this number.
    ///
    /// # Errors
    /// [`Error::Refused`] if there is none such; otherwise if the store cannot be written.
    fn undo_story_change(&self, number: Option<u64>) -> Result<StoryChange>;

    /// What someone did with stories, the last first.
    fn story_changes(&self) -> Result<Vec<StoryChange>>;
}
