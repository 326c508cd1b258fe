//! Third-person pronouns with nothing in their own sentence to refer to.
//!
//! In: a sentence and its mentions. Out: the pronouns that look back, with what they can refer to.
//! An expletive "it" ("it is clear that") and a pronoun whose noun follows ("In his speech, the
//! mayor ...") look nowhere. Inside a quotation only "he" and "she" count: there, "it" and "they"
//! mostly refer to what the speaker has in mind.

use super::lexicon::{Class, THIRD_PERSON};
use super::mention::{Mention, Reach};
use super::token::Sentence;

/// A pronoun that needs an antecedent from an earlier sentence.
pub(super) struct Pronoun {
    /// Index of its token.
    pub(super) at: usize,
    pub(super) reach: Reach,
}

/// The pronouns of `sentence` that look back, the first of each kind.
pub(super) fn pronouns(sentence: &Sentence<'_>, mentions: &[Mention]) -> Vec<Pronoun> {
    let mut found: Vec<Pronoun> = Vec::new();
    for (at, token) in sentence.tokens.iter().enumerate() {
        if !token.is(THIRD_PERSON) || token.acronym && token.span().len() > 1 {
            continue;
        }
        let reach = reach(token.class);
        let plain = !reach.meets(Reach::PERSON);
        let known = found.iter().any(|p| p.reach == reach);
        if known || plain && token.quoted || is_either(sentence, at) || is_expletive(sentence, at) {
            continue;
        }
        let before =
            |m: &&Mention| m.at < at && m.perhaps.meets(reach) && (token.quoted || !m.quoted);
        if mentions.iter().find(before).is_none() && !is_cataphoric(sentence, at, reach, mentions) {
            found.push(Pronoun { at, reach });
        }
    }
    found
}

fn reach(class: Class) -> Reach {
    if class.any(Class::MALE_PRONOUN) {
        Reach::MALE
    } else if class.any(Class::FEMALE_PRONOUN) {
        Reach::FEMALE
    } else if class.any(Class::PLURAL_PRONOUN) {
        Reach::PLURAL
    } else {
        Reach::THING
    }
}

/// "his or her", "he or she": nobody in particular.
fn is_either(sentence: &Sentence<'_>, at: usize) -> bool {
    let after = sentence.says(at + 1, &["or", "and", "/"]) && sentence.is(at + 2, THIRD_PERSON);
    let before =
        at >= 2 && sentence.says(at - 1, &["or", "and", "/"]) && sentence.is(at - 2, THIRD_PERSON);
    after || before
}

/// What follows "it" in "made it clear that", "find it hard to".
const OBJECT_PREDICATES: &[&str] = &[
    "clear",
    "possible",
    "impossible",
    "obvious",
    "likely",
    "unlikely",
    "difficult",
    "hard",
    "easy",
    "easier",
    "harder",
    "necessary",
];

/// Whether "it" stands for a clause, the weather or the time.
fn is_expletive(sentence: &Sentence<'_>, at: usize) -> bool {
    if !sentence.says(at, &["it"]) {
        return false;
    }
    let mut next = at + 1;
    let mut copula = false;
    while next < at + 5 && sentence.is(next, Class::BE | Class::AUXILIARY | Class::ADVERB) {
        copula |= sentence.is(next, Class::BE) || sentence.says(next, &["'d"]);
        next += 1;
    }
    let turns_out = sentence.says(next, &["turns", "turned"]) && sentence.says(next + 1, &["out"]);
    if turns_out || sentence.is(next, Class::EXPLETIVE_VERB) {
        return true;
    }
    // "made it clear", "find it hard": the clause comes after an adjective.
    if !copula {
        return at > 0 && next == at + 1 && sentence.says(next, OBJECT_PREDICATES);
    }
    let predicate = sentence.is(next, Class::EXPLETIVE_PREDICATE) || is_ranking(sentence, next);
    let number = sentence.is(next, Class::NUMBER) || starts_with_digit(sentence, next);
    predicate || number || !sentence.get(next).is_some_and(|t| t.past) && has_clause(sentence, next)
}

/// "It was the first ...", "It was the 34th ...".
fn is_ranking(sentence: &Sentence<'_>, at: usize) -> bool {
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|end| sentence.word(at + 1).ends_with(end));
    sentence.says(at, &["the"])
        && (sentence.is(at + 1, Class::ORDINAL) || ordinal && starts_with_digit(sentence, at + 1))
        && !sentence.says(at + 2, &["of", "in", "to"])
}

fn starts_with_digit(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.word(at).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a that-clause or an infinitive follows within a dozen words of the same clause.
fn has_clause(sentence: &Sentence<'_>, from: usize) -> bool {
    let noun = Class::DETERMINER
        | Class::MALE_PRONOUN
        | Class::FEMALE_PRONOUN
        | Class::PLURAL_PRONOUN
        | Class::NEUTER_PRONOUN
        | Class::SPEAKER_PRONOUN;
    (from..from + 13)
        .take_while(|&at| {
            sentence.get(at).is_some_and(|t| !matches!(t.mark, ',' | ';' | '.' | '"' | '”'))
        })
        .any(|at| {
            let infinitive = sentence.says(at, &["to"])
                && sentence.get(at + 1).is_some_and(|t| t.is_word() && !t.is(noun) && !t.capital);
            infinitive
                || at > from
                    && sentence.says(at, &["that", "who", "when", "if", "whether", "how", "why"])
        })
}

/// Whether the pronoun stands in a fronted phrase and its noun opens the main clause.
fn is_cataphoric(sentence: &Sentence<'_>, at: usize, reach: Reach, mentions: &[Mention]) -> bool {
    let mut first = sentence.first_word();
    if sentence.is(first, Class::CONJUNCTION) {
        first += 1;
    }
    let fronted = sentence.is(first, Class::PREPOSITION | Class::SUBORDINATOR)
        || sentence.word(first).ends_with("ing")
        || sentence.get(first).is_some_and(|t| t.past);
    if !fronted || sentence.get(at).is_none_or(|t| t.quoted) {
        return false;
    }
    let comma = (at + 1..sentence.tokens.len()).find(|&i| sentence.has_mark(i, &[',']));
    comma.is_some_and(|comma| {
        let subject = |m: &&Mention| m.at > comma && m.at <= comma + 5 && m.perhaps.meets(reach);
        mentions
            .iter()
            .find(subject)
            .is_some_and(|m| !(comma + 1..m.at).any(|i| sentence.is(i, THIRD_PERSON)))
    })
}
