//! The words of an article as the database has them, and what a query asks of them.
//!
//! Texts are divided here and not by the database, so that every store finds the same articles. A word is written with its
//! places, those of the title in front and with its own weight. PostgreSQL knows places up to 16,383, 256 of each word, and
//! a megabyte in all: what is beyond is left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::library::words::{Term, each_word};

/// The last place that the database knows.
const LAST_PLACE: usize = 16_383;
/// So many places of one word it keeps.
const MOST_PLACES: usize = 256;
/// The longest word that it takes, in bytes.
const LONGEST: usize = 2_000;
/// So many bytes all of it may have.
const MOST_BYTES: usize = 1_000_000;

/// The words of a title and a body, as the text of a `tsvector`.
pub(super) fn of(title: Option<&str>, body: &str) -> String {
    let mut words: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
    let (mut place, mut bytes) = (0, 0);
    let mut take = |text: &str, is_title: bool| {
        each_word(text, |word, _| {
            place += 1;
            let word = cut(word);
            if !words.contains_key(word) {
                bytes += word.len() + 16;
                if bytes > MOST_BYTES {
                    return;
                }
                words.insert(word.to_owned(), Vec::new());
            }
            let Some(places) = words.get_mut(word) else { return };
            if places.is_empty() || (place <= LAST_PLACE && places.len() < MOST_PLACES) {
                bytes += 2;
                places.push((place.min(LAST_PLACE), is_title));
            }
        });
        // No phrase reaches from the title into the body.
        place += 1;
    };
    take(title.unwrap_or_default(), true);
    take(body, false);
    let mut text = String::new();
    for (word, places) in &words {
        push_quoted(&mut text, word);
        for (nth, (place, is_title)) in places.iter().enumerate() {
            let sign = if nth == 0 { ':' } else { ',' };
            let weight = if *is_title { "A" } else { "" };
            let _ = write!(text, "{sign}{place}{weight}");
        }
        text.push(' ');
    }
    text
}

/// Terms as the text of a `tsquery` for what has all of them; `None` if there is none.
pub(super) fn all_of(terms: &[Term]) -> Option<String> {
    let mut query = String::new();
    for term in terms.iter().filter(|term| !term.words.is_empty()) {
        if !query.is_empty() {
            query.push_str(" & ");
        }
        query.push('(');
        for (nth, word) in term.words.iter().enumerate() {
            if nth > 0 {
                query.push_str(" <-> ");
            }
            push_quoted(&mut query, cut(word));
            if term.prefix && nth + 1 == term.words.len() {
                query.push_str(":*");
            }
        }
        query.push(')');
    }
    (!query.is_empty()).then_some(query)
}

fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(LONGEST)]
}

fn push_quoted(text: &mut String, word: &str) {
    text.push('\'');
    for c in word.chars() {
        if matches!(c, '\'' | '\\') {
            text.push(c);
        }
        text.push(c);
    }
    text.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::words::terms;

    #[test]
    fn a_title_stands_apart_and_weighs_more() {
        assert_eq!(
            of(Some("Ice on the Ferry"), "The ferry: late."),
            "'ferry':4A,7 'ice':1A 'late':8 'on':2A 'the':3A,6 "
        );
        assert_eq!(of(None, "京都の港"), "'の':4 '京':2 '港':5 '都':3 ");
    }

    #[test]
    fn a_query_is_words_and_phrases() {
        let query = |text| all_of(&terms(text));
        assert_eq!(
            query("Rates \"left open\" econom* O'Neill").as_deref(),
            Some("('rates') & ('left' <-> 'open') & ('econom':*) & ('o' <-> 'neill')")
        );
        assert_eq!(query("京都").as_deref(), Some("('京' <-> '都')"));
        assert_eq!(query(" \"\" * "), None);
    }

    #[test]
    fn what_the_database_cannot_keep_is_left_out() {
        let long: String = (0..400_000).map(|n| format!("w{n} ")).collect();
        let text = of(None, &long);
        assert!(text.len() < 2_000_000 && text.contains("'w0':2 "), "{}", text.len());
        let same = of(None, &"ferry ".repeat(20_000));
        assert_eq!(same.matches(',').count(), MOST_PLACES - 1);
        let far = of(None, &format!("{}anchor", "ferry ".repeat(20_000)));
        assert!(far.contains("'anchor':16383 "), "the word itself is found");
        assert!(of(None, &"é".repeat(5_000)).len() < 2_100);
    }
}
