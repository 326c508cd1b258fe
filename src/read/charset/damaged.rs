//! UTF-8 of which some bytes are damaged.
//!
//! In: bytes. Out: whether they are UTF-8 but for some; and their text. A byte that stands alone
//! where a letter or a mark of windows-1252 makes sense is read as that: somebody has pasted a
//! line of another file. What else cannot be read is U+FFFD, and a character that the end of the
//! input cuts off is left out.

use encoding_rs::WINDOWS_1252;

/// Whether the bytes are UTF-8, some of them damaged: there are at least as many characters of
/// several bytes as there are damaged places. In text of another encoding hardly any bytes happen
/// to form one.
pub(super) fn is_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut damaged, mut cut) = (0_usize, 0_usize, 0);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let invalid = chunk.invalid();
        if chunks.peek().is_none() && is_beginning(invalid) {
            cut = invalid.len();
        } else {
            damaged += usize::from(!invalid.is_empty());
        }
    }
    match damaged {
        // A lone byte at the end is a letter of another encoding rather than half a character.
        0 => whole > 0 || cut != 1,
        damaged => whole >= damaged,
    }
}

/// Whether bytes are the beginning of a character.
fn is_beginning(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// The text of the bytes, and how many places in them were damaged.
pub(super) fn mended(bytes: &[u8]) -> (String, usize) {
    let mut text = String::with_capacity(bytes.len() + 2);
    let mut faults = 0;
    let mut chunks = bytes.utf8_chunks().peekable();
    // Whether the bytes right before belong to no character.
    let mut follows_fault = false;
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        let invalid = chunk.invalid();
        if invalid.is_empty() {
            break;
        }
        faults += 1;
        let next = chunks.peek().map(|next| next.valid());
        if next.is_none() && invalid.len() > 1 && is_beginning(invalid) {
            break;
        }
        let stands_alone =
            !(follows_fault && chunk.valid().is_empty()) && next.is_none_or(|it| !it.is_empty());
        let letter = match invalid {
            &[byte] if stands_alone => sensible(byte, &text, next.unwrap_or_default()),
            _ => None,
        };
        if letter.is_none() && next.is_none() && is_beginning(invalid) {
            break;
        }
        text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        follows_fault = true;
    }
    (text, faults)
}

/// The character of windows-1252 that a byte is, if it makes sense between `before` and `after`.
fn sensible(byte: u8, before: &str, after: &str) -> Option<char> {
    let bytes = [byte];
    let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    let c = decoded.chars().next()?;
    let last = before.chars().next_back().unwrap_or(' ');
    let next = after.chars().next().unwrap_or(' ');
    let is_word = |c: char| c.is_ascii_alphabetic();
    let is_gap = |c: char| c.is_whitespace() || c.is_ascii_punctuation();
    let makes_sense = match c {
        // Quotation marks, dashes, the ellipsis, the bullet.
        '“' | '‘' => is_gap(last) && next.is_ascii_alphanumeric(),
        '”' => !is_gap(last) || last.is_ascii_punctuation(),
        '’' => is_word(last) || last.is_ascii_punctuation(),
        '–' | '—' | '…' | '•' => last.is_ascii() && next.is_ascii(),
        '€' | '£' | '¥' => next.is_ascii_digit() || last.is_ascii_digit() || next == ' ',
        '\u{A0}' | '§' | '©' | '®' | '°' | '«' | '»' | '·' | '½' | '¼' | '¾' | '²' | '³' | '¿'
        | '¡' | 'º' | 'ª' | '™' => last.is_ascii() && next.is_ascii(),
        // A small letter in a word; a capital one at the beginning of one, or among others.
        c if c.is_lowercase() => is_word(last) || is_word(next),
        c if c.is_uppercase() => {
            (is_word(next) && !last.is_alphanumeric()) || last.is_ascii_uppercase()
        }
        _ => false,
    };
    makes_sense.then_some(c)
}
