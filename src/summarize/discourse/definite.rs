//! Definite descriptions that open a sentence and identify nothing by themselves: "The company
//! said", "The pair were".
//!
//! In: a sentence and where its first phrase starts. Out: the tokens of the description and its
//! head noun. What names ("The Hague"), is unique ("The weather"), ranks ("The biggest") or is
//! identified by what follows ("The man who", "The length of") is no description of this kind.

use std::ops::Range;

use super::lexicon::{Class, FUNCTION, ONE_PERSON};
use super::mention::{Reach, person_reach};
use super::token::{Sentence, Token};

/// A description at the opening of a sentence.
pub(super) struct Description {
    /// "The" and what follows up to the head.
    pub(super) tokens: Range<usize>,
    pub(super) head: u32,
    /// Whether the head is of the nouns that refer back nearly always.
    pub(super) role: bool,
    /// What the head can refer to by another name: a person, a pair, an organisation.
    pub(super) reach: Option<Reach>,
}

/// The prepositions and relative pronouns that identify the noun before them.
const IDENTIFIERS: &[&str] = &[
    "of", "in", "from", "for", "at", "with", "on", "who", "that", "which", "whose", "where",
    "when", "between", "against", "to", "behind", "about", "near", "under", "outside", "inside",
    "among", "into", "over", "whom", "as",
];

/// Participles that identify rather than tell.
const PARTICIPLES: &[&str] = &[
    "accused",
    "based",
    "named",
    "called",
    "known",
    "responsible",
    "charged",
    "involved",
    "convicted",
    "suspected",
    "held",
    "being",
    "needed",
    "available",
    "facing",
    "seeking",
    "carrying",
];

/// The descriptions that the phrase at `start` can be, longest first: the head is a noun that the
/// caller knows from before, or one of the role nouns.
pub(super) fn opening(
    sentence: &Sentence<'_>,
    start: usize,
    introduced: impl Fn(u32) -> bool,
) -> Option<Description> {
    if !sentence.says(start, &["the"]) {
        return None;
    }
    let from = start + 1;
    let mut end = from;
    while end < from + 4 && is_inside(sentence, end, end == from) {
        end += 1;
    }
    let chunk = sentence.tokens.get(from..end)?;
    let excluded = Class::ORDINAL | Class::TEMPORAL;
    let origin = Class::PLACE | Class::NATIONALITY;
    // "The Leeds club" still leaves open which one; any other capital is a name.
    let from_place = chunk.first()?.capital && chunk.first()?.is(origin) && chunk.len() > 1;
    let named =
        chunk.iter().skip(usize::from(from_place)).any(|t| t.capital && !t.is(Class::DEMONYM));
    let first = chunk.first()?.is(Class::UNIQUE) && !from_place || chunk.first()?.is(excluded);
    if named || first || sentence.word(from).ends_with("est") {
        return None;
    }
    let head = (from..end).rev().find(|&at| {
        sentence.get(at).is_some_and(|t| {
            let refers = t.is(Class::ROLE) || introduced(t.stem) && !from_place;
            refers && ends_phrase(sentence, at)
        })
    })?;
    let token = sentence.get(head)?;
    if token.is(Class::UNIQUE | excluded | Class::NUMBER) || is_identified(sentence, head + 1) {
        return None;
    }
    let people = token.plural && token.is(Class::PLURAL_NOUN);
    let reach = if people || token.is(Class::PLURAL_ROLE) {
        Some(Reach::PLURAL)
    } else if token.is(ONE_PERSON) && !token.plural {
        Some(person_reach(token.class))
    } else {
        token.is(Class::GROUP_NOUN).then_some(Reach::THING)
    };
    Some(Description {
        tokens: start..head + 1,
        head: token.stem,
        role: token.is(Class::ROLE),
        reach,
    })
}

/// Whether the phrase goes on at `at`: "injured" is an adjective at its start and a verb after a
/// noun.
fn is_inside(sentence: &Sentence<'_>, at: usize, first: bool) -> bool {
    let word = sentence.get(at).is_some_and(|t| t.is_word() && (first || !t.past && !t.adverb));
    word && !is_stop(sentence, at)
}

fn is_stop(sentence: &Sentence<'_>, at: usize) -> bool {
    let verb =
        sentence.get(at).is_some_and(|t| t.is(FUNCTION) && !t.is(Class::NUMBER | Class::ROLE));
    verb || sentence.says(at, PARTICIPLES)
}

/// Whether the noun at `at` is not itself part of a longer compound; a plural hardly ever is.
fn ends_phrase(sentence: &Sentence<'_>, at: usize) -> bool {
    let verb = |next: &Token| next.past || next.adverb || next.plural || !next.is_word();
    sentence.get(at).is_some_and(|t| t.plural)
        || sentence.get(at + 1).is_none_or(verb)
        || is_stop(sentence, at + 1)
}

fn is_identified(sentence: &Sentence<'_>, at: usize) -> bool {
    // "The group of 11": how many there are does not say which.
    let counted = |at: usize| {
        sentence.is(at, Class::NUMBER)
            || sentence.word(at).starts_with(|c: char| c.is_ascii_digit())
    };
    if sentence.says(at, &["of"]) && counted(at + 1) {
        return false;
    }
    sentence.says(at, IDENTIFIERS)
        || sentence.says(at, PARTICIPLES)
        || sentence.word(at).ends_with("ing")
}
