//! Whether a file on disk is the one that the hub has.
//!
//! In come a file and what is known of it, out goes its sha256 and length, or what is wrong
//! with it. A file in git LFS, as all weights are, is known by its sha256. A small file is
//! known by its git object id only, which is a SHA-1; its length and its syntax are checked
//! instead.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};

use super::reference::is_lowercase_hex;

/// What a hub calls one version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ContentId {
    /// The sha256 of its bytes, as 64 hex digits.
    Sha256(String),
    /// Its git object id, as 40 hex digits.
    GitObject(String),
}

impl ContentId {
    /// The id in an `ETag` header, or in the name of a cached file.
    pub(super) fn parse(etag: &str) -> Option<Self> {
        let id = etag.trim().trim_start_matches("W/").trim_matches('"');
        if is_lowercase_hex(id, 64) {
            Some(Self::Sha256(id.to_owned()))
        } else if is_lowercase_hex(id, 40) {
            Some(Self::GitObject(id.to_owned()))
        } else {
            None
        }
    }

    /// Its hex digits.
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Sha256(id) | Self::GitObject(id) => id,
        }
    }
}

/// What is known of a file before it is read.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    /// Its id on the hub.
    pub(super) id: Option<ContentId>,
    /// Its length.
    pub(super) bytes: Option<u64>,
    /// Whether it must hold JSON.
    pub(super) json: bool,
}

impl Expected {
    /// The sha256 that it must have.
    pub(super) fn sha256(&self) -> Option<&str> {
        match &self.id {
            Some(ContentId::Sha256(sha256)) => Some(sha256),
            _ => None,
        }
    }
}

/// What a file that passed is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verified {
    /// The sha256 of its bytes, as 64 hex digits.
    pub(super) sha256: String,
    /// Its length.
    pub(super) bytes: u64,
}

/// What is wrong with a file.
#[derive(Debug)]
pub(super) enum Defect {
    Length { expected: u64, found: u64 },
    Sha256 { expected: String, found: String },
    NotJson(serde_json::Error),
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, found } => {
                write!(f, "it has {found} bytes and should have {expected}")
            }
            Self::Sha256 { expected, found } => {
                write!(f, "its sha256 is {found} and should be {expected}")
            }
            Self::NotJson(source) => write!(f, "it should hold JSON, and does not: {source}"),
        }
    }
}

/// Reads a file and compares it with what is known of it.
///
/// The outer error is one of reading.
pub(super) fn verify(path: &Path, expected: &Expected) -> io::Result<Result<Verified, Defect>> {
    let found = digest(path)?;
    if let Some(expected) = expected.bytes
        && expected != found.bytes
    {
        return Ok(Err(Defect::Length { expected, found: found.bytes }));
    }
    if let Some(expected) = expected.sha256()
        && expected != found.sha256
    {
        let (expected, found) = (expected.to_owned(), found.sha256);
        return Ok(Err(Defect::Sha256 { expected, found }));
    }
    if expected.json {
        let parsed = serde_json::from_reader::<_, IgnoredAny>(BufReader::new(File::open(path)?));
        if let Err(source) = parsed {
            return Ok(Err(Defect::NotJson(source)));
        }
    }
    Ok(Ok(found))
}

fn digest(path: &Path) -> io::Result<Verified> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                hasher.update(&buffer[..read]);
                bytes += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Verified { sha256: hex(&hasher.finalize()), bytes })
}

/// Bytes as lowercase hex digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn check(content: &[u8], expected: &Expected) -> Result<Verified, Defect> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, content).unwrap();
        verify(&path, expected).unwrap()
    }

    #[test]
    fn the_sha256_is_that_of_the_standard() {
        let expected = Expected { id: ContentId::parse(ABC), bytes: Some(3), json: false };
        let verified = Verified { sha256: ABC.to_owned(), bytes: 3 };
        assert_eq!(check(b"abc", &expected).unwrap(), verified);
    }

    #[test]
    fn a_changed_byte_names_both_hashes() {
        let expected = Expected { id: ContentId::parse(ABC), bytes: Some(3), json: false };
        let message = check(b"abd", &expected).unwrap_err().to_string();
        assert!(message.contains(ABC) && message.matches("a52d159f262b").count() == 1, "{message}");
    }

    #[test]
    fn without_a_sha256_length_and_syntax_are_checked() {
        let expected = Expected { id: ContentId::parse(&ABC[..40]), bytes: Some(2), json: true };
        assert!(check(b"{}", &expected).is_ok());
        assert!(matches!(check(b"{", &expected), Err(Defect::Length { .. })));
        assert!(matches!(check(b"{x", &expected), Err(Defect::NotJson(_))));
    }

    #[test]
    fn an_etag_is_an_id_only_in_the_two_known_forms() {
        assert_eq!(ContentId::parse(&format!("\"{ABC}\"")).unwrap().as_str(), ABC);
        assert_eq!(ContentId::parse(&format!("W/\"{ABC}\"")).unwrap().as_str(), ABC);
        assert!(matches!(ContentId::parse(&ABC[..40]), Some(ContentId::GitObject(_))));
        for other in ["", "\"", "../../etc/passwd", "/etc/passwd", &ABC[1..], "\"abc\""] {
            assert_eq!(ContentId::parse(other), None, "{other}");
        }
    }
}
