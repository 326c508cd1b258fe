//! How the lines of a document stand: alone or in a paragraph, finished or not, with a list mark or
//! without.
//!
//! In: a document. Out: for each sentence its [`Stand`], and whether the document ends its sentences
//! with marks at all: messages often do not, nor do some languages.

use super::super::Document;
use crate::article::Span;

/// A line has no more words than this if it is called unfinished where others are finished.
pub(super) const MAX_SHORT: usize = 16;

/// Marks that end no sentence.
#[rustfmt::skip]
const UNFINISHED: &[char] = &[
    ':', '-', '–', '—', ',', ';', '%', '°', '$', '€', '£', '¥', '₩', '|', '/', '+', '=', '&', '™',
    '®', '★', '☆', '#', '_', '<', '>', '{', '}', '(', '[',
];

/// How one sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stand {
    /// It is a paragraph by itself.
    pub(super) alone: bool,
    /// It ends as a sentence does.
    pub(super) finished: bool,
    /// It has a list mark.
    pub(super) marked: bool,
    /// Its list mark has a number or a letter.
    pub(super) numbered: bool,
    /// It has a speaker's name.
    pub(super) spoken: bool,
    /// It without what stands before its statement.
    pub(super) statement: Span,
    /// The words of that.
    pub(super) words: usize,
}

/// How all sentences stand.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) stands: Vec<Stand>,
    /// Its long lines end as sentences do.
    pub(super) is_punctuated: bool,
}

impl Layout {
    pub(super) fn new(document: &Document<'_>) -> Self {
        let sentences = document.sentences;
        let paragraph = |i: usize| sentences.get(i).map(|sentence| sentence.paragraph);
        let stand = |i: usize| {
            let (span, statement) = (sentences[i].span, document.statement(i));
            let before = &document.body[span.start..statement.start];
            let text = &document.body[statement];
            Stand {
                alone: (i == 0 || paragraph(i - 1) != paragraph(i))
                    && paragraph(i + 1) != paragraph(i),
                finished: is_finished(text),
                marked: is_list_mark(before),
                numbered: is_list_mark(before) && before.contains(char::is_alphanumeric),
                spoken: before.trim_end().ends_with(':') || before.trim_end() == "Q.",
                statement,
                words: (document.count_words)(text),
            }
        };
        let stands: Vec<Stand> = (0..sentences.len()).map(stand).collect();
        let is_punctuated = is_punctuated(&stands);
        Self { stands, is_punctuated }
    }

    /// Whether the lines before and after line `i` are such, as far as there are any.
    pub(super) fn are_around(&self, i: usize, is: impl Fn(&Stand) -> bool) -> bool {
        let before = i.checked_sub(1).map(|j| &self.stands[j]);
        let mut around = before.into_iter().chain(self.stands.get(i + 1)).peekable();
        around.peek().is_some() && around.all(is)
    }

    /// Whether the line before or after line `i` is such.
    pub(super) fn is_beside(&self, i: usize, is: impl Fn(&Stand) -> bool) -> bool {
        let before = i.checked_sub(1).map(|j| &self.stands[j]);
        before.into_iter().chain(self.stands.get(i + 1)).any(is)
    }
}

/// Whether most of the long lines are finished, and there are enough of them to tell.
fn is_punctuated(stands: &[Stand]) -> bool {
    const FEWEST: usize = 4;
    let long: Vec<bool> =
        stands.iter().filter(|stand| stand.words > MAX_SHORT).map(|stand| stand.finished).collect();
    let finished = long.iter().filter(|&&finished| finished).count();
    finished >= FEWEST && finished * 4 >= long.len() * 3
}

/// "- ", "2. ", "(a) ": no word.
fn is_list_mark(before: &str) -> bool {
    const LONGEST: usize = 4;
    let before = before.trim();
    let marks = before.chars().filter(|c| !c.is_alphanumeric()).count();
    marks > 0 && before.chars().count() <= LONGEST + marks && !before.contains(':')
}

/// Whether `text` ends as a sentence does.
pub(super) fn is_finished(text: &str) -> bool {
    let is_wrapper = |c: char| {
        c.is_whitespace()
            || matches!(c, '*' | '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）')
    };
    let last = text.trim_end_matches(is_wrapper).chars().next_back();
    last.is_some_and(|c| !c.is_alphanumeric() && !UNFINISHED.contains(&c))
}
