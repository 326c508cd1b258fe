//! NEON with dot products of four bytes: sixteen lanes in four registers.
//!
//! The dot products are of unsigned by unsigned bytes: weights are moved up by 128 on the way,
//! and each row's sums start 128 times the sum of its activations lower. The intrinsics are not
//! in stable Rust, so the instruction is written in assembly.

use std::arch::aarch64::*;
use std::arch::{asm, is_aarch64_feature_detected};

use super::lanes::{LANES, Lanes};
use super::tile::{Operands, Prepared, Sums, TileProduct};
use crate::embed::quantised::{PANEL, QUAD};

/// Proof of NEON and its dot products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::embed::int8) struct Neon(());

impl Neon {
    /// The proof, if this CPU has them. Four bytes are a lane in the order of memory, which they
    /// are not on a big-endian machine.
    pub(super) fn detect() -> Option<Self> {
        (cfg!(target_endian = "little")
            && is_aarch64_feature_detected!("neon")
            && is_aarch64_feature_detected!("dotprod"))
        .then_some(Self(()))
    }
}

/// Calls an intrinsic on values, which needs the CPU's features and nothing else.
macro_rules! intrinsic {
    ($call:expr) => {
        // SAFETY: a value of the type that this is a method of exists only where the features
        // were detected; references to arrays are valid for their whole length.
        unsafe { $call }
    };
}

/// Lanes of a register.
const WIDTH: usize = 4;

type F32 = [float32x4_t; LANES / WIDTH];
type I32 = [int32x4_t; LANES / WIDTH];

impl Lanes for Neon {
    type F32 = F32;
    type I32 = I32;

    const TOGETHER: usize = 1;

    #[inline(always)]
    fn splat(self, value: f32) -> F32 {
        [intrinsic!(vdupq_n_f32(value)); LANES / WIDTH]
    }
    #[inline(always)]
    fn load(self, values: &[f32; LANES]) -> F32 {
        std::array::from_fn(|n| intrinsic!(vld1q_f32(values.as_ptr().add(n * WIDTH))))
    }
    #[inline(always)]
    fn store(self, lanes: F32, to: &mut [f32; LANES]) {
        for (lanes, to) in lanes.into_iter().zip(to.as_chunks_mut::<WIDTH>().0) {
            intrinsic!(vst1q_f32(to.as_mut_ptr(), lanes));
        }
    }
    #[inline(always)]
    fn load_i8(self, values: &[u8; LANES]) -> F32 {
        let bytes = intrinsic!(vld1q_s8(values.as_ptr().cast()));
        let low = intrinsic!(vmovl_s8(vget_low_s8(bytes)));
        let high = intrinsic!(vmovl_high_s8(bytes));
        self.to_f32(intrinsic!([
            vmovl_s16(vget_low_s16(low)),
            vmovl_high_s16(low),
            vmovl_s16(vget_low_s16(high)),
            vmovl_high_s16(high),
        ]))
    }
    #[inline(always)]
    fn add(self, a: F32, b: F32) -> F32 {
        std::array::from_fn(|n| intrinsic!(vaddq_f32(a[n], b[n])))
    }
    #[inline(always)]
    fn sub(self, a: F32, b: F32) -> F32 {
        std::array::from_fn(|n| intrinsic!(vsubq_f32(a[n], b[n])))
    }
    #[inline(always)]
    fn mul(self, a: F32, b: F32) -> F32 {
        std::array::from_fn(|n| intrinsic!(vmulq_f32(a[n], b[n])))
    }
    #[inline(always)]
    fn div(self, a: F32, b: F32) -> F32 {
        std::array::from_fn(|n| intrinsic!(vdivq_f32(a[n], b[n])))
    }
    #[inline(always)]
    fn mul_add(self, a: F32, b: F32, c: F32) -> F32 {
        std::array::from_fn(|n| intrinsic!(vfmaq_f32(c[n], a[n], b[n])))
    }
    #[inline(always)]
    fn min(self, a: F32, b: F32) -> F32 {
        std::array::from_fn(|n| lesser(a[n], b[n]))
    }
    #[inline(always)]
    fn max(self, a: F32, b: F32) -> F32 {
        std::array::from_fn(|n| greater(a[n], b[n]))
    }
    #[inline(always)]
    fn round(self, a: F32) -> I32 {
        a.map(|a| intrinsic!(vcvtnq_s32_f32(a)))
    }
    #[inline(always)]
    fn exp2i(self, a: I32) -> F32 {
        a.map(|a| {
            let biased = intrinsic!(vaddq_s32(a, vdupq_n_s32(127)));
            intrinsic!(vreinterpretq_f32_s32(vshlq_n_s32::<23>(biased)))
        })
    }

