//! The bytes of a data file, read once from the first to the last.
//!
//! In: a path. Out: its bytes, or its lines, while a checksum takes in all that is on disk. A
//! file whose name ends in `.gz` is decompressed; a byte order mark is passed over. What the
//! bytes mean is left to others.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

/// The most bytes that a line or a page may have: 64 MiB, a hundred books.
pub(super) const LONGEST: usize = 64 << 20;

/// The SHA-256 of all bytes of one file after another.
#[derive(Default)]
pub(super) struct Checksum(Sha256);

impl Checksum {
    /// The checksum in 64 hexadecimal digits.
    pub(super) fn hex(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

struct Hashing<'a> {
    file: File,
    checksum: &'a mut Checksum,
}

impl Read for Hashing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.checksum.0.update(&buffer[..count]);
        Ok(count)
    }
}

/// A file that is being read.
pub(super) struct Source<'a> {
    reader: Box<dyn BufRead + 'a>,
    path: PathBuf,
}

/// What [`Source::line`] found.
pub(super) enum Line {
    /// A line, now in the buffer.
    Read,
    /// A line over [`LONGEST`], which was passed over.
    TooLong,
    /// The end of the file.
    End,
}

impl<'a> Source<'a> {
    /// Opens a file, and passes over a byte order mark.
    pub(super) fn open(path: &Path, checksum: &'a mut Checksum) -> Result<Self> {
        let cannot = || format!("cannot read {}", path.display());
        let file = File::open(path).with_context(cannot)?;
        ensure!(!file.metadata().with_context(cannot)?.is_dir(), "{}: is a folder", cannot());
        let file = BufReader::new(Hashing { file, checksum });
        let reader: Box<dyn BufRead + 'a> = if is_compressed(path) {
            Box::new(BufReader::new(MultiGzDecoder::new(file)))
        } else {
            Box::new(file)
        };
        let mut source = Self { reader, path: path.to_owned() };
        if source.peek()?.starts_with(b"\xEF\xBB\xBF") {
            source.reader.consume(3);
        }
        Ok(source)
    }

    /// Some of the bytes that come next; none at the end of the file.
    pub(super) fn peek(&mut self) -> Result<&[u8]> {
        self.reader.fill_buf().with_context(|| format!("cannot read {}", self.path.display()))
    }

    /// Reads a line into a buffer, which is emptied first; without `\n` or `\r\n` at its end.
    pub(super) fn line(&mut self, buffer: &mut Vec<u8>) -> Result<Line> {
        buffer.clear();
        let cannot = || format!("cannot read {}", self.path.display());
        let mut limited = self.reader.by_ref().take(LONGEST as u64 + 1);
        let count = limited.read_until(b'\n', buffer).with_context(cannot)?;
        if count == 0 {
            return Ok(Line::End);
        }
        if count > LONGEST && !buffer.ends_with(b"\n") {
            self.reader.skip_until(b'\n').with_context(cannot)?;
            return Ok(Line::TooLong);
        }
        if buffer.ends_with(b"\n") {
            buffer.pop();
            if buffer.ends_with(b"\r") {
                buffer.pop();
            }
        }
        Ok(Line::Read)
    }

    /// Reads all that is left, which must not be over some bytes.
    pub(super) fn up_to(mut self, most: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let cannot = || format!("cannot read {}", self.path.display());
        self.reader.by_ref().take(most as u64 + 1).read_to_end(&mut bytes).with_context(cannot)?;
        ensure!(bytes.len() <= most, "{}: longer than {} MiB", cannot(), most >> 20);
        Ok(bytes)
    }

    /// Reads all that is left.
    pub(super) fn rest(mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.reader
            .read_to_end(&mut bytes)
            .with_context(|| format!("cannot read {}", self.path.display()))?;
        Ok(bytes)
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.reader.read(buffer)
    }
}

/// Whether a file's name ends in `.gz`.
pub(super) fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn lines(path: &Path) -> (Vec<String>, String) {
        let mut checksum = Checksum::default();
        let mut source = Source::open(path, &mut checksum).unwrap();
        let (mut lines, mut buffer) = (Vec::new(), Vec::new());
        while let Line::Read = source.line(&mut buffer).unwrap() {
            lines.push(String::from_utf8(buffer.clone()).unwrap());
        }
        drop(source);
        (lines, checksum.hex())
    }

    #[test]
    fn lines_end_as_on_either_system() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, b"\xEF\xBB\xBFone\r\n\ntwo\rthree\nfour\r").unwrap();
        assert_eq!(lines(&path).0, ["one", "", "two\rthree", "four\r"]);
    }

    /// The checksums of `printf abc | sha256sum` and of no bytes, as in FIPS 180-2.
    #[test]
    fn the_checksum_is_of_the_file_as_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "abc").unwrap();
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(lines(&path), (vec!["abc".to_owned()], expected.to_owned()));
        assert!(Checksum::default().hex().starts_with("e3b0c44298fc1c14"));
    }

    #[test]
    fn compressed_files_are_read_to_the_last_member() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt.gz");
        let mut bytes = Vec::new();
        for part in ["one\ntw", "o\n"] {
            let mut encoder = GzEncoder::new(&mut bytes, Compression::fast());
            encoder.write_all(part.as_bytes()).unwrap();
            encoder.finish().unwrap();
        }
        fs::write(&path, &bytes).unwrap();
        assert_eq!(lines(&path).0, ["one", "two"]);

        fs::write(&path, &bytes[..bytes.len() - 12]).unwrap();
        let mut checksum = Checksum::default();
        let cut = Source::open(&path, &mut checksum).unwrap().rest();
        assert!(cut.unwrap_err().to_string().contains("a.txt.gz"));
    }

    #[test]
    fn a_line_beyond_the_limit_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let mut file = File::create(&path).unwrap();
        file.write_all(&vec![b'x'; LONGEST + 1]).unwrap();
        file.write_all(b"\nnext\n").unwrap();
        let mut checksum = Checksum::default();
        let mut source = Source::open(&path, &mut checksum).unwrap();
        let mut buffer = Vec::new();
        assert!(matches!(source.line(&mut buffer).unwrap(), Line::TooLong));
        assert!(matches!(source.line(&mut buffer).unwrap(), Line::Read));
        assert_eq!(buffer, b"next");
        assert!(matches!(source.line(&mut buffer).unwrap(), Line::End));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().join("absent.txt"), folder.path().to_owned()] {
            let error = Source::open(&path, &mut Checksum::default()).err().unwrap();
            assert!(format!("{error:#}").contains(&path.display().to_string()), "{error:#}");
        }
    }
}
