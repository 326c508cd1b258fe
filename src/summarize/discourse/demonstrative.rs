//! Words that open a sentence and point at the one before: this, those, such, another, the latter,
//! both.
//!
//! In: a sentence and where its first phrase starts. Out: the tokens that point, and the noun that
//! they go with. At the opening all are read, past one connective, adverb or preposition ("Despite
//! this, ..."). What points from further inside the sentence usually points at the sentence itself;
//! there only "this" and "these" with a noun that refers back count ("use this product").

use std::ops::Range;

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
