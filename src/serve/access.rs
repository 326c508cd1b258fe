//! Who may ask: named tokens.
//!
//! In: the lines of a token file, and what a request carries. Out: the [`Caller`], or that there is none.
//! A token is compared by its hash, in a time that does not depend on where it differs.

use std::fmt;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

/// The fewest characters of a token: shorter ones are guessed.
const SHORTEST: usize = 16;

/// Tokens by their hashes, each with a name.
#[derive(Clone, Default)]
pub struct AccessTokens {
    all: Vec<Named>,
}

#[derive(Clone)]
struct Named {
    name: String,
    hash: [u8; 32],
    may_write: bool,
}

/// Why tokens cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TokensError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is none that names a token.
    #[error("line {line}: {reason}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// There is no token.
    #[error("there is no token in it; a line is a name, a token and perhaps `read`")]
    Empty,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller {
    /// The name of the token; none where none is needed.
    pub(super) name: Option<String>,
    /// Whether the library may be changed.
    pub(super) may_write: bool,
}

impl AccessTokens {
    /// Reads lines of a name, a token of at least 16 characters, and `read` where it may not change anything;
    /// `#` begins a remark.
    ///
    /// # Errors
    /// [`TokensError`]: the text of a token is in none of its messages.
    pub fn parse(text: &str) -> Result<Self, TokensError> {
        let mut all: Vec<Named> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |reason| TokensError::Line { line: number + 1, reason };
            let mut words = line.split_whitespace();
            let (Some(name), Some(token)) = (words.next(), words.next()) else {
                return Err(wrong("a line is a name, a token and perhaps `read`"));
            };
            let may_write = match (words.next(), words.next()) {
                (None, _) => true,
                (Some("read"), None) => false,
                _ => return Err(wrong("after the token may stand `read`, and nothing else")),
            };
            if token.chars().count() < SHORTEST {
                return Err(wrong(
                    "a token has at least 16 characters; `openssl rand -hex 24` makes one",
                ));
            }
            if all.iter().any(|other| other.name == name) {
                return Err(wrong("there is a token of this name already"));
            }
            all.push(Named { name: name.to_owned(), hash: hash(token), may_write });
        }
        if all.is_empty() { Err(TokensError::Empty) } else { Ok(Self { all }) }
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// As [`AccessTokens::parse`], or if it cannot be read.
    pub fn from_file(path: &Path) -> Result<Self, TokensError> {
        let text = fs::read_to_string(path).map_err(|source| TokensError::Unreadable {
            path: path.display().to_string(),
            source,
        })?;
        Self::parse(&text)
    }

    /// Whether there is none: then whoever reaches the server may ask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whose token this is. All are compared, whichever it is.
    pub(super) fn caller(&self, token: &str) -> Option<Caller> {
        let given = hash(token);
        let mut found = None;
        for named in &self.all {
            let is_it: Choice = named.hash.ct_eq(&given);
            if bool::from(is_it) {
                found = Some(Caller { name: Some(named.name.clone()), may_write: named.may_write });
            }
        }
        found
    }
}

impl fmt::Debug for AccessTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all.iter().map(|named| &named.name)).finish()
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "# who may\n\nnews-desk 0123456789abcdef0123\nscreen fedcba9876543210fedc read\n";

    #[test]
    fn tokens_are_known_by_name() {
        let tokens = AccessTokens::parse(FILE).unwrap();
        let desk = tokens.caller("0123456789abcdef0123").unwrap();
        assert_eq!(desk, Caller { name: Some("news-desk".into()), may_write: true });
        assert!(!tokens.caller("fedcba9876543210fedc").unwrap().may_write);
        for wrong in ["", "0123456789abcdef012", "0123456789abcdef01234", "news-desk"] {
            assert_eq!(tokens.caller(wrong), None, "{wrong}");
        }
        assert!(!format!("{tokens:?}").contains("0123"));
    }

    #[test]
    fn what_is_wrong_with_a_file_is_told_without_its_tokens() {
        for (text, expected) in [
            ("", "there is no token"),
            ("a\n", "line 1"),
            ("# x\na short\n", "line 2: a token has at least 16"),
            ("a 0123456789abcdef0123 write\n", "may stand `read`"),
            (
                "a 0123456789abcdef0123\na 9123456789abcdef0123\n",
                "line 2: there is a token of this name",
            ),
        ] {
            let error = AccessTokens::parse(text).unwrap_err().to_string();
            assert!(error.contains(expected) && !error.contains("0123456789"), "{error}");
        }
    }
}
