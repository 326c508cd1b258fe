//! LayerNorm of each row in place, and the quantisation of the result for the next product.

use super::quantise::{QuantisedRows, quantise_row};
use crate::embed::int8::isa::{Kernel, LANES, Lanes, TileProduct};

/// The parameters of a LayerNorm (Ba et al. 2016) over rows of a width.
pub(in crate::embed::int8) struct Norm {
    /// `[width]`
    pub(in crate::embed::int8) weight: Vec<f32>,
    /// `[width]`
    pub(in crate::embed::int8) bias: Vec<f32>,
    /// What is added to the variance.
    pub(in crate::embed::int8) epsilon: f32,
}

/// Normalises each row of `x`, `[rows, width]`, in place.
pub(in crate::embed::int8) struct LayerNorm<'a> {
    pub(in crate::embed::int8) x: &'a mut [f32],
    pub(in crate::embed::int8) norm: &'a Norm,
    /// The reciprocals of the next product's smoothing factors, `[width]`, and the room for its
    /// input; none after the last layer.
    pub(in crate::embed::int8) next: Option<(&'a [f32], &'a mut QuantisedRows)>,
}

impl Kernel for LayerNorm<'_> {
    #[inline(always)]
    fn run<L: Lanes, T: TileProduct>(self, lanes: L, _: T) {
        let Self { x, norm, next } = self;
        let width = norm.weight.len();
        let rows = x.chunks_exact_mut(width);
        match next {
            None => {
                for x in rows {
                    normalise_row(lanes, x, norm);
                }
            }
            Some((inverse_smooth, out)) => {
                let rows = rows.zip(out.values.chunks_exact_mut(width)).zip(&mut out.scales);
                for ((x, values), scale) in rows {
                    normalise_row(lanes, x, norm);
                    *scale = quantise_row(lanes, x, inverse_smooth, values);
                }
            }
        }
    }
}

#[inline(always)]
fn normalise_row<L: Lanes>(l: L, x: &mut [f32], norm: &Norm) {
    let width = x.len() as f32;
    let x = x.as_chunks_mut::<LANES>().0;
    let mut sum = l.splat(0.0);
    for x in x.iter() {
        sum = l.add(sum, l.load(x));
    }
    let mean = l.splat(l.reduce_add(sum) / width);
    let mut squares = l.splat(0.0);
    for x in x.iter() {
        let deviation = l.sub(l.load(x), mean);
        squares = l.mul_add(deviation, deviation, squares);
    }
    let variance = l.reduce_add(squares) / width;
    let inverse_deviation = l.splat(1.0 / (variance + norm.epsilon).sqrt());
    let parameters = norm.weight.as_chunks().0.iter().zip(norm.bias.as_chunks().0);
    for (x, (weight, bias)) in x.iter_mut().zip(parameters) {
        let deviation = l.mul(l.sub(l.load(x), mean), inverse_deviation);
        l.store(l.mul_add(deviation, l.load(weight), l.load(bias)), x);
    }
}
