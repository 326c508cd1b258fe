//! A linear map of quantised rows by int8 weights, with what follows it done on the way out.

use std::ops::Range;

use super::functions::{gelu, gelu_tanh};
use super::quantise::{QuantisedRows, RowScale};
use crate::embed::architecture::Activation;
use crate::embed::int8::isa::{Kernel, LANES, Lanes, Operands, Prepared, Sums, TileProduct};
use crate::embed::int8::isa::{MAX_OUTPUTS, MAX_ROWS};
use crate::embed::quantised::PANEL;

/// Int8 weights `[outputs, inputs]`, packed, and what turns sums into values.
#[derive(Clone, Copy)]
pub(in crate::embed::int8) struct LinearMap<'a> {
    /// i8 `[outputs / 16, inputs / 4, 16, 4]`.
    pub(in crate::embed::int8) panels: &'a [u8],
    /// `[outputs]`
    pub(in crate::embed::int8) scale: &'a [f32],
    /// `[outputs]`
    pub(in crate::embed::int8) bias: &'a [f32],
    /// The sum of each output's weights, `[outputs]`: integers.
    pub(in crate::embed::int8) sums: &'a [f32],
}

/// What is done with a product's value `y` and the place in the output that it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::embed::int8) enum Finish {
    /// The output becomes `y`.
    Store,
    /// The output becomes the activation of `y`.
    Activate(Activation),
    /// `y` is added to the output, which holds the residual.
    Add,
}

/// Rows of a block; at least those of any tile.
const BLOCK_ROWS: usize = 96;

/// Multiplies some rows of `input` by a linear map.
pub(in crate::embed::int8) struct Multiply<'a> {
    pub(in crate::embed::int8) input: &'a QuantisedRows,
    pub(in crate::embed::int8) rows: Range<usize>,
    pub(in crate::embed::int8) map: LinearMap<'a>,
    pub(in crate::embed::int8) finish: Finish,
    pub(in crate::embed::int8) prepared: &'a mut Prepared,
    /// `[rows, outputs]`
    pub(in crate::embed::int8) out: &'a mut [f32],
}

impl Kernel for Multiply<'_> {
    #[inline(always)]
    fn run<L: Lanes, T: TileProduct>(self, lanes: L, tiles: T) {
        match self.finish {
            Finish::Store => multiply(lanes, tiles, self, Store),
            Finish::Activate(Activation::Gelu) => multiply(lanes, tiles, self, Gelu),
            Finish::Activate(Activation::GeluTanh) => multiply(lanes, tiles, self, GeluTanh),
            Finish::Activate(Activation::Relu) => multiply(lanes, tiles, self, Relu),
            Finish::Add => multiply(lanes, tiles, self, Add),
        }
    }
}

/// The rows of a block stay in the nearest cache while the panels pass by, and the panels of a
/// group while the rows of the block do.
#[inline(always)]
fn multiply<L: Lanes, T: TileProduct>(l: L, tiles: T, job: Multiply<'_>, finish: impl Finisher) {
    let Multiply { input, rows, map, prepared, out, .. } = job;
    let (inputs, outputs) = (input.width, map.scale.len());
    let mut sums = Sums([0; MAX_ROWS * MAX_OUTPUTS]);
    let group = T::PANELS * PANEL;
    let block = BLOCK_ROWS / T::ROWS * T::ROWS;
    tiles.enter();
    for block_start in rows.clone().step_by(block) {
        let block_end = rows.end.min(block_start + block);
        let tiles_end = block_start + (block_end - block_start).next_multiple_of(T::ROWS);
        tiles.prepare_rows(
            &input.values[block_start * inputs..tiles_end * inputs],
            inputs,
            prepared,
        );
        for left in (0..outputs).step_by(group) {
            let right = outputs.min(left + group);
            let panels = &map.panels[left * inputs..right * inputs];
            tiles.prepare_panels(panels, inputs, prepared);
            let columns = Columns::of(&map, left, right);
            // The next panels are fetched while these are multiplied, some with each tile.
            let next = &map.panels[right * inputs..outputs.min(right + group) * inputs];
            let tiles_left = (block_end - block_start).div_ceil(T::ROWS);
            let mut next =
                next.chunks(next.len().div_ceil(tiles_left).next_multiple_of(64).max(64));
            for start in (block_start..block_end).step_by(T::ROWS) {
                next.next().into_iter().for_each(|bytes| tiles.fetch(bytes));
                let count = T::ROWS.min(block_end - start);
                let activations = &input.values[start * inputs..(start + T::ROWS) * inputs];
                let first = start - block_start;
                let operands = Operands { activations, first, panels, inputs, rows: count };
                tiles.product(operands, prepared, &mut sums);
                let scales = &input.scales[start..start + count];
                let out = &mut out[(start - rows.start) * outputs + left..];
                columns.finish(l, scales, &sums, out, outputs, finish);
            }
        }
    }
    tiles.leave();
}

