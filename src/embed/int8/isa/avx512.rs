//! AVX-512: sixteen lanes in a register, and VNNI's dot products of four bytes.

use std::arch::asm;
use std::arch::x86_64::*;

use super::lanes::{LANES, Lanes};
use super::tile::{Operands, Prepared, Sums, TileProduct};
use crate::embed::quantised::{PANEL, QUAD};

/// The features that [`super::Instructions::Avx512Vnni`] is made for.
macro_rules! detected {
    () => {
        is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vnni")
            && is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("fma")
    };
}

/// Proof of AVX-512 (F, BW, DQ, VL, VNNI), AVX2 and FMA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::embed::int8) struct Avx512(());

impl Avx512 {
    /// The proof, if this CPU has them.
    pub(super) fn detect() -> Option<Self> {
        detected!().then_some(Self(()))
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

impl Lanes for Avx512 {
    type F32 = __m512;
    type I32 = __m512i;

    const TOGETHER: usize = 2;

    #[inline(always)]
    fn splat(self, value: f32) -> __m512 {
        intrinsic!(_mm512_set1_ps(value))
    }
    #[inline(always)]
    fn load(self, values: &[f32; LANES]) -> __m512 {
        intrinsic!(_mm512_loadu_ps(values.as_ptr()))
    }
    #[inline(always)]
    fn store(self, lanes: __m512, to: &mut [f32; LANES]) {
        intrinsic!(_mm512_storeu_ps(to.as_mut_ptr(), lanes));
    }
    #[inline(always)]
    fn load_i8(self, values: &[u8; LANES]) -> __m512 {
        let bytes = intrinsic!(_mm_loadu_si128(values.as_ptr().cast()));
        intrinsic!(_mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(bytes)))
    }
    #[inline(always)]
    fn add(self, a: __m512, b: __m512) -> __m512 {
        intrinsic!(_mm512_add_ps(a, b))
    }
    #[inline(always)]
    fn sub(self, a: __m512, b: __m512) -> __m512 {
        intrinsic!(_mm512_sub_ps(a, b))
    }
    #[inline(always)]
    fn mul(self, a: __m512, b: __m512) -> __m512 {
        intrinsic!(_mm512_mul_ps(a, b))
    }
    #[inline(always)]
    fn div(self, a: __m512, b: __m512) -> __m512 {
        intrinsic!(_mm512_div_ps(a, b))
    }
    #[inline(always)]
    fn mul_add(self, a: __m512, b: __m512, c: __m512) -> __m512 {
        intrinsic!(_mm512_fmadd_ps(a, b, c))
    }
    #[inline(always)]
    fn min(self, a: __m512, b: __m512) -> __m512 {
        intrinsic!(_mm512_min_ps(a, b))
    }
    #[inline(always)]
    fn max(self, a: __m512, b: __m512) -> __m512 {
        intrinsic!(_mm512_max_ps(a, b))
    }
    #[inline(always)]
    fn round(self, a: __m512) -> __m512i {
        intrinsic!(_mm512_cvtps_epi32(a))
    }
    #[inline(always)]
    fn exp2i(self, a: __m512i) -> __m512 {
        let biased = intrinsic!(_mm512_add_epi32(a, _mm512_set1_epi32(127)));
        intrinsic!(_mm512_castsi512_ps(_mm512_slli_epi32::<23>(biased)))
    }

    #[inline(always)]
    fn transpose(self, mut rows: [__m512; LANES]) -> [__m512; LANES] {
        // Pairs, then fours, within quarters of registers; then the quarters.
        for four in rows.chunks_exact_mut(4) {
            let (a, b, c, d) = (four[0], four[1], four[2], four[3]);
            let (ab_low, ab_high) =
                intrinsic!((_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b)));
            let (cd_low, cd_high) =
                intrinsic!((_mm512_unpacklo_ps(c, d), _mm512_unpackhi_ps(c, d)));
            four[0] = intrinsic!(_mm512_shuffle_ps::<0b01_00_01_00>(ab_low, cd_low));
            four[1] = intrinsic!(_mm512_shuffle_ps::<0b11_10_11_10>(ab_low, cd_low));
            four[2] = intrinsic!(_mm512_shuffle_ps::<0b01_00_01_00>(ab_high, cd_high));
            four[3] = intrinsic!(_mm512_shuffle_ps::<0b11_10_11_10>(ab_high, cd_high));
        }
        let mut columns = rows;
        for lane in 0..4 {
            let (a, b, c, d) = (rows[lane], rows[4 + lane], rows[8 + lane], rows[12 + lane]);
            let ab_even = intrinsic!(_mm512_shuffle_f32x4::<0b10_00_10_00>(a, b));
            let ab_odd = intrinsic!(_mm512_shuffle_f32x4::<0b11_01_11_01>(a, b));
            let cd_even = intrinsic!(_mm512_shuffle_f32x4::<0b10_00_10_00>(c, d));
            let cd_odd = intrinsic!(_mm512_shuffle_f32x4::<0b11_01_11_01>(c, d));
            columns[lane] = intrinsic!(_mm512_shuffle_f32x4::<0b10_00_10_00>(ab_even, cd_even));
            columns[4 + lane] = intrinsic!(_mm512_shuffle_f32x4::<0b10_00_10_00>(ab_odd, cd_odd));
            columns[8 + lane] = intrinsic!(_mm512_shuffle_f32x4::<0b11_01_11_01>(ab_even, cd_even));
            columns[12 + lane] = intrinsic!(_mm512_shuffle_f32x4::<0b11_01_11_01>(ab_odd, cd_odd));
        }
        columns
    }

