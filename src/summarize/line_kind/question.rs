//! Questions that stand by themselves: an interviewer's, and headings that ask.
//!
//! A question in the middle of a paragraph belongs to what is told there.

/// A question that heads a passage has no more words than this.
const MAX_WORDS: usize = 18;

/// Words with which a paragraph goes on, and no heading begins.
const GOING_ON: &[&str] = &["but", "and", "so", "or", "then", "yet"];

/// Whether a line that is a paragraph by itself is such a question.
pub(super) fn is_question(text: &str, words: usize) -> bool {
    let text = text.trim();
    let inner = text.trim_end_matches(['"', '”', '»', '’', '\'', ')']);
    let first: String =
        text.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    words <= MAX_WORDS && inner.ends_with(['?', '？', '؟']) && !GOING_ON.contains(&first.as_str())
}
