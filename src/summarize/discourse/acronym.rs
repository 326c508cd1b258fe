//! Letters that stand for a name which the document spells out.
//!
//! In: the sentences of a document. Out: for each the letters that stand in it unexplained and are
//! spelled out in an earlier sentence: "Freight Transport Association (FTA)", or the name alone
//! where its initials are the letters. Letters that every reader knows, and those that the document
//! never spells out, are passed over: who writes them so takes them for known.

use std::collections::HashMap;
use std::ops::Range;

use super::Kind;
use super::auditor::Demand;
use super::insertion::Quotable;
use super::known::is_known_acronym;
use super::token::{Sentence, Token};
use super::vocabulary::StemHasher;

/// Fewer letters are found only where the name and they stand side by side.
const LEAST_ALONE: usize = 3;

const LONGEST: usize = 6;

/// So many letters that are not spelled out where they stand are looked for elsewhere.
const MOST: usize = 32;

/// Words that a name may have without a letter for them.
const SMALL: &[&str] = &["of", "for", "and", "the", "in", "on", "to", "de", "'s", "’s"];

/// The names that letters stand for.
#[derive(Debug, Default)]
pub(super) struct Acronyms {
    names: HashMap<u32, Quotable, StemHasher>,
}

impl Acronyms {
    /// What the letters in these sentences stand for, where one of them says it.
    pub(super) fn read(sentences: &[Sentence<'_>]) -> Self {
        let mut names: HashMap<u32, Quotable, StemHasher> = HashMap::default();
        let mut open: Vec<(u32, &str)> = Vec::new();
        for (index, sentence) in sentences.iter().enumerate() {
            for (at, token) in sentence.tokens.iter().enumerate() {
                let Some(letters) = letters(sentence, at) else { continue };
                if names.contains_key(&token.stem) {
                    continue;
                }
                let beside = spelled_beside(sentence, at, letters);
                match beside.and_then(|name| quotable(index, sentence, name)) {
                    Some(name) => _ = names.insert(token.stem, name),
                    None if open.iter().all(|&(stem, _)| stem != token.stem) => {
                        open.push((token.stem, letters));
                    }
                    None => {}
                }
            }
        }
        open.retain(|(stem, letters)| letters.len() >= LEAST_ALONE && !names.contains_key(stem));
        open.truncate(MOST);
        for (index, sentence) in sentences.iter().enumerate() {
            for (at, token) in sentence.tokens.iter().enumerate() {
                if open.is_empty() || !token.capital || token.acronym {
                    continue;
                }
                let initial = initial(sentence, at);
                open.retain(|&(stem, letters)| {
                    let name = (letters.chars().next_back() == initial)
                        .then(|| spelled_before(sentence, at + 1, letters, true))
                        .flatten()
                        .and_then(|name| quotable(index, sentence, name));
                    name.map(|name| names.insert(stem, name)).is_none()
                });
            }
        }
        Self { names }
    }

    /// The letters of sentence `index` that are spelled out before it, and not in it.
    pub(super) fn demands(&self, index: usize, sentence: &Sentence<'_>) -> Vec<Demand> {
        let mut demands: Vec<Demand> = Vec::new();
        for (at, token) in sentence.tokens.iter().enumerate() {
            let name = self.names.get(&token.stem).filter(|name| name.source < index);
            let Some(name) = name.filter(|_| letters(sentence, at).is_some()) else { continue };
            let known = demands.iter().any(|demand| demand.words.contains(&token.stem));
            let explained = at > 0 && sentence.has_mark(at - 1, &['('])
                || sentence.has_mark(at + 1, &['('])
                || sentence.says(at + 1, &["lrb"]);
            if known || explained {
                continue;
            }
            demands.push(Demand {
                kind: Kind::DanglingAcronym,
                span: token.span(),
                neighbour: name.source,
                at: None,
                words: vec![token.stem],
                by: Some(name.source),
                insertion: Some(name.behind(token.span().end)),
            });
        }
        demands
    }
}

fn quotable(index: usize, sentence: &Sentence<'_>, name: Range<usize>) -> Option<Quotable> {
    Quotable::new(index, sentence.text(), sentence.bytes(name))
}

/// The word at `at`, if it is letters that stand for something that not every reader knows.
fn letters<'t>(sentence: &Sentence<'t>, at: usize) -> Option<&'t str> {
    let token = sentence.get(at).filter(|t| t.acronym && t.span().len() <= LONGEST)?;
    let word = sentence.word(at);
    let is_plain = word.bytes().all(|b| b.is_ascii_uppercase());
    (is_plain && token.span().len() > 1 && !is_known_acronym(word)).then_some(word)
}

fn initial(sentence: &Sentence<'_>, at: usize) -> Option<char> {
    sentence.word(at).chars().next().map(|c| c.to_ascii_uppercase())
}

/// The name beside the letters at `at`, one of the two in brackets.
fn spelled_beside(sentence: &Sentence<'_>, at: usize, letters: &str) -> Option<Range<usize>> {
    if at > 1 && sentence.has_mark(at - 1, &['(']) && sentence.has_mark(at + 1, &[')', ',', ';']) {
        let end = at - 1;
        return spelled_before(sentence, end, letters, false)
            .or_else(|| capitals_before(sentence, end, letters));
    }
    if !sentence.has_mark(at + 1, &['(']) {
        return None;
    }
    let start = at + 2;
    let end = (start..start + 2 * LONGEST).find(|&at| sentence.has_mark(at, &[')']))?;
    let name = spelled_before(sentence, end, letters, false)?;
    (name.start == start).then_some(name)
}

/// The words up to `end` whose initials are the letters; small words may have none. `capital`:
/// only words with a capital have one.
fn spelled_before(
    sentence: &Sentence<'_>,
    end: usize,
    letters: &str,
    capital: bool,
) -> Option<Range<usize>> {
    let mut left = letters.chars().rev().peekable();
    for at in (0..end).rev().take(2 * LONGEST) {
        let token = sentence.get(at)?;
        let counts = token.is_word() && !token.acronym && (token.capital || !capital);
        if counts && left.peek().copied() == initial(sentence, at) {
            left.next();
            if left.peek().is_none() {
                // "… of the Freight Transport Association": no word of the name stands before.
                let goes_on =
                    at > 0 && sentence.get(at - 1).is_some_and(|t| t.is_word() && t.capital);
                return (!capital || !goes_on || at == 1).then_some(at..end);
            }
        } else if at + 1 == end || !sentence.says(at, SMALL) {
            return None;
        }
    }
    None
}

/// The capitalised words up to `end` if there are several, of which the first has the first letter.
fn capitals_before(sentence: &Sentence<'_>, end: usize, letters: &str) -> Option<Range<usize>> {
    let is_capital = |at: usize| sentence.get(at).is_some_and(|t| t.is_word() && t.capital);
    let words = (0..end).rev().take(LONGEST);
    let start = words.take_while(|&at| is_capital(at) || sentence.says(at, &["of", "for", "and"]));
    let start = start.filter(|&at| is_capital(at)).last()?;
    let same = letters.chars().next() == initial(sentence, start);
    let several = (start..end).filter(|&at| is_capital(at)).count() > 1;
    let plain = (start..end).all(|at| sentence.get(at).is_some_and(|t: &Token| !t.acronym));
    (same && several && plain).then_some(start..end)
}
