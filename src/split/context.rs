//! What stands before and after a mark that may end a sentence.
//!
//! Every look is bounded by a constant number of characters, which keeps splitting linear in
//! the length of the text whatever the text is.

use super::marks::{is_closing_bracket, is_opening_bracket, is_quote, is_unspaced_script};
use super::starters::begins_sentence;
use super::vocabulary::is_speech_verb;

/// No abbreviation, and no word that matters here, is longer than this many characters.
const WORD_LIMIT: usize = 24;

/// How many characters of a web address are looked at to know it for one.
const TOKEN_LIMIT: usize = 64;

/// How many marks are passed over in search of the word that follows.
const OPENING_LIMIT: usize = 8;

/// The text that follows a mark, up to its first word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Following<'a> {
    /// The first letter or digit; `None` where only other marks come.
    pub(super) first: Option<char>,
    /// The word or number that this begins, cut at a length that no known word has.
    pub(super) word: &'a str,
    /// What comes right after that word.
    pub(super) after: Option<char>,
    /// Whether the first mark before the word is a quotation mark.
    pub(super) quoted: bool,
    /// Whether any mark at all comes before the word.
    pub(super) marked: bool,
}

impl<'a> Following<'a> {
    /// Looks at the beginning of `rest`, past its white space.
    pub(super) fn of(rest: &'a str) -> Self {
        let rest = rest.trim_start();
        let bracket = rest.strip_prefix("-LRB-").or_else(|| rest.strip_prefix("-lrb-"));
        let rest = bracket.map_or(rest, str::trim_start);
        let (mut quoted, mut marked, mut start) = (false, false, None);
        for (i, c) in rest.char_indices().take(OPENING_LIMIT) {
            if c.is_alphanumeric() {
                start = Some(i);
                break;
            }
            quoted |= is_quote(c) && !marked;
            marked |= !c.is_whitespace();
        }
        let Some(text) = start.and_then(|i| rest.get(i..)) else {
            return Self { first: None, word: "", after: None, quoted, marked };
        };
        let word = leading_word(text);
        let after = text[word.len()..].chars().next();
        Self { first: text.chars().next(), word, after, quoted, marked }
    }

    /// Whether the word begins with a lower-case letter, as seldom the first of a sentence does;
    /// names such as `iPhone` and web addresses do not count.
    pub(super) fn is_lowercase(&self) -> bool {
        self.first.is_some_and(char::is_lowercase)
            && !self.word.chars().nth(1).is_some_and(char::is_uppercase)
            && !matches!(self.word, "http" | "https" | "www")
    }

    /// Whether the word is one that begins sentences; `A.` and `No.` are none.
    pub(super) fn begins_sentence(&self, language: Option<&str>) -> bool {
        self.after != Some('.') && begins_sentence(self.word, language)
    }

    /// Whether the word is a number, or holds a digit as `B12` does, or is a Roman numeral.
    pub(super) fn is_number(&self) -> bool {
        self.word.chars().any(char::is_numeric)
            || (self.word != "I" && self.word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L')))
    }

    /// Whether the word is a Roman numeral in small letters, as pages have (`p. xii`).
    pub(super) fn is_small_numeral(&self) -> bool {
        self.word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c'))
    }

    /// Whether the word is of a script that is written without spaces.
    pub(super) fn is_unspaced(&self) -> bool {
        self.first.is_some_and(is_unspaced_script)
    }

    /// Whether the word is Korean.
    pub(super) fn is_hangul(&self) -> bool {
        self.first.is_some_and(|c| matches!(c, '가'..='힣'))
    }

    /// Whether this is a sentence's first word written right after the full stop of the last: a
    /// capital and small letters, and no sign that it is part of a name, an address or code.
    pub(super) fn is_word_without_space(&self) -> bool {
        let ends = self.after.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ';' | ':'));
        self.is_capitalised_word() && ends
    }

    /// Whether the word is a capital and small letters, or one that has a single letter.
    pub(super) fn is_capitalised_word(&self) -> bool {
        let mut letters = self.word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let small = letters.clone().next().is_some_and(char::is_lowercase)
            && letters.all(|c| c.is_lowercase() || matches!(c, '\'' | '’'));
        let is_single = matches!(self.word, "I" | "A") || self.word.starts_with("I'");
        capital && (small || is_single)
    }
}

/// The letters, digits and inner apostrophes that `text` begins with.
fn leading_word(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(WORD_LIMIT)
        .find(|&(_, c)| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .map(|(i, _)| i);
    let end =
        end.unwrap_or_else(|| text.char_indices().nth(WORD_LIMIT).map_or(text.len(), |x| x.0));
    text[..end].trim_end_matches(['\'', '’'])
}

/// The word, or last part of a compound, that `before` ends with; `""` where it is too long to matter.
pub(super) fn word_before(before: &str) -> &str {
    let mut start = before.len();
    for (count, (i, c)) in before.char_indices().rev().enumerate() {
        let is_bound = c.is_whitespace() || is_bracket(c) || matches!(c, '-' | '–' | '—' | '/');
        if is_bound || is_quote(c) && !is_inner(before, i, c) {
            return &before[start..];
        }
        if count == WORD_LIMIT {
            return "";
        }
        start = i;
    }
    before
}

fn is_bracket(c: char) -> bool {
    is_opening_bracket(c) || is_closing_bracket(c)
}

/// Whether the apostrophe at `i` has a letter on both sides, as in `gov't`.
fn is_inner(text: &str, i: usize, c: char) -> bool {
    text[..i].chars().next_back().is_some_and(char::is_alphabetic)
        && text[i + c.len_utf8()..].chars().next().is_some_and(char::is_alphabetic)
}

/// Whether the run of characters that `before` ends with is part of a web or mail address.
pub(super) fn ends_in_address(before: &str) -> bool {
    let token = before.chars().rev().take(TOKEN_LIMIT).take_while(|c| !c.is_whitespace());
    let mut dots = 0;
    for c in token {
        dots += usize::from(c == '.');
        if matches!(c, '@' | '/' | '\\' | '=' | '_') {
            return true;
        }
    }
    dots > 0
}

/// Whether `rest` says who spoke: a name and then a verb such as `said`.
pub(super) fn is_attribution(rest: &str) -> bool {
    const NAME_WORDS: usize = 4;
    for (words, word) in rest.split_whitespace().take(NAME_WORDS + 1).enumerate() {
        let bare = word.trim_end_matches(['.', ',']);
        if words > 0 && is_speech_verb(bare) {
            return true;
        }
        let is_name = bare.chars().next().is_some_and(char::is_uppercase)
            && word.len() <= 4 * WORD_LIMIT
            && (words > 0 || !begins_sentence(bare, None));
        if !is_name {
            return false;
        }
    }
    false
}

/// Whether `text` is so far nothing but marks, as `"` or `- ` before an ellipsis.
pub(super) fn is_marks_only(text: &str) -> bool {
    text.chars().take(OPENING_LIMIT).all(|c| !c.is_alphanumeric())
        && text.chars().nth(OPENING_LIMIT).is_none()
}

/// Whether `text` has at most `limit` words.
pub(super) fn has_at_most_words(text: &str, limit: usize) -> bool {
    text.len() <= limit * WORD_LIMIT && text.split_whitespace().count() <= limit
}
