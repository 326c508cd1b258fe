//! Judgements of readers, as they are kept: ids, fingerprints of sentences, places and marks.

use std::fmt::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What one reader said of the candidate summaries of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The article, as [`open_public`](crate::datasets::open_public) finds it.
    pub id: String,
    /// Which reading it is of: judgements of one article in several readings are of different
    /// readers.
    pub reading: String,
    /// The candidates that were shown.
    pub candidates: Vec<Candidate>,
}

/// A candidate summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// What made it; several where they made the same.
    pub systems: Vec<String>,
    /// Its sentences, by [`fingerprint`].
    pub sentences: Vec<String>,
    /// Its place in the reader's ranking, from 1; equal ones have one place.
    pub place: usize,
    /// What the reader gave it: covers, coherent, useful; 1 to 5 each.
    pub marks: [u8; 3],
}

/// How many letters and digits at the end of a sentence tell it from the others of its article.
const TAIL: usize = 60;

/// Ten hexadecimal digits of the SHA-256 of the last letters and digits of a sentence, in lower case:
/// the same for a sentence whose marks, spaces or dateline are repaired otherwise.
#[must_use]
pub fn fingerprint(sentence: &str) -> String {
    let mut tail: Vec<char> = sentence
        .chars()
        .rev()
        .filter(|c| c.is_alphanumeric())
        .take(TAIL)
        .flat_map(char::to_lowercase)
        .collect();
    tail.reverse();
    let digest = Sha256::digest(tail.into_iter().collect::<String>());
    digest[..5].iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_of_the_letters_at_the_end() {
        let whole = fingerprint(
            "RIVERTON (Wire) -- The bridge over the river was closed on Monday by the council, officials said.",
        );
        assert_eq!(
            whole,
            fingerprint(
                "the bridge over the river was closed on monday by the council , officials said ."
            )
        );
        assert_ne!(
            whole,
            fingerprint(
                "The bridge over the river was opened on Monday by the council, officials said."
            )
        );
        assert_eq!(whole.len(), 10);
    }
}
