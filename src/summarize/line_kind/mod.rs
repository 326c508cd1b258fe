//! Lines that stand in an article's text and are no statements: captions, bylines, headings, calls to
//! read on, what a page says of itself, the courtesies of a letter.
//!
//! In: a document. Out: the [`LineKind`] of each of its sentences. Scorers leave out what is no
//! statement, and selection takes it only where there is nothing else. Some lines are told by their
//! shape, in any language; many are whole sentences, and are told by how they begin and whom they speak
//! to: a page says "we" and "you", and nobody is quoted. A story *about* cookies, newsletters or
//! photographers says "they", and keeps its sentences.

mod courtesy;
mod credit;
mod furniture;
mod kind;
mod phrase;

use super::Document;
pub use kind::LineKind;
use phrase::Line;

/// Fewer words than this state nothing.
const MIN_WORDS: usize = 4;

/// A line without final punctuation, or that ends in a colon, is a heading or caption if it has
/// no more words than this.
const MAX_HEADING_WORDS: usize = 10;

/// A caption has no more sentences than this before its credit.
const MAX_CAPTION: usize = 2;

/// The kind of each sentence of the document, in order.
#[must_use]
pub fn line_kinds(document: &Document<'_>) -> Vec<LineKind> {
    (0..document.sentences.len()).map(|i| line_kind(document, i)).collect()
}

fn line_kind(document: &Document<'_>, i: usize) -> LineKind {
    let statement = &document.body[document.statement(i)];
    let words = (document.count_words)(statement);
    let whole = document.sentences[i].text(document.body);
    match kind_alone(whole, statement, words) {
        LineKind::Prose if precedes_credit(document, i) => LineKind::Caption,
        kind => kind,
    }
}

/// The kind of the line, whatever stands around it.
fn kind_alone(whole: &str, statement: &str, words: usize) -> LineKind {
    let is_mark = |c: char| {
        !c.is_alphanumeric() && !matches!(c, '©' | '(' | '"' | '“' | '„' | '«' | '\'' | '‘')
    };
    let text = statement.trim_start_matches(is_mark);
    let whole = whole.trim_start_matches(is_mark);
    let line = Line::new(text, words);
    match () {
        () if credit::is_credit(whole, words) || credit::is_credit(text, words) => LineKind::Credit,
        () if furniture::is_furniture(&line) => LineKind::Promo,
        () if courtesy::is_courtesy(&line) => LineKind::Courtesy,
        () if is_too_short(text, words) => LineKind::Label,
        () if words <= MAX_HEADING_WORDS && text.trim_end().ends_with(':') => LineKind::LeadIn,
        () if words <= MAX_HEADING_WORDS && !is_finished(text) => LineKind::Heading,
        () => LineKind::Prose,
    }
}

/// Whether a credit ends the paragraph that sentence `i` begins or nearly begins: "(Photo by ...)"
/// behind a caption.
fn precedes_credit(document: &Document<'_>, i: usize) -> bool {
    let paragraph = document.sentences[i].paragraph;
    let is_own = |j: usize| {
        document.sentences.get(j).is_some_and(|sentence| sentence.paragraph == paragraph)
    };
    let first = (i.saturating_sub(MAX_CAPTION)..=i).find(|&j| is_own(j)).unwrap_or(i);
    if first + MAX_CAPTION <= i || first > 0 && is_own(first - 1) {
        return false;
    }
    let mut following = (i + 1..=first + MAX_CAPTION).take_while(|&j| is_own(j));
    following.any(|j| {
        credit::is_bare_credit(document.sentences[j].text(document.body)) && !is_own(j + 1)
    })
}

/// Scripts without spaces count one word for a whole phrase, so the length has a say too.
fn is_too_short(text: &str, words: usize) -> bool {
    const MIN_BYTES: usize = 40;
    words == 0 || words < MIN_WORDS && text.len() < MIN_BYTES
}

/// Whether `text` ends as a sentence does.
fn is_finished(text: &str) -> bool {
    let is_wrapper = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）')
    };
    let last = text.trim_end_matches(is_wrapper).chars().next_back();
    last.is_some_and(|c| !c.is_alphanumeric() && !matches!(c, ':' | '-' | '–' | '—' | ',' | ';'))
}

#[cfg(test)]
pub(super) fn fragment(text: &str) -> bool {
    !kind_alone(text, text, text.split_whitespace().count()).states()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Sentence, Span};

    #[test]
    fn headings_and_marks_are_fragments() {
        for text in [
            "Share",
            "• Photos: The flood in pictures.",
            "The mayor at the new bridge",
            "Here is what we know:",
            "RIVERTON, Ohio (Wire) --",
            "***",
            "Not so.",
        ] {
            assert!(fragment(text), "{text}");
        }
    }

    #[test]
    fn statements_are_none() {
        for text in [
            "The bridge reopened on Monday.",
            "“We had no warning at all,” she said.",
            "By the time the ferry docked, the storm had taken the roof of the terminal.",
            "By noon the water had gone.",
            "Er kam erst nach Mitternacht an.",
            "港口周一重新开放，渡轮恢复正常运行。",
            "The council wants to build a second bridge before the end of the decade",
        ] {
            assert!(!fragment(text), "{text}");
        }
    }

    #[test]
    fn a_caption_is_told_by_the_credit_behind_it() {
        let lines = [
            ("A passenger waits at the closed ferry terminal on Monday, March 3, 2031.", 0),
            ("(Photo by Joan Moss/Courier)", 0),
            ("The ferry stopped running on Monday after inspectors found cracks.", 1),
            ("Buses will run from Wednesday until the repairs are done.", 1),
        ];
        let body = lines.map(|(line, _)| line).join(" ");
        let mut start = 0;
        let sentences = lines.map(|(line, paragraph)| {
            let span = Span::new(start, start + line.len());
            start = span.end + 1;
            Sentence { span, paragraph }
        });
        let document = Document {
            body: &body,
            title: None,
            language: Some("en"),
            sentences: &sentences,
            embeddings: None,
            count_words: |text| text.split_whitespace().count(),
        };
        use LineKind::{Caption, Credit, Prose};
        assert_eq!(line_kinds(&document), [Caption, Credit, Prose, Prose]);
    }
}
