//! A BERT of random weights, small enough to be made anew by each test.

use std::fs;
use std::path::Path;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize};
use serde_json::{Map, Value, json};

use crate::embed::{CandleEmbedder, Embedded, Embedder};
use crate::error::Result;

pub(in crate::embed) const HIDDEN: usize = 32;
const INTERMEDIATE: usize = 64;
pub(in crate::embed) const LAYERS: usize = 2;
const POSITIONS: usize = 48;

const WORDS: &str = "a after all an and ash at bay bell boat by cold copper crowd dam day dock east \
    ferry field fire fish fog for from gate glass grain harbour in iron island it lamp late light \
    mayor mill moon new no north of old on orchard rain river road salt sea ship snow station stone \
    storm the to town train was wind ##s ##ed ##ing . , ?";

/// A model's folder, to be changed before it is written.
#[derive(Clone)]
pub(in crate::embed) struct TinyModel {
    pub(in crate::embed) config: Value,
    pub(in crate::embed) tokenizer: Value,
    pub(in crate::embed) tensors: Vec<TinyTensor>,
    /// Further files: their names and what they hold.
    pub(in crate::embed) others: Vec<(&'static str, Value)>,
}

#[derive(Clone)]
pub(in crate::embed) struct TinyTensor {
    pub(in crate::embed) name: String,
    pub(in crate::embed) shape: Vec<usize>,
    pub(in crate::embed) values: Vec<f32>,
}

impl TinyModel {
    /// Width 32, two layers of four heads, 48 positions.
    pub(in crate::embed) fn bert() -> Self {
        Self::new("bert", ["[PAD]", "[UNK]", "[CLS]", "[SEP]"], 0)
    }

    /// The same in the layout of XLM-RoBERTa: padding has id 1, one token type.
    pub(in crate::embed) fn xlm_roberta() -> Self {
        Self::new("xlm-roberta", ["<s>", "<pad>", "</s>", "<unk>"], 1)
    }

    fn new(family: &str, special: [&str; 4], padding: usize) -> Self {
        let vocabulary: Vec<&str> = special.into_iter().chain(WORDS.split_whitespace()).collect();
        let token_types = if family == "bert" { 2 } else { 1 };
        Self {
            config: json!({
                "model_type": family, "hidden_size": HIDDEN, "num_hidden_layers": LAYERS,
                "num_attention_heads": 4, "intermediate_size": INTERMEDIATE,
                "vocab_size": vocabulary.len(), "max_position_embeddings": POSITIONS,
                "type_vocab_size": token_types, "pad_token_id": padding, "hidden_act": "gelu",
                "layer_norm_eps": 1e-12,
            }),
            tokenizer: tokenizer(&vocabulary, special, padding),
            tensors: tensors(vocabulary.len(), token_types),
            others: Vec::new(),
        }
    }

    /// The same with another file in its folder.
    pub(in crate::embed) fn with(mut self, file: &'static str, content: Value) -> Self {
        self.others.push((file, content));
        self
    }

    /// Writes the folder.
    pub(in crate::embed) fn write(&self, folder: &Path) {
        self.write_as(folder, Dtype::F32, |value| value.to_le_bytes().to_vec());
    }

    /// Writes the folder with its weights in another type.
    pub(in crate::embed) fn write_as(
        &self,
        folder: &Path,
        dtype: Dtype,
        encode: impl Fn(f32) -> Vec<u8>,
    ) {
        let encoded: Vec<Vec<u8>> = self
            .tensors
            .iter()
            .map(|tensor| tensor.values.iter().flat_map(|value| encode(*value)).collect())
            .collect();
        let views = self.tensors.iter().zip(&encoded).map(|(tensor, bytes)| {
            (&tensor.name, TensorView::new(dtype, tensor.shape.clone(), bytes).unwrap())
        });
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("model.safetensors"), serialize(views, None).unwrap()).unwrap();
        let own = [("config.json", &self.config), ("tokenizer.json", &self.tokenizer)];
        for (file, content) in own.into_iter().chain(self.others.iter().map(|(f, c)| (*f, c))) {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content.to_string()).unwrap();
        }
    }

    /// Writes the folder into a temporary one, and loads it.
    pub(in crate::embed) fn load(&self) -> Result<CandleEmbedder> {
        let folder = tempfile::tempdir().unwrap();
        self.write(folder.path());
        crate::embed::folder::load_f32(folder.path(), "tiny")
    }

    pub(in crate::embed) fn embed(&self, texts: &[&str]) -> Embedded {
        self.load().unwrap().embed(texts).unwrap()
    }

    pub(in crate::embed) fn tensor(&mut self, name: &str) -> &mut TinyTensor {
        self.tensors.iter_mut().find(|tensor| tensor.name == name).unwrap()
    }
}

