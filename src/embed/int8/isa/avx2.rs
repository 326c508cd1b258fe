//! AVX2 with FMA: sixteen lanes in two registers; sums by 16-bit products, which never saturate.

use std::arch::x86_64::*;

use super::lanes::{LANES, Lanes};
use super::tile::{Operands, Sums, TileProduct};
use crate::embed::quantised::{PANEL, QUAD};

/// Proof of AVX2 and FMA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::embed::int8) struct Avx2(());

impl Avx2 {
    /// The proof, if this CPU has them.
    pub(super) fn detect() -> Option<Self> {
        (is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")).then_some(Self(()))
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

type F32 = [__m256; 2];
type I32 = [__m256i; 2];

impl Lanes for Avx2 {
    type F32 = F32;
    type I32 = I32;

    #[inline(always)]
    fn splat(self, value: f32) -> F32 {
        [intrinsic!(_mm256_set1_ps(value)); 2]
    }
    #[inline(always)]
    fn load(self, values: &[f32; LANES]) -> F32 {
        intrinsic!([
            _mm256_loadu_ps(values.as_ptr()),
            _mm256_loadu_ps(values.as_ptr().add(LANES / 2))
        ])
    }
    #[inline(always)]
    fn store(self, lanes: F32, to: &mut [f32; LANES]) {
        intrinsic!(_mm256_storeu_ps(to.as_mut_ptr(), lanes[0]));
        intrinsic!(_mm256_storeu_ps(to.as_mut_ptr().add(LANES / 2), lanes[1]));
    }
    #[inline(always)]
    fn load_i8(self, values: &[u8; LANES]) -> F32 {
        let bytes = intrinsic!(_mm_loadu_si128(values.as_ptr().cast()));
        let low = intrinsic!(_mm256_cvtepi8_epi32(bytes));
        let high = intrinsic!(_mm256_cvtepi8_epi32(_mm_srli_si128::<8>(bytes)));
        self.to_f32([low, high])
    }
    #[inline(always)]
    fn add(self, a: F32, b: F32) -> F32 {
        intrinsic!([_mm256_add_ps(a[0], b[0]), _mm256_add_ps(a[1], b[1])])
    }
    #[inline(always)]
    fn sub(self, a: F32, b: F32) -> F32 {
        intrinsic!([_mm256_sub_ps(a[0], b[0]), _mm256_sub_ps(a[1], b[1])])
    }
    #[inline(always)]
    fn mul(self, a: F32, b: F32) -> F32 {
        intrinsic!([_mm256_mul_ps(a[0], b[0]), _mm256_mul_ps(a[1], b[1])])
    }
    #[inline(always)]
    fn div(self, a: F32, b: F32) -> F32 {
        intrinsic!([_mm256_div_ps(a[0], b[0]), _mm256_div_ps(a[1], b[1])])
    }
    #[inline(always)]
    fn mul_add(self, a: F32, b: F32, c: F32) -> F32 {
        intrinsic!([_mm256_fmadd_ps(a[0], b[0], c[0]), _mm256_fmadd_ps(a[1], b[1], c[1])])
    }
    #[inline(always)]
    fn min(self, a: F32, b: F32) -> F32 {
        intrinsic!([_mm256_min_ps(a[0], b[0]), _mm256_min_ps(a[1], b[1])])
    }
    #[inline(always)]
    fn max(self, a: F32, b: F32) -> F32 {
        intrinsic!([_mm256_max_ps(a[0], b[0]), _mm256_max_ps(a[1], b[1])])
    }
    #[inline(always)]
    fn round(self, a: F32) -> I32 {
        intrinsic!([_mm256_cvtps_epi32(a[0]), _mm256_cvtps_epi32(a[1])])
    }
    #[inline(always)]
    fn exp2i(self, a: I32) -> F32 {
        a.map(|half| {
            let biased = intrinsic!(_mm256_add_epi32(half, _mm256_set1_epi32(127)));
            intrinsic!(_mm256_castsi256_ps(_mm256_slli_epi32::<23>(biased)))
        })
    }

    #[inline(always)]
    fn transpose(self, rows: [F32; LANES]) -> [F32; LANES] {
        let mut columns = rows;
        for (row_half, column_half) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let mut block = [rows[0][0]; LANES / 2];
            for (lane, block) in block.iter_mut().enumerate() {
                *block = rows[row_half * LANES / 2 + lane][column_half];
            }
            let block = transpose_block(block);
            for (lane, block) in block.into_iter().enumerate() {
                columns[column_half * LANES / 2 + lane][row_half] = block;
            }
        }
        columns
    }

    #[inline(always)]
    fn load_i32(self, values: &[i32; LANES]) -> I32 {
        let halves = values.as_ptr().cast::<__m256i>();
        intrinsic!([_mm256_loadu_si256(halves), _mm256_loadu_si256(halves.add(1))])
    }
    #[inline(always)]
    fn to_f32(self, a: I32) -> F32 {
        intrinsic!([_mm256_cvtepi32_ps(a[0]), _mm256_cvtepi32_ps(a[1])])
    }
    #[inline(always)]
    fn store_u8(self, lanes: I32, to: &mut [u8; LANES]) {
        // Packing works within halves of registers; the permutation puts them in order.
        let words = intrinsic!(_mm256_packs_epi32(lanes[0], lanes[1]));
        let words = intrinsic!(_mm256_permute4x64_epi64::<0b11_01_10_00>(words));
        let (low, high) =
            intrinsic!((_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words)));
        let bytes = intrinsic!(_mm_packus_epi16(low, high));
        intrinsic!(_mm_storeu_si128(to.as_mut_ptr().cast(), bytes));
    }

    #[inline(always)]
    fn reduce_add(self, a: F32) -> f32 {
        reduce_add(intrinsic!(_mm256_add_ps(a[0], a[1])))
    }
    #[inline(always)]
    fn reduce_min(self, a: F32) -> f32 {
        reduce_min(intrinsic!(_mm256_min_ps(a[0], a[1])))
    }
    #[inline(always)]
    fn reduce_max(self, a: F32) -> f32 {
        reduce_max(intrinsic!(_mm256_max_ps(a[0], a[1])))
    }
}

/// Reduces eight lanes, of lanes 4 apart, then 2 and 1; for holders of the proof alone.
macro_rules! reduction {
    ($name:ident, $packed:ident, $single:ident) => {
        #[inline(always)]
        pub(super) fn $name(a: __m256) -> f32 {
            let (low, high) =
                intrinsic!((_mm256_castps256_ps128(a), _mm256_extractf128_ps::<1>(a)));
            let four = intrinsic!($packed(low, high));
            let two = intrinsic!($packed(four, _mm_movehl_ps(four, four)));
            intrinsic!(_mm_cvtss_f32($single(two, _mm_shuffle_ps::<1>(two, two))))
        }
    };
}

reduction!(reduce_add, _mm_add_ps, _mm_add_ss);
reduction!(reduce_min, _mm_min_ps, _mm_min_ss);
reduction!(reduce_max, _mm_max_ps, _mm_max_ss);

/// Transposes eight rows of eight; for holders of the proof alone.
#[inline(always)]
fn transpose_block(mut rows: [__m256; 8]) -> [__m256; 8] {
    for four in rows.chunks_exact_mut(4) {
        let (a, b, c, d) = (four[0], four[1], four[2], four[3]);
        let (ab_low, ab_high) = intrinsic!((_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b)));
        let (cd_low, cd_high) = intrinsic!((_mm256_unpacklo_ps(c, d), _mm256_unpackhi_ps(c, d)));
        four[0] = intrinsic!(_mm256_shuffle_ps::<0b01_00_01_00>(ab_low, cd_low));
        four[1] = intrinsic!(_mm256_shuffle_ps::<0b11_10_11_10>(ab_low, cd_low));
        four[2] = intrinsic!(_mm256_shuffle_ps::<0b01_00_01_00>(ab_high, cd_high));
        four[3] = intrinsic!(_mm256_shuffle_ps::<0b11_10_11_10>(ab_high, cd_high));
    }
    let mut columns = rows;
    for lane in 0..4 {
        let (upper, lower) = (rows[lane], rows[4 + lane]);
        columns[lane] = intrinsic!(_mm256_permute2f128_ps::<0x20>(upper, lower));
        columns[4 + lane] = intrinsic!(_mm256_permute2f128_ps::<0x31>(upper, lower));
    }
    columns
}

