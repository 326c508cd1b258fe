//! Dates and times as articles write them.
//!
//! In: text. Out: a civil date or a timestamp, or nothing if the text is neither. What an export
//! writes (an ISO 8601 date, an RFC 3339 timestamp) comes back without loss. A time without a
//! zone is local time, so the zone is an argument.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// What [`date`] takes, for error messages.
pub(crate) const DATE_FORMS: &str = "a date such as 2024-12-24 or Dec. 24, 2024";
/// What [`timestamp`] takes, for error messages.
pub(crate) const TIMESTAMP_FORMS: &str = "a time such as 2024-12-24T19:00:00Z or 2024/12/24 19:00";

const MONTHS: [&str; 12] = [
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
];

/// The day that `text` names: `2024-12-24`, `2024/12/24`, `Dec. 24, 2024`, `24 December 2024`,
/// or the day of a timestamp, in the timestamp's own zone.
pub(crate) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', 't', ' ']).next().unwrap_or(text);
    numeric_date(day)
        .or_else(|| written_date(text))
        .or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.date()))
}

/// The instant that `text` names: an RFC 3339 timestamp, an RFC 2822 date, or a date and a time
/// in `zone`; a date alone is its midnight.
pub(crate) fn timestamp(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(timestamp) = text.parse() {
        return Some(timestamp);
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return Some(zoned.timestamp());
    }
    let local = match text.split_once(['T', 't', ' ']) {
        Some((day, time)) => match numeric_date(day) {
            Some(day) => DateTime::from_parts(day, time.trim().parse::<Time>().ok()?),
            None => written_date(text)?.into(),
        },
        None => numeric_date(text)?.into(),
    };
    local.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
}

/// `2024-12-24` or `2024/12/24`.
fn numeric_date(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `Dec. 24, 2024` or `24 December 2024`.
fn written_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split([' ', ',', '.']).filter(|part| !part.is_empty()).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let (month, day) = match month(first) {
        Some(month) => (month, second),
        None => (month(second)?, first),
    };
    (year.len() == 4).then_some(())?;
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// The number of a month by its English name or the first letters of it, at least three.
fn month(name: &str) -> Option<i8> {
    let name = match name.to_lowercase() {
        short if short == "sept" => "sep".to_owned(),
        name => name,
    };
    let known = |month: &&str| name.len() >= 3 && month.starts_with(&name);
    (1..).zip(&MONTHS).find(|(_, month)| known(month)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;

    use super::*;

    #[test]
    fn a_date_is_read_in_every_form() {
        let expected = Date::constant(2021, 9, 3);
        for text in [
            "2021-09-03",
            " 2021/9/3 ",
            "2021-09-03T23:30:00-11:00",
            "2021/09/03 08:15",
            "Sep. 3, 2021",
            "Sept 3 2021",
            "September 3, 2021",
            "3 September 2021",
            "Fri, 03 Sep 2021 10:00:00 +0200",
        ] {
            assert_eq!(date(text), Some(expected), "{text}");
        }
        for text in ["", "yesterday", "2021-13-01", "31-12-2021", "Ma 3, 2021", "Feb. 30, 2021"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn every_month_is_known_by_its_own_name() {
        for (number, name) in (1..).zip(MONTHS) {
            assert_eq!(month(name), Some(number));
            assert_eq!(month(&name[..3]), Some(number));
        }
        assert_eq!(month("sept"), Some(9));
    }

    #[test]
    fn a_time_without_a_zone_is_local() {
        let zone = TimeZone::fixed(Offset::constant(9));
        let expected = "2021-09-03T08:15:00+09:00".parse().ok();
        for text in ["2021/09/03 08:15", "2021-09-03T08:15:00", "2021-09-02T23:15:00Z"] {
            assert_eq!(timestamp(text, &zone), expected, "{text}");
        }
        let midnight: Option<Timestamp> = "2021-09-03T00:00:00+09:00".parse().ok();
        assert_eq!(timestamp("2021-09-03", &zone), midnight);
        assert_eq!(timestamp("Sep. 3, 2021", &zone), midnight);
        assert_eq!(timestamp("2021/09/03 25:15", &zone), None);
        assert_eq!(timestamp("noon", &zone), None);
    }

    #[test]
    fn what_an_export_writes_comes_back_to_the_nanosecond() {
        let written = "2021-09-03T08:15:00.123456789Z";
        let read = timestamp(written, &TimeZone::UTC).map(|timestamp| timestamp.to_string());
        assert_eq!(read.as_deref(), Some(written));
    }
}
