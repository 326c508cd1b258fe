//! A model's folder: which form it has, and its files read and checked.
//!
//! Two forms are known. A folder as the hub has it: `config.json`, `tokenizer.json` and
//! `model.safetensors`, with `1_Pooling/config.json`, `sentence_bert_config.json` and
//! `modules.json` where sentence-transformers put them. And our int8 form: `manifest.json` and
//! the files that it names.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;

use super::Embedder;
use super::architecture::Architecture;
use super::candle::CandleEmbedder;
use super::checkpoint;
use super::int8::{Int8Embedder, WeightBytes};
use super::manifest::{MANIFEST, Manifest, sha256_hex};
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

/// Loads a model from a folder of either form. One in the hub's form bears `name` and runs in
/// f32; one in ours bears the name in its manifest and runs in int8.
pub(super) fn load(path: &Path, name: &str) -> Result<Box<dyn Embedder>> {
    match path.join(MANIFEST).is_file() {
        true => Ok(Box::new(load_quantised(path)?)),
        false => Ok(Box::new(load_f32(path, name)?)),
    }
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

/// Loads a model in our int8 form.
pub(super) fn load_quantised(path: &Path) -> Result<Int8Embedder> {
    let manifest = Manifest::from_json(&path.join(MANIFEST), &read(path, MANIFEST)?)?;
    let weights = read(path, &manifest.weights.file)?;
    let tokenizer = read(path, &manifest.tokenizer.file)?;
    verified(path, &manifest, WeightBytes::new(weights), &tokenizer)
}

/// Checks that the parts of our int8 form are those of its manifest, and builds an embedder from
/// them; `path` serves messages.
pub(super) fn verified(
    path: &Path,
    manifest: &Manifest,
    weights: WeightBytes,
    tokenizer: &[u8],
) -> Result<Int8Embedder> {
    manifest.weights.verify(&path.join(&manifest.weights.file), &weights)?;
    manifest.tokenizer.verify(&path.join(&manifest.tokenizer.file), tokenizer)?;
    from_quantised(path, manifest, weights, tokenizer)
}

/// Builds an embedder from the parts of our int8 form, already verified.
pub(super) fn from_quantised(
    path: &Path,
    manifest: &Manifest,
    weights: WeightBytes,
    tokenizer: &[u8],
) -> Result<Int8Embedder> {
    let tokenizer_path = path.join(&manifest.tokenizer.file);
    let vocabulary = manifest.architecture.vocabulary;
    let tokenizer =
        SentenceTokenizer::from_json(&tokenizer_path, tokenizer, manifest.max_tokens, vocabulary)?;
    Int8Embedder::new(path, manifest, weights, tokenizer)
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

/// Reads a file without which there is no model.
fn read(folder: &Path, file: &str) -> Result<Vec<u8>> {
    let path = folder.join(file);
    fs::read(&path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => Error::InvalidModel {
            path,
            reason: "it is missing; a model's folder holds config.json, tokenizer.json and \
                     model.safetensors, or manifest.json and the files that it names"
                .to_owned(),
        },
        _ => Error::Io { path, source },
    })
}
