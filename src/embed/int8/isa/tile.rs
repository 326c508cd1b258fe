//! Tiles of an int8 matrix product: a few rows of activations against a few panels of weights.
//!
//! Sums are exact: u8 times i8 into i32, with no saturation on the way, so every implementation
//! gives the same integers.

use crate::embed::quantised::{PANEL, QUAD};

/// The most rows of any implementation's tile.
pub(in crate::embed::int8) const MAX_ROWS: usize = 32;
/// The most outputs of any implementation's tile.
pub(in crate::embed::int8) const MAX_OUTPUTS: usize = 4 * PANEL;

/// The operands of one tile.
#[derive(Clone, Copy)]
pub(in crate::embed::int8) struct Operands<'a> {
    /// Activations `[rows, inputs]`, with at least [`TileProduct::ROWS`] rows.
    pub(in crate::embed::int8) activations: &'a [u8],
    /// Which of the rows that were [widened](TileProduct::widen_rows) is the first of these.
    pub(in crate::embed::int8) first: usize,
    /// Weights `[panels, inputs / 4, 16, 4]`, i8: from 1 to [`TileProduct::PANELS`] panels.
    pub(in crate::embed::int8) panels: &'a [u8],
    /// The length of a row; a multiple of four.
    pub(in crate::embed::int8) inputs: usize,
    /// Rows that matter; the others may be left out.
    pub(in crate::embed::int8) rows: usize,
}

impl Operands<'_> {
    /// The number of panels, after checking that no tile of `rows` by `panels` reads or writes
    /// outside its operands.
    #[inline(always)]
    pub(super) fn check(&self, rows: usize, panels: usize, sums: &Sums) -> usize {
        let Self { activations, inputs, .. } = *self;
        let count = self.panels.len() / (inputs * PANEL).max(1);
        assert!(inputs.is_multiple_of(QUAD) && activations.len() >= rows * inputs);
        assert!((1..=panels).contains(&count) && self.panels.len() == count * inputs * PANEL);
        assert!(rows * count * PANEL <= sums.0.len());
        count
    }
}

/// The sums of a tile, `[rows, outputs]` of the implementation's rows and of the panels given.
#[repr(C, align(64))]
pub(in crate::embed::int8) struct Sums(pub(in crate::embed::int8) [i32; MAX_ROWS * MAX_OUTPUTS]);

/// Rows and panels in 16 bits, for products that have no use for bytes: widened once, read by every tile.
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "only AVX2 has no use for bytes")
)]
#[derive(Default)]
pub(in crate::embed::int8) struct Widened {
    /// Rows `[rows, inputs]` of a block.
    pub(super) rows: Vec<Line>,
    /// A panel, `[inputs / 2, 16, 2]`.
    pub(super) panel: Vec<Line>,
}

/// A line of the nearest cache.
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "only AVX2 has no use for bytes")
)]
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Line(pub(super) [i16; 32]);

#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "only AVX2 has no use for bytes")
)]
impl Widened {
    /// Makes room for so many values in `lines`.
    pub(super) fn reserve(lines: &mut Vec<Line>, values: usize) {
        let count = values.div_ceil(32);
        if lines.len() < count {
            lines.resize(count, Line([0; 32]));
        }
    }
}

/// A way of multiplying tiles. A value of the type proves that the CPU has its instructions.
pub(in crate::embed::int8) trait TileProduct: Copy {
    /// Rows of a tile.
    const ROWS: usize;
    /// The most panels of a tile.
    const PANELS: usize;

    /// Prepares the thread; called before products, and undone by [`TileProduct::leave`].
    fn enter(self) {}
    /// Undoes [`TileProduct::enter`].
    fn leave(self) {}
    /// Whether it can multiply rows of this length.
    fn supports(self, inputs: usize) -> bool {
        inputs.is_multiple_of(QUAD)
    }

    /// Brings bytes of panels near that are needed soon.
    fn fetch(self, _bytes: &[u8]) {}

    /// Called with the rows of a block, `[rows, inputs]`, before products of them.
    fn widen_rows(self, _rows: &[u8], _to: &mut Widened) {}
    /// Called with the panels of a group before products of them.
    fn widen_panels(self, _panels: &[u8], _to: &mut Widened) {}

    /// Multiplies a tile: `sums[row, output]` for all of [`Self::ROWS`] rows, or those that matter.
    ///
    /// # Panics
    /// If the operands are shorter than they say.
    fn product(self, operands: Operands<'_>, widened: &Widened, sums: &mut Sums);
}

/// The portable product, which the others are held to.
#[derive(Clone, Copy)]
pub(in crate::embed::int8) struct ScalarTiles;

impl TileProduct for ScalarTiles {
    const ROWS: usize = 4;
    const PANELS: usize = 1;

    #[inline(always)]
    fn product(self, operands: Operands<'_>, _: &Widened, sums: &mut Sums) {
        operands.check(Self::ROWS, Self::PANELS, sums);
        let rows = operands.activations.chunks_exact(operands.inputs);
        for (row, sums) in rows.zip(sums.0.chunks_exact_mut(PANEL)).take(Self::ROWS) {
            sums.fill(0);
            let quads = row.as_chunks::<QUAD>().0.iter();
            for (a, b) in quads.zip(operands.panels.as_chunks::<{ PANEL * QUAD }>().0) {
                for (sum, b) in sums.iter_mut().zip(b.as_chunks::<QUAD>().0) {
                    let products =
                        a.iter().zip(b).map(|(&a, &b)| i32::from(a) * i32::from(b as i8));
                    *sum = sum.wrapping_add(products.sum());
                }
            }
        }
    }
}
