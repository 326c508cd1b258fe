//! Documents that are ZIP archives of XML parts: EPUB, DOCX, ODT.
//!
//! In: a [`Source`]. Out: its parts, one at a time and by name, each of a bounded size however
//! small it is packed.

pub(crate) mod properties;
pub(crate) mod xml;

use super::archive::bounded::Archive;
use super::charset;
use super::detect::Head;
use super::source::{LARGEST, Source};
use super::table::Reader;
use crate::error::Result;

/// The most bytes of one part.
const LARGEST_PART: usize = 64 << 20;

/// A document in parts.
pub(crate) struct Package {
    /// What errors call it.
    pub(crate) name: String,
    archive: Archive,
}

impl Package {
    /// Opens a document.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::Error::Refused) where it is no sound archive.
    pub(crate) fn open(source: Source) -> Result<Self> {
        let name = source.name.clone();
        let archive = Archive::open(&name, source.into_seekable(LARGEST)?)?;
        Ok(Self { name, archive })
    }

    /// Whether it has a part of this name.
    pub(crate) fn has(&self, part: &str) -> bool {
        self.archive.position(part).is_some()
    }

    /// The names of all parts, in their order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.archive.names().collect()
    }

    /// The text of a part; none if there is no such part.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::Error::Refused) if it is too large, locked with a password or
    /// damaged, [`Error::NotText`](crate::Error::NotText) if it is no text.
    pub(crate) fn text(&mut self, part: &str) -> Result<Option<String>> {
        let Some(index) = self.archive.position(part) else { return Ok(None) };
        let place = self.archive.place(index);
        let bytes = self.archive.read(index, LARGEST_PART)?;
        charset::decode(&place, bytes, None).map(|decoded| Some(decoded.text))
    }
}

/// Whether an input is a ZIP archive whose name says that it is in this format. The parts that tell
/// may come late in an archive.
pub(crate) fn named_archive(head: &Head<'_>, reader: &Reader) -> bool {
    head.bytes.starts_with(b"PK\x03\x04") && reader.extensions.contains(&head.extension)
}

/// The name of the first part of a ZIP archive and what follows it, by its first bytes.
pub(crate) fn first_part(head: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = |at: usize| Some(u16::from_le_bytes([*head.get(at)?, *head.get(at + 1)?]).into());
    head.strip_prefix(b"PK\x03\x04")?;
    let (name, extra): (usize, usize) = (length(26)?, length(28)?);
    Some((head.get(30..30 + name)?, head.get(30 + name + extra..)?))
}

/// Whether a ZIP archive says by its first part, `mimetype`, that it is of this type.
pub(crate) fn is_of_type(head: &[u8], media_type: &str) -> bool {
    first_part(head).is_some_and(|(name, content)| {
        name == b"mimetype" && content.starts_with(media_type.as_bytes())
    })
}

/// Whether the first bytes of a ZIP archive name this part.
pub(crate) fn names_part(head: &[u8], part: &str) -> bool {
    head.starts_with(b"PK\x03\x04")
        && head.windows(part.len()).any(|window| window == part.as_bytes())
}
