//! The int8 weights file, format `nutgraf.int8/1`.
//!
//! A [safetensors](https://github.com/huggingface/safetensors) file, so that a well-kept parser
//! guards it and other tools can read it. Its int8 tensors come first and its data starts at a
//! multiple of 64 bytes, so that each int8 tensor of a supported shape lies on a cache line.
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
            reason: error.to_string(),
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
            let q = self.i8(&format!("embeddings.{ours}.q"), &[rows, hidden])?;
            let scale = self.f32(&format!("embeddings.{ours}.scale"), rows)?;
            let values = q
                .chunks_exact(hidden)
                .zip(&scale)
                .flat_map(|(row, scale)| row.iter().map(move |&q| f32::from(q as i8) * scale))
                .collect();
            insert(&mut out, format!("embeddings.{theirs}.weight"), values, &[rows, hidden])?;
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
            let (weight, bias) = self.linear(&format!("{ours}.{linear}"), outputs, inputs)?;
            let rows = outputs / parts.len();
            for (part, name) in parts.iter().enumerate() {
                let weight = weight[part * rows * inputs..(part + 1) * rows * inputs].to_vec();
                let bias = bias[part * rows..(part + 1) * rows].to_vec();
                insert(out, format!("{theirs}.{name}.weight"), weight, &[rows, inputs])?;
                insert(out, format!("{theirs}.{name}.bias"), bias, &[rows])?;
            }
        }
        self.norm(
            out,
            &format!("{ours}.attention.norm"),
            &format!("{theirs}.attention.output.LayerNorm"),
        )?;
        self.norm(out, &format!("{ours}.feed_forward.norm"), &format!("{theirs}.output.LayerNorm"))
    }

    /// A linear map's weights, row-major `[outputs, inputs]`, and its bias.
    fn linear(&self, name: &str, outputs: usize, inputs: usize) -> Result<(Vec<f32>, Vec<f32>)> {
        if !outputs.is_multiple_of(PANEL) || !inputs.is_multiple_of(QUAD) {
            return Err(self.invalid(format!("`{name}` has sizes that cannot be packed")));
        }
        let shape = [outputs / PANEL, inputs / QUAD, PANEL, QUAD];
        let q = self.i8(&format!("{name}.q"), &shape)?;
        let scale = self.f32(&format!("{name}.scale"), outputs)?;
        let smooth = self.f32(&format!("{name}.smooth"), inputs)?;
        let mut weight = Vec::with_capacity(outputs * inputs);
        for (o, scale) in scale.iter().enumerate() {
            weight.extend(smooth.iter().enumerate().map(|(i, smooth)| {
                f32::from(q[packed_index(o, i, inputs)] as i8) * scale / smooth
            }));
        }
        Ok((weight, self.f32(&format!("{name}.bias"), outputs)?))
    }

    fn norm(&self, out: &mut HashMap<String, Tensor>, ours: &str, theirs: &str) -> Result<()> {
        let hidden = self.architecture.hidden;
        for part in ["weight", "bias"] {
            let values = self.f32(&format!("{ours}.{part}"), hidden)?;
            insert(out, format!("{theirs}.{part}"), values, &[hidden])?;
        }
        Ok(())
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

    fn invalid(&self, reason: String) -> Error {
        Error::InvalidModel { path: self.path.to_owned(), reason }
    }
}

fn insert(
    out: &mut HashMap<String, Tensor>,
    name: String,
    values: Vec<f32>,
    shape: &[usize],
) -> Result<()> {
    let tensor = Tensor::from_vec(values, shape, &Device::Cpu)
        .map_err(|error| Error::Embed { source: Box::new(error) })?;
    out.insert(name, tensor);
    Ok(())
}

/// A weights file in the making: tensors in the order in which they are to lie.
#[derive(Default)]
pub(super) struct WeightsFile {
    integers: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
    others: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
}

impl WeightsFile {
    pub(super) fn push_i8(&mut self, name: String, shape: &[usize], values: &[i8]) {
        let bytes = values.iter().map(|&value| value as u8).collect();
        self.integers.push((name, Dtype::I8, shape.to_vec(), bytes));
    }

    pub(super) fn push_f32(&mut self, name: String, values: &[f32]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.others.push((name, Dtype::F32, vec![values.len()], bytes));
    }

    pub(super) fn push_i32(&mut self, name: String, values: &[i32]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.others.push((name, Dtype::I32, vec![values.len()], bytes));
    }

    /// The file's bytes. (The crate's own writer orders tensors by type, floats first, and
    /// aligns its data to 8 bytes, which would leave the int8 matrices across cache lines.)
    pub(super) fn into_bytes(self) -> Vec<u8> {
        const ALIGNMENT: usize = 64;
        let tensors: Vec<_> = self.integers.into_iter().chain(self.others).collect();
        let mut header = serde_json::Map::new();
        header.insert("__metadata__".into(), serde_json::json!({ "format": FORMAT }));
        let mut offset = 0;
        for (name, dtype, shape, data) in &tensors {
            let end = offset + data.len();
            header.insert(
                name.clone(),
                serde_json::json!({"dtype": dtype, "shape": shape, "data_offsets": [offset, end]}),
            );
            offset = end;
        }
        let mut header = serde_json::Value::Object(header).to_string().into_bytes();
        header.resize((header.len() + 8).next_multiple_of(ALIGNMENT) - 8, b' ');
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend(header);
        for (.., data) in tensors {
            file.extend(data);
        }
        file
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

    #[test]
    fn the_file_is_read_by_the_parser_and_aligned() {
        let mut file = WeightsFile::default();
        file.push_f32("b".into(), &[1.5, -2.0]);
        file.push_i8("a".into(), &[2, 2], &[1, -1, 127, -127]);
        let bytes = file.into_bytes();
        let tensors = SafeTensors::deserialize(&bytes).unwrap();
        assert_eq!(tensors.tensor("a").unwrap().data(), [1, 255, 127, 129]);
        assert_eq!(tensors.tensor("b").unwrap().dtype(), Dtype::F32);
        assert_eq!((u64::from_le_bytes(bytes[..8].try_into().unwrap()) + 8) % 64, 0);
    }
}
