//! Input to clean text.
//!
//! In: the bytes of a file or of standard input, in any encoding, as plain text, Markdown, JSON
//! or JSONL; or an [`Article`] that a program built. Out: [`Document`]s, articles whose body is
//! repaired and counted and whose language is known, each with what repair removed from it.
//!
//! ```text
//! bytes -> charset -> format -> plain | record | markdown | json -> clean -> repair -> Document
//! ```
//!
//! **The body that comes out**: paragraphs, each one line with single spaces and no control
//! characters, separated by one blank line (`\n\n`). So a body has one form, reading it again
//! changes nothing, and an export comes back as it was.
//!
//! What an input says of an article is kept: ids, times, counts and the language as they are
//! given. What it does not say is not made up: ids and times are made when an article is stored.
//!
//! What this module does not do: HTML and feeds, fetching, or dividing text into sentences.

mod charset;
mod dates;
mod documents;
mod fields;
mod format;
mod json;
mod language;
mod markdown;
mod plain;
mod record;
mod repair;
mod words;

#[cfg(test)]
mod tests;

pub use self::documents::Documents;
pub use self::format::Format;
pub use self::language::detect_language;
pub use self::repair::repair;
pub use self::words::count_words;

use crate::article::{Article, Repair};
use crate::error::{Error, Result};

/// An article ready for every other stage, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The article: body repaired, words counted, language detected if none was given.
    pub article: Article,
    /// What repair removed from the body.
    pub repairs: Vec<Repair>,
    /// Where it was read: the input's name, with the line (`news.jsonl:3`) or the index
    /// (`news.json[2]`) where the input holds many. Empty if it was not read but given.
    pub source: String,
}

/// Reads the articles in an input.
///
/// `name` is what errors call the input, and its extension tells the format, unless `format`
/// gives it. Text in the form of the card that `summarize` prints is read as the article that
/// the card is of.
///
/// # Errors
/// Each item has its own: one bad line of JSONL does not stop the others. [`Error::NotText`] for
/// bytes that are no text, [`Error::NoText`] where there is no word in an article or no article
/// in the input, [`Error::InvalidJson`], and [`Error::InvalidField`] for a field of a wrong type
/// or a date that is none.
#[must_use]
pub fn read(name: &str, bytes: &[u8], format: Option<Format>) -> Documents {
    let text = match charset::decode(name, bytes) {
        Ok(text) => text,
        Err(error) => return Documents::one(name, Err(error)),
    };
    let of_text = |read: fn(&str, &str) -> Result<Article>, text| {
        Documents::one(name, read(name, &charset::with_line_feeds(text)))
    };
    match format.unwrap_or_else(|| Format::detect(name, &text)) {
        Format::Json => Documents::json(name, &text),
        Format::JsonLines => Documents::json_lines(name, text),
        Format::Markdown => of_text(markdown::article, text),
        Format::Text => of_text(plain_article, text),
    }
}

/// Makes an article that a program built ready for every other stage: cleans and repairs its
/// body, counts its words, and detects its language if none is set. Doing it again changes
/// nothing.
#[must_use]
pub fn prepare(mut article: Article) -> Document {
    let title = article.title.take().map(|title| plain::clean_line(&title));
    article.title = title.filter(|title| !title.is_empty());
    let body = charset::with_line_feeds(std::mem::take(&mut article.body));
    let body = join_paragraphs(plain::paragraphs(&body));
    let (body, repairs) = repair(article.title.as_deref(), &body);
    article.body = body;
    article.word_count = count_words(&article.body);
    article.language = article.language.or_else(|| detect_language(&article.body));
    Document { article, repairs, source: String::new() }
}

/// An article from plain text: a card, or a text that may begin with a title.
fn plain_article(name: &str, text: &str) -> Result<Article> {
    if let Some(reason) = format::markup(text) {
        return Err(Error::NotText { name: name.to_owned(), reason });
    }
    if let Some(article) = record::article(name, text)? {
        return Ok(article);
    }
    let (title, paragraphs) = plain::title_and_paragraphs(text, false);
    Ok(Article { title, body: join_paragraphs(paragraphs), ..Article::default() })
}

/// A body in the one form that bodies have.
fn join_paragraphs(paragraphs: impl IntoIterator<Item = String>) -> String {
    paragraphs.into_iter().collect::<Vec<_>>().join("\n\n")
}
