//! AVX-VNNI: dot products of four bytes in 256-bit registers, with AVX2's lanes.

use std::arch::asm;
use std::arch::x86_64::*;

use super::tile::{Operands, Prepared, Sums, TileProduct};
use crate::embed::quantised::{PANEL, QUAD};

/// Proof of AVX-VNNI and AVX2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::embed::int8) struct AvxVnni(());

impl AvxVnni {
    /// The proof, if this CPU has them.
    pub(super) fn detect() -> Option<Self> {
        (is_x86_feature_detected!("avxvnni") && is_x86_feature_detected!("avx2"))
            .then_some(Self(()))
    }
}

impl TileProduct for AvxVnni {
    const ROWS: usize = 6;
    const PANELS: usize = 1;

    #[inline(always)]
    fn fetch(self, bytes: &[u8]) {
        super::avx2::fetch(bytes);
    }

    #[inline(always)]
    fn product(self, operands: Operands<'_>, _: &Prepared, sums: &mut Sums) {
        operands.check(Self::ROWS, Self::PANELS, sums);
        const M: usize = AvxVnni::ROWS;
        let Operands { activations, panels, inputs, .. } = operands;
        let (a, b) = (activations.as_ptr(), panels.as_ptr());
        // SAFETY: `self` proves the features, and `check` that there are M rows of `inputs`
        // bytes, a panel of `inputs * PANEL` bytes, and room for M * PANEL sums. A quad starts
        // at a multiple of QUAD below `inputs`, which is a multiple of QUAD.
        unsafe {
            let mut acc = [[_mm256_setzero_si256(); 2]; M];
            let mut quad = 0;
            while quad < inputs {
                let quads = b.add(quad * PANEL).cast::<__m256i>();
                let weights = [_mm256_loadu_si256(quads), _mm256_loadu_si256(quads.add(1))];
                for (m, acc) in acc.iter_mut().enumerate() {
                    let four = a.add(m * inputs + quad).cast::<i32>().read_unaligned();
                    let four = _mm256_set1_epi32(four);
                    for (acc, weights) in acc.iter_mut().zip(weights) {
                        *acc = _mm256_dpbusd_avx_epi32(*acc, four, weights);
                    }
                }
                quad += QUAD;
            }
            for (acc, out) in acc.iter().zip(sums.0.chunks_exact_mut(PANEL)) {
                let out = out.as_mut_ptr().cast::<__m256i>();
                _mm256_storeu_si256(out, acc[0]);
                _mm256_storeu_si256(out.add(1), acc[1]);
            }
        }
    }

    fn multiply_registers(self, times: usize) -> usize {
        // SAFETY: `self` proves the features; only registers that are named are touched.
        unsafe {
            asm!(
                "2:",
                "{{vex}} vpdpbusd ymm0, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm1, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm2, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm3, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm4, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm5, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm6, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm7, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm8, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm9, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm10, ymm12, ymm12",
                "{{vex}} vpdpbusd ymm11, ymm12, ymm12",
                "dec {times}",
                "jnz 2b",
                times = inout(reg) times.max(1) => _,
                out("ymm0") _, out("ymm1") _, out("ymm2") _, out("ymm3") _, out("ymm4") _, out("ymm5") _, out("ymm6") _, out("ymm7") _, out("ymm8") _, out("ymm9") _, out("ymm10") _, out("ymm11") _, out("ymm12") _,
                options(nomem, nostack),
            );
        }
        times.max(1) * 12 * 32
    }
}
