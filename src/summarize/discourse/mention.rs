//! Mentions: the names and nouns of a sentence that a later pronoun or description may refer to.
//!
//! In: the tokens of a sentence and what is known about the people of the document. Out: its
//! mentions in order, each with the stem of its head and the classes of reference that it can
//! answer. It is a shallow guess from capitals, determiners and word lists, without a parser; it
//! neither resolves one mention to another nor knows any world.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::lexicon::{Class, FUNCTION, ONE_PERSON};
use super::name::{Names, opens};
use super::token::Token;
use super::vocabulary::{StemHasher, Vocabulary};

/// The kinds of reference that a mention can answer, as a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reach(u8);

impl Reach {
    pub(super) const NOTHING: Self = Self(0);
    pub(super) const MALE: Self = Self(1);
    pub(super) const FEMALE: Self = Self(2);
    pub(super) const PERSON: Self = Self(3);
    pub(super) const PLURAL: Self = Self(4);
    pub(super) const THING: Self = Self(8);

    /// How many kinds there are.
    pub(super) const KINDS: usize = 4;

    /// The kinds in the set, by number.
    pub(super) fn kinds(self) -> impl Iterator<Item = usize> {
        (0..Self::KINDS).filter(move |kind| self.0 & 1 << kind != 0)
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Something that a sentence speaks of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// The last word of the name, or the noun.
    pub(super) head: u32,
    /// What it can be the antecedent of in a later sentence.
    pub(super) reach: Reach,
    /// What it can be the antecedent of in its own sentence, where doubt speaks for it: a lone
    /// unknown name may be a person or not.
    pub(super) perhaps: Reach,
    /// Index of its first token.
    pub(super) at: usize,
    pub(super) quoted: bool,
    /// Whether it is a name rather than a noun.
    pub(super) name: bool,
    /// Whether an indefinite article brings it in.
    pub(super) indefinite: bool,
}

/// The surnames and single names that the document uses for people, with the gender that a first
/// name or a title gives.
#[derive(Debug, Default)]
pub(super) struct People {
    known: HashMap<u32, Reach, StemHasher>,
    /// First and last words of longer names, and names of one word: "Jo Smith" with "Smith"
    /// elsewhere is a person.
    longer: HashSet<u32, StemHasher>,
    single: HashSet<u32, StemHasher>,
}

impl People {
    /// Notes the people whom `tokens` name in full, by title, or as speaking.
    pub(super) fn read(&mut self, tokens: &[Token], vocabulary: &Vocabulary) {
        for run in Names::new(tokens, vocabulary) {
            let name = person_part(&tokens[run.clone()]);
            let Some(head) = name.last() else { continue };
            if is_other_than_person(name) || head.is(Class::TEMPORAL | Class::NATIONALITY) {
                continue;
            }
            let articled = run.start > 0 && tokens[run.start - 1].is(Class::DETERMINER);
            let gender = gender(name);
            let titled = name.iter().rev().skip(1).any(|t| t.is(Class::TITLE));
            if name.len() > 1 && (gender.is_some() || titled) {
                let known = self.known.entry(head.stem).or_insert(Reach::PERSON);
                *known = gender.unwrap_or(*known);
            } else if name.len() == 1 {
                self.single.insert(head.stem);
            } else if name.len() <= 3 && !articled {
                self.longer.insert(head.stem);
                self.longer.insert(name[0].stem);
            }
        }
    }

    fn get(&self, stem: u32) -> Option<Reach> {
        let surname = self.longer.contains(&stem) && self.single.contains(&stem);
        self.known.get(&stem).copied().or(surname.then_some(Reach::PERSON))
    }
}

/// The mentions of a sentence, in order.
pub(super) fn find(tokens: &[Token], people: &People, vocabulary: &Vocabulary) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut named = 0;
    for run in Names::new(tokens, vocabulary) {
        nouns(tokens, named..run.start, &mut mentions);
        mentions.extend(name(tokens, &run, people));
        named = run.end;
    }
    nouns(tokens, named..tokens.len(), &mut mentions);
    coordinate(tokens, &mut mentions);
    mentions
}

