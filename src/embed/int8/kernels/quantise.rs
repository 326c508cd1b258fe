//! Rows of f32 to rows of u8, each with a scale and a zero point of its own.
//!
//! Quantising a token by its own range makes its vector independent of its batch.

use crate::embed::int8::isa::{Kernel, LANES, Lanes, MAX_ROWS, TileProduct};

/// How a row was quantised: a value is `(q - zero) * scale`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::embed::int8) struct RowScale {
    pub(in crate::embed::int8) scale: f32,
    pub(in crate::embed::int8) zero: i32,
}

/// Quantised rows, of a width that may change between uses.
#[derive(Default)]
pub(in crate::embed::int8) struct QuantisedRows {
    /// `[rows, width]`, and as many bytes more as a tile may read beyond the last row.
    pub(in crate::embed::int8) values: Vec<u8>,
    pub(in crate::embed::int8) scales: Vec<RowScale>,
    pub(in crate::embed::int8) width: usize,
}

impl QuantisedRows {
    /// Makes room for `rows` rows of `width` values.
    pub(in crate::embed::int8) fn resize(&mut self, rows: usize, width: usize) {
        let bytes = (rows + MAX_ROWS) * width;
        if self.values.len() < bytes {
            self.values.resize(bytes, 0);
        }
        if self.scales.len() < rows {
            self.scales.resize(rows, RowScale::default());
        }
        self.width = width;
    }
}

/// Quantises each row of `x`, `[rows, width]`, after multiplying its columns by `smooth`.
pub(in crate::embed::int8) struct Quantise<'a> {
    pub(in crate::embed::int8) x: &'a [f32],
    /// The reciprocals of the smoothing factors, `[width]`.
    pub(in crate::embed::int8) inverse_smooth: &'a [f32],
    /// Has room for the rows.
    pub(in crate::embed::int8) out: &'a mut QuantisedRows,
}

impl Kernel for Quantise<'_> {
    #[inline(always)]
    fn run<L: Lanes, T: TileProduct>(self, lanes: L, _: T) {
        let Self { x, inverse_smooth, out } = self;
        let width = out.width;
        let rows = x.chunks_exact(width).zip(out.values.chunks_exact_mut(width));
        for ((x, values), scale) in rows.zip(&mut out.scales) {
            *scale = quantise_row(lanes, x, inverse_smooth, values);
        }
    }
}

/// Quantises one row; all three slices are of one length, a multiple of [`LANES`].
#[inline(always)]
pub(super) fn quantise_row<L: Lanes>(
    l: L,
    x: &[f32],
    inverse_smooth: &[f32],
    out: &mut [u8],
) -> RowScale {
    let (x, inverse_smooth) = (x.as_chunks::<LANES>().0, inverse_smooth.as_chunks::<LANES>().0);
    let (least, greatest) = extremes(l, x, inverse_smooth);
    let range = greatest - least;
    // A range too small to divide by is as good as none.
    if range < f32::MIN_POSITIVE * 256.0 {
        out.fill(0);
        return RowScale::default();
    }
    let inverse_scale = 255.0 / range;
    let zero = (-least * inverse_scale).round_ties_even();
    let (steps, offset) = (l.splat(inverse_scale), l.splat(zero));
    for ((x, inverse_smooth), out) in x.iter().zip(inverse_smooth).zip(out.as_chunks_mut().0) {
        let value = l.mul(l.load(x), l.load(inverse_smooth));
        l.store_u8(l.round(l.mul_add(value, steps, offset)), out);
    }
    RowScale { scale: range / 255.0, zero: zero as i32 }
}

/// The least and the greatest of the values and 0.
#[inline(always)]
fn extremes<L: Lanes>(l: L, x: &[[f32; LANES]], inverse_smooth: &[[f32; LANES]]) -> (f32, f32) {
    // Four of each, so that they need not wait for each other.
    const CHAINS: usize = 4;
    let (mut least, mut greatest) = ([l.splat(0.0); CHAINS], [l.splat(0.0); CHAINS]);
    let (fours, rest) = x.as_chunks::<CHAINS>();
    let (smooth_fours, smooth_rest) = inverse_smooth.as_chunks::<CHAINS>();
    for (x, inverse_smooth) in fours.iter().zip(smooth_fours) {
        for chain in 0..CHAINS {
            let value = l.mul(l.load(&x[chain]), l.load(&inverse_smooth[chain]));
            least[chain] = l.min(value, least[chain]);
            greatest[chain] = l.max(value, greatest[chain]);
        }
    }
    for (x, inverse_smooth) in rest.iter().zip(smooth_rest) {
        let value = l.mul(l.load(x), l.load(inverse_smooth));
        least[0] = l.min(value, least[0]);
        greatest[0] = l.max(value, greatest[0]);
    }
    let least = l.min(l.min(least[0], least[1]), l.min(least[2], least[3]));
    let greatest = l.max(l.max(greatest[0], greatest[1]), l.max(greatest[2], greatest[3]));
    (l.reduce_min(least), l.reduce_max(greatest))
}
