//! Extracts: the sentences of an article that a reader would have in its summary, as they are kept.

use serde::{Deserialize, Serialize};

/// What one reader would make of one article. Sentences are named by their
/// [`fingerprint`](super::super::choice::fingerprint).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extract {
    /// The article, as [`open_public`](crate::datasets::open_public) finds it.
    pub id: String,
    /// Which reading it is of: extracts of one article in several readings are of different readers.
    pub reading: String,
    /// The one to three sentences that the reader would rather have than any others.
    pub best: Vec<String>,
    /// The sentence to have where there can be only one.
    pub one: Option<String>,
    /// Those that would be nearly as good.
    pub also: Vec<String>,
    /// Those that tempt, and would make the summary worse.
    pub bad: Vec<String>,
}

impl Extract {
    /// What a sentence is worth to this reader: 1 of the best, a half of those nearly as good, as much less
    /// than nothing of those that make a summary worse, and else nothing.
    #[must_use]
    pub fn grade(&self, fingerprint: &str) -> f32 {
        let is_of = |sentences: &[String]| sentences.iter().any(|known| known == fingerprint);
        match () {
            () if is_of(&self.best) => 1.0,
            () if is_of(&self.also) => 0.5,
            () if is_of(&self.bad) => -0.5,
            () => 0.0,
        }
    }
}
