//! An article's text made clean.
//!
//! In: an [`Article`] as a reader found it or a program built it. Out: a [`Document`], the article
//! with its body repaired and counted and its language known, and what repair removed.
//!
//! ```text
//! Article -> paragraphs -> clean -> put together -> repair -> Document
//! ```
//!
//! **The body that comes out**: paragraphs, each one line with single spaces and no control
//! characters, separated by one blank line (`\n\n`). So a body has one form, preparing it again
//! changes nothing, and an export comes back as it was.
//!
//! What this module does not do: read files (see [`crate::read`]), or divide text into sentences.

mod furniture;
mod language;
mod mojibake;
pub(crate) mod paragraphs;
mod repair;
mod tokenised;
mod words;

pub use self::language::detect_language;
#[cfg(feature = "read")]
pub(crate) use self::language::language_code;
pub use self::repair::repair;
pub use self::words::count_words;

use std::borrow::Cow;

pub(crate) use self::paragraphs::clean_line;
use crate::article::{Article, Extraction, Repair, Warning};

/// An article ready for every other stage, and how it came about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The article: body repaired, words counted, language detected if none was given.
    pub article: Article,
    /// What repair removed from the body.
    pub repairs: Vec<Repair>,
    /// Where it was read: the input's name, with the line (`news.jsonl:3`), the index
    /// (`news.json[2]`) or the part (`book.epub/chapter2.xhtml`) where the input holds many. Empty
    /// if it was not read but given.
    pub source: String,
    /// What of the input could not be read and was left out.
    pub warnings: Vec<Warning>,
    /// How the text was got out of a page, where it was.
    pub extraction: Option<Extraction>,
}

/// Makes an article that a program built ready for every other stage: cleans and repairs its
/// body, counts its words, and detects its language if none is set. Doing it again changes
/// nothing.
#[must_use]
pub fn prepare(mut article: Article) -> Document {
    let title = article.title.take().map(|title| clean_line(&mojibake::repair_mojibake(&title)));
    article.title = title.filter(|title| !title.is_empty());
    let body = paragraphs::with_line_feeds(std::mem::take(&mut article.body));
    // Each form of the body takes the place of the one before, so that a large one is never in
    // memory more than twice.
    let body = match mojibake::repair_mojibake(&body) {
        Cow::Borrowed(_) => body,
        Cow::Owned(repaired) => repaired,
    };
    let body = in_place(body, paragraphs::joined);
    let language = || article.language.clone().or_else(|| detect_language(&body));
    let (title, body) = match tokenised::put_together(article.title.as_deref(), &body, language) {
        Some((title, joined)) => (title, joined),
        None => (article.title.take(), body),
    };
    article.title = title;
    let is_large = body.len() > repair::LARGEST;
    let (body, repairs) = match is_large {
        true => (body, Vec::new()),
        false => mend(article.title.as_deref(), body),
    };
    article.body = body;
    article.word_count = count_words(&article.body);
    article.language = article.language.or_else(|| detect_language(&article.body));
    let warnings = is_large.then(|| {
        let size = repair::LARGEST >> 20;
        Warning::Cut { reason: format!("the text is larger than {size} MiB: copies in it stay") }
    });
    Document { article, repairs, warnings: warnings.into_iter().collect(), ..Document::default() }
}

/// The text made of another, which goes.
fn in_place(text: String, make: impl Fn(&str) -> String) -> String {
    make(&text)
}

/// A body without furniture and without copies. What the one leaves may be work for the other,
/// so both look again until nothing is found; each round removes text, and more than a few are
/// never needed.
fn mend(title: Option<&str>, mut body: String) -> (String, Vec<Repair>) {
    const ROUNDS: usize = 8;
    let mut repairs = Vec::new();
    for round in 0..ROUNDS {
        let before = repairs.len();
        let mut is_cleared = round == 0;
        for _ in 0..ROUNDS {
            let Some((cleared, removed)) = furniture::clear(&body) else { break };
            body = paragraphs::joined(&cleared);
            repairs.extend(removed);
            is_cleared = true;
        }
        if is_cleared {
            let (repaired, removed) = repair(title, &body);
            // A mark of quotation may stand at the head of a line now.
            body = if removed.is_empty() { repaired } else { paragraphs::joined(&repaired) };
            repairs.extend(removed);
        }
        if repairs.len() == before {
            break;
        }
    }
    (body, repairs)
}

/// A body in the one form that bodies have.
#[cfg(feature = "read")]
pub(crate) fn join_paragraphs(paragraphs: impl IntoIterator<Item = String>) -> String {
    paragraphs.into_iter().collect::<Vec<_>>().join("\n\n")
}
