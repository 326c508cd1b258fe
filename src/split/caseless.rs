//! Text in small letters, where no capital says that a sentence begins.
//!
//! In: a body, and then each mark in it before white space and a small letter or a number. Out: whether the
//! body is so written, and whether the mark ends a sentence. In other texts a small letter after a
//! full stop speaks against an end; here it says nothing, and the word before decides: what no
//! abbreviation is ends its sentence. An abbreviation does so only before a pronoun, for nothing
//! else tells `it met inc. officials` from an end.
//!
//! What it does not do: look at text of scripts that have no case.

use super::abbreviations::Abbreviation;
use super::closers::Closers;
use super::context::{Following, word_before};
use super::marks::{is_opening_bracket, is_quote};
use super::ordinals::is_ordinal;
use super::rules::{Kind, is_ordinary_word};
use super::vocabulary::{is_exclaimed_name, is_speech_verb};

/// Whether `body` is written in small letters: it has so many that capitals would be there, and
/// has next to none.
pub(super) fn is_caseless(body: &str) -> bool {
    /// Small letters with which a text has several sentences.
    const LEAST: usize = 120;
    /// Small letters for each capital that may be there, in a code or by accident.
    const RATIO: usize = 500;
    let (mut small, mut capitals) = (0, 0);
    for c in body.chars() {
        small += usize::from(c.is_lowercase());
        if c.is_uppercase() {
            capitals += 1;
            if RATIO * capitals > body.len() {
                return false;
            }
        }
    }
    small >= LEAST && RATIO * capitals <= small
}

/// A mark with what closes after it, before white space and a word in small letters, or a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark<'a> {
    pub(super) kind: Kind,
    /// The sentence up to the mark.
    pub(super) before: &'a str,
    pub(super) closers: &'a Closers,
    pub(super) following: &'a Following<'a>,
    /// The text from the white space on.
    pub(super) rest: &'a str,
    pub(super) language: Option<&'a str>,
}

impl Mark<'_> {
    /// Whether the mark ends its sentence.
    pub(super) fn ends(&self) -> bool {
        let opens = |c: char| is_quote(c) || is_opening_bracket(c);
        if self.following.marked && !self.rest.trim_start().starts_with(opens) {
            return false;
        }
        let word = word_before(self.before);
        match self.kind {
            Kind::Stop => self.stop_ends(word),
            Kind::Exclaimed if self.closers.quoted => {
                !says_who_spoke(self.rest) && !is_cry_inside(self.before)
            }
            Kind::Exclaimed => !is_exclaimed_name(&capitalised(word)),
            Kind::Ellipsis | Kind::Plain => false,
        }
    }

    fn stop_ends(&self, word: &str) -> bool {
        let following = self.following;
        let Some((abbreviation, is_raised)) = self.abbreviation(word) else {
            return !is_ordinal(self.before, word, following.word, self.language);
        };
        let is_before_number = following.is_number() || following.is_small_numeral();
        let left = self.before.strip_suffix(word).unwrap_or("");
        match abbreviation {
            // `ill`, `wash`, `me` are words, unless a town stands before.
            Abbreviation::Place => !left.ends_with(", "),
            Abbreviation::Other if is_raised => !left.ends_with(", "),
            // `the no. 1 cause`
            Abbreviation::Numeric if matches!(word, "no" | "nos") => !is_before_number,
            Abbreviation::Numeric => !is_before_number || is_ordinary_word(self.before, word),
            Abbreviation::Biblical | Abbreviation::Citation => !is_before_number,
            Abbreviation::Credit => is_ordinary_word(self.before, word),
            // `taller than i. so`, and not `i. m. pei`.
            Abbreviation::Initial => word == "i" && following.after != Some('.'),
            Abbreviation::Inner => false,
            Abbreviation::TimeOfDay
            | Abbreviation::Closing
            | Abbreviation::Measure
            | Abbreviation::Other => PRONOUNS.contains(&following.word),
        }
    }

    /// The kind of an abbreviation, and whether it is known with a capital alone.
    fn abbreviation(&self, word: &str) -> Option<(Abbreviation, bool)> {
        if let Some(known) = Abbreviation::of(word, self.language) {
            return Some((known, false));
        }
        Abbreviation::of(&capitalised(word), self.language).map(|known| (known, true))
    }
}

