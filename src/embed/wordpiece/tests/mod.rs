//! Tests of the module as a whole: the `tokenizers` crate is the oracle throughout.

mod configuration;
mod ids;
mod words;

use std::sync::{LazyLock, Mutex};

use proptest::prelude::*;
use serde_json::{Value, json};
use tokenizers::{Tokenizer, TruncationParams};

use super::WordPiece;

const BUNDLED: &[u8] = include_bytes!("../../../../models/all-minilm-l6-v2/tokenizer.json");

/// The tokenizer of the bundled model, twice.
static PAIR: LazyLock<Pair> = LazyLock::new(|| Pair::new(BUNDLED));

/// One `tokenizer.json`, read by both.
struct Pair {
    ours: WordPiece,
    oracle: Mutex<Tokenizer>,
}

impl Pair {
    fn new(json: &[u8]) -> Self {
        let mut oracle = Tokenizer::from_bytes(json).unwrap();
        oracle.with_padding(None);
        Self { ours: WordPiece::from_json(json).unwrap(), oracle: Mutex::new(oracle) }
    }

    /// The ids of ours, and whether it cut the text; checks that ids already there are kept.
    fn ours(&self, text: &str, max_tokens: usize) -> (Vec<u32>, bool) {
        let mut ids = vec![7];
        let truncated = self.ours.encode(text, max_tokens, &mut ids);
        assert_eq!(ids.remove(0), 7);
        (ids, truncated)
    }

    /// The same of the oracle, for each text.
    fn oracle(&self, texts: &[&str], max_tokens: usize) -> Vec<(Vec<u32>, bool)> {
        let mut oracle = self.oracle.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let truncation = TruncationParams { max_length: max_tokens, ..Default::default() };
        oracle.with_truncation(Some(truncation)).unwrap();
        let encodings = oracle.encode_batch_fast(texts.to_vec(), true).unwrap().into_iter();
        let tokens = encodings.map(|it| (it.get_ids().to_vec(), !it.get_overflowing().is_empty()));
        tokens.collect()
    }

    /// Fails unless both give each text the same ids.
    fn assert_equal(&self, texts: &[&str], max_tokens: usize) {
        for (text, expected) in texts.iter().zip(self.oracle(texts, max_tokens)) {
            let found = self.ours(text, max_tokens);
            assert!(found == expected, "{text:?}: {found:?}, not {expected:?}");
        }
    }
}

/// A small file whose vocabulary has what Unicode does to letters, gaps, and escapes.
fn small_json() -> Value {
    let tokens =
        "[PAD] [UNK] [CLS] [SEP] [MASK] a b ##a ##b ab ##ab abab ##aba é ##é e ##e e\u{301} \
        ##\u{301} E ##E É i ı İ i\u{307} ##i ß ##ß ss ##ss Σ σ ς ##σ ##ς 中 ##中 が か \
        ##\u{3099} \u{1112} ##\u{1161} ##\u{11AB} 한 ##한 \" \\ / ' ’ “ — = ≠ \u{338} k ##k K \
        å a\u{30A} \u{200D} ##\u{200D} \u{FFFD} \u{0} ##\u{B} 🙂 ##🙂 \u{E000} [ ] ## # m ##m \
        mask \u{302E} ##\u{302E} ##\u{302F} a\u{302F}\u{302E} antidisestablishments \
        ##antidisestablishment \t \u{1F}"
            .split(' ');
    let vocab: serde_json::Map<String, Value> =
        tokens.zip(0..).map(|(token, id)| (token.to_owned(), json!(3 * id))).collect();
    let added = |content: &str| {
        json!({
            "id": vocab[content], "content": content, "special": true, "single_word": false,
            "lstrip": false, "rstrip": false, "normalized": false,
        })
    };
    let added_tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map(added);
    let special = |content: &str| json!({"SpecialToken": {"id": content, "type_id": 0}});
    let sequence = |id: &str| json!({"Sequence": {"id": id, "type_id": 0}});
    let defined = |token: &str| json!({"id": token, "ids": [vocab[token]], "tokens": [token]});
    json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": added_tokens,
        "normalizer": {
            "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": null, "lowercase": true,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [special("[CLS]"), sequence("A"), special("[SEP]")],
            "pair": [sequence("A"), sequence("B")],
            "special_tokens": {"[CLS]": defined("[CLS]"), "[SEP]": defined("[SEP]")},
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
        "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 24, "vocab": vocab,
        },
    })
}

/// Characters that something is done to, or that resemble one that is.
const NOTABLE: &str = "\
    \0\t\n\u{B}\u{C}\r\u{1C}\u{1F} \u{7F}\u{85}\u{A0}\u{AD}\u{1680}\u{180E}\u{2000}\u{2001}\
    \u{200B}\u{200D}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}\u{FFFD}\u{FFFE}\u{E000}\
    \u{F8FF}\u{F0000}\u{10FFFD}\u{301}\u{307}\u{30A}\u{323}\u{327}\u{338}\u{344}\u{345}\u{34F}\
    \u{5B0}\u{93C}\u{94D}\u{BD7}\u{F71}\u{F73}\u{302A}\u{302E}\u{302F}\u{3099}\u{1D165}\
    \u{1D16D}\u{1D15E}\u{212A}\u{212B}\u{2126}\u{37E}\u{387}\u{1FEF}\u{F900}\u{FA0E}\u{2B73A}\
    \u{2B820}\u{2B920}\u{2F800}\u{1112}\u{1161}\u{11AB}\u{AC01}éeÉEǻếøİıIißẞsΣσςǅﬁ≠≮=’“—…€$+`^\
    _#[]-«¿中龥々がガｶ。！한가กำोبﷲ٠🙂👩🏽🇫";

/// Texts of any characters, most of them notable.
fn any_text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => proptest::sample::select(NOTABLE.chars().collect::<Vec<_>>()),
        3 => proptest::char::range(' ', '~'),
        2 => proptest::sample::select(&['a', 'b', ' ', 'A', 'B'][..]),
        1 => any::<char>(),
        1 => proptest::char::range('\u{80}', '\u{3100}'),
    ];
    proptest::collection::vec(character, 0..40).prop_map(String::from_iter)
}

/// Every character, alone and between letters, in texts of a few hundred.
fn all_characters() -> Vec<String> {
    let characters: Vec<char> = (char::MIN..=char::MAX).collect();
    let spread = |chunk: &[char]| chunk.iter().map(|c| format!("{c} a{c}b ")).collect();
    characters.chunks(256).map(spread).collect()
}
