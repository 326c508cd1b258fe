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

use std::collections::HashMap;
use std::path::Path;

use candle_core::{Device, Tensor};
use rayon::prelude::*;
use safetensors::{Dtype, SafeTensors};

use super::architecture::Architecture;
use crate::error::{Error, Result};

/// The name of this format in a manifest.
pub(super) const FORMAT: &str = "nutgraf.int8/1";
/// Outputs that are packed side by side.
pub(super) const PANEL: usize = 16;
/// Inputs that are packed side by side.
pub(super) const QUAD: usize = 4;

/// The fewest rows that are worth a thread's while.
const MIN_ROWS: usize = 64;

/// The four linear maps of a layer, in the order of the computation.
pub(super) const LINEARS: [&str; 4] =
    ["attention.qkv", "attention.output", "feed_forward.up", "feed_forward.down"];

/// `(outputs, inputs)` of each of [`LINEARS`].
pub(super) fn linear_shapes(architecture: &Architecture) -> [(usize, usize); 4] {
    let Architecture { hidden, intermediate, .. } = *architecture;
    [(3 * hidden, hidden), (hidden, hidden), (intermediate, hidden), (hidden, intermediate)]
}

/// Where the weight from input `i` to output `o` lies in a packed matrix.
pub(super) fn packed_index(o: usize, i: usize, inputs: usize) -> usize {
    ((o / PANEL * (inputs / QUAD) + i / QUAD) * PANEL + o % PANEL) * QUAD + i % QUAD
}

/// A parsed and checked weights file, borrowing its bytes.
pub(super) struct QuantisedWeights<'a> {
    tensors: SafeTensors<'a>,
    architecture: &'a Architecture,
    path: &'a Path,
}

impl<'a> QuantisedWeights<'a> {
    /// Parses a weights file; `path` serves messages.
    pub(super) fn parse(
        path: &'a Path,
        bytes: &'a [u8],
        architecture: &'a Architecture,
    ) -> Result<Self> {
        let tensors = SafeTensors::deserialize(bytes).map_err(|error| Error::InvalidModel {
            path: path.to_owned(),
            reason: format!("{error}; fetch or make the model again"),
        })?;
        Ok(Self { tensors, architecture, path })
    }

    /// The weights in f32, under the names that the hub gives them.
    pub(super) fn dequantise(&self) -> Result<HashMap<String, Tensor>> {
        let mut out = HashMap::new();
        let Architecture { hidden, vocabulary, positions, token_types, .. } = *self.architecture;
        for (ours, theirs, rows) in [
            ("word", "word_embeddings", vocabulary),
            ("position", "position_embeddings", positions),
            ("token_type", "token_type_embeddings", token_types),
        ] {
            let rows = self.rows(&format!("embeddings.{ours}"), rows, hidden)?;
            out.insert(format!("embeddings.{theirs}.weight"), rows);
        }
        self.norm(&mut out, "embeddings.norm", "embeddings.LayerNorm")?;
        for layer in 0..self.architecture.layers {
            self.dequantise_layer(&mut out, layer)?;
        }
        Ok(out)
    }

    fn dequantise_layer(&self, out: &mut HashMap<String, Tensor>, layer: usize) -> Result<()> {
        const THEIRS: [&[&str]; 4] = [
            &["attention.self.query", "attention.self.key", "attention.self.value"],
            &["attention.output.dense"],
            &["intermediate.dense"],
            &["output.dense"],
        ];
        let (ours, theirs) = (format!("layers.{layer}"), format!("encoder.layer.{layer}"));
        let shapes = linear_shapes(self.architecture);
        for ((linear, parts), (outputs, inputs)) in LINEARS.into_iter().zip(THEIRS).zip(shapes) {
            let linear = format!("{ours}.{linear}");
            let weight = self.linear(&linear, outputs, inputs)?;
            let bias = self.vector(&format!("{linear}.bias"), outputs)?;
            for (part, tensor) in [("weight", weight), ("bias", bias)] {
                // Views of one storage, in case of query, key and value.
                let slices = tensor.chunk(parts.len(), 0).map_err(|error| self.failed(error))?;
                out.extend(parts.iter().map(|name| format!("{theirs}.{name}.{part}")).zip(slices));
            }
        }
        self.norm(
            out,
            &format!("{ours}.attention.norm"),
            &format!("{theirs}.attention.output.LayerNorm"),
        )?;
        self.norm(out, &format!("{ours}.feed_forward.norm"), &format!("{theirs}.output.LayerNorm"))
    }

