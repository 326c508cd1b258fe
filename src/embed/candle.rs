//! The f32 embedder: a BERT or XLM-RoBERTa encoder of `candle-transformers` on the CPU.
//!
//! It is the reference that others are measured against. Each text is one forward pass, so
//! nothing is padded and a vector cannot depend on its batch; texts are spread over threads.

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{self, BertModel};
use candle_transformers::models::xlm_roberta::{self, XLMRobertaModel};
use rayon::prelude::*;

use super::architecture::{Activation, Architecture, Family};
use super::pooling::Pooling;
use super::tokenize::{SentenceTokenizer, Tokens};
use super::{Embedded, Embedder, TokenEmbedder};
use crate::error::{Error, Result};
use crate::vector::{Embeddings, ModelId};

/// An encoder of the BERT family in f32, by candle.
pub struct CandleEmbedder {
    model: ModelId,
    encoder: Encoder,
    tokenizer: SentenceTokenizer,
    pooling: Pooling,
    dimensions: usize,
}

enum Encoder {
    Bert(BertModel),
    Roberta(XLMRobertaModel),
}

impl CandleEmbedder {
    /// Builds the encoder from tensors under BERT's names, without a prefix.
    pub(super) fn new(
        model: ModelId,
        architecture: &Architecture,
        tensors: VarBuilder<'_>,
        tokenizer: SentenceTokenizer,
        pooling: Pooling,
    ) -> candle_core::Result<Self> {
        let encoder = match architecture.family {
            Family::Bert => Encoder::Bert(BertModel::load(tensors, &bert_config(architecture))?),
            Family::Roberta => {
                Encoder::Roberta(XLMRobertaModel::new(&roberta_config(architecture), tensors)?)
            }
        };
        Ok(Self { model, encoder, tokenizer, pooling, dimensions: architecture.hidden })
    }

    /// One text's token vectors, pooled: `dimensions` values.
    fn forward(&self, ids: &[u32]) -> candle_core::Result<Vec<f32>> {
        let device = Device::Cpu;
        let mut pooled = Vec::with_capacity(self.dimensions);
        if ids.is_empty() {
            self.pooling.pool(&[], self.dimensions, &mut pooled);
            return Ok(pooled);
        }
        let input = Tensor::new(ids, &device)?.unsqueeze(0)?;
        let types = input.zeros_like()?;
        let token_vectors = match &self.encoder {
            Encoder::Bert(encoder) => encoder.forward(&input, &types, None)?,
            Encoder::Roberta(encoder) => {
                let mask = Tensor::ones((1, ids.len()), DType::F32, &device)?;
                encoder.forward(&input, &mask, &types, None, None, None)?
            }
        };
        let values = token_vectors.flatten_all()?.to_vec1::<f32>()?;
        if !values.iter().all(|value| value.is_finite()) {
            candle_core::bail!(
                "{} gives values that are not finite: its weights are damaged, fetch them again",
                self.model
            );
        }
        self.pooling.pool(&values, self.dimensions, &mut pooled);
        Ok(pooled)
    }
}

/// The same shape for candle's BERT.
fn bert_config(of: &Architecture) -> bert::Config {
    bert::Config {
        vocab_size: of.vocabulary,
        hidden_size: of.hidden,
        num_hidden_layers: of.layers,
        num_attention_heads: of.heads,
        intermediate_size: of.intermediate,
        hidden_act: match of.activation {
            Activation::Gelu => bert::HiddenAct::Gelu,
            Activation::GeluTanh => bert::HiddenAct::GeluApproximate,
            Activation::Relu => bert::HiddenAct::Relu,
        },
        max_position_embeddings: of.positions,
        type_vocab_size: of.token_types,
        layer_norm_eps: of.layer_norm_epsilon,
        pad_token_id: of.padding_token as usize,
        ..bert::Config::default()
    }
}

/// The same shape for candle's XLM-RoBERTa.
fn roberta_config(of: &Architecture) -> xlm_roberta::Config {
    xlm_roberta::Config {
        hidden_size: of.hidden,
        layer_norm_eps: of.layer_norm_epsilon,
        attention_probs_dropout_prob: 0.0,
        hidden_dropout_prob: 0.0,
        num_attention_heads: of.heads,
        position_embedding_type: "absolute".to_owned(),
        intermediate_size: of.intermediate,
        hidden_act: match of.activation {
            Activation::Gelu => candle_nn::Activation::Gelu,
            Activation::GeluTanh => candle_nn::Activation::GeluPytorchTanh,
            Activation::Relu => candle_nn::Activation::Relu,
        },
        num_hidden_layers: of.layers,
        vocab_size: of.vocabulary,
        max_position_embeddings: of.positions,
        type_vocab_size: of.token_types,
        pad_token_id: of.padding_token,
    }
}

impl Embedder for CandleEmbedder {
    fn model(&self) -> &ModelId {
        &self.model
    }

    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn max_tokens(&self) -> usize {
        self.tokenizer.max_tokens()
    }

    fn embed(&self, texts: &[&str]) -> Result<Embedded> {
        self.embed_tokens(&self.tokenizer.encode(texts)?)
    }

    fn by_tokens(&self) -> Option<&dyn TokenEmbedder> {
        Some(self)
    }
}

impl TokenEmbedder for CandleEmbedder {
    fn tokenizer(&self) -> &SentenceTokenizer {
        &self.tokenizer
    }

    fn pooling(&self) -> Pooling {
        self.pooling
    }

    fn precision(&self) -> &'static str {
        "f32"
    }

    fn embed_tokens(&self, tokens: &[Tokens]) -> Result<Embedded> {
        let rows: Vec<Vec<f32>> = tokens
            .par_iter()
            .map(|tokens| self.forward(&tokens.ids))
            .collect::<candle_core::Result<_>>()
            .map_err(|error| Error::Embed { source: Box::new(error) })?;
        Ok(Embedded {
            embeddings: Embeddings::new(self.model.clone(), self.dimensions, rows.concat()),
            truncated: tokens.iter().map(|tokens| tokens.truncated).collect(),
        })
    }
}
