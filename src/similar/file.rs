//! The stored form of an index: one file, written whole, read back only if every byte is right.
//!
//! All numbers are little-endian:
//!
//! | part | holds |
//! |---|---|
//! | header | magic (16 bytes), format version (u32), kind (u32), dimensions, generation, number of articles, number of words (u64 each), library and model (a u32 length and UTF-8 each) |
//! | digest | SHA-256 of the header |
//! | body | the article ids (16 bytes each), the rows (f32), the words (u32; see [`HnswIndex`]) |
//! | digest | SHA-256 of header, digest and body |
//!
//! The first digest tells a stale file from a damaged one before the body is read, the second
//! covers everything. Lengths are compared with that of the file before memory is reserved.
//!
//! A file is written under a temporary name in its own folder, synced, then renamed: whoever
//! opens it, in whatever process, sees the old file or the new one. What a killed process
//! leaves behind is cleared away by a later write.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::replace::replace;
use super::stored::{Fingerprint, Index};
use super::{ExactIndex, HnswIndex, Rows};
use crate::article::ArticleId;
use crate::vector::ModelId;

const MAGIC: &[u8; 16] = b"nutgraf similar\n";
const VERSION: u32 = 1;
const DIGEST_LEN: u64 = 32;
/// No name of a library or model is longer, in bytes.
const MAX_NAME: u32 = 4096;

/// Values that are encoded or decoded at a time.
const CHUNK: usize = 1 << 14;

/// Why a file gave no index.
#[derive(Debug)]
pub(super) enum Unusable {
    /// There is no file.
    Absent,
    /// It is sound, and another format version's.
    OtherVersion(u32),
    /// It is not what was once written.
    Damaged(String),
}

impl From<io::Error> for Unusable {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Absent,
            io::ErrorKind::UnexpectedEof => Self::Damaged("it ends too early".to_owned()),
            _ => Self::Damaged(format!("it cannot be read: {error}")),
        }
    }
}

fn damaged(what: &str) -> Unusable {
    Unusable::Damaged(what.to_owned())
}

/// What the head of a file says, checked against its digest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header {
    pub(super) fingerprint: Fingerprint,
    pub(super) kind: StoredKind,
    pub(super) articles: usize,
    words: usize,
}

/// The form of index that a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoredKind {
    Exact,
    Hnsw,
}

/// A file whose header has been read and checked, and whose body has not.
pub(super) struct Opened {
    pub(super) header: Header,
    reader: Digesting<BufReader<File>>,
}

/// Opens a file and reads its header.
pub(super) fn open(path: &Path) -> Result<Opened, Unusable> {
    // Anything but a regular file could block the reader for ever.
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(damaged("it is not a file"));
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut reader = Digesting::new(BufReader::with_capacity(1 << 16, file));
    let (header, header_length) = read_header(&mut reader)?;
    let expected = header.body_length().and_then(|body| body.checked_add(header_length));
    match expected.and_then(|sum| sum.checked_add(2 * DIGEST_LEN)) {
        Some(expected) if expected == length => Ok(Opened { header, reader }),
        Some(expected) => {
            Err(Unusable::Damaged(format!("it should be {expected} bytes long and is {length}")))
        }
        None => Err(damaged("its lengths are impossible")),
    }
}

impl Opened {
    /// Reads the body: the ids and the index of their vectors.
    pub(super) fn read(mut self) -> Result<(Vec<ArticleId>, Index), Unusable> {
        let Header { fingerprint, kind, articles, words } = &self.header;
        let ids = self.reader.take(*articles, ArticleId::from_bytes)?;
        let values = self.reader.take(*articles * fingerprint.dimensions, f32::from_le_bytes)?;
        let words = self.reader.take(*words, u32::from_le_bytes)?;
        self.reader.check_digest("its body")?;
        let rows = Rows::from_values(fingerprint.dimensions, values);
        let index = rows.and_then(|rows| match kind {
            StoredKind::Exact => Some(Index::Exact(ExactIndex::new(rows))),
            StoredKind::Hnsw => HnswIndex::from_words(rows, &words).map(Index::Hnsw),
        });
        index.map(|index| (ids, index)).ok_or_else(|| damaged("its graph is not one of its rows"))
    }
}

/// Writes a file in place of the one that is there, if any.
pub(super) fn write(
    path: &Path,
    fingerprint: &Fingerprint,
    ids: &[ArticleId],
    index: &Index,
) -> io::Result<()> {
    let (kind, rows, words) = match index {
        Index::Exact(index) => (StoredKind::Exact, index.rows(), Vec::new()),
        Index::Hnsw(index) => (StoredKind::Hnsw, index.rows(), index.to_words()),
    };
    let header =
        Header { fingerprint: fingerprint.clone(), kind, articles: ids.len(), words: words.len() }
            .to_bytes()?;
    replace(path, |file| {
        let mut writer = Digesting::new(BufWriter::with_capacity(1 << 16, file));
        writer.put(&header)?;
        writer.put_digest()?;
        writer.put_all(ids, |id| *id.as_bytes())?;
        writer.put_all(rows.as_slice(), |value| value.to_le_bytes())?;
        writer.put_all(&words, |word| word.to_le_bytes())?;
        writer.put_digest()?;
        writer.inner.flush()
    })
}

