//! AVX2 with FMA: sixteen lanes in two registers; sums by 16-bit products, which never saturate.

use std::arch::asm;
use std::arch::x86_64::*;

use super::lanes::{LANES, Lanes};
use super::tile::{Line, Operands, Prepared, Sums, TileProduct};
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

/// Values of a line, in 16 bits.
const VALUES: usize = Line::BYTES / size_of::<i16>();

type F32 = [__m256; 2];
type I32 = [__m256i; 2];

impl Lanes for Avx2 {
    type F32 = F32;
    type I32 = I32;

    const TOGETHER: usize = 1;

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

/// Two multiplications of 16 products each can begin in a cycle, and a multiplication and an addition are all
/// that a product takes once both sides are 16 bits wide.
impl TileProduct for Avx2 {
    const ROWS: usize = 6;
    const PANELS: usize = 1;

    #[inline(always)]
    fn fetch(self, bytes: &[u8]) {
        fetch(bytes);
    }

    #[inline(always)]
    fn prepare_rows(self, rows: &[u8], _: usize, to: &mut Prepared) {
        Line::reserve(&mut to.rows, rows.len() * size_of::<i16>());
        let out = to.rows.as_mut_ptr().cast::<i16>();
        let (chunks, rest) = rows.as_chunks::<16>();
        for (place, chunk) in chunks.iter().enumerate() {
            // SAFETY: `self` proves the features; there is room for all rows, of which this is a part.
            unsafe {
                let wide = _mm256_cvtepu8_epi16(_mm_loadu_si128(chunk.as_ptr().cast()));
                _mm256_storeu_si256(out.add(place * 16).cast(), wide);
            }
        }
        for (place, value) in rest.iter().enumerate() {
            // SAFETY: as above.
            unsafe { *out.add(chunks.len() * 16 + place) = i16::from(*value) };
        }
    }