impl TileProduct for Avx2 {
    const ROWS: usize = 3;
    const PANELS: usize = 1;

    #[inline(always)]
    fn product(self, operands: Operands<'_>, sums: &mut Sums) {
        operands.check(Self::ROWS, Self::PANELS, sums);
        const M: usize = Avx2::ROWS;
        let Operands { activations, panels, inputs, .. } = operands;
        let (a, b) = (activations.as_ptr(), panels.as_ptr());
        // SAFETY: `self` proves the features, and `check` that there are M rows of `inputs`
        // bytes, a panel of `inputs * PANEL` bytes, and room for M * PANEL sums. A quad starts
        // at a multiple of QUAD below `inputs`, which is a multiple of QUAD.
        unsafe {
            // Each register holds the sums of inputs 0 and 1, and of 2 and 3, of four outputs.
            let mut acc = [[_mm256_setzero_si256(); 4]; M];
            let mut quad = 0;
            while quad < inputs {
                let quads = b.add(quad * PANEL).cast::<__m128i>();
                let weights: [__m256i; 4] =
                    std::array::from_fn(|n| _mm256_cvtepi8_epi16(_mm_loadu_si128(quads.add(n))));
                for (m, acc) in acc.iter_mut().enumerate() {
                    let four = a.add(m * inputs + quad).cast::<i32>().read_unaligned();
                    let four = _mm256_cvtepu8_epi16(_mm_set1_epi32(four));
                    for (acc, weights) in acc.iter_mut().zip(weights) {
                        *acc = _mm256_add_epi32(*acc, _mm256_madd_epi16(four, weights));
                    }
                }
                quad += QUAD;
            }
            for (acc, out) in acc.iter().zip(sums.0.chunks_exact_mut(PANEL)) {
                for (pair, out) in acc.chunks_exact(2).zip(out.chunks_exact_mut(PANEL / 2)) {
                    let sums = _mm256_hadd_epi32(pair[0], pair[1]);
                    let sums = _mm256_permute4x64_epi64::<0b11_01_10_00>(sums);
                    _mm256_storeu_si256(out.as_mut_ptr().cast(), sums);
                }
            }
        }
    }
}
