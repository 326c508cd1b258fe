//! `model.safetensors` as the hub has it, to an encoder's tensors.
//!
//! In: the file's bytes and the shape that `config.json` states. Out: each tensor that an encoder
//! of that shape has, in f32, under BERT's names without a prefix. What else the file holds (a
//! pooler, the head of a language model, buffers) is passed over, unread.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{DType, Device, Tensor};
use rayon::prelude::*;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::architecture::Architecture;
use crate::error::{Error, Result};

/// The tensor whose place shows what a checkpoint puts before every name.
const LANDMARK: &str = "embeddings.word_embeddings.weight";

/// Reads the encoder's tensors; `path` serves messages.
pub(super) fn tensors(
    path: &Path,
    bytes: &[u8],
    architecture: &Architecture,
) -> Result<HashMap<String, Tensor>> {
    let invalid = |reason: String| Error::InvalidModel { path: path.to_owned(), reason };
    let file = SafeTensors::deserialize(bytes).map_err(|error| {
        invalid(format!("{error}; it is cut short or no safetensors file, fetch it again"))
    })?;
    // The shortest: in a file with two encoders, the one that is nearer the top.
    let prefix = file
        .iter()
        .filter_map(|(name, _)| name.strip_suffix(LANDMARK))
        .min_by_key(|prefix| (prefix.len(), *prefix))
        .ok_or_else(|| invalid(format!("it has no `{LANDMARK}`: this is no BERT checkpoint")))?;
    // One after another: this ends at the first tensor that is missing, however many layers
    // `config.json` claims.
    let views = tensor_shapes(architecture)
        .map(|(name, shape)| {
            let view = find(&file, prefix, &name).ok_or_else(|| {
                format!(
                    "it has no tensor `{name}`, which config.json calls for; \
                     take both files from one model"
                )
            })?;
            if view.shape() != shape {
                return Err(format!(
                    "`{name}` is {:?} and config.json makes it {shape:?}; \
                     take both files from one model",
                    view.shape()
                ));
            }
            Ok((name, view))
        })
        .collect::<Result<Vec<_>, String>>()
        .map_err(invalid)?;
    views
        .into_par_iter()
        .map(|(name, view)| {
            let tensor = to_f32(&view).map_err(|reason| invalid(format!("`{name}` {reason}")))?;
            Ok((name, tensor))
        })
        .collect()
}

/// The tensor of this name, or of the name that the first BERT checkpoints gave it.
fn find<'a>(file: &SafeTensors<'a>, prefix: &str, name: &str) -> Option<TensorView<'a>> {
    let full = format!("{prefix}{name}");
    file.tensor(&full).ok().or_else(|| {
        let former = match full.strip_suffix("LayerNorm.weight") {
            Some(start) => format!("{start}LayerNorm.gamma"),
            None => format!("{}LayerNorm.beta", full.strip_suffix("LayerNorm.bias")?),
        };
        file.tensor(&former).ok()
    })
}

fn to_f32(view: &TensorView<'_>) -> Result<Tensor, String> {
    let dtype = match view.dtype() {
        Dtype::F32 => DType::F32,
        Dtype::F16 => DType::F16,
        Dtype::BF16 => DType::BF16,
        Dtype::F64 => DType::F64,
        // Integers are weights quantised in some way: their scales lie elsewhere.
        other => return Err(format!("holds {other:?}; take the model in f32, f16 or bf16")),
    };
    Tensor::from_raw_buffer(view.data(), dtype, view.shape(), &Device::Cpu)
        .and_then(|tensor| tensor.to_dtype(DType::F32))
        .map_err(|error| format!("cannot be read: {error}"))
}

/// Every tensor of an encoder: its name and shape.
fn tensor_shapes(architecture: &Architecture) -> impl Iterator<Item = (String, Vec<usize>)> {
    let Architecture { layers, hidden, intermediate, vocabulary, positions, token_types, .. } =
        *architecture;
    let embeddings = [
        ("word_embeddings.weight", vec![vocabulary, hidden]),
        ("position_embeddings.weight", vec![positions, hidden]),
        ("token_type_embeddings.weight", vec![token_types, hidden]),
        ("LayerNorm.weight", vec![hidden]),
        ("LayerNorm.bias", vec![hidden]),
    ];
    let linears = [
        ("attention.self.query", hidden, hidden),
        ("attention.self.key", hidden, hidden),
        ("attention.self.value", hidden, hidden),
        ("attention.output.dense", hidden, hidden),
        ("intermediate.dense", intermediate, hidden),
        ("output.dense", hidden, intermediate),
    ];
    let layer = move |layer: usize| {
        let linears = linears.into_iter().flat_map(move |(name, outputs, inputs)| {
            let name = format!("encoder.layer.{layer}.{name}");
            [
                (format!("{name}.weight"), vec![outputs, inputs]),
                (format!("{name}.bias"), vec![outputs]),
            ]
        });
        let norms = ["attention.output", "output"].into_iter().flat_map(move |name| {
            ["weight", "bias"].map(|part| {
                (format!("encoder.layer.{layer}.{name}.LayerNorm.{part}"), vec![hidden])
            })
        });
        linears.chain(norms)
    };
    let embeddings =
        embeddings.into_iter().map(|(name, shape)| (format!("embeddings.{name}"), shape));
    embeddings.chain((0..layers).flat_map(layer))
}
