//! The manifest of a model in our int8 form: what it is, whence it came, and what its files are.

use std::ffi::OsStr;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::architecture::Architecture;
use super::pooling::Pooling;
use super::quantised::FORMAT;
use crate::error::{Error, Result};

/// The name of the manifest in a model's folder.
pub(super) const MANIFEST: &str = "manifest.json";
/// The schema that [`Manifest::schema`] must name.
const SCHEMA: &str = "nutgraf.model/1";
/// What to do about a manifest that is of no use.
const AGAIN: &str = "fetch or make the model again";

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `nutgraf.model/1`.
    pub schema: String,
    /// The name that `--model` takes.
    pub name: String,
    /// The model that it was made from.
    pub origin: Origin,
    /// The licence of the weights, as an SPDX expression.
    pub licence: String,
    /// The languages that the model knows, as ISO 639 codes; none where that is not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// The shape of the encoder.
    pub architecture: Architecture,
    /// How token vectors become the text's vector.
    pub pooling: Pooling,
    /// The number of columns of an embedding.
    pub dimensions: usize,
    /// The most tokens of a text, the special ones included.
    pub max_tokens: usize,
    /// How the weights were quantised.
    pub quantisation: Quantisation,
    /// `weights.safetensors`.
    pub weights: ModelFile,
    /// `tokenizer.json`.
    pub tokenizer: ModelFile,
}

/// Where a model came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Its repository on the hub, `owner/name`.
    pub repository: String,
    /// The commit of that repository.
    pub revision: String,
    /// The sha256 of its `model.safetensors`, in hexadecimal digits.
    pub weights_sha256: String,
}

/// How weights were quantised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantisation {
    /// The format of the weights file.
    pub format: String,
    /// The migration strength of SmoothQuant.
    pub smoothing_alpha: f32,
    /// The number of sentences that the activations' maxima were taken from.
    pub calibration_sentences: usize,
}

/// A file of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelFile {
    /// Its name in the model's folder.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// Its sha256, in hexadecimal digits.
    pub sha256: String,
}

impl ModelFile {
    /// Describes a file with this content.
    #[cfg(feature = "candle")]
    pub(super) fn of(file: &str, content: &[u8]) -> Self {
        Self { file: file.to_owned(), bytes: content.len() as u64, sha256: sha256_hex(content) }
    }

    /// Checks that a file's content is what the manifest says.
    pub(super) fn verify(&self, path: &Path, content: &[u8]) -> Result<()> {
        let wrong = |found: String, expected: &str| Error::InvalidModel {
            path: path.to_owned(),
            reason: format!("{found}, the manifest says {expected}; {AGAIN}"),
        };
        if content.len() as u64 != self.bytes {
            return Err(wrong(format!("it has {} bytes", content.len()), &self.bytes.to_string()));
        }
        let found = sha256_hex(content);
        if found != self.sha256 {
            return Err(wrong(format!("its sha256 is {found}"), &self.sha256));
        }
        Ok(())
    }
}

impl Manifest {
    /// `nutgraf.model/1`, for a manifest that is being made.
    #[cfg(feature = "candle")]
    pub(super) fn schema() -> String {
        SCHEMA.to_owned()
    }

    /// Reads and checks a manifest; `path` serves messages.
    pub(super) fn from_json(path: &Path, json: &[u8]) -> Result<Self> {
        let invalid = |reason: String| Error::InvalidModel { path: path.to_owned(), reason };
        let manifest: Self =
            serde_json::from_slice(json).map_err(|error| invalid(format!("{error}; {AGAIN}")))?;
        if manifest.schema != SCHEMA || manifest.quantisation.format != FORMAT {
            return Err(invalid(format!(
                "it is of schema {} and format {}; this nutgraf reads {SCHEMA} and {FORMAT}",
                manifest.schema, manifest.quantisation.format
            )));
        }
        manifest.check_sizes().map_err(|reason| invalid(format!("{reason}; {AGAIN}")))?;
        for file in [&manifest.weights.file, &manifest.tokenizer.file] {
            if Path::new(file).file_name() != Some(OsStr::new(file)) {
                return Err(invalid(format!("`{file}` is not the name of a file beside it")));
            }
        }
        Ok(manifest)
    }

    fn check_sizes(&self) -> Result<(), String> {
        self.architecture.validate()?;
        let (hidden, positions) = (self.architecture.hidden, self.architecture.usable_positions());
        if self.dimensions != hidden {
            return Err(format!("{} dimensions contradict a width of {hidden}", self.dimensions));
        }
        if !(3..=positions).contains(&self.max_tokens) {
            return Err(format!("{} tokens do not fit {positions} positions", self.max_tokens));
        }
        Ok(())
    }
}

/// The sha256 of some bytes, in hexadecimal digits.
pub(super) fn sha256_hex(content: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}
