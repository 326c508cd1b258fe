//! People who are named in full once, and by one name afterwards.
//!
//! In: the sentences of a document. Out: for each sentence the names that stand alone in it whose
//! full form stands in an earlier one, with the words that complete it ("[Michael] Kim"). A name is
//! completed only where the document knows one person of it. Whether a name is a person's is told
//! by first names, titles, nouns for people, ages and verbs of speech: places, organisations and
//! months are none. Who every reader knows is passed over.

use std::collections::HashMap;
use std::ops::Range;

use super::Kind;
use super::auditor::Demand;
use super::insertion::{Insertion, Quotable};
use super::known::is_known_person;
use super::lexicon::{Class, FUNCTION, ONE_PERSON};
use super::mention::{gender, is_other_than_person};
use super::name::{Names, opens};
use super::token::{Sentence, Token};
use super::vocabulary::{StemHasher, Vocabulary};

/// A full name has at most so many words.
const LONGEST: usize = 4;

/// Letters of an office, "CEO", are at most so many.
const LONGEST_OFFICE: usize = 4;

/// The oldest that people are.
const OLDEST: u8 = 110;

/// What a title that says nothing else leaves open: "Mr Howard".
const COURTESIES: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "sir", "dame"];

/// What no person's name stands behind.
const ARTICLES: &[&str] = &[
    "the", "a", "an", "this", "these", "those", "my", "your", "our", "his", "her", "its", "their",
    "every", "each", "another",
];

const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// The full names of a document by their first and last words.
#[derive(Debug, Default)]
pub(super) struct FullNames {
    by_last: HashMap<u32, Form, StemHasher>,
    by_first: HashMap<u32, Form, StemHasher>,
    /// Names that stand alone, and whether they say something.
    lone: HashMap<u32, bool, StemHasher>,
}

/// A full name where it stands first.
#[derive(Debug)]
struct Form {
    sentence: usize,
    /// The word at the other end of the name.
    other: u32,
    /// What completes the word that it is known by.
    rest: Quotable,
    /// Whether that word ends as a plural does: "Williams".
    plural: bool,
    /// Whether it is a person's for certain, whoever speaks.
    is_person: bool,
    /// Whether another person has the same name.
    has_rival: bool,
    /// Whether its first word may be none of the name, but one that opens a sentence.
    is_doubtful: bool,
}

/// A run of capitalised words without its titles and what stands before a first name.
struct Name {
    /// From the first word of the name itself to its last.
    tokens: Range<usize>,
    /// How many words that is.
    count: usize,
    /// Where the last word of a title or an office stands before it.
    title: Option<usize>,
}

impl FullNames {
    /// Notes the full names of sentence `index`, and who speaks in it.
    pub(super) fn read(&mut self, index: usize, sentence: &Sentence<'_>, vocabulary: &Vocabulary) {
        let tokens = &sentence.tokens;
        for run in Names::new(tokens, vocabulary) {
            let Some(name) = Name::of(sentence, &run) else { continue };
            let last = name.tokens.end - 1;
            if name.count == 1 {
                let speaks = |at: usize| sentence.is(at, Class::SPEECH);
                *self.lone.entry(tokens[last].stem).or_default() |=
                    speaks(last + 1) || last > 0 && speaks(last - 1);
            } else if name.count <= LONGEST && !is_no_person(sentence, &run, &name) {
                let is_person = is_person(sentence, &run, &name);
                self.add(index, sentence, &name, is_person);
            }
        }
    }

