//! The parts of a written date: numbers, words, a time of day, a zone.

use jiff::civil::Time;

use super::names::fold;

/// What stands before the time where others write `am` after it.
const AM: &str = " ⓐ ";
const PM: &str = " ⓟ ";

/// A part of a date.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A number, how many digits it has, and the mark that follows it (a space if none does).
    Number { value: i32, digits: usize, mark: char },
    /// A word, folded.
    Word(String),
    /// A time of day.
    Time(Time),
    /// An offset, or a zone's name with a slash in it.
    Zone(String),
}

/// The parts of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = simplified(text).chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c.is_ascii_digit() {
            if let Some((time, end)) = time(&chars, at) {
                tokens.push(Token::Time(time));
                at = end;
                continue;
            }
            let end = run(&chars, at, |c| c.is_ascii_digit());
            let digits: String = chars[at..end].iter().collect();
            let mark = chars.get(end).copied().filter(|c| "/-.".contains(*c)).unwrap_or(' ');
            // A number with so many digits is no part of a date.
            let value = digits.parse().ok().filter(|_| digits.len() <= 4).unwrap_or(-1);
            tokens.push(Token::Number { value, digits: digits.len(), mark });
            at = end;
        } else if matches!(c, '+' | '-' | '−') && is_offset(&tokens, &chars, at) {
            let end = run(&chars, at + 1, |c| c.is_ascii_digit() || c == ':');
            let offset: String = chars[at..end].iter().collect();
            // "GMT+2": the word before is a part of it.
            if matches!(tokens.last(), Some(Token::Word(word)) if matches!(&**word, "gmt" | "utc"))
            {
                tokens.pop();
            }
            tokens.push(Token::Zone(offset));
            at = end;
        } else if c == '(' && matches!(tokens.last(), Some(Token::Zone(_))) {
            // The name of the zone that an offset has given.
            at = run(&chars, at, |c| c != ')');
        } else if is_word(c) {
            let end = run(&chars, at, |c| is_word(c) || c == '/' || c == '_');
            let word: String = chars[at..end].iter().collect();
            if word.contains('/') && tokens.iter().any(|it| matches!(it, Token::Time(_))) {
                tokens.push(Token::Zone(word));
            } else {
                let parts = word.split(['/', '_']).filter(|part| !part.is_empty());
                tokens.extend(parts.map(|part| Token::Word(fold(part))));
            }
            at = end;
        } else {
            at += 1;
        }
    }
    tokens
}

/// The text with the digits and marks of other scripts as ours.
fn simplified(text: &str) -> String {
    let mut simple = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '年' | '月' | '년' | '월' => simple.push_str("/ "),
            '日' | '号' | '號' | '일' => simple.push(' '),
            '時' | '时' | '點' | '点' | '시' | '分' | '분' => simple.push(':'),
            // The days of the week, and what stands beside them.
            '曜' | '火' | '水' | '木' | '金' | '土' | '星' | '期' | '周' | '週' | '一' | '二'
            | '三' | '四' | '五' | '六' | '天' | '秒' | '초' => simple.push(' '),
            '\u{FF10}'..='\u{FF19}' => push_digit(&mut simple, c, 0xFF10),
            '\u{660}'..='\u{669}' => push_digit(&mut simple, c, 0x660),
            '\u{6F0}'..='\u{6F9}' => push_digit(&mut simple, c, 0x6F0),
            '\u{966}'..='\u{96F}' => push_digit(&mut simple, c, 0x966),
            '：' => simple.push(':'),
            '／' => simple.push('/'),
            '‐' | '‑' | '–' | '－' => simple.push('-'),
            '’' => simple.push('\''),
            c => simple.push(c),
        }
    }
    [("午前", AM), ("上午", AM), ("오전", AM), ("午後", PM), ("下午", PM), ("오후", PM)]
        .iter()
        .fold(simple, |text, (word, mark)| text.replace(word, mark))
}

fn push_digit(text: &mut String, c: char, zero: u32) {
    text.extend(char::from_digit((c as u32).saturating_sub(zero), 10));
}

fn is_word(c: char) -> bool {
    !(c.is_whitespace() || c.is_ascii_digit() || c.is_ascii_punctuation() || "«»·•|،ⓐⓟ".contains(c))
}

