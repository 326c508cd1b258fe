//! What the tokens of a text are, one by one.
//!
//! In: a text, or token ids without the special ones. Out: each token's id, text and place, or the tokens as
//! the model reads them. The ids are those of [`SentenceTokenizer::encode`]; places come from the `tokenizers`
//! crate, which keeps them where our own tokenizer does not.

use std::sync::OnceLock;

use tokenizers::Tokenizer;

use super::tokenize::{SentenceTokenizer, Tokens};
use crate::error::{Error, Result};

/// A token of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpelledToken {
    /// Its id.
    pub id: u32,
    /// As the vocabulary writes it.
    pub piece: String,
    /// Whether it stands for no part of a text.
    pub is_special: bool,
    /// Where it stands, in characters, start and end; none of a special token.
    pub place: Option<(usize, usize)>,
}

/// The tokenizer that keeps places, made when it is first asked.
pub(super) struct Spelling {
    json: Vec<u8>,
    tokenizer: OnceLock<Option<Tokenizer>>,
}

impl Spelling {
    pub(super) fn new(json: &[u8]) -> Self {
        Self { json: json.to_vec(), tokenizer: OnceLock::new() }
    }

    fn tokenizer(&self) -> Result<&Tokenizer> {
        let made = self.tokenizer.get_or_init(|| {
            let mut tokenizer = Tokenizer::from_bytes(&self.json).ok()?;
            tokenizer.with_padding(None);
            tokenizer.with_truncation(None).ok()?;
            Some(tokenizer)
        });
        made.as_ref().ok_or_else(|| failed("tokenizer.json is not read by the `tokenizers` crate"))
    }
}

impl SentenceTokenizer {
    /// The tokens of a text, all of them, with the special ones around them if `special`.
    ///
    /// # Errors
    /// [`Error::Tokenize`] if the tokenizer fails.
    pub fn spell(&self, text: &str, special: bool) -> Result<Vec<SpelledToken>> {
        let encoding = self
            .spelling
            .tokenizer()?
            .encode_char_offsets(text, special)
            .map_err(|source| Error::Tokenize { source })?;
        let parts = encoding.get_ids().iter().zip(encoding.get_tokens());
        let places = encoding.get_offsets().iter().zip(encoding.get_special_tokens_mask());
        let spelled = parts.zip(places).map(|((&id, piece), (&place, &special))| SpelledToken {
            id,
            piece: piece.clone(),
            is_special: special != 0,
            place: (special == 0).then_some(place),
        });
        Ok(spelled.collect())
    }

    /// A text's tokens from ids, to which the special ones are added where they are not there, and which are
    /// cut at the model's maximum.
    ///
    /// # Errors
    /// [`Error::InvalidField`] if the vocabulary has no such id.
    pub fn tokens_of(&self, ids: &[u32]) -> Result<Tokens> {
        if let Some(id) = ids.iter().find(|id| **id as usize >= self.vocabulary()) {
            return Err(Error::InvalidField {
                name: "the tokens".to_owned(),
                field: "id",
                expected: "one of the model's vocabulary",
                found: format!("{id}; there are {}", self.vocabulary()),
            });
        }
        let mut around = self.encode(&[""])?;
        let around = around.pop().map(|tokens| tokens.ids).unwrap_or_default();
        let (before, after) = around.split_at(around.len().div_ceil(2));
        let inner = match ids.starts_with(before) && ids.ends_with(after) {
            true if ids.len() >= around.len() => &ids[before.len()..ids.len() - after.len()],
            _ => ids,
        };
        let room = self.max_tokens().saturating_sub(around.len());
        let kept = &inner[..inner.len().min(room)];
        Ok(Tokens { ids: [before, kept, after].concat(), truncated: kept.len() < inner.len() })
    }
}

fn failed(reason: &str) -> Error {
    Error::Tokenize { source: reason.into() }
}

#[cfg(all(test, feature = "bundled-model"))]
mod tests {
    use crate::embed::{Embedder as _, Int8Embedder, TokenEmbedder as _};

    #[test]
    fn what_is_spelled_is_what_is_embedded() {
        let embedder = Int8Embedder::bundled().unwrap();
        let text = "Über Lorne's harbour: 雪, snowploughs \u{1F600}!";
        let spelled = embedder.tokenizer().spell(text, true).unwrap();
        let ids: Vec<u32> = spelled.iter().map(|token| token.id).collect();
        let encoded = embedder.tokenizer().encode(&[text]).unwrap();
        assert_eq!(ids, encoded[0].ids);
        assert!(spelled[0].is_special && spelled[0].place.is_none());
        assert_eq!((spelled[1].piece.as_str(), spelled[1].place), ("uber", Some((0, 4))));

        let bare = embedder.tokenizer().spell(text, false).unwrap();
        let bare: Vec<u32> = bare.iter().map(|token| token.id).collect();
        for ids in [&ids, &bare] {
            let tokens = embedder.tokenizer().tokens_of(ids).unwrap();
            let by_ids = embedder.embed_tokens(&[tokens]).unwrap();
            assert_eq!(by_ids, embedder.embed(&[text]).unwrap());
        }
    }

    #[test]
    fn ids_are_checked_and_cut() {
        let embedder = Int8Embedder::bundled().unwrap();
        let tokenizer = embedder.tokenizer();
        assert!(tokenizer.tokens_of(&[30_522]).is_err());
        assert_eq!(tokenizer.tokens_of(&[]).unwrap(), tokenizer.encode(&[""]).unwrap()[0]);
        let long = tokenizer.tokens_of(&[2_000; 1_000]).unwrap();
        assert!(long.truncated && long.ids.len() == embedder.max_tokens());
    }
}
