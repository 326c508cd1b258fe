//! A blind panel: which of several systems' summaries would a careful reader rather have?
//!
//! ```text
//! articles, summaries -> blind (texts under letters, and the key) -> a reader -> scores -> verdict
//! ```
//!
//! In: articles with what systems made of each. Out: files to read, in which an article's distinct
//! summaries stand under letters in an order drawn for it, and apart from them the [`Key`]; then, from
//! the lines that readers wrote, means, wins and losses, and how far readers agree. The rules for
//! readers are in `data/panel/README.md`. `extracts` asks another question: which sentences should a
//! summary have?
//!
//! What it does not do: make summaries (see [`tasks::summary`](crate::tasks::summary)), or judge.

mod agreement;
mod blind;
mod extracts;
mod kept;
mod scores;
mod verdict;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::results::SystemInfo;

pub use blind::{Panel, Presented, draw};
pub use extracts::{EXTRACTS_SCHEMA, NumberedArticle, NumberedKey, chosen, number};
pub use kept::kept;
pub use scores::{Judgement, Judgements, Reader, parse};
pub use verdict::table;

/// What a reader marks from 1 to 5, in the order of the digits.
pub const CRITERIA: [&str; 3] = ["covers", "coherent", "useful"];

/// The form of a key.
pub const SCHEMA: &str = "nutgraf.panel/1";

/// Who wrote what: to be opened when all scores stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// [`SCHEMA`].
    pub schema: String,
    /// The seed of the order of the letters.
    pub seed: u64,
    /// The systems; the first is the baseline unless another is named.
    pub systems: Vec<SystemInfo>,
    /// The articles, by the number that they have in the files to read.
    pub articles: Vec<Entry>,
}

/// One article of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its id in the data.
    pub id: String,
    /// What it is counted under: the publisher, or the kind of text.
    pub source: String,
    /// The systems whose summary stands under each letter.
    pub letters: BTreeMap<char, Vec<String>>,
}

impl Entry {
    /// Whether all systems made the same summary, so that there is nothing to judge.
    #[must_use]
    pub fn is_alike(&self) -> bool {
        self.letters.len() < 2
    }
}
