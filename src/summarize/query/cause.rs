//! Questions for a cause or a reason: "Why did it fall?", "What caused the fire?"

use super::sentence::Word;

/// Words of the question that only ask for it.
pub(super) const ASKING: &[&str] = &[
    "reason", "reasons", "cause", "causes", "caused", "why", "behind", "led", "lead", "come",
    "killed", "die", "died", "made", "make",
];

pub(super) fn is_asked(question: &[&str]) -> bool {
    let is_word =
        |word: &&str| matches!(*word, "why" | "reason" | "reasons" | "cause" | "causes" | "caused");
    let pair = |pair: &[&str]| {
        pair == ["how", "come"]
            || pair == ["what", "led"]
            || pair == ["what", "killed"]
            || pair == ["what", "made"]
            || pair == ["what", "triggered"]
    };
    let is_behind = question.first() == Some(&"what") && question.contains(&"behind");
    let is_about = question.first() == Some(&"what")
        && question.last() == Some(&"about")
        && question.len() > 3;
    let is_death = question.first() == Some(&"how")
        && question.iter().any(|word| matches!(*word, "die" | "died"))
        && !question.contains(&"many");
    question.iter().any(is_word)
        || question.windows(2).any(pair)
        || is_behind
        || is_about
        || is_death
}

/// Words that give a cause.
#[rustfmt::skip]
const SURE: &[&str] = &[
    "because", "caused", "causes", "cause", "causing", "blamed", "blames", "blame", "blaming", "reason", "reasons",
    "triggered", "resulted", "owing", "cited", "citing", "sparked", "prompted", "accused", "culprit",
    "explained", "explanation", "responsible", "stems", "stemmed", "driven", "fault",
];

/// Pairs of words that give a cause.
const PAIRS: &[[&str; 2]] = &[
    ["due", "to"],
    ["led", "to"],
    ["leads", "to"],
    ["thanks", "to"],
    ["result", "of"],
    ["came", "from"],
    ["comes", "from"],
    ["came", "out"],
    ["died", "of"],
    ["died", "from"],
    ["turned", "out"],
    ["so", "that"],
    ["in", "order"],
    ["face", "of"],
    ["that", "is"],
    ["saying", "that"],
];

/// Words that often give one.
const LIKELY: &[&str] = &["since", "as", "after", "so", "over", "when", "for", "following", "amid"];

/// A sure word counts 1, one of other uses less.
pub(super) fn evidence(sentence: &[Word<'_>]) -> f32 {
    let is = |word: &Word<'_>, words: &[&str]| words.contains(&word.lower.as_str());
    let is_pair =
        |pair: &[Word<'_>]| PAIRS.iter().any(|[a, b]| pair[0].lower == *a && pair[1].lower == *b);
    if sentence.iter().any(|word| is(word, SURE)) || sentence.windows(2).any(is_pair) {
        1.0
    } else if sentence.iter().any(|word| is(word, LIKELY)) {
        0.4
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::sentence::words;
    use super::*;

    #[test]
    fn causes_are_given_by_connectives() {
        let of = |text: &str| evidence(&words(text));
        for text in [
            "It fell because the bolts were loose.",
            "The fire was caused by a heater.",
            "Police blamed the ice.",
            "Trains are late due to snow.",
        ] {
            assert_eq!(of(text), 1.0, "{text}");
        }
        assert!(of("It closed after a storm.") > 0.0);
        assert_eq!(of("The roof fell on Monday."), 0.0);
    }
}
