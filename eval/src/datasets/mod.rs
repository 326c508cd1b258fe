//! Public data sets, read where they lie: no conversion step, no network.
//!
//! In: the path of a file or a folder. Out: plain texts with what people say of them (reference
//! summaries, categories, scores, judgements, sentence ends, article texts), a [`Tally`] of the
//! rows that were read, skipped and why, and a checksum. Texts are neither repaired nor split;
//! texts already split into sentences stay so.
//!
//! | task | function | reads |
//! |---|---|---|
//! | summaries | [`open_summaries`] | JSON lines, JSON arrays, CSV, TSV, `.story`, folders of them |
//! | neighbours | [`open_articles`] | the same with a category; AG News CSV |
//! | neighbours | [`open_retrieval`] | folders in the layout of BEIR |
//! | sentence pairs | [`open_pairs`] | STS benchmark, tables of two sentences and a score |
//! | segmentation | [`open_segmentation`] | texts with their sentences, or with offsets |
//! | extraction | [`open_extraction`] | folders in the layout of the article extraction benchmark |
//! | panel | [`open_panel`] | JSON lines, JSON arrays, CSV, TSV of articles |
//!
//! Files may be compressed (`.gz`), may start with a byte order mark and may have lines of either
//! ending. Rows that are not UTF-8, not well-formed, longer than 64 MiB or without what the task
//! needs are skipped and tallied, never repaired; what yields no row at all is an error that says
//! why.
//!
//! ```
//! use nutgraf_eval::datasets::{Fields, Text, open_summaries};
//!
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("harbour.jsonl");
//! std::fs::write(&path, concat!(
//!     r#"{"id": 1, "article": "The ferry is back. It sails daily.", "highlights": ["Ferry back"]}"#,
//!     "\n",
//!     r#"{"id": 2, "article": "The pier stays shut.", "highlights": []}"#,
//! ))?;
//!
//! let loaded = open_summaries(&path, &Fields::default())?.remove(0);
//! assert_eq!(loaded.name, "harbour");
//! assert_eq!(loaded.items[0].text, Text::Whole("The ferry is back. It sails daily.".into()));
//! assert_eq!(
//!     loaded.tally.to_string(),
//!     "2 rows, 1 skipped (1 without a reference, first at harbour.jsonl:2)",
//! );
//! # anyhow::Ok(())
//! ```

mod articles;
mod beir;
mod detect;
mod extraction;
mod files;
mod ids;
mod json;
mod kept;
mod pairs;
mod panel;
mod public;
mod reading;
mod record;
mod sample;
mod segmentation;
mod source;
mod stories;
mod story;
mod summaries;
mod table;
mod tally;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use articles::{LabelledArticle, open_articles};
pub use beir::{RetrievalSet, is_beir, open_retrieval};
pub use extraction::{ExtractionPage, open_extraction};
pub use kept::read_kept;
pub use pairs::{ScoredPair, open_pairs};
pub use panel::{PanelArticle, open_panel};
pub use public::{PublicArticle, open_public};
pub use record::Fields;
pub use sample::sample;
pub(crate) use segmentation::found_in;
pub use segmentation::{SegmentedText, open_segmentation};
pub use stories::{StoryArticle, open_stories};
pub use summaries::{SummaryItem, open_summaries};
pub use tally::{Counted, Tally};

/// What was read from one data set.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<T> {
    /// What the file or folder is called, without the endings of its format.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// The SHA-256 of all bytes read, in hexadecimal digits; of several files, one after the
    /// other in the order of their names.
    pub sha256: String,
    /// What was read: a list of items, or a [`RetrievalSet`].
    pub items: T,
    /// What became of the rows.
    pub tally: Tally,
}

impl<T> Loaded<T> {
    /// The same data set with its items made into something else.
    #[must_use]
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Loaded<U> {
        let Self { name, path, sha256, items, tally } = self;
        Loaded { name, path, sha256, items: make(items), tally }
    }
}

/// A text as its source has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Text {
    /// One string; paragraphs that came apart are joined with a blank line.
    Whole(String),
    /// Sentences that somebody split already, to be taken as they are; none is blank.
    Sentences(Vec<String>),
}

impl Text {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Whole(text) => text.is_empty(),
            Self::Sentences(sentences) => sentences.is_empty(),
        }
    }
}
