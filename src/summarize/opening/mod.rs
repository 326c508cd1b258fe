//! What stands before a sentence and is no part of what it says: the mark of a list, the time in a
//! live report, who speaks in a transcript, where and by whom a report was filed.
//!
//! In: a document and the number of a sentence. Out: how many bytes of it a pick leaves out. It looks
//! at no more than a few sentences around that one.

mod dateline;
mod list_mark;
mod small_letters;
mod speaker;
mod stamp;

use super::Document;
use dateline::{Standing, dateline};
use list_mark::list_mark;
use speaker::speaker;
use stamp::stamp;

/// How many such things stand before one sentence: a list mark, a time, a speaker, a place.
const MOST: usize = 4;

/// How many sentences are looked at, before and after.
const AROUND: usize = 16;

/// Datelines without signs of their own open articles.
const EARLY: usize = 3;

/// The length in bytes of what stands before the statement of sentence `i`, white space included.
/// Something is always left.
pub(super) fn opening(document: &Document<'_>, i: usize) -> usize {
    let sentence = document.sentences[i];
    let text = sentence.text(document.body);
    if !may_have_one(text) {
        return 0;
    }
    let opens = i == 0 || document.sentences[i - 1].paragraph != sentence.paragraph;
    let around = Around { document, i };
    let standing = Standing { is_first: i == 0, is_early: i < EARLY, around: &around };
    let mut at = 0;
    let mut is_timed = false;
    for _ in 0..MOST {
        let rest = &text[at..];
        let mark = list_mark(rest, document.primary_language(), &around);
        let (time, is_bracketed) = match mark {
            0 => stamp(rest, document.count_words),
            _ => (0, false),
        };
        is_timed |= time > 0 && is_bracketed;
        let mut len = mark + time;
        if len == 0 {
            len = speaker(rest, is_timed, &around);
        }
        if len == 0 && opens {
            len = dateline(rest, document.count_words, &standing);
        }
        if len == 0 || !text[at + len..].contains(char::is_alphanumeric) {
            break;
        }
        at += len;
    }
    at
}

/// Whether the text can have one at all: most sentences begin with a word, and have none of these
/// marks near their beginning.
fn may_have_one(text: &str) -> bool {
    const NEAR: usize = 120;
    let head = &text[..text.floor_char_boundary(NEAR)];
    let mark = |c: char| matches!(c, '(' | '[' | '-' | '–' | '—' | '―' | '/' | ':' | '.' | ')');
    head.contains(mark) || head.starts_with(|c: char| !c.is_alphabetic())
}

/// The sentences around one.
struct Around<'a> {
    document: &'a Document<'a>,
    i: usize,
}

impl<'a> Around<'a> {
    /// The nearest before it, the last first.
    fn before(&self) -> impl Iterator<Item = &'a str> {
        let document = self.document;
        (self.i.saturating_sub(AROUND)..self.i)
            .rev()
            .map(move |j| document.sentences[j].text(document.body))
    }

    /// The nearest after it.
    fn after(&self) -> impl Iterator<Item = &'a str> {
        let document = self.document;
        let sentences = document.sentences.iter().skip(self.i + 1).take(AROUND);
        sentences.map(move |sentence| sentence.text(document.body))
    }

    /// All of them.
    fn all(&self) -> impl Iterator<Item = &'a str> {
        self.before().chain(self.after())
    }
}

/// Where the text goes on behind white space, from byte `from`.
fn past_space(text: &str, from: usize) -> usize {
    text.len() - text[from..].trim_start().len()
}

/// Whether what is left of a sentence begins as one does. Scripts without capitals begin so too.
fn begins_sentence(text: &str) -> bool {
    text.starts_with(|c: char| {
        c.is_alphabetic() && !c.is_lowercase()
            || c.is_numeric()
            || matches!(c, '"' | '“' | '„' | '«' | '\'' | '‘' | '$' | '£' | '€' | '¿' | '¡' | '「')
    })
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::article::{Sentence, Span};

    /// What is left of each line, where each is a sentence and a paragraph of its own.
    pub(super) fn statements(lines: &[&str], language: &str) -> Vec<String> {
        let body = lines.join("\n\n");
        let mut start = 0;
        let sentences: Vec<Sentence> = lines
            .iter()
            .enumerate()
            .map(|(paragraph, line)| {
                let span = Span::new(start, start + line.len());
                start = span.end + 2;
                Sentence { span, paragraph }
            })
            .collect();
        let document = Document {
            body: &body,
            title: None,
            language: Some(language),
            sentences: &sentences,
            embeddings: None,
            count_words: |text| text.unicode_words().count(),
        };
        (0..lines.len()).map(|i| body[document.statement(i).range()].to_owned()).collect()
    }

    #[test]
    fn several_stand_before_one_sentence() {
        let lines = [
            "- 10:42 a.m. ET — The council approved a loan on Monday.",
            "- 11:05 a.m. ET — The mayor thanked all who had voted for it.",
            "• RIVERTON, Ohio (WPN) — The bridge reopened on Monday.",
            "[00:01:02] HOST: [LAUGHTER] You cannot make it up.",
        ];
        assert_eq!(
            statements(&lines, "en"),
            [
                "The council approved a loan on Monday.",
                "The mayor thanked all who had voted for it.",
                "The bridge reopened on Monday.",
                "You cannot make it up."
            ]
        );
    }

    #[test]
    fn something_is_always_left() {
        for line in ["- ", "1. ", "(a) ", "[00:00:03]", "RIVERTON, Ohio (WPN) —", "HOST:", "☐", ""]
        {
            let left = statements(&[line, "2. Rain fell."], "en");
            assert_eq!(left[0], line);
        }
    }
}
