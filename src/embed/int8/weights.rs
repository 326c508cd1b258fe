//! An encoder's weights, checked once and then read where they lie.
//!
//! In: the bytes of a weights file of [`quantised`](crate::embed::quantised). Out: an
//! [`EncoderWeights`] that holds the int8 matrices as ranges of those bytes, and copies of the
//! vectors beside them, which are small. All shapes are checked here: the kernels rely on them.

use std::ops::Range;
use std::path::Path;

use super::bytes::WeightBytes;
use super::isa::LANES;
use super::kernels::{LinearMap, Norm, Rows};
use crate::embed::architecture::Architecture;
use crate::embed::quantised::{LINEARS, QuantisedWeights, linear_shapes};
use crate::error::{Error, Result};

/// The longest row whose products with int8 weights add up in an i32.
const MAX_INPUTS: usize = (i32::MAX / (255 * 128)) as usize / 2;

/// The weights of an encoder of the BERT family.
pub(super) struct EncoderWeights {
    bytes: WeightBytes,
    word: Table,
    position: Table,
    token_type: Table,
    pub(super) norm: Norm,
    pub(super) layers: Vec<Layer>,
}

/// An embedding.
struct Table {
    values: Range<usize>,
    scale: Vec<f32>,
}

/// One encoder layer.
pub(super) struct Layer {
    pub(super) qkv: Linear,
    pub(super) output: Linear,
    pub(super) up: Linear,
    pub(super) down: Linear,
    pub(super) attention_norm: Norm,
    pub(super) feed_forward_norm: Norm,
}

/// A linear map.
pub(super) struct Linear {
    panels: Range<usize>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    sums: Vec<f32>,
    /// What inputs are multiplied by before they are quantised.
    pub(super) inverse_smooth: Vec<f32>,
}

impl EncoderWeights {
    /// Parses and checks a weights file; `path` serves messages.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] if a tensor is missing, of another shape or not finite;
    /// [`Error::UnsupportedArchitecture`] for widths that the kernels do not have.
    pub(super) fn parse(
        path: &Path,
        bytes: WeightBytes,
        architecture: &Architecture,
    ) -> Result<Self> {
        let file = QuantisedWeights::parse(path, &bytes)?;
        let reader =
            Reader { file, bytes: &bytes, epsilon: architecture.layer_norm_epsilon as f32 };
        let Architecture { hidden, vocabulary, positions, token_types, .. } = *architecture;
        let word = reader.table("embeddings.word", vocabulary, hidden)?;
        let position = reader.table("embeddings.position", positions, hidden)?;
        let token_type = reader.table("embeddings.token_type", token_types, hidden)?;
        let norm = reader.norm("embeddings.norm", hidden)?;
        let layers = (0..architecture.layers)
            .map(|layer| reader.layer(layer, architecture))
            .collect::<Result<_>>()?;
        check_widths(path, architecture)?;
        Ok(Self { word, position, token_type, norm, layers, bytes })
    }

    pub(super) fn word(&self) -> Rows<'_> {
        self.rows(&self.word)
    }

    pub(super) fn position(&self) -> Rows<'_> {
        self.rows(&self.position)
    }

    pub(super) fn token_type(&self) -> Rows<'_> {
        self.rows(&self.token_type)
    }

    fn rows<'a>(&'a self, table: &'a Table) -> Rows<'a> {
        Rows { values: &self.bytes[table.values.clone()], scale: &table.scale }
    }

    /// A linear map of these weights, as the kernels take it.
    pub(super) fn map<'a>(&'a self, linear: &'a Linear) -> LinearMap<'a> {
        let Linear { panels, scale, bias, sums, .. } = linear;
        LinearMap { panels: &self.bytes[panels.clone()], scale, bias, sums }
    }
}

fn check_widths(path: &Path, architecture: &Architecture) -> Result<()> {
    let Architecture { hidden, intermediate, .. } = *architecture;
    let fits = |width: usize| width.is_multiple_of(LANES) && width <= MAX_INPUTS;
    if fits(hidden) && fits(intermediate) {
        return Ok(());
    }
    Err(Error::UnsupportedArchitecture {
        path: path.to_owned(),
        architecture: format!("a width of {hidden} with {intermediate} between"),
        supported: "widths that are multiples of 16, up to 32,000",
    })
}

struct Reader<'a> {
    file: QuantisedWeights<'a>,
    bytes: &'a WeightBytes,
    epsilon: f32,
}

impl Reader<'_> {
    fn table(&self, name: &str, rows: usize, width: usize) -> Result<Table> {
        let values = self.file.i8(&format!("{name}.q"), &[rows, width])?;
        let scale = self.file.f32(&format!("{name}.scale"), rows)?;
        Ok(Table { values: self.bytes.place(values), scale })
    }

    fn norm(&self, name: &str, width: usize) -> Result<Norm> {
        let weight = self.file.f32(&format!("{name}.weight"), width)?;
        let bias = self.file.f32(&format!("{name}.bias"), width)?;
        Ok(Norm { weight, bias, epsilon: self.epsilon })
    }

    fn layer(&self, layer: usize, architecture: &Architecture) -> Result<Layer> {
        let shapes = linear_shapes(architecture);
        let linear = |index: usize| {
            let (outputs, inputs) = shapes[index];
            self.linear(&format!("layers.{layer}.{}", LINEARS[index]), outputs, inputs)
        };
        let norm =
            |part: &str| self.norm(&format!("layers.{layer}.{part}.norm"), architecture.hidden);
        Ok(Layer {
            qkv: linear(0)?,
            output: linear(1)?,
            up: linear(2)?,
            down: linear(3)?,
            attention_norm: norm("attention")?,
            feed_forward_norm: norm("feed_forward")?,
        })
    }

    fn linear(&self, name: &str, outputs: usize, inputs: usize) -> Result<Linear> {
        let panels = self.file.panels(&format!("{name}.q"), outputs, inputs)?;
        let smooth = self.file.f32(&format!("{name}.smooth"), inputs)?;
        let sums = self.file.i32(&format!("{name}.sums"), outputs)?;
        Ok(Linear {
            panels: self.bytes.place(panels),
            scale: self.file.f32(&format!("{name}.scale"), outputs)?,
            bias: self.file.f32(&format!("{name}.bias"), outputs)?,
            sums: sums.iter().map(|sum| *sum as f32).collect(),
            inverse_smooth: smooth.iter().map(|smooth| 1.0 / smooth).collect(),
        })
    }
}
