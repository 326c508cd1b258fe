//! The words of a text as the full-text index has them.
//!
//! In: text. Out: its words one after another, and where they stand. They are those that
//! `unicode61 remove_diacritics 2` finds in what `divided` gives. The two differ in characters that
//! hardly occur; so this may say where a word stands, but not whether an article has it.

use unicode_categories::UnicodeCategories;
use unicode_normalization_alignments::char::decompose_canonical;

use crate::article::Span;
use crate::script::is_unspaced;

/// Calls `found` with each word of a text as the index has it, and where it stands.
pub(in crate::library) fn each_word(text: &str, mut found: impl FnMut(&str, Span)) {
    let mut word = String::new();
    let (mut start, mut end) = (0, 0);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        if is_accent(c) {
            (end, before) = (after, c);
            continue;
        }
        let part = is_part_of_word(c);
        let stands_alone = (is_unspaced(c) && !is_accent(before)) || is_unspaced(before);
        if !word.is_empty() && (!part || stands_alone) {
            found(&word, Span::new(start, end));
            word.clear();
        }
        if part {
            if word.is_empty() {
                start = at;
            }
            word.push(folded(c));
            end = after;
        }
        before = c;
    }
    if !word.is_empty() {
        found(&word, Span::new(start, end));
    }
}

/// Whether it is a combining mark that the index leaves out of words; others end a word.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{304}' | '\u{306}'..='\u{30C}' | '\u{30F}' | '\u{311}' | '\u{31B}'
        | '\u{323}'..='\u{328}' | '\u{32D}' | '\u{32E}' | '\u{330}' | '\u{331}')
}

/// Whether it is a letter or a digit; to Rust, vowel signs and letters in circles are so too.
fn is_part_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii() && c.is_alphanumeric() && !c.is_mark() && !c.is_symbol_other())
}

/// In lower case, and without an accent if it is a Latin letter.
fn folded(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let lower = match c {
        'ς' => 'σ',
        'ſ' => 's',
        _ => c.to_lowercase().next().unwrap_or(c),
    };
    let mut base = None;
    decompose_canonical(lower, |part| base = base.or(Some(part)));
    base.filter(char::is_ascii_alphabetic).unwrap_or(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each_word(text, |word, _| words.push(word.to_owned()));
        words
    }

    #[test]
    fn case_and_latin_accents_do_not_matter() {
        assert_eq!(words("Über CAFE\u{301} Ngữ Łódź"), ["uber", "cafe", "ngu", "łodz"]);
        assert_eq!(words("İstanbul ıl weiß"), ["istanbul", "ıl", "weiß"]);
        assert_eq!(words("ΛΟΓΟΣ λόγος ЙОД"), ["λογοσ", "λόγοσ", "йод"]);
    }

    #[test]
    fn words_end_at_marks_and_in_scripts_without_spaces_after_each_character() {
        assert_eq!(words("owner's 3.5 a_b x²"), ["owner", "s", "3", "5", "a", "b", "x²"]);
        assert_eq!(words("第12回 JAXA発表。"), ["第", "12", "回", "jaxa", "発", "表"]);
        assert_eq!(words("हिन्दी กั Ⓐ \u{301}a"), ["ह", "न", "द", "ก", "a"]);
        assert!(words(" —…\u{200B} ").is_empty());
    }

    #[test]
    fn a_word_stands_where_it_is_written() {
        let text = "“Cafe\u{301}s” 港1";
        let mut parts = Vec::new();
        each_word(text, |_, span| parts.push(&text[span.range()]));
        assert_eq!(parts, ["Cafe\u{301}s", "港", "1"]);
    }
}
