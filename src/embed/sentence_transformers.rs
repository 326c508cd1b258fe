//! What sentence-transformers writes beside a model: which modules follow the encoder, how token
//! vectors are pooled, and how many tokens a text may have.
//!
//! In: a folder in the hub's form. Out: a [`SentenceConfig`]; where the files are absent, mean
//! pooling and 512 tokens. A model that computes more than an encoder, a pooling and a
//! normalisation is refused: its vectors would be wrong.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::pooling::Pooling;
use crate::error::{Error, Result};

/// The most tokens taken when nothing says how many a model was trained on.
const DEFAULT_MAX_TOKENS: usize = 512;

/// What a folder says beyond its encoder.
pub(super) struct SentenceConfig {
    pub(super) pooling: Pooling,
    pub(super) max_tokens: usize,
}

#[derive(Deserialize)]
struct Module {
    /// The name of its class with its package, dots between.
    #[serde(rename = "type")]
    class: String,
}

#[derive(Deserialize)]
struct Encoder {
    max_seq_length: Option<usize>,
}

impl SentenceConfig {
    /// Reads the three files, each of which may be absent.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        refuse_other_modules(&folder.join("modules.json"))?;
        let pooling_path = folder.join("1_Pooling").join("config.json");
        let pooling = match optional_json(&pooling_path)? {
            Some(config) => pooling(&pooling_path, &config)?,
            None => Pooling::Mean,
        };
        let encoder: Option<Encoder> = optional_json(&folder.join("sentence_bert_config.json"))?;
        let max_tokens = encoder.and_then(|encoder| encoder.max_seq_length);
        Ok(Self { pooling, max_tokens: max_tokens.unwrap_or(DEFAULT_MAX_TOKENS) })
    }
}

fn refuse_other_modules(path: &Path) -> Result<()> {
    // Dropout is the identity outside training.
    const KNOWN: [&str; 4] = ["Transformer", "Pooling", "Normalize", "Dropout"];
    let modules: Vec<Module> = optional_json(path)?.unwrap_or_default();
    let class = |module: &Module| module.class.rsplit('.').next().unwrap_or_default().to_owned();
    match modules.iter().map(class).find(|class| !KNOWN.contains(&class.as_str())) {
        None => Ok(()),
        Some(class) => Err(Error::UnsupportedArchitecture {
            path: path.to_owned(),
            architecture: format!("a module {class}"),
            supported: "the modules Transformer, Pooling and Normalize",
        }),
    }
}

fn pooling(path: &Path, config: &Map<String, Value>) -> Result<Pooling> {
    let modes: Vec<&str> = config
        .iter()
        .filter(|(_, value)| **value == Value::Bool(true))
        .filter_map(|(key, _)| key.strip_prefix("pooling_mode_"))
        .collect();
    match modes.as_slice() {
        // They differ by a factor, which normalisation takes away.
        ["mean_tokens" | "mean_sqrt_len_tokens"] => Ok(Pooling::Mean),
        ["cls_token"] => Ok(Pooling::Cls),
        modes => Err(Error::UnsupportedArchitecture {
            path: path.to_owned(),
            architecture: format!("pooling by [{}]", modes.join(", ")),
            supported: "mean_tokens and cls_token, each alone",
        }),
    }
}

fn optional_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    if !path.is_file() {
        return Ok(None);
    }
    let json = fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    serde_json::from_slice(&json).map(Some).map_err(|error| Error::InvalidModel {
        path: path.to_owned(),
        reason: format!("{error}; fetch it again, or remove it to have the defaults"),
    })
}
