//! Runs of capitalised words.
//!
//! In: the tokens of a sentence. Out: the ranges of tokens that read as names. A word that opens a
//! sentence has its capital anyway and counts only where nothing speaks for a common word. What a
//! name stands for is not decided here.

use std::ops::Range;

use super::lexicon::{Class, FUNCTION};
use super::token::Token;
use super::vocabulary::Vocabulary;

/// Whether the token at `at` opens the sentence, a quotation or a clause after a colon, so that any
/// word has a capital there.
pub(super) fn opens(tokens: &[Token], at: usize) -> bool {
    at == 0 || !tokens[at - 1].is_word() && tokens[at - 1].mark != '-'
}

/// The runs of capitalised words that are names.
pub(super) struct Names<'t> {
    tokens: &'t [Token],
    vocabulary: &'t Vocabulary,
    at: usize,
}

impl<'t> Names<'t> {
    pub(super) fn new(tokens: &'t [Token], vocabulary: &'t Vocabulary) -> Self {
        Self { tokens, vocabulary, at: 0 }
    }

    /// Whether the token can stand in a name. What opens a sentence or a quotation has its capital
    /// anyway.
    fn is_name(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !token.capital || token.is(Class::SPEAKER_PRONOUN) && token.span().len() == 1 {
            return false;
        }
        let listed = Class::MALE_NAME
            | Class::FEMALE_NAME
            | Class::PLACE
            | Class::NATIONALITY
            | Class::ORGANISATION
            | Class::TITLE;
        let word = token.class != Class::NONE
            || token.past
            || token.adverb
            || self.vocabulary.seen_lower(token.stem);
        !(opens(self.tokens, at) && word) || token.is(listed) && !token.is(FUNCTION)
    }

    /// Whether the letter at `at` is a first name's: "Dennis A. Moss".
    fn is_initial(&self, at: usize) -> bool {
        self.tokens[at].span().len() == 1
            && self.tokens.get(at + 1).is_some_and(|t| t.mark == '.')
            && self.tokens.get(at + 2).is_some_and(|t| t.capital)
    }
}

impl Iterator for Names<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.tokens.len() && !self.is_name(self.at) {
            self.at += 1;
        }
        let start = self.at;
        while self.at < self.tokens.len()
            && self.is_name(self.at)
            && (self.at == start || !self.tokens[self.at].is(FUNCTION) || self.is_initial(self.at))
        {
            self.at += 1;
            // The stop of an abbreviated title ("Mr. Smith") or an initial stands inside the name.
            let inside = self.tokens.get(self.at).is_some_and(|t| t.mark == '.')
                && (self.tokens[self.at - 1].is(Class::TITLE)
                    || self.tokens[self.at - 1].span().len() == 1)
                && self.tokens.get(self.at + 1).is_some_and(|t| t.capital);
            if inside {
                self.at += 1;
            }
        }
        (start < self.at).then_some(start..self.at)
    }
}
