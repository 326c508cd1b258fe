//! The marks in a line of subtitles: tags, speakers, sounds.

/// The most words of a sound in brackets.
const SOUND_WORDS: usize = 6;

/// The most bytes of a tag or a sound: one that is not closed within these is text.
const CLOSED: usize = 200;

/// What one speaker says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Turn {
    pub(super) text: String,
    /// Whether a mark says that another speaks than before.
    pub(super) is_another: bool,
}

/// What is said in the lines of a cue, by whom.
pub(super) fn turns(lines: &[&str]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for line in lines {
        let plain = without_sounds(&without_tags(line));
        let mut text = plain.trim();
        let mut is_another = false;
        if let Some(rest) = text.strip_prefix(">>") {
            (text, is_another) = (rest.trim_start_matches(['>', ' ']), true);
        }
        if let Some(rest) = text.strip_prefix(['-', '–', '—', '‐', '－'])
            && !rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–'))
        {
            (text, is_another) = (rest.trim_start(), true);
        }
        if let Some(rest) = without_speaker(text) {
            (text, is_another) = (rest, true);
        }
        let text = text.trim_matches(['♪', '♫', '#', ' ']).trim();
        if text.is_empty() {
            continue;
        }
        match turns.last_mut() {
            Some(turn) if !is_another => {
                turn.text.push(' ');
                turn.text.push_str(text);
            }
            _ => turns.push(Turn { text: text.to_owned(), is_another }),
        }
    }
    turns
}

/// A line without the name in capitals that stands before what is said.
fn without_speaker(line: &str) -> Option<&str> {
    let (name, said) = line.split_once(':')?;
    let is_name = (2..=30).contains(&name.len())
        && name.split(' ').count() <= 4
        && name.chars().any(char::is_alphabetic)
        && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || " .'’#-".contains(c));
    (is_name && (said.is_empty() || said.starts_with(' '))).then(|| said.trim_start())
}

/// A line without `<i>`, `<v Name>`, `<00:00:01.000>`, `{\an8}`, and with its references resolved.
fn without_tags(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{', '&']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let opens = |then: fn(char) -> bool| from[1..].starts_with(then);
        let closed = match from.as_bytes()[0] {
            b'<' if opens(|c| c.is_ascii_alphanumeric() || c == '/') => end(from, '>'),
            b'{' if opens(|c| matches!(c, '\\' | 'y' | 'Y' | 'c' | 'C' | 'f' | 's')) => {
                end(from, '}')
            }
            b'&' => end(from, ';').filter(|&end| end <= 8),
            _ => None,
        };
        match closed {
            Some(end) if from.starts_with('&') => {
                plain.push_str(resolved(&from[..=end]));
                rest = &from[end + 1..];
            }
            Some(end) => rest = &from[end + 1..],
            None => {
                plain.push_str(&from[..1]);
                rest = &from[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// Where the first `close` is, if it is near.
fn end(text: &str, close: char) -> Option<usize> {
    text.bytes().take(CLOSED).position(|byte| char::from(byte) == close)
}

fn resolved(reference: &str) -> &str {
    match reference {
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&nbsp;" | "&#160;" => " ",
        "&quot;" | "&#34;" => "\"",
        "&apos;" | "&#39;" => "'",
        "&lrm;" | "&rlm;" => "",
        other => other,
    }
}

/// A line without what is heard and not said: `[Music]`, `(LAUGHING)`.
fn without_sounds(line: &str) -> String {
    let is_sound = |inside: &str, open: char| {
        let is_short = inside.split_whitespace().count() <= SOUND_WORDS;
        let letters = || inside.chars().filter(|c| c.is_alphabetic());
        // What is said may stand in round brackets, unless it is all that there is.
        let is_shown = open == '['
            || inside.len() + 2 == line.trim().len()
            || letters().count() > 2 && letters().all(char::is_uppercase);
        is_short && is_shown && letters().next().is_some()
    };
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['[', '(', '♪']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let open = if from.starts_with('[') { '[' } else { '(' };
        let close = if open == '[' { ']' } else { ')' };
        let first = from.chars().next().map_or(1, char::len_utf8);
        let inside = end(from, close).and_then(|end| Some((from.get(first..end)?, end)));
        match inside.filter(|_| !from.starts_with('♪')) {
            Some((inside, end)) if is_sound(inside, open) => rest = &from[end + 1..],
            _ => {
                plain.push_str(&from[..first]);
                rest = &from[first..];
            }
        }
    }
    plain.push_str(rest);
    plain
}
