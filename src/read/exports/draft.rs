//! An entry in the making, out of an object that an application wrote.
//!
//! In: an object and the paths of its fields. Out: an [`Entry`]. A field of another type than it
//! should be is absent; a time that cannot be read is a warning: nothing in one of them loses the
//! article.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::placeholder::is_placeholder;
use crate::article::{Article, Highlight, Warning};
use crate::read::dates;
use crate::read::entry::Entry;
use crate::read::html::text_of;
use crate::read::json::shapes::Place;
use crate::text::language_code;
use crate::text::paragraphs::clean_line;

/// How much of what cannot be read is shown.
const SHOWN: usize = 40;

/// An entry in the making.
pub(super) struct Draft<'a> {
    object: &'a Map<String, Value>,
    pub(super) article: Article,
    warnings: Vec<Warning>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(object: &'a Map<String, Value>) -> Self {
        Self { object, article: Article::default(), warnings: Vec::new() }
    }

    /// The value at a path of names with dots between.
    pub(super) fn value(&self, path: &str) -> Option<&'a Value> {
        let mut names = path.split('.');
        let first = self.object.get(names.next()?)?;
        names.try_fold(first, |value, name| value.as_object()?.get(name))
    }

    /// The line of text or the number at a path.
    pub(super) fn line(&self, path: &str) -> Option<String> {
        let line = match self.value(path)? {
            Value::String(text) => clean_line(text),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some(line).filter(|line| !line.is_empty())
    }

    /// Whether the value at a path says yes.
    pub(super) fn is_set(&self, path: &str) -> bool {
        match self.value(path) {
            Some(Value::Bool(is_set)) => *is_set,
            Some(Value::Number(number)) => number.as_f64().is_some_and(|number| number != 0.0),
            Some(Value::String(text)) => {
                let text = text.trim();
                ["1", "true", "yes", "y"].iter().any(|yes| text.eq_ignore_ascii_case(yes))
            }
            _ => false,
        }
    }

    /// The words in a list of strings, or of objects that call them by one of `names`.
    pub(super) fn words(&self, path: &str, names: &[&str]) -> Vec<String> {
        let word = |element: &Value| match element {
            Value::String(text) => Some(text.clone()),
            Value::Object(object) => {
                names.iter().find_map(|name| Some(object.get(*name)?.as_str()?.to_owned()))
            }
            _ => None,
        };
        let list = self.value(path).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(word).collect()
    }

    /// The instant at a path.
    pub(super) fn time(&mut self, path: &str) -> Option<Timestamp> {
        let value = self.value(path)?;
        let found = match value {
            Value::Null => return None,
            Value::Number(number) => number.as_f64().and_then(instant),
            Value::String(text) if text.trim().is_empty() || text.trim() == "0" => return None,
            Value::String(text) => moment(text),
            _ => None,
        };
        if found.is_none() && value.as_f64() != Some(0.0) {
            self.warn(path, dates::TIMESTAMP_FORMS, &value.to_string());
        }
        found
    }

    pub(super) fn warn(&mut self, field: &str, expected: &'static str, found: &str) {
        let mut shown: String = found.chars().take(SHOWN).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        let found = format!("`{shown}`");
        self.warnings.push(Warning::Field { field: field.to_owned(), expected, found });
    }

    /// Sets the title, unless it is but the address again.
    pub(super) fn title(&mut self, path: &str) {
        let title = self.line(path);
        self.article.title = title.filter(|title| Some(title) != self.article.url.as_ref());
    }

    /// Sets the address to the first that is there.
    pub(super) fn url(&mut self, paths: &[&str]) {
        let found = paths.iter().find_map(|path| self.line(path));
        self.article.url = found;
    }

    /// Sets the external id where there is no address: what `application` calls the entry.
    pub(super) fn identity(&mut self, application: &str, path: &str) {
        if self.article.url.is_none() {
            self.article.external_id = self.line(path).map(|id| format!("{application}:{id}"));
        }
    }

    /// Sets the text to that of the HTML at a path, unless it only says that there is none.
    pub(super) fn html(&mut self, path: &str) {
        if let Some(Value::String(html)) = self.value(path) {
            self.article.body =
                Some(text_of(html)).filter(|it| !is_placeholder(it)).unwrap_or_default();
        }
    }

    /// Sets the moment and the day of publication.
    pub(super) fn published(&mut self, path: &str) {
        self.article.published = self.time(path);
        let named = self.value(path).and_then(Value::as_str).and_then(dates::date);
        let day = |moment: Timestamp| moment.to_zoned(TimeZone::UTC).date();
        self.article.date = named.or_else(|| self.article.published.map(day));
    }

    pub(super) fn language(&mut self, path: &str) {
        self.article.language = self.line(path).and_then(|language| language_code(&language));
    }

    /// Notes that it was read, if it was.
    pub(super) fn read(&mut self, is_read: bool) {
        self.article.read_count = u64::from(is_read);
    }

    /// Sets how far it was read, out of `whole`.
    pub(super) fn progress(&mut self, path: &str, whole: f64) {
        let value = match self.value(path) {
            Some(Value::Number(number)) => number.as_f64(),
            Some(Value::String(text)) if !text.trim().is_empty() => {
                let number = text.trim().trim_end_matches('%').parse().ok();
                if number.is_none() {
                    self.warn(path, "a number", text);
                }
                number
            }
            _ => None,
        };
        let share = value.filter(|value| value.is_finite()).map(|value| value / whole * 100.0);
        self.article.progress = share.map(|share| share.round().clamp(0.0, 100.0) as u8);
    }

    /// Adds tags, each once.
    pub(super) fn tags(&mut self, tags: impl IntoIterator<Item = impl AsRef<str>>) {
        for tag in tags {
            let tag = clean_line(tag.as_ref());
            if !tag.is_empty() && !self.article.tags.contains(&tag) {
                self.article.tags.push(tag);
            }
        }
    }

    /// Adds the highlights in a list of objects.
    pub(super) fn highlights(&mut self, path: &str, quote: &str, note: &str) {
        let list = self.value(path).and_then(Value::as_array);
        for highlight in list.into_iter().flatten() {
            let text = |name: &str| highlight.get(name).and_then(Value::as_str).unwrap_or_default();
            self.highlight(text(quote), text(note));
        }
    }

    /// Adds a passage that was marked; a note without one is of the whole article.
    pub(super) fn highlight(&mut self, quote: &str, note: &str) {
        let note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
        let quote = quote.trim().to_owned();
        if !quote.is_empty() || note.is_some() {
            self.article.highlights.push(Highlight { quote, note });
        }
    }

    /// The entry at `place`.
    pub(super) fn entry(self, place: &Place) -> Entry {
        let warnings = place.warnings.iter().cloned().chain(self.warnings).collect();
        Entry { warnings, ..Entry::new(&*place.name, self.article) }
    }
}

