//! Dates and times as articles write them.
//!
//! In: text. Out: a civil date or a timestamp, or nothing if the text is neither. What an export
//! writes (an ISO 8601 date, an RFC 3339 timestamp) comes back without loss. A time without a
//! zone is local time, so the zone is an argument.
//!
//! `03/04/2024` is two days. Which of them, [`Evidence`] tells, or nothing does: it is never
//! guessed. Words that are relative to a day that is not known (`yesterday`) are no dates.

mod names;
mod order;
mod tokens;
mod written;
mod zones;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub(crate) use self::order::{Evidence, Order, Seen};
pub(crate) use self::written::Written;

/// What [`date`] takes, for messages.
pub(crate) const DATE_FORMS: &str = "a date such as 2024-12-24 or Dec. 24, 2024";
/// What [`timestamp`] takes, for messages.
pub(crate) const TIMESTAMP_FORMS: &str = "a time such as 2024-12-24T19:00:00Z or 2024/12/24 19:00";
/// What a date of numbers must be, for messages.
pub(crate) const CLEAR_DATE: &str =
    "a date of which one can tell the day from the month, such as 2024-12-24";

/// The day that `text` names, if it can be one only: `2024-12-24`, `Dec. 24, 2024`, `24.12.2024`,
/// or the day of a timestamp, in the timestamp's own zone.
pub(crate) fn date(text: &str) -> Option<Date> {
    Written::read(text)?.day(None)
}

/// The moment that `text` names, if it can be one only: an RFC 3339 timestamp, an RFC 2822 date,
/// seconds since 1970, or a date and a time in `zone`; a date alone is its midnight.
pub(crate) fn timestamp(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    Written::read(text)?.timestamp(zone, None)
}
