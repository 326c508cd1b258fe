//! Questions for a date or a time: "When does it open?"

use super::sentence::Word;

#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "aug", "sept", "oct", "nov", "dec",
];

#[rustfmt::skip]
pub(super) const WEEKDAYS: &[&str] =
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const RELATIVE: &[&str] = &["yesterday", "today", "tomorrow", "tonight", "overnight"];

#[rustfmt::skip]
const PERIODS: &[&str] = &[
    "day", "days", "week", "weeks", "weekend", "month", "months", "year", "years", "decade", "century", "spring",
    "summer", "autumn", "winter", "night", "morning", "evening", "season", "noon", "midnight", "dawn",
];

pub(super) fn is_asked(question: &[&str]) -> bool {
    let first = question.first().is_some_and(|word| *word == "when");
    let pair = |pair: &[&str]| match pair[0] {
        "what" | "which" => {
            matches!(pair[1], "date" | "day" | "year" | "time" | "month" | "week" | "season")
        }
        "until" | "since" | "and" | "by" | "from" => pair[1] == "when",
        "how" => matches!(pair[1], "soon" | "recently"),
        _ => false,
    };
    let is_ago = question.windows(3).any(|three| three == ["how", "long", "ago"]);
    first || is_ago || question.windows(2).any(pair)
}

/// A day, a month or a year counts 1, a weekday or a vague time less.
pub(super) fn evidence(sentence: &[Word<'_>]) -> f32 {
    let mut best: f32 = 0.0;
    for (i, word) in sentence.iter().enumerate() {
        let lower = word.lower.as_str();
        let before = i.checked_sub(1).map_or("", |i| sentence[i].lower.as_str());
        let after = sentence.get(i + 1).map_or("", |word| word.lower.as_str());
        if MONTHS.contains(&lower) && word.is_capital() || is_year(word) {
            return 1.0;
        }
        let is_dated = matches!(before, "last" | "next" | "this" | "that" | "the" | "every" | "in");
        let value: f32 = if RELATIVE.contains(&lower) {
            0.8
        } else if PERIODS.contains(&lower) && (after == "ago" || after == "later") {
            0.9
        } else if PERIODS.contains(&lower) && matches!(before, "last" | "next" | "this") {
            0.8
        } else if WEEKDAYS.contains(&lower)
            || matches!(lower, "a.m" | "p.m" | "noon" | "midnight" | "dawn")
            || word.has_digit() && (lower.ends_with("am") || lower.ends_with("pm"))
        {
            0.7
        } else if PERIODS.contains(&lower) && is_dated {
            0.4
        } else {
            0.0
        };
        best = best.max(value);
    }
    best
}

/// Whether a word is a year: "1996", "1990s", but not "£1996".
fn is_year(word: &Word<'_>) -> bool {
    let digits = word.lower.trim_end_matches('s');
    let is_plain = !word.raw.starts_with(['$', '£', '€', '¥']);
    is_plain && digits.len() == 4 && digits.parse().is_ok_and(|year| (1500..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::super::sentence::words;
    use super::*;

    #[test]
    fn dates_and_times() {
        let of = |text: &str| evidence(&words(text));
        assert_eq!(of("It opened in October 2019."), 1.0);
        assert_eq!(of("It opens on 3 May."), 1.0);
        assert_eq!(of("She moved there in 1996."), 1.0);
        assert!(of("It opens on Friday.") < of("It opens in June."));
        assert!(of("He left three weeks ago.") > 0.5);
        assert_eq!(of("They may open it."), 0.0);
        assert_eq!(of("It cost $1996 and 20 men."), 0.0);
        assert_eq!(of("Nobody saw it."), 0.0);
    }
}
