//! The encoding that a page is in.
//!
//! In: its bytes, and what its server called them. Out: an encoding, where one is named that can
//! be right. A byte order mark, and bytes of no named encoding, are for [`crate::read::charset`].

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::read::charset;

/// How many bytes at the beginning of a page are searched for a name.
const SEARCHED: usize = 4096;

/// The encoding that a page is to be read in; `None` if its bytes must tell.
///
/// Bytes that are UTF-8 are taken as that whatever is named: in any other encoding they would hardly
/// be valid, and pages that were saved or sent on keep their old `meta` element.
pub(super) fn encoding(bytes: &[u8], media_type: Option<&str>) -> Option<&'static Encoding> {
    if Encoding::for_bom(bytes).is_some() {
        return None;
    }
    let served = media_type.and_then(charset::of_media_type);
    let named = served.or_else(|| in_page(bytes))?;
    if named == ISO_2022_JP {
        return Some(named);
    }
    let (mut whole, mut damaged) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    match () {
        () if damaged == 0 => Some(UTF_8),
        // A name that the bytes belie.
        () if named == UTF_8 && damaged > whole => None,
        () => Some(named),
    }
}

/// The encoding that the beginning of a page names.
fn in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(SEARCHED)];
    let start: String = start.iter().map(|&b| char::from(b).to_ascii_lowercase()).collect();
    let declared = start.trim_start().strip_prefix("<?xml").and_then(|it| it.split_once("?>"));
    let declared = declared.and_then(|(prolog, _)| value(prolog, "encoding"));
    let mut metas = start.split("<meta").skip(1).filter_map(|it| it.split('>').next());
    let label = metas.find_map(|meta| value(meta, "charset")).or(declared)?;
    let named = Encoding::for_label(label.as_bytes())?;
    // What names itself in ASCII cannot be UTF-16.
    Some(if named == UTF_16LE || named == UTF_16BE { UTF_8 } else { named })
}

/// The value after `name=`, within quotation marks or without.
fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(name)?;
    let after = after.trim_start().strip_prefix('=')?;
    let after = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let end = after.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '>'));
    Some(&after[..end.unwrap_or(after.len())]).filter(|value| !value.is_empty())
}
