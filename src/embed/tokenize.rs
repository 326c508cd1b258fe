//! Texts to token ids.

use std::path::Path;

use rayon::prelude::*;

#[cfg(feature = "tokenizers")]
use super::general;
#[cfg(feature = "tokenizers")]
use super::spelling::Spelling;
use super::wordpiece::WordPiece;
use crate::error::{Error, Result};

/// A model's tokenizer, set to cut at the model's maximum and to pad nothing.
///
/// A published `tokenizer.json` often bakes in a truncation and a fixed padding that are not the
/// model's own (all-MiniLM-L6-v2's pads every sentence to 128 tokens): both are overridden.
pub struct SentenceTokenizer {
    rules: Rules,
    max_tokens: usize,
    #[cfg_attr(
        not(feature = "tokenizers"),
        expect(dead_code, reason = "our own gives no id beyond it")
    )]
    vocabulary: usize,
    #[cfg(feature = "tokenizers")]
    pub(super) spelling: Spelling,
}

/// Whose rules give the ids.
enum Rules {
    /// BERT's, by our own tokenizer: the same ids, many times as fast.
    WordPiece(Box<WordPiece>),
    /// Any others, by the `tokenizers` crate.
    #[cfg(feature = "tokenizers")]
    General(Box<general::Tokenizer>),
}

/// The tokens of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Their ids, the special ones included.
    pub ids: Vec<u32>,
    /// Whether the text had more of them than the model takes.
    pub truncated: bool,
}

/// The fewest texts that are worth a thread's while.
const MIN_TEXTS: usize = 64;

impl SentenceTokenizer {
    /// Reads a `tokenizer.json`; `path` serves messages.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] if it is none, if its vocabulary exceeds `vocabulary`, the rows of
    /// the model's word embedding, or if its special tokens leave no room for a word.
    pub fn from_json(
        path: &Path,
        json: &[u8],
        max_tokens: usize,
        vocabulary: usize,
    ) -> Result<Self> {
        let invalid = |reason: String| Error::InvalidModel { path: path.to_owned(), reason };
        let (rules, known, special) = match WordPiece::from_json(json) {
            Some(tokenizer) => {
                // Ids may have gaps: a vocabulary of the right length can still exceed the rows.
                let known = tokenizer.len().max(tokenizer.max_id() as usize + 1);
                let special = tokenizer.special_tokens();
                (Rules::WordPiece(Box::new(tokenizer)), known, special)
            }
            #[cfg(feature = "tokenizers")]
            None => {
                let (tokenizer, known, special) =
                    general::read(json, max_tokens).map_err(invalid)?;
                (Rules::General(Box::new(tokenizer)), known, special)
            }
            #[cfg(not(feature = "tokenizers"))]
            None => {
                let reason = "it is no tokenizer of BERT's, and this build knows no other; build it with the \
                              feature `tokenizers`";
                return Err(invalid(reason.to_owned()));
            }
        };
        if known > vocabulary {
            return Err(invalid(format!(
                "it has {known} tokens where the model's embedding has {vocabulary} rows; \
                 take both files from one model"
            )));
        }
        if special >= max_tokens {
            return Err(invalid(format!(
                "it adds {special} special tokens to a text of at most {max_tokens}; \
                 take it and config.json from one model"
            )));
        }
        Ok(Self {
            rules,
            max_tokens,
            vocabulary,
            #[cfg(feature = "tokenizers")]
            spelling: Spelling::new(json),
        })
    }

    /// The rows of the model's word embedding: each id is less.
    #[cfg(feature = "tokenizers")]
    pub(super) fn vocabulary(&self) -> usize {
        self.vocabulary
    }

    /// The most tokens that a text is cut to.
    #[must_use]
    pub fn max_tokens(&self) -> usize {
        self.max_tokens
    }

    /// Tokenizes each text, in parallel.
    ///
    /// # Errors
    /// [`Error::Tokenize`] if the tokenizer fails or gives an id without a row in the model's
    /// word embedding, which a valid one does not.
    pub fn encode(&self, texts: &[&str]) -> Result<Vec<Tokens>> {
        match &self.rules {
            Rules::WordPiece(tokenizer) => texts
                .par_iter()
                .with_min_len(MIN_TEXTS)
                .map(|text| {
                    let mut ids = Vec::new();
                    let truncated = tokenizer.encode(text, self.max_tokens, &mut ids);
                    Ok(Tokens { ids, truncated })
                })
                .collect(),
            #[cfg(feature = "tokenizers")]
            Rules::General(tokenizer) => {
                let encoded = general::encode(tokenizer, texts)?;
                encoded.into_iter().map(|tokens| self.check(tokens)).collect()
            }
        }
    }

    /// Refuses an id without a row, which a vocabulary with gaps can give.
    #[cfg(feature = "tokenizers")]
    fn check(&self, tokens: Tokens) -> Result<Tokens> {
        match tokens.ids.iter().find(|id| **id as usize >= self.vocabulary) {
            None => Ok(tokens),
            Some(id) => {
                let source = format!(
                    "tokenizer.json gives the id {id}, the model has {} tokens; \
                     take both files from one model",
                    self.vocabulary
                );
                Err(Error::Tokenize { source: source.into() })
            }
        }
    }
}
