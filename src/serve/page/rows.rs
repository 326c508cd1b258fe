//! The rows of the library's list.

use std::collections::HashMap;

use super::languages::Lang;
use super::sheet::by_id;
use super::wording::{beginning, count_of, likeness, long_date, minutes, of_sentences};
use crate::Result;
use crate::article::{Article, ArticleId, Span};
use crate::engine::{SimilarReading, ToRead};
use crate::library::{ListedArticle, Store, WordHit};

/// So many characters of a body stand under a title.
const BEGINNING: usize = 200;

/// An article that is to be listed, and what is known of it beside what is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Found {
    id: Option<ArticleId>,
    title: String,
    source: Option<String>,
    copies: u64,
    reason: Option<String>,
    snippet: Vec<(String, bool)>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The path of its page.
    pub(super) path: String,
    /// Its title, or its first words.
    pub(super) title: String,
    /// Its language.
    pub(super) lang: Lang,
    /// The site, the host or nothing.
    pub(super) source: Option<String>,
    /// The day as a machine reads it, and as people do.
    pub(super) date: Option<(String, String)>,
    /// Its category.
    pub(super) category: Option<String>,
    /// `480 words, 2 min`.
    pub(super) length: String,
    /// How many more with its text are not shown.
    pub(super) copies: u64,
    /// Whether it was read.
    pub(super) is_read: bool,
    /// Why it stands where it does.
    pub(super) reason: Option<String>,
    /// What stands under its title, in pieces that have a word that was searched for, or not.
    pub(super) text: Vec<(String, bool)>,
}

impl From<ListedArticle> for Found {
    fn from(article: ListedArticle) -> Self {
        let ListedArticle { id, title, source, copies, .. } = article;
        Self { id: Some(id), title, source, copies, ..Self::default() }
    }
}

impl From<SimilarReading> for Found {
    fn from(reading: SimilarReading) -> Self {
        let reason = Some(format!("{:.2}, {}", reading.score, likeness(reading.score)));
        let copies = reading.copies.len() as u64;
        Self { id: Some(reading.id), title: reading.title, copies, reason, ..Self::default() }
    }
}

impl From<WordHit> for Found {
    fn from(hit: WordHit) -> Self {
        let snippet = pieces(&hit.snippet, &hit.matches);
        Self { id: Some(hit.id), title: hit.title, snippet, ..Self::default() }
    }
}

impl From<ToRead> for Found {
    fn from(to_read: ToRead) -> Self {
        let ToRead { article, new, of, read, told } = to_read;
        let mut reason = match read.last() {
            None => "You have read nothing like it".to_owned(),
            Some(last) => {
                format!("{} new to you, after “{}”", of_sentences(new, of), last.title)
            }
        };
        if let more @ 1.. = read.len().saturating_sub(1) {
            reason.push_str(&format!(" and {more} more"));
        }
        if told > 1 {
            reason.push_str(&format!("; told by {}", count_of(told, "article")));
        }
        Self { reason: Some(reason), ..article.into() }
    }
}

/// The rows of these, in their order. One that is no longer stored is left out.
pub(super) fn rows(library: &dyn Store, found: Vec<Found>) -> Result<Vec<Row>> {
    let ids: Vec<ArticleId> = found.iter().filter_map(|it| it.id).collect();
    let articles: HashMap<ArticleId, Article> = by_id(library, &ids)?;
    let row = |found: Found| Some(Row::new(articles.get(&found.id?)?, found));
    Ok(found.into_iter().filter_map(row).collect())
}

impl Row {
    fn new(article: &Article, found: Found) -> Self {
        let Found { id: _, title, source, copies, reason, snippet } = found;
        let text = match (snippet.is_empty(), &article.title) {
            (false, _) => snippet,
            (true, Some(_)) => vec![(beginning(&article.body, BEGINNING), false)],
            // Its first words are its title.
            (true, None) => Vec::new(),
        };
        Self {
            path: article.id.map_or_else(String::new, |id| format!("/articles/{id}")),
            title,
            lang: Lang::of(article.language.as_deref()),
            source: source.or_else(|| source_of(article)),
            date: article.date.map(|date| (date.to_string(), long_date(date))),
            category: article.category.clone(),
            length: format!(
                "{}, {} min",
                count_of(article.word_count, "word"),
                minutes(article.word_count)
            ),
            copies,
            is_read: article.read_count > 0,
            reason,
            text,
        }
    }
}

/// The site that published an article, or the host of its address.
pub(super) fn source_of(article: &Article) -> Option<String> {
    let host = || {
        let url = url::Url::parse(article.url.as_deref()?).ok()?;
        Some(url.host_str()?.trim_start_matches("www.").to_owned())
    };
    article.site.clone().filter(|site| !site.trim().is_empty()).or_else(host)
}

/// A text in pieces that are in one of the spans, or in none.
fn pieces(text: &str, spans: &[Span]) -> Vec<(String, bool)> {
    let mut pieces = Vec::new();
    let mut shown = 0;
    let mut push = |from: usize, to: usize, is_match: bool| {
        if let Some(piece) = text.get(from..to).filter(|piece| !piece.is_empty()) {
            pieces.push((piece.to_owned(), is_match));
        }
    };
    for span in spans.iter().filter(|span| span.end <= text.len()) {
        let start = span.start.max(shown);
        let end = span.end.max(start);
        push(shown, start, false);
        push(start, end, true);
        shown = end;
    }
    push(shown, text.len(), false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_were_found_are_pieces_of_their_own() {
        let text = "… the ferry and the ferry";
        let at: Vec<Span> =
            text.match_indices("ferry").map(|(at, word)| Span::new(at, at + word.len())).collect();
        let pieces = pieces(text, &at);
        let found: Vec<&str> = pieces
            .iter()
            .filter(|(_, is_match)| *is_match)
            .map(|(piece, _)| piece.as_str())
            .collect();
        assert_eq!(found, ["ferry", "ferry"]);
        assert_eq!(pieces.iter().map(|(piece, _)| piece.as_str()).collect::<String>(), text);
    }

    #[test]
    fn a_source_is_a_site_or_a_host() {
        let article = |site: Option<&str>, url: Option<&str>| Article {
            site: site.map(str::to_owned),
            url: url.map(str::to_owned),
            ..Article::default()
        };
        let of = |site, url| source_of(&article(site, url));
        assert_eq!(of(Some("The Lorne Post"), None).as_deref(), Some("The Lorne Post"));
        assert_eq!(of(None, Some("https://www.news.example/a")).as_deref(), Some("news.example"));
        assert_eq!(of(Some(" "), Some("no address")), None);
    }
}
