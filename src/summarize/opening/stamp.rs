//! The times that the entries of a live report and the lines of a transcript begin with:
//! "10:42 a.m. ET — ", "14.05 Uhr: ", "[00:01:12] ".

use super::{begins_sentence, past_space};
use crate::summarize::calendar::begins_with_date;

/// What is left has at least so many words, where no bracket tells the time from the sentence.
const LEAST_LEFT: usize = 3;

/// Zones that are written behind a time.
#[rustfmt::skip]
const ZONES: &[&str] = &[
    "ET", "EST", "EDT", "CT", "CST", "CDT", "MT", "MST", "MDT", "PT", "PST", "PDT", "GMT", "UTC",
    "BST", "IST", "CET", "CEST", "EET", "EEST", "MSK", "AEST", "AEDT", "NZST", "NZDT", "JST",
    "SGT", "HKT", "WIB", "WAT", "EAT", "SAST", "local time", "Eastern", "Central", "Pacific",
    "MEZ", "MESZ", "Uhr", "heures", "hrs",
];

/// What may stand before the time.
#[rustfmt::skip]
const PREFIXES: &[&str] = &[
    "last updated at ", "last updated ", "updated at ", "updated: ", "updated ", "posted at ",
    "posted ", "published at ", "published ", "aktualisiert um ", "aktualisiert ", "stand: ",
];

/// Days and months that may stand before the time, in lower case, up to the third letter.
#[rustfmt::skip]
const DAYS: &[&str] = &[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The length in bytes of the time that `text` begins with, what divides it from the sentence
/// included; and whether it stands in brackets.
pub(super) fn stamp(text: &str, count_words: fn(&str) -> usize) -> (usize, bool) {
    if let Some(len) = bracketed(text) {
        return (len, true);
    }
    let from = prefix(text);
    let Some((end, has_zone)) = date_and_time(text, from) else { return (0, false) };
    let (len, is_divided) = divider(text, end);
    let left = &text[len..];
    // "3 p.m. GMT Sunday is the deadline."
    let goes_on = || is_day(left);
    let divided = is_divided || has_zone == Zone::Named && !goes_on();
    let is_range = time(left, 0).is_some();
    if divided && !is_range && begins_sentence(left) && count_words(left) >= LEAST_LEFT {
        (len, false)
    } else {
        (0, false)
    }
}

/// What is known of the zone behind a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Nothing,
    /// One that also is a word before a noun: "20 Uhr Ortszeit".
    Word,
    Named,
}

/// "[00:01:12] ", "(14:05) ", "[10:42 a.m. ET]: ".
fn bracketed(text: &str) -> Option<usize> {
    let close = match text.chars().next()? {
        '[' => ']',
        '(' => ')',
        '<' => '>',
        _ => return None,
    };
    let at = text.find(close)?;
    let inside = text[1..at].trim();
    let (end, _) = date_and_time(inside, 0)?;
    // A range of times may stand there, as cues have it.
    let rest = inside[end..].trim_start_matches([' ', '-', '–', '>']);
    let is_all =
        rest.is_empty() || date_and_time(rest, 0).is_some_and(|(end, _)| end == rest.len());
    is_all.then(|| divider(text, at + 1).0)
}

/// The length of what may stand before the time.
fn prefix(text: &str) -> usize {
    let starts = |prefix: &&&str| {
        text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    };
    PREFIXES.iter().find(starts).map_or(0, |prefix| prefix.len())
}

/// Where the time ends that stands at `from`, behind a date or not.
fn date_and_time(text: &str, from: usize) -> Option<(usize, Zone)> {
    const MOST_OF_DATE: usize = 5;
    let mut at = from;
    for _ in 0..MOST_OF_DATE {
        if let Some(found) = time(text, at) {
            return Some(found);
        }
        let rest = &text[at..];
        let word = &rest[..rest.find([' ', 'T']).unwrap_or(rest.len())];
        let plain = word.trim_end_matches([',', '.', ':']);
        let is_number = !plain.is_empty()
            && plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.'));
        if !is_number && !is_day(word) && !matches!(plain, "at" | "um") {
            return None;
        }
        at = past_space(text, at + word.len());
        at += usize::from(text[at..].starts_with('T'));
    }
    None
}

/// Whether a text begins with a weekday or a month.
fn is_day(text: &str) -> bool {
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
    DAYS.contains(&word.to_lowercase().as_str()) || begins_with_date(text)
}

