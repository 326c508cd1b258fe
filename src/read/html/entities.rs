//! Character references: `&amp;`, `&#8217;`, `&nbsp;`.
//!
//! In: text with references in it. Out: the text that they stand for.

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name of a reference.
const LONGEST: usize = 32;

/// The text with its character references replaced, once.
///
/// As browsers do, references without a semicolon count only where HTML knows them so (`&amp`,
/// `&copy`), and not before a letter, a digit or `=`: `AT&T` and `?a=1&copy=2` stay.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut decoded = String::with_capacity(text.len());
    decoded.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((characters, length)) => {
                decoded.extend(characters.into_iter().flatten());
                rest = &rest[length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Plain text that may hold character references, without them.
///
/// What was written for HTML and then taken for text may hold references to references
/// (`&amp;#8217;`); these are followed too. A lone `&amp;` in text about HTML is lost by this.
pub(crate) fn decode_entities(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    for _ in 0..3 {
        let next = match decoded(&text) {
            Cow::Borrowed(_) => break,
            Cow::Owned(next) => next,
        };
        if next == *text {
            break;
        }
        text = Cow::Owned(next);
    }
    text.into_owned()
}

/// How many character references a text holds, at most `most`.
pub(super) fn count(text: &str, most: usize) -> usize {
    let places = text.match_indices('&');
    places.filter(|(at, _)| closed_reference(&text[*at..])).take(most).count()
}

/// Whether a text begins with a character reference that ends in a semicolon.
fn closed_reference(text: &str) -> bool {
    reference(text).is_some_and(|(_, length)| text[..length].ends_with(';'))
}

/// The characters of the reference that a text begins with, and its length.
fn reference(text: &str) -> Option<([Option<char>; 2], usize)> {
    let body = text.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        return numeric(number).map(|(c, length)| ([Some(c), None], length + 2));
    }
    let length = body.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let characters = |name: &str| {
        let &(first, second) = NAMED_ENTITIES.get(name)?;
        // Beginnings of names are in the table too.
        let first = char::from_u32(first).filter(|&c| c != '\0')?;
        Some([Some(first), char::from_u32(second).filter(|&c| c != '\0')])
    };
    if body[length..].starts_with(';')
        && let Some(found) = characters(body.get(..=length)?)
    {
        return Some((found, length + 2));
    }
    let next = body[length..].chars().next();
    let is_whole = !next.is_some_and(|c| c == '=' || c == ';' || c.is_alphanumeric());
    let found = (is_whole && length > 1).then(|| characters(&body[..length]))??;
    Some((found, length + 1))
}

/// The character of a number that follows `&#`, and the number's length.
fn numeric(text: &str) -> Option<(char, usize)> {
    let (digits, radix, before) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 1),
        None => (text, 10, 0),
    };
    let length = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    if length == 0 {
        return None;
    }
    // A number that is too large is no character.
    let number = u32::from_str_radix(digits[..length].trim_start_matches('0'), radix);
    let number =
        number.unwrap_or(if digits[..length].trim_matches('0').is_empty() { 0 } else { u32::MAX });
    let replaced = number.checked_sub(0x80).and_then(|at| *C1_REPLACEMENTS.get(at as usize)?);
    let c = replaced.or_else(|| char::from_u32(number).filter(|&c| c != '\0'));
    let end = before + length;
    let end = end + usize::from(text[end..].starts_with(';'));
    Some((c.unwrap_or(char::REPLACEMENT_CHARACTER), end))
}
