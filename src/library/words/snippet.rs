//! Snippets: the part of a text that has most of what was searched for.
//!
//! In: the terms of a query, then texts. Out: of each text some words on one line, and where the
//! terms stand in them.
//!
//! The index could give a snippet, but would run the query again for each. Here a text is read
//! once, in a time that grows with its length and the number of terms and with nothing else.

use std::collections::HashMap;
use std::ops::Range;

use super::divided::DIVIDER;
use super::terms::Term;
use super::tokens::each_word;
use crate::article::Span;

/// How many words of a text a snippet shows; at most as many as [`Places`] has bits.
const SNIPPET_WORDS: usize = 24;

/// A set of places in a term: the lowest bit is that of its first word.
type Places = u32;

/// Finds the terms of a query in texts.
#[derive(Debug, Default)]
pub(in crate::library) struct Finder {
    /// The number of words of each term.
    lengths: Vec<usize>,
    /// The terms that have a word, and where.
    whole: HashMap<String, Vec<(usize, Places)>>,
    /// What the last word of a term begins with, the term and the place.
    prefixes: Vec<(String, usize, Places)>,
}

impl Finder {
    /// Of a phrase that is longer than a snippet, it looks for as many words as fit into one.
    pub(in crate::library) fn new(terms: &[Term]) -> Self {
        let mut finder = Self::default();
        for term in terms.iter().filter(|term| !term.words.is_empty()) {
            let number = finder.lengths.len();
            let length = term.words.len().min(SNIPPET_WORDS);
            finder.lengths.push(length);
            for (place, word) in term.words[..length].iter().enumerate() {
                let bit: Places = 1 << place;
                if term.prefix && place + 1 == term.words.len() {
                    finder.prefixes.push((word.clone(), number, bit));
                    continue;
                }
                let places = finder.whole.entry(word.clone()).or_default();
                match places.last_mut() {
                    Some((same, bits)) if *same == number => *bits |= bit,
                    _ => places.push((number, bit)),
                }
            }
        }
        finder
    }

    /// The part of a text that has the most terms, the first of several, `…` where it was cut; and
    /// where they stand in it. It is the beginning of a text that has none.
    pub(in crate::library) fn snippet(&self, text: &str) -> (String, Vec<Span>) {
        let (words, found) = self.closest(text);
        let window = window(text, &words, found);
        let from = if window.start == 0 { 0 } else { words[window.start].start };
        let to = if window.end == words.len() { text.len() } else { words[window.end - 1].end };
        let part = &text[from..to];
        let mut line = String::from(if window.start == 0 { "" } else { "…" });
        let mut matches = Vec::new();
        let mut written = 0;
        for mark in self.marks(part) {
            push_line(&mut line, &part[written..mark.start]);
            let start = line.len();
            push_line(&mut line, &part[mark.range()]);
            matches.push(Span::new(start, line.len()));
            written = mark.end;
        }
        push_line(&mut line, &part[written..]);
        line.truncate(line.trim_end().len());
        if window.end < words.len() {
            line.push('…');
        }
        (line, matches)
    }

    /// The words of a text; and which of them reach from the first to the last of the most terms
    /// that one snippet can show.
    fn closest(&self, text: &str) -> (Vec<Span>, Range<usize>) {
        let mut words = Vec::new();
        let mut reading = Reading::new(self);
        // The latest of each term is the one that a snippet ending here is most likely to hold.
        let mut latest: Vec<Option<usize>> = vec![None; self.lengths.len()];
        let (mut most, mut best) = (0, 0..0);
        each_word(text, |word, span| {
            words.push(span);
            let mut ends = false;
            for (term, length) in reading.read(word) {
                latest[term] = Some(words.len() - length);
                ends = true;
            }
            if !ends {
                return;
            }
            let reach = words.len().saturating_sub(SNIPPET_WORDS);
            let (mut count, mut first) = (0, words.len());
            for &start in latest.iter().flatten().filter(|start| **start >= reach) {
                count += 1;
                first = first.min(start);
            }
            if count > most {
                (most, best) = (count, first..words.len());
            }
        });
        (words, best)
    }

    /// Where the terms stand in a part of a text; those that overlap are one.
    fn marks(&self, part: &str) -> Vec<Span> {
        let mut words: Vec<Span> = Vec::new();
        let mut reading = Reading::new(self);
        let mut marks: Vec<Span> = Vec::new();
        each_word(part, |word, span| {
            words.push(span);
            if let Some(longest) = reading.read(word).map(|(_, length)| length).max() {
                let mut start = words[words.len() - longest].start;
                while let Some(before) = marks.pop_if(|before| before.end > start) {
                    start = start.min(before.start);
                }
                marks.push(Span::new(start, span.end));
            }
        });
        marks
    }
}

/// How far the terms have been met in a text that is read word by word.
struct Reading<'a> {
    finder: &'a Finder,
    /// For each term the places up to which the last words are its own.
    met: Vec<Places>,
    /// For each term where it has the word being read.
    here: Vec<Places>,
}

impl<'a> Reading<'a> {
    fn new(finder: &'a Finder) -> Self {
        let none = vec![0; finder.lengths.len()];
        Self { finder, met: none.clone(), here: none }
    }

