//! Which stored articles an article is compared with, however its vector stands to theirs: those that have its
//! rarest names.

use super::Engine;
use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::library::{ArticleVector, Filter, Neighbor};
use crate::story::rarest_names;

/// So many of the newest that have the rarest names, for each of the ways to ask.
const NAMED: usize = 8;
/// So many of its rarest names must all be had by another.
const TOGETHER: [usize; 2] = [3, 2];

impl Engine {
    /// The newest stored articles that have this one's rarest names, in the order of their ids; itself may be
    /// among them.
    pub(super) fn with_its_names(&self, article: &Article) -> Result<Vec<ArticleId>> {
        let library = self.library()?;
        let names = rarest_names(article);
        let mut found = Vec::new();
        for most in TOGETHER {
            if let Some(names) = names.get(..most) {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                found.extend(library.with_words(&names, NAMED)?);
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The stored articles that an article with this vector is compared with: so many of the nearest in meaning,
    /// and those that have its rarest names.
    pub(super) fn proposed(
        &self,
        article: &Article,
        vector: ArticleVector,
        count: usize,
        filter: &Filter,
    ) -> Result<Vec<Neighbor>> {
        let library = self.library()?;
        let mut neighbors = library.nearest(vector, count, filter)?;
        let mut named = self.with_its_names(article)?;
        named.retain(|id| !neighbors.iter().any(|neighbor| neighbor.article.id == *id));
        neighbors.extend(library.scored(vector, &named, filter)?);
        Ok(neighbors)
    }
}