/// Whether `rest`, after a question that was quoted, says who asked it: `the mayor asked`.
fn says_who_spoke(rest: &str) -> bool {
    const WORDS: usize = 5;
    for word in rest.split_whitespace().take(WORDS) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if is_speech_verb(bare) {
            return true;
        }
        if bare.len() < word.len() {
            return false;
        }
    }
    false
}

/// Whether `before` ends with a quotation of a few words that is part of its sentence: `her “aha!”
/// moment`. What a comma or a colon stands before is said by somebody.
fn is_cry_inside(before: &str) -> bool {
    const WORDS: usize = 3;
    const BYTES: usize = 60;
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(BYTES))..];
    let Some(open) = near.rfind(is_quote) else { return false };
    let (left, cry) = near.split_at(open);
    let left = left.trim_end();
    cry.split_whitespace().count() <= WORDS && left.ends_with(char::is_alphanumeric)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Words that begin a clause and follow no abbreviation in one.
const PRONOUNS: &[&str] = &["he", "she", "they", "it", "we", "i", "but", "you"];

#[cfg(test)]
mod tests {
    use super::super::{RuleSplitter, SentenceSplitter};
    use super::*;

    /// The sentences of a text, behind which a paragraph stands that makes it long enough.
    fn sentences(text: &str) -> Vec<String> {
        const TAIL: &str = "\n\nthe old ferry lay at the quay all through the winter and nobody of \
                            the town went to see what had become of it or of the men who had sailed";
        let body = format!("{text}{TAIL}");
        assert!(is_caseless(&body), "{body}");
        let split = RuleSplitter.split(&body, Some("en"));
        let of_text = split.iter().filter(|sentence| sentence.paragraph == 0);
        of_text.map(|sentence| sentence.text(&body).to_owned()).collect()
    }

    #[test]
    fn ordinary_words_end_sentences() {
        for expected in [
            &[
                "the port is shut.",
                "nobody saw it.",
                "we do so.",
                "it opened in 2009.",
                "why?",
                "ok!",
            ][..],
            &["“we are closed,” he said.", "“the boats are in.”", "the mayor (a sailor) agreed."],
            &[
                "the men were ill.",
                "they fell ill and died.",
                "so did i.",
                "she told me.",
                "he left.",
            ],
            &["a man sat.", "(he was tired.)", "“it rained.”", "he ran."],
            &["“is it shut?” the mayor asked.", "“is it?”", "nobody knew."],
            &["he cried, “fire!”", "then he ran.", "her “aha!” moment came and she saw it."],
            &["he said no.", "then he went home.", "“no.”", "“why not?”"],
        ] {
            assert_eq!(sentences(&expected.join(" ")), expected);
        }
    }

    #[test]
    fn abbreviations_end_none() {
        for sentence in [
            "sen. reed met gov. cole and dr. ann b. moss in salem, mass. on dec. 3 at no. 5.",
            "the u.s. boats of smith inc. sailed at 5 p.m. from the port.",
            "gen. roy, lt. col. day and capt. lee were there ... and then left.",
            "the port of riverton, ill. closed.",
            "he stayed at the yahoo! office.",
            "it was the no. 1 cause of harm and the only one of the nos. 1 and 2.",
        ] {
            assert_eq!(sentences(sentence), [sentence]);
        }
        assert_eq!(
            sentences("they left at 5 p.m. he stayed."),
            ["they left at 5 p.m.", "he stayed."]
        );
    }

    #[test]
    fn texts_with_capitals_and_short_ones_are_none() {
        let cased = "The ferry left. ".repeat(100);
        assert!(!is_caseless(&cased));
        assert!(!is_caseless("it rained. nobody came."));
        assert!(!is_caseless(&"港口关闭了。".repeat(100)));
        assert!(is_caseless(&format!("{} A", "the ferry left. ".repeat(100))));
    }
}
