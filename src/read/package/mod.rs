//! Documents that are ZIP archives of XML parts: EPUB, DOCX, ODT.
//!
//! In: a [`Source`]. Out: its parts, one at a time and by name, each of a bounded size however
//! small it is packed.

pub(crate) mod properties;
pub(crate) mod xml;

use std::io::Read;

use zip::ZipArchive;
use zip::result::ZipError;

use super::charset;
use super::source::{LARGEST, ReadSeek, Source};
use crate::error::{Error, Result};

/// The most bytes of one part.
const LARGEST_PART: u64 = 64 << 20;
/// The most bytes of all parts that are read.
const LARGEST_WHOLE: u64 = 512 << 20;
/// The most parts.
const MOST_PARTS: usize = 65_536;

/// A document in parts.
pub(crate) struct Package {
    /// What errors call it.
    pub(crate) name: String,
    archive: ZipArchive<Box<dyn ReadSeek>>,
    left: u64,
}

impl Package {
    /// Opens a document.
    ///
    /// # Errors
    /// [`Error::Refused`] where it is no sound archive.
    pub(crate) fn open(source: Source) -> Result<Self> {
        let name = source.name.clone();
        let archive = ZipArchive::new(source.into_seekable(LARGEST)?)
            .map_err(|error| unreadable(&name, &error))?;
        if archive.len() > MOST_PARTS {
            let reason = format!("it has more than {MOST_PARTS} parts; this is no document");
            return Err(Error::Refused { name, reason });
        }
        Ok(Self { name, archive, left: LARGEST_WHOLE })
    }

    /// Whether it has a part of this name.
    pub(crate) fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    /// The names of all parts, in their order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(|name| name.ok().map(|it| it.into_owned())).collect()
    }

    /// The text of a part; none if there is no such part.
    ///
    /// # Errors
    /// [`Error::Refused`] if it is too large, locked with a password or damaged,
    /// [`Error::NotText`] if it is no text.
    pub(crate) fn text(&mut self, part: &str) -> Result<Option<String>> {
        let Some(bytes) = self.bytes(part)? else { return Ok(None) };
        let name = format!("{}/{part}", self.name);
        charset::decode(&name, bytes, None).map(|decoded| Some(decoded.text))
    }

    fn bytes(&mut self, part: &str) -> Result<Option<Vec<u8>>> {
        let failed = |name: &str, error| unreadable(&format!("{name}/{part}"), &error);
        let file = match self.archive.by_name(part) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(failed(&self.name, error)),
        };
        let limit = LARGEST_PART.min(self.left);
        let mut bytes = Vec::new();
        file.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| failed(&self.name, ZipError::Io(error)))?;
        let length = bytes.len() as u64;
        if length > limit {
            let reason = format!("it unpacks to more than {} MiB; this is no text", limit >> 20);
            return Err(Error::Refused { name: format!("{}/{part}", self.name), reason });
        }
        self.left -= length;
        Ok(Some(bytes))
    }
}

fn unreadable(name: &str, error: &ZipError) -> Error {
    let reason = match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            "it is locked with a password; save it without one".to_owned()
        }
        error => format!("the file is damaged ({error}); get it anew, or save it as text"),
    };
    Error::Refused { name: name.to_owned(), reason }
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
