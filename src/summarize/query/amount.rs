//! Questions for an amount: "How much money was stolen?", "How many people were hurt?".
//!
//! In: the words of an English question, and of sentences. Out: the unit that is asked for, and which
//! sentences give an amount in it, and whether it is of what the article tells or only of something
//! that it names in passing ("Brinmark, an exchange that lost $212 million").

use super::date;
use super::sentence::Word;

/// Words of questions that ask for a sum.
#[rustfmt::skip]
const MONEY: &[&str] = &[
    "money", "cost", "costs", "pay", "paid", "pays", "price", "worth", "earn", "earned", "earns", "spend",
    "spent", "stolen", "stole", "steal", "owe", "owed", "salary", "rent", "fine", "fined", "cash", "sum",
    "budget", "profit", "revenue", "loan", "charge", "charged", "fee", "raised", "donated", "dollars",
    "euros", "pounds", "compensation", "ransom", "debt", "funding",
];

/// What a number is counted in where it is a sum.
#[rustfmt::skip]
const CURRENCIES: &[&str] = &[
    "dollar", "dollars", "euro", "euros", "pound", "pounds", "yen", "yuan", "rupee", "rupees", "franc",
    "francs", "crown", "crowns", "krona", "kronor", "kroner", "peso", "pesos", "rouble", "roubles", "ruble",
    "rubles", "won", "rand", "real", "reais", "lira", "shekels", "cents", "pence", "usd", "eur", "gbp",
];

/// Numbers in words.
#[rustfmt::skip]
pub(super) const NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "hundreds",
    "thousand", "thousands", "million", "millions", "billion", "dozen", "dozens", "half", "twice",
];

/// What a number that is asked for is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// How many there are of something.
    Count,
    /// "What share", "by how much".
    Percent,
    /// "How long".
    Duration,
    /// "How fast".
    Speed,
    /// "How tall", "how far".
    Length,
    /// "How heavy".
    Weight,
    /// Of a match.
    Score,
    /// Anything else.
    Any,
}

/// Words of a question that only ask for a number.
#[rustfmt::skip]
pub(super) const ASKING: &[&str] = &[
    "number", "amount", "share", "percentage", "proportion", "score", "fast", "high", "tall", "heavy", "big",
    "large", "deep", "wide", "quickly", "often",
];

/// Whether a question asks for a sum.
pub(super) fn is_sum_asked(question: &[&str]) -> bool {
    let has = |words: &[&str]| question.iter().any(|word| words.contains(word));
    let follows = |first: &[&str], next: &[&str]| {
        question.windows(2).any(|pair| first.contains(&pair[0]) && next.contains(&pair[1]))
    };
    if follows(&["by"], &["how"]) || follows(&["how"], &["many"]) {
        return false;
    }
    let is_much =
        follows(&["how"], &["much", "expensive"]) || follows(&["what", "which"], &["sum", "price"]);
    let is_what = question.first() == Some(&"what")
        && has(&[
            "cost", "costs", "worth", "paid", "pay", "price", "salary", "budget", "fine", "earn",
            "fee",
        ]);
    let is_big = follows(&["how"], &["big", "large", "high"])
        && has(&[
            "fine", "loan", "debt", "budget", "profit", "salary", "price", "ransom", "bill",
            "prize",
        ]);
    is_what || is_big || is_much && (has(MONEY) || question.len() <= 2)
}

/// The unit of the number that a question asks for, if it asks for one.
pub(super) fn unit_asked(question: &[&str]) -> Option<Unit> {
    let after_how = question.windows(2).find(|pair| pair[0] == "how").map(|pair| pair[1]);
    let at_how = question.iter().position(|word| *word == "how");
    let counted = at_how.and_then(|at| question.get(at + 2)).copied().unwrap_or("");
    let is_what = question.windows(2).any(|pair| matches!(pair[0], "what" | "which"))
        && question.first().is_some_and(|word| matches!(*word, "what" | "which" | "by" | "in"));
    let has = |words: &[&str]| question.iter().any(|word| words.contains(word));
    match after_how {
        Some("many") if TIMES.contains(&counted) => Some(Unit::Duration),
        Some("many") => Some(Unit::Count),
        Some("much") if question.starts_with(&["by"]) => Some(Unit::Percent),
        Some("long") if !has(&["ago"]) => Some(Unit::Duration),
        Some("fast" | "quickly") => Some(Unit::Speed),
        Some("tall" | "far" | "deep" | "wide") => Some(Unit::Length),
        Some("heavy") => Some(Unit::Weight),
        Some("much" | "high" | "big" | "large" | "often" | "strong" | "hot" | "cold" | "low") => {
            Some(Unit::Any)
        }
        None if is_what && has(&["share", "percentage", "percent", "proportion", "rate"]) => {
            Some(Unit::Percent)
        }
        None if is_what && has(&["score"]) => Some(Unit::Score),
        None if is_what && has(&["number", "rise", "temperature", "speed", "size", "toll"]) => {
            Some(Unit::Any)
        }
        _ => None,
    }
}

