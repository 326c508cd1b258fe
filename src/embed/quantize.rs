//! An f32 model to our int8 form.
//!
//! In: a folder in the hub's form and sentences of the kind that the model is to embed. Out: the
//! weights file of [`quantised`](super::quantised) and its manifest. Weights are symmetric per
//! output channel, embeddings per row, after SmoothQuant (Xiao et al. 2023): channel `j` of a
//! linear map's input is divided by `s[j] = max|x[j]|^a / max|w[j]|^(1-a)` and its weights are
//! multiplied by it, so that what is hard to quantise is shared between the two.

use std::path::Path;
use std::{fs, io};

use super::calibrate::input_maxima;
use super::hub_folder::HubFolder;
use super::manifest::{MANIFEST, Manifest, ModelFile, Origin, Quantisation};
use super::quantised::{FORMAT, LINEARS, PANEL, QUAD, linear_shapes, packed_index};
use super::tokenize::Tokens;
use super::weights_file::WeightsFile;
use crate::error::{Error, Result};

/// What a model's folder does not say about it, and what quantisation needs.
#[derive(Debug, Clone, Default)]
pub struct QuantizeOptions {
    /// The name of the quantised model.
    pub name: String,
    /// The repository that the folder is of, `owner/name`.
    pub repository: String,
    /// The commit of that repository.
    pub revision: String,
    /// The licence of the weights, as an SPDX expression.
    pub licence: String,
    /// The languages that the model knows, as ISO 639 codes; none where that is not known.
    pub languages: Vec<String>,
}

/// A model in our int8 form, in memory.
#[derive(Debug, Clone)]
pub struct Quantized {
    /// What it is.
    pub manifest: Manifest,
    /// The content of `weights.safetensors`.
    pub weights: Vec<u8>,
    /// The content of `tokenizer.json`, as it was.
    pub tokenizer: Vec<u8>,
}

/// The migration strength: how much of the difficulty moves from activations to weights.
const ALPHA: f32 = 0.5;

/// Quantises the model in `folder`, calibrated on `sentences`.
///
/// # Errors
/// [`Error::UnsupportedArchitecture`] and [`Error::InvalidModel`] for a folder that is not a
/// model of the BERT family, is in our form already, or has sizes that cannot be packed;
/// [`Error::InvalidOption`] for no sentence.
pub fn quantize(folder: &Path, sentences: &[&str], options: QuantizeOptions) -> Result<Quantized> {
    if sentences.is_empty() {
        return Err(Error::InvalidOption {
            option: "sentences",
            expected: "at least one, to calibrate on",
            found: "0".to_owned(),
        });
    }
    let manifest = folder.join(MANIFEST);
    if manifest.is_file() {
        let reason = "this model is in our int8 form already; give the folder of its f32 original";
        return Err(Error::InvalidModel { path: manifest, reason: reason.to_owned() });
    }
    let folder = HubFolder::read(folder)?;
    let failed = |error: candle_core::Error| Error::InvalidModel {
        path: folder.path.join("model.safetensors"),
        reason: error.to_string(),
    };
    for (outputs, inputs) in linear_shapes(&folder.architecture) {
        if !outputs.is_multiple_of(PANEL) || !inputs.is_multiple_of(QUAD) {
            return Err(Error::UnsupportedArchitecture {
                path: folder.path.clone(),
                architecture: format!("a linear map of {outputs} x {inputs}"),
                supported: "outputs in sixteens and inputs in fours",
            });
        }
    }
    let texts = folder.tokenizer()?.encode(sentences)?;
    let weights = encode_weights(&folder, &texts).map_err(failed)?;
    let manifest = Manifest {
        schema: Manifest::schema(),
        name: options.name,
        origin: Origin {
            repository: options.repository,
            revision: options.revision,
            weights_sha256: folder.weights_sha256.clone(),
        },
        licence: options.licence,
        languages: options.languages,
        dimensions: folder.architecture.hidden,
        architecture: folder.architecture.clone(),
        pooling: folder.pooling,
        max_tokens: folder.max_tokens,
        quantisation: Quantisation {
            format: FORMAT.to_owned(),
            smoothing_alpha: ALPHA,
            calibration_sentences: sentences.len(),
        },
        weights: ModelFile::of("weights.safetensors", &weights),
        tokenizer: ModelFile::of("tokenizer.json", &folder.tokenizer),
    };
    Ok(Quantized { manifest, weights, tokenizer: folder.tokenizer })
}

