//! NEON's matrix products of bytes: two rows by two outputs of eight inputs an instruction.
//!
//! Rows and panels are laid in pairs beforehand, as the instruction reads them. It takes unsigned
//! by signed bytes, as they are. The intrinsics are not in stable Rust, so it is written in assembly.

use std::arch::aarch64::*;
use std::arch::{asm, is_aarch64_feature_detected};

use super::tile::{Line, Operands, Prepared, Sums, TileProduct};
use crate::embed::quantised::{PANEL, QUAD};

/// Proof of NEON and its matrix products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::embed::int8) struct I8mm(());

impl I8mm {
    /// The proof, if this CPU has them.
    pub(super) fn detect() -> Option<Self> {
        (cfg!(target_endian = "little")
            && is_aarch64_feature_detected!("neon")
            && is_aarch64_feature_detected!("i8mm"))
        .then_some(Self(()))
    }
}

/// Inputs of a step.
const STEP: usize = 2 * QUAD;
/// Bytes of a pair of rows, or of outputs, in a step.
const PAIR: usize = 2 * STEP;
/// Pairs of outputs of a panel.
const OUTPUT_PAIRS: usize = PANEL / 2;

impl TileProduct for I8mm {
    const ROWS: usize = 6;
    const PANELS: usize = 1;

    /// `[rows / 2, steps, 2, 8]`; a last step that is half of one is filled with zeros.
    #[inline(always)]
    fn prepare_rows(self, rows: &[u8], inputs: usize, to: &mut Prepared) {
        let pair = inputs.div_ceil(STEP) * PAIR;
        Line::reserve(&mut to.rows, (rows.len() / inputs).div_ceil(2) * pair);
        let pairs = rows.chunks(2 * inputs);
        for (rows, out) in pairs.zip(Line::bytes_mut(&mut to.rows).chunks_exact_mut(pair)) {
            for (place, row) in rows.chunks_exact(inputs).enumerate() {
                let (steps, rest) = row.as_chunks::<STEP>();
                let places = out.as_chunks_mut::<STEP>().0.iter_mut().skip(place).step_by(2);
                let mut half = [0; STEP];
                half[..rest.len()].copy_from_slice(rest);
                for (out, step) in places.zip(steps.iter().chain([&half])) {
                    *out = *step;
                }
            }
        }
    }

    /// `[steps, 8, 2, 8]`.
    #[inline(always)]
    fn prepare_panels(self, panels: &[u8], inputs: usize, to: &mut Prepared) {
        Line::reserve(&mut to.panels, inputs.div_ceil(STEP) * OUTPUT_PAIRS * PAIR);
        let quads = panels.as_chunks::<{ PANEL * QUAD }>().0.chunks(2);
        let none = [0; PANEL * QUAD];
        for (quads, out) in quads.zip(to.panels.as_chunks_mut::<2>().0) {
            let (first, second) = (&quads[0], quads.get(1).unwrap_or(&none));
            let outputs = first.as_chunks::<QUAD>().0.iter().zip(second.as_chunks::<QUAD>().0);
            let out = out.iter_mut().flat_map(|line| line.0.as_chunks_mut::<STEP>().0);
            for ((first, second), out) in outputs.zip(out) {
                out[..QUAD].copy_from_slice(first);
                out[QUAD..].copy_from_slice(second);
            }
        }
    }

    #[inline(always)]
    fn product(self, operands: Operands<'_>, prepared: &Prepared, sums: &mut Sums) {
        operands.check(Self::ROWS, Self::PANELS, sums);
        let Operands { first, inputs, .. } = operands;
        let (steps, pairs) =
            (inputs.div_ceil(STEP), operands.rows.clamp(1, Self::ROWS).div_ceil(2));
        assert!(first.is_multiple_of(2));
        assert!(prepared.rows.len() * Line::BYTES >= (first / 2 + pairs) * steps * PAIR);
        assert!(prepared.panels.len() * Line::BYTES >= steps * OUTPUT_PAIRS * PAIR);
        // SAFETY: `self` proves the features; the operands were checked.
        unsafe {
            match pairs {
                1 => tile::<1>(first / 2, steps, prepared, sums),
                2 => tile::<2>(first / 2, steps, prepared, sums),
                _ => tile::<3>(first / 2, steps, prepared, sums),
            }
        }
    }