/// Made-up texts of `0..=longest` words, the same at every call.
pub(in crate::embed) fn texts(count: usize, longest: usize) -> Vec<String> {
    let words: Vec<&str> = WORDS.split_whitespace().filter(|word| !word.starts_with('#')).collect();
    let mut random = Random(7);
    let mut text = || -> Vec<&str> {
        let length = random.next() as usize % (longest + 1);
        (0..length).map(|_| words[random.next() as usize % words.len()]).collect()
    };
    (0..count).map(|_| text().join(" ")).collect()
}

/// A WordPiece tokenizer, with a truncation and a padding that are not the model's, as published
/// ones have them.
fn tokenizer(vocabulary: &[&str], special: [&str; 4], padding: usize) -> Value {
    let ids: Map<String, Value> =
        vocabulary.iter().enumerate().map(|(id, token)| ((*token).into(), id.into())).collect();
    let id = |token: &str| ids[token].as_u64().unwrap();
    let (first, last, unknown) = match special {
        [_, unknown, first, last] if padding == 0 => (first, last, unknown),
        [first, _, last, unknown] => (first, last, unknown),
    };
    let added: Vec<Value> = special
        .iter()
        .map(|token| {
            json!({"id": id(token), "content": token, "single_word": false, "lstrip": false,
                "rstrip": false, "normalized": false, "special": true})
        })
        .collect();
    let token = |name: &str| json!({"SpecialToken": {"id": name, "type_id": 0}});
    let sequence = |name: &str| json!({"Sequence": {"id": name, "type_id": 0}});
    let known = |name: &str| json!({"id": name, "ids": [id(name)], "tokens": [name]});
    json!({
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": 9, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": 40}, "direction": "Right", "pad_to_multiple_of": null,
            "pad_id": padding, "pad_type_id": 0, "pad_token": special[padding]},
        "added_tokens": added,
        "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "TemplateProcessing",
            "single": [token(first), sequence("A"), token(last)],
            "pair": [token(first), sequence("A"), token(last), sequence("B"), token(last)],
            "special_tokens": {first: known(first), last: known(last)}},
        "decoder": null,
        "model": {"type": "WordPiece", "unk_token": unknown, "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": ids},
    })
}

fn tensors(vocabulary: usize, token_types: usize) -> Vec<TinyTensor> {
    let mut random = Random(1);
    let mut tensors = Vec::new();
    let mut push = |name: String, shape: &[usize], middle: f32, spread: f32| {
        let length = shape.iter().product();
        let values = (0..length).map(|_| middle + spread * random.signed()).collect();
        tensors.push(TinyTensor { name, shape: shape.to_vec(), values });
    };
    let embeddings = [("word", vocabulary), ("position", POSITIONS), ("token_type", token_types)];
    for (kind, rows) in embeddings {
        push(format!("embeddings.{kind}_embeddings.weight"), &[rows, HIDDEN], 0.0, 1.0);
    }
    let linears = [
        ("attention.self.query", HIDDEN, HIDDEN),
        ("attention.self.key", HIDDEN, HIDDEN),
        ("attention.self.value", HIDDEN, HIDDEN),
        ("attention.output.dense", HIDDEN, HIDDEN),
        ("intermediate.dense", INTERMEDIATE, HIDDEN),
        ("output.dense", HIDDEN, INTERMEDIATE),
    ];
    let mut norms = vec!["embeddings.LayerNorm".to_owned()];
    for layer in 0..LAYERS {
        for (name, outputs, inputs) in linears {
            let name = format!("encoder.layer.{layer}.{name}");
            push(format!("{name}.weight"), &[outputs, inputs], 0.0, 0.4);
            push(format!("{name}.bias"), &[outputs], 0.0, 0.2);
        }
        let norm = |name| format!("encoder.layer.{layer}.{name}.LayerNorm");
        norms.extend(["attention.output", "output"].map(norm));
    }
    for name in norms {
        push(format!("{name}.weight"), &[HIDDEN], 1.0, 0.3);
        push(format!("{name}.bias"), &[HIDDEN], 0.0, 0.2);
    }
    tensors
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// From -1 to 1.
    fn signed(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    }
}
