//! Counts, days, times and likeness, as a reader would say them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// How fast people read, in words a minute (Brysbaert 2019, non-fiction).
const WORDS_PER_MINUTE: f64 = 238.0;

/// `1 article`, `2 articles`.
pub(super) fn count_of(count: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `12,480`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How long reading so many words takes, in minutes, at least 1.
pub(super) fn minutes(words: usize) -> usize {
    ((words as f64 / WORDS_PER_MINUTE).round() as usize).max(1)
}

/// `Dec. 24, 2024`, months as the Associated Press abbreviates them.
pub(super) fn long_date(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.",
        "Dec.",
    ];
    let month = MONTHS[date.month() as usize - 1];
    format!("{month} {}, {}", date.day(), date.year())
}

/// `2024/12/24 19:00`, in local time.
pub(super) fn local_time(time: Timestamp) -> String {
    time.to_zoned(TimeZone::system()).strftime("%Y/%m/%d %H:%M").to_string()
}

/// So many hours, as one says it: `3 hours`.
pub(super) fn duration(hours: f64) -> String {
    let (count, unit) = match hours {
        hours if hours < 1.5 => ((60.0 * hours).round(), "minute"),
        hours if hours < 36.0 => (hours.round(), "hour"),
        hours => ((hours / 24.0).round(), "day"),
    };
    format!("{count} {unit}{}", if count == 1.0 { "" } else { "s" })
}

/// What a score of likeness means, from about 0 to 1.
pub(super) fn likeness(score: f32) -> &'static str {
    match score {
        score if score >= 0.7 => "very much alike",
        score if score >= 0.5 => "much alike",
        score if score >= 0.4 => "alike",
        _ => "somewhat alike",
    }
}

/// `5 of 14 sentences`.
pub(super) fn of_sentences(new: usize, of: usize) -> String {
    format!("{new} of {}", count_of(of, "sentence"))
}

/// The beginning of a text, at a word's end where that is near. `width` counts letters; those that are as wide as
/// two, as of Chinese, count two.
pub(super) fn beginning(text: &str, width: usize) -> String {
    const WIDE_FROM: char = '\u{2E80}';
    const ENDS: [char; 6] = ['.', '!', '?', '。', '！', '？'];
    let mut left = width;
    let cut = text.char_indices().find(|(_, c)| {
        let wide = if *c >= WIDE_FROM { 2 } else { 1 };
        let fits = left >= wide;
        left = left.saturating_sub(wide);
        !fits
    });
    let Some((end, next)) = cut else {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    };
    let cut = &text[..end];
    let near = |at: &usize| 2 * at > end;
    let at_word = cut.rfind(char::is_whitespace).filter(|at| !next.is_whitespace() && near(at));
    let shown = &cut[..at_word.unwrap_or(end)];
    let mut shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if !shown.ends_with(ENDS) {
        shown.truncate(shown.trim_end_matches([',', ';', ':', '–', '—']).trim_end().len());
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_said_as_people_say_them() {
        assert_eq!(count_of(1, "article"), "1 article");
        assert_eq!(count_of(12_480, "article"), "12,480 articles");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(long_date(jiff::civil::date(2024, 12, 24)), "Dec. 24, 2024");
        assert_eq!(duration(1.0), "60 minutes");
        assert_eq!(duration(30.0), "30 hours");
        assert_eq!(duration(72.0), "3 days");
        assert_eq!(minutes(0), 1);
        assert_eq!(minutes(476), 2);
    }

    #[test]
    fn a_beginning_ends_with_a_word_where_there_are_words() {
        assert_eq!(beginning("The harbour  froze over.", 100), "The harbour froze over.");
        assert_eq!(beginning("The harbour froze over.", 14), "The harbour…");
        assert_eq!(beginning("The harbour froze over.", 11), "The harbour…");
        assert_eq!(beginning("The harbour, they say, froze over.", 14), "The harbour…");
        assert_eq!(beginning("It froze over. Nobody was hurt.", 16), "It froze over.");
        assert_eq!(beginning(&"雪".repeat(9), 8), "雪雪雪雪…");
    }
}
