//! Connectives that open a sentence and tie it to the one before.
//!
//! In: a sentence. Out: the tokens of its opening connective, if there is one that leaves a gap
//! without the sentence before. What a subordinator opens ("While ...", "Although ...") has its
//! other half in the sentence and does not count; neither do the weak ones that only place an event
//! beside another ("Meanwhile", "Later"). Inside the first clause only those count that stand
//! between commas ("he, however, said") or say what they tie to ("in each case").

use std::ops::Range;

use super::lexicon::Class;
use super::token::Sentence;

/// What must follow a phrase for it to be a connective.
#[derive(Clone, Copy)]
enum Follows {
    Anything,
    Comma,
    /// A comma, or a word that can open a clause: a pronoun, a determiner, a name, an auxiliary.
    Clause,
    /// Anything but one of these words.
    Not(&'static [&'static str]),
}

use Follows::{Anything, Clause, Comma, Not};

/// Longer phrases stand before their own openings.
const CONNECTIVES: &[(&str, Follows)] = &[
    ("and yet", Anything),
    ("and so", Clause),
    ("and", Anything),
    ("but", Anything),
    ("or", Anything),
    ("nor", Anything),
    ("so far", Follows::Not(&["from"])),
    ("so too", Anything),
    ("so began", Anything),
    ("so begins", Anything),
    ("so begun", Anything),
    ("so ended", Anything),
    ("so ends", Anything),
    ("so started", Anything),
    ("so starts", Anything),
    ("so goes", Anything),
    ("so went", Anything),
    ("so was born", Anything),
    ("such was", Anything),
    ("such is", Anything),
    ("such were", Anything),
    ("such are", Anything),
    ("so", Clause),
    ("yet", Not(&["another", "to", "more", "unnamed", "again"])),
    ("still", Clause),
    ("then", Clause),
    (
        "however",
        Not(&["much", "many", "hard", "long", "big", "small", "good", "bad", "well", "you"]),
    ),
    ("instead", Not(&["of"])),
    ("also", Not(&["known", "called"])),
    ("therefore", Anything),
    ("thus", Not(&["far"])),
    ("hence", Anything),
    ("moreover", Anything),
    ("furthermore", Anything),
    ("additionally", Anything),
    ("consequently", Anything),
    ("accordingly", Comma),
    ("nevertheless", Anything),
    ("nonetheless", Anything),
    ("conversely", Anything),
    ("alternatively", Anything),
    ("otherwise", Clause),
    ("similarly", Clause),
    ("likewise", Clause),
    ("besides", Comma),
    ("indeed", Anything),
    ("rather", Comma),
    ("regardless", Comma),
    ("anyway", Comma),
    ("equally", Comma),
    ("secondly", Anything),
    ("thirdly", Anything),
    ("plus", Clause),
    ("afterwards", Clause),
    ("afterward", Clause),
    ("for example", Anything),
    ("for instance", Anything),
    ("for one thing", Anything),
    ("in addition", Not(&["to"])),
    ("in contrast", Not(&["to", "with"])),
    ("by contrast", Anything),
    ("by comparison", Anything),
    ("in comparison", Not(&["to", "with"])),
    ("in fact", Anything),
    ("in turn", Comma),
    ("in other words", Anything),
    ("in short", Comma),
    ("in response", Not(&["to"])),
    ("in return", Not(&["for"])),
    ("as a result", Not(&["of"])),
    ("as a consequence", Not(&["of"])),
    ("as such", Comma),
    ("after all", Comma),
    ("on the other hand", Anything),
    ("on the contrary", Anything),
    ("at the same time", Clause),
    ("that 's why", Anything),
    ("that is why", Anything),
    ("that 's because", Anything),
    ("that is because", Anything),
    ("that 's when", Anything),
    ("that said", Comma),
    ("this is why", Anything),
    ("this is because", Anything),
    ("having said that", Anything),
    ("because of this", Anything),
    ("because of that", Anything),
    ("because", Comma),
    ("which", Clause),
    ("even so", Anything),
    ("even then", Anything),
    ("even now", Comma),
    ("either way", Anything),
    ("since then", Anything),
    ("until then", Anything),
    ("till then", Anything),
    ("by then", Anything),
    ("not only that", Anything),
    ("what 's more", Anything),
    ("worse still", Anything),
    ("worse yet", Anything),
];

/// Connectives that may stand between commas inside a clause.
const BETWEEN_COMMAS: &[&str] = &[
    "however",
    "therefore",
    "for example",
    "for instance",
    "instead",
    "in turn",
    "moreover",
    "furthermore",
    "nevertheless",
    "nonetheless",
    "by contrast",
    "in contrast",
    "consequently",
    "as a result",
    "in addition",
    "on the other hand",
    "though",
    "too",
    "then",
    "likewise",
    "similarly",
    "conversely",
    "in other words",
    "in fact",
    "in response",
    "in return",
];