    fn add(&mut self, index: usize, sentence: &Sentence<'_>, name: &Name, is_person: bool) {
        let (first, last) = (name.tokens.start, name.tokens.end - 1);
        let (a, b) = (sentence.tokens[first], sentence.tokens[last]);
        let speaks = |at: usize| sentence.is(at, Class::SPEECH);
        let says = speaks(last + 1) || first > 0 && speaks(first - 1);
        let is_doubtful = opens(&sentence.tokens, first) && !is_listed(&a) && !is_person && !says;
        let lone = &self.lone;
        let note = |table: &mut HashMap<u32, Form, StemHasher>,
                    key: Token,
                    other,
                    rest,
                    is_person| {
            let quotable = Quotable::new(index, sentence.text(), sentence.bytes(rest));
            let Some(rest) = quotable else { return };
            let (plural, has_rival) = (key.plural, false);
            let form =
                Form { sentence: index, other, rest, plural, is_person, has_rival, is_doubtful };
            match table.get_mut(&key.stem) {
                Some(known) if known.is_doubtful && !is_doubtful => *known = form,
                Some(known) if known.other == other => known.is_person |= is_person,
                Some(known) => {
                    known.has_rival |= !is_doubtful && !known.rest.shares_word(&form.rest);
                }
                // What stood alone before is not short for this.
                None if lone.contains_key(&key.stem) => {}
                None => _ = table.insert(key.stem, form),
            }
        };
        // Companies speak too, and are known by their first word.
        note(&mut self.by_last, b, a.stem, first..last, is_person || says);
        note(&mut self.by_first, a, b.stem, first + 1..last + 1, is_person);
    }

    /// The names that stand alone in sentence `index` and in full before it.
    pub(super) fn demands(
        &self,
        index: usize,
        sentence: &Sentence<'_>,
        vocabulary: &Vocabulary,
    ) -> Vec<Demand> {
        let mut demands = Vec::new();
        let mut said: Vec<u32> = Vec::new();
        for run in Names::new(&sentence.tokens, vocabulary) {
            let Some(name) = Name::of(sentence, &run) else { continue };
            let last = name.tokens.end - 1;
            let stem = sentence.tokens[last].stem;
            if name.count > 1 {
                said.extend([sentence.tokens[name.tokens.start].stem, stem]);
            } else if !said.contains(&stem) {
                said.push(stem);
                demands.extend(self.demand(index, sentence, &run, &name));
            }
        }
        demands
    }

    fn demand(
        &self,
        index: usize,
        sentence: &Sentence<'_>,
        run: &Range<usize>,
        name: &Name,
    ) -> Option<Demand> {
        let at = name.tokens.end - 1;
        let token = sentence.get(at)?;
        let is_courtesy =
            name.title.is_some_and(|title| title == run.start && sentence.says(title, COURTESIES));
        if name.title.is_some() && !is_courtesy
            || name.title.is_none() && run.len() > 1
            || !stands_alone(sentence, run)
        {
            return None;
        }
        let known = |form: &&Form| form.sentence < index && form.plural == token.plural;
        let last = self.by_last.get(&token.stem).filter(known);
        let last = last.filter(|form| form.is_person || self.lone.get(&token.stem) == Some(&true));
        let first = self.by_first.get(&token.stem).filter(known).filter(|form| form.is_person);
        let span = token.span();
        let (form, insertion): (&Form, Option<Insertion>) = match (last, first) {
            (Some(form), None) => (form, Some(form.rest.before(span.start))),
            (None, Some(form)) if !is_courtesy && !form.has_rival => {
                (form, Some(form.rest.behind(span.end)))
            }
            _ => return None,
        };
        // A list is searched, for the few that come so far.
        if is_known_person(sentence.word(at)) {
            return None;
        }
        let insertion = insertion.filter(|_| !form.has_rival);
        if is_courtesy && insertion.is_none() {
            return None;
        }
        Some(Demand {
            kind: Kind::DanglingSurname,
            span,
            neighbour: form.sentence,
            at: None,
            words: vec![token.stem],
            by: Some(form.sentence),
            insertion,
        })
    }
}

impl Name {
    /// The name in a run of capitalised words; `None` where there is nothing but a title.
    fn of(sentence: &Sentence<'_>, run: &Range<usize>) -> Option<Self> {
        let tokens = &sentence.tokens;
        let mut end = run.end;
        while end > run.start && (!tokens[end - 1].is_word() || sentence.says(end - 1, SUFFIXES)) {
            end -= 1;
        }
        let last = end.checked_sub(1).filter(|&last| last >= run.start)?;
        // "Speaker Paul Lee", "CEO Paul Lee".
        let office = |t: &Token| {
            let long = t.acronym && t.span().len() > 2 && t.span().len() <= LONGEST_OFFICE;
            t.is(Class::TITLE) || !is_listed(t) && (t.is(ONE_PERSON) || long)
        };
        let title = (run.start..last).rev().find(|&at| office(&tokens[at]));
        let mut start = title.map_or(run.start, |at| at + 1);
        start = (start..last).find(|&at| is_listed(&tokens[at])).unwrap_or(start);
        start = (start..last).find(|&at| tokens[at].is_word()).unwrap_or(last);
        // "Keeper Petr Cech": what opens a sentence may be no name.
        let count = |start| (start..end).filter(|&at: &usize| tokens[at].is_word()).count();
        if opens(tokens, start) && count(start) > 2 {
            start += usize::from(!is_listed(&tokens[start]) && tokens[start + 1].is_word());
        }
        Some(Self { tokens: start..end, count: count(start), title })
    }
}