impl Quantized {
    /// Writes the three files into a folder, made if absent. An older manifest goes first and
    /// the new one comes last, whole: a folder with a manifest is a model at every moment.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&self, folder: &Path) -> Result<()> {
        let manifest = serde_json::to_string_pretty(&self.manifest).map_err(|error| {
            Error::InvalidModel { path: folder.join(MANIFEST), reason: error.to_string() }
        })?;
        let io_error = |path: &Path, source| Error::Io { path: path.to_owned(), source };
        let write = |name: &str, content: &[u8]| {
            let path = folder.join(name);
            fs::write(&path, content).map_err(|source| io_error(&path, source))
        };
        fs::create_dir_all(folder).map_err(|source| io_error(folder, source))?;
        let path = folder.join(MANIFEST);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(io_error(&path, source));
            }
            _ => {}
        }
        write(&self.manifest.weights.file, &self.weights)?;
        write(&self.manifest.tokenizer.file, &self.tokenizer)?;
        let partial = path.with_added_extension("partial");
        fs::write(&partial, format!("{manifest}\n"))
            .and_then(|()| fs::rename(&partial, &path))
            .map_err(|source| io_error(&path, source))
    }
}

fn encode_weights(folder: &HubFolder, texts: &[Tokens]) -> candle_core::Result<Vec<u8>> {
    let maxima = input_maxima(&folder.architecture, &folder.tensors, texts)?;
    let get = |name: String| -> candle_core::Result<Vec<f32>> {
        folder
            .tensors
            .get(&name)
            .ok_or_else(|| candle_core::Error::Msg(format!("the model has no tensor `{name}`")))?
            .flatten_all()?
            .to_vec1::<f32>()
    };
    let mut file = WeightsFile::default();
    let hidden = folder.architecture.hidden;
    for kind in ["word", "position", "token_type"] {
        let rows = get(format!("embeddings.{kind}_embeddings.weight"))?;
        let (q, scale) = quantise_rows(&rows, hidden);
        file.push_i8(format!("embeddings.{kind}.q"), &[scale.len(), hidden], &q);
        file.push_f32(format!("embeddings.{kind}.scale"), &scale);
    }
    for part in ["weight", "bias"] {
        file.push_f32(
            format!("embeddings.norm.{part}"),
            &get(format!("embeddings.LayerNorm.{part}"))?,
        );
    }
    for (layer, maxima) in maxima.iter().enumerate() {
        let theirs = |part: &str| format!("encoder.layer.{layer}.{part}");
        let (mut qkv, mut qkv_bias) = (Vec::new(), Vec::new());
        for part in ["query", "key", "value"] {
            qkv.extend(get(theirs(&format!("attention.self.{part}.weight")))?);
            qkv_bias.extend(get(theirs(&format!("attention.self.{part}.bias")))?);
        }
        let dense = |part: &str| -> candle_core::Result<(Vec<f32>, Vec<f32>)> {
            Ok((get(theirs(&format!("{part}.weight")))?, get(theirs(&format!("{part}.bias")))?))
        };
        let linears = [
            (qkv, qkv_bias),
            dense("attention.output.dense")?,
            dense("intermediate.dense")?,
            dense("output.dense")?,
        ];
        for ((name, (weight, bias)), maxima) in LINEARS.into_iter().zip(linears).zip(maxima) {
            let linear = quantise_linear(&weight, maxima);
            push_linear(&mut file, &format!("layers.{layer}.{name}"), &linear, &bias);
        }
        for (ours, norm) in
            [("attention", "attention.output.LayerNorm"), ("feed_forward", "output.LayerNorm")]
        {
            for part in ["weight", "bias"] {
                file.push_f32(
                    format!("layers.{layer}.{ours}.norm.{part}"),
                    &get(theirs(&format!("{norm}.{part}")))?,
                );
            }
        }
    }
    Ok(file.into_bytes())
}

struct QuantisedLinear {
    /// Row-major `[outputs, inputs]`.
    q: Vec<i8>,
    scale: Vec<f32>,
    smooth: Vec<f32>,
}

