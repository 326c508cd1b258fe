//! A `tokenizer.json` to the parts of a WordPiece tokenizer, if it is one of BERT's kind.
//!
//! In: its bytes. Out: a [`Configuration`], or `None`: each field is named here, and a file with
//! another field, or with another value of one that matters, is not taken.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::added_tokens::AddedTokens;
use super::vocabulary::{CONTINUING_PREFIX, Vocabulary};
use super::words::Rules;

/// What a file says of how to encode a text.
pub(super) struct Configuration {
    /// How characters are normalized.
    pub(super) rules: Rules,
    /// The tokens that are found in the text as it stands.
    pub(super) added: AddedTokens,
    /// The most characters of a word that is looked up.
    pub(super) max_chars: usize,
    /// The id of the unknown token.
    pub(super) unknown: u32,
    /// The special tokens around a text.
    pub(super) template: Template,
    /// The pieces and their ids.
    pub(super) vocabulary: Vocabulary,
}

/// The ids around those of a text.
pub(super) struct Template {
    pub(super) before: Vec<u32>,
    pub(super) after: Vec<u32>,
}

impl Template {
    /// All of them.
    pub(super) fn ids(&self) -> impl Iterator<Item = u32> {
        self.before.iter().chain(&self.after).copied()
    }
}

impl Configuration {
    /// Reads it.
    pub(super) fn from_json(json: &[u8]) -> Option<Self> {
        let json = std::str::from_utf8(json).ok()?;
        let file: TokenizerJson = serde_json::from_str(json).ok()?;
        if file.version != "1.0" || file.model.continuing_subword_prefix != CONTINUING_PREFIX {
            return None;
        }
        let Normalizer::BertNormalizer {
            clean_text,
            handle_chinese_chars,
            strip_accents,
            lowercase,
        } = file.normalizer;
        let vocabulary = file.model.vocab;
        Some(Self {
            rules: Rules {
                clean_text,
                handle_chinese_chars,
                strip_accents: strip_accents.unwrap_or(lowercase),
                lowercase,
            },
            added: added_tokens(file.added_tokens, &vocabulary)?,
            max_chars: file.model.max_input_chars_per_word,
            unknown: vocabulary.id(&file.model.unk_token)?,
            template: file.post_processor.template()?,
            vocabulary,
        })
    }
}

/// The added tokens, if each is in the vocabulary under its id, and none has an option set.
fn added_tokens(tokens: Vec<AddedToken>, vocabulary: &Vocabulary) -> Option<AddedTokens> {
    let mut ids: Vec<u32> = tokens.iter().map(|token| token.id).collect();
    ids.sort_unstable();
    if ids.is_sorted_by(|a, b| a < b) {
        let known = tokens.into_iter().map(|token| {
            let AddedToken { id, content, _special: _, single_word, lstrip, rstrip, normalized } =
                token;
            let plain = !(content.is_empty() || single_word || lstrip || rstrip || normalized);
            (plain && vocabulary.id(&content) == Some(id)).then_some((content, id))
        });
        return Some(AddedTokens::new(known.collect::<Option<_>>()?));
    }
    None
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenizerJson {
    version: String,
    #[serde(rename = "truncation", default)]
    _truncation: IgnoredAny,
    #[serde(rename = "padding", default)]
    _padding: IgnoredAny,
    #[serde(default)]
    added_tokens: Vec<AddedToken>,
    normalizer: Normalizer,
    #[serde(rename = "pre_tokenizer")]
    _pre_tokenizer: PreTokenizer,
    post_processor: PostProcessor,
    #[serde(rename = "decoder", default)]
    _decoder: IgnoredAny,
    model: Model,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddedToken {
    id: u32,
    content: String,
    /// Matters to decoding alone.
    #[serde(rename = "special")]
    _special: bool,
    single_word: bool,
    lstrip: bool,
    rstrip: bool,
    normalized: bool,
}

#[derive(Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum Normalizer {
    BertNormalizer {
        clean_text: bool,
        handle_chinese_chars: bool,
        strip_accents: Option<bool>,
        lowercase: bool,
    },
}

#[derive(Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum PreTokenizer {
    BertPreTokenizer {},
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Model {
    #[serde(rename = "type")]
    _kind: ModelKind,
    unk_token: String,
    continuing_subword_prefix: String,
    max_input_chars_per_word: usize,
    vocab: Vocabulary,
}

#[derive(Deserialize)]
enum ModelKind {
    WordPiece,
}

#[derive(Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum PostProcessor {
    BertProcessing {
        cls: (String, u32),
        sep: (String, u32),
    },
    TemplateProcessing {
        single: Vec<TemplatePiece>,
        #[serde(rename = "pair")]
        _pair: Vec<TemplatePiece>,
        special_tokens: HashMap<String, SpecialToken>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum TemplatePiece {
    Sequence {
        id: Sequence,
        #[serde(rename = "type_id")]
        _type_id: u32,
    },
    SpecialToken {
        id: String,
        #[serde(rename = "type_id")]
        _type_id: u32,
    },
}

#[derive(Deserialize, PartialEq)]
enum Sequence {
    A,
    B,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecialToken {
    #[serde(rename = "id")]
    _id: String,
    ids: Vec<u32>,
    tokens: Vec<String>,
}

impl PostProcessor {
    /// What it puts around a text, if that holds the text once and every token it names is
    /// defined.
    fn template(self) -> Option<Template> {
        let (single, special_tokens) = match self {
            Self::BertProcessing { cls, sep } => {
                return Some(Template { before: vec![cls.1], after: vec![sep.1] });
            }
            Self::TemplateProcessing { single, special_tokens, .. } => (single, special_tokens),
        };
        let is_text = |piece: &TemplatePiece| matches!(piece, TemplatePiece::Sequence { .. });
        let [before, after] = single.split(is_text).collect::<Vec<_>>().try_into().ok()?;
        let is_first = |piece| matches!(piece, &TemplatePiece::Sequence { id: Sequence::A, .. });
        if !single.iter().any(is_first) {
            return None;
        }
        let ids = |pieces: &[TemplatePiece]| {
            let mut ids = Vec::new();
            for piece in pieces {
                let TemplatePiece::SpecialToken { id, .. } = piece else { return None };
                let token = special_tokens.get(id)?;
                if token.ids.len() != token.tokens.len() {
                    return None;
                }
                ids.extend_from_slice(&token.ids);
            }
            Some(ids)
        };
        Some(Template { before: ids(before)?, after: ids(after)? })
    }
}
