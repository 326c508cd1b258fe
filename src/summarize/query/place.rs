//! Questions for a place: "Where did it happen?"

use super::date::{WEEKDAYS, evidence as date};
use super::sentence::Word;

/// What places are, in the singular.
pub(super) const PLACES: &[&str] = &[
    "city",
    "town",
    "village",
    "country",
    "place",
    "state",
    "county",
    "region",
    "street",
    "district",
    "area",
    "island",
    "continent",
    "province",
    "nation",
    "location",
    "venue",
];

pub(super) fn is_asked(question: &[&str]) -> bool {
    let first = question.first().is_some_and(|word| *word == "where");
    let pair = |pair: &[&str]| match pair[0] {
        "what" | "which" => PLACES.contains(&pair[1]),
        "from" | "to" | "and" => pair[1] == "where",
        _ => false,
    };
    first || question.windows(2).any(pair)
}

/// A name after "in", "at" and the like counts 1, a thing after them less.
pub(super) fn evidence(sentence: &[Word<'_>]) -> f32 {
    let mut best: f32 = 0.0;
    for (i, pair) in sentence.windows(2).enumerate() {
        let (preposition, next) = (pair[0].lower.as_str(), &pair[1]);
        let is_sure = matches!(
            preposition,
            "in" | "at"
                | "near"
                | "to"
                | "from"
                | "outside"
                | "off"
                | "around"
                | "across"
                | "towards"
        );
        let is_likely = matches!(preposition, "of" | "on" | "for" | "with" | "under" | "through");
        if !is_sure && !is_likely || pair[0].ends_phrase() {
            continue;
        }
        let is_time = next.has_digit()
            || date(std::slice::from_ref(next)) > 0.5
            || WEEKDAYS.contains(&next.lower.as_str());
        // "in the Mill Lane area".
        let name = match matches!(next.lower.as_str(), "the" | "a" | "an" | "nearby" | "western") {
            true => sentence.get(i + 2),
            false => Some(next),
        };
        let value = match (name.is_some_and(Word::is_capital) && !is_time, is_sure) {
            (true, true) => 1.0,
            (true, false) => 0.5,
            (false, true) if !is_time => 0.3,
            _ => 0.0,
        };
        best = best.max(value);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::sentence::words;
    use super::*;

    #[test]
    fn names_after_prepositions_are_places() {
        let of = |text: &str| evidence(&words(text));
        assert_eq!(of("The bus burned near Riverton."), 1.0);
        assert_eq!(of("She was born in the Orrin valley."), 1.0);
        assert!(of("He was found in a shed.") < 0.5);
        assert_eq!(of("It opened in March."), 0.0);
        assert_eq!(of("Ada Lind sang."), 0.0);
    }
}
