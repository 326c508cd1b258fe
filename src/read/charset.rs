//! Bytes to text.
//!
//! In: the bytes of a file, in whatever encoding. Out: text, without a byte order
//! mark. Bytes that are no text (images, archives, programs) are refused with the
//! name of what they are.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::article::Warning;
use crate::error::{Error, Result};

/// What files that are no text begin with.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"RIFF", "a RIFF media file"),
    (b"OggS", "an Ogg media file"),
    (b"ID3", "an MP3 file"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a Microsoft Office document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1F\x8B", "gzip-compressed data"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xFD7zXZ\0", "xz-compressed data"),
    (b"\x28\xB5\x2F\xFD", "zstd-compressed data"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\x7FELF", "an ELF program"),
    (b"\xCF\xFA\xED\xFE", "a Mach-O program"),
    (b"\xCA\xFE\xBA\xBE", "a program or Java class file"),
    (b"\0asm", "a WebAssembly module"),
    (b"SQLite format 3\0", "an SQLite database"),
];

/// One character in this many may be a control character or not decodable.
const FAULTS: usize = 50;

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
    Encoding::for_label(charset?.trim().trim_matches('"').as_bytes())
}

/// Decodes the bytes of the input called `name`; `named` is the encoding that its source names.
///
/// A byte order mark decides, then UTF-8 if the bytes are valid (or are but for a few), else
/// the encoding is detected from the bytes.
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
    let text = match named {
        Some(encoding) => encoding.decode(&bytes).0.into_owned(),
        None => decoded(bytes).ok_or_else(|| refuse("it holds NUL bytes"))?,
    };
    let (mut characters, mut controls, mut replaced) = (0, 0, 0);
    for c in text.chars() {
        characters += 1;
        controls += usize::from(c.is_control() && !is_white_space(c));
        replaced += usize::from(c == char::REPLACEMENT_CHARACTER);
    }
    if controls * FAULTS > characters {
        return Err(refuse("it is full of control characters"));
    }
    if replaced * FAULTS > characters {
        return Err(refuse("its bytes are in no encoding that is known"));
    }
    Ok(Decoded { text, warnings: Vec::new() })
}

fn signature(bytes: &[u8]) -> Option<&'static str> {
    let found = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
    // These signatures are letters, with which a text may begin too.
    let is_word = |start: &[u8]| start.iter().all(u8::is_ascii_alphanumeric);
    found.filter(|(start, _)| !is_word(start) || bytes.contains(&0)).map(|(_, reason)| *reason)
}

/// The text of the bytes, with U+FFFD for what cannot be decoded; `None` if NUL bytes show that
/// they are no text.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.starts_with('\u{FEFF}') && !text.contains(['\0', '\x1B']) => {
            return Some(text);
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let bytes = &*bytes;
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode(bytes).0.into_owned());
    }
    if bytes.contains(&0) {
        return utf_16_without_mark(bytes).map(|encoding| encoding.decode(bytes).0.into_owned());
    }
    let shifts = bytes.windows(2).any(|pair| matches!(pair, b"\x1B$" | b"\x1B("));
    if !shifts && let Some(text) = utf_8(bytes) {
        return Some(text);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    Some(encoding.decode(bytes).0.into_owned())
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

/// The bytes as UTF-8, if they are valid, or are UTF-8 with a few bytes damaged: then at least
/// ten letters of several bytes must be whole for each that is not.
fn utf_8(bytes: &[u8]) -> Option<String> {
    let (mut whole, mut damaged) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    (10 * damaged <= whole).then(|| String::from_utf8_lossy(bytes).into_owned())
}

/// Whether a control character is white space of some kind, for our purposes.
fn is_white_space(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}')
}

#[cfg(test)]
mod tests {
    use encoding_rs::{ISO_2022_JP, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    fn text(bytes: impl AsRef<[u8]>) -> Result<String> {
        decode("in", bytes.as_ref().to_vec(), None).map(|decoded| decoded.text)
    }

    fn reason(bytes: &[u8]) -> &'static str {
        match decode("in", bytes.to_vec(), None) {
            Err(Error::NotText { reason, .. }) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let french = "L’été dernier, le maire a fermé l’école près de la forêt : « trop âgée », \
            a-t-il déclaré à la presse.";
        assert_eq!(text(french.as_bytes()).unwrap(), french);
        assert_eq!(text(&WINDOWS_1252.encode(french).0).unwrap(), french);
        let little: Vec<u8> = french.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&little).unwrap(), french);
        assert_eq!(text(&[b"\xFF\xFE", &little[..]].concat()).unwrap(), french);
        let big: Vec<u8> = french.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&[b"\xFE\xFF", &big[..]].concat()).unwrap(), french);
        assert_eq!(text(&[b"\xEF\xBB\xBF", french.as_bytes()].concat()).unwrap(), french);
        let japanese = "港は風のため正午前に閉鎖された。漁船は一日中港に留まった。";
        for encoding in [SHIFT_JIS, ISO_2022_JP] {
            assert_eq!(text(&encoding.encode(japanese).0).unwrap(), japanese);
        }
        let russian = "Порт закрыли до полудня из-за сильного ветра, и лодки остались у берега.";
        assert_eq!(text(&WINDOWS_1251.encode(russian).0).unwrap(), russian);
    }

    #[test]
    fn damaged_utf_8_stays_utf_8() {
        let mut bytes = "Ärger über Öl: größere Häfen schließen für ein paar müde Tage ".repeat(3);
        bytes.push('ü');
        let cut = &bytes.as_bytes()[..bytes.len() - 1];
        assert!(text(cut).unwrap().starts_with("Ärger über Öl"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(reason(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "a PNG image");
        assert_eq!(reason(b"PK\x03\x04rest"), "a ZIP archive or an office document");
        assert_eq!(reason(b"%PDF-1.7\n"), "a PDF document");
        assert_eq!(reason(b"\x1F\x8B\x08\0"), "gzip-compressed data");
        assert_eq!(reason(b"\x7FELF\x02"), "an ELF program");
        assert_eq!(reason(b"text\0with\0nul"), "it holds NUL bytes");
        assert_eq!(reason(b"\x01\x02\x03\x04 text"), "it is full of control characters");
        assert_eq!(text(b"BZh, said the bee.").unwrap(), "BZh, said the bee.");
    }
}
