//! The int8 product as an operation on candle's tensors.
//!
//! In: an f32 tensor `[.., inputs]`. Out: an f32 tensor `[.., outputs]`. Whoever writes a model
//! in candle can put an [`Int8Linear`] where a `candle_nn::Linear` was.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor, bail};
use candle_nn::Module;

use super::bytes::WeightBytes;
use super::isa::{Instructions, LANES, Prepared};
use super::kernels::{Finish, LinearMap, Multiply, Quantise, QuantisedRows};
use crate::embed::quantize::{Packed, pack, quantise_rows};

/// A linear map `y = x wᵀ + b` with weights in int8, symmetric per output, on the CPU. Each row
/// of `x` is quantised by its own range, so a row's result does not depend on the others.
///
/// ```
/// use candle_core::{Device, Tensor};
/// use candle_nn::{Linear, Module};
/// use nutgraf::embed::Int8Linear;
///
/// # fn main() -> candle_core::Result<()> {
/// let weight = Tensor::randn(0f32, 1.0, (32, 64), &Device::Cpu)?;
/// let bias = Tensor::randn(0f32, 1.0, 32, &Device::Cpu)?;
/// let x = Tensor::randn(0f32, 1.0, (2, 5, 64), &Device::Cpu)?;
///
/// let int8 = Int8Linear::new(&weight, Some(&bias))?.forward(&x)?;
/// let f32 = Linear::new(weight, Some(bias)).forward(&x)?;
/// let error = (int8 - &f32)?.sqr()?.mean_all()?.to_scalar::<f32>()?.sqrt();
/// let size = f32.sqr()?.mean_all()?.to_scalar::<f32>()?.sqrt();
/// assert!(error < 0.02 * size);
/// # Ok(())
/// # }
/// ```
pub struct Int8Linear {
    panels: WeightBytes,
    scale: Vec<f32>,
    bias: Vec<f32>,
    sums: Vec<f32>,
    inputs: usize,
    instructions: Instructions,
}

impl Int8Linear {
    /// Quantises a linear map: `weight` is `[outputs, inputs]`, both multiples of 16, and `bias`
    /// `[outputs]`.
    ///
    /// # Errors
    /// If the shapes are others, or a weight is not finite.
    pub fn new(weight: &Tensor, bias: Option<&Tensor>) -> Result<Self> {
        let (outputs, inputs) = weight.dims2()?;
        if !outputs.is_multiple_of(LANES)
            || !inputs.is_multiple_of(LANES)
            || weight.elem_count() == 0
        {
            bail!("weights of {outputs} x {inputs}: both must be multiples of {LANES}");
        }
        let bias = match bias {
            Some(bias) => bias.to_vec1::<f32>()?,
            None => vec![0.0; outputs],
        };
        if bias.len() != outputs {
            bail!("a bias of {} values for {outputs} outputs", bias.len());
        }
        let weight = weight.flatten_all()?.to_vec1::<f32>()?;
        if !weight.iter().chain(&bias).all(|value| value.is_finite()) {
            bail!("weights that are not finite");
        }
        let (q, scale) = quantise_rows(&weight, inputs);
        let Packed { values, sums } = pack(&q, inputs);
        let instructions = Instructions::best(&[inputs]);
        Ok(Self {
            panels: WeightBytes::new(values.into_iter().map(|value| value as u8).collect()),
            sums: sums.into_iter().map(|sum| sum as f32).collect(),
            scale,
            bias,
            inputs,
            instructions,
        })
    }
}

impl CustomOp1 for Int8Linear {
    fn name(&self) -> &'static str {
        "int8-linear"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let Some((start, end)) = layout.contiguous_offsets() else {
            bail!("an int8 linear map takes contiguous tensors");
        };
        let mut dims = layout.dims().to_vec();
        match dims.last_mut() {
            Some(last) if *last == self.inputs => *last = self.scale.len(),
            _ => bail!("a tensor {dims:?} for a linear map of {} inputs", self.inputs),
        }
        let x = &storage.as_slice::<f32>()?[start..end];
        let rows = x.len() / self.inputs;
        let mut input = QuantisedRows::default();
        input.resize(rows, self.inputs);
        let inverse_smooth = vec![1.0; self.inputs];
        let mut out = vec![0.0; rows * self.scale.len()];
        let quantise = Quantise { x, inverse_smooth: &inverse_smooth, out: &mut input };
        self.instructions.run(quantise);
        self.instructions.run(Multiply {
            input: &input,
            rows: 0..rows,
            map: LinearMap {
                panels: &self.panels,
                scale: &self.scale,
                bias: &self.bias,
                sums: &self.sums,
            },
            finish: Finish::Store,
            prepared: &mut Prepared::default(),
            out: &mut out,
        });
        Ok((CpuStorage::F32(out), Shape::from(dims)))
    }
}

impl Module for Int8Linear {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        x.contiguous()?.apply_op1_no_bwd(self)
    }
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::*;

    #[test]
    fn a_row_does_not_depend_on_the_others() {
        let weight = Tensor::randn(0f32, 1.0, (48, 96), &Device::Cpu).unwrap();
        let map = Int8Linear::new(&weight, None).unwrap();
        let x = Tensor::randn(0f32, 1.0, (3, 7, 96), &Device::Cpu).unwrap();
        let whole = map.forward(&x).unwrap();
        assert_eq!(whole.dims(), [3, 7, 48]);
        let row = map.forward(&x.narrow(1, 4, 1).unwrap()).unwrap();
        let expected = whole.narrow(1, 4, 1).unwrap();
        let values = |x: &Tensor| x.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        assert_eq!(values(&row), values(&expected));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let tensor = |shape: &[usize]| Tensor::ones(shape, candle_core::DType::F32, &Device::Cpu);
        assert!(Int8Linear::new(&tensor(&[16, 20]).unwrap(), None).is_err());
        assert!(Int8Linear::new(&tensor(&[0, 16]).unwrap(), None).is_err());
        let bias = tensor(&[32]).unwrap();
        assert!(Int8Linear::new(&tensor(&[16, 16]).unwrap(), Some(&bias)).is_err());
        let infinite = (tensor(&[16, 16]).unwrap() * f64::INFINITY).unwrap();
        assert!(Int8Linear::new(&infinite, None).is_err());
        let map = Int8Linear::new(&tensor(&[16, 16]).unwrap(), None).unwrap();
        assert!(map.forward(&tensor(&[2, 32]).unwrap()).is_err());
        assert_eq!(map.forward(&tensor(&[0, 16]).unwrap()).unwrap().dims(), [0, 16]);
    }
}
