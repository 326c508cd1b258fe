//! What becomes of an article that is stored already and comes again. Every store does the same.

use jiff::Timestamp;

use super::Resolution;
use super::address::canonical;
use super::record::name_of;
use crate::Error;
use crate::article::{Article, ArticleId};

/// The article without an external id or URL that is blank, which would tie together articles
/// that have nothing to do with each other.
pub(super) fn without_blank_identity(article: &Article) -> Article {
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    Article {
        external_id: filled(&article.external_id),
        url: filled(&article.url),
        ..article.clone()
    }
}

/// What is stored of an article that comes again: its text and details are those that it comes
/// with; details that it comes without, its id, its times and its read count stay.
pub(super) fn merge(stored: &Article, given: &Article) -> Article {
    let or_stored =
        |given: &Option<String>, stored: &Option<String>| given.clone().or_else(|| stored.clone());
    Article {
        external_id: or_stored(&given.external_id, &stored.external_id),
        title: or_stored(&given.title, &stored.title),
        body: given.body.clone(),
        category: or_stored(&given.category, &stored.category),
        url: if is_same_page(&given.url, &stored.url) {
            stored.url.clone()
        } else {
            or_stored(&given.url, &stored.url)
        },
        date: given.date.or(stored.date),
        language: or_stored(&given.language, &stored.language),
        published: given.published.or(stored.published),
        author: or_stored(&given.author, &stored.author),
        site: or_stored(&given.site, &stored.site),
        tags: filled_or(&given.tags, &stored.tags),
        starred: given.starred || stored.starred,
        progress: given.progress.or(stored.progress),
        highlights: filled_or(&given.highlights, &stored.highlights),
        word_count: given.word_count,
        ..stored.clone()
    }
}

/// Whether both are addresses of one page.
fn is_same_page(given: &Option<String>, stored: &Option<String>) -> bool {
    given.as_deref().map(canonical) == stored.as_deref().map(canonical)
}

fn filled_or<T: Clone>(given: &[T], stored: &[T]) -> Vec<T> {
    if given.is_empty() { stored.to_vec() } else { given.to_vec() }
}

/// Whether what a vector is made of differs: the text, or the language by which it is split.
pub(super) fn text_differs(a: &Article, b: &Article) -> bool {
    a.body != b.body || a.language != b.language
}

/// When an article that has changed was updated: the time it came with if that is later than the
/// stored one, else now.
pub(super) fn time_of_update(
    stored: &Article,
    given: Option<Timestamp>,
    now: Timestamp,
) -> Timestamp {
    given.filter(|&given| stored.updated < Some(given)).unwrap_or(now)
}

/// The error for an external id that another article has.
pub(super) fn external_id_taken(article: &Article, owner: ArticleId) -> Error {
    Error::InvalidField {
        name: name_of(article),
        field: "external_id",
        expected: "that of the article with its id",
        found: format!("that of article {owner}"),
    }
}

/// The error for an article whose id is that of one stored article and whose URL is another's.
pub(super) fn conflicting(by_id: ArticleId, by_url: ArticleId) -> Error {
    Error::ConflictingIdentity { by_id: by_id.to_string(), by_url: by_url.to_string() }
}

/// What would be done with an article that was recognised as this stored one.
pub(super) fn resolution(id: ArticleId, stored: &Article, given: &Article) -> Resolution {
    let merged = merge(stored, given);
    if merged == *stored {
        return Resolution::Unchanged(id);
    }
    Resolution::Changed { id, text: text_differs(&merged, stored) }
}

/// What a stored article is after a change: its ids, its times and its reads stay.
pub(super) fn edited(stored: &Article, changed: &Article) -> Article {
    Article {
        id: stored.id,
        external_id: stored.external_id.clone(),
        created: stored.created,
        updated: stored.updated,
        last_read: stored.last_read,
        read_count: stored.read_count,
        ..without_blank_identity(changed)
    }
}
