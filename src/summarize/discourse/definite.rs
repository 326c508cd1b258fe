//! Definite descriptions that identify nothing by themselves: "The company said", "The pair were",
//! at the opening of a sentence or within its first clause.
//!
//! In: a sentence and where its first phrase starts. Out: the tokens of the description and its
//! head noun. What names ("The Hague"), is unique ("The weather"), ranks ("The biggest") or is
//! identified by what follows ("The man who", "The length of") is no description of this kind.

use std::ops::Range;

use super::connective::FIRST_CLAUSE;
use super::lexicon::{Class, FUNCTION, ONE_PERSON};
use super::mention::{Mention, Reach, person_reach};
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

/// Nouns that stand for what was named before, inside a clause too.
const BY_ANOTHER_NAME: &[&str] = &[
    "company",
    "firm",
    "airline",
    "charity",
    "man",
    "woman",
    "boy",
    "girl",
    "couple",
    "pair",
    "duo",
    "trio",
    "men",
    "women",
    "suspect",
    "suspects",
    "teenager",
    "pensioner",
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
    if is_age(sentence, from) {
        let (tokens, head) = (start..from + 1, sentence.get(from)?.stem);
        return Some(Description { tokens, head, role: true, reach: Some(Reach::PERSON) });
    }
    // "The latest attack" is one of several.
    let latest = sentence.says(from, &["latest"]) && start == sentence.first_word();
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
    if named || !latest && (first || sentence.word(from).ends_with("est")) {
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

/// The description inside the first clause of `sentence`, or of who speaks: its head was brought in
/// before, and nothing in the sentence before it can be what is meant.
pub(super) fn inside(
    sentence: &Sentence<'_>,
    start: usize,
    mentions: &[Mention],
    introduced: impl Fn(u32) -> bool,
) -> Option<Description> {
    let end = sentence.tokens.len();
    let is_article = |at: &usize| {
        sentence.get(*at).is_some_and(|t| !t.quoted && t.is(Class::DETERMINER))
            && sentence.says(*at, &["the"])
    };
    (start + 1..end).filter(is_article).find_map(|at| {
        let speaks = sentence.is(at - 1, Class::SPEECH);
        if at >= start + FIRST_CLAUSE && !speaks {
            return None;
        }
        let found = opening(sentence, at, &introduced)?;
        let head = found.tokens.end - 1;
        let speaks = speaks || sentence.is(head + 1, Class::SPEECH);
        let other = |m: &Mention| {
            let may_be = found.reach.is_some_and(|it| it.meets(m.perhaps)) && !m.quoted;
            m.at < at && (m.head == found.head || may_be)
        };
        let refers = is_age(sentence, head)
            || sentence.says(head, BY_ANOTHER_NAME)
            || found.role && introduced(found.head);
        let near = at < start + FIRST_CLAUSE || speaks;
        // "They are the suspects" says what they are.
        let predicate = sentence.is(at - 1, Class::BE);
        (refers && near && !predicate && !mentions.iter().any(other)).then_some(found)
    })
}

/// Whether the word at `at` is a person by age: "the 34-year-old", with no noun behind.
fn is_age(sentence: &Sentence<'_>, at: usize) -> bool {
    let aged = sentence.word(at).ends_with("-year-old");
    aged && sentence.get(at + 1).is_none_or(|t| !t.is_word() || t.past || t.is(FUNCTION))
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
