//! Texts to token ids.

use std::path::Path;

use tokenizers::{Tokenizer, TruncationParams};

use crate::error::{Error, Result};

/// A model's tokenizer, set to cut at the model's maximum and to pad nothing.
///
/// A published `tokenizer.json` often bakes in a truncation and a fixed padding that are not the
/// model's own (all-MiniLM-L6-v2's pads every sentence to 128 tokens): both are overridden.
pub struct SentenceTokenizer {
    tokenizer: Tokenizer,
    max_tokens: usize,
}

/// The tokens of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Their ids, the special ones included.
    pub ids: Vec<u32>,
    /// Whether the text had more of them than the model takes.
    pub truncated: bool,
}

impl SentenceTokenizer {
    /// Reads a `tokenizer.json`; `path` serves messages.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] if it is none, or if its vocabulary exceeds `vocabulary`, the rows
    /// of the model's word embedding.
    pub fn from_json(
        path: &Path,
        json: &[u8],
        max_tokens: usize,
        vocabulary: usize,
    ) -> Result<Self> {
        let invalid = |reason: String| Error::InvalidModel { path: path.to_owned(), reason };
        let mut tokenizer =
            Tokenizer::from_bytes(json).map_err(|error| invalid(error.to_string()))?;
        let known = tokenizer.get_vocab_size(true);
        if known > vocabulary {
            return Err(invalid(format!(
                "it has {known} tokens where the model's embedding has {vocabulary} rows; \
                 the two files are not of one model"
            )));
        }
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(Some(TruncationParams {
                max_length: max_tokens,
                ..Default::default()
            }))
            .map_err(|error| invalid(error.to_string()))?;
        Ok(Self { tokenizer, max_tokens })
    }

    /// The most tokens that a text is cut to.
    #[must_use]
    pub fn max_tokens(&self) -> usize {
        self.max_tokens
    }

    /// Tokenizes each text, in parallel.
    ///
    /// # Errors
    /// [`Error::Tokenize`] if the tokenizer fails, which a valid one does not.
    pub fn encode(&self, texts: &[&str]) -> Result<Vec<Tokens>> {
        let encodings = self
            .tokenizer
            .encode_batch_fast(texts.to_vec(), true)
            .map_err(|source| Error::Tokenize { source })?;
        Ok(encodings
            .into_iter()
            .map(|encoding| Tokens {
                truncated: !encoding.get_overflowing().is_empty(),
                ids: encoding.get_ids().to_vec(),
            })
            .collect())
    }
}
