//! Questions for an age: "How old is the driver?"

use super::amount::NUMBERS;
use super::sentence::Word;

pub(super) fn is_asked(question: &[&str]) -> bool {
    let old = |pair: &[&str]| pair[0] == "how" && matches!(pair[1], "old" | "young");
    let age = |pair: &[&str]| {
        matches!(pair[0], "what" | "which" | "whose") && matches!(pair[1], "age" | "ages")
    };
    question.windows(2).any(|pair| old(pair) || age(pair))
}

/// A sure age counts 1, a number that may be one less.
pub(super) fn evidence(sentence: &[Word<'_>]) -> f32 {
    let is = |i: usize, words: &[&str]| {
        sentence.get(i).is_some_and(|word| words.contains(&word.lower.as_str()))
    };
    let mut best: f32 = 0.0;
    for (i, word) in sentence.iter().enumerate() {
        let lower = word.lower.as_str();
        if lower.contains("-year-old") || matches!(lower, "teenager" | "teenagers" | "centenarian")
        {
            return 1.0;
        }
        let Some(years) = years(lower) else { continue };
        let aged = i > 0 && is(i - 1, &["aged", "age", "turned", "turns", "turning"])
            || i > 1 && is(i - 1, &["of"]) && is(i - 2, &["age", "ages", "widow", "man", "woman"]);
        let old = is(i + 1, &["years", "year", "months"]) && is(i + 2, &["old", "of"]);
        // "Ada Lind, 44, of", "She is 77 now".
        let between = i > 0
            && sentence[i - 1].raw.ends_with(',')
            && sentence[i - 1].is_capital()
            && word.raw.ends_with([',', '.', ')']);
        let is_bare = i > 0
            && is(i - 1, &["is", "was", "am", "are", "were"])
            && (word.raw != word.plain
                || is(i + 1, &["and", "now", "when", "today", "but", "who"]));
        if aged || old || between {
            return 1.0;
        }
        if is_bare && years > 5 {
            best = best.max(0.8);
        }
    }
    best
}

/// The ages that a number can be.
fn years(word: &str) -> Option<u32> {
    if NUMBERS.contains(&word) {
        return Some(20);
    }
    word.parse().ok().filter(|years| *years <= 115)
}

/// Whether a sentence gives an age at which people are young: 12 to 19.
pub(super) fn is_of_teenagers(sentence: &[Word<'_>]) -> bool {
    let is_teen = |word: &str| word.parse().is_ok_and(|years: u32| (12..=19).contains(&years));
    evidence(sentence) >= 1.0
        && sentence.iter().any(|word| {
            is_teen(&word.lower) || word.lower.split(['-', '–']).next().is_some_and(is_teen)
        })
}

#[cfg(test)]
mod tests {
    use super::super::sentence::words;
    use super::*;

    #[test]
    fn ages_are_told_from_other_numbers() {
        let sure = [
            "A 17-year-old was taken to hospital.",
            "Ada Lind, 44, of Tarn Road, denied it.",
            "Children 12 to 17 years old may not enter.",
            "It can be given from the age of 12.",
            "Three women aged 59, 76 and 84 were hurt.",
            "The teenager ran home.",
        ];
        for text in sure {
            assert_eq!(evidence(&words(text)), 1.0, "{text}");
        }
        assert!(evidence(&words("She is 77 now.")) > 0.5);
        let none =
            ["He was jailed for 44 years.", "They sold 17 boats.", "The bus is line 12 to Ware."];
        for text in none {
            assert_eq!(evidence(&words(text)), 0.0, "{text}");
        }
    }

    #[test]
    fn teenagers_are_people_of_an_age() {
        assert!(is_of_teenagers(&words("The shot is for those 12 to 17 years old.")));
        assert!(is_of_teenagers(&words("A 15-year-old boy won.")));
        assert!(!is_of_teenagers(&words("A 45-year-old man won.")));
        assert!(!is_of_teenagers(&words("They sold 15 boats.")));
    }
}
