//! Sentences that are written together because a space or a line break between them was lost:
//! `the end.Next`, `fell 3%.Oil`, `over?Yes.`, `got its nameThe ferry`, `(again)She`.
//!
//! Addresses, names of files, code and abbreviations are written together too, so both sides have
//! to look like prose: a plain word before, and a capitalised plain word after.

use super::abbreviations::Abbreviation;
use super::context::{Following, ends_in_address, word_before};
use super::marks::{is_double_quote, is_quote};
use super::vocabulary::{is_exclaimed_name, is_name_extension, is_time_zone};

/// How far back the bracket that opened is looked for, in characters.
const BRACKET_LIMIT: usize = 120;

/// Whether the sentence ends with a mark although `rest` follows it without a space. `before` is
/// the sentence up to the mark, and `exclaimed` whether the mark is more than a full stop.
pub(super) fn ends_without_space(
    before: &str,
    rest: &str,
    exclaimed: bool,
    language: Option<&str>,
) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), rest.chars().next()) else {
        return false;
    };
    let word = word_before(before);
    if first.is_ascii_digit() {
        return !exclaimed && is_prose_word(word, language) && time_len(rest).is_some();
    }
    let following = Following::of(rest);
    let opens =
        is_double_quote(first) || matches!(first, '(' | '[') && following.after == Some(' ');
    if !(first.is_alphabetic() || opens) || !exclaimed && is_name_extension(following.word) {
        return false;
    }
    let is_word = is_first_word(&following, rest, exclaimed, language)
        || opens && following.first.is_some_and(char::is_uppercase);
    if !is_word || is_in_address(before, &following, language) {
        return false;
    }
    if exclaimed {
        return is_quote(last)
            || last.is_alphanumeric() && !is_exclaimed_name(word) && !before.ends_with("www")
            || closes_aside(before)
            || matches!(last, '%' | '°' | '€' | '£');
    }
    let begins = following.begins_sentence(language) && following.word.chars().nth(1).is_some();
    match last {
        '%' | '°' | '€' | '£' | '¢' => true,
        ')' | ']' => closes_aside(before),
        '"' | '”' | '»' => true,
        _ if word.contains('°') => true,
        _ if last.is_numeric() => begins || is_year(word) && following.word.len() > 2,
        _ => match Abbreviation::of(word, language) {
            None => last.is_lowercase() && word != "www",
            Some(Abbreviation::Numeric | Abbreviation::Credit | Abbreviation::Place) => {
                last.is_lowercase() && word.chars().next().is_some_and(char::is_lowercase)
            }
            Some(Abbreviation::Closing | Abbreviation::TimeOfDay) => begins,
            Some(Abbreviation::Other) => {
                begins && (last.is_lowercase() || SURE.contains(&following.word))
            }
            Some(_) => false,
        },
    }
}

/// Whether a sentence begins at `at` of `line`, where a capital follows a letter, digit or bracket
/// with nothing between; the sentence before began at `start`.
pub(super) fn begins_at(line: &str, start: usize, at: usize, language: Option<&str>) -> bool {
    let (Some(before), Some(rest)) = (line.get(start..at), line.get(at..)) else { return false };
    let (Some(last), Some(first)) = (before.chars().next_back(), rest.chars().next()) else {
        return false;
    };
    if first.is_ascii_digit() {
        let word = token_before(before);
        return word.chars().nth(2).is_some()
            && word.chars().all(char::is_lowercase)
            && time_len(rest).is_some();
    }
    let following = Following::of(rest);
    if let Some(text) = rest.strip_prefix("A ") {
        return begins_with_article(before, text);
    }
    if !(following.after == Some(' ') && following.begins_sentence(language)) {
        return false;
    }
    let is_sure = SURE.contains(&following.word) || language.is_some_and(|l| l != "en");
    let token = token_before(before);
    if is_after_time(before, token) {
        return true;
    }
    match last {
        ')' | ']' => is_sure && closes_aside(before) && !is_marks_and_bracket(before),
        '%' => is_sure,
        _ if last.is_ascii_digit() => is_sure && is_year(token),
        _ if last.is_lowercase() => {
            let mut letters = token.chars();
            let _ = letters.next();
            is_sure && token.chars().nth(2).is_some() && letters.all(char::is_lowercase)
        }
        _ if last.is_uppercase() => {
            is_sure && token.chars().nth(2).is_some() && token.chars().all(char::is_uppercase)
        }
        _ => false,
    }
}

/// Whether `text` follows an `A` that was written to a heading, and not one that is part of a name
/// (`vitaminA is`).
fn begins_with_article(before: &str, text: &str) -> bool {
    const FUNCTION_WORDS: &[&str] = &[
        "is", "was", "are", "were", "and", "or", "has", "had", "have", "in", "on", "of", "for",
        "to", "by", "with", "from", "at", "as", "will", "can", "may", "should", "would", "that",
        "which",
    ];
    let token = token_before(before);
    let next = text.split(' ').next().unwrap_or("");
    token.chars().nth(3).is_some()
        && token.chars().all(char::is_lowercase)
        && before.trim_start().contains(' ')
        && next.chars().nth(1).is_some()
        && next.chars().take(24).all(char::is_lowercase)
        && !FUNCTION_WORDS.contains(&next)
}

