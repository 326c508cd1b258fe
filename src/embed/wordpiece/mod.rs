//! A BERT tokenizer: text to WordPiece ids, as the `tokenizers` crate gives them, faster.
//!
//! In: the bytes of a `tokenizer.json`, then texts. Out: a [`WordPiece`], then token ids, the
//! special ones included, cut at a maximum.
//!
//! ```text
//! text -> added tokens | characters -> cleaned, accents off, lower case -> words -> pieces -> ids
//! ```
//!
//! Only the configuration that BERT's descendants share is read: `BertNormalizer`,
//! `BertPreTokenizer`, a `WordPiece` model and special tokens around the text. For any other
//! [`WordPiece::from_json`] returns `None`, and the `tokenizers` crate is to be asked. Texts come
//! as one sequence, never as a pair; there are no offsets, no padding and no decoding.
//!
//! The pieces of a word are the longest that match from its start, as in Wu et al., "Google's
//! Neural Machine Translation System" (2016).

mod added_tokens;
mod configuration;
mod properties;
#[cfg(feature = "tokenizers")]
#[cfg(test)]
mod tests;
mod vocabulary;
mod words;

use std::ops::ControlFlow;

use configuration::{Configuration, Template};
use vocabulary::Vocabulary;
use words::{Item, Splitter};

/// A BERT tokenizer, ready to encode.
pub(crate) struct WordPiece {
    splitter: Splitter,
    vocabulary: Vocabulary,
    unknown: u32,
    template: Template,
}

impl WordPiece {
    /// Reads a `tokenizer.json`. Its truncation, padding and decoder are left aside.
    ///
    /// `None` if it is not one, or if it asks for anything that is not known here.
    pub(crate) fn from_json(json: &[u8]) -> Option<Self> {
        let Configuration { rules, added, max_chars, unknown, template, vocabulary } =
            Configuration::from_json(json)?;
        Some(Self {
            splitter: Splitter::new(rules, added, max_chars),
            vocabulary,
            unknown,
            template,
        })
    }

    /// The number of tokens of the vocabulary.
    pub(crate) fn len(&self) -> usize {
        self.vocabulary.len()
    }

    /// The largest id that a text can be given, special tokens included.
    pub(crate) fn max_id(&self) -> u32 {
        self.template.ids().chain([self.vocabulary.max_id()]).max().unwrap_or_default()
    }

    /// The number of special tokens that each text is given.
    pub(crate) fn special_tokens(&self) -> usize {
        self.template.ids().count()
    }

    /// Appends the ids of `text`, the special ones included, to `ids`.
    ///
    /// At most `max_tokens` of them, unless the special ones alone are more; returns whether the
    /// text had more. The work on a text ends where its tokens are cut.
    pub(crate) fn encode(&self, text: &str, max_tokens: usize, ids: &mut Vec<u32>) -> bool {
        ids.extend_from_slice(&self.template.before);
        let limit = ids.len().saturating_add(max_tokens.saturating_sub(self.special_tokens()));
        let flow = self.splitter.split(text, |item| {
            match item {
                Item::Word(word) => self.encode_word(word, ids),
                Item::LongWord => ids.push(self.unknown),
                Item::Added(id) => ids.push(id),
            }
            if ids.len() > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        ids.truncate(limit);
        ids.extend_from_slice(&self.template.after);
        flow.is_break()
    }

    /// Appends the ids of a word's pieces: the unknown token's if they do not cover it.
    fn encode_word(&self, word: &str, ids: &mut Vec<u32>) {
        let first = ids.len();
        let mut pieces = &self.vocabulary.initial;
        let mut rest = word;
        while !rest.is_empty() {
            let Some((piece, id)) = pieces.longest_prefix(rest) else {
                ids.truncate(first);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            rest = &rest[piece..];
            pieces = &self.vocabulary.continuing;
        }
    }
}
