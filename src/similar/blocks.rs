//! A file in blocks of 4 KiB, each with a checksum that is compared when the block is first read.
//!
//! In comes a path, or bytes; out come slices of it that are known to be what was once written. A file
//! of half a gigabyte is open at once, and a damaged byte is found by whoever first reads its block,
//! before anything is made of it.
//!
//! | part | holds |
//! |---|---|
//! | blocks | what is stored, the last filled up with zeros |
//! | table | the CRC-32 of each block, u32 little-endian |
//! | end | the CRC-32 of the table |

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use memmap2::Mmap;

/// The size of a block: that of a page of memory.
pub(super) const BLOCK: usize = 4096;

const CHECKSUM: usize = 4;

/// What was read is not what was once written; says what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged(pub(crate) String);

impl Damaged {
    pub(super) fn because(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl From<io::Error> for Damaged {
    fn from(error: io::Error) -> Self {
        Self(format!("it cannot be read: {error}"))
    }
}

/// The blocks of a file, or of what would be one.
#[derive(Debug)]
pub(super) struct Blocks {
    bytes: Bytes,
    /// Where the table begins.
    length: usize,
    /// A bit for each block whose checksum was compared; empty where the bytes were never stored.
    compared: Vec<AtomicU64>,
}

#[derive(Debug)]
enum Bytes {
    Owned(Vec<u8>),
    Mapped(Mmap),
}

impl Bytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Owned(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

impl Blocks {
    /// The blocks that hold these bytes, not stored yet.
    pub(super) fn owned(mut bytes: Vec<u8>) -> Self {
        bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
        Self { length: bytes.len(), bytes: Bytes::Owned(bytes), compared: Vec::new() }
    }

    /// Replaces the first bytes of what is not stored yet; a file stays as it is.
    pub(super) fn replace_head(&mut self, head: &[u8]) {
        if let Bytes::Owned(bytes) = &mut self.bytes
            && let Some(place) = bytes.get_mut(..head.len())
        {
            place.copy_from_slice(head);
        }
    }

    /// Opens a file; only its length and its table are looked at.
    pub(super) fn open(path: &Path) -> Result<Self, Damaged> {
        // Anything but a regular file could block the reader for ever.
        let metadata = std::fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(Damaged::because("it is not a file"));
        }
        let file = File::open(path)?;
        // SAFETY: a map must not change while it is read. These files are ours: they lie in a folder that
        // bears our mark, are written under a temporary name, renamed once they are whole, and from then
        // on only ever removed, which leaves what is mapped as it is. Whoever changes one in place all the
        // same is seen by the checksums or gives wrong neighbours, but no reference outlives a call and
        // no bytes but plain ones are ever read through it.
        let map = unsafe { Mmap::map(&file) }?;
        let blocks = map.len().saturating_sub(CHECKSUM) / (BLOCK + CHECKSUM);
        if blocks == 0 || map.len() != blocks * (BLOCK + CHECKSUM) + CHECKSUM {
            return Err(Damaged::because(format!("it has an impossible length, {}", map.len())));
        }
        let length = blocks * BLOCK;
        let (table, end) = map[length..].split_at(blocks * CHECKSUM);
        if crc32fast::hash(table).to_le_bytes() != end {
            return Err(Damaged::because("its table does not match its checksum"));
        }
        let compared = (0..blocks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Ok(Self { bytes: Bytes::Mapped(map), length, compared })
    }

    /// Writes the blocks and their table.
    pub(super) fn write(&self, file: &mut impl Write) -> io::Result<()> {
        let bytes = &self.bytes.as_slice()[..self.length];
        let mut table = Vec::with_capacity(bytes.len() / BLOCK * CHECKSUM);
        for block in bytes.chunks_exact(BLOCK) {
            file.write_all(block)?;
            table.extend(crc32fast::hash(block).to_le_bytes());
        }
        file.write_all(&table)?;
        file.write_all(&crc32fast::hash(&table).to_le_bytes())
    }

    /// The checksum of all that is stored: that of the table.
    pub(super) fn checksum(&self) -> u32 {
        match &self.bytes {
            Bytes::Mapped(map) => crc32fast::hash(&map[self.length..map.len() - CHECKSUM]),
            Bytes::Owned(bytes) => {
                let mut table = crc32fast::Hasher::new();
                for block in bytes.chunks_exact(BLOCK) {
                    table.update(&crc32fast::hash(block).to_le_bytes());
                }
                table.finalize()
            }
        }
    }

    /// The number of bytes that it has, or would have, as a file.
    pub(super) fn file_length(&self) -> usize {
        self.length / BLOCK * (BLOCK + CHECKSUM) + CHECKSUM
    }

    /// `length` bytes from `start`.
    #[inline]
    pub(super) fn read(&self, start: usize, length: usize) -> Result<&[u8], Damaged> {
        let end = start.checked_add(length).filter(|&end| end <= self.length);
        let Some(end) = end else { return Err(Damaged::because("it ends too early")) };
        if !self.compared.is_empty() {
            for block in start / BLOCK..end.div_ceil(BLOCK) {
                let bit = 1 << (block % 64);
                if self.compared[block / 64].load(Ordering::Relaxed) & bit == 0 {
                    self.compare(block)?;
                    self.compared[block / 64].fetch_or(bit, Ordering::Relaxed);
                }
            }
        }
        Ok(&self.bytes.as_slice()[start..end])
    }

    /// Bytes that are not compared with anything: to be asked for, not to be used.
    #[inline]
    pub(super) fn peek(&self, start: usize, length: usize) -> &[u8] {
        self.bytes.as_slice().get(start..start + length).unwrap_or_default()
    }

    /// Compares every block with its checksum, whether that was done before or not.
    pub(super) fn compare_all(&self) -> Result<(), Damaged> {
        (0..self.length / BLOCK).try_for_each(|block| self.compare(block))
    }

    #[cold]
    fn compare(&self, block: usize) -> Result<(), Damaged> {
        let bytes = self.bytes.as_slice();
        let at = self.length + block * CHECKSUM;
        let stored = bytes.get(at..at + CHECKSUM);
        let found = crc32fast::hash(&bytes[block * BLOCK..(block + 1) * BLOCK]).to_le_bytes();
        if stored.is_none_or(|stored| stored == found) {
            Ok(())
        } else {
            Err(Damaged::because(format!("block {block} does not match its checksum")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn every_flipped_byte_is_found_by_who_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let content: Vec<u8> = (0..3 * BLOCK as u32).map(|i| ((i * 7) >> 3) as u8).collect();
        let written = Blocks::owned(content.clone());
        written.write(&mut File::create(&path).unwrap()).unwrap();
        let opened = Blocks::open(&path).unwrap();
        assert_eq!(opened.read(0, content.len()).unwrap(), content);
        assert_eq!(opened.checksum(), written.checksum());
        assert_eq!(opened.file_length() as u64, fs::metadata(&path).unwrap().len());
        let whole = fs::read(&path).unwrap();
        for at in (0..whole.len()).step_by(97).chain(whole.len() - 20..whole.len()) {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            fs::write(&path, &flipped).unwrap();
            let read =
                Blocks::open(&path).and_then(|blocks| blocks.read(0, content.len()).map(drop));
            assert!(read.is_err(), "byte {at}");
            if let Ok(blocks) = Blocks::open(&path) {
                assert!(blocks.compare_all().is_err());
                let other = if at < BLOCK { BLOCK } else { 0 };
                if at < content.len() {
                    assert!(blocks.read(other, 100).is_ok(), "the others can be read");
                }
            }
        }
        for length in [0, 1, 4096, whole.len() - 1] {
            fs::write(&path, &whole[..length]).unwrap();
            assert!(Blocks::open(&path).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn what_lies_beyond_the_end_is_refused() {
        let blocks = Blocks::owned(vec![1; 10]);
        assert!(blocks.read(0, BLOCK).is_ok());
        assert!(blocks.read(BLOCK - 1, 2).is_err() && blocks.read(usize::MAX, 2).is_err());
    }
}
