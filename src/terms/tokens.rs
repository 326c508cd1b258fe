//! From a text to its terms.
//!
//! A term is a run of letters and digits in lower case. A figure keeps the points within it and loses its
//! commas (`1,200.5` is `1200.5`). Where a script has no spaces, every two neighbouring characters are a term.

use std::ops::Range;

use crate::script::is_unspaced;

/// A term, by the FNV-1a hash of its UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(pub u32);

const OFFSET: u32 = 0x811C_9DC5;
const PRIME: u32 = 0x0100_0193;

/// An ASCII letter or digit in lower case, by its byte; 0 for any other byte.
static LOWER: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

impl Term {
    /// The term of a word that is in lower case already.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let mut term = Self(OFFSET);
        word.bytes().for_each(|byte| term.push(byte));
        term
    }

    fn push(&mut self, byte: u8) {
        self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(PRIME);
    }

    fn push_lower(&mut self, c: char) {
        let mut buffer = [0; 4];
        for lower in c.to_lowercase() {
            lower.encode_utf8(&mut buffer).bytes().for_each(|byte| self.push(byte));
        }
    }
}

/// The terms of a text, in order.
#[must_use]
pub fn terms_of(text: &str) -> Vec<Term> {
    let mut terms = Vec::with_capacity(text.len() / 6);
    for_each_term(text, |term, _| terms.push(term));
    terms
}

/// Calls `f` with each term of a text and the bytes that it stands at.
pub fn for_each_term(text: &str, mut f: impl FnMut(Term, Range<usize>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            if bytes[at].is_ascii_alphanumeric() {
                at = word(text, at, &mut f);
            } else {
                at += 1;
            }
            continue;
        }
        let Some(c) = text[at..].chars().next() else { return };
        at = match c {
            c if is_unspaced(c) && c.is_alphanumeric() => unspaced(text, at, &mut f),
            c if c.is_alphanumeric() => word(text, at, &mut f),
            c => at + c.len_utf8(),
        };
    }
}

/// Reads the word that begins here, and says where it ends.
fn word(text: &str, start: usize, f: &mut impl FnMut(Term, Range<usize>)) -> usize {
    let bytes = text.as_bytes();
    let mut term = Term(OFFSET);
    let mut end = start;
    while let Some(&lower) = bytes.get(end).map(|&byte| &LOWER[usize::from(byte)])
        && lower != 0
    {
        term.push(lower);
        end += 1;
    }
    while let Some(&byte) = bytes.get(end) {
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        if byte.is_ascii_alphanumeric() {
            term.push(byte.to_ascii_lowercase());
            end += 1;
        } else if matches!(byte, b'.' | b',')
            && end > start
            && is_digit(end - 1)
            && is_digit(end + 1)
        {
            if byte == b'.' {
                term.push(byte);
            }
            end += 1;
        } else if byte.is_ascii() {
            break;
        } else {
            let Some(c) = text[end..].chars().next() else { break };
            // Marks that stand over a letter, and soft hyphens, are within a word.
            if !c.is_alphanumeric() && !matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}')
                || is_unspaced(c)
            {
                break;
            }
            if c != '\u{AD}' {
                term.push_lower(c);
            }
            end += c.len_utf8();
        }
    }
    f(term, start..end);
    end
}

/// Reads the run of characters of a script without spaces that begins here, and says where it ends.
fn unspaced(text: &str, start: usize, f: &mut impl FnMut(Term, Range<usize>)) -> usize {
    let run = text[start..].char_indices().find(|&(_, c)| !is_unspaced(c) || !c.is_alphanumeric());
    let end = run.map_or(text.len(), |(at, _)| start + at);
    let mut before: Option<(usize, char)> = None;
    for (at, c) in text[start..end].char_indices() {
        let next = start + at + c.len_utf8();
        if let Some((begun, first)) = before {
            let mut term = Term(OFFSET);
            term.push_lower(first);
            term.push_lower(c);
            f(term, begun..next);
        } else if next == end {
            let mut term = Term(OFFSET);
            term.push_lower(c);
            f(term, start..end);
        }
        before = Some((start + at, c));
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The terms of a text as they stand in it.
    fn shown(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        for_each_term(text, |_, range| found.push(&text[range]));
        found
    }

    #[test]
    fn words_figures_and_pairs_of_characters_are_terms() {
        assert_eq!(
            shown("Holm's 1,200.50 boats, in 2024."),
            ["Holm", "s", "1,200.50", "boats", "in", "2024"]
        );
        assert_eq!(shown("Zürich—Ōtsu: 5.–6. Mai"), ["Zürich", "Ōtsu", "5", "6", "Mai"]);
        assert_eq!(shown("京都の港。雨 JAXA発表"), ["京都", "都の", "の港", "雨", "JAXA", "発表"]);
        assert_eq!(shown(" …\u{301} , .5, "), ["5"]);
        assert!(shown("").is_empty());
    }

    #[test]
    fn case_and_commas_make_no_difference() {
        let same = [
            ("HARBOUR", "harbour"),
            ("ÉTÉ", "été"),
            ("1,200", "1200"),
            ("co\u{AD}operate", "cooperate"),
        ];
        for (a, b) in same {
            assert_eq!(terms_of(a), [Term::of(b)], "{a}");
        }
        assert_ne!(terms_of("3.5"), terms_of("35"));
    }

    proptest::proptest! {
        #[test]
        fn every_letter_and_digit_is_in_a_term_and_terms_are_in_order(text in "\\PC{0,40}") {
            let mut covered = vec![false; text.len()];
            let mut last = 0;
            for_each_term(&text, |_, range| {
                assert!(range.start >= last && range.start < range.end);
                last = range.start;
                covered[range].fill(true);
            });
            for (at, c) in text.char_indices() {
                assert!(!c.is_alphanumeric() || covered[at], "{c:?} of {text:?}");
            }
        }
    }
}
