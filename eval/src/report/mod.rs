//! Reports: results in, something to read out. A [`table`] for the terminal, [`markdown`] for a
//! file kept beside the code, and [`html`] for one page with charts and documents.

pub mod html;
pub mod markdown;
mod marks;
pub mod table;

/// A document as a report shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceText {
    /// The name of its data set.
    pub dataset: String,
    /// Its id there.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its sentences.
    pub sentences: Vec<String>,
    /// The indices of the sentences that begin a paragraph, ascending.
    pub paragraph_starts: Vec<usize>,
    /// The reference summaries, a sentence an item.
    pub references: Vec<Vec<String>>,
}
