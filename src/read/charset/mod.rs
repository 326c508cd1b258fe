//! Bytes to text.
//!
//! In: the bytes of a file, in whatever encoding. Out: text, without a byte order
//! mark. Bytes that are no text (images, archives, programs) are refused with the
//! name of what they are.
//!
//! UTF-8 stays UTF-8 when some of its bytes are damaged, see [`damaged`]; a warning says how many
//! places are.

mod damaged;
mod signature;

#[cfg(test)]
mod tests;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use self::signature::signature;
use crate::article::Warning;
use crate::error::{Error, Result};

/// One character in this many may be a control character or not decodable.
const FAULTS: usize = 50;
/// So many characters that cannot be decoded are borne in any text.
const BORNE: usize = 2;
/// One byte in this many may be NUL in a text.
const NULS: usize = 1000;

/// Text, and what of the bytes was none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decoded {
    /// The text, without a byte order mark.
    pub(crate) text: String,
    /// That some bytes were no text.
    pub(crate) warnings: Vec<Warning>,
}

/// The encoding that a `Content-Type` names.
pub(crate) fn of_media_type(media_type: &str) -> Option<&'static Encoding> {
    let parameters = media_type.split(';').skip(1);
    let charset = parameters
        .filter_map(|parameter| parameter.split_once('='))
        .find_map(|(name, value)| name.trim().eq_ignore_ascii_case("charset").then_some(value));
    Encoding::for_label(charset?.trim().trim_matches(['"', '\'']).as_bytes())
}

/// The encoding of an input of which these are the first bytes, where they tell: for an input that
/// is decoded line by line, so that one bad line changes nothing for the others.
pub(crate) fn sniff(head: &[u8], named: Option<&'static Encoding>) -> Option<&'static Encoding> {
    if head.is_ascii() {
        return named;
    }
    if damaged::is_utf_8(head) {
        return Some(UTF_8);
    }
    Some(named.unwrap_or_else(|| detected(head)))
}

/// Decodes the bytes of the input called `name`; `named` is the encoding that its source names.
///
/// A byte order mark decides, then UTF-8 if the bytes are valid (or are but for a few), then what
/// is named, else the encoding is detected from the bytes.
///
/// # Errors
/// [`Error::NotText`] where the bytes are no text.
pub(crate) fn decode(
    name: &str,
    bytes: Vec<u8>,
    named: Option<&'static Encoding>,
) -> Result<Decoded> {
    let refuse = |reason| Error::NotText { name: name.to_owned(), reason };
    if let Some(reason) = signature(&bytes) {
        return Err(refuse(reason));
    }
    let Text { text, faults, is_sure } =
        decoded(bytes, named).ok_or_else(|| refuse("it holds NUL bytes"))?;
    let (mut characters, mut controls, mut replaced) = (0, 0, 0);
    for c in text.chars() {
        characters += 1;
        controls += usize::from(c.is_control() && !is_white_space(c));
        replaced += usize::from(c == char::REPLACEMENT_CHARACTER);
    }
    if controls * FAULTS > characters {
        return Err(refuse("it is full of control characters"));
    }
    if !is_sure && replaced > BORNE && replaced * FAULTS > characters {
        return Err(refuse("its bytes are in no encoding that is known"));
    }
    let count = if is_sure { faults } else { replaced };
    let warnings = if count == 0 { Vec::new() } else { vec![Warning::Bytes { count }] };
    Ok(Decoded { text, warnings })
}

/// Text, and how sure its encoding is.
struct Text {
    text: String,
    /// How many places were damaged, where the encoding is sure.
    faults: usize,
    is_sure: bool,
}

impl Text {
    fn whole(text: String) -> Self {
        Self { text, faults: 0, is_sure: true }
    }

    fn in_encoding(encoding: &'static Encoding, bytes: &[u8]) -> Self {
        let text = encoding.decode(bytes).0.into_owned();
        Self { text, faults: 0, is_sure: false }
    }
}

/// The text of the bytes, with U+FFFD for what cannot be decoded; `None` if NUL bytes show that
/// they are no text.
fn decoded(bytes: Vec<u8>, named: Option<&'static Encoding>) -> Option<Text> {
    // An encoding of ASCII bytes alone, which are UTF-8 too.
    let shifts = |bytes: &[u8]| bytes.windows(2).any(|two| matches!(two, b"\x1B$" | b"\x1B("));
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.contains(['\0', '\x1B']) => return Some(Text::whole(unmarked(text))),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return Some(match encoding == UTF_8 {
            true => mended(&bytes[length..]),
            false => Text::in_encoding(encoding, &bytes),
        });
    }
    let nuls = bytes.iter().filter(|&&byte| byte == 0).count();
    if nuls > 0 {
        if let Some(encoding) = utf_16_without_mark(&bytes) {
            return Some(Text::in_encoding(encoding, &bytes));
        }
        if nuls * NULS > bytes.len() {
            return None;
        }
        let others: Vec<u8> = bytes.into_iter().filter(|&byte| byte != 0).collect();
        let text = decoded(others, named)?;
        return Some(Text { faults: text.faults + nuls, ..text });
    }
    if shifts(&bytes) {
        return Some(Text::in_encoding(named.unwrap_or_else(|| detected(&bytes)), &bytes));
    }
    Some(match named {
        _ if damaged::is_utf_8(&bytes) => mended(&bytes),
        Some(encoding) if encoding == UTF_8 => mended(&bytes),
        Some(encoding) => Text::in_encoding(encoding, &bytes),
        None => Text::in_encoding(detected(&bytes), &bytes),
    })
}

/// Text without a byte order mark.
fn unmarked(mut text: String) -> String {
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    text
}

/// The text of damaged UTF-8.
fn mended(bytes: &[u8]) -> Text {
    let (text, faults) = damaged::mended(bytes);
    Text { text, faults, is_sure: true }
}

/// The encoding that the bytes are likeliest in.
fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 without a byte order mark: nearly every second byte of European text is NUL.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let nuls = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let units = bytes.len() / 2;
    match () {
        () if even == 0 && 2 * odd > units => Some(UTF_16LE),
        () if odd == 0 && 2 * even > units => Some(UTF_16BE),
        () => None,
    }
}

/// Whether a control character is white space of some kind, for our purposes.
fn is_white_space(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}')
}