/// Units of time.
#[rustfmt::skip]
const TIMES: &[&str] = &[
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "year", "years", "decade", "decades",
];

impl Unit {
    /// The words for it; none where any number does.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Count | Self::Any | Self::Score => &[],
            Self::Percent => {
                &["percent", "pct", "per", "percentage", "half", "third", "quarter", "tenth"]
            }
            Self::Duration => TIMES,
            Self::Speed => {
                &["mph", "kph", "kmh", "km/h", "knots", "miles", "kilometres", "kilometers"]
            }
            Self::Length => &[
                "metres",
                "meters",
                "metre",
                "meter",
                "m",
                "km",
                "kilometres",
                "kilometers",
                "miles",
                "mile",
                "feet",
                "foot",
                "ft",
                "inches",
                "inch",
                "cm",
                "centimetres",
                "yards",
            ],
            Self::Weight => {
                &["kilos", "kilo", "kg", "tonnes", "tons", "t", "pounds", "lb", "grams", "ounces"]
            }
        }
    }

    /// A number in the unit counts 1, any other less or nothing.
    pub(super) fn evidence(self, sentence: &[Word<'_>]) -> f32 {
        let names = self.names();
        let mut best: f32 = 0.0;
        for (i, word) in sentence.iter().enumerate() {
            let lower = word.lower.as_str();
            // "No one was hurt" is a number too.
            if self == Self::Count && matches!(lower, "nobody" | "none" | "zero") {
                best = best.max(0.9);
            }
            let follows = |words: &[&str]| {
                sentence[i + 1..].iter().take(3).any(|w| words.contains(&&*w.lower))
            };
            if self == Self::Count
                && lower == "no"
                && follows(&["one", "people", "injuries", "deaths"])
            {
                best = best.max(0.9);
            }
            let is_hyphened = lower.split('-').next().is_some_and(|first| NUMBERS.contains(&first));
            if !word.has_digit() && !is_hyphened && !matches!(lower, "a" | "one") {
                continue;
            }
            let is_word = !word.has_digit();
            let in_unit = match self {
                Self::Percent => {
                    word.raw.contains('%') || !matches!(lower, "a" | "one") && follows(names)
                }
                Self::Score => is_score(lower),
                Self::Count | Self::Any => !matches!(lower, "a" | "one"),
                _ => follows(names) && !word.ends_phrase() || is_glued(lower, names),
            };
            let is_other = word.raw.contains(['$', '£', '€', '¥', '%'])
                || lower.contains("-year-old")
                || is_dated(sentence, i);
            let value: f32 = match self {
                Self::Count if in_unit && is_other => 0.2,
                Self::Count | Self::Any | Self::Score if in_unit => 1.0,
                _ if in_unit => 1.0,
                Self::Percent | Self::Length | Self::Weight if is_word => 0.0,
                Self::Percent => 0.2,
                _ => 0.0,
            };
            best = best.max(value);
        }
        if self == Self::Duration && sentence.iter().any(|word| word.lower == "until") {
            best = best.max(0.8);
        }
        if self == Self::Score && sentence.iter().any(|word| word.lower == "goalless") {
            best = 1.0;
        }
        best
    }
}

/// Whether a word is the score of a match: "3-1".
fn is_score(word: &str) -> bool {
    word.split_once(['-', '–']).is_some_and(|(a, b)| {
        let is_number = |part: &str| part.len() < 4 && part.parse::<u16>().is_ok();
        is_number(a) && is_number(b)
    })
}

/// Whether a unit is written onto its number: "31m", "60-minute".
fn is_glued(word: &str, names: &[&str]) -> bool {
    let end = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let end = end.rsplit('-').next().unwrap_or(end);
    end.len() < word.len() && names.contains(&end)
}

