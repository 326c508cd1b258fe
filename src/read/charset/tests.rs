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
    assert_eq!(text([b"\xFF\xFE", &little[..]].concat()).unwrap(), french);
    let big: Vec<u8> = french.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(text([b"\xFE\xFF", &big[..]].concat()).unwrap(), french);
    assert_eq!(text([b"\xEF\xBB\xBF", french.as_bytes()].concat()).unwrap(), french);
    let japanese = "港は風のため正午前に閉鎖された。漁船は一日中港に留まった。";
    for encoding in [SHIFT_JIS, ISO_2022_JP] {
        assert_eq!(text(&encoding.encode(japanese).0).unwrap(), japanese);
    }
    let russian = "Порт закрыли до полудня из-за сильного ветра, и лодки остались у берега.";
    assert_eq!(text(&WINDOWS_1251.encode(russian).0).unwrap(), russian);
}

/// The text, and how many places the warning names.
fn read(bytes: &[u8]) -> (String, usize) {
    let decoded = decode("in", bytes.to_vec(), None).unwrap();
    let count = decoded.warnings.iter().map(|warning| match warning {
        Warning::Bytes { count } => *count,
        other => panic!("{other}"),
    });
    (decoded.text, count.sum())
}

const QUOTED: &str = "The mayor said she “would not wait” for the county’s answer. It’s the third.";

fn with(before: &str, bytes: &[u8], after: &str) -> Vec<u8> {
    [before.as_bytes(), bytes, after.as_bytes()].concat()
}

#[test]
fn damaged_utf_8_stays_utf_8() {
    for (bytes, after, expected) in [
        (&b" A caf\xE9"[..], " owner.", format!("{QUOTED} A café owner.")),
        (b" \xC9", "tienne.", format!("{QUOTED} Étienne.")),
        (b" \x93", "So.", format!("{QUOTED} “So.")),
        (b" It\x92", "s.", format!("{QUOTED} It’s.")),
        (b" \xA3", "40.", format!("{QUOTED} £40.")),
        // Halves of characters are no letters of another encoding.
        (b" caf\xC3", " owner.", format!("{QUOTED} caf\u{FFFD} owner.")),
        (b" It\xE2\x80", "s.", format!("{QUOTED} It\u{FFFD}s.")),
        (b" It\x80\x99", "s.", format!("{QUOTED} It\u{FFFD}\u{FFFD}s.")),
        (b" \xFF", " x.", format!("{QUOTED} \u{FFFD} x.")),
    ] {
        let (text, faults) = read(&with(QUOTED, bytes, after));
        assert_eq!(text, expected);
        assert_eq!(faults, expected.matches('\u{FFFD}').count().max(1), "{text}");
    }
    let japanese = with("港は閉鎖された。", b"\xE3", "雨だった。");
    assert_eq!(read(&japanese), ("港は閉鎖された。\u{FFFD}雨だった。".to_owned(), 1));
    assert_eq!(read(QUOTED.as_bytes()), (QUOTED.to_owned(), 0));
}

#[test]
fn an_end_that_is_cut_off_is_left_out() {
    for end in [&b"\xE2\x80"[..], b"\xE2", b"\xC3", b"\xF0\x9F\x98"] {
        let (text, faults) = read(&with(QUOTED, end, ""));
        assert_eq!((text.trim_end_matches('â'), faults), (QUOTED, 1), "{end:?}");
    }
    let english = "The council voted on Tuesday. It was the third vote this year, ";
    assert_eq!(read(&with(english, b"\xE2\x80", "")), (english.to_owned(), 1));
    assert_eq!(text(with("Un caf", b"\xE9", "")).unwrap(), "Un café");
}

#[test]
fn a_named_encoding_is_taken_where_the_bytes_do_not_gainsay_it() {
    let named = |bytes: &[u8], encoding| decode("in", bytes.to_vec(), Some(encoding)).unwrap().text;
    assert_eq!(named(b"Stra\xDFe", WINDOWS_1252), "Straße");
    assert_eq!(named("Straße".as_bytes(), WINDOWS_1252), "Straße");
    assert_eq!(named(&with(QUOTED, b" caf\xE9 ", ""), UTF_8), format!("{QUOTED} café "));
    assert_eq!(named(&ISO_2022_JP.encode("港は風").0, ISO_2022_JP), "港は風");
}

#[test]
fn a_stray_nul_is_passed_over_and_many_are_no_text() {
    let long = QUOTED.repeat(30);
    let (text, faults) = read(&with(&long, b"\0", QUOTED));
    assert_eq!((text, faults), (format!("{long}{QUOTED}"), 1));
}

#[test]
fn the_head_of_an_input_tells_its_encoding() {
    assert_eq!(sniff(b"{}", None), None);
    assert_eq!(sniff(&with("caf", b"\xE9", QUOTED), None), Some(UTF_8));
    let russian = WINDOWS_1251.encode("Порт закрыли до полудня из-за сильного ветра.").0;
    assert_eq!(sniff(&russian, None), Some(WINDOWS_1251));
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
