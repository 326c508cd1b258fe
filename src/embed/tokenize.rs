//! Texts to token ids.

use std::path::Path;

use rayon::prelude::*;
use serde_json::Value;
use tokenizers::{PostProcessor, Tokenizer, TruncationParams};

use super::wordpiece::WordPiece;
use crate::error::{Error, Result};

/// A model's tokenizer, set to cut at the model's maximum and to pad nothing.
///
/// A published `tokenizer.json` often bakes in a truncation and a fixed padding that are not the
/// model's own (all-MiniLM-L6-v2's pads every sentence to 128 tokens): both are overridden.
pub struct SentenceTokenizer {
    rules: Rules,
    max_tokens: usize,
    vocabulary: usize,
}

/// Whose rules give the ids.
enum Rules {
    /// BERT's, by our own tokenizer: the same ids, many times as fast.
    WordPiece(Box<WordPiece>),
    /// Any others, by the `tokenizers` crate.
    General(Box<Tokenizer>),
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
            None => {
                let tokenizer = general(json, max_tokens).map_err(invalid)?;
                let special = tokenizer.get_post_processor().map_or(0, |it| it.added_tokens(false));
                let known = tokenizer.get_vocab_size(true);
                (Rules::General(Box::new(tokenizer)), known, special)
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
        Ok(Self { rules, max_tokens, vocabulary })
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
            Rules::General(tokenizer) => tokenizer
                .encode_batch_fast(texts.to_vec(), true)
                .map_err(|source| Error::Tokenize { source })?
                .into_iter()
                .map(|encoding| {
                    let truncated = !encoding.get_overflowing().is_empty();
                    self.check(Tokens { ids: encoding.get_ids().to_vec(), truncated })
                })
                .collect(),
        }
    }

    /// Refuses an id without a row, which a vocabulary with gaps can give.
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

/// Reads a `tokenizer.json` by the `tokenizers` crate.
fn general(json: &[u8], max_tokens: usize) -> std::result::Result<Tokenizer, String> {
    let mut tokenizer =
        Tokenizer::from_bytes(json).map_err(|error| format!("{error}; fetch it again"))?;
    let post_processor =
        serde_json::to_value(tokenizer.get_post_processor()).map_err(|error| error.to_string())?;
    if let Some(id) = undefined_special_token(&post_processor) {
        return Err(format!(
            "its template has a token `{id}` that it does not define; fetch it again"
        ));
    }
    tokenizer.with_padding(None);
    let special = tokenizer.get_post_processor().map_or(0, |it| it.added_tokens(false));
    if special < max_tokens {
        let truncation = TruncationParams { max_length: max_tokens, ..Default::default() };
        tokenizer.with_truncation(Some(truncation)).map_err(|error| error.to_string())?;
    }
    Ok(tokenizer)
}

/// The first special token that a template names and does not define: the `tokenizers` crate
/// takes such a template, and panics when it first uses it.
fn undefined_special_token(processor: &Value) -> Option<&str> {
    if let Some(processors) = processor["processors"].as_array() {
        return processors.iter().find_map(undefined_special_token);
    }
    let pieces = [&processor["single"], &processor["pair"]].into_iter().filter_map(Value::as_array);
    pieces
        .flatten()
        .filter_map(|piece| piece["SpecialToken"]["id"].as_str())
        .find(|id| processor["special_tokens"].get(id).is_none())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_template_must_define_what_it_names() {
        let template = |defined: &str| {
            json!({
                "type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A"}}],
                "special_tokens": {defined: {"id": defined, "ids": [1], "tokens": [defined]}},
            })
        };
        assert_eq!(undefined_special_token(&template("[CLS]")), None);
        let lacking = template("[CL ]");
        assert_eq!(undefined_special_token(&lacking), Some("[CLS]"));
        let nested = json!({"type": "Sequence", "processors": [template("[CLS]"), lacking]});
        assert_eq!(undefined_special_token(&nested), Some("[CLS]"));
        assert_eq!(undefined_special_token(&Value::Null), None);
    }
}