/// Whether number `i` is a year or the day of a month.
fn is_dated(sentence: &[Word<'_>], i: usize) -> bool {
    let has_month = |at: Option<usize>| {
        at.and_then(|at| sentence.get(at)).is_some_and(|word| {
            !word.has_digit() && date::evidence(std::slice::from_ref(word)) >= 1.0
        })
    };
    let word = &sentence[i];
    date::evidence(std::slice::from_ref(word)) >= 1.0
        || word.plain.len() <= 4 && (has_month(Some(i + 1)) || has_month(i.checked_sub(1)))
}

/// A sum counts 1, one of something that is named in passing less.
pub(super) fn sum_evidence(text: &str, sentence: &[Word<'_>]) -> f32 {
    let sums = sums(sentence);
    match sums.as_slice() {
        [] => 0.0,
        all if all.iter().all(|&at| is_aside(&text[..at])) => ASIDE,
        _ => 1.0,
    }
}

/// The evidence of a sum that is named in passing.
pub(super) const ASIDE: f32 = 0.1;

/// Where the sums of a sentence begin.
fn sums(sentence: &[Word<'_>]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut number: Option<usize> = None;
    for word in sentence {
        let has_digit = word.has_digit();
        let is_number = has_digit || NUMBERS.contains(&word.lower.as_str());
        // "537m euros", "40bn kroner".
        if has_digit && word.raw.contains(['$', '£', '€', '¥', '₹', '₽']) {
            found.push(word.start);
        } else if CURRENCIES.contains(&word.lower.as_str()) {
            found.extend(number);
        }
        number = if is_number { number.or(Some(word.start)) } else { None };
    }
    found
}

/// Whether what follows `before` stands in an apposition with a clause of its own: "..., an exchange
/// that lost".
fn is_aside(before: &str) -> bool {
    let opening = [", a ", ", an ", ", the "].iter().filter_map(|open| before.rfind(open)).max();
    let Some(open) = opening else { return false };
    let inside = &before[open + 1..];
    let clause = [" that ", " which ", " who ", " whose ", " where "];
    !inside.contains(',') && clause.iter().any(|word| inside.contains(word))
}

#[cfg(test)]
mod tests {
    use super::super::sentence::words;
    use super::*;

    #[test]
    fn sums_answer_unless_they_stand_aside() {
        let of = |text: &str| sum_evidence(text, &words(text));
        assert_eq!(of("Thieves took $68 million in coins."), 1.0);
        assert_eq!(of("It was sold for nine million euros."), 1.0);
        assert_eq!(of("Two people were arrested on Friday."), 0.0);
        assert_eq!(of("They saw Brinmark, an exchange that lost $212 million."), ASIDE);
        assert_eq!(of("Calder, a maker of pumps, will pay $212 million."), 1.0);
    }

    #[test]
    fn numbers_are_in_the_unit_that_is_asked_for() {
        let of = |unit: Unit, text: &str| unit.evidence(&words(text));
        assert_eq!(of(Unit::Count, "Nine people were hurt."), 1.0);
        assert!(of(Unit::Count, "Nobody was hurt.") > 0.5);
        assert!(of(Unit::Count, "It burned on 3 May 2021.") < 0.5);
        assert!(of(Unit::Count, "It cost $40.") < 0.5);
        assert_eq!(of(Unit::Percent, "Sales fell 4% to £9m."), 1.0);
        assert!(of(Unit::Percent, "They sold 400 boats.") < 0.5);
        assert_eq!(of(Unit::Duration, "He was jailed for three years."), 1.0);
        assert_eq!(of(Unit::Duration, "A 90-minute talk followed."), 1.0);
        assert_eq!(of(Unit::Duration, "They sold 400 boats."), 0.0);
        assert_eq!(of(Unit::Length, "The wall is 2.6 metres high."), 1.0);
        assert_eq!(of(Unit::Length, "It fell from 31m."), 1.0);
        assert_eq!(of(Unit::Weight, "It weighed nine kilos."), 1.0);
        assert_eq!(of(Unit::Speed, "She ran at 20 kph."), 1.0);
        assert_eq!(of(Unit::Score, "They won 18-17."), 1.0);
        assert_eq!(of(Unit::Score, "They won 18 games."), 0.0);
    }
}
