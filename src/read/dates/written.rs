//! A date as people write it, with or without a time of day and a zone.
//!
//! In: text that is a date and nothing else. Out: its day, or the two days that it may be, and
//! the time and the zone that it names. Words that are no part of a date (`yesterday`, `3 hours
//! ago`) make it none.

use jiff::civil::{Date, ISOWeekDate, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::names;
use super::order::Order;
use super::tokens::{Token, tokens};
use super::zones;

/// Text longer than this is no date, in bytes.
const LONGEST: usize = 120;
/// The years that are read of a date that does not begin with one.
const YEARS: std::ops::RangeInclusive<i16> = 1583..=2200;

/// A date that was read.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    days: Days,
    time: Option<Time>,
    zone: Option<TimeZone>,
    /// A zone stands there that is not known.
    is_elsewhere: bool,
    /// The moment, where it is given as one.
    moment: Option<Timestamp>,
}

/// The day that a date names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Days {
    /// This one.
    One(Date),
    /// One of two, by whether the day or the month comes first.
    Either {
        /// The day if the day comes first.
        day_first: Date,
        /// The day if the month comes first.
        month_first: Date,
    },
}

impl Written {
    /// Reads a date.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        iso(text).or_else(|| counted(text)).or_else(|| prose(text))
    }

    fn of_day(day: Date) -> Self {
        Self { days: Days::One(day), time: None, zone: None, is_elsewhere: false, moment: None }
    }

    pub(crate) fn days(&self) -> Days {
        self.days
    }

    /// Whether nothing in the text tells the day from the month.
    pub(crate) fn is_ambiguous(&self) -> bool {
        matches!(self.days, Days::Either { .. })
    }

    /// The day, in the date's own zone.
    pub(crate) fn day(&self, order: Option<Order>) -> Option<Date> {
        match (self.days, order) {
            (Days::One(day), _)
            | (Days::Either { day_first: day, .. }, Some(Order::DayFirst))
            | (Days::Either { month_first: day, .. }, Some(Order::MonthFirst)) => Some(day),
            (Days::Either { .. }, None) => None,
        }
    }

    /// The moment, if the text names one: a time with its zone.
    pub(crate) fn moment(&self, order: Option<Order>) -> Option<Timestamp> {
        if self.moment.is_some() {
            return self.moment;
        }
        let local = self.day(order)?.to_datetime(self.time?);
        local.to_zoned(self.zone.clone()?).ok().map(|zoned| zoned.timestamp())
    }

    /// The moment; a time without a zone is in `zone`, and a day is its midnight.
    pub(crate) fn timestamp(&self, zone: &TimeZone, order: Option<Order>) -> Option<Timestamp> {
        if self.is_elsewhere {
            return None;
        }
        self.moment(order).or_else(|| {
            let local = self.day(order)?.to_datetime(self.time.unwrap_or_default());
            local.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
        })
    }
}

/// What ISO 8601 and RFC 3339 write.
fn iso(text: &str) -> Option<Written> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        // The day is that of the zone in which the text is written.
        let day = text.get(..10).and_then(plain_day).or_else(|| text.parse::<Date>().ok())?;
        return Some(Written { moment: Some(moment), ..Written::of_day(day) });
    }
    let (day, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let day = plain_day(day).or_else(|| week_day(day)).or_else(|| day_of_year(day))?;
    let mut written = Written::of_day(day);
    if rest.trim().is_empty() {
        return Some(written);
    }
    let end = rest.find(|c: char| !(c.is_ascii_digit() || ".,:".contains(c)));
    let (time, zone) = rest.split_at(end.unwrap_or(rest.len()));
    written.time = Some(time.replace(',', ".").parse().ok()?);
    written.set_zone(zone)?;
    Some(written)
}

/// `2024-12-24` or `2024/12/24`.
fn plain_day(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `2024-W52-2` or `2024W522`; a week alone is no day.
fn week_day(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once(['W', 'w'])?;
    let rest: String = rest.chars().filter(|&c| c != '-').collect();
    let year = year.strip_suffix('-').unwrap_or(year);
    if year.len() != 4 || rest.len() != 3 || !rest.is_ascii() {
        return None;
    }
    let weekday = Weekday::from_monday_one_offset(rest[2..].parse().ok()?).ok()?;
    let week = ISOWeekDate::new(year.parse().ok()?, rest[..2].parse().ok()?, weekday).ok()?;
    Some(week.date())
}

/// `2024-359`.
fn day_of_year(text: &str) -> Option<Date> {
    let (year, day) = text.split_once('-')?;
    if year.len() != 4 || day.len() != 3 {
        return None;
    }
    let day: i16 = day.parse().ok()?;
    let first = Date::new(year.parse().ok()?, 1, 1).ok()?;
    (1..=first.days_in_year()).contains(&day).then(|| first.checked_add((day - 1).days()).ok())?
}

/// Digits alone: `20241224`, `20241224190000`, or a count of seconds, thousandths, millionths
/// or billionths of one since 1970.
fn counted(text: &str) -> Option<Written> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !(whole.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit()) {
        return compact(text);
    }
    if let Some(written) = compact(whole) {
        return Some(written);
    }
    let count: i128 = whole.parse().ok()?;
    let unit: i128 = match whole.len() {
        9..=11 => 1_000_000_000,
        12..=14 => 1_000_000,
        15..=17 => 1000,
        18..=19 => 1,
        _ => return None,
    };
    let shown = fraction.get(..fraction.len().min(9))?;
    let part: i128 = if shown.is_empty() { 0 } else { shown.parse().ok()? };
    let part = part * unit / 10_i128.pow(shown.len() as u32);
    let moment = Timestamp::from_nanosecond(count * unit + part).ok()?;
    let day = TimeZone::UTC.to_datetime(moment).date();
    Some(Written { moment: Some(moment), ..Written::of_day(day) })
}