    #[inline(always)]
    fn transpose(self, rows: [F32; LANES]) -> [F32; LANES] {
        let mut columns = rows;
        for row in (0..LANES).step_by(WIDTH) {
            for column in (0..LANES).step_by(WIDTH) {
                let block = std::array::from_fn(|n| rows[row + n][column / WIDTH]);
                for (n, block) in transpose_block(block).into_iter().enumerate() {
                    columns[column + n][row / WIDTH] = block;
                }
            }
        }
        columns
    }

    #[inline(always)]
    fn load_i32(self, values: &[i32; LANES]) -> I32 {
        std::array::from_fn(|n| intrinsic!(vld1q_s32(values.as_ptr().add(n * WIDTH))))
    }
    #[inline(always)]
    fn to_f32(self, a: I32) -> F32 {
        a.map(|a| intrinsic!(vcvtq_f32_s32(a)))
    }
    #[inline(always)]
    fn store_u8(self, lanes: I32, to: &mut [u8; LANES]) {
        let [a, b, c, d] = lanes.map(|lanes| intrinsic!(vqmovun_s32(lanes)));
        let low = intrinsic!(vqmovn_u16(vcombine_u16(a, b)));
        let high = intrinsic!(vqmovn_u16(vcombine_u16(c, d)));
        intrinsic!(vst1q_u8(to.as_mut_ptr(), vcombine_u8(low, high)));
    }

    #[inline(always)]
    fn reduce_add(self, a: F32) -> f32 {
        reduce(a, |a, b| intrinsic!(vaddq_f32(a, b)))
    }
    #[inline(always)]
    fn reduce_min(self, a: F32) -> f32 {
        reduce(a, lesser)
    }
    #[inline(always)]
    fn reduce_max(self, a: F32) -> f32 {
        reduce(a, greater)
    }
}

/// The smaller lanes as [`Lanes::min`] has them, which NEON's own minimum does not where one is
/// not a number or both are zeros; for holders of the proof alone, as the functions below.
#[inline(always)]
fn lesser(a: float32x4_t, b: float32x4_t) -> float32x4_t {
    intrinsic!(vbslq_f32(vcltq_f32(a, b), a, b))
}

/// The greater lanes, likewise.
#[inline(always)]
fn greater(a: float32x4_t, b: float32x4_t) -> float32x4_t {
    intrinsic!(vbslq_f32(vcgtq_f32(a, b), a, b))
}

/// Reduces lanes 8 apart, then 4, 2 and 1.
#[inline(always)]
fn reduce(a: F32, f: impl Fn(float32x4_t, float32x4_t) -> float32x4_t) -> f32 {
    let four = f(f(a[0], a[2]), f(a[1], a[3]));
    let two = f(four, intrinsic!(vextq_f32::<2>(four, four)));
    intrinsic!(vgetq_lane_f32::<0>(f(two, vdupq_laneq_f32::<1>(two))))
}

/// Transposes four rows of four.
#[inline(always)]
fn transpose_block([a, b, c, d]: [float32x4_t; WIDTH]) -> [float32x4_t; WIDTH] {
    let pairs = intrinsic!([
        vreinterpretq_f64_f32(vtrn1q_f32(a, b)),
        vreinterpretq_f64_f32(vtrn2q_f32(a, b)),
        vreinterpretq_f64_f32(vtrn1q_f32(c, d)),
        vreinterpretq_f64_f32(vtrn2q_f32(c, d)),
    ]);
    intrinsic!([
        vreinterpretq_f32_f64(vtrn1q_f64(pairs[0], pairs[2])),
        vreinterpretq_f32_f64(vtrn1q_f64(pairs[1], pairs[3])),
        vreinterpretq_f32_f64(vtrn2q_f64(pairs[0], pairs[2])),
        vreinterpretq_f32_f64(vtrn2q_f64(pairs[1], pairs[3])),
    ])
}

impl TileProduct for Neon {
    const ROWS: usize = 6;
    const PANELS: usize = 1;

    #[inline(always)]
    fn product(self, operands: Operands<'_>, _: &Prepared, sums: &mut Sums) {
        operands.check(Self::ROWS, Self::PANELS, sums);
        // SAFETY: `self` proves the features; the operands are checked.
        unsafe { tile(operands, sums) }
    }

