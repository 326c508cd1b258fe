//! What a sentence needs from others, as its own words show.
//!
//! In: a sentence, its mentions and what was said before it. Out: its needs, each with the words
//! that show it. What would meet them is found in [`past`](super::past).

use std::ops::Range;

use super::mention::{Mention, Reach};
use super::past::Past;
use super::quotation::Loose;
use super::token::Sentence;
use super::{Kind, connective, definite, demonstrative, reference};

/// What a sentence needs, as its own words show.
#[derive(Clone, Copy, Debug)]
pub(super) enum Need {
    /// The sentence before.
    Previous,
    /// The sentence after.
    Next,
    /// The sentence before, or any that has this noun.
    PreviousOr(u32),
    /// Something that a pronoun can refer to.
    Antecedent(Reach),
    /// The same, where the sentence before does not stand for it.
    Named(Reach),
    /// This noun, or something that it describes.
    Noun { head: u32, reach: Option<Reach>, role: bool },
}

/// A need with the words that show it.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    pub(super) need: Need,
}

/// What `sentence` needs from those before it, in the order of [`Kind`]. `past` is what those
/// have said; `asked` says whether the sentence before is a question.
pub(super) fn demands_before(
    sentence: &Sentence<'_>,
    mentions: &[Mention],
    past: &Past,
    asked: bool,
) -> Vec<Shown> {
    let mut demands = Vec::new();
    let mut start = sentence.first_word();
    let answer = if asked { connective::answer(sentence) } else { None };
    if let Some(tokens) = connective::opening(sentence).or(answer) {
        start = tokens.end + usize::from(sentence.has_mark(tokens.end, &[',']));
        let span = sentence.bytes(tokens);
        demands.push(Shown { kind: Kind::BrokenConnective, span, need: Need::Previous });
    } else if let Some(tokens) = connective::inside(sentence) {
        let span = sentence.bytes(tokens);
        demands.push(Shown { kind: Kind::BrokenConnective, span, need: Need::Previous });
    }
    let sums_up = connective::sums_up(sentence);
    for pronoun in reference::pronouns(sentence, mentions) {
        let span = sentence.bytes(pronoun.at..pronoun.at + 1);
        let need = match sums_up && pronoun.reach.meets(Reach::PERSON) {
            true => Need::Named(pronoun.reach),
            false => Need::Antecedent(pronoun.reach),
        };
        demands.push(Shown { kind: Kind::DanglingPronoun, span, need });
    }
    if let Some(pointer) = demonstrative::opening(sentence, start)
        .or_else(|| demonstrative::in_first_clause(sentence, start))
        .or_else(|| demonstrative::inside(sentence, start))
    {
        let need = pointer.noun.map_or(Need::Previous, Need::PreviousOr);
        let span = sentence.bytes(pointer.tokens);
        demands.push(Shown { kind: Kind::DanglingDemonstrative, span, need });
    } else if let Some(found) = definite::opening(sentence, start, |stem| past.has_mentioned(stem))
        .or_else(|| definite::inside(sentence, start, mentions, |stem| past.has_introduced(stem)))
    {
        let need = Need::Noun { head: found.head, reach: found.reach, role: found.role };
        let span = sentence.bytes(found.tokens);
        demands.push(Shown { kind: Kind::DanglingDefinite, span, need });
    }
    demands
}

/// The colon that ends a sentence, which leads up to the next.
pub(super) fn lead_in(sentence: &str) -> Option<Range<usize>> {
    let text = sentence.trim_end();
    let has_words = text.contains(char::is_alphanumeric);
    let mark = text.chars().next_back().filter(|mark| matches!(mark, ':' | '：') && has_words)?;
    Some(text.len() - mark.len_utf8()..text.len())
}

/// What a question needs.
pub(super) fn answer(sentence: &Sentence<'_>) -> Option<Shown> {
    let span = sentence.bytes(sentence.first_word()..sentence.tokens.len());
    sentence.is_question().then_some(Shown { kind: Kind::OpenQuestion, span, need: Need::Next })
}

impl Loose {
    pub(super) fn before(self, sentence: &Sentence<'_>) -> Option<Shown> {
        (self.begins_inside || self.is_bare).then(|| Shown::of_quotation(sentence, Need::Previous))
    }

    pub(super) fn after(self, sentence: &Sentence<'_>) -> Option<Shown> {
        self.ends_inside.then(|| Shown::of_quotation(sentence, Need::Next))
    }
}

impl Shown {
    fn of_quotation(sentence: &Sentence<'_>, need: Need) -> Self {
        let is_mark = |t: &super::token::Token| super::token::is_quotation_mark(t.mark);
        let at = sentence.tokens.iter().position(is_mark).unwrap_or(0);
        Self { kind: Kind::CutQuotation, span: sentence.bytes(at..at + 1), need }
    }
}
