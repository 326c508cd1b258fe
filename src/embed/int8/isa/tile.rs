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
    /// Which of the rows that were [prepared](TileProduct::prepare_rows) is the first of these.
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

/// Rows and panels as an implementation reads them best: prepared once, read by every tile.
#[derive(Default)]
pub(in crate::embed::int8) struct Prepared {
    /// The rows of a block.
    pub(super) rows: Vec<Line>,
    /// The panels of a group.
    pub(super) panels: Vec<Line>,
}

/// A line of the nearest cache.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Line(pub(super) [u8; Self::BYTES]);

impl Line {
    /// Bytes of a line.
    pub(super) const BYTES: usize = 64;

    /// Makes room for so many bytes in `lines`.
    pub(super) fn reserve(lines: &mut Vec<Self>, bytes: usize) {
        let count = bytes.div_ceil(Self::BYTES);
        if lines.len() < count {
            lines.resize(count, Self([0; Self::BYTES]));
        }
    }

    /// The bytes of lines, end to end.
    #[cfg(target_arch = "aarch64")]
    pub(super) fn bytes_mut(lines: &mut [Self]) -> &mut [u8] {
        let bytes = size_of_val(lines);
        // SAFETY: a line is an array of bytes, with none between it and the next.
        unsafe { std::slice::from_raw_parts_mut(lines.as_mut_ptr().cast(), bytes) }
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
    fn prepare_rows(self, _rows: &[u8], _inputs: usize, _to: &mut Prepared) {}
    /// Called with the panels of a group before products of them.
    fn prepare_panels(self, _panels: &[u8], _inputs: usize, _to: &mut Prepared) {}

    /// Multiplies a tile: `sums[row, output]` for all of [`Self::ROWS`] rows, or those that matter.
    ///
    /// # Panics
    /// If the operands are shorter than they say.
    fn product(self, operands: Operands<'_>, prepared: &Prepared, sums: &mut Sums);

    /// Multiplies what is in registers, `times` over, with nothing added up that need not be, and returns how
    /// many products that were: no use of these instructions is faster. Nothing is multiplied by the portable set.
    fn multiply_registers(self, _times: usize) -> usize {
        0
    }
}

/// The portable product, which the others are held to.
#[derive(Clone, Copy)]
pub(in crate::embed::int8) struct ScalarTiles;

impl TileProduct for ScalarTiles {
    const ROWS: usize = 4;
    const PANELS: usize = 1;

    #[inline(always)]
    fn product(self, operands: Operands<'_>, _: &Prepared, sums: &mut Sums) {
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
