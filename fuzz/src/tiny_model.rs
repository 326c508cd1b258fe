//! A model in the int8 form, of random weights, by its format's documentation alone.
//!
//! In: nothing but a [`Shape`]. Out: the three files that `Int8Embedder::from_parts` takes. The
//! width of 64 is the least that every instruction set can multiply.

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

const HIDDEN: usize = 64;
const INTERMEDIATE: usize = 64;
const LAYERS: usize = 2;
const POSITIONS: usize = 22;
const WORDS: [&str; 12] =
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "fog", "at", "the", "harbour", "##s", "##ed", ".", "late"];

/// What the weights file does not say about a model: any of these runs with the same weights.
#[derive(Arbitrary, Clone, Copy, Debug, Default)]
pub struct Shape {
    /// The binary logarithm of the number of heads, modulo 7.
    pub heads: u8,
    /// Positions from one past the padding token.
    pub roberta: bool,
    /// The vector of the first token, not the mean.
    pub cls: bool,
    /// `gelu`, `gelu-tanh` or `relu`.
    pub activation: u8,
    /// LayerNorm divides by a variance that may be zero.
    pub no_epsilon: bool,
}

impl Shape {
    /// The manifest of a model with these weights.
    pub fn manifest(self, weights: &[u8]) -> Vec<u8> {
        let activation = ["gelu", "gelu-tanh", "relu"][usize::from(self.activation % 3)];
        let architecture = json!({
            "family": if self.roberta { "roberta" } else { "bert" },
            "layers": LAYERS,
            "hidden": HIDDEN,
            "heads": 1 << (self.heads % 7),
            "intermediate": INTERMEDIATE,
            "vocabulary": WORDS.len(),
            "positions": POSITIONS,
            "token_types": 1,
            "padding_token": 0,
            "layer_norm_epsilon": if self.no_epsilon { 0.0 } else { 1e-12 },
            "activation": activation,
        });
        let manifest = json!({
            "schema": "nutgraf.model/1",
            "name": "tiny",
            "origin": {"repository": "", "revision": "", "weights_sha256": ""},
            "licence": "",
            "architecture": architecture,
            "pooling": if self.cls { "cls" } else { "mean" },
            "dimensions": HIDDEN,
            "max_tokens": POSITIONS - 1,
            "quantisation": {
                "format": "nutgraf.int8/1", "smoothing_alpha": 0.5, "calibration_sentences": 0,
            },
            "weights": file("weights.safetensors", weights),
            "tokenizer": file("tokenizer.json", &TOKENIZER),
        });
        manifest.to_string().into_bytes()
    }
}

fn file(name: &str, content: &[u8]) -> Value {
    let digest = Sha256::digest(content);
    let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    json!({"file": name, "bytes": content.len(), "sha256": sha256})
}

/// `tokenizer.json`.
pub static TOKENIZER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let ids: Map<String, Value> =
        WORDS.iter().enumerate().map(|(id, word)| ((*word).to_owned(), id.into())).collect();
    let special = |id: usize| json!({"SpecialToken": {"id": WORDS[id], "type_id": 0}});
    let known = |id: usize| json!({"id": WORDS[id], "ids": [id], "tokens": [WORDS[id]]});
    let tokenizer = json!({
        "version": "1.0",
        "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "TemplateProcessing",
            "single": [special(2), {"Sequence": {"id": "A", "type_id": 0}}, special(3)],
            "pair": [],
            "special_tokens": {"[CLS]": known(2), "[SEP]": known(3)}},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": ids},
    });
    tokenizer.to_string().into_bytes()
});

/// `weights.safetensors`, undamaged.
pub static WEIGHTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut tensors = Tensors { random: 1, all: Vec::new() };
    for (kind, rows) in [("word", WORDS.len()), ("position", POSITIONS), ("token_type", 1)] {
        tensors.integers(format!("embeddings.{kind}.q"), vec![rows, HIDDEN]);
        tensors.floats(format!("embeddings.{kind}.scale"), rows, 0.01);
    }
    tensors.norm("embeddings");
    let linears = [
        ("attention.qkv", 3 * HIDDEN, HIDDEN),
        ("attention.output", HIDDEN, HIDDEN),
        ("feed_forward.up", INTERMEDIATE, HIDDEN),
        ("feed_forward.down", HIDDEN, INTERMEDIATE),
    ];
    for layer in 0..LAYERS {
        for (name, outputs, inputs) in linears {
            tensors.linear(&format!("layers.{layer}.{name}"), outputs, inputs);
        }
        tensors.norm(&format!("layers.{layer}.attention"));
        tensors.norm(&format!("layers.{layer}.feed_forward"));
    }
    let views = tensors.all.iter().map(|(name, dtype, shape, data)| {
        (name, TensorView::new(*dtype, shape.clone(), data).expect("as long as its shape says"))
    });
    serialize(views, None).expect("a safetensors file")
});

/// The tensors of a weights file in the making: their names, types, shapes and bytes.
struct Tensors {
    random: u64,
    all: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
}

impl Tensors {
    fn integers(&mut self, name: String, shape: Vec<usize>) {
        let data = (0..shape.iter().product()).map(|_| self.next() as u8).collect();
        self.all.push((name, Dtype::I8, shape, data));
    }

    /// Values from `middle / 2` to `3 * middle / 2`.
    fn floats(&mut self, name: String, length: usize, middle: f32) {
        let mut value = || middle * (0.5 + self.next() as f32 / (1u64 << 32) as f32);
        let data = (0..length).flat_map(|_| value().to_le_bytes()).collect();
        self.all.push((name, Dtype::F32, vec![length], data));
    }

    fn norm(&mut self, name: &str) {
        self.floats(format!("{name}.norm.weight"), HIDDEN, 1.0);
        self.floats(format!("{name}.norm.bias"), HIDDEN, 0.1);
    }

    fn linear(&mut self, name: &str, outputs: usize, inputs: usize) {
        self.integers(format!("{name}.q"), vec![outputs / 16, inputs / 4, 16, 4]);
        let (.., packed) = self.all.last().expect("just pushed");
        let mut sums = vec![0i32; outputs];
        for (place, weight) in packed.iter().enumerate() {
            let output = place / (16 * inputs) * 16 + place / 4 % 16;
            sums[output] += i32::from(weight.cast_signed());
        }
        let sums = sums.iter().flat_map(|sum| sum.to_le_bytes()).collect();
        self.all.push((format!("{name}.sums"), Dtype::I32, vec![outputs], sums));
        self.floats(format!("{name}.scale"), outputs, 0.002);
        self.floats(format!("{name}.bias"), outputs, 0.1);
        self.floats(format!("{name}.smooth"), inputs, 1.0);
    }

    /// The upper half of the next number of Knuth's linear congruential generator (MMIX).
    fn next(&mut self) -> u32 {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 32) as u32
    }
}
