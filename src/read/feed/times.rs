//! The times that feeds give, in whatever form.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::article::{Article, Warning};
use crate::read::dates;

/// A time as a feed gives it: the day, and the moment where it gives more than the day.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Time {
    day: Date,
    moment: Option<Timestamp>,
}

/// Sets when an article was published and changed. `published` and `updated` are the fields that
/// may say so, with what they hold; the first that can be read counts.
pub(super) fn set<'a>(
    article: &mut Article,
    warnings: &mut Vec<Warning>,
    published: impl IntoIterator<Item = (&'a str, &'a str)>,
    updated: impl IntoIterator<Item = (&'a str, &'a str)>,
) {
    let first = first(published, warnings);
    let last = self::first(updated, warnings);
    // What is only said to have changed then was not published later.
    if let Some(time) = first.or(last) {
        article.date = Some(time.day);
        article.published = time.moment;
    }
    article.updated = last.and_then(|time| time.moment);
}

fn first<'a>(
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    warnings: &mut Vec<Warning>,
) -> Option<Time> {
    let mut unread = None;
    for (field, value) in fields.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
        if let Some(time) = time(value) {
            return Some(time);
        }
        unread = unread.or(Some((field, value)));
    }
    let (field, value) = unread?;
    warnings.push(Warning::Field {
        field: field.to_owned(),
        expected: dates::TIMESTAMP_FORMS,
        found: format!("`{}`", shortened(value)),
    });
    None
}

/// Without a zone it is UTC: where a feed was made is not known.
fn time(text: &str) -> Option<Time> {
    let text = text.trim();
    let moment = dates::timestamp(text, &TimeZone::UTC);
    let day = dates::date(text).or_else(|| Some(moment?.to_zoned(TimeZone::UTC).date()))?;
    // A day alone is no moment.
    Some(Time { day, moment: moment.filter(|_| text.contains(':')) })
}

fn shortened(value: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = value.trim().chars().take(SHOWN).collect();
    if shown.len() < value.trim().len() {
        shown.push('…');
    }
    shown
}
