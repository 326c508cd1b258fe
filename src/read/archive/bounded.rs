//! An archive of which nothing is believed: its directory, and its entries one by one.
//!
//! In: a ZIP archive. Out: the names in it, and the bytes of an entry that is asked for. The number
//! of entries, the size of one, the size of all that are read and how many times larger they are
//! than what they are made of are bounded, whatever the directory says of them. Entries that share
//! bytes are refused, with which a small archive becomes a large one. Names are names alone: none
//! ever becomes a path on this machine.
//!
//! What this does not do: decrypt, or mend what is damaged.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::read::{ZipArchiveMetadata, ZipFileEntry};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::error::{Error, Result};
use crate::read::source::ReadSeek;

/// The most entries of an archive: a book has hundreds, an export of a lifetime tens of thousands.
const MOST_ENTRIES: usize = 200_000;
/// The most bytes that are read to find them, some hundred an entry.
const LARGEST_DIRECTORY: u64 = 24 << 20;
/// How many times larger than its compressed bytes an entry may be. Pages are 5 to 20 times as
/// large, one line over and over a thousand times.
const ENTRY_RATIO: u64 = 200;
/// An entry up to this size may be of any ratio.
const SMALL_ENTRY: u64 = 256 << 10;
/// How many times larger than the archive all entries that are read may be.
const TOTAL_RATIO: u64 = 100;
/// All entries that are read may be this large, whatever the archive's size.
const SMALL_TOTAL: u64 = 16 << 20;
/// The bytes at the end that hold the records of the whole archive: a comment may be 64 KiB.
const TAIL: u64 = 66 << 10;
/// The bytes of an entry's header in front of its name.
const LOCAL_HEADER: u64 = 30;

/// An archive that was opened.
pub(crate) struct Archive {
    name: String,
    archive: ZipArchive<BufReader<Metered>>,
    directory: Arc<ZipArchiveMetadata>,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl Archive {
    /// Opens the archive called `name`: reads its directory.
    ///
    /// # Errors
    /// [`Error::Refused`] if it is damaged, has too many entries or entries that overlap.
    pub(crate) fn open(name: &str, reader: Box<dyn ReadSeek>) -> Result<Self> {
        let refused = |reason| Error::Refused { name: name.to_owned(), reason };
        let left = Arc::new(AtomicU64::new(LARGEST_DIRECTORY));
        let metered = Metered { reader, left: Arc::clone(&left) };
        let mut reader = BufReader::new(metered);
        let too_many = || {
            let reason = format!(
                "the archive has more than the {MOST_ENTRIES} entries that are read; unpack it \
                 and give the folder"
            );
            refused(reason)
        };
        let declared = declared_entries(&mut reader);
        if declared.is_ok_and(|count| count > MOST_ENTRIES as u64) {
            return Err(too_many());
        }
        let opened = ZipArchive::new(reader);
        let is_huge = || left.load(Ordering::Relaxed) == 0;
        let count = opened.as_ref().map_or(0, ZipArchive::len);
        if count > MOST_ENTRIES || opened.is_err() && is_huge() {
            return Err(too_many());
        }
        let archive = opened.map_err(|error| refused(damage(&error)))?;
        left.store(u64::MAX, Ordering::Relaxed);
        let directory = archive.metadata();
        if overlap(&directory) {
            let reason = "entries of the archive share their bytes, as in one that is made to do \
                harm; pack it anew";
            return Err(refused(reason.to_owned()));
        }
        let packed: u64 =
            records(&directory).map(|record| record.compressed_size()).fold(0, u64::saturating_add);
        let left = packed.saturating_mul(TOTAL_RATIO).saturating_add(SMALL_TOTAL);
        Ok(Self { name: name.to_owned(), archive, directory, left })
    }

    /// How many entries there are, folders among them.
    pub(crate) fn len(&self) -> usize {
        self.directory.len()
    }

    /// The name of an entry; that of a folder ends in `/`.
    pub(crate) fn name(&self, index: usize) -> String {
        let record = self.directory.entry(index);
        let name = record.as_ref().ok().and_then(|record| record.name().ok());
        name.map(|name| name.replace('\\', "/")).unwrap_or_default()
    }

    /// The names of all entries, in the order of the directory.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        (0..self.len()).map(|index| self.name(index))
    }

