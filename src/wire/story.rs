//! Stories: which stored articles tell of one event.

use schemars::JsonSchema;
use serde::Serialize;

use super::Schema;
use crate::engine::{DigestEntry, Quote};
use crate::library::{Member, Story, StoryChange};

/// A story and the stored articles that tell it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StoryLine<'a> {
    /// Its id, which lasts; `null` if one article alone tells it.
    pub id: Option<String>,
    /// The title of the newest article that is no copy.
    pub title: Option<&'a str>,
    /// Who published it, each once, the first first.
    pub publishers: Vec<&'a str>,
    /// The articles, in the order of time.
    pub members: Vec<MemberLine<'a>>,
}

/// An article of a story.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MemberLine<'a> {
    /// Its id.
    pub id: String,
    /// Its title, or its first words where it has none.
    pub title: &'a str,
    /// The site that published it, or the host of its address.
    pub publisher: Option<&'a str>,
    /// When it was published, or stored if that is not known.
    pub at: String,
    /// Whether it was read.
    pub read: bool,
    /// The id of the first article with its text, if that is another.
    pub copy_of: Option<String>,
    /// Whether someone put it into this story.
    pub kept: bool,
}

impl Schema for StoryLine<'_> {
    const NAME: &'static str = "nutgraf.story/1";
    const COMMANDS: &'static str = "stories, story";
}

impl<'a> From<&'a Member> for MemberLine<'a> {
    fn from(member: &'a Member) -> Self {
        Self {
            id: member.id.to_string(),
            title: &member.title,
            publisher: member.source.as_deref(),
            at: member.at().to_string(),
            read: member.is_read,
            copy_of: member.copy_of.map(|first| first.to_string()),
            kept: member.is_kept,
        }
    }
}

impl<'a> From<&'a Story> for StoryLine<'a> {
    fn from(story: &'a Story) -> Self {
        Self {
            id: story.id.map(|id| id.to_string()),
            title: story.newest().map(|member| member.title.as_str()),
            publishers: story.sources(),
            members: story.members.iter().map(MemberLine::from).collect(),
        }
    }
}

/// A story in short: sentences of its articles.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ToldLine<'a> {
    /// The story's id; `null` if one article alone tells it.
    pub id: Option<String>,
    /// The title of the newest article that is no copy.
    pub title: Option<&'a str>,
    /// The sentences, in the order in which they were told.
    pub sentences: Vec<QuoteLine<'a>>,
}

/// A sentence of a story.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QuoteLine<'a> {
    /// What it says, with what is put into it in square brackets.
    pub text: &'a str,
    /// The id of the article that tells it.
    pub article: String,
    /// Who published that.
    pub publisher: Option<&'a str>,
    /// When.
    pub at: String,
    /// Where the sentence begins in the article's body, in bytes of UTF-8.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl<'a> ToldLine<'a> {
    /// These sentences of a story.
    #[must_use]
    pub fn new(story: &'a Story, quotes: &'a [Quote]) -> Self {
        Self {
            id: story.id.map(|id| id.to_string()),
            title: story.newest().map(|member| member.title.as_str()),
            sentences: quotes.iter().map(QuoteLine::from).collect(),
        }
    }
}

impl<'a> From<&'a Quote> for QuoteLine<'a> {
    fn from(quote: &'a Quote) -> Self {
        Self {
            text: &quote.text,
            article: quote.member.id.to_string(),
            publisher: quote.member.source.as_deref(),
            at: quote.member.at().to_string(),
            start: quote.span.start,
            end: quote.span.end,
        }
    }
}

impl Schema for ToldLine<'_> {
    const NAME: &'static str = "nutgraf.told/1";
    const COMMANDS: &'static str = "story --summary, story --timeline";
}

/// A story with something new, and what that is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DigestLine<'a> {
    /// The story and its new sentences.
    #[serde(flatten)]
    pub told: ToldLine<'a>,
    /// How many of its sentences are new.
    pub new: usize,
    /// How many articles these are in.
    pub articles: usize,
}

impl Schema for DigestLine<'_> {
    const NAME: &'static str = "nutgraf.digest/1";
    const COMMANDS: &'static str = "digest";
}

impl<'a> From<&'a DigestEntry> for DigestLine<'a> {
    fn from(entry: &'a DigestEntry) -> Self {
        Self {
            told: ToldLine::new(&entry.story, &entry.quotes),
            new: entry.news,
            articles: entry.articles,
        }
    }
}

/// What someone did with stories.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StoryChangeLine {
    /// Its number, by which `story undo` takes it back.
    pub number: u64,
    /// `merge` or `split`.
    pub kind: &'static str,
    /// The id of the story that articles were moved to.
    pub story: String,
    /// The ids of those that were moved and are still stored.
    pub moved: Vec<String>,
    /// When it was done.
    pub at: String,
    /// When it was undone.
    pub undone: Option<String>,
}

impl Schema for StoryChangeLine {
    const NAME: &'static str = "nutgraf.story_change/1";
    const COMMANDS: &'static str = "story merge, story split, story undo, story changes";
}

impl From<&StoryChange> for StoryChangeLine {
    fn from(change: &StoryChange) -> Self {
        Self {
            number: change.number,
            kind: change.kind.name(),
            story: change.story.to_string(),
            moved: change.moved.iter().map(ToString::to_string).collect(),
            at: change.at.to_string(),
            undone: change.undone.map(|at| at.to_string()),
        }
    }
}
