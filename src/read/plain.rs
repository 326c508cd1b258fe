//! Plain text: a card, or a text that may begin with a title.

use super::card;
use super::detect::{Head, Looks};
use super::entry::{Entries, Entry, one};
use super::fields::plain_text;
use super::source::{LARGEST, Source};
use super::table::Reader;
use crate::article::Article;
use crate::error::Result;
use crate::text::join_paragraphs;
use crate::text::paragraphs::{title_and_paragraphs, with_line_feeds};

pub(crate) const READER: Reader = Reader {
    name: "text",
    extensions: &["txt", "text"],
    media_types: &["text/plain"],
    looks,
    read,
};

/// Everything else is recognised by something.
fn looks(_: &Head<'_>) -> Looks {
    Looks::Other
}

fn read(source: Source) -> Entries {
    one(entry(source))
}

fn entry(source: Source) -> Result<Entry> {
    let name = source.name.clone();
    let decoded = source.into_text(LARGEST)?;
    let mut warnings = decoded.warnings;
    let text = with_line_feeds(plain_text(decoded.text, false));
    let article = match card::article(&text) {
        Some((article, unread)) => {
            warnings.extend(unread);
            article
        }
        None => {
            let (title, paragraphs) = title_and_paragraphs(&text, false);
            Article { title, body: join_paragraphs(paragraphs), ..Article::default() }
        }
    };
    Ok(Entry { warnings, ..Entry::new(name, article) })
}
