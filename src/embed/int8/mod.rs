//! The int8 embedder: an encoder of the BERT family in 8-bit integers, on any CPU.
//!
//! In: texts. Out: their embeddings. Weights are read where they lie, activations are quantised
//! a token at a time, sums are exact, and the float arithmetic between is the same on every
//! instruction set: a text's vector is the same bits on every machine, whatever its batch.
//!
//! ```text
//! texts -> tokens -> units -> Encoder::forward, a unit a thread -> pooling -> unit vectors
//!                                |
//!                  kernels, written over Lanes and TileProduct
//!                                |
//!               isa: portable, AVX2, AVX-VNNI, AVX-512 VNNI, AMX, NEON
//! ```
//!
//! The scheme is that of the [weights file](super::quantised): symmetric weights per output,
//! asymmetric activations per token, SmoothQuant between them.

mod bytes;
#[cfg(feature = "candle")]
mod candle_op;
mod encoder;
mod isa;
mod kernels;
mod peak;
mod units;
mod weights;

use std::borrow::Cow;
use std::path::Path;

use rayon::prelude::*;

pub(super) use self::bytes::WeightBytes;
#[cfg(feature = "candle")]
pub use self::candle_op::Int8Linear;
use self::encoder::{Encoder, Room};
use self::isa::Instructions;
use self::units::units;
use self::weights::EncoderWeights;
use super::folder::verified;
use super::manifest::{MANIFEST, Manifest};
use super::pooling::Pooling;
use super::tokenize::{SentenceTokenizer, Tokens};
use super::{Embedded, Embedder, TokenEmbedder};
use crate::error::{Error, Result};
use crate::vector::{Embeddings, ModelId};

/// An encoder of the BERT family in int8.
pub struct Int8Embedder {
    model: ModelId,
    encoder: Encoder,
    tokenizer: SentenceTokenizer,
    pooling: Pooling,
    /// The languages that it knows; all where there are none.
    languages: Vec<String>,
}

impl Int8Embedder {
    /// Builds it from the parts of our int8 form, already verified; `path` serves messages.
    pub(super) fn new(
        path: &Path,
        manifest: &Manifest,
        weights: WeightBytes,
        tokenizer: SentenceTokenizer,
    ) -> Result<Self> {
        let architecture = manifest.architecture.clone();
        let weights_path = path.join(&manifest.weights.file);
        let weights = EncoderWeights::parse(&weights_path, weights, &architecture)?;
        let instructions = Instructions::best(&[architecture.hidden, architecture.intermediate]);
        Ok(Self {
            model: ModelId::new(&manifest.name, &manifest.weights.sha256),
            encoder: Encoder { architecture, weights, instructions },
            tokenizer,
            pooling: manifest.pooling,
            languages: manifest.languages.clone(),
        })
    }

    /// The model inside the binary.
    ///
    /// # Errors
    /// [`Error::InvalidModel`], if this build is broken.
    #[cfg(feature = "bundled-model")]
    pub fn bundled() -> Result<Self> {
        super::bundled::load()
    }

    /// A model in the int8 form from the content of its files, for one that is not kept in a
    /// folder: in a program of yours, or in a store.
    ///
    /// The manifest says what the other two are, and both are checked against the lengths and the
    /// sha256 in it. [`quantize`](super::quantize()) makes all three. Weights of a `&'static [u8]`
    /// are read where they lie, fastest at a multiple of 64 bytes; those of a `Vec` are kept.
    ///
    /// ```no_run
    /// # use nutgraf::embed::Int8Embedder;
    /// # fn main() -> nutgraf::Result<()> {
    /// # let read = |file: &str| std::fs::read(file).expect("a file");
    /// let embedder = Int8Embedder::from_parts(
    ///     &read("manifest.json"),
    ///     read("weights.safetensors"),
    ///     &read("tokenizer.json"),
    /// )?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::InvalidModel`] if a part is damaged or not of this model;
    /// [`Error::UnsupportedArchitecture`] for widths that are not multiples of 16.
    pub fn from_parts(
        manifest: &[u8],
        weights: impl Into<Cow<'static, [u8]>>,
        tokenizer: &[u8],
    ) -> Result<Self> {
        let folder = Path::new("");
        let manifest = Manifest::from_json(&folder.join(MANIFEST), manifest)?;
        let weights = match weights.into() {
            Cow::Borrowed(bytes) => WeightBytes::Static(bytes),
            Cow::Owned(bytes) => WeightBytes::new(bytes),
        };
        verified(folder, &manifest, weights, tokenizer)
    }

