//! A BERT of random weights, small enough to be made anew by each test.
//!
//! Out: the folder of such a model as a hub has it. The tests of the program include this file
//! too, so it uses nothing of the crate.

use std::fs;
use std::path::Path;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize};
use serde_json::{Map, Value, json};

pub(crate) const HIDDEN: usize = 32;
pub(crate) const LAYERS: usize = 2;
const POSITIONS: usize = 48;

const WORDS: &str = "a after all an and ash at bay bell boat by cold copper crowd dam day dock east \
    ferry field fire fish fog for from gate glass grain harbour in iron island it lamp late light \
    mayor mill moon new no north of old on orchard rain river road salt sea ship snow station stone \
    storm the to town train was wind ##s ##ed ##ing . , ?";

/// The sizes of an encoder.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) hidden: usize,
    pub(crate) heads: usize,
    pub(crate) intermediate: usize,
    pub(crate) layers: usize,
}

impl Shape {
    const TINY: Self = Self { hidden: HIDDEN, heads: 4, intermediate: 64, layers: LAYERS };
}

/// A model's folder, to be changed before it is written.
#[derive(Clone)]
pub(crate) struct TinyModel {
    pub(crate) config: Value,
    pub(crate) tokenizer: Value,
    pub(crate) tensors: Vec<TinyTensor>,
    /// Further files: their names and what they hold.
    pub(crate) others: Vec<(&'static str, Value)>,
}

#[derive(Clone)]
pub(crate) struct TinyTensor {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

impl TinyModel {
    /// Width 32, two layers of four heads, 48 positions.
    pub(crate) fn bert() -> Self {
        Self::bert_of(Shape::TINY)
    }

    /// The same in the layout of XLM-RoBERTa: padding has id 1, one token type.
    pub(crate) fn xlm_roberta() -> Self {
        Self::xlm_roberta_of(Shape::TINY)
    }

    /// A BERT of another shape.
    pub(crate) fn bert_of(shape: Shape) -> Self {
        Self::new("bert", ["[PAD]", "[UNK]", "[CLS]", "[SEP]"], 0, shape)
    }

    /// An XLM-RoBERTa of another shape.
    pub(crate) fn xlm_roberta_of(shape: Shape) -> Self {
        Self::new("xlm-roberta", ["<s>", "<pad>", "</s>", "<unk>"], 1, shape)
    }

    fn new(family: &str, special: [&str; 4], padding: usize, shape: Shape) -> Self {
        let vocabulary: Vec<&str> = special.into_iter().chain(WORDS.split_whitespace()).collect();
        let token_types = if family == "bert" { 2 } else { 1 };
        Self {
            config: json!({
                "model_type": family, "hidden_size": shape.hidden,
                "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads,
                "intermediate_size": shape.intermediate,
                "vocab_size": vocabulary.len(), "max_position_embeddings": POSITIONS,
                "type_vocab_size": token_types, "pad_token_id": padding, "hidden_act": "gelu",
                "layer_norm_eps": 1e-12,
            }),
            tokenizer: tokenizer(&vocabulary, special, padding),
            tensors: tensors(vocabulary.len(), token_types, shape),
            others: Vec::new(),
        }
    }

    /// The same with another file in its folder.
    pub(crate) fn with(mut self, file: &'static str, content: Value) -> Self {
        self.others.push((file, content));
        self
    }

    /// Writes the folder.
    pub(crate) fn write(&self, folder: &Path) {
        self.write_as(folder, Dtype::F32, f32::to_le_bytes);
    }

    /// Writes the folder with its weights in another type.
    pub(crate) fn write_as<B: IntoIterator<Item = u8>>(
        &self,
        folder: &Path,
        dtype: Dtype,
        encode: impl Fn(f32) -> B,
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

    pub(crate) fn tensor(&mut self, name: &str) -> &mut TinyTensor {
        self.tensors.iter_mut().find(|tensor| tensor.name == name).unwrap()
    }
}

/// Made-up texts of `0..=longest` words, the same at every call.
pub(crate) fn texts(count: usize, longest: usize) -> Vec<String> {
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

fn tensors(vocabulary: usize, token_types: usize, shape: Shape) -> Vec<TinyTensor> {
    let Shape { hidden, intermediate, layers, .. } = shape;
    // Sums over a wider input do not grow: attention would come to see one token alone.
    let spread = 0.4 * (HIDDEN as f32 / hidden as f32).sqrt();
    let mut random = Random(1);
    let mut tensors = Vec::new();
    let mut push = |name: String, shape: &[usize], middle: f32, spread: f32| {
        let length = shape.iter().product();
        let values = (0..length).map(|_| middle + spread * random.signed()).collect();
        tensors.push(TinyTensor { name, shape: shape.to_vec(), values });
    };
    let embeddings = [("word", vocabulary), ("position", POSITIONS), ("token_type", token_types)];
    for (kind, rows) in embeddings {
        push(format!("embeddings.{kind}_embeddings.weight"), &[rows, hidden], 0.0, 1.0);
    }
    let linears = [
        ("attention.self.query", hidden, hidden),
        ("attention.self.key", hidden, hidden),
        ("attention.self.value", hidden, hidden),
        ("attention.output.dense", hidden, hidden),
        ("intermediate.dense", intermediate, hidden),
        ("output.dense", hidden, intermediate),
    ];
    let mut norms = vec!["embeddings.LayerNorm".to_owned()];
    for layer in 0..layers {
        for (name, outputs, inputs) in linears {
            let name = format!("encoder.layer.{layer}.{name}");
            push(format!("{name}.weight"), &[outputs, inputs], 0.0, spread);
            push(format!("{name}.bias"), &[outputs], 0.0, 0.2);
        }
        let norm = |name| format!("encoder.layer.{layer}.{name}.LayerNorm");
        norms.extend(["attention.output", "output"].map(norm));
    }
    for name in norms {
        push(format!("{name}.weight"), &[hidden], 1.0, 0.3);
        push(format!("{name}.bias"), &[hidden], 0.0, 0.2);
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