    #[inline(always)]
    fn load_i32(self, values: &[i32; LANES]) -> __m512i {
        intrinsic!(_mm512_loadu_si512(values.as_ptr().cast()))
    }
    #[inline(always)]
    fn to_f32(self, a: __m512i) -> __m512 {
        intrinsic!(_mm512_cvtepi32_ps(a))
    }
    #[inline(always)]
    fn store_u8(self, lanes: __m512i, to: &mut [u8; LANES]) {
        let positive = intrinsic!(_mm512_max_epi32(lanes, _mm512_setzero_si512()));
        let bytes = intrinsic!(_mm512_cvtusepi32_epi8(positive));
        intrinsic!(_mm_storeu_si128(to.as_mut_ptr().cast(), bytes));
    }

    #[inline(always)]
    fn reduce_add(self, a: __m512) -> f32 {
        let (low, high) = halves(a);
        super::avx2::reduce_add(intrinsic!(_mm256_add_ps(low, high)))
    }
    #[inline(always)]
    fn reduce_min(self, a: __m512) -> f32 {
        let (low, high) = halves(a);
        super::avx2::reduce_min(intrinsic!(_mm256_min_ps(low, high)))
    }
    #[inline(always)]
    fn reduce_max(self, a: __m512) -> f32 {
        let (low, high) = halves(a);
        super::avx2::reduce_max(intrinsic!(_mm256_max_ps(low, high)))
    }
}

/// Lanes 0 to 7 and 8 to 15; for the methods of [`Avx512`] alone.
#[inline(always)]
fn halves(a: __m512) -> (__m256, __m256) {
    intrinsic!((_mm512_castps512_ps256(a), _mm512_extractf32x8_ps::<1>(a)))
}

impl TileProduct for Avx512 {
    const ROWS: usize = 6;
    const PANELS: usize = 4;

    #[inline(always)]
    fn product(self, operands: Operands<'_>, _: &Prepared, sums: &mut Sums) {
        let panels = operands.check(Self::ROWS, Self::PANELS, sums);
        // SAFETY: `self` proves the features; the operands are checked.
        unsafe {
            match panels {
                1 => tile::<1>(operands, sums),
                2 => tile::<2>(operands, sums),
                3 => tile::<3>(operands, sums),
                _ => tile::<4>(operands, sums),
            }
        }
    }

    fn multiply_registers(self, times: usize) -> usize {
        // SAFETY: `self` proves the features; only registers that are named are touched.
        unsafe {
            asm!(
                "2:",
                "vpdpbusd zmm0, zmm12, zmm12",
                "vpdpbusd zmm1, zmm12, zmm12",
                "vpdpbusd zmm2, zmm12, zmm12",
                "vpdpbusd zmm3, zmm12, zmm12",
                "vpdpbusd zmm4, zmm12, zmm12",
                "vpdpbusd zmm5, zmm12, zmm12",
                "vpdpbusd zmm6, zmm12, zmm12",
                "vpdpbusd zmm7, zmm12, zmm12",
                "vpdpbusd zmm8, zmm12, zmm12",
                "vpdpbusd zmm9, zmm12, zmm12",
                "vpdpbusd zmm10, zmm12, zmm12",
                "vpdpbusd zmm11, zmm12, zmm12",
                "dec {times}",
                "jnz 2b",
                times = inout(reg) times.max(1) => _,
                out("zmm0") _, out("zmm1") _, out("zmm2") _, out("zmm3") _, out("zmm4") _, out("zmm5") _, out("zmm6") _, out("zmm7") _, out("zmm8") _, out("zmm9") _, out("zmm10") _, out("zmm11") _, out("zmm12") _,
                options(nomem, nostack),
            );
        }
        times.max(1) * 12 * 64
    }
}

/// A product of checked operands. Not inlined: what surrounds it would compete for registers.
///
/// # Safety
/// The CPU has the features, and [`Operands::check`] gave `N`.
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
#[inline(never)]
unsafe fn tile<const N: usize>(operands: Operands<'_>, sums: &mut Sums) {
    const M: usize = Avx512::ROWS;
    let Operands { activations, panels, inputs, .. } = operands;
    let (a, b) = (activations.as_ptr(), panels.as_ptr());
    let panel = inputs * PANEL;
    // SAFETY: the features are there, and the caller has checked that there are M rows of `inputs`
    // bytes, N panels of `inputs * PANEL` bytes, and room for M * N * PANEL sums.
    // A quad starts at a multiple of QUAD below `inputs`, which is a multiple of QUAD.
    unsafe {
        let mut acc = [[_mm512_setzero_si512(); N]; M];
        let mut quad = 0;
        while quad < inputs {
            let weights: [__m512i; N] =
                std::array::from_fn(|n| _mm512_loadu_si512(b.add(n * panel + quad * PANEL).cast()));
            for (m, acc) in acc.iter_mut().enumerate() {
                let four = a.add(m * inputs + quad).cast::<i32>().read_unaligned();
                let four = _mm512_set1_epi32(four);
                for (acc, weights) in acc.iter_mut().zip(weights) {
                    *acc = _mm512_dpbusd_epi32(*acc, four, weights);
                }
            }
            quad += QUAD;
        }
        let out = sums.0.as_mut_ptr();
        for (m, acc) in acc.iter().enumerate() {
            for (n, acc) in acc.iter().enumerate() {
                _mm512_storeu_si512(out.add((m * N + n) * PANEL).cast(), *acc);
            }
        }
    }
}