    /// Outputs 0, 1, 4, 5, 2, 3, 6, 7 lie side by side in a register.
    #[inline(always)]
    fn prepare_panels(self, panels: &[u8], _: usize, to: &mut Prepared) {
        Line::reserve(&mut to.panels, panels.len() * size_of::<i16>());
        let quads = panels.as_chunks::<{ PANEL * QUAD }>().0;
        for (quad, pairs) in quads.iter().zip(to.panels.as_chunks_mut::<2>().0) {
            for half in 0..2 {
                // SAFETY: `self` proves the features; a quad has 64 bytes, and a line as many.
                unsafe {
                    let four = |at: usize| {
                        let bytes = quad.as_ptr().add(half * 32 + at * 16);
                        _mm256_castsi256_ps(_mm256_cvtepi8_epi16(_mm_loadu_si128(bytes.cast())))
                    };
                    let (a, b) = (four(0), four(1));
                    let first = _mm256_shuffle_ps::<0b10_00_10_00>(a, b);
                    let second = _mm256_shuffle_ps::<0b11_01_11_01>(a, b);
                    for (pair, values) in pairs.iter_mut().zip([first, second]) {
                        let out = pair.0.as_mut_ptr().add(half * 32);
                        _mm256_store_si256(out.cast(), _mm256_castps_si256(values));
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn product(self, operands: Operands<'_>, prepared: &Prepared, sums: &mut Sums) {
        operands.check(Self::ROWS, Self::PANELS, sums);
        let Operands { first, inputs, .. } = operands;
        let rows = operands.rows.clamp(1, Self::ROWS);
        assert!(prepared.rows.len() * VALUES >= (first + rows) * inputs);
        assert!(prepared.panels.len() * VALUES >= inputs * PANEL);
        // SAFETY: `self` proves the features; the rest was checked.
        unsafe {
            match rows {
                1 => tile::<1>(operands, prepared, sums),
                2 => tile::<2>(operands, prepared, sums),
                3 => tile::<3>(operands, prepared, sums),
                4 => tile::<4>(operands, prepared, sums),
                5 => tile::<5>(operands, prepared, sums),
                _ => six_rows(operands, prepared, sums),
            }
        }
    }

    fn multiply_registers(self, times: usize) -> usize {
        // SAFETY: `self` proves the features; only registers that are named are touched.
        unsafe {
            asm!(
                "2:",
                "vpmaddwd ymm0, ymm8, ymm8", "vpmaddwd ymm1, ymm8, ymm8",
                "vpmaddwd ymm2, ymm8, ymm8", "vpmaddwd ymm3, ymm8, ymm8",
                "vpmaddwd ymm4, ymm8, ymm8", "vpmaddwd ymm5, ymm8, ymm8",
                "vpmaddwd ymm6, ymm8, ymm8", "vpmaddwd ymm7, ymm8, ymm8",
                "dec {times}",
                "jnz 2b",
                times = inout(reg) times.max(1) => _,
                out("ymm0") _, out("ymm1") _, out("ymm2") _, out("ymm3") _, out("ymm4") _,
                out("ymm5") _, out("ymm6") _, out("ymm7") _, out("ymm8") _,
                options(nomem, nostack),
            );
        }
        times.max(1) * 8 * 16
    }
}

/// Brings bytes near.
#[inline(always)]
pub(super) fn fetch(bytes: &[u8]) {
    for line in bytes.chunks(64) {
        // SAFETY: every x86-64 has the instruction, and it reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast()) };
    }
}

/// Adds to two accumulators the products of the pair of inputs at an address with the weights in `ymm12` and `ymm13`.
macro_rules! add_row {
    ($low:literal, $high:literal, $address:literal, $behind:literal) => {
        concat!(
            "vpbroadcastd ymm14, [",
            $address,
            $behind,
            "]\n",
            "vpmaddwd ymm15, ymm14, ymm12\n",
            "vpmaddwd ymm14, ymm14, ymm13\n",
            "vpaddd ",
            $low,
            ", ",
            $low,
            ", ymm15\n",
            "vpaddd ",
            $high,
            ", ",
            $high,
            ", ymm14\n",
        )
    };
}

/// Adds the products of a pair of inputs of six rows, which lie so much behind the rows' addresses, with the weights
/// that lie so much behind the panel's.
macro_rules! add_pair {
    ($behind:literal, $low:literal, $high:literal) => {
        concat!(
            "vmovdqa ymm12, [{b} + ",
            $low,
            "]\nvmovdqa ymm13, [{b} + ",
            $high,
            "]\n",
            add_row!("{a0}", "{a1}", "{a}", $behind),
            add_row!("{b0}", "{b1}", "{a} + {stride}", $behind),
            add_row!("{c0}", "{c1}", "{a} + 2*{stride}", $behind),
            add_row!("{d0}", "{d1}", "{d}", $behind),
            add_row!("{e0}", "{e1}", "{d} + {stride}", $behind),
            add_row!("{f0}", "{f1}", "{d} + 2*{stride}", $behind),
        )
    };
}

/// A product of six rows. In assembly, as the compiler spends as many instructions on addresses as a row takes,
/// and registers are all in use.
///
/// # Safety
/// As [`tile`], of six rows and a multiple of four inputs.
#[target_feature(enable = "avx2,fma")]
#[inline(never)]
unsafe fn six_rows(operands: Operands<'_>, prepared: &Prepared, sums: &mut Sums) {
    let Operands { first, inputs, .. } = operands;
    let mut acc = [[_mm256_setzero_si256(); 2]; 6];
    let [[a0, a1], [b0, b1], [c0, c1], [d0, d1], [e0, e1], [f0, f1]] = &mut acc;
    // SAFETY: as the caller says: 8 bytes of each row and 128 of the panel are read `inputs / 4` times.
    unsafe {
        let a = prepared.rows.as_ptr().cast::<i16>().add(first * inputs);
        asm!(
            "2:",
            add_pair!("", "0", "32"),
            add_pair!(" + 4", "64", "96"),
            "add {a}, 8",
            "add {d}, 8",
            "add {b}, 128",
            "dec {steps}",
            "jnz 2b",
            a = inout(reg) a => _,
            d = inout(reg) a.add(3 * inputs) => _,
            b = inout(reg) prepared.panels.as_ptr() => _,
            stride = in(reg) 2 * inputs,
            steps = inout(reg) inputs / QUAD => _,
            a0 = inout(ymm_reg) *a0, a1 = inout(ymm_reg) *a1,
            b0 = inout(ymm_reg) *b0, b1 = inout(ymm_reg) *b1,
            c0 = inout(ymm_reg) *c0, c1 = inout(ymm_reg) *c1,
            d0 = inout(ymm_reg) *d0, d1 = inout(ymm_reg) *d1,
            e0 = inout(ymm_reg) *e0, e1 = inout(ymm_reg) *e1,
            f0 = inout(ymm_reg) *f0, f1 = inout(ymm_reg) *f1,
            out("ymm12") _, out("ymm13") _, out("ymm14") _, out("ymm15") _,
            options(nostack, readonly),
        );
        store(&acc, sums);
    }
}

/// Stores the sums of some rows, whose outputs lie as [`Avx2::prepare_panels`] lays them.
#[target_feature(enable = "avx2")]
#[inline]
fn store(acc: &[[__m256i; 2]], sums: &mut Sums) {
    for (acc, out) in acc.iter().zip(sums.0.chunks_exact_mut(PANEL)) {
        for (acc, out) in acc.iter().zip(out.chunks_exact_mut(PANEL / 2)) {
            let sums = _mm256_permute4x64_epi64::<0b11_01_10_00>(*acc);
            // SAFETY: there is room for eight sums.
            unsafe { _mm256_storeu_si256(out.as_mut_ptr().cast(), sums) };
        }
    }
}

/// A product of `M` rows. Not inlined: what surrounds it would compete for registers.
///
/// # Safety
/// The CPU has the features; from `first` on there are `M` wide rows, and a wide panel, of `inputs`, an even number, and room for
/// `M * PANEL` sums.
#[target_feature(enable = "avx2,fma")]
#[inline(never)]
unsafe fn tile<const M: usize>(operands: Operands<'_>, prepared: &Prepared, sums: &mut Sums) {
    let Operands { first, inputs, .. } = operands;
    // SAFETY: as the caller says. A pair starts at an even number below `inputs`.
    unsafe {
        let a = prepared.rows.as_ptr().cast::<i16>().add(first * inputs);
        let b = prepared.panels.as_ptr().cast::<__m256i>();
        let mut acc = [[_mm256_setzero_si256(); 2]; M];
        for pair in 0..inputs / 2 {
            let weights = b.add(pair * 2);
            let weights = [_mm256_load_si256(weights), _mm256_load_si256(weights.add(1))];
            for (m, acc) in acc.iter_mut().enumerate() {
                let two = a.add(m * inputs + pair * 2).cast::<i32>().read_unaligned();
                let two = _mm256_set1_epi32(two);
                for (acc, weights) in acc.iter_mut().zip(weights) {
                    *acc = _mm256_add_epi32(*acc, _mm256_madd_epi16(two, weights));
                }
            }
        }
        store(&acc, sums);
    }
}