/// "Smith and Jones" answers "they" as well as each answers for itself.
fn coordinate(tokens: &[Token], mentions: &mut [Mention]) {
    for i in 1..mentions.len() {
        let (from, to) = (mentions[i - 1].at, mentions[i].at);
        let joined = to - from <= 12 && tokens[from..to].iter().any(|t| t.is(Class::CONJUNCTION));
        if joined {
            for mention in &mut mentions[i - 1..=i] {
                mention.reach = mention.reach.with(Reach::PLURAL);
                mention.perhaps = mention.perhaps.with(Reach::PLURAL);
            }
        }
    }
}

/// The mention that a run of capitalised words makes.
fn name(tokens: &[Token], run: &Range<usize>, people: &People) -> Option<Mention> {
    let name = person_part(&tokens[run.clone()]);
    let last = name.last()?;
    if last.is(Class::DEMONYM) && !last.plural {
        return Some(mention(run.start, last, person_reach(last.class)));
    }
    if name.iter().all(|t| t.is(Class::TEMPORAL)) {
        return None;
    }
    if name.iter().all(|t| t.is(Class::NATIONALITY)) {
        // "the British" are people; "British troops" are named by what follows.
        let noun = tokens.get(run.end).is_some_and(|t| t.is_word() && !t.is(FUNCTION));
        return (!noun).then(|| mention(run.start, last, Reach::PLURAL));
    }
    let articled = run.start > 0 && tokens[run.start - 1].is(Class::DETERMINER);
    let organisation = Reach::THING.with(Reach::PLURAL);
    // "Wexley police": whose they are, and nobody's name.
    let names_group = tokens.get(run.end).is_some_and(|t| t.is(Class::GROUP_NOUN) && !t.capital);
    if is_other_than_person(name)
        || names_group
        || articled && gender(name).is_none() && !name[0].is(Class::TITLE)
    {
        return Some(mention(run.start, last, organisation));
    }
    if let Some(reach) = gender(name).or_else(|| people.get(last.stem)) {
        let reach = people.get(last.stem).unwrap_or(reach);
        return Some(mention(run.start, last, reach));
    }
    let anything = organisation.with(Reach::PERSON);
    let reach = if name.len() > 1 && !last.acronym {
        anything
    } else if !opens(tokens, run.start) {
        organisation
    } else if last.plural {
        Reach::PLURAL
    } else {
        Reach::THING
    };
    // A lone word with a capital that it would have anyway may be no name.
    let name = reach.meets(Reach::PLURAL) && reach.meets(Reach::THING);
    Some(Mention { perhaps: anything, name, ..mention(run.start, last, reach) })
}

fn mention(at: usize, head: &Token, reach: Reach) -> Mention {
    let (quoted, name) = (head.quoted, head.capital);
    Mention { head: head.stem, reach, perhaps: reach, at, quoted, name, indefinite: false }
}

/// The name of the person at the end of "Acme Chairman Patrick Reed"; the whole where there is
/// none.
fn person_part(name: &[Token]) -> &[Token] {
    let listed =
        |t: &Token| t.is(Class::MALE_NAME | Class::FEMALE_NAME) && !t.is(Class::TITLE | FUNCTION);
    match name.iter().position(listed) {
        Some(at) if at > 0 && at + 1 < name.len() && !name[at - 1].is(Class::TITLE) => &name[at..],
        _ => name,
    }
}

/// The gender that a title or a known first name gives.
pub(super) fn gender(name: &[Token]) -> Option<Reach> {
    let first =
        name.iter().find(|t| !t.is(Class::TITLE) || t.is(Class::MALE_NAME | Class::FEMALE_NAME))?;
    if first.is(Class::MALE_NAME) {
        Some(if first.is(Class::FEMALE_NAME) { Reach::PERSON } else { Reach::MALE })
    } else {
        first.is(Class::FEMALE_NAME).then_some(Reach::FEMALE)
    }
}

