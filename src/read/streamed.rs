//! Text as it comes, as UTF-8.
//!
//! In: a source. Out: its bytes as a stream of UTF-8 without a byte order mark, so that a large
//! input is never held whole. One whose first bytes are in another encoding is decoded whole.

use std::io::{BufRead, Cursor, Read};

use encoding_rs::Encoding;

use super::charset;
use super::source::{LARGEST, Source};
use crate::article::Warning;
use crate::error::{Error, Result};

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Text that comes.
pub(crate) struct Streamed {
    /// Its bytes, UTF-8 but for those that are damaged.
    pub(crate) reader: Box<dyn BufRead + Send>,
    /// The first of them.
    pub(crate) head: String,
    /// Whether these are all.
    pub(crate) is_whole: bool,
    /// The encoding that the first of them tell, for all that are not decoded yet.
    pub(crate) encoding: Option<&'static Encoding>,
    /// What was wrong with them.
    pub(crate) warnings: Vec<Warning>,
}

impl Streamed {
    /// The text of a source.
    ///
    /// # Errors
    /// As [`Source::into_text`], where it is in another encoding.
    pub(crate) fn new(source: Source) -> Result<Self> {
        if !is_utf_8(&source) {
            let charset::Decoded { text, warnings } = source.into_text(LARGEST)?;
            let head = text.clone();
            let reader = Box::new(Cursor::new(text.into_bytes()));
            return Ok(Self { reader, head, is_whole: true, encoding: None, warnings });
        }
        let is_whole = source.is_head_all();
        let named = source.media_type.as_deref().and_then(charset::of_media_type);
        let encoding = charset::sniff(source.head(), named);
        let has_mark = source.head().starts_with(MARK);
        let head = source.head().strip_prefix(MARK).unwrap_or(source.head());
        let head = String::from_utf8_lossy(head).into_owned();
        let name = source.name.clone();
        let mut reader = source.into_reader();
        if has_mark {
            let mut mark = [0; MARK.len()];
            let skipped = reader.read_exact(&mut mark);
            skipped.map_err(|source| Error::Io { path: name.into(), source })?;
        }
        Ok(Self { reader, head, is_whole, encoding, warnings: Vec::new() })
    }
}

/// Whether the first bytes are UTF-8, with marks that are bytes.
fn is_utf_8(source: &Source) -> bool {
    let named = source.media_type.as_deref().and_then(charset::of_media_type);
    let head = source.head();
    let is_cut = |error: std::str::Utf8Error| error.error_len().is_none();
    std::str::from_utf8(head).map_or_else(is_cut, |_| true)
        && named.is_none_or(|encoding| encoding == encoding_rs::UTF_8)
        && !head.contains(&0)
        // The shifts of ISO-2022-JP.
        && !head.contains(&0x1B)
}
