//! A model's folder: which form it has, and its files read and checked.
//!
//! Two forms are known. A folder as the hub has it: `config.json`, `tokenizer.json` and
//! `model.safetensors` in f32, with `1_Pooling/config.json` and `sentence_bert_config.json` where
//! sentence-transformers put them. And our int8 form: `manifest.json` and the files that it names.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use serde::Deserialize;

use super::architecture::Architecture;
use super::candle::CandleEmbedder;
use super::manifest::{MANIFEST, Manifest, sha256_hex};
use super::pooling::Pooling;
use super::quantised::QuantisedWeights;
use super::tokenize::SentenceTokenizer;
use crate::error::{Error, Result};
use crate::vector::ModelId;

/// The most tokens taken when nothing says how many a model was trained on.
const DEFAULT_MAX_TOKENS: usize = 512;

/// A folder in the hub's form, read.
pub(super) struct HubFolder {
    pub(super) path: PathBuf,
    pub(super) architecture: Architecture,
    pub(super) pooling: Pooling,
    pub(super) max_tokens: usize,
    pub(super) tokenizer: Vec<u8>,
    pub(super) weights: Vec<u8>,
    pub(super) weights_sha256: String,
}

#[derive(Deserialize)]
struct PoolingConfig {
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
}

#[derive(Deserialize)]
struct SentenceConfig {
    max_seq_length: Option<usize>,
}

/// Loads a model from a folder of either form.
pub(super) fn load(path: &Path) -> Result<CandleEmbedder> {
    if path.join(MANIFEST).is_file() {
        return load_quantised(path);
    }
    let folder = HubFolder::read(path)?;
    let tensors = folder.tensors()?;
    let tokenizer = folder.tokenizer()?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    let model = ModelId::new(&name, &folder.weights_sha256);
    build(path, model, &folder.architecture, tensors, tokenizer, folder.pooling)
}

fn load_quantised(path: &Path) -> Result<CandleEmbedder> {
    let manifest_path = path.join(MANIFEST);
    let manifest = Manifest::from_json(&manifest_path, &read(&manifest_path)?)?;
    let weights_path = path.join(&manifest.weights.file);
    let weights = read(&weights_path)?;
    manifest.weights.verify(&weights_path, &weights)?;
    let tokenizer_path = path.join(&manifest.tokenizer.file);
    let tokenizer = read(&tokenizer_path)?;
    manifest.tokenizer.verify(&tokenizer_path, &tokenizer)?;
    from_quantised(path, &manifest, &weights, &tokenizer)
}

/// Builds an embedder from the parts of our int8 form, already verified.
pub(super) fn from_quantised(
    path: &Path,
    manifest: &Manifest,
    weights: &[u8],
    tokenizer: &[u8],
) -> Result<CandleEmbedder> {
    let architecture = &manifest.architecture;
    let tokenizer = SentenceTokenizer::from_json(
        &path.join(&manifest.tokenizer.file),
        tokenizer,
        manifest.max_tokens,
        architecture.vocabulary,
    )?;
    let weights_path = path.join(&manifest.weights.file);
    let tensors = QuantisedWeights::parse(&weights_path, weights, architecture)?.dequantise()?;
    let model = ModelId::new(&manifest.name, &manifest.weights.sha256);
    build(path, model, architecture, tensors, tokenizer, manifest.pooling)
}

fn build(
    path: &Path,
    model: ModelId,
    architecture: &Architecture,
    tensors: HashMap<String, Tensor>,
    tokenizer: SentenceTokenizer,
    pooling: Pooling,
) -> Result<CandleEmbedder> {
    let tensors = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
    CandleEmbedder::new(model, architecture, tensors, tokenizer, pooling)
        .map_err(|error| Error::InvalidModel { path: path.to_owned(), reason: error.to_string() })
}

impl HubFolder {
    /// Reads a folder in the hub's form.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let config_path = path.join("config.json");
        let architecture = Architecture::from_config(&config_path, &read(&config_path)?)?;
        let sentence_config: Option<SentenceConfig> =
            optional_json(&path.join("sentence_bert_config.json"))?;
        let max_tokens = sentence_config
            .and_then(|config| config.max_seq_length)
            .unwrap_or(DEFAULT_MAX_TOKENS)
            .clamp(3, architecture.usable_positions());
        let pooling_path = path.join("1_Pooling").join("config.json");
        let pooling = match optional_json::<PoolingConfig>(&pooling_path)? {
            None => Pooling::Mean,
            Some(config) if config.pooling_mode_mean_tokens => Pooling::Mean,
            Some(config) if config.pooling_mode_cls_token => Pooling::Cls,
            Some(_) => {
                return Err(Error::UnsupportedArchitecture {
                    path: pooling_path,
                    architecture: "a pooling that is neither mean nor cls".to_owned(),
                    supported: "mean and cls pooling",
                });
            }
        };
        let weights = read(&path.join("model.safetensors"))?;
        let weights_sha256 = sha256_hex(&weights);
        Ok(Self {
            architecture,
            pooling,
            max_tokens,
            tokenizer: read(&path.join("tokenizer.json"))?,
            weights,
            weights_sha256,
            path: path.to_owned(),
        })
    }

    /// The tensors in f32, without the prefix that some checkpoints put before every name.
    pub(super) fn tensors(&self) -> Result<HashMap<String, Tensor>> {
        let invalid = |reason: String| Error::InvalidModel {
            path: self.path.join("model.safetensors"),
            reason,
        };
        candle_core::safetensors::load_buffer(&self.weights, &Device::Cpu)
            .map_err(|error| invalid(error.to_string()))?
            .into_iter()
            .map(|(name, tensor)| {
                let name = ["bert.", "roberta."]
                    .iter()
                    .find_map(|prefix| name.strip_prefix(prefix))
                    .unwrap_or(&name)
                    .to_owned();
                let tensor =
                    tensor.to_dtype(DType::F32).map_err(|error| invalid(error.to_string()))?;
                Ok((name, tensor))
            })
            .collect()
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

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source })
}

fn optional_json<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Option<T>> {
    if !path.is_file() {
        return Ok(None);
    }
    serde_json::from_slice(&read(path)?)
        .map(Some)
        .map_err(|error| Error::InvalidModel { path: path.to_owned(), reason: error.to_string() })
}
