//! What workers leave, and copies of a library.

use schemars::JsonSchema;
use serde::Serialize;

use super::Schema;
use crate::library::{Copied, DeadJob};

/// An article whose vector could not be made.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DeadJobLine<'a> {
    /// Its id.
    pub id: String,
    /// The model whose vector it awaits.
    pub model: &'a str,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last try failed.
    pub reason: &'a str,
    /// When it was put aside.
    pub at: String,
}

impl Schema for DeadJobLine<'_> {
    const NAME: &'static str = "nutgraf.dead_job/1";
    const COMMANDS: &'static str = "work --dead";
}

impl<'a> From<&'a DeadJob> for DeadJobLine<'a> {
    fn from(job: &'a DeadJob) -> Self {
        Self {
            id: job.article.to_string(),
            model: &job.model,
            attempts: job.attempts,
            reason: &job.reason,
            at: job.at.to_string(),
        }
    }
}

/// What a worker has done.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WorkedLine {
    /// The articles whose vectors it made.
    pub embedded: usize,
}

impl Schema for WorkedLine {
    const NAME: &'static str = "nutgraf.worked/1";
    const COMMANDS: &'static str = "work";
}

/// A library that was copied, and is the same in both places.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CopiedLine {
    /// The articles that both hold.
    pub articles: u64,
    /// The vectors that both hold.
    pub vectors: u64,
    /// The articles that were sent, this time.
    pub sent: u64,
    /// Those that the copy held and the library does not.
    pub removed: u64,
    /// The sha256 of all that both hold.
    pub sha256: String,
}

impl Schema for CopiedLine {
    const NAME: &'static str = "nutgraf.copied/1";
    const COMMANDS: &'static str = "copy";
}

impl From<&Copied> for CopiedLine {
    fn from(copied: &Copied) -> Self {
        Self {
            articles: copied.articles,
            vectors: copied.vectors,
            sent: copied.sent,
            removed: copied.removed,
            sha256: copied.checksum.clone(),
        }
    }
}