/// The length of the time of day that `rest` begins with: `12:30`.
fn time_len(rest: &str) -> Option<usize> {
    let hours = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let minutes = rest.get(hours..)?.strip_prefix([':', '.'])?;
    let digits = minutes.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let is_point = rest.as_bytes().get(hours) == Some(&b'.');
    let after = minutes.get(digits..)?.trim_start();
    let is_named =
        ["a.m", "p.m", "am", "pm", "Uhr", "GMT", "ET"].iter().any(|name| after.starts_with(name));
    ((1..=2).contains(&hours) && digits == 2 && (!is_point || is_named)).then_some(hours + 3)
}

/// Whether `token`, with which `before` ends, is a time or the zone or half of the day of one.
fn is_after_time(before: &str, token: &str) -> bool {
    let half = token.trim_end_matches(['m', 'M', '.']);
    let half = half.strip_suffix(['a', 'p', 'A', 'P']).filter(|text| text.len() < token.len());
    if let Some(hour) = half {
        let is_half = token.len() - hour.len() >= 2;
        let time = if hour.is_empty() { token_before(before_token(before, token)) } else { hour };
        return is_half && is_time(time);
    }
    is_time_zone(token) && is_time(token_before(before_token(before, token)))
}

fn is_time(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit())
        && token.len() <= 5
        && token.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'))
}

fn before_token<'a>(before: &'a str, token: &str) -> &'a str {
    before.strip_suffix(token).unwrap_or("").trim_end()
}

/// The run of letters and other characters without a space that `before` ends with; `""` where
/// it is longer than a word.
fn token_before(before: &str) -> &str {
    const LIMIT: usize = 24;
    let mut start = before.len();
    for (count, (i, c)) in before.char_indices().rev().enumerate() {
        if c.is_whitespace() || matches!(c, '“' | '”' | '"' | '(' | '-' | '–' | '—') {
            return &before[start..];
        }
        if count == LIMIT {
            return "";
        }
        start = i;
    }
    before
}

/// Whether `following` is a sentence's first word written right after a mark. After a question
/// that word can be all: `Is it over?Yes.`
fn is_first_word(
    following: &Following,
    rest: &str,
    exclaimed: bool,
    language: Option<&str>,
) -> bool {
    if following.is_word_without_space() {
        return true;
    }
    let is_word = following.is_capitalised_word();
    let Some(after) = following.after else { return false };
    if !is_word || !matches!(after, '.' | '!' | '?') {
        return false;
    }
    let end = rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric()).len();
    let beyond = rest.get(end + 1..).and_then(|text| text.chars().next());
    let goes_on =
        beyond.is_none_or(|c| c.is_whitespace() || c.is_uppercase() || is_double_quote(c));
    goes_on && (exclaimed || super::starters::begins_sentence(following.word, language))
}

/// Whether the token that `before` ends with is part of an address, a file's name or code.
fn is_in_address(before: &str, following: &Following, language: Option<&str>) -> bool {
    if !ends_in_address(before) {
        return false;
    }
    let token = token_before(before);
    let extension = token.rsplit('.').next().unwrap_or("");
    let is_file = is_name_extension(extension) || Abbreviation::of(token, language).is_some();
    !(is_file && following.begins_sentence(language))
}

/// Whether `before` ends with a bracket that opened after a space, as in prose and not in code.
fn closes_aside(before: &str) -> bool {
    let mut depth = 0_u32;
    let mut inner = 0_usize;
    let mut chars = before.chars().rev().take(BRACKET_LIMIT).peekable();
    while let Some(c) = chars.next() {
        match c {
            ')' | ']' => depth += 1,
            '(' | '[' if depth == 1 => {
                return inner > 0 && chars.peek().is_none_or(|c| c.is_whitespace());
            }
            '(' | '[' => depth = depth.saturating_sub(1),
            _ => inner += 1,
        }
    }
    false
}

/// Whether nothing but a remark in brackets, as `(CNN)` before a report, is in `before`.
fn is_marks_and_bracket(before: &str) -> bool {
    let text = before.trim_start();
    text.starts_with(['(', '['])
        && !text.contains(':')
        && text.find([')', ']']).is_some_and(|i| i + 1 == text.len())
}

fn is_prose_word(word: &str, language: Option<&str>) -> bool {
    word.chars().nth(1).is_some()
        && word.chars().all(char::is_lowercase)
        && Abbreviation::of(word, language).is_none()
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) && word.starts_with(['1', '2'])
}

/// Words that begin sentences and no part of a name that is written with capitals inside, as
/// `LinkedIn`, `KnowHow` and `forEach` are.
const SURE: &[&str] = &[
    "The",
    "This",
    "That",
    "These",
    "Those",
    "They",
    "There",
    "Their",
    "When",
    "While",
    "After",
    "Before",
    "But",
    "And",
    "What",
    "Why",
    "Where",
    "Although",
    "However",
    "Because",
    "She",
    "We",
    "He",
    "It",
    "According",
    "Meanwhile",
    "Since",
    "During",
    "Police",
    "Officials",
    "Researchers",
];