fn run(chars: &[char], from: usize, holds: impl Fn(char) -> bool) -> usize {
    from + chars[from.min(chars.len())..].iter().take_while(|c| holds(**c)).count()
}

/// Whether a sign begins an offset: after a time, with digits right behind it.
fn is_offset(tokens: &[Token], chars: &[char], at: usize) -> bool {
    tokens.iter().any(|token| matches!(token, Token::Time(_)))
        && chars.get(at + 1).is_some_and(char::is_ascii_digit)
        && !matches!(tokens.last(), Some(Token::Number { .. }))
}

/// The time that begins here, and where it ends: `7:00 PM`, `19:00:05.25`, `7pm`, `19h30`,
/// `19.30 Uhr`.
fn time(chars: &[char], at: usize) -> Option<(Time, usize)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let hour_end = run(chars, at, is_digit);
    if hour_end - at > 2 {
        return None;
    }
    let number =
        |from: usize, to: usize| chars.get(from..to)?.iter().collect::<String>().parse::<i8>().ok();
    let hour = number(at, hour_end)?;
    let mark = chars.get(hour_end).copied().unwrap_or(' ');
    let (mut minute, mut second, mut nanosecond, mut end) = (0, 0, 0, hour_end);
    let two_digits = |from: usize| {
        let end = run(chars, from, is_digit);
        (end - from == 2).then_some(end)
    };
    let mut is_time = false;
    match mark {
        ':' => {
            is_time = true;
            end += 1;
            if let Some(minute_end) = two_digits(end) {
                minute = number(end, minute_end)?;
                end = minute_end;
            }
        }
        'h' | 'H' if !chars.get(hour_end + 1).copied().is_some_and(is_word) => {
            is_time = true;
            end += 1;
            if let Some(minute_end) = two_digits(end) {
                minute = number(end, minute_end)?;
                end = minute_end;
            }
        }
        '.' => {
            if let Some(minute_end) = two_digits(hour_end + 1)
                && matches!(
                    word_at(chars, minute_end).0.as_str(),
                    "uhr" | "am" | "pm" | "h" | "a" | "p"
                )
            {
                minute = number(hour_end + 1, minute_end)?;
                (is_time, end) = (true, minute_end);
            }
        }
        _ => {}
    }
    if is_time && chars.get(end) == Some(&':') {
        match two_digits(end + 1) {
            Some(second_end) => {
                second = number(end + 1, second_end)?;
                end = second_end;
            }
            None => end += 1,
        }
        if matches!(chars.get(end), Some('.' | ','))
            && chars.get(end + 1).is_some_and(|c| is_digit(*c))
        {
            let from = end + 1;
            end = run(chars, from, is_digit);
            let shown: String = chars[from..end].iter().take(9).collect();
            nanosecond = format!("{shown:0<9}").parse().ok()?;
        }
    }
    let (word, word_end) = word_at(chars, end);
    let hour = match (&*word, hour) {
        ("am", 12) => 0,
        ("am", 0..=11) => hour,
        ("pm", 12..) => hour,
        ("pm", 0..=11) => hour + 12,
        ("uhr" | "h", _) => hour,
        _ if is_time => {
            end = end.max(hour_end);
            return before(chars, at, hour)
                .and_then(|hour| Some((Time::new(hour, minute, second, nanosecond).ok()?, end)));
        }
        _ => return None,
    };
    Some((Time::new(hour, minute, second, nanosecond).ok()?, word_end))
}

/// The hour, if it is written after `am` or `pm`, as in Japanese.
fn before(chars: &[char], at: usize, hour: i8) -> Option<i8> {
    let text: String = chars[..at].iter().collect();
    let text = text.trim_end();
    match () {
        () if text.ends_with(PM.trim()) && hour < 12 => hour.checked_add(12),
        () if text.ends_with(AM.trim()) && hour == 12 => Some(0),
        () => Some(hour),
    }
}

/// The word that comes next, in small letters and without full stops (`p.m.`), and its end.
fn word_at(chars: &[char], at: usize) -> (String, usize) {
    let start = run(chars, at, char::is_whitespace);
    let end = run(chars, start, |c| c.is_ascii_alphabetic() || c == '.');
    let word: String = chars[start..end].iter().filter(|c| **c != '.').collect();
    (word.to_ascii_lowercase(), end)
}