    fn multiply_registers(self, times: usize) -> usize {
        // SAFETY: `self` proves the features; only registers that are named are touched.
        unsafe {
            asm!(
                ".arch_extension dotprod",
                "2:",
                "udot v0.4s, v16.16b, v17.4b[0]",
                "udot v1.4s, v16.16b, v17.4b[0]",
                "udot v2.4s, v16.16b, v17.4b[0]",
                "udot v3.4s, v16.16b, v17.4b[0]",
                "udot v4.4s, v16.16b, v17.4b[0]",
                "udot v5.4s, v16.16b, v17.4b[0]",
                "udot v6.4s, v16.16b, v17.4b[0]",
                "udot v7.4s, v16.16b, v17.4b[0]",
                "udot v18.4s, v16.16b, v17.4b[0]",
                "udot v19.4s, v16.16b, v17.4b[0]",
                "udot v20.4s, v16.16b, v17.4b[0]",
                "udot v21.4s, v16.16b, v17.4b[0]",
                "udot v22.4s, v16.16b, v17.4b[0]",
                "udot v23.4s, v16.16b, v17.4b[0]",
                "udot v24.4s, v16.16b, v17.4b[0]",
                "udot v25.4s, v16.16b, v17.4b[0]",
                "subs {times}, {times}, #1",
                "b.ne 2b",
                times = inout(reg) times.max(1) => _,
                out("v0") _, out("v1") _, out("v2") _, out("v3") _, out("v4") _, out("v5") _, out("v6") _, out("v7") _, out("v16") _, out("v17") _, out("v18") _, out("v19") _, out("v20") _, out("v21") _, out("v22") _, out("v23") _, out("v24") _, out("v25") _,
                options(nomem, nostack),
            );
        }
        times.max(1) * 16 * 16
    }
}

/// A product of checked operands. Not inlined: what surrounds it would compete for registers.
///
/// # Safety
/// The CPU has the features, and the operands are checked.
#[target_feature(enable = "neon,dotprod")]
#[inline(never)]
unsafe fn tile(operands: Operands<'_>, sums: &mut Sums) {
    const M: usize = Neon::ROWS;
    /// What makes a weight unsigned: its top bit flipped, a weight is 128 more.
    const TOP_BIT: u8 = 0x80;
    let Operands { activations, panels, inputs, .. } = operands;
    let mut acc: [[uint32x4_t; PANEL / WIDTH]; M] = std::array::from_fn(|m| {
        let row = &activations[m * inputs..][..inputs];
        let sum: u32 = row.iter().map(|value| u32::from(*value)).sum();
        [vdupq_n_u32(sum.wrapping_mul(TOP_BIT.into()).wrapping_neg()); PANEL / WIDTH]
    });
    let (a, b) = (activations.as_ptr(), panels.as_ptr());
    let top_bits = vdupq_n_u8(TOP_BIT);
    // SAFETY: the features are there, and the caller has checked that there are M rows of `inputs`
    // bytes, a panel of `inputs * PANEL` bytes, and room for M * PANEL sums. A quad starts at a
    // multiple of QUAD below `inputs`, which is a multiple of QUAD.
    unsafe {
        let mut quad = 0;
        while quad < inputs {
            let quads = b.add(quad * PANEL);
            let weights: [uint8x16_t; PANEL / WIDTH] =
                std::array::from_fn(|n| veorq_u8(vld1q_u8(quads.add(n * WIDTH * QUAD)), top_bits));
            for (m, acc) in acc.iter_mut().enumerate() {
                let four = a.add(m * inputs + quad).cast::<f32>().read_unaligned();
                for (acc, weights) in acc.iter_mut().zip(weights) {
                    *acc = dot(*acc, weights, four);
                }
            }
            quad += QUAD;
        }
        for (acc, out) in acc.iter().zip(sums.0.chunks_exact_mut(PANEL)) {
            for (acc, out) in acc.iter().zip(out.chunks_exact_mut(WIDTH)) {
                vst1q_s32(out.as_mut_ptr(), vreinterpretq_s32_u32(*acc));
            }
        }
    }
}

/// Adds to each lane the product of its four bytes of `weights` with the `four` bytes, which are
/// an f32 only in that they lie in such a register.
#[target_feature(enable = "neon,dotprod")]
#[inline]
fn dot(mut acc: uint32x4_t, weights: uint8x16_t, four: f32) -> uint32x4_t {
    // SAFETY: the features are there, and the instruction touches no memory.
    unsafe {
        asm!(
            "udot {acc:v}.4s, {weights:v}.16b, {four:v}.4b[0]",
            acc = inout(vreg) acc,
            weights = in(vreg) weights,
            four = in(vreg) four,
            options(pure, nomem, nostack, preserves_flags),
        );
    }
    acc
}