/// Where the time ends that stands at `at`: "10:42 a.m. ET", "14.05 Uhr", "9am", "14h05".
fn time(text: &str, at: usize) -> Option<(usize, Zone)> {
    let (hour, mut end) = digits(text, at)?;
    if hour.len() > 2 || hour.parse::<u32>().ok()? > 24 {
        return None;
    }
    let mut has_minutes = false;
    for _ in 0..2 {
        let rest = &text[end..];
        let Some(mark) = rest.chars().next().filter(|c| matches!(c, ':' | '.' | 'h')) else {
            break;
        };
        match digits(text, end + mark.len_utf8()) {
            Some((minutes, past)) if minutes.len() == 2 && minutes < "60" => {
                (has_minutes, end) = (true, past);
            }
            _ => break,
        }
    }
    // Hundredths or thousandths of a second, as cues have them.
    let part = match has_minutes && text[end..].starts_with(['.', ',']) {
        true => digits(text, end + 1).filter(|(part, _)| part.len() == 3),
        false => None,
    };
    if let Some((_, past)) = part {
        end = past;
    }
    let half = ["a.m.", "p.m.", "am", "pm", "AM", "PM", "A.M.", "P.M."];
    let behind = past_space(text, end);
    let half = half.iter().find(|half| {
        let rest = &text[behind..];
        rest.starts_with(**half) && !rest[half.len()..].starts_with(char::is_alphanumeric)
    });
    if let Some(half) = half {
        end = behind + half.len();
    }
    let behind = past_space(text, end);
    let zone = ZONES.iter().find(|zone| {
        let rest = &text[behind..];
        rest.starts_with(**zone) && !rest[zone.len()..].starts_with(char::is_alphanumeric)
    });
    let kind = match zone {
        Some(&("Uhr" | "heures" | "hrs" | "Central" | "Eastern" | "Pacific")) => Zone::Word,
        Some(_) => Zone::Named,
        None => Zone::Nothing,
    };
    if let Some(zone) = zone {
        end = behind + zone.len();
    }
    (has_minutes || half.is_some() || zone.is_some()).then_some((end, kind))
}

/// The digits at `at`, and where they end.
fn digits(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    (len > 0).then(|| (&rest[..len], at + len))
}

/// Where the sentence begins behind a time that ends at `end`, and whether something divides them.
fn divider(text: &str, end: usize) -> (usize, bool) {
    let rest = &text[end..];
    let behind = rest.trim_start();
    let marks = |c: char| matches!(c, '-' | '–' | '—' | '―' | ':' | '|' | '·' | '•' | '/');
    let past = behind.trim_start_matches(marks);
    let is_divided = past.len() < behind.len();
    // A hyphen that touches both sides makes one word.
    let touches = behind.len() == rest.len() && behind.starts_with('-') && !past.starts_with(' ');
    if touches {
        return (past_space(text, end), false);
    }
    (text.len() - past.trim_start().len(), is_divided)
}

#[cfg(test)]
mod tests {
    use super::super::tests::statements;

    #[test]
    fn times_are_left_out() {
        for time in [
            "4:15 p.m. — ",
            "10:42 a.m. ET ",
            "10:42 a.m. ET: ",
            "10:42 a.m. ET — ",
            "14.05 Uhr: ",
            "14:05 – ",
            "14:05: ",
            "[14:05] ",
            "(14:05) ",
            "[00:01:12] ",
            "9am: ",
            "11.30am BST ",
            "14h05 : ",
            "Updated 10:42 a.m. ET — ",
            "March 3, 10:42 a.m. — ",
            "Monday, 14:05 — ",
            "2031-03-03 10:42 — ",
            "3 March, 14:05 GMT: ",
            "15:04 | ",
            "0:03 - ",
            "7 PM PST - ",
            "[00:00:01.500 --> 00:00:03.000] ",
        ] {
            let line = format!("{time}The council approved a loan on Monday.");
            let left = statements(&[&line], "en");
            assert_eq!(left, ["The council approved a loan on Monday."], "{time}");
        }
    }

    #[test]
    fn times_that_belong_to_the_sentence_stay() {
        for line in [
            "4 p.m. is the deadline for all claims.",
            "3 p.m. GMT Sunday is the deadline for claims.",
            "14.05 Uhr war es noch still am Hafen.",
            "20 Uhr Ortszeit begann das Spiel im Hafen.",
            "10:30-11:30 is when the ferry does not sail.",
            "At 14:05 the council approved the loan.",
            "2:1 – Riverton takes the lead again in the harbour.",
            "3.5 million people take the ferry every year.",
            "9 — That is how many votes she had on Monday.",
            "(1974) The ferry was built in Port Ada.",
        ] {
            assert_eq!(statements(&[line], "en"), [line]);
        }
    }
}
