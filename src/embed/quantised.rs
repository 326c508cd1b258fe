//! The int8 weights file, format `nutgraf.int8/1`.
//!
//! A [safetensors](https://github.com/huggingface/safetensors) file, so that a well-kept parser
//! guards it and other tools can read it. Its int8 tensors come first and its data starts at a
//! multiple of 64 bytes, so that in a model whose width is a multiple of 64 each int8 tensor
//! starts a cache line.
//!
//! | tensor | type and shape | holds |
//! |---|---|---|
//! | `embeddings.{word,position,token_type}.q` | i8 `[rows, hidden]` | rows, symmetric per row |
//! | `embeddings.{word,position,token_type}.scale` | f32 `[rows]` | a row is `q * scale` |
//! | `embeddings.norm.{weight,bias}` | f32 `[hidden]` | LayerNorm |
//! | `layers.N.LINEAR.q` | i8 `[out/16, in/4, 16, 4]` | weights, packed, symmetric per output |
//! | `layers.N.LINEAR.scale` | f32 `[out]` | |
//! | `layers.N.LINEAR.bias` | f32 `[out]` | |
//! | `layers.N.LINEAR.smooth` | f32 `[in]` | SmoothQuant: inputs are divided by it |
//! | `layers.N.LINEAR.sums` | i32 `[out]` | sums of `q` over the inputs, for a zero point |
//! | `layers.N.{attention,feed_forward}.norm.{weight,bias}` | f32 `[hidden]` | LayerNorm |
//!
//! `LINEAR` is `attention.qkv` (query, key and value one after another: `out` is three times
//! `hidden`), `attention.output`, `feed_forward.up` or `feed_forward.down`. The weight from input
//! `i` to output `o` is `q[o, i] * scale[o] / smooth[i]`. Packed, `q[o, i]` lies at
//! `[o / 16, i / 4, o % 16, i % 4]`: four inputs of an output are the four bytes that an int8 dot
//! product takes, sixteen outputs fill a register of 64 bytes.

use std::path::Path;

use safetensors::{Dtype, SafeTensors};

use super::architecture::Architecture;
use crate::error::{Error, Result};

/// The name of this format in a manifest.
pub(super) const FORMAT: &str = "nutgraf.int8/1";
/// Outputs that are packed side by side.
pub(super) const PANEL: usize = 16;
/// Inputs that are packed side by side.
pub(super) const QUAD: usize = 4;

/// The four linear maps of a layer, in the order of the computation.
pub(super) const LINEARS: [&str; 4] =
    ["attention.qkv", "attention.output", "feed_forward.up", "feed_forward.down"];

/// `(outputs, inputs)` of each of [`LINEARS`].
pub(super) fn linear_shapes(architecture: &Architecture) -> [(usize, usize); 4] {
    let Architecture { hidden, intermediate, .. } = *architecture;
    [(3 * hidden, hidden), (hidden, hidden), (intermediate, hidden), (hidden, intermediate)]
}

/// Where the weight from input `i` to output `o` lies in a packed matrix.
#[cfg(any(feature = "candle", test))]
pub(super) fn packed_index(o: usize, i: usize, inputs: usize) -> usize {
    ((o / PANEL * (inputs / QUAD) + i / QUAD) * PANEL + o % PANEL) * QUAD + i % QUAD
}

/// A parsed weights file, borrowing its bytes; what it gives is checked as it is read.
pub(super) struct QuantisedWeights<'a> {
    tensors: SafeTensors<'a>,
    path: &'a Path,
}

impl<'a> QuantisedWeights<'a> {
    /// Parses a weights file; `path` serves messages.
    pub(super) fn parse(path: &'a Path, bytes: &'a [u8]) -> Result<Self> {
        let tensors = SafeTensors::deserialize(bytes).map_err(|error| Error::InvalidModel {
            path: path.to_owned(),
            reason: format!("{error}; fetch or make the model again"),
        })?;
        Ok(Self { tensors, path })
    }

    /// The packed weights of a linear map.
    pub(super) fn panels(&self, name: &str, outputs: usize, inputs: usize) -> Result<&'a [u8]> {
        if !outputs.is_multiple_of(PANEL) || !inputs.is_multiple_of(QUAD) {
            return Err(self.invalid(format!("`{name}` has sizes that cannot be packed")));
        }
        self.i8(name, &[outputs / PANEL, inputs / QUAD, PANEL, QUAD])
    }

    /// An i8 tensor's bytes.
    pub(super) fn i8(&self, name: &str, shape: &[usize]) -> Result<&'a [u8]> {
        self.bytes(name, Dtype::I8, shape)
    }

    /// An f32 vector, whose values are finite.
    pub(super) fn f32(&self, name: &str, length: usize) -> Result<Vec<f32>> {
        let (values, _) = self.bytes(name, Dtype::F32, &[length])?.as_chunks::<4>();
        let values: Vec<f32> = values.iter().map(|value| f32::from_le_bytes(*value)).collect();
        if !values.iter().all(|value| value.is_finite()) {
            return Err(self.invalid(format!("`{name}` has values that are not finite")));
        }
        Ok(values)
    }

    /// An i32 vector.
    pub(super) fn i32(&self, name: &str, length: usize) -> Result<Vec<i32>> {
        let (values, _) = self.bytes(name, Dtype::I32, &[length])?.as_chunks::<4>();
        Ok(values.iter().map(|value| i32::from_le_bytes(*value)).collect())
    }

    fn bytes(&self, name: &str, dtype: Dtype, shape: &[usize]) -> Result<&'a [u8]> {
        let tensor = self
            .tensors
            .tensor(name)
            .map_err(|error| self.invalid(format!("`{name}`: {error}")))?;
        if tensor.dtype() != dtype || tensor.shape() != shape {
            return Err(self.invalid(format!(
                "`{name}` is {:?} {:?}, expected {dtype:?} {shape:?}",
                tensor.dtype(),
                tensor.shape()
            )));
        }
        Ok(tensor.data())
    }

    fn invalid(&self, reason: String) -> Error {
        let reason = format!("{reason}; make it again with `nutgraf models quantize`");
        Error::InvalidModel { path: self.path.to_owned(), reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_is_a_permutation() {
        let (outputs, inputs) = (48, 12);
        let mut seen = vec![false; outputs * inputs];
        for o in 0..outputs {
            for i in 0..inputs {
                assert!(!std::mem::replace(&mut seen[packed_index(o, i, inputs)], true));
            }
        }
        assert_eq!(packed_index(1, 0, inputs), 4);
        assert_eq!(packed_index(0, 4, inputs), 64);
    }
}
