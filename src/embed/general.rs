//! Tokenizers of any rules, by the `tokenizers` crate: for models that are not of BERT's vocabulary.

use serde_json::Value;
pub(super) use tokenizers::Tokenizer;
use tokenizers::{Encoding, PostProcessor, TruncationParams};

use super::tokenize::Tokens;
use crate::error::{Error, Result};

/// Reads a `tokenizer.json`; with the tokenizer, the size of its vocabulary and how many special tokens it adds
/// to a text.
pub(super) fn read(
    json: &[u8],
    max_tokens: usize,
) -> std::result::Result<(Tokenizer, usize, usize), String> {
    // The crate panics where the JSON of a decoder breaks off.
    serde_json::from_slice::<serde::de::IgnoredAny>(json)
        .map_err(|error| format!("{error}; fetch it again"))?;
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
    let known = tokenizer.get_vocab_size(true);
    Ok((tokenizer, known, special))
}

/// The tokens of each text.
pub(super) fn encode(tokenizer: &Tokenizer, texts: &[&str]) -> Result<Vec<Tokens>> {
    let encodings = tokenizer
        .encode_batch_fast(texts.to_vec(), true)
        .map_err(|source| Error::Tokenize { source })?;
    let tokens = |encoding: &Encoding| Tokens {
        ids: encoding.get_ids().to_vec(),
        truncated: !encoding.get_overflowing().is_empty(),
    };
    Ok(encodings.iter().map(tokens).collect())
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
