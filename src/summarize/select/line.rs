//! A summary of one line, which can stand below a headline: a statement that is true on its own.
//!
//! In: the ranked sentences, and how many words or characters there may be. Out: one pick. It is
//! the statement that the text opens with, whole or cut where that leaves it true ([`clause`]): news
//! says first what it is about. Where that one is too long, or is no statement of some substance,
//! or where it is asked for something, it is the best that can be had so. Only where there is none
//! does a line end in the middle of a clause.
//!
//! [`clause`]: super::clause

use super::clause::{clause_end, has_predicate};
use super::cut::mark_end;
use super::{Candidates, Unit};
use crate::summarize::summary::Pick;

/// So many of the best sentences are tried, before one is cut anywhere.
const TRIED: usize = 32;

/// A text of more sentences is no news or page, and does not tell first what it is about.
const LONGEST_OPENED: usize = 200;

/// An opening of fewer words says nothing.
const LEAST_WORDS: usize = 6;

/// Of the sentences behind the opening, those of so many words are tried first: shorter ones fit, and
/// say little.
const SUBSTANTIAL: usize = 8;

impl Candidates<'_> {
    /// The line of at most `limit` words or characters.
    pub(super) fn line(&self, limit: usize, unit: Unit) -> Option<Pick> {
        let opening = self.opening_statement();
        let told = opening.and_then(|i| self.shortened(i, limit, unit));
        if told.is_some() {
            return told;
        }
        let best = || self.statements.iter().copied().filter(|&i| self.faults(i, &[]).is_empty());
        let declared = || best().filter(|&i| self.declares(i)).take(TRIED);
        let substantial = || declared().filter(|&i| self.words[i] >= SUBSTANTIAL);
        let whole = |i| self.fits(i, limit, unit).then(|| self.whole(i));
        let shortened = |i| self.shortened(i, limit, unit);
        let tried = match self.document.is_english() {
            true => substantial().find_map(shortened).or_else(|| declared().find_map(shortened)),
            // Whole ones first, where what may be cut is not known.
            false => substantial().find_map(whole).or_else(|| declared().find_map(shortened)),
        };
        let fitting = tried.or_else(|| best().find_map(whole));
        fitting.or_else(|| Some(self.beginning(opening.or_else(|| self.first())?, limit, unit)))
    }

    /// The first statement of the text, if a line may be of that.
    fn opening_statement(&self) -> Option<usize> {
        if self.relevant.is_some() || self.spans.len() > LONGEST_OPENED {
            return None;
        }
        let first = self.is_statement.iter().position(|&is_statement| is_statement)?;
        let is_fit = self.words[first] >= LEAST_WORDS
            && self.declares(first)
            && self.faults(first, &[]).is_empty();
        is_fit.then_some(first)
    }

    /// Whether sentence `i` states something: no question, call, heading or bare quotation.
    fn declares(&self, i: usize) -> bool {
        let text = &self.document.body[self.spans[i]];
        let end = text.trim_end_matches(|c: char| {
            c.is_whitespace()
                || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | '」' | '』' | '）')
        });
        let is_finished = end.ends_with(|c: char| {
            !c.is_alphanumeric()
                && !matches!(
                    c,
                    '?' | '!' | '？' | '！' | '؟' | ':' | '：' | ',' | ';' | '-' | '–' | '—'
                )
        });
        // Thai has no mark at the end of a sentence.
        let is_finished = is_finished || text.starts_with(|c| matches!(c, '\u{0E01}'..='\u{0EFF}'));
        let begins = !text.starts_with(|c: char| {
            c.is_lowercase() || matches!(c, '"' | '“' | '„' | '«' | '‘' | '「' | '『')
        });
        is_finished && begins && (!self.document.is_english() || has_predicate(text))
    }

    fn fits(&self, i: usize, limit: usize, unit: Unit) -> bool {
        self.measure(self.spans[i], unit) <= limit
    }

    /// Sentence `i`, whole or up to the end of a clause that can stand alone.
    fn shortened(&self, i: usize, limit: usize, unit: Unit) -> Option<Pick> {
        if self.fits(i, limit, unit) {
            return Some(self.whole(i));
        }
        let text = &self.document.body[self.spans[i]];
        let fits = |part: &str| self.fits_cut(part, limit, unit);
        let len = match self.document.is_english() {
            true => clause_end(text, fits),
            false => mark_end(text, fits),
        };
        len.map(|len| self.cut_at(i, len))
    }
}
