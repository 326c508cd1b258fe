//! A model's folder as the hub has it: `config.json`, `tokenizer.json` and `model.safetensors`, with
//! `1_Pooling/config.json`, `sentence_bert_config.json` and `modules.json` where sentence-transformers
//! put them. In: the folder. Out: its parts, read and checked, or an embedder in f32.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;

use super::architecture::Architecture;
use super::candle::CandleEmbedder;
use super::checkpoint;
use super::folder::read;
use super::manifest::sha256_hex;
use super::pooling::Pooling;
use super::sentence_transformers::SentenceConfig;
use super::tokenize::SentenceTokenizer;
use crate::error::{Error, Result};
use crate::vector::ModelId;

/// A folder in the hub's form, read.
pub(super) struct HubFolder {
    pub(super) path: PathBuf,
    pub(super) architecture: Architecture,
    pub(super) pooling: Pooling,
    pub(super) max_tokens: usize,
    /// The content of `tokenizer.json`.
    pub(super) tokenizer: Vec<u8>,
    /// The encoder's tensors in f32, under BERT's names.
    pub(super) tensors: HashMap<String, Tensor>,
    /// The sha256 of `model.safetensors`.
    pub(super) weights_sha256: String,
}

/// Loads a model in the hub's form.
pub(super) fn load_f32(path: &Path, name: &str) -> Result<CandleEmbedder> {
    let folder = HubFolder::read(path)?;
    let tokenizer = folder.tokenizer()?;
    let model = ModelId::new(name, &folder.weights_sha256);
    let tensors = VarBuilder::from_tensors(folder.tensors, DType::F32, &Device::Cpu);
    CandleEmbedder::new(model, &folder.architecture, tensors, tokenizer, folder.pooling)
        .map_err(|error| Error::InvalidModel { path: path.to_owned(), reason: error.to_string() })
}

impl HubFolder {
    /// Reads a folder in the hub's form.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let config = read(path, "config.json")?;
        let architecture = Architecture::from_config(&path.join("config.json"), &config)?;
        let SentenceConfig { pooling, max_tokens } = SentenceConfig::read(path)?;
        let tokenizer = read(path, "tokenizer.json")?;
        let weights = read(path, "model.safetensors")?;
        let weights_path = path.join("model.safetensors");
        let (weights_sha256, tensors) = rayon::join(
            || sha256_hex(&weights),
            || checkpoint::tensors(&weights_path, &weights, &architecture),
        );
        Ok(Self {
            max_tokens: max_tokens.clamp(3, architecture.usable_positions()),
            tensors: tensors?,
            path: path.to_owned(),
            architecture,
            pooling,
            tokenizer,
            weights_sha256,
        })
    }

    /// The tokenizer, cutting at this model's maximum.
    pub(super) fn tokenizer(&self) -> Result<SentenceTokenizer> {
        SentenceTokenizer::from_json(
            &self.path.join("tokenizer.json"),
            &self.tokenizer,
            self.max_tokens,
            self.architecture.vocabulary,
        )
    }
}
