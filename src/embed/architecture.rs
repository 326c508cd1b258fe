//! The shape of an encoder: what its `config.json` says, reduced to what computing needs.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The layouts of the BERT family that differ in how they read their tensors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// BERT: positions from 0.
    Bert,
    /// RoBERTa and XLM-RoBERTa: positions from one past the padding token.
    Roberta,
}

/// The activation between the two feed-forward layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// GELU by the error function.
    Gelu,
    /// GELU by its tanh approximation.
    GeluTanh,
    /// max(0, x).
    Relu,
}

/// The shape of a post-LayerNorm encoder of the BERT family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Architecture {
    /// How its tensors are laid out.
    pub family: Family,
    /// The number of encoder layers.
    pub layers: usize,
    /// The width of a token's vector, which is the embedding's too.
    pub hidden: usize,
    /// The number of attention heads; divides `hidden`.
    pub heads: usize,
    /// The width between the feed-forward layers.
    pub intermediate: usize,
    /// The number of rows of the word embedding.
    pub vocabulary: usize,
    /// The number of rows of the position embedding.
    pub positions: usize,
    /// The number of rows of the token-type embedding.
    pub token_types: usize,
    /// The id of the padding token.
    pub padding_token: u32,
    /// What LayerNorm adds to the variance.
    pub layer_norm_epsilon: f64,
    /// The feed-forward activation.
    pub activation: Activation,
}

/// `config.json` as the hub has it.
#[derive(Deserialize)]
struct HubConfig {
    model_type: Option<String>,
    hidden_size: Option<usize>,
    num_hidden_layers: Option<usize>,
    num_attention_heads: Option<usize>,
    intermediate_size: Option<usize>,
    vocab_size: Option<usize>,
    max_position_embeddings: Option<usize>,
    type_vocab_size: Option<usize>,
    pad_token_id: Option<u32>,
    layer_norm_eps: Option<f64>,
    hidden_act: Option<String>,
    position_embedding_type: Option<String>,
}

/// No model comes near; what exceeds it is a mistake, and could overflow a product of sizes.
const MAX_SIZE: usize = 1 << 24;

/// The architectures that [`Architecture::from_config`] takes, for messages.
const SUPPORTED: &str = "bert, roberta and xlm-roberta with absolute positions and gelu or relu";

impl Architecture {
    /// Reads a hub's `config.json`.
    ///
    /// # Errors
    /// [`Error::UnsupportedArchitecture`] if the model is of another family, [`Error::InvalidModel`]
    /// if a size is missing or impossible.
    pub fn from_config(path: &Path, json: &[u8]) -> Result<Self> {
        let invalid = |reason: String| Error::InvalidModel { path: path.to_owned(), reason };
        let unsupported = |what: &str| Error::UnsupportedArchitecture {
            path: path.to_owned(),
            architecture: what.to_owned(),
            supported: SUPPORTED,
        };
        let config: HubConfig = serde_json::from_slice(json)
            .map_err(|error| invalid(format!("{error}; fetch it again")))?;
        let family = match config.model_type.as_deref() {
            Some("bert") => Family::Bert,
            Some("roberta" | "xlm-roberta") => Family::Roberta,
            other => return Err(unsupported(other.unwrap_or("unnamed"))),
        };
        let activation = match config.hidden_act.as_deref() {
            None | Some("gelu") => Activation::Gelu,
            Some("gelu_new" | "gelu_pytorch_tanh" | "gelu_fast") => Activation::GeluTanh,
            Some("relu") => Activation::Relu,
            Some(other) => return Err(unsupported(&format!("activation {other}"))),
        };
        if let Some(kind) = config.position_embedding_type.filter(|kind| kind != "absolute") {
            return Err(unsupported(&format!("position embedding {kind}")));
        }
        let size = |value: Option<usize>, field: &str| {
            value.ok_or_else(|| {
                invalid(format!("`{field}` is missing; is it of a model of the BERT family?"))
            })
        };
        let architecture = Self {
            family,
            layers: size(config.num_hidden_layers, "num_hidden_layers")?,
            hidden: size(config.hidden_size, "hidden_size")?,
            heads: size(config.num_attention_heads, "num_attention_heads")?,
            intermediate: size(config.intermediate_size, "intermediate_size")?,
            vocabulary: size(config.vocab_size, "vocab_size")?,
            positions: size(config.max_position_embeddings, "max_position_embeddings")?,
            token_types: config.type_vocab_size.unwrap_or(2),
            padding_token: config.pad_token_id.unwrap_or(match family {
                Family::Bert => 0,
                Family::Roberta => 1,
            }),
            layer_norm_epsilon: config.layer_norm_eps.unwrap_or(1e-12),
            activation,
        };
        architecture
            .validate()
            .map_err(|reason| invalid(format!("{reason}; is it of this model? fetch it again")))?;
        Ok(architecture)
    }

    /// Says what is impossible about these sizes, if anything is.
    pub(super) fn validate(&self) -> Result<(), String> {
        let sizes = [
            ("layers", self.layers),
            ("hidden", self.hidden),
            ("heads", self.heads),
            ("intermediate", self.intermediate),
            ("vocabulary", self.vocabulary),
            ("positions", self.positions),
            ("token_types", self.token_types),
        ];
        if let Some((name, size)) = sizes.iter().find(|(_, size)| !(1..=MAX_SIZE).contains(size)) {
            return Err(format!("`{name}` must be from 1 to {MAX_SIZE}, and is {size}"));
        }
        if !(0.0..1.0).contains(&self.layer_norm_epsilon) {
            return Err(format!(
                "`layer_norm_epsilon` must be from 0 to 1, and is {}",
                self.layer_norm_epsilon
            ));
        }
        if !self.hidden.is_multiple_of(self.heads) {
            return Err(format!("{} heads do not divide a width of {}", self.heads, self.hidden));
        }
        if self.usable_positions() < 3 {
            return Err(format!("{} positions leave no room for a word", self.positions));
        }
        Ok(())
    }

    /// The number of tokens that have a position.
    #[must_use]
    pub fn usable_positions(&self) -> usize {
        match self.family {
            Family::Bert => self.positions,
            Family::Roberta => self.positions.saturating_sub(self.padding_token as usize + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Architecture> {
        Architecture::from_config(Path::new("model/config.json"), json.as_bytes())
    }

    const BERT: &str = r#"{"model_type":"bert","hidden_size":384,"num_hidden_layers":6,
        "num_attention_heads":12,"intermediate_size":1536,"vocab_size":30522,
        "max_position_embeddings":512,"type_vocab_size":2,"hidden_act":"gelu"}"#;

    #[test]
    fn bert_is_read() {
        let architecture = read(BERT).unwrap();
        assert_eq!((architecture.layers, architecture.hidden), (6, 384));
        assert_eq!(architecture.usable_positions(), 512);
    }

    #[test]
    fn roberta_loses_the_positions_up_to_its_padding_token() {
        let json = BERT.replace("\"bert\"", "\"xlm-roberta\"").replace("512", "514");
        assert_eq!(read(&json).unwrap().usable_positions(), 512);
    }

    #[test]
    fn what_does_not_run_is_refused_by_name() {
        let other = read(&BERT.replace("\"bert\"", "\"deberta-v2\"")).unwrap_err();
        assert!(other.to_string().contains("deberta-v2"), "{other}");
        assert!(read(&BERT.replace("\"gelu\"", "\"swish\"")).is_err());
        assert!(read(&BERT.replace("_heads\":12", "_heads\":7")).is_err());
        assert!(read(&BERT.replace("\"hidden_size\":384,", "")).is_err());
        assert!(read("{").is_err());
    }
}
