//! Vectors and models.

use schemars::JsonSchema;
use serde::Serialize;

use super::Schema;

/// The vector of a line of the input, in its order.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EmbeddingLine<'a> {
    /// The number of the text's line, from 1.
    pub line: u64,
    /// The model, as in an article's line.
    pub model: &'a str,
    /// Whether the text is longer than the model reads, and only its beginning was.
    pub truncated: bool,
    /// In how many windows the text was read: 1, but for a long text with `--long windows`.
    pub windows: usize,
    /// The unit vector; the shortest digits that give back each `f32`.
    pub vector: &'a [f32],
}

impl Schema for EmbeddingLine<'_> {
    const NAME: &'static str = "nutgraf.embedding/1";
    const COMMANDS: &'static str = "embed";
}

/// What was embedded, on standard error.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EmbedStatsLine {
    /// Lines that were embedded.
    pub sentences: u64,
    /// How many of them were cut.
    pub truncated: u64,
    /// How many were read in windows.
    pub windowed: u64,
    /// Seconds of loading the model.
    pub load_seconds: f64,
    /// Seconds of reading, embedding and writing.
    pub seconds: f64,
}

impl Schema for EmbedStatsLine {
    const NAME: &'static str = "nutgraf.embed_stats/1";
    const COMMANDS: &'static str = "embed --stats";
}

/// A model that can be used without a connection.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModelLine<'a> {
    /// Its name, as `--model` takes it.
    pub model: &'a str,
    /// The folder of its files; `null` of the one inside the program.
    pub folder: Option<String>,
}

impl Schema for ModelLine<'_> {
    const NAME: &'static str = "nutgraf.model/1";
    const COMMANDS: &'static str = "models list";
}

/// A model that was fetched.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PulledLine<'a> {
    /// Its name, as `--model` takes it.
    pub model: &'a str,
    /// The folder of its files.
    pub folder: String,
    /// The files.
    pub files: Vec<PulledFile<'a>>,
}

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PulledFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its length.
    pub bytes: u64,
    /// Its sha256, in hexadecimal digits.
    pub sha256: &'a str,
}

impl Schema for PulledLine<'_> {
    const NAME: &'static str = "nutgraf.pulled/1";
    const COMMANDS: &'static str = "models pull";
}

/// An int8 form of a model that was made.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QuantizedLine<'a> {
    /// The int8 form's id, as in an article's line.
    pub model: &'a str,
    /// The f32 model, as it was named.
    pub original: &'a str,
    /// Where the int8 form was written.
    pub folder: String,
    /// Its weights file.
    pub weights: WeightsFile<'a>,
    /// On how many sentences it was calibrated.
    pub calibration_sentences: usize,
    /// How near its vectors are to the original's.
    pub cosine: CosineToOriginal,
    /// With `--sts`: how both do on the STS benchmark.
    pub sts: Option<StsCorrelation>,
}

/// A file of weights.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WeightsFile<'a> {
    /// Its name in the folder.
    pub file: &'a str,
    /// Its length.
    pub bytes: u64,
    /// Its sha256, in hexadecimal digits.
    pub sha256: &'a str,
}

/// The cosines of the vectors that two models give the same sentences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct CosineToOriginal {
    /// Whether the sentences are others than those of the calibration.
    pub held_out: bool,
    /// How many sentences.
    pub sentences: usize,
    /// The mean.
    pub mean: f64,
    /// The least.
    pub min: f64,
}

/// Spearman's correlation of cosines with people's scores, times 100.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct StsCorrelation {
    /// How many pairs.
    pub pairs: usize,
    /// Of the original; `null` where it finds all pairs equally alike.
    pub original: Option<f64>,
    /// Of the int8 form.
    pub quantized: Option<f64>,
}

impl Schema for QuantizedLine<'_> {
    const NAME: &'static str = "nutgraf.quantized/1";
    const COMMANDS: &'static str = "models quantize";
}
