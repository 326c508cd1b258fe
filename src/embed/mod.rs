//! Texts to embeddings.
//!
//! In: texts (usually the sentences of an article). Out: an [`Embedded`], one unit vector a
//! text and a flag for each text that was longer than the model can take. An [`Embedder`] is
//! one model, loaded; [`ModelSource`] says which, and [`ModelSource::load`] loads it.
//!
//! ```text
//! texts -> SentenceTokenizer -> token ids -> encoder -> token vectors -> Pooling -> unit vectors
//! ```
//!
//! A vector depends on its text and the model alone: not on the batch that it came in, nor on
//! the number of threads.
//!
//! What exceeds [`Embedder::max_tokens`] is cut off, and flagged; [`embed_windows`] reads it in
//! windows instead. This module does not fetch models unless `hub` is asked to.

mod architecture;
#[cfg(feature = "bundled-model")]
mod bundled;
#[cfg(feature = "candle")]
mod calibrate;
#[cfg(feature = "candle")]
mod candle;
#[cfg(feature = "candle")]
mod checkpoint;
mod fidelity;
mod folder;
#[cfg(feature = "tokenizers")]
mod general;
#[cfg(feature = "hub")]
pub mod hub;
#[cfg(feature = "candle")]
mod hub_folder;
mod int8;
mod manifest;
mod pooling;
mod quantised;
#[cfg(feature = "candle")]
mod quantize;
#[cfg(feature = "candle")]
mod sentence_transformers;
mod source;
#[cfg(feature = "tokenizers")]
mod spelling;
mod sts;
#[cfg(all(feature = "candle", feature = "tokenizers"))]
#[cfg(test)]
mod tests;
mod tokenize;
#[cfg(feature = "candle")]
mod weights_file;
mod windows;
mod wordpiece;

pub use architecture::{Activation, Architecture, Family};
#[cfg(feature = "candle")]
pub use candle::CandleEmbedder;
pub use fidelity::Fidelity;
pub use int8::Int8Embedder;
#[cfg(feature = "candle")]
pub use int8::Int8Linear;
pub use manifest::{Manifest, ModelFile, Origin, Quantisation};
pub use pooling::Pooling;
#[cfg(feature = "candle")]
pub use quantize::{QuantizeOptions, Quantized, quantize};
pub use source::{BUNDLED_MODEL, ModelSource};
#[cfg(feature = "tokenizers")]
pub use spelling::SpelledToken;
pub use sts::{ScoredPair, StsBenchmark, spearman};
pub use tokenize::{SentenceTokenizer, Tokens};
pub use windows::{Windowed, embed_windows};

use crate::error::Result;
use crate::vector::{Embeddings, ModelId};

/// A loaded embedding model.
pub trait Embedder: Send + Sync {
    /// The model's identity, which every vector of it carries.
    fn model(&self) -> &ModelId;

    /// The number of columns of its embeddings.
    fn dimensions(&self) -> usize;

    /// The most tokens of a text that it reads, the special ones included.
    fn max_tokens(&self) -> usize;

    /// Whether it knows a language, a BCP 47 tag, as far as that is said of the model.
    fn covers(&self, _language: &str) -> bool {
        true
    }

    /// Embeds each text. One without a word has the vector of the model's special tokens, or the
    /// zero vector if the model has none.
    ///
    /// # Errors
    /// [`Error::Tokenize`](crate::Error::Tokenize) or [`Error::Embed`](crate::Error::Embed), if
    /// the model's files do not fit together, or are damaged, in a way that loading could not see.
    fn embed(&self, texts: &[&str]) -> Result<Embedded>;

    /// Itself, if it can be given tokens in place of texts.
    fn by_tokens(&self) -> Option<&dyn TokenEmbedder> {
        None
    }
}

/// An embedder whose tokenizer can be asked, and that takes what it gives: for whoever counts tokens, or has
/// nothing else.
pub trait TokenEmbedder: Embedder {
    /// Its tokenizer.
    fn tokenizer(&self) -> &SentenceTokenizer;

    /// How the vectors of a text's tokens become one.
    fn pooling(&self) -> Pooling;

    /// The form of its weights: `int8`, or `f32`.
    fn precision(&self) -> &'static str;

    /// What [`Embedder::embed`] makes of the texts that these are the tokens of, bit for bit.
    ///
    /// # Errors
    /// As [`Embedder::embed`]. Tokens that another tokenizer gave may be answered by any of its errors.
    fn embed_tokens(&self, tokens: &[Tokens]) -> Result<Embedded>;
}

/// The embeddings of some texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedded {
    /// One row a text, in their order: shape `[texts, dimensions]`.
    pub embeddings: Embeddings,
    /// For each text, whether it was cut at [`Embedder::max_tokens`].
    pub truncated: Vec<bool>,
}
