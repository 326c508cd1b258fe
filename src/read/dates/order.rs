//! Which comes first in `03/04/2024`, the day or the month: what speaks for either.
//!
//! In: other dates beside the one in doubt, the language of its article and its address. Out: an
//! order, or nothing where nothing tells. Nothing is guessed.

use jiff::civil::Date;

use super::written::{Days, Written};

/// What comes first in a date of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// 24/12/2024.
    DayFirst,
    /// 12/24/2024.
    MonthFirst,
}

/// The orders that other dates of an input were seen in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    day_first: bool,
    month_first: bool,
}

impl Seen {
    /// The dates in a text that stand where values of fields do: after a quotation mark, a colon,
    /// a comma, a tab, or at the beginning of a line.
    pub(crate) fn in_text(text: &str) -> Self {
        let mut seen = Self::default();
        let bytes = text.as_bytes();
        let mut before = b'\n';
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_digit() && b"\n\"',;:\t|".contains(&before) {
                let length = bytes[at..].iter().take_while(|b| b.is_ascii_digit() || is_mark(**b));
                let length = length.take(11).count();
                seen.note(&text[at..at + length]);
                at += length;
                before = b'0';
            } else {
                if byte != b' ' {
                    before = byte;
                }
                at += 1;
            }
        }
        seen
    }

    /// Takes account of one more date.
    pub(crate) fn note(&mut self, text: &str) {
        let parts: Vec<&str> = text.trim_end_matches(',').split(['/', '-', '.']).collect();
        let [first, second, year] = parts.as_slice() else { return };
        let number = |part: &str| part.parse::<u8>().ok().filter(|it| (1..=31).contains(it));
        let (Some(first), Some(second)) = (number(first), number(second)) else { return };
        if !matches!(year.len(), 2 | 4) {
            return;
        }
        self.day_first |= first > 12 && second <= 12;
        self.month_first |= second > 12 && first <= 12;
    }

    /// Takes account of what was seen elsewhere.
    pub(crate) fn and(&mut self, other: Self) {
        self.day_first |= other.day_first;
        self.month_first |= other.month_first;
    }

    /// The one order that was seen.
    pub(crate) fn order(self) -> Option<Order> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        }
    }
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'/' | b'-' | b'.')
}

/// What is known of an article whose dates are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence<'a> {
    /// The other dates of the input and of the article.
    pub(crate) seen: Seen,
    /// The language tag that the article or its input gives, or the code that was detected.
    pub(crate) language: Option<&'a str>,
    /// The article's address.
    pub(crate) url: Option<&'a str>,
}

impl Evidence<'_> {
    /// The order of the numbers in a date that could be two days; the nearest witness is heard
    /// first.
    pub(crate) fn order(&self, written: &Written) -> Option<Order> {
        let Days::Either { day_first, month_first } = written.days() else { return None };
        let dated = self.url.and_then(day_in_url);
        let is_dated = |day: Date| dated.is_some_and(|it| it == day);
        match (is_dated(day_first), is_dated(month_first)) {
            (true, false) => return Some(Order::DayFirst),
            (false, true) => return Some(Order::MonthFirst),
            _ => {}
        }
        self.seen
            .order()
            .or_else(|| self.url.and_then(of_country))
            .or_else(|| self.language.and_then(of_language))
    }
}

/// The day in an address such as `https://courier.example/2024/04/03/ferry`.
fn day_in_url(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next()?;
    let numbers: Vec<&str> = path.split(['/', '-', '_']).collect();
    numbers.windows(3).find_map(|three| {
        let &[year, month, day] = three else { return None };
        if year.len() != 4 || month.len() > 2 || day.len() > 2 {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    })
}

/// The order that is written where the address's top level domain is a country's.
fn of_country(url: &str) -> Option<Order> {
    const DAY_FIRST: &[&str] = &[
        "uk", "ie", "au", "nz", "in", "pk", "bd", "ng", "za", "sg", "de", "at", "ch", "fr", "be",
        "nl", "lu", "es", "it", "pt", "br", "ar", "mx", "cl", "pe", "uy", "ru", "ua", "by", "pl",
        "cz", "sk", "si", "hr", "rs", "ba", "bg", "ro", "gr", "tr", "dk", "no", "fi", "is", "ee",
        "lv", "il", "eg", "ma", "dz", "tn", "sa", "ae", "vn", "id", "th",
    ];
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.trim_end_matches('.');
    let (_, domain) = host.rsplit_once('.')?;
    let domain = domain.to_ascii_lowercase();
    match domain.as_str() {
        "us" | "gov" | "mil" => Some(Order::MonthFirst),
        domain => DAY_FIRST.contains(&domain).then_some(Order::DayFirst),
    }
}

/// The order that is written in a language; English alone tells nothing.
fn of_language(tag: &str) -> Option<Order> {
    const DAY_FIRST: &[&str] = &[
        "de", "fr", "es", "it", "pt", "nl", "ru", "uk", "be", "pl", "cs", "sk", "sl", "hr", "sr",
        "bg", "ro", "el", "tr", "da", "nb", "nn", "no", "fi", "ca", "gl", "et", "lv", "he", "ar",
        "vi", "id", "hi", "bn", "ur", "th",
    ];
    let tag = tag.to_ascii_lowercase().replace('_', "-");
    let (language, region) = tag.split_once('-').unwrap_or((&tag, ""));
    match (language, region) {
        ("en", "us") => Some(Order::MonthFirst),
        ("en", "gb" | "uk" | "ie" | "au" | "nz" | "in" | "za") => Some(Order::DayFirst),
        (language, _) => DAY_FIRST.contains(&language).then_some(Order::DayFirst),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(text: &str, evidence: &Evidence<'_>) -> Option<Date> {
        let written = Written::read(text)?;
        written.day(evidence.order(&written))
    }

    #[test]
    fn an_order_is_told_by_evidence_alone() {
        let april = Some(date(2024, 4, 3));
        let march = Some(date(2024, 3, 4));
        let url = |url| Evidence { url: Some(url), ..Evidence::default() };
        let language = |language| Evidence { language: Some(language), ..Evidence::default() };
        let seen = |text| Evidence { seen: Seen::in_text(text), ..Evidence::default() };
        for (evidence, expected) in [
            (Evidence::default(), None),
            (url("https://courier.example/2024/04/03/ferry"), april),
            (url("https://courier.example/2024-03-04-ferry"), march),
            (url("https://courier.co.uk/ferry"), april),
            (url("https://courier.us/2023/01/01/ferry"), march),
            (url("https://courier.com/uk"), None),
            (language("en"), None),
            (language("en-US"), march),
            (language("en_GB"), april),
            (language("de"), april),
            (language("ja"), None),
            (seen("{\"date\": \"24/12/2023\"}"), april),
            (seen("{\"date\": \"12/24/2023 10:00\"}"), march),
            (seen("{\"date\": \"24/12/2023\", \"created\": \"12/24/2023\"}"), None),
            (seen("{\"body\": \"It came on 24/12/2023.\"}"), None),
        ] {
            assert_eq!(read("03/04/2024", &evidence), expected, "{evidence:?}");
            assert_eq!(read("2024-05-06", &evidence), Some(date(2024, 5, 6)));
        }
        // Its own numbers, and its own day of the week, are heard before all others.
        let american = language("en-US");
        assert_eq!(read("24/12/2024", &american), Some(date(2024, 12, 24)));
        assert_eq!(read("Wednesday, 03/04/2024", &american), april);
    }
}