    fn multiply_registers(self, times: usize) -> usize {
        // SAFETY: `self` proves the features; only registers that are named are touched.
        unsafe {
            asm!(
                ".arch_extension i8mm",
                "2:",
                "usmmla v0.4s, v16.16b, v17.16b", "usmmla v1.4s, v16.16b, v17.16b",
                "usmmla v2.4s, v16.16b, v17.16b", "usmmla v3.4s, v16.16b, v17.16b",
                "usmmla v4.4s, v16.16b, v17.16b", "usmmla v5.4s, v16.16b, v17.16b",
                "usmmla v6.4s, v16.16b, v17.16b", "usmmla v7.4s, v16.16b, v17.16b",
                "usmmla v18.4s, v16.16b, v17.16b", "usmmla v19.4s, v16.16b, v17.16b",
                "usmmla v20.4s, v16.16b, v17.16b", "usmmla v21.4s, v16.16b, v17.16b",
                "usmmla v22.4s, v16.16b, v17.16b", "usmmla v23.4s, v16.16b, v17.16b",
                "usmmla v24.4s, v16.16b, v17.16b", "usmmla v25.4s, v16.16b, v17.16b",
                "subs {times}, {times}, #1",
                "b.ne 2b",
                times = inout(reg) times.max(1) => _,
                out("v0") _, out("v1") _, out("v2") _, out("v3") _, out("v4") _, out("v5") _,
                out("v6") _, out("v7") _, out("v16") _, out("v17") _, out("v18") _, out("v19") _,
                out("v20") _, out("v21") _, out("v22") _, out("v23") _, out("v24") _, out("v25") _,
                options(nomem, nostack),
            );
        }
        times.max(1) * 16 * 32
    }
}

/// A product of `M` pairs of rows. Not inlined: what surrounds it would compete for registers.
///
/// # Safety
/// The CPU has the features; from pair `first` on there are `M` pairs of rows of `steps`, and a
/// panel of as many; `M` is three at most.
#[target_feature(enable = "neon,i8mm")]
#[inline(never)]
unsafe fn tile<const M: usize>(first: usize, steps: usize, prepared: &Prepared, sums: &mut Sums) {
    let mut acc = [[vdupq_n_s32(0); OUTPUT_PAIRS]; M];
    // SAFETY: as the caller says; a step is below `steps`.
    unsafe {
        let a = prepared.rows.as_ptr().cast::<u8>().add(first * steps * PAIR);
        let b = prepared.panels.as_ptr().cast::<u8>();
        for step in 0..steps {
            let rows: [uint8x16_t; M] =
                std::array::from_fn(|m| vld1q_u8(a.add((m * steps + step) * PAIR)));
            for n in 0..OUTPUT_PAIRS {
                let weights = vld1q_u8(b.add((step * OUTPUT_PAIRS + n) * PAIR));
                for (acc, rows) in acc.iter_mut().zip(rows) {
                    acc[n] = multiply(acc[n], rows, weights);
                }
            }
        }
    }
    for (acc, out) in acc.iter().zip(sums.0.as_chunks_mut::<{ 2 * PANEL }>().0) {
        let (upper, lower) = out.split_at_mut(PANEL);
        let fours = upper.as_chunks_mut::<4>().0.iter_mut().zip(lower.as_chunks_mut::<4>().0);
        for (pair, (upper, lower)) in acc.as_chunks::<2>().0.iter().zip(fours) {
            let [a, b] = pair.map(|sums| vreinterpretq_s64_s32(sums));
            // SAFETY: there is room for four sums.
            unsafe {
                vst1q_s32(upper.as_mut_ptr(), vreinterpretq_s32_s64(vtrn1q_s64(a, b)));
                vst1q_s32(lower.as_mut_ptr(), vreinterpretq_s32_s64(vtrn2q_s64(a, b)));
            }
        }
    }
}

/// Adds the products of two rows, eight unsigned bytes each, with the weights of two outputs.
#[target_feature(enable = "neon,i8mm")]
#[inline]
fn multiply(mut acc: int32x4_t, rows: uint8x16_t, weights: uint8x16_t) -> int32x4_t {
    // SAFETY: the features are there, and the instruction touches no memory.
    unsafe {
        asm!(
            "usmmla {acc:v}.4s, {rows:v}.16b, {weights:v}.16b",
            acc = inout(vreg) acc,
            rows = in(vreg) rows,
            weights = in(vreg) weights,
            options(pure, nomem, nostack, preserves_flags),
        );
    }
    acc
}
