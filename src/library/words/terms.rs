//! What a query asks for: words and phrases.
//!
//! In: a query. Out: its terms. `"quoted words"` are one that must stand in that order, and `econom*` is what begins so.
//! Of a query the first 64 different words and phrases are looked at, as far as they have 256 words in all; of a
//! phrase the first 64 words, and of either the first 1,000 characters. The rest is as if it were not there.

use super::tokens::each_word;

/// The most words and phrases of a query that are looked at.
const MOST_TERMS: usize = 64;

/// The most words that these may have in all.
const MOST_WORDS: usize = 256;

/// The most words of a phrase that are looked at.
const MOST_PHRASE_WORDS: usize = 64;

/// The most characters of a word or phrase that are looked at.
const MOST_CHARACTERS: usize = 1_000;

/// A word or a phrase of a query.
#[derive(Debug)]
pub(in crate::library) struct Term {
    /// As it was written, without quotes and stars.
    pub(in crate::library) text: String,
    /// Its words, as [`each_word`] gives them.
    pub(in crate::library) words: Vec<String>,
    /// Whether it is but the beginning of what is looked for.
    pub(in crate::library) prefix: bool,
}

impl Term {
    /// Leaves off what is more than is looked at; what is left finds all that the whole would.
    pub(in crate::library) fn new(text: &str, prefix: bool) -> Self {
        let cut = text.char_indices().nth(MOST_CHARACTERS);
        let (text, prefix) = cut.map_or((text, prefix), |(at, _)| (&text[..at], true));
        let mut words = Vec::new();
        let (mut end, mut is_whole) = (0, true);
        each_word(text, |word, span| {
            if words.len() < MOST_PHRASE_WORDS {
                words.push(word.to_owned());
                end = span.end;
            } else {
                is_whole = false;
            }
        });
        let text = if is_whole { text } else { &text[..end] };
        Self { text: text.to_owned(), words, prefix: prefix && is_whole }
    }
}

/// The terms of a query that are looked at.
pub(in crate::library) fn terms(query: &str) -> Vec<Term> {
    let query = query.replace('\0', " ");
    let mut terms: Vec<Term> = Vec::new();
    let mut words = 0;
    for (text, prefix) in split(&query) {
        let term = Term::new(text, prefix);
        let is_same = |other: &Term| other.words == term.words && other.prefix == term.prefix;
        // The index would look for it again.
        if term.words.is_empty() || terms.iter().any(is_same) {
            continue;
        }
        words += term.words.len();
        if terms.len() == MOST_TERMS || words > MOST_WORDS {
            break;
        }
        terms.push(term);
    }
    terms
}

/// Splits a query at its white space and its double quotes, and says of each part whether a star
/// follows it. A quote that is not closed reaches to the end.
fn split(query: &str) -> Vec<(&str, bool)> {
    let mut parts: Vec<(&str, bool)> = Vec::new();
    for (index, part) in query.split('"').enumerate() {
        let quoted = index % 2 == 1;
        if quoted {
            parts.push((part, false));
            continue;
        }
        let mut rest = part;
        // A star right after a closing quote belongs to the phrase.
        if let Some(after) = rest.strip_prefix('*')
            && let Some((_, prefix)) = parts.last_mut()
        {
            *prefix = true;
            rest = after;
        }
        let words = rest.split_whitespace();
        parts.extend(words.map(|word| (word.trim_end_matches('*'), word.ends_with('*'))));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The terms of a query as they were written.
    fn shown(query: &str) -> String {
        let one = |term: &Term| format!("\"{}\"{}", term.text, if term.prefix { "*" } else { "" });
        terms(query).iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_long_query_is_cut() {
        assert_eq!(shown(&"a A ".repeat(20_000)), "\"a\"");
        let words: Vec<_> = (0..90).map(|n| n.to_string()).collect();
        assert_eq!(terms(&words.join(" ")).len(), MOST_TERMS);
        let phrase = words[..MOST_PHRASE_WORDS].join(" ");
        assert_eq!(shown(&format!("\"{phrase}\"*")), format!("\"{phrase}\"*"));
        assert_eq!(shown(&format!("\"{phrase} a\"*")), format!("\"{phrase}\""));
        let phrases: String = (0..9).map(|n| format!("\"{n} {phrase}\" ")).collect();
        assert_eq!(terms(&phrases).len(), MOST_WORDS / MOST_PHRASE_WORDS);
        let characters = "é".repeat(MOST_CHARACTERS);
        assert_eq!(shown(&characters), format!("\"{characters}\""));
        assert_eq!(shown(&format!("{characters}é")), format!("\"{characters}\"*"));
        assert_eq!(terms(&"雪".repeat(90))[0].text, "雪".repeat(MOST_PHRASE_WORDS));
    }
}
