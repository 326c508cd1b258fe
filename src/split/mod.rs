//! Sentence splitting: an article's body in, its sentences as byte spans out.
//!
//! A line of the body is a paragraph; blank lines count for nothing. Inside a line the sentences
//! are found by a [`SentenceSplitter`]:
//!
//! - [`RuleSplitter`], the default, knows abbreviations, initials, quotations, ellipses,
//!   enumerations, text in small letters, tokenised text and the sentence marks of other
//!   scripts;
//! - [`LineSplitter`] takes each line as one sentence, for text that comes already split.
//!
//! Whatever the splitter, the sentences are in order, do not overlap, begin and end with a
//! character that is no white space, and together hold every such character of the body: the
//! text is cut, never changed. Splitting takes time linear in the length of the body.
//!
//! What it does not do: find paragraphs in text that has lost its line breaks, join lines that
//! were wrapped at a fixed width, or detect the language.
//!
//! The figures on the public test sets are in `README.md` beside this file.

mod abbreviations;
mod caseless;
mod cjk_quotations;
mod closers;
mod context;
mod enumeration;
mod glued;
mod line;
mod marks;
mod notes;
mod ordinals;
mod quoted_titles;
mod rules;
mod starters;
#[cfg(test)]
mod tests;
mod unpunctuated;
mod vocabulary;

pub use line::LineSplitter;
pub use rules::RuleSplitter;

use crate::article::Sentence;

/// Cuts a body into sentences.
pub trait SentenceSplitter: Send + Sync {
    /// The splitter's name, as options and reports give it.
    fn name(&self) -> &'static str;

    /// The sentences of `body`, in order: trimmed, not overlapping, and holding between them
    /// every character that is no white space. Paragraphs are numbered from 0 and are the lines
    /// that are not blank.
    ///
    /// `language` is that of the body as an ISO 639-1 code (`de`), where it is known.
    fn split(&self, body: &str, language: Option<&str>) -> Vec<Sentence>;
}
