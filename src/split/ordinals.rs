//! Ordinal numbers that are written with a full stop: `der 2. Weltkrieg`, `am 3. Oktober`,
//! `den 1. Verdenskrig`.
//!
//! German writes nouns with a capital, so what follows does not tell an ordinal from the end of
//! a sentence: what stands before it does.

use super::context::word_before;
use super::starters::begins_sentence;

/// Whether the full stop after the number that `before` ends with makes it an ordinal of the word
/// `next`.
pub(super) fn is_ordinal(before: &str, number: &str, next: &str, language: Option<&str>) -> bool {
    let is_short = number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
    if !is_short || number.is_empty() {
        return false;
    }
    if COUNTED.contains(&next) {
        return true;
    }
    let previous = before.strip_suffix(number).unwrap_or("").trim_end();
    if is_lower_case_language(language) {
        return is_lowercase(word_before(previous))
            && next.chars().all(char::is_uppercase)
            && next.chars().nth(1).is_some();
    }
    is_determined(previous, language) && !begins_sentence(next, language_of(language))
}

/// Whether `text` ends with a word after which a number with a full stop is an ordinal and no
/// label of a list.
pub(super) fn precedes_ordinal(text: &str, next: &str, language: Option<&str>) -> bool {
    let text = text.trim_end();
    let has_ordinals = is_lower_case_language(language)
        || matches!(language, Some("de" | "lb" | "nds" | "da" | "nb" | "nn" | "no" | "is"));
    is_determined(text, language)
        || has_ordinals && is_lowercase(word_before(text)) && is_lowercase(next)
}

/// Whether `previous` ends with a word or number that an ordinal goes on from.
fn is_determined(previous: &str, language: Option<&str>) -> bool {
    // `der 1., 2. und 3. Platz`, `vom 3.-5. Mai`
    let previous = word_before(previous.trim_end_matches(['.', ',', '-', '–', '/']).trim_end());
    let previous = previous.trim_end_matches('.');
    let (determiners, sure): (&[&str], bool) = match language {
        Some("de" | "lb" | "nds") => (GERMAN, true),
        Some("da" | "nb" | "nn" | "no") => (DANISH, true),
        // Without the language only words count that English does not have.
        None | Some("en") => (GERMAN, false),
        Some(_) => return false,
    };
    let lower = previous.to_lowercase();
    determiners.contains(&lower.as_str()) && (sure || !ALSO_ENGLISH.contains(&lower.as_str()))
        || sure && lower.bytes().all(|b| b.is_ascii_digit()) && !lower.is_empty()
}

/// The language whose words begin sentences: an ordinal is German where nothing is known.
fn language_of(language: Option<&str>) -> Option<&str> {
    match language {
        None | Some("en") => Some("de"),
        known => known,
    }
}

/// Whether a language writes ordinals with a full stop, and the nouns after them in lower case.
fn is_lower_case_language(language: Option<&str>) -> bool {
    matches!(
        language,
        Some("cs" | "sk" | "pl" | "hu" | "sl" | "hr" | "sr" | "fi" | "et" | "lv" | "tr")
    )
}

fn is_lowercase(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
}

/// What is counted by ordinals in German, whatever stands before.
const COUNTED: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Jahrhundert",
    "Jahrhunderts",
    "Jahrtausend",
    "Weltkrieg",
    "Weltkriegs",
    "Weltkrieges",
    "Bundesliga",
    "Liga",
    "FC",
    "Spieltag",
    "Halbzeit",
    "Etage",
    "Obergeschoss",
    "Stock",
    "Auflage",
    "Geburtstag",
    "Todestag",
    "Jahrestag",
    "Klasse",
    "Runde",
    "Lebensjahr",
    "Schuljahr",
    "Platz",
    "Mal",
    "Minute",
    "Sinfonie",
    "Symphonie",
];

/// German words that stand before an ordinal.
const GERMAN: &[&str] = &[
    "der",
    "die",
    "das",
    "den",
    "dem",
    "des",
    "am",
    "im",
    "vom",
    "zum",
    "zur",
    "beim",
    "ins",
    "ans",
    "dieser",
    "diese",
    "dieses",
    "diesem",
    "diesen",
    "jeder",
    "jede",
    "jedes",
    "jeden",
    "jedem",
    "ein",
    "eine",
    "einen",
    "einem",
    "einer",
    "sein",
    "seine",
    "seinen",
    "seinem",
    "seiner",
    "ihr",
    "ihre",
    "ihren",
    "ihrem",
    "ihrer",
    "mein",
    "meine",
    "meinen",
    "meinem",
    "meiner",
    "unser",
    "unsere",
    "unseren",
    "unserem",
    "unserer",
    "dein",
    "deine",
    "deinen",
    "deinem",
    "deiner",
    "euer",
    "sowie",
    "und",
    "bis",
    "ab",
    "seit",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// Those of them that are English words too.
const ALSO_ENGLISH: &[&str] = &["die", "am", "des", "ein", "den", "ab", "ins", "bis"];

const DANISH: &[&str] = &["den", "det", "de", "d", "din", "sin", "hans", "hendes", "deres"];