    /// An embedding, `[rows, width]`.
    fn rows(&self, name: &str, rows: usize, width: usize) -> Result<Tensor> {
        let q = self.i8(&format!("{name}.q"), &[rows, width])?;
        let scale = self.f32(&format!("{name}.scale"), rows)?;
        let mut values = vec![0f32; q.len()];
        let rows_of_values = values.par_chunks_exact_mut(width).with_min_len(MIN_ROWS);
        rows_of_values.zip(q.par_chunks_exact(width)).zip(&scale).for_each(|((row, q), scale)| {
            row.iter_mut().zip(q).for_each(|(value, &q)| *value = f32::from(q as i8) * scale);
        });
        self.tensor(values, &[rows, width])
    }

    /// A linear map's weights, `[outputs, inputs]`.
    fn linear(&self, name: &str, outputs: usize, inputs: usize) -> Result<Tensor> {
        if !outputs.is_multiple_of(PANEL) || !inputs.is_multiple_of(QUAD) {
            return Err(self.invalid(format!("`{name}` has sizes that cannot be packed")));
        }
        let shape = [outputs / PANEL, inputs / QUAD, PANEL, QUAD];
        let q = self.i8(&format!("{name}.q"), &shape)?;
        let scale = self.f32(&format!("{name}.scale"), outputs)?;
        let smooth = self.f32(&format!("{name}.smooth"), inputs)?;
        let mut weight = vec![0f32; q.len()];
        let rows = weight.par_chunks_exact_mut(inputs).with_min_len(MIN_ROWS);
        rows.zip(&scale).enumerate().for_each(|(o, (row, scale))| {
            // Four inputs of one output lie side by side, the next four a panel further.
            let quads = q[packed_index(o, 0, inputs)..].chunks(PANEL * QUAD);
            let (row, _) = row.as_chunks_mut::<QUAD>();
            let (smooth, _) = smooth.as_chunks::<QUAD>();
            for ((values, smooth), quad) in row.iter_mut().zip(smooth).zip(quads) {
                for ((value, smooth), &q) in values.iter_mut().zip(smooth).zip(quad) {
                    *value = f32::from(q as i8) * scale / smooth;
                }
            }
        });
        self.tensor(weight, &[outputs, inputs])
    }

    fn norm(&self, out: &mut HashMap<String, Tensor>, ours: &str, theirs: &str) -> Result<()> {
        let hidden = self.architecture.hidden;
        for part in ["weight", "bias"] {
            let values = self.vector(&format!("{ours}.{part}"), hidden)?;
            out.insert(format!("{theirs}.{part}"), values);
        }
        Ok(())
    }

    fn vector(&self, name: &str, length: usize) -> Result<Tensor> {
        self.tensor(self.f32(name, length)?, &[length])
    }

    fn i8(&self, name: &str, shape: &[usize]) -> Result<&'a [u8]> {
        self.bytes(name, Dtype::I8, shape)
    }

    fn f32(&self, name: &str, length: usize) -> Result<Vec<f32>> {
        let bytes = self.bytes(name, Dtype::F32, &[length])?;
        let (values, _) = bytes.as_chunks::<4>();
        Ok(values.iter().map(|value| f32::from_le_bytes(*value)).collect())
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

    fn tensor(&self, values: Vec<f32>, shape: &[usize]) -> Result<Tensor> {
        Tensor::from_vec(values, shape, &Device::Cpu).map_err(|error| self.failed(error))
    }

    fn failed(&self, error: candle_core::Error) -> Error {
        self.invalid(error.to_string())
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