/// Whether the word is a known first name.
fn is_listed(token: &Token) -> bool {
    token.is(Class::MALE_NAME | Class::FEMALE_NAME) && !token.is(FUNCTION | Class::TITLE)
}

/// Whether a longer name is that of a place, an organisation or a thing.
fn is_no_person(sentence: &Sentence<'_>, run: &Range<usize>, name: &Name) -> bool {
    let tokens = &sentence.tokens[name.tokens.clone()];
    let none = Class::PLACE | Class::NATIONALITY | Class::TEMPORAL | Class::ORGANISATION;
    let ends = tokens.last().is_none_or(|t| t.is(none | Class::TITLE) || t.is(FUNCTION));
    let articled = run.start > 0 && sentence.is(run.start - 1, Class::DETERMINER);
    let untitled = name.title.is_none() && gender(tokens).is_none();
    ends || is_other_than_person(tokens)
        || articled && untitled
        || tokens.iter().any(|t| t.acronym && t.span().len() > 3 || t.is(Class::TEMPORAL))
        || name.tokens.clone().any(|at| sentence.word(at).contains(|c: char| c.is_numeric()))
        || sentence.has_mark(run.end, &['&', '/', '@'])
}

/// Whether a longer name is a person's for certain.
fn is_person(sentence: &Sentence<'_>, run: &Range<usize>, name: &Name) -> bool {
    let after = run.end;
    let noun_before = run.start > 0 && sentence.is(run.start - 1, ONE_PERSON);
    let in_brackets = sentence.has_mark(after, &[',', '(']);
    let age = |at: usize| sentence.word(at).parse::<u8>().is_ok_and(|age| age <= OLDEST);
    let aged = in_brackets && age(after + 1) && sentence.has_mark(after + 2, &[',', ')', '.']);
    let described = sentence.has_mark(after, &[','])
        && sentence.says(after + 1, &["a", "an", "the", "who", "whose"])
        && (sentence.says(after + 1, &["who", "whose"])
            || (after + 2..after + 6)
                .take_while(|&at| sentence.get(at).is_some_and(Token::is_word))
                .any(|at| sentence.is(at, ONE_PERSON)));
    let who = sentence.says(after, &["who"]);
    let named = gender(&sentence.tokens[name.tokens.clone()]).is_some();
    named || name.title.is_some() || noun_before || aged || described || who
}

/// Whether the run of one name is no part of a longer phrase: "the Smith family", "Smith & Co".
fn stands_alone(sentence: &Sentence<'_>, run: &Range<usize>) -> bool {
    const JOINTS: &[char] = &['&', '/', '@', '#', '-', '–', '_', '+'];
    let before = run.start.checked_sub(1);
    let articled = before.is_some_and(|at| sentence.says(at, ARTICLES));
    let capital =
        |at: usize| sentence.get(at).is_some_and(|t| t.is_word() && t.capital && !t.is(FUNCTION));
    let joined = before.is_some_and(|at| sentence.has_mark(at, JOINTS) || capital(at))
        || sentence.has_mark(run.end, JOINTS)
        || capital(run.end);
    let last = run.end - 1;
    let token = sentence.get(last);
    let is_name = token.is_some_and(|t| {
        let none = Class::PLACE | Class::NATIONALITY | Class::TEMPORAL | Class::ORGANISATION;
        !(t.is(none | Class::TITLE) || t.is(FUNCTION) || t.acronym && t.span().len() > 1)
    });
    let group = sentence.is(run.end, Class::GROUP_NOUN);
    is_name && !articled && !joined && !group
}
