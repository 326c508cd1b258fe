//! Names of days and months, in English: what may be mistaken for the name of a person or a place.

/// Names of weekdays and months, in small letters.
const NAMES: [&str; 20] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "sept",
];

/// Whether a text begins with the name of a weekday or a month.
pub(super) fn begins_with_date(text: &str) -> bool {
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
    NAMES.contains(&word.to_lowercase().as_str())
}