/// Phrases that tie a clause to one before wherever they stand.
const TIES: &[&str] = &[
    "in each case",
    "in both cases",
    "in either case",
    "in all cases",
    "in such cases",
    "in every case",
    "in neither case",
    "in that case",
    "in those cases",
    "in these cases",
    "at that point",
    "at which point",
    "in that way",
    "to that end",
    "to this end",
];

/// The first clause ends within so many tokens.
pub(super) const FIRST_CLAUSE: usize = 14;

const ANSWERS: &[&str] =
    &["yes", "no", "yeah", "yep", "nope", "absolutely", "exactly", "certainly"];

/// The tokens of the connective that opens `sentence`.
pub(super) fn opening(sentence: &Sentence<'_>) -> Option<Range<usize>> {
    let start = sentence.first_word();
    let first = sentence.get(start)?;
    // "So-called", "And/or": the word is part of another.
    if sentence.has_mark(start + 1, &['/']) || first.acronym && first.span().len() > 1 {
        return None;
    }
    if sentence.says(start, &["which"]) && sentence.is_question() {
        return None;
    }
    let initial = sentence.word(start).as_bytes().first()?.to_ascii_lowercase();
    let same_initial =
        CONNECTIVES.iter().filter(|(phrase, _)| phrase.as_bytes().first() == Some(&initial));
    same_initial.into_iter().find_map(|&(phrase, follows)| {
        let end = start + sentence.phrase(start, phrase)?;
        // "So far" is no connective at all, and must not be read as "so".
        let far = phrase == "so far";
        (!far && holds(sentence, end, follows)).then_some(start..end)
    })
}

/// The tokens of a connective inside the first clause of `sentence`.
pub(super) fn inside(sentence: &Sentence<'_>) -> Option<Range<usize>> {
    let start = sentence.first_word();
    let comma = |at: usize| sentence.has_mark(at, &[',']);
    let is_open = |at: &usize| {
        sentence.get(*at).is_some_and(|t| !t.quoted && !matches!(t.mark, ';' | ':' | '–' | '—'))
    };
    (start..start + FIRST_CLAUSE).take_while(is_open).find_map(|at| {
        let phrase = |phrase: &&str| Some(at..at + sentence.phrase(at, phrase)?);
        let may_tie = sentence.is(at, Class::PREPOSITION);
        let tie = may_tie.then(|| TIES.iter().find_map(phrase)).flatten();
        let between = || BETWEEN_COMMAS.iter().find_map(phrase).filter(|it| comma(it.end));
        tie.or_else(|| (at > start && comma(at - 1)).then(between).flatten())
    })
}

/// Whether `sentence` opens as "So began an odyssey" does: it sums up more than the sentence before.
pub(super) fn sums_up(sentence: &Sentence<'_>) -> bool {
    let start = sentence.first_word();
    sentence.says(start, &["so", "such", "thus"])
        && sentence.says(
            start + 1,
            &[
                "began", "begins", "begun", "ended", "ends", "started", "starts", "goes", "went",
                "was", "is", "were", "are",
            ],
        )
}

/// The tokens of the answer that opens `sentence` ("Yes, ...", "No."), given that the sentence
/// before asks.
pub(super) fn answer(sentence: &Sentence<'_>) -> Option<Range<usize>> {
    let start = sentence.first_word();
    let ends = start + 1 == sentence.tokens.len()
        || sentence.has_mark(start + 1, &[',', '.', '!', ';', '-', '–', '—', ':', '"', '”']);
    (sentence.says(start, ANSWERS) && ends).then_some(start..start + 1)
}

fn holds(sentence: &Sentence<'_>, end: usize, follows: Follows) -> bool {
    let comma = sentence.has_mark(end, &[',', ':', '-', '–', '—', '.', '…']);
    match follows {
        Anything => true,
        Comma => comma,
        Clause => comma || opens_clause(sentence, end),
        Not(words) => !sentence.says(end, words),
    }
}

/// Whether a clause may start at `at`.
fn opens_clause(sentence: &Sentence<'_>, at: usize) -> bool {
    let opener = Class::DETERMINER
        | Class::SPEAKER_PRONOUN
        | Class::MALE_PRONOUN
        | Class::FEMALE_PRONOUN
        | Class::PLURAL_PRONOUN
        | Class::NEUTER_PRONOUN
        | Class::AUXILIARY
        | Class::BE
        | Class::SUBORDINATOR
        | Class::WH;
    let degree = sentence.is(at, Class::DEGREE) || sentence.says(at, &["many", "much", "few"]);
    let name = sentence.get(at).is_some_and(|t| t.capital && !t.is(Class::TITLE));
    !degree
        && (sentence.is(at, opener)
            || sentence.says(at, &["there", "here", "came", "today"])
            || name)
}
