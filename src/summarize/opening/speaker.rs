//! Who speaks, before what is said in a transcript or an interview: "HOST: ", "Ada Moss: ", "Q. ".
//!
//! A label is a speaker's where a time stands before it, or where it comes again near by and another
//! answers it. One that stands alone ("WARNING: ") belongs to the sentence.

use super::{Around, past_space};

/// What transcripts note in brackets.
#[rustfmt::skip]
const CUES: &[&str] = &[
    "laughter", "laughs", "laughing", "applause", "music", "crosstalk", "inaudible", "silence",
    "pause", "cheering", "begin video clip", "end video clip", "commercial break", "sighs",
];

/// The length in bytes of the speaker or cue that `text` begins with. `is_timed` says whether a time
/// in brackets stands before it.
pub(super) fn speaker(text: &str, is_timed: bool, around: &Around<'_>) -> usize {
    if let Some(len) = cue(text) {
        return len;
    }
    if let Some(len) = question_or_answer(text, around) {
        return len;
    }
    let Some((label, len)) = label(text) else { return 0 };
    let others: Vec<(&str, &str)> = around
        .all()
        .filter_map(|text| self::label(past_stamp(text)).map(|(label, _)| (label, text)))
        .collect();
    // Records have labels too: "Age: 24".
    let finished = others.iter().filter(|(_, text)| is_finished(text)).count();
    let speaks = is_timed
        || others.iter().any(|&(other, _)| other == label)
            && others.iter().any(|&(other, _)| other != label)
            && finished * 2 >= others.len();
    if speaks { len } else { 0 }
}

/// Whether a line ends as what is said does.
fn is_finished(text: &str) -> bool {
    let is_closing = |c: char| matches!(c, '"' | '”' | '’' | '\'' | ')' | '»' | ' ');
    text.trim_end_matches(is_closing).ends_with(['.', '?', '!', '…', '。', '？'])
}

/// "[LAUGHTER] ", "(APPLAUSE) ".
fn cue(text: &str) -> Option<usize> {
    let close = match text.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let at = text.find(close)?;
    let inside = text[1..at].trim().to_lowercase();
    CUES.contains(&inside.as_str()).then(|| past_space(text, at + 1))
}

/// "Q. ", "Q: "; and "A. ", "A: " near a question.
fn question_or_answer(text: &str, around: &Around<'_>) -> Option<usize> {
    const NEAR: usize = 6;
    let is = |text: &str, letter: char| {
        let rest = text.strip_prefix(letter);
        rest.is_some_and(|rest| rest.starts_with([':', '.']) && rest[1..].starts_with(' '))
    };
    let asked = || around.before().take(NEAR).any(|before| is(before, 'Q'));
    let is_either = is(text, 'Q') || is(text, 'A') && asked();
    is_either.then(|| past_space(text, 2))
}

/// What stands before a colon near the beginning, where it can be a speaker; and where the sentence
/// begins.
fn label(text: &str) -> Option<(&str, usize)> {
    const LONGEST: usize = 48;
    const MOST_WORDS: usize = 5;
    let head = &text[..text.floor_char_boundary(LONGEST)];
    let colon = head.find(':')?;
    let rest = &text[colon + 1..];
    // What is said begins with a capital, and a name in small letters is one of a few words.
    let label = head[..colon].trim();
    let name = label.split_once(" (").map_or(label, |(name, _)| name);
    let is_word = |word: &str| {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '\'' | '’' | ',');
        word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || is_caseless(c))
            && word.chars().all(is_part)
    };
    let words = name.split(' ').count();
    let is_name = !name.is_empty() && words <= MOST_WORDS && name.split(' ').all(is_word);
    let is_divided = rest.starts_with([' ', '\u{a0}']) && !rest.trim_start().is_empty();
    let is_number = name.chars().all(|c| !c.is_alphabetic());
    (is_name && is_divided && !is_number).then(|| (name, past_space(text, colon + 1)))
}

fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// A line of a transcript without the time in brackets that it may begin with.
fn past_stamp(text: &str) -> &str {
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
    let stamp = text.strip_prefix(['[', '(']).map(|rest| rest.trim_start_matches(is_time));
    match stamp.and_then(|rest| rest.strip_prefix([']', ')'])) {
        Some(rest) => rest.trim_start(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::statements;

    #[test]
    fn speakers_are_left_out() {
        let lines = [
            "[00:00:03] HOST: Welcome back to The Ledger.",
            "[00:00:17] CASTELLAN: Two of the four pillars are cracked.",
            "[00:00:26] HOST: Eleven years?",
        ];
        let left = [
            "Welcome back to The Ledger.",
            "Two of the four pillars are cracked.",
            "Eleven years?",
        ];
        assert_eq!(statements(&lines, "en"), left);
        let lines = [
            "Ada Moss: Why did you close the bridge?",
            "Lee Brandt: Two of its pillars are cracked.",
            "Ada Moss: Who looks after it?",
            "Lee Brandt (by telephone): Nobody does.",
        ];
        assert_eq!(statements(&lines, "en")[3], "Nobody does.");
        assert_eq!(statements(&lines, "en")[0], "Why did you close the bridge?");
        let lines = ["Q. Why did you leave?", "A. Nobody asked me to stay."];
        assert_eq!(statements(&lines, "en"), ["Why did you leave?", "Nobody asked me to stay."]);
        let lines = ["SPEAKER 1: Rain.", "SPEAKER 2: Snow.", "SPEAKER 1: Hail.", "SPEAKER 2: Sun."];
        assert_eq!(statements(&lines, "en"), ["Rain.", "Snow.", "Hail.", "Sun."]);
    }

    #[test]
    fn labels_of_one_sentence_stay() {
        let lines = [
            "The verdict was brief.",
            "Warning: the bridge is closed to lorries.",
            "Rain fell on all of it.",
            "One thing is certain: Nobody knew of it.",
            "A. Okafor won the seat by nine votes.",
            "Open question: who inspects the other six bridges?",
        ];
        assert_eq!(statements(&lines, "en"), lines);
        let lines = ["Age: 24", "Club: Riverton", "Record: He has scored nine times.", "Age: 31"];
        assert_eq!(statements(&lines, "en"), lines);
    }
}
