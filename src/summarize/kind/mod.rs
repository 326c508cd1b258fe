//! What kind of piece a document is: news, a list, a review, an interview.
//!
//! In: a document. Out: its [`PieceKind`], told by form: headings, entries and their marks, questions and
//! what follows them, turns of speakers, times, prices, who is spoken to. English words have a say only
//! in English. A kind is named where its [signs](signs) are many; where they are few, the piece is
//! news if it reports, else [`PieceKind::Other`], of which nothing is assumed.
//!
//! What it does not do: judge what a piece is about, or how good it is.

mod cues;
mod form;
pub(super) mod mark;
mod signs;
#[cfg(test)]
pub(super) mod tests;
mod title;
mod turns;
mod vocabulary;
mod voices;

use std::fmt;

use serde::Serialize;

use super::Document;
pub(super) use form::{Form, Paragraph, first_word, is_advice};
use signs::Signs;

/// What kind of piece a document is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    /// It reports what happened.
    News,
    /// Parallel things, each with a heading or a mark.
    List,
    /// Steps, tips, advice.
    HowTo,
    /// It judges one thing, or one claim.
    Review,
    /// It argues for something.
    Opinion,
    /// One asks and others answer, in turns.
    Interview,
    /// Questions, each followed by its answer, and threads that open with one.
    Questions,
    /// Entries with times.
    LiveBlog,
    /// A house tells of its own news.
    PressRelease,
    /// Goods, prices, services, what one has to do for them.
    ServicePage,
    /// None of these, or form does not say.
    #[default]
    Other,
}

impl PieceKind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::News,
        Self::List,
        Self::HowTo,
        Self::Review,
        Self::Opinion,
        Self::Interview,
        Self::Questions,
        Self::LiveBlog,
        Self::PressRelease,
        Self::ServicePage,
        Self::Other,
    ];

    /// The kind of `document`.
    #[must_use]
    pub fn of(document: &Document<'_>) -> Self {
        Self::told(document, &Form::new(document))
    }

    /// The kind of `document`, which has this form.
    pub(super) fn told(document: &Document<'_>, form: &Form) -> Self {
        Signs::new(document, form).kind()
    }

    /// Its name, as output gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::List => "list",
            Self::HowTo => "how_to",
            Self::Review => "review",
            Self::Opinion => "opinion",
            Self::Interview => "interview",
            Self::Questions => "questions",
            Self::LiveBlog => "live_blog",
            Self::PressRelease => "press_release",
            Self::ServicePage => "service_page",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for PieceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