impl Header {
    fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let kind: u32 = match self.kind {
            StoredKind::Exact => 0,
            StoredKind::Hnsw => 1,
        };
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        let Fingerprint { library, generation, model, dimensions } = &self.fingerprint;
        for number in [*dimensions as u64, *generation, self.articles as u64, self.words as u64] {
            bytes.extend(number.to_le_bytes());
        }
        for name in [library.as_str(), model.as_str()] {
            let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
            if length > MAX_NAME {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "a name is too long"));
            }
            bytes.extend(length.to_le_bytes());
            bytes.extend(name.as_bytes());
        }
        Ok(bytes)
    }

    /// The bytes between the two digests; `None` beyond what can be counted.
    fn body_length(&self) -> Option<u64> {
        let values = self.articles.checked_mul(self.fingerprint.dimensions)?;
        let words = values.checked_add(self.words)?.checked_mul(4)?;
        u64::try_from(self.articles.checked_mul(16)?.checked_add(words)?).ok()
    }
}

/// Reads and checks the header; gives it with its length in bytes, without the digest.
fn read_header(reader: &mut Digesting<BufReader<File>>) -> Result<(Header, u64), Unusable> {
    if reader.array::<16>()? != *MAGIC {
        return Err(damaged("it is not an index of similar articles"));
    }
    let version = u32::from_le_bytes(reader.array()?);
    if version != VERSION {
        return Err(Unusable::OtherVersion(version));
    }
    let kind = u32::from_le_bytes(reader.array()?);
    let mut numbers = [0u64; 4];
    for number in &mut numbers {
        *number = u64::from_le_bytes(reader.array()?);
    }
    let (library, model) = (reader.name()?, reader.name()?);
    let length = 16 + 2 * 4 + 4 * 8 + 2 * 4 + (library.len() + model.len()) as u64;
    reader.check_digest("its header")?;

    let kind = match kind {
        0 => StoredKind::Exact,
        1 => StoredKind::Hnsw,
        _ => return Err(damaged("its kind is unknown")),
    };
    let utf8 = |bytes| String::from_utf8(bytes).map_err(|_| damaged("a name is not UTF-8"));
    let size = |number| usize::try_from(number).map_err(|_| damaged("its lengths are impossible"));
    let [dimensions, generation, articles, words] = numbers;
    let fingerprint = Fingerprint {
        library: utf8(library)?,
        generation,
        model: ModelId::from_stored(utf8(model)?),
        dimensions: size(dimensions)?,
    };
    Ok((Header { fingerprint, kind, articles: size(articles)?, words: size(words)? }, length))
}

/// A reader or writer that digests all that goes through it.
struct Digesting<T> {
    inner: T,
    sha256: Sha256,
}

impl<T> Digesting<T> {
    fn new(inner: T) -> Self {
        Self { inner, sha256: Sha256::new() }
    }
}

impl<R: Read> Digesting<R> {
    fn fill(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        self.inner.read_exact(bytes)?;
        self.sha256.update(bytes);
        Ok(())
    }

    fn array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    fn name(&mut self) -> Result<Vec<u8>, Unusable> {
        let length = u32::from_le_bytes(self.array()?);
        if length > MAX_NAME {
            return Err(damaged("its header is wrong"));
        }
        let mut bytes = vec![0; length as usize];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads `count` values of `N` bytes; the file is known to be long enough for them.
    fn take<const N: usize, V>(
        &mut self,
        count: usize,
        decode: impl Fn([u8; N]) -> V,
    ) -> io::Result<Vec<V>> {
        let mut values = Vec::with_capacity(count);
        let mut chunk = vec![0; CHUNK.min(count) * N];
        while values.len() < count {
            let bytes = (count - values.len()).min(CHUNK) * N;
            self.fill(&mut chunk[..bytes])?;
            values.extend(chunk[..bytes].as_chunks::<N>().0.iter().map(|&bytes| decode(bytes)));
        }
        Ok(values)
    }

    /// Compares the digest of all that was read with the one that follows.
    fn check_digest(&mut self, what: &str) -> Result<(), Unusable> {
        let digest = self.sha256.clone().finalize();
        if self.array::<32>()?[..] == digest[..] {
            Ok(())
        } else {
            Err(Unusable::Damaged(format!("{what} does not match its checksum")))
        }
    }
}

impl<W: Write> Digesting<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sha256.update(bytes);
        self.inner.write_all(bytes)
    }

    fn put_all<V, const N: usize>(
        &mut self,
        values: &[V],
        encode: impl Fn(&V) -> [u8; N],
    ) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(CHUNK.min(values.len()) * N);
        for chunk in values.chunks(CHUNK) {
            bytes.clear();
            bytes.extend(chunk.iter().flat_map(&encode));
            self.put(&bytes)?;
        }
        Ok(())
    }

    fn put_digest(&mut self) -> io::Result<()> {
        let digest = self.sha256.clone().finalize();
        self.put(&digest)
    }
}