fn quantise_linear(weight: &[f32], input_maxima: &[f32]) -> QuantisedLinear {
    let inputs = input_maxima.len();
    let mut weight_maxima = vec![0f32; inputs];
    for row in weight.chunks_exact(inputs) {
        weight_maxima.iter_mut().zip(row).for_each(|(max, w)| *max = max.max(w.abs()));
    }
    let smooth = smoothing(input_maxima, &weight_maxima);
    let smoothed: Vec<f32> = weight
        .chunks_exact(inputs)
        .flat_map(|row| row.iter().zip(&smooth).map(|(w, s)| w * s))
        .collect();
    let (q, scale) = quantise_rows(&smoothed, inputs);
    QuantisedLinear { q, scale, smooth }
}

/// The smoothing vector, with mean about 1.
///
/// It is rounded to sixteenths of a binary order: the last bits of the calibration's sums, which
/// depend on the processor, then cannot change the file.
fn smoothing(input_maxima: &[f32], weight_maxima: &[f32]) -> Vec<f32> {
    const FLOOR: f32 = 1e-5;
    let raw: Vec<f32> = input_maxima
        .iter()
        .zip(weight_maxima)
        .map(|(x, w)| x.max(FLOOR).powf(ALPHA) / w.max(FLOOR).powf(1.0 - ALPHA))
        .collect();
    let mean = raw.iter().sum::<f32>() / raw.len() as f32;
    raw.iter().map(|s| ((s / mean).log2() * 16.0).round() / 16.0).map(f32::exp2).collect()
}

/// Symmetric int8 rows of `width` values, and the scale of each.
pub(super) fn quantise_rows(values: &[f32], width: usize) -> (Vec<i8>, Vec<f32>) {
    let mut q = Vec::with_capacity(values.len());
    let mut scales = Vec::with_capacity(values.len() / width);
    for row in values.chunks_exact(width) {
        let largest = row.iter().fold(0f32, |max, x| max.max(x.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        q.extend(row.iter().map(|x| (x / scale).round().clamp(-127.0, 127.0) as i8));
        scales.push(scale);
    }
    (q, scales)
}

/// Rows in the order of [`packed_index`], and the sum of each.
pub(super) struct Packed {
    pub(super) values: Vec<i8>,
    pub(super) sums: Vec<i32>,
}

/// Packs rows of `inputs` values, of which there is a multiple of [`PANEL`].
pub(super) fn pack(rows: &[i8], inputs: usize) -> Packed {
    let mut values = vec![0i8; rows.len()];
    for (o, row) in rows.chunks_exact(inputs).enumerate() {
        for (i, &q) in row.iter().enumerate() {
            values[packed_index(o, i, inputs)] = q;
        }
    }
    let sums = rows.chunks_exact(inputs).map(|row| row.iter().map(|&q| i32::from(q)).sum());
    Packed { values, sums: sums.collect() }
}

fn push_linear(file: &mut WeightsFile, name: &str, linear: &QuantisedLinear, bias: &[f32]) {
    let (outputs, inputs) = (linear.scale.len(), linear.smooth.len());
    let Packed { values: packed, sums } = pack(&linear.q, inputs);
    file.push_i8(format!("{name}.q"), &[outputs / PANEL, inputs / QUAD, PANEL, QUAD], &packed);
    file.push_f32(format!("{name}.scale"), &linear.scale);
    file.push_f32(format!("{name}.bias"), bias);
    file.push_f32(format!("{name}.smooth"), &linear.smooth);
    file.push_i32(format!("{name}.sums"), &sums);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_within_half_a_step() {
        let values: Vec<f32> = (0..96).map(|x| ((x * 37 % 96) as f32 - 48.0) / 7.0).collect();
        let (q, scale) = quantise_rows(&values, 32);
        for (index, value) in values.iter().enumerate() {
            let step = scale[index / 32];
            assert!((f32::from(q[index]) * step - value).abs() <= step * 0.501);
        }
        assert_eq!(quantise_rows(&[0.0; 4], 4), (vec![0; 4], vec![1.0]));
    }

    #[test]
    fn smoothing_balances_and_survives_dead_channels() {
        let smooth = smoothing(&[100.0, 1.0, 0.0], &[1.0, 1.0, 0.0]);
        assert!(smooth[0] > smooth[1] && smooth[1] > 0.0);
        assert!(smooth.iter().all(|s| s.is_finite() && *s > 0.0));
        assert!((smooth[0] / smooth[1] - 10.0).abs() < 0.5);
    }
}
