//! ZIP archives: what is inside decides.
//!
//! In: an archive. Out: the entries of every file in it that can be read, each by the same
//! detection as a file by itself; of an archive that Omnivore wrote, whose texts lie beside what is
//! known of them, both together. Files are unpacked one at a time. Hidden files, pictures and what
//! makes up the look of pages are passed over; a file that cannot be read is an error of its own.

pub(crate) mod bounded;

#[cfg(test)]
pub(in crate::read) mod hostile;
#[cfg(test)]
mod tests;

use self::bounded::Archive;
use super::detect::{Head, Looks, detect};
use super::entry::{Entries, one};
use super::exports::omnivore;
use super::source::{LARGEST, Source};
use super::table::Reader;
use crate::error::{Error, Result};

pub(crate) const READER: Reader = Reader {
    name: "zip",
    extensions: &["zip"],
    media_types: &["application/zip", "application/x-zip-compressed"],
    looks,
    read,
};

/// The most bytes of a file in an archive.
const LARGEST_FILE: usize = 512 << 20;
/// How deep an archive may lie in others.
const DEEPEST_ARCHIVE: usize = 1;
/// How many times larger than its compressed bytes an archive in an archive may be: what is
/// compressed once does not become smaller again.
const NESTED_RATIO: u64 = 10;
/// An archive in an archive up to this size may be of any ratio.
const SMALL_NESTED: u64 = 64 << 10;

/// What an archive begins with: an entry, or the end where there are none.
const SIGNATURES: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// The extensions of files without a text of their own: pictures, sound, films, fonts, and the look
/// and the programs of pages.
const PASSED_OVER: [&str; 34] = [
    "avif", "bmp", "css", "eot", "flac", "gif", "heic", "ico", "icns", "jpeg", "jpg", "js", "m4a",
    "m4v", "map", "mjs", "mkv", "mov", "mp3", "mp4", "mpg", "oga", "ogg", "ogv", "otf", "png",
    "svg", "tif", "tiff", "ttf", "wav", "webm", "webp", "woff",
];

fn looks(head: &Head<'_>) -> Looks {
    if is_archive(head.bytes) { Looks::Certain } else { Looks::Other }
}

fn is_archive(bytes: &[u8]) -> bool {
    SIGNATURES.iter().any(|signature| bytes.starts_with(signature))
}

fn read(source: Source) -> Entries {
    entries(source).unwrap_or_else(|error| one(Err(error)))
}

fn entries(source: Source) -> Result<Entries> {
    if source.depth > DEEPEST_ARCHIVE {
        let reason = "it is an archive in an archive in an archive; unpack the outer ones first";
        return Err(Error::Refused { name: source.name, reason: reason.to_owned() });
    }
    let shell = source.without_content();
    let archive = Archive::open(&shell.name, source.into_seekable(LARGEST)?)?;
    omnivore::entries(archive, shell).or_else(|parts| {
        let (archive, source) = *parts;
        Ok(Box::new(Files { archive, source, next: 0 }.flatten()))
    })
}

/// The entries of a file that lies in another.
pub(crate) fn read_nested(source: Source) -> Entries {
    (detect(&source).read)(source)
}

/// The files of an archive that are left.
struct Files {
    archive: Archive,
    source: Source,
    next: usize,
}

impl Files {
    fn open(&mut self, index: usize) -> Result<Entries> {
        let bytes = self.archive.read(index, LARGEST_FILE)?;
        let name = self.archive.place(index);
        let unpacked = bytes.len() as u64;
        if is_archive(&bytes)
            && unpacked > SMALL_NESTED
            && unpacked / NESTED_RATIO > self.archive.packed_size(index)
        {
            let reason = "it is an archive that was compressed again to a fraction, as one that is \
                made to do harm; unpack it and give the folder";
            return Err(Error::Refused { name, reason: reason.to_owned() });
        }
        Ok(read_nested(self.source.nested(name, bytes)?))
    }
}

impl Iterator for Files {
    type Item = Entries;

    fn next(&mut self) -> Option<Self::Item> {
        while self.next < self.archive.len() {
            let index = self.next;
            self.next += 1;
            if is_wanted(&self.archive.name(index)) {
                return Some(self.open(index).unwrap_or_else(|error| one(Err(error))));
            }
        }
        None
    }
}

/// Whether a file of this name may hold an article: no folder, not hidden, no picture.
fn is_wanted(path: &str) -> bool {
    let mut parts = path.split(['/', '\\']);
    let is_hidden =
        |part: &str| part.starts_with('.') && part != "." && part != ".." || part == "__MACOSX";
    let file = parts.next_back().unwrap_or_default();
    let is_of_the_system =
        ["thumbs.db", "desktop.ini"].iter().any(|name| file.eq_ignore_ascii_case(name));
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_passed_over = PASSED_OVER.iter().any(|name| extension.eq_ignore_ascii_case(name))
        || extension.eq_ignore_ascii_case("woff2");
    let is_in_hidden = parts.any(is_hidden);
    !(file.is_empty() || is_hidden(file) || is_in_hidden || is_of_the_system || is_passed_over)
}
