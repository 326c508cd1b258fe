//! What to read next: the articles that were not read, by how much of them is new.

use super::Engine;
use std::collections::HashSet;

use super::news::{Against, Before};
use crate::error::Result;
use crate::library::{Copies, Filter, ListOptions, ListedArticle};

/// So many of the newest are compared with what was read.
const COMPARED: usize = 300;

/// An article that was not read, and what speaks for reading it.
#[derive(Debug, Clone, PartialEq)]
pub struct ToRead {
    /// The article.
    pub article: ListedArticle,
    /// How many of its sentences tell something that was not read.
    pub new: usize,
    /// Of so many.
    pub of: usize,
    /// What was read that is like it.
    pub read: Vec<Before>,
    /// How many articles tell its story, copies left out.
    pub told: usize,
}

impl ToRead {
    /// The share of its sentences that are new, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f32 {
        self.new as f32 / self.of.max(1) as f32
    }
}

impl Engine {
    /// The articles that were not read (of the newest that pass the filter), that first of which most is new; of
    /// equal ones that which most others tell too, then the newest. Further articles of a story come behind all.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn to_read(&self, filter: &Filter, copies: &Copies, count: usize) -> Result<Vec<ToRead>> {
        let library = self.library()?;
        let filter = Filter { read: Some(false), ..filter.clone() };
        let unread = ListOptions {
            filter,
            copies: copies.clone(),
            limit: Some(COMPARED),
            ..ListOptions::default()
        };
        let mut found = Vec::new();
        for article in library.list(&unread)? {
            let stored = library.get_by_id(article.id)?;
            let news = self.news(&stored, Against::Read)?;
            let story = library.story(&article.id.to_string())?;
            let (new, of, told) = (news.count(), news.sentences.len(), story.texts());
            found.push((story.id, ToRead { article, new, of, read: news.before, told }));
        }
        // Stable: of equals the newest stays first.
        found.sort_by(|(_, a), (_, b)| b.share().total_cmp(&a.share()).then(b.told.cmp(&a.told)));
        // Whoever has read one of a story need not have the next: they come behind.
        let mut named = HashSet::new();
        let (first, more): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(story, _)| story.is_none_or(|story| named.insert(story)));
        let all = first.into_iter().chain(more).map(|(_, to_read)| to_read);
        Ok(all.take(count).collect())
    }
}