    /// The number of the entry of this name.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name_raw(name.as_bytes())
    }

    /// The number of bytes that an entry takes in the archive.
    pub(crate) fn packed_size(&self, index: usize) -> u64 {
        self.directory.entry(index).map_or(0, |record| record.compressed_size())
    }

    /// What errors call an entry: the archive's name and its own, with a mark for each character
    /// that a terminal would obey.
    pub(crate) fn place(&self, index: usize) -> String {
        let mark = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
        let name: String = self.name(index).chars().map(mark).collect();
        format!("{}/{name}", self.name)
    }

    /// The bytes of an entry, at most `most` of them.
    ///
    /// # Errors
    /// [`Error::Refused`] if there are more, if it is encrypted, damaged or packed in a way that is
    /// not read, or if it is larger than its compressed bytes may be.
    pub(crate) fn read(&mut self, index: usize, most: usize) -> Result<Vec<u8>> {
        let refused = |reason| Error::Refused { name: self.place(index), reason };
        let record = self.directory.entry(index).map_err(|error| refused(damage(&error)))?;
        if record.encrypted() {
            let reason = "it is encrypted; unpack the archive with its password and give the files";
            return Err(refused(reason.to_owned()));
        }
        let method = record.compression();
        if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
            let reason =
                format!("it is compressed with {method}, which is not read; unpack the archive");
            return Err(refused(reason));
        }
        let (declared, packed) = (record.size(), record.compressed_size());
        let limit = Limit::new(most as u64, packed, self.left);
        if declared > limit.bytes {
            return Err(refused(limit.reason));
        }
        let mut bytes = Vec::new();
        let read = match self.archive.by_index(index) {
            Ok(file) => file.take(limit.bytes + 1).read_to_end(&mut bytes).map_err(ZipError::Io),
            Err(error) => Err(error),
        };
        self.left = self.left.saturating_sub(bytes.len() as u64);
        let refused = |reason| Error::Refused { name: self.place(index), reason };
        read.map_err(|error| refused(damage(&error)))?;
        if bytes.len() as u64 > limit.bytes {
            return Err(refused(limit.reason));
        }
        Ok(bytes)
    }
}

/// How large an entry may be, and what is said of one that is larger.
struct Limit {
    bytes: u64,
    reason: String,
}

impl Limit {
    /// Of an entry that takes `packed` bytes, where a caller wants `most` and all entries may have
    /// `left` more.
    fn new(most: u64, packed: u64, left: u64) -> Self {
        let expanded = packed.saturating_mul(ENTRY_RATIO).max(SMALL_ENTRY);
        let bytes = most.min(expanded).min(left);
        let reason = match bytes {
            bytes if bytes == most => format!("it is larger than {} MiB; divide it", most >> 20),
            bytes if bytes == expanded => format!(
                "it is over {ENTRY_RATIO} times as large as its compressed bytes, as in an archive \
                 that is made to do harm; unpack it and give the file"
            ),
            _ => format!(
                "the files of the archive are over {TOTAL_RATIO} times as large as itself; unpack \
                 it and give the folder"
            ),
        };
        Self { bytes, reason }
    }
}

/// How many entries the archive says that it has, as far as it can say more than is read: in the
/// record of large archives, near the end.
fn declared_entries(reader: &mut (impl Read + Seek)) -> io::Result<u64> {
    const COUNT: usize = 32;
    let length = reader.seek(SeekFrom::End(0))?;
    reader.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    reader.take(TAIL).read_to_end(&mut tail)?;
    let record = tail.windows(4).rposition(|window| window == b"PK\x06\x06");
    let count = record.and_then(|at| tail.get(at + COUNT..at + COUNT + 8)?.try_into().ok());
    Ok(count.map_or(0, u64::from_le_bytes))
}

/// What the directory says of each entry.
fn records(directory: &ZipArchiveMetadata) -> impl Iterator<Item = ZipFileEntry<'_>> {
    (0..directory.len()).filter_map(|index| directory.entry(index).ok())
}

/// Whether two entries share bytes.
fn overlap(directory: &ZipArchiveMetadata) -> bool {
    let range = |record: ZipFileEntry<'_>| {
        let start = record.header_start();
        let length = record.compressed_size().saturating_add(LOCAL_HEADER);
        (start, start.saturating_add(length))
    };
    let mut ranges: Vec<(u64, u64)> = records(directory).map(range).collect();
    ranges.sort_unstable();
    ranges.windows(2).any(|pair| matches!(pair, [(_, end), (next, _)] if end > next))
}

/// A reader of which only so many bytes may be read.
struct Metered {
    reader: Box<dyn ReadSeek>,
    left: Arc<AtomicU64>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::other("its directory is too large"));
        }
        let count = self.reader.read(buffer)?;
        if left != u64::MAX {
            self.left.store(left.saturating_sub(count as u64), Ordering::Relaxed);
        }
        Ok(count)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.reader.seek(to)
    }
}

/// What a user is told of an archive that cannot be read.
fn damage(error: &ZipError) -> String {
    let what = match error {
        ZipError::Io(error) => error.to_string(),
        ZipError::InvalidArchive(what) => what.to_string(),
        ZipError::UnsupportedArchive(what) => (*what).to_owned(),
        other => other.to_string(),
    };
    format!("the archive is damaged or was cut off ({what}); download or copy it again")
}