    /// Reads a word; gives the terms that end with it, and their lengths.
    fn read(&mut self, word: &str) -> impl Iterator<Item = (usize, usize)> {
        self.here.fill(0);
        for &(term, places) in self.finder.whole.get(word).into_iter().flatten() {
            self.here[term] |= places;
        }
        for (start, term, place) in &self.finder.prefixes {
            if word.starts_with(start.as_str()) {
                self.here[*term] |= *place;
            }
        }
        for (met, here) in self.met.iter_mut().zip(&self.here) {
            *met = ((*met << 1) | 1) & *here;
        }
        let all = self.met.iter().zip(&self.finder.lengths).enumerate();
        all.filter(|(_, (met, length))| (**met >> (**length - 1)) != 0)
            .map(|(term, (_, length))| (term, *length))
    }
}

/// The words to show: those found, from the beginning of their sentence if that fits, else with as
/// many before as after.
fn window(text: &str, words: &[Span], found: Range<usize>) -> Range<usize> {
    let earliest = found.end.saturating_sub(SNIPPET_WORDS);
    let latest = found.start.min(words.len().saturating_sub(SNIPPET_WORDS));
    let sentence = (earliest..=latest).rev().find(|at| begins_sentence(text, words, *at));
    let middle = (found.start + found.end).saturating_sub(SNIPPET_WORDS) / 2;
    let start = sentence.unwrap_or_else(|| middle.clamp(earliest, latest));
    start..words.len().min(start + SNIPPET_WORDS)
}

fn begins_sentence(text: &str, words: &[Span], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let gap = &text[words[before].end..words[at].start];
    gap.contains(['\n', '。', '！', '？'])
        || (gap.contains(['.', '!', '?', ':']) && gap.contains(char::is_whitespace))
}

/// Goes on with a line, every run of white space as one space.
fn push_line(line: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            // Some texts have it of their own, and nobody sees it.
            DIVIDER => {}
            c if !c.is_whitespace() => line.push(c),
            _ if line.is_empty() || line.ends_with(' ') => {}
            _ => line.push(' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn finder(terms: &[impl AsRef<str>]) -> Finder {
        let term = |text: &str| Term::new(text.trim_end_matches('*'), text.ends_with('*'));
        Finder::new(&terms.iter().map(|text| term(text.as_ref())).collect::<Vec<_>>())
    }

    /// The snippet, with what was found in brackets.
    fn shown(terms: &[&str], text: &str) -> String {
        let (mut line, matches) = finder(terms).snippet(text);
        for span in matches.iter().rev() {
            line.insert(span.end, ']');
            line.insert(span.start, '[');
        }
        line
    }

    fn filler(words: usize) -> String {
        "w ".repeat(words)
    }

    #[test]
    fn words_phrases_and_beginnings_are_marked() {
        let cases: [(&[&str], &str, &str); 8] = [
            (&["cafe"], "A Café, CAFE\u{301}, cafés.", "A [Café], [CAFE\u{301}], cafés."),
            (&["京都"], "港は京都で、京に都。", "港は[京都]で、京に都。"),
            (&["central bank"], "Central? The central\nbank.", "Central? The [central bank]."),
            (&["econom*"], "Economy: an econ, economic.", "[Economy]: an econ, [economic]."),
            (&["stay clos*"], "Stay close or stay.", "[Stay close] or stay."),
            (&["a b", "b c", "b"], "a b c, b a", "[a b c], [b] a"),
            (&["a", "b"], "a b", "[a] [b]"),
            (&["a b a b c"], "a b a b a b c", "a b [a b a b c]"),
        ];
        for (terms, text, expected) in cases {
            assert_eq!(shown(terms, text), expected);
        }
    }

    #[test]
    fn it_is_one_line_and_has_no_dividers() {
        assert_eq!(shown(&["b"], " a\r\n\n\tb\u{200B}c \n"), "a [b]c");
        assert_eq!(shown(&["title"], "Not here."), "Not here.");
        assert_eq!(shown(&["title"], "—"), "—");
        assert_eq!(shown(&[], ""), "");
        let expected = format!("{}…", filler(SNIPPET_WORDS).trim_end());
        assert_eq!(shown(&["title"], &filler(90)), expected);
    }

    #[test]
    fn the_window_holds_most_terms_and_begins_with_a_sentence() {
        let apart = format!("{0}bank {0}river {0}", filler(40));
        let first = shown(&["bank", "river"], &apart);
        assert_eq!(first, format!("…{}[bank] {}…", filler(12), filler(11).trim_end()));
        let together = shown(&["bank", "river"], &format!("{apart}river bank"));
        assert_eq!(together, format!("…{}[river] [bank]", filler(22)));
        let sentence = format!("{}ends 1.5. The old bank {}", filler(40), filler(40));
        assert!(shown(&["bank"], &sentence).starts_with("…The old [bank] w"));
        let long: Vec<_> = (0..40).map(|n| n.to_string()).collect();
        let phrase = long.join(" ");
        let expected = format!("…[{}]…", long[..SNIPPET_WORDS].join(" "));
        assert_eq!(shown(&[&phrase], &format!("x {phrase}")), expected);
    }

    /// With time that grew as the square of the length, this would take minutes.
    #[test]
    fn a_long_text_is_read_once() {
        let last = |n: usize| ["a*", "b", "c*"][n / SNIPPET_WORDS];
        let term = |n| format!("{}{}", "a ".repeat(n % SNIPPET_WORDS), last(n));
        let finder = finder(&(0..64).map(term).collect::<Vec<_>>());
        let text = "a ".repeat(500_000);
        let begun = Instant::now();
        assert_eq!(finder.snippet(&text).1.len(), 1);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
}
