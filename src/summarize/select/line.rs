//! A summary of one line, as a headline: the best sentence that tells something within so many
//! words, whole if it fits, else cut where a clause ends.

use super::cut::clause_end;
use super::{Candidates, Unit};
use crate::summarize::summary::Pick;

/// So many of the best sentences are tried, before one is cut anywhere.
const TRIED: usize = 8;

impl Candidates<'_> {
    /// The line of at most `limit` words.
    pub(super) fn line(&self, limit: usize) -> Option<Pick> {
        let harmless = self.statements.iter().filter(|&&i| self.faults(i, &[]).is_empty());
        let fitting = harmless.take(TRIED).find_map(|&i| self.clause(i, limit));
        fitting.or_else(|| Some(self.beginning(self.first()?, limit, Unit::Words)))
    }

    /// Sentence `i`, whole or up to the end of a clause that can stand alone.
    fn clause(&self, i: usize, limit: usize) -> Option<Pick> {
        if self.words[i] <= limit {
            return Some(self.whole(i));
        }
        let text = &self.document.body[self.spans[i]];
        let fits = |part: &str| (self.document.count_words)(part) <= limit;
        let len = clause_end(text, self.document.is_english(), fits)?;
        Some(self.cut_at(i, len))
    }
}
