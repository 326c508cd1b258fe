//! Words that open a sentence and point at the one before: this, those, such, another, the latter,
//! both.
//!
//! In: a sentence and where its first phrase starts. Out: the tokens that point, and the noun that
//! they go with. At the opening all are read, past one connective, adverb or preposition ("Despite
//! this, ..."), and in the first clause those that cannot point at the sentence itself ("on that
//! occasion", "the same month"). What points from further inside usually does; there only "this" and
//! "these" with a noun that refers back count ("use this product").

use std::ops::Range;

use super::connective::FIRST_CLAUSE;
use super::lexicon::Class;
use super::token::Sentence;

/// A demonstrative at the opening of a sentence.
pub(super) struct Pointer {
    /// The tokens at fault.
    pub(super) tokens: Range<usize>,
    /// The stem of the noun in "this attack"; the pointer is harmless where that noun was read
    /// before.
    pub(super) noun: Option<u32>,
}

/// The demonstrative in the first phrase of `sentence`, which starts at token `start`.
pub(super) fn opening(sentence: &Sentence<'_>, start: usize) -> Option<Pointer> {
    let mut at = start;
    if sentence.word(at).ends_with("ly") || sentence.says(at, &["even", "now", "just", "not"]) {
        at += 1;
        at += usize::from(sentence.has_mark(at, &[',']));
    }
    let question = sentence.is(at, Class::WH) && !sentence.says(at, &["that"]);
    let asks = question && sentence.is(at + 1, Class::BE | Class::AUXILIARY);
    if asks {
        return this_or_that(sentence, at + 2);
    }
    if sentence.says(
        at,
        &["all", "none", "some", "most", "many", "much", "few", "one", "part", "each", "neither"],
    ) {
        at += 1;
        if sentence.says(at, &["of"]) {
            at += 1;
        } else {
            return sentence.says(at, &["this", "these"]).then(|| this_or_that(sentence, at))?;
        }
    } else if sentence.is(at, Class::PREPOSITION) {
        // "Because of this", "Out of these".
        at += if sentence.says(at + 1, &["of", "to"]) { 2 } else { 1 };
    }
    this_or_that(sentence, at).or_else(|| comparative(sentence, at))
}

/// "this product" further inside the sentence, where its noun is one that refers back and was not
/// there before.
pub(super) fn inside(sentence: &Sentence<'_>, start: usize) -> Option<Pointer> {
    (start..sentence.tokens.len()).filter(|&at| sentence.says(at, &["this", "these"])).find_map(
        |at| {
            let pointer = pointer(sentence, at);
            let head = pointer.tokens.end - 1;
            let stem = pointer.noun?;
            let new = sentence.tokens[..at].iter().all(|t| t.stem != stem);
            // "... contributed to this report" is the newsroom's own.
            let refers =
                sentence.is(head, Class::ROLE) && !sentence.is(head, Class::HERE | Class::TEMPORAL);
            (refers && new && !sentence.says(head, &["report", "case"])).then_some(pointer)
        },
    )
}

/// What points back from inside the first clause.
pub(super) fn in_first_clause(sentence: &Sentence<'_>, start: usize) -> Option<Pointer> {
    let it_was_then = sentence.says(start, &["it"])
        && sentence.says(start + 1, &["was", "is"])
        && sentence.says(start + 2, &["then", "there", "here"]);
    if it_was_then {
        return Some(Pointer { tokens: start + 2..start + 3, noun: None });
    }
    let end = (start + FIRST_CLAUSE).min(sentence.tokens.len());
    let may_point = |at: &usize| {
        let word = sentence.get(*at).filter(|t| !t.quoted);
        word.is_some_and(|t| t.is(Class::DETERMINER | Class::WH)) || sentence.says(*at, &["same"])
    };
    (start..end).filter(may_point).find_map(|at| {
        let pointer = match () {
            () if sentence.says(at, &["this", "that", "these", "those"])
                && sentence.says(at + 1, &["one", "ones"])
                && !(at > 0 && sentence.says(at - 1, &["as"])) =>
            {
                Pointer { tokens: at..at + 2, noun: None }
            }
            // "One of those people": a kind of people that all know.
            () if at > 1 && sentence.says(at - 1, &["of"]) && sentence.says(at - 2, &["one"]) => {
                return None;
            }
            () if sentence.says(at, &["these", "those"]) => with_noun(sentence, at)?,
            () if at > start && sentence.says(at, &["that"]) => after_preposition(sentence, at)?,
            () if sentence.says(at, &["same"]) => same_time(sentence, at)?,
            () => return None,
        };
        let head = sentence.tokens.get(pointer.tokens.end - 1)?;
        let is_new = sentence.tokens[..at].iter().all(|t| t.stem != head.stem);
        (is_new && !head.is(Class::HERE)).then_some(pointer)
    })
}

/// "Those questions" at `at`, unless what follows says which.
fn with_noun(sentence: &Sentence<'_>, at: usize) -> Option<Pointer> {
    let pointer = this_or_that(sentence, at)?;
    let end = pointer.tokens.end;
    let defined = sentence.says(end, &["who", "that", "which", "of", "in", "with", "on", "whose"])
        || sentence.get(end).is_some_and(|t| t.past)
        || sentence.word(end).ends_with("ing");
    let temporal = sentence.is(end - 1, Class::TEMPORAL);
    (pointer.noun.is_some() && !defined && !temporal).then_some(pointer)
}

