//! Questions for a verdict, or for yes or no: "Is it true?", "Were they convicted?", "Did it sink?"

use super::sentence::Word;

/// What a question asks for when it asks for a verdict.
#[rustfmt::skip]
const ASKED: &[&str] = &[
    "true", "false", "guilty", "legal", "illegal", "lawful", "convicted", "acquitted", "innocent", "fake", "real",
    "really", "correct", "myth", "allowed", "safe",
];

/// Words that a question for yes or no begins with.
#[rustfmt::skip]
const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "did", "does", "do", "has", "have", "had", "will", "would", "can", "could",
    "should", "may", "isn't", "didn't", "doesn't", "won't",
];

pub(super) fn is_asked(question: &[&str]) -> bool {
    is_yes_or_no(question) && question.iter().any(|word| ASKED.contains(word))
}

pub(super) fn is_yes_or_no(question: &[&str]) -> bool {
    question.len() > 2 && question.first().is_some_and(|word| AUXILIARIES.contains(word))
}

/// Words that give a verdict.
#[rustfmt::skip]
const SURE: &[&str] = &[
    "false", "true", "untrue", "wrong", "myth", "misleading", "denied", "denies", "deny", "confirmed", "guilty",
    "convicted", "acquitted", "cleared", "illegal", "unlawful", "legal", "lawful", "ruled", "inaccurate", "incorrect",
    "dismissed", "rejected", "refuted", "debunked", "proved", "proven", "admitted", "fabricated", "hoax", "valid",
    "disputed", "disputes", "evidence",
];

/// Words that say yes or no.
#[rustfmt::skip]
const LIKELY: &[&str] = &[
    "not", "no", "never", "nobody", "none", "without", "yes", "refused", "agreed", "accepted", "will", "cannot",
    "won", "lost", "only", "found", "neither", "nothing",
];

/// A word that gives a verdict counts 1, one that says yes or no less.
pub(super) fn evidence(sentence: &[Word<'_>]) -> f32 {
    let any = |words: &[&str]| sentence.iter().any(|word| words.contains(&word.lower.as_str()));
    let is_negated =
        sentence.iter().any(|word| word.lower.ends_with("n't") || word.lower.ends_with("n’t"));
    if any(SURE) {
        1.0
    } else if is_negated || any(LIKELY) {
        0.6
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::sentence::words;
    use super::*;

    #[test]
    fn verdicts_are_told_from_what_happened() {
        let of = |text: &str| evidence(&words(text));
        assert_eq!(of("The claim is false."), 1.0);
        assert_eq!(of("There is no evidence that it ever sank."), 1.0);
        assert_eq!(of("The jury found the captain guilty."), 1.0);
        assert!(of("The ferry didn't sink.") > 0.5);
        assert_eq!(of("The ferry sailed at noon."), 0.0);
    }
}