/// A group of columns of a [`LinearMap`].
struct Columns<'a> {
    scale: &'a [[f32; LANES]],
    bias: &'a [[f32; LANES]],
    sums: &'a [[f32; LANES]],
}

impl<'a> Columns<'a> {
    #[inline(always)]
    fn of(map: &LinearMap<'a>, first: usize, last: usize) -> Self {
        Self {
            scale: map.scale[first..last].as_chunks().0,
            bias: map.bias[first..last].as_chunks().0,
            sums: map.sums[first..last].as_chunks().0,
        }
    }

    /// Turns the sums of some rows into values: `(sum - zero * sum of weights) * scales + bias`. The
    /// difference is exact where a sum is less than 2^24, which no trained model's exceeds. A row of
    /// `out` is `stride` further than the one before.
    #[inline(always)]
    fn finish<L: Lanes>(
        &self,
        l: L,
        rows: &[RowScale],
        sums: &Sums,
        out: &mut [f32],
        stride: usize,
        finish: impl Finisher,
    ) {
        let width = self.scale.len() * LANES;
        let columns = self.scale.iter().zip(self.bias).zip(self.sums);
        for (place, ((scale, bias), of_weights)) in columns.enumerate() {
            let (scale, bias, of_weights) = (l.load(scale), l.load(bias), l.load(of_weights));
            let sums = sums.0[place * LANES..].chunks(width);
            let out = out[place * LANES..].chunks_mut(stride);
            for ((row, sums), out) in rows.iter().zip(sums).zip(out) {
                let (Some(sums), Some(out)) = (sums.first_chunk(), out.first_chunk_mut()) else {
                    return;
                };
                let sum = l.to_f32(l.load_i32(sums));
                let difference = l.mul_add(l.splat(-(row.zero as f32)), of_weights, sum);
                let y = l.mul_add(difference, l.mul(l.splat(row.scale), scale), bias);
                finish.finish(l, y, out);
            }
        }
    }
}

/// [`Finish`] as a type, so that each is compiled by itself.
trait Finisher: Copy {
    fn finish<L: Lanes>(self, l: L, y: L::F32, out: &mut [f32; LANES]);
}

macro_rules! finisher {
    ($name:ident, |$l:ident, $y:ident, $out:ident| $value:expr) => {
        #[derive(Clone, Copy)]
        struct $name;

        impl Finisher for $name {
            #[inline(always)]
            fn finish<L: Lanes>(self, $l: L, $y: L::F32, $out: &mut [f32; LANES]) {
                $l.store($value, $out);
            }
        }
    };
}

finisher!(Store, |l, y, out| y);
finisher!(Gelu, |l, y, out| gelu(l, y));
finisher!(GeluTanh, |l, y, out| gelu_tanh(l, y));
finisher!(Relu, |l, y, out| l.max(y, l.splat(0.0)));
finisher!(Add, |l, y, out| l.add(y, l.load(out)));
