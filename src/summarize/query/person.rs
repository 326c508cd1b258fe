//! Questions for a person, or who else acts: "Who found it?"

use super::date::evidence as date;
use super::sentence::Word;

#[rustfmt::skip]
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "judge", "president", "minister", "governor",
    "senator", "professor", "captain", "mayor", "king", "queen", "pope", "coach", "rep", "sen", "sgt", "gen", "lt",
];

#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "man", "woman", "men", "women", "boy", "girl", "driver", "group", "firm", "company", "team", "student",
    "worker", "workers", "officer", "officers", "police", "neighbour", "neighbor",
];

pub(super) fn is_asked(question: &[&str]) -> bool {
    let is_who = |word: &&str| matches!(*word, "who" | "whose" | "whom" | "who's");
    let pair = |pair: &[&str]| {
        matches!(pair[0], "what" | "which")
            && matches!(
                pair[1],
                "man" | "woman" | "person" | "player" | "company" | "firm" | "team"
            )
    };
    question.first().is_some_and(is_who)
        || question.iter().any(|word| matches!(*word, "who" | "whom"))
        || question.windows(2).any(pair)
}

/// A full name, or a title and a name, counts 1; one word of a name, or only what one is, less.
pub(super) fn evidence(sentence: &[Word<'_>]) -> f32 {
    let is_name = |word: &Word<'_>| {
        word.is_capital()
            && word.plain.chars().count() > 1
            && date(std::slice::from_ref(word)) < 0.5
    };
    let mut best: f32 = 0.0;
    for (i, word) in sentence.iter().enumerate() {
        let next = sentence
            .get(i + 1)
            .filter(|next| is_name(next) && !word.raw.ends_with([',', ';', ':']));
        let is_titled = TITLES.contains(&word.lower.as_str());
        let value: f32 = match next {
            Some(_) if is_titled => 1.0,
            Some(_) if is_name(word) && (i > 0 || !is_function_word(&word.lower)) => 1.0,
            _ if i > 0 && is_name(word) => 0.4,
            _ if PEOPLE.contains(&word.lower.as_str()) => 0.3,
            _ => 0.0,
        };
        best = best.max(value);
    }
    best
}

/// Whether a word that begins a sentence is no name.
fn is_function_word(word: &str) -> bool {
    let prepositions =
        ["in", "at", "on", "when", "as", "if", "for", "from", "with", "by", "of", "after"];
    prepositions.contains(&word)
        || ["the", "a", "an", "but", "and", "his", "her", "its", "their", "last", "former"]
            .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::super::sentence::words;
    use super::*;

    #[test]
    fn names_are_people() {
        let of = |text: &str| evidence(&words(text));
        assert_eq!(of("The ring was found by a diver, Ada Lind."), 1.0);
        assert_eq!(of("It was Mr Lind."), 1.0);
        assert!(of("In Riverton it rained.") < 1.0);
        assert!(of("A woman called the police.") < 0.5);
        assert_eq!(of("It rained on Monday."), 0.0);
    }
}