/// The instant that a text names, or the number in it.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    match text.parse::<f64>() {
        Ok(number) => instant(number),
        Err(_) => dates::timestamp(text, &TimeZone::UTC),
    }
}

/// The instant so many seconds, milliseconds, microseconds or nanoseconds after 1970, whichever
/// falls into this age. Zero is no instant.
fn instant(number: f64) -> Option<Timestamp> {
    const UNITS: [(f64, f64); 4] = [(1e11, 1e9), (1e14, 1e6), (1e17, 1e3), (1e20, 1.0)];
    let (_, nanoseconds) = UNITS.iter().find(|(most, _)| number.abs() < *most)?;
    // Whole units are exact: a float holds them to the microsecond.
    let whole = number.trunc() as i128 * *nanoseconds as i128;
    let part = (number.fract() * nanoseconds) as i128;
    (number != 0.0).then(|| Timestamp::from_nanosecond(whole + part).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_instants_in_whatever_unit() {
        let expected = "2022-11-06T04:33:50Z".parse().ok();
        for text in ["1667709230", "1667709230000", "1667709230000000", "1667709230000000000"] {
            assert_eq!(moment(text), expected, "{text}");
        }
        assert_eq!(moment("2022-11-06 04:33:50+00:00"), expected);
        assert_eq!(moment("2022-11-06T05:33:50+0100"), expected);
        assert_eq!(moment("2022-11-06T05:33:50+01:00"), expected);
        assert_eq!(moment("2022-11-06T04:33:50.000Z"), expected);
        assert_eq!(
            (moment("0"), moment("soon"), moment("NaN"), moment("1e300")),
            Default::default()
        );
    }
}