/// `20241224`, `202412241900`, `20241224190000`, `20241224T190000Z`.
fn compact(text: &str) -> Option<Written> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let day = text.get(..8).filter(|day| digits(day))?;
    let (year, month, day) = (&day[..4], &day[4..6], &day[6..]);
    let year: i16 = year.parse().ok().filter(|year| (1800..=2200).contains(year))?;
    let day = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    let mut written = Written::of_day(day);
    let rest = text[8..].trim_start_matches(['T', 't']);
    if rest.is_empty() {
        return Some(written);
    }
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let part = |from: usize| rest.get(from..from + 2).map_or(Some(0), |it| it.parse().ok());
    if !matches!(length, 4 | 6) {
        return None;
    }
    let second = if length == 6 { part(4)? } else { 0 };
    written.time = Some(Time::new(part(0)?, part(2)?, second, 0).ok()?);
    written.set_zone(&rest[length..])?;
    Some(written)
}

impl Written {
    /// Reads the zone that follows a time; fails if it is no zone's name at all.
    fn set_zone(&mut self, text: &str) -> Option<()> {
        let text = text.trim();
        if text.is_empty() {
            return Some(());
        }
        self.zone = zones::zone(text);
        let is_name = text.chars().all(|c| c.is_ascii_alphanumeric() || "+-:/_()[] ".contains(c));
        self.is_elsewhere = self.zone.is_none();
        is_name.then_some(())
    }
}

/// What people write.
fn prose(text: &str) -> Option<Written> {
    let tokens = tokens(text);
    let mut numbers: Vec<(i32, usize, char)> = Vec::new();
    let (mut time, mut zone, mut is_elsewhere) = (None, None, false);
    let (mut month, mut weekday, mut maybe_month) = (None, None, None);
    for token in tokens {
        match token {
            Token::Number { value, digits, mark } => numbers.push((value, digits, mark)),
            Token::Time(given) if time.is_none() => time = Some(given),
            Token::Time(_) => return None,
            Token::Zone(text) if zone.is_none() => {
                zone = zones::zone(&text);
                is_elsewhere = zone.is_none();
            }
            Token::Zone(_) => {}
            Token::Word(word) => match (names::month(&word), names::weekday(&word)) {
                // "mar" and "mars" may be either in French and Spanish.
                (Some(given), Some(day)) if maybe_month.is_none() => {
                    maybe_month = Some((given, day));
                }
                (Some(given), _) if month.is_none() => month = Some(given),
                (None, Some(day)) => weekday = Some(day),
                (None, None) if names::is_filler(&word) => {}
                (None, None) if time.is_some() && zone.is_none() && is_zone(&word) => {
                    zone = zones::zone(&word);
                    is_elsewhere = zone.is_none();
                }
                _ => return None,
            },
        }
    }
    match (maybe_month, month) {
        (Some((given, _)), None) => month = Some(given),
        (Some((_, day)), Some(_)) => weekday = Some(day),
        _ => {}
    }
    let days = days(&numbers, month, weekday)?;
    Some(Written { days, time, zone, is_elsewhere, moment: None })
}

/// Whether a word after a time may be a zone's: a few letters.
fn is_zone(word: &str) -> bool {
    (1..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic())
}

/// The day of some numbers, and a month where a word named it.
fn days(numbers: &[(i32, usize, char)], month: Option<i8>, weekday: Option<i8>) -> Option<Days> {
    let date = |year: i16, month: i32, day: i32| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match (numbers, month) {
        (&[first, second], Some(month)) => {
            let is_year_first = first.1 == 4;
            let (year, day) = if is_year_first { (first, second) } else { (second, first) };
            date(year_of(year)?, month.into(), day.0).map(Days::One)
        }
        (&[first, second, third], None) if first.1 == 4 => {
            date(year_of(first)?, second.0, third.0).map(Days::One)
        }
        (&[first, second, third], None) => {
            let year = year_of(third)?;
            let day_first = date(year, second.0, first.0);
            let month_first = date(year, first.0, second.0);
            // Where a full stop parts the numbers the day comes first, in every language.
            let is_dotted = first.2 == '.' && second.2 == '.';
            match (day_first, month_first) {
                (Some(day), None) | (None, Some(day)) => Some(Days::One(day)),
                (Some(day), Some(other)) if is_dotted || day == other => Some(Days::One(day)),
                (Some(day_first), Some(month_first)) => {
                    let fits = |day: Date| weekday == Some(day.weekday().to_monday_one_offset());
                    Some(match (fits(day_first), fits(month_first)) {
                        (true, false) => Days::One(day_first),
                        (false, true) => Days::One(month_first),
                        _ => Days::Either { day_first, month_first },
                    })
                }
                (None, None) => None,
            }
        }
        _ => None,
    }
}

/// The year of a number of four digits, or of two: 69 and later are of the last century.
fn year_of((value, digits, _): (i32, usize, char)) -> Option<i16> {
    let year = match digits {
        4 => value,
        2 if value >= 69 => 1900 + value,
        2 => 2000 + value,
        _ => return None,
    };
    i16::try_from(year).ok().filter(|year| YEARS.contains(year))
}