    /// The instruction sets that it can run on here, the fastest first; `portable` is the last.
    #[must_use]
    pub fn instruction_sets() -> Vec<&'static str> {
        Instructions::available().into_iter().map(Instructions::name).collect()
    }

    /// The instruction set that it runs on.
    #[must_use]
    pub fn instruction_set(&self) -> &'static str {
        self.encoder.instructions.name()
    }

    /// The same embedder on another instruction set, to compare them.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] if this CPU has none of that name, or it cannot run this model.
    pub fn with_instruction_set(mut self, name: &str) -> Result<Self> {
        let widths = [self.encoder.architecture.hidden, self.encoder.architecture.intermediate];
        self.encoder.instructions = Instructions::available()
            .into_iter()
            .find(|set| set.name() == name && set.supports(&widths))
            .ok_or_else(|| Error::InvalidOption {
                option: "instruction set",
                expected: "one that this CPU has, and that can run this model",
                found: name.to_owned(),
            })?;
        Ok(self)
    }

    /// Embeds the texts of one unit, on so many threads: a row each.
    fn embed_unit(&self, texts: &[Tokens], threads: usize, room: &mut Room) -> Result<Vec<f32>> {
        let ids: Vec<&[u32]> = texts.iter().map(|text| text.ids.as_slice()).collect();
        let hidden = self.encoder.architecture.hidden;
        let mut token_vectors = self.encoder.forward(&ids, threads, room);
        // Before they are pooled, which makes the zero vector of what is not finite.
        if !token_vectors.iter().all(|value| value.is_finite()) {
            let source = format!(
                "{} gives values that are not finite: its weights are damaged, fetch them again",
                self.model
            );
            return Err(Error::Embed { source: source.into() });
        }
        let mut rows = Vec::with_capacity(texts.len() * hidden);
        for ids in ids {
            let (of_text, rest) = token_vectors.split_at(ids.len() * hidden);
            self.pooling.pool(of_text, hidden, &mut rows);
            token_vectors = rest;
        }
        Ok(rows)
    }
}

impl Embedder for Int8Embedder {
    fn model(&self) -> &ModelId {
        &self.model
    }

    fn dimensions(&self) -> usize {
        self.encoder.architecture.hidden
    }

    fn max_tokens(&self) -> usize {
        self.tokenizer.max_tokens()
    }

    fn covers(&self, language: &str) -> bool {
        let primary = language.split(['-', '_']).next().unwrap_or(language);
        self.languages.is_empty()
            || self.languages.iter().any(|known| known.eq_ignore_ascii_case(primary))
    }

    fn embed(&self, texts: &[&str]) -> Result<Embedded> {
        self.embed_tokens(&self.tokenizer.encode(texts)?)
    }

    fn by_tokens(&self) -> Option<&dyn TokenEmbedder> {
        Some(self)
    }
}

impl TokenEmbedder for Int8Embedder {
    fn tokenizer(&self) -> &SentenceTokenizer {
        &self.tokenizer
    }

    fn pooling(&self) -> Pooling {
        self.pooling
    }

    fn precision(&self) -> &'static str {
        "int8"
    }

    fn embed_tokens(&self, tokens: &[Tokens]) -> Result<Embedded> {
        let lengths: Vec<usize> = tokens.iter().map(|tokens| tokens.ids.len()).collect();
        let threads = rayon::current_num_threads();
        let units = units(&lengths, threads);
        let threads = threads / units.len().max(1);
        let rows: Vec<Vec<f32>> = units
            .into_par_iter()
            .map_init(Room::default, |room, unit| self.embed_unit(&tokens[unit], threads, room))
            .collect::<Result<_>>()?;
        Ok(Embedded {
            embeddings: Embeddings::new(self.model.clone(), self.dimensions(), rows.concat()),
            truncated: tokens.iter().map(|tokens| tokens.truncated).collect(),
        })
    }
}
