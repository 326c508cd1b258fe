//! What follows a sentence's last mark and belongs to it: the numbers of notes (`[12]`, `¹`,
//! `^1`), remarks in brackets (`[citation needed]`), emoji and emoticons.

use super::marks::is_terminator;

/// The longest remark in brackets, in characters.
const REMARK: usize = 48;

/// The length of the note or its number that `rest` begins with, right after a mark.
pub(super) fn note_len(rest: &str) -> Option<usize> {
    match rest.chars().next()? {
        '[' => {
            let len = remark_len(rest)?;
            // The page of the source: `[1]:23`.
            let page = rest[len..].strip_prefix(':').and_then(digits);
            Some(len + page.map_or(0, |digits| 1 + digits))
        }
        '(' => {
            let inner = &rest[1..];
            let letter = usize::from(inner.starts_with(|c: char| c.is_ascii_lowercase()));
            let len = digits(inner).unwrap_or(letter);
            let after = inner[len..].strip_prefix(')')?;
            (len > 0 && after.chars().next().is_none_or(char::is_whitespace)).then_some(len + 2)
        }
        '^' => {
            let inner = &rest[1..];
            let len = if inner.starts_with('[') { remark_len(inner)? } else { digits(inner)? };
            let end = 1 + len;
            Some(end + usize::from(rest[end..].starts_with('^')))
        }
        '⁽' | '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' => {
            let raised = |c: char| {
                matches!(
                    c,
                    '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '⁽' | '⁾' | '⁻' | '˒' | '᠂' | ',' | '–'
                )
            };
            let marks = rest.trim_start_matches(raised);
            let text = rest[..rest.len() - marks.len()].trim_end_matches([',', '–']);
            Some(text.len())
        }
        c @ ('*' | '†' | '‡' | '§') => {
            let text = rest.trim_start_matches(c);
            text.chars().next().is_none_or(char::is_whitespace).then_some(rest.len() - text.len())
        }
        _ => None,
    }
}

/// The length of the number of a note that is set apart by a space, `[12]` or `[a]`.
pub(super) fn detached_note_len(text: &str) -> Option<usize> {
    if !text.starts_with('[') {
        let len = note_len(text).filter(|_| text.starts_with(is_raised_digit))?;
        return text[len..].chars().next().is_none_or(char::is_whitespace).then_some(len);
    }
    let len = remark_len(text)?;
    let inner = &text[1..len - 1];
    let is_number = inner.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '–' | '-'));
    let is_remark = inner.ends_with(" needed") || matches!(inner, "who?" | "when?" | "where?");
    let after = text[len..].chars().next();
    let ends = after.is_none_or(|c| c.is_whitespace() || c == '[');
    ((is_number || is_remark) && ends).then_some(len)
}

/// `[12]`, `[1, 2]`, `[^a]`, `[citation needed]`: no sentence of its own in brackets.
fn remark_len(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    for (i, c) in inner.char_indices().take(REMARK) {
        if c == ']' {
            return (i > 0).then_some(i + 2);
        }
        // `[Ref. 4]`
        let shortens = c == '.' && i <= 4;
        if c == '[' || is_terminator(c) && c != '?' && !shortens {
            return None;
        }
    }
    None
}

pub(super) fn is_raised_digit(c: char) -> bool {
    matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹')
}

fn digits(text: &str) -> Option<usize> {
    const DIGITS: usize = 3;
    let count = text.bytes().take(DIGITS + 1).take_while(u8::is_ascii_digit).count();
    (1..=DIGITS).contains(&count).then_some(count)
}

/// The length of a number right after a full stop that can only be a note's: `It fell.12 The`.
pub(super) fn bare_number_len(rest: &str) -> Option<usize> {
    let mut len = digits(rest)?;
    while let Some(text) = rest[len..].strip_prefix([',', '-']) {
        len += 1 + digits(text)?;
    }
    let mut after = rest[len..].chars();
    let ends = after.next().is_none_or(char::is_whitespace);
    let capital = after.find(|c| !c.is_whitespace()).is_none_or(char::is_uppercase);
    (ends && capital).then_some(len)
}

/// The length of the emoji or emoticons that `text` begins with, and that stand for themselves.
pub(super) fn emoji_len(text: &str) -> Option<usize> {
    if let Some(len) = emoticon_len(text) {
        return Some(len);
    }
    let mut end = 0;
    for (i, c) in text.char_indices() {
        if !(is_emoji(c) || i > 0 && is_emoji_modifier(c)) {
            break;
        }
        end = i + c.len_utf8();
    }
    (end > 0).then_some(end)
}

fn emoticon_len(text: &str) -> Option<usize> {
    const EMOTICONS: [&str; 26] = [
        ":-)", ":-(", ":-D", ":-P", ":-/", ":-|", ";-)", ":'(", ":')", ":))", ":)", ":(", ":D",
        ":P", ":p", ":/", ":|", ";)", ";D", "=)", "=D", "<3", "xD", "XD", "^^", "^_^",
    ];
    let emoticon = EMOTICONS.into_iter().find(|&emoticon| text.starts_with(emoticon))?;
    let last = emoticon.chars().next_back()?;
    let after = text[emoticon.len()..].trim_start_matches(last);
    after
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || is_emoji(c))
        .then_some(text.len() - after.len())
}

/// Characters that are pictures by themselves; digits and `©`, which can be emoji too, are not.
pub(super) fn is_emoji(c: char) -> bool {
    matches!(
        c as u32,
        0x1F000..=0x1FAFF | 0x2600..=0x26FF | 0x2700..=0x27BF | 0x2B1B..=0x2B1C | 0x2B50 | 0x2B55
            | 0x231A..=0x231B | 0x23E9..=0x23F3
    )
}

/// Variation selectors, joiners, skin tones and tags, which only follow an emoji.
fn is_emoji_modifier(c: char) -> bool {
    matches!(c as u32, 0xFE0F | 0xFE0E | 0x200D | 0x20E3 | 0x1F3FB..=0x1F3FF | 0xE0020..=0xE007F)
}
