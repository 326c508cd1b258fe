//! Questions for several of a kind: "Which towns were hit?", "What are the symptoms?"

use super::place::PLACES;
use super::sentence::Word;

/// What the items of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Items {
    /// Places, people and others that have names.
    Names,
    /// Anything.
    Any,
}

/// Plurals of what has names.
const NAMED: &[&str] = &[
    "cities",
    "countries",
    "counties",
    "companies",
    "politicians",
    "players",
    "teams",
    "clubs",
    "people",
    "nations",
    "universities",
    "banks",
    "airlines",
    "actors",
    "men",
    "women",
    "parties",
];

pub(super) fn items_asked(question: &[&str]) -> Option<Items> {
    let plural = question.windows(2).find_map(|pair| {
        let is_plural = pair[1].len() > 3 && pair[1].ends_with('s') && !pair[1].ends_with("ss")
            || NAMED.contains(&pair[1]);
        (matches!(pair[0], "what" | "which") && is_plural).then_some(pair[1])
    });
    if let Some(plural) = plural {
        let singular = plural.strip_suffix('s').unwrap_or(plural);
        let is_named = NAMED.contains(&plural) || PLACES.contains(&singular);
        return Some(if is_named { Items::Names } else { Items::Any });
    }
    let asks = |pair: &[&str]| pair == ["what", "are"] || pair == ["what", "were"];
    question.windows(2).any(asks).then_some(Items::Any)
}

/// Three items or more count 1, two less.
pub(super) fn evidence(sentence: &[Word<'_>], items: Items) -> f32 {
    let mut best: f32 = 0.0;
    for (i, word) in sentence.iter().enumerate() {
        if !matches!(word.lower.as_str(), "and" | "or") || i == 0 {
            continue;
        }
        let Some(next) = sentence.get(i + 1) else { continue };
        // Back to the comma before: an item is short.
        let before = &sentence[..i];
        let comma = before[..i - 1].iter().rev().take(6).any(|word| word.raw.ends_with([',', ';']));
        let has_comma = comma || before[i - 1].raw.ends_with(',') && before.len() > 3;
        let has_names =
            next.is_capital() && before[i.saturating_sub(3)..].iter().any(Word::is_capital);
        let value: f32 = match (items, has_comma, has_names) {
            (_, true, true) | (Items::Any, true, false) => 1.0,
            (_, false, true) => 0.7,
            (Items::Names, true, false) => 0.3,
            (Items::Any, false, false) => 0.3,
            (Items::Names, false, false) => 0.1,
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
    fn items_are_named_one_after_another() {
        let named = |text: &str| evidence(&words(text), Items::Names);
        assert_eq!(named("It hit Riverton, Castle Brand and Ware."), 1.0);
        assert!(named("It hit Riverton and Ware.") > 0.5);
        assert!(named("It hit Riverton, and then it rained.") < 0.5);
        assert_eq!(named("It hit Riverton."), 0.0);
        let any = |text: &str| evidence(&words(text), Items::Any);
        assert_eq!(any("Look for fever, a cough and spots."), 1.0);
        assert!(any("Look for fever.") < 0.1);
    }
}