/// Whether the name is that of a place or an organisation.
pub(super) fn is_other_than_person(name: &[Token]) -> bool {
    let place = name.iter().all(|t| t.is(Class::PLACE | Class::NATIONALITY));
    let organisation = name.iter().any(|t| t.is(Class::ORGANISATION));
    let acronym = name.len() == 1 && name[0].acronym;
    let known = name.first().is_some_and(|t| t.is(Class::MALE_NAME | Class::FEMALE_NAME));
    place && !(known && name.len() > 1) || organisation || acronym
}

/// The common nouns among the tokens of `range`.
fn nouns(tokens: &[Token], range: Range<usize>, mentions: &mut Vec<Mention>) {
    for at in range {
        let token = &tokens[at];
        if !token.is_word() {
            continue;
        }
        let reach = if token.is(ONE_PERSON) && !token.plural {
            person_reach(token.class)
        } else if token.is(Class::PLURAL_NOUN) {
            Reach::PLURAL
        } else if token.is(Class::GROUP_NOUN) {
            Reach::PLURAL.with(Reach::THING)
        } else if is_head(tokens, at) {
            if token.plural { Reach::PLURAL } else { Reach::THING }
        } else {
            continue;
        };
        let person = reach.meets(Reach::PERSON);
        let unsure = person && (token.quoted || is_predicate(tokens, at));
        let later = if unsure { Reach::NOTHING } else { reach };
        let indefinite = is_indefinite(tokens, at);
        mentions.push(Mention {
            perhaps: reach,
            name: false,
            indefinite,
            ..mention(at, token, later)
        });
    }
}

/// Whether "a" or "an" stands before the noun, with nothing but words that describe it between.
fn is_indefinite(tokens: &[Token], at: usize) -> bool {
    let before = tokens[at.saturating_sub(4)..at].iter().rev();
    before.take_while(|t| t.is_word()).find(|t| t.is(FUNCTION)).is_some_and(|t| t.indefinite)
}

/// Whether the noun says what somebody is: "was a fine teacher".
fn is_predicate(tokens: &[Token], at: usize) -> bool {
    let article =
        (at.saturating_sub(4)..at).rev().find(|&i| tokens[i].is(FUNCTION) || !tokens[i].is_word());
    article.is_some_and(|i| tokens[i].indefinite && i > 0 && tokens[i - 1].is(Class::BE))
}

/// Who a noun for one person can be.
pub(super) fn person_reach(class: Class) -> Reach {
    match (class.any(Class::MALE_NOUN), class.any(Class::FEMALE_NOUN)) {
        (true, false) => Reach::MALE,
        (false, true) => Reach::FEMALE,
        _ => Reach::PERSON,
    }
}

/// Whether the word at `at` ends a noun phrase: what follows cannot belong to one, and a
/// determiner, a preposition or a number stands before it with nothing but plain words between.
fn is_head(tokens: &[Token], at: usize) -> bool {
    let plain = |t: &Token| t.is_word() && !t.is(FUNCTION | Class::TEMPORAL);
    let follows = tokens.get(at + 1).is_some_and(|t| plain(t) && !is_verb_like(t));
    if !plain(&tokens[at]) || follows && !tokens[at].plural {
        return false;
    }
    let before = tokens[..at].iter().rev().take(5);
    for (distance, token) in before.enumerate() {
        let named =
            token.capital && (!tokens[at].plural || token.is(Class::NATIONALITY | Class::PLACE));
        if token.is(Class::DETERMINER | Class::PREPOSITION | Class::NUMBER) || named {
            return true;
        }
        if !plain(token) {
            return tokens[at].plural && distance == 1;
        }
    }
    at == 0
}

/// Whether the word may be a past tense, which ends a noun phrase.
pub(super) fn is_verb_like(token: &Token) -> bool {
    token.is(FUNCTION) || token.past
}