/// "On that occasion", "said that was", where "that" opens no clause.
fn after_preposition(sentence: &Sentence<'_>, at: usize) -> Option<Pointer> {
    let before = at - 1;
    if sentence.is(before, Class::SPEECH) {
        let verb = sentence.is(at + 1, Class::BE) && !sentence.says(at + 1, &["being"]);
        return verb.then_some(Pointer { tokens: at..at + 1, noun: None });
    }
    let opens_clause = sentence.says(before, &["given", "in", "so", "besides", "except"])
        && sentence.get(at + 1).is_some_and(|t| t.plural);
    let noun = pointer(sentence, at);
    let head = sentence.get(noun.tokens.end - 1)?;
    let plain = noun.noun.is_some() && !head.plural && !head.capital && !head.is(Class::TEMPORAL);
    let is_preposition =
        sentence.is(before, Class::PREPOSITION) && !sentence.says(before, &["given", "like"]);
    (is_preposition && plain && !opens_clause).then_some(noun)
}

/// "The same month" where the sentence names no time before.
fn same_time(sentence: &Sentence<'_>, at: usize) -> Option<Pointer> {
    let time = sentence.is(at + 1, Class::TEMPORAL) && !sentence.says(at + 1, &["time"]);
    let dated = sentence.tokens[..at].iter().enumerate().any(|(i, t)| {
        t.is(Class::TEMPORAL) || sentence.word(i).starts_with(|c: char| c.is_ascii_digit())
    });
    let compared = ["as", "that", "when", "in", "of"];
    let is_open = compared.iter().all(|word| !says_soon(sentence, at + 2, word));
    (time && !dated && is_open && at > 0).then(|| Pointer { tokens: at - 1..at + 2, noun: None })
}

/// "This ...", "that ...", "these ...", "those ...", "such ..." at `at`.
fn this_or_that(sentence: &Sentence<'_>, at: usize) -> Option<Pointer> {
    let next = sentence.get(at + 1)?;
    let verb = next.is(Class::BE | Class::AUXILIARY | Class::VERB | Class::ADVERB) || next.past;
    let plain = next.is_word() && !next.capital && !next.is(Class::WH | Class::PREPOSITION);
    let determiner = Class::DETERMINER
        | Class::MALE_PRONOUN
        | Class::FEMALE_PRONOUN
        | Class::PLURAL_PRONOUN
        | Class::NEUTER_PRONOUN
        | Class::SPEAKER_PRONOUN;
    let points = if sentence.says(at, &["this", "these"]) {
        !next.is(Class::TEMPORAL | Class::HERE)
            && (plain || !next.is_word() || next.capital)
            && !(next.capital && next.is(Class::TEMPORAL))
    } else if sentence.says(at, &["that"]) {
        // "That he left ..." and "That the ..." are clauses; "That night" points.
        verb || next.mark == ',' || plain && !next.is(determiner) && !next.plural
    } else if sentence.says(at, &["those"]) {
        let defined = sentence.says(at + 2, &["who", "that", "which", "of", "in", "with", "on"])
            || next.past
            || next.span().len() > 3 && sentence.word(at + 1).ends_with("ing");
        plain && !defined && !next.is(determiner)
    } else {
        sentence.says(at, &["such"]) && plain && !sentence.says(at + 1, &["as", "is", "was"])
    };
    points.then(|| pointer(sentence, at))
}

/// "The latter", "both", "the same", "another", "others", "the other" at `at`.
fn comparative(sentence: &Sentence<'_>, at: usize) -> Option<Pointer> {
    let verb = Class::BE | Class::AUXILIARY | Class::VERB | Class::ADVERB;
    if sentence.says(at, &["the"]) {
        let noun =
            !(sentence.is(at + 2, verb) || sentence.get(at + 2).is_some_and(|t| !t.is_word()));
        let points = sentence.says(at + 1, &["latter", "other", "others"])
            || sentence.says(at + 1, &["former"]) && !noun
            || sentence.says(at + 1, &["same"]) && !says_soon(sentence, at + 2, "as");
        return points.then(|| Pointer { tokens: at..at + 2, noun: None });
    }
    if sentence.says(at, &["another"]) {
        return (!sentence.says(at + 1, &["of"])).then(|| pointer(sentence, at));
    }
    let noun = sentence
        .get(at + 1)
        .filter(|t| t.is_word() && !t.capital && t.is(Class::PLURAL_NOUN | Class::GROUP_NOUN));
    let points = match () {
        () if sentence.says(at, &["both"]) => {
            let pair = sentence.phrase(at + 1, "of them").is_some()
                || sentence.says(at + 1, &["sides", "teams", "cases"]);
            sentence.is(at + 1, verb)
                || pair
                || noun.is_some() && !says_soon(sentence, at + 2, "and")
        }
        () if sentence.says(at, &["others"]) => !sentence.says(at + 1, &["who", "in", "with"]),
        () if sentence.says(at, &["neither"]) => {
            !sentence.tokens.iter().enumerate().any(|(i, _)| sentence.says(i, &["nor"]))
                && !sentence.says(at + 1, &["of"])
        }
        () => false,
    };
    points.then(|| Pointer { tokens: at..at + 1, noun: None })
}

/// Whether `word` stands among the five tokens from `from`.
fn says_soon(sentence: &Sentence<'_>, from: usize, word: &str) -> bool {
    (from..from + 5).any(|at| sentence.says(at, &[word]))
}

/// The pointer at `at` with the noun that ends its phrase, if one follows.
fn pointer(sentence: &Sentence<'_>, at: usize) -> Pointer {
    let mut end = at + 1;
    while end < at + 4 && is_plain(sentence, end) {
        end += 1;
    }
    let noun = (end > at + 1).then(|| sentence.get(end - 1)).flatten().map(|t| t.stem);
    Pointer { tokens: at..end, noun }
}

fn is_plain(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.get(at).is_some_and(|t| t.is_word() && !t.past && !t.is(super::lexicon::FUNCTION))
}
