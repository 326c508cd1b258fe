//! What an index's folder holds: the segments, which of their rows are dead, and of which moment in
//! the library's history they are.
//!
//! The manifest is one small file, replaced as a whole; whatever it does not name is not part of the
//! index. All numbers are little-endian:
//!
//! | part | holds |
//! |---|---|
//! | head | magic (16 bytes), format version, dimensions (u32 each), change (u64), stamp (16 bytes), library and model (a u32 length and UTF-8 each), number of segments (u32) |
//! | segments | for each its name (u64), rows, checksum, words of its mask (u32 each), the mask (u64 each) |
//! | end | CRC-32 of all before it |

use super::blocks::Damaged;
use super::mask::Mask;
use crate::vector::ModelId;

const MAGIC: &[u8; 16] = b"nutgraf similar\n";
const VERSION: u32 = 2;
/// No name of a library or model is longer, in bytes.
const MAX_NAME: usize = 4096;

/// A moment in a library's history: the number of its newest change, and the random stamp that this
/// change was given. A library that was put back from a copy and changed anew has other stamps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// The change's number; 0 before the first.
    pub change: u64,
    /// Its stamp.
    pub stamp: [u8; 16],
}

/// What an index is of. An index of something else is of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The identity of the library, at most 4,096 bytes.
    pub library: String,
    /// The model that made the vectors.
    pub model: ModelId,
    /// The number of values in a vector.
    pub dimensions: usize,
}

/// See the [module](self).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Manifest {
    pub(super) subject: Subject,
    pub(super) mark: Mark,
    pub(super) segments: Vec<Named>,
}

/// A segment as a manifest names it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub(super) name: u64,
    pub(super) rows: u32,
    pub(super) checksum: u32,
    pub(super) dead: Mask,
}

impl Manifest {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let word = |bytes: &mut Vec<u8>, word: usize| bytes.extend((word as u32).to_le_bytes());
        bytes.extend(VERSION.to_le_bytes());
        word(&mut bytes, self.subject.dimensions);
        bytes.extend(self.mark.change.to_le_bytes());
        bytes.extend(self.mark.stamp);
        for name in [self.subject.library.as_str(), self.subject.model.as_str()] {
            word(&mut bytes, name.len());
            bytes.extend(name.as_bytes());
        }
        word(&mut bytes, self.segments.len());
        for segment in &self.segments {
            bytes.extend(segment.name.to_le_bytes());
            bytes.extend(segment.rows.to_le_bytes());
            bytes.extend(segment.checksum.to_le_bytes());
            word(&mut bytes, segment.dead.words().len());
            bytes.extend(segment.dead.words().iter().flat_map(|word| word.to_le_bytes()));
        }
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, Damaged> {
        if !bytes.starts_with(MAGIC) {
            return Err(Damaged::because("it is not an index of similar articles"));
        }
        let rest = &mut &bytes[MAGIC.len()..];
        let version = word(rest)?;
        if version != VERSION {
            return Err(Damaged(format!("it is of format version {version}")));
        }
        let content = bytes.len().saturating_sub(4);
        if crc32fast::hash(&bytes[..content]).to_le_bytes() != bytes[content..] {
            return Err(Damaged::because("it does not match its checksum"));
        }
        let dimensions = word(rest)? as usize;
        let mark = Mark { change: long(rest)?, stamp: array(rest)? };
        let (library, model) = (name(rest)?, name(rest)?);
        let count = word(rest)?;
        let mut segments = Vec::new();
        for _ in 0..count {
            let (name, rows, checksum) = (long(rest)?, word(rest)?, word(rest)?);
            let words = (0..word(rest)?).map(|_| long(rest)).collect::<Result<_, _>>()?;
            segments.push(Named { name, rows, checksum, dead: Mask::from_words(words) });
        }
        let subject = Subject { library, model: ModelId::from_stored(model), dimensions };
        Ok(Self { subject, mark, segments })
    }
}

fn array<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Damaged> {
    let (&head, tail) =
        rest.split_first_chunk::<N>().ok_or_else(|| Damaged::because("it ends too early"))?;
    *rest = tail;
    Ok(head)
}

fn word(rest: &mut &[u8]) -> Result<u32, Damaged> {
    array(rest).map(u32::from_le_bytes)
}

fn long(rest: &mut &[u8]) -> Result<u64, Damaged> {
    array(rest).map(u64::from_le_bytes)
}

fn name(rest: &mut &[u8]) -> Result<String, Damaged> {
    let length = word(rest)? as usize;
    let (head, tail) = rest
        .split_at_checked(length)
        .filter(|_| length <= MAX_NAME)
        .ok_or_else(|| Damaged::because("a name is too long"))?;
    *rest = tail;
    String::from_utf8(head.to_vec()).map_err(|_| Damaged::because("a name is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let mut dead = Mask::default();
        dead.insert(70);
        let named = |name| Named { name, rows: 80, checksum: 9, dead: dead.clone() };
        Manifest {
            subject: Subject {
                library: "one".to_owned(),
                model: ModelId::new("tiny", "0123456789abcdef"),
                dimensions: 384,
            },
            mark: Mark { change: 12, stamp: [7; 16] },
            segments: vec![named(1), named(u64::MAX)],
        }
    }

    #[test]
    fn it_comes_back_and_no_flipped_byte_passes() {
        let bytes = manifest().to_bytes();
        assert_eq!(Manifest::from_bytes(&bytes).unwrap(), manifest());
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 4;
            assert!(Manifest::from_bytes(&flipped).is_err(), "byte {at}");
            assert!(Manifest::from_bytes(&bytes[..at]).is_err(), "{at} bytes");
        }
    }
}
