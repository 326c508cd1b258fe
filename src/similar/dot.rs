//! Dot products of int8 vectors: the distance that graphs are built and walked by.
//!
//! In come codes as an index stores them, a byte each in two's complement, or a query in 16 bits;
//! out come exact integers, the same on every processor. Each product is the one plain loop below,
//! compiled for the widest vectors that the processor has.

/// What the products are computed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dot {
    /// What every processor has.
    Plain,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Dot {
    /// The best that this processor has.
    pub(super) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vl") {
                return Self::Avx512;
            }
            if is_x86_feature_detected!("avx2") {
                return Self::Avx2;
            }
        }
        Self::Plain
    }

    /// The product of a query, whose values are below 2,048, and a row's codes; of as many values as
    /// the shorter has.
    #[inline]
    pub(super) fn query_with_row(self, query: &[i16], row: &[u8]) -> i32 {
        match self {
            Self::Plain => query_with_row(query, row),
            // SAFETY: the value exists only where `detect` found the instructions.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { query_with_row_avx2(query, row) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { query_with_row_avx512(query, row) },
        }
    }

    /// The product of the codes of two rows.
    #[inline]
    pub(super) fn rows(self, a: &[u8], b: &[u8]) -> i32 {
        match self {
            Self::Plain => rows(a, b),
            // SAFETY: the value exists only where `detect` found the instructions.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { rows_avx2(a, b) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { rows_avx512(a, b) },
        }
    }
}

/// Codes are at most 127 in size, so that rows of 4,096 values stay within 32 bits.
#[inline(always)]
fn query_with_row(query: &[i16], row: &[u8]) -> i32 {
    query.iter().zip(row).map(|(&q, &r)| i32::from(q) * i32::from(r.cast_signed())).sum()
}

#[inline(always)]
fn rows(a: &[u8], b: &[u8]) -> i32 {
    let product = |(&a, &b): (&u8, &u8)| i32::from(a.cast_signed()) * i32::from(b.cast_signed());
    a.iter().zip(b).map(product).sum()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn query_with_row_avx2(query: &[i16], row: &[u8]) -> i32 {
    query_with_row(query, row)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn query_with_row_avx512(query: &[i16], row: &[u8]) -> i32 {
    query_with_row(query, row)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn rows_avx2(a: &[u8], b: &[u8]) -> i32 {
    rows(a, b)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn rows_avx512(a: &[u8], b: &[u8]) -> i32 {
    rows(a, b)
}

/// Asks for bytes that will be read soon; a hint, which changes nothing.
#[inline]
pub(super) fn prefetch(bytes: &[u8]) {
    /// The bytes of a line of the cache.
    const LINE: usize = 64;
    #[cfg(target_arch = "x86_64")]
    for line in bytes.chunks(LINE) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: every x86-64 has the instruction, and it reads nothing that a program could see.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = bytes.chunks(LINE);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind that this processor has.
    fn kinds() -> Vec<Dot> {
        let mut kinds = vec![Dot::Plain];
        #[cfg(target_arch = "x86_64")]
        if Dot::detect() != Dot::Plain {
            kinds.extend([Dot::Avx2, Dot::detect()]);
        }
        kinds
    }

    #[test]
    fn every_kind_gives_the_same_integers() {
        let mut random = crate::similar::tests::Random(7);
        for length in [0, 1, 15, 16, 31, 33, 64, 100, 384, 385, 768, 4096] {
            let codes = |random: &mut crate::similar::tests::Random| -> Vec<u8> {
                random
                    .vector(length)
                    .iter()
                    .map(|x| ((x * 80.0).clamp(-127.0, 127.0) as i8).cast_unsigned())
                    .collect()
            };
            let (a, b) = (codes(&mut random), codes(&mut random));
            let query: Vec<i16> = random
                .vector(length)
                .iter()
                .map(|x| (x * 1500.0).clamp(-2047.0, 2047.0) as i16)
                .collect();
            let in_f64 =
                |x: &[u8]| -> Vec<f64> { x.iter().map(|&c| f64::from(c.cast_signed())).collect() };
            let rows: f64 = in_f64(&a).iter().zip(in_f64(&b)).map(|(a, b)| a * b).sum();
            let mixed: f64 = query.iter().zip(in_f64(&b)).map(|(&q, b)| f64::from(q) * b).sum();
            for kind in kinds() {
                assert_eq!(f64::from(kind.rows(&a, &b)), rows, "{kind:?} {length}");
                assert_eq!(f64::from(kind.query_with_row(&query, &b)), mixed, "{kind:?} {length}");
            }
        }
    }

    #[test]
    fn the_largest_sums_fit() {
        let (query, row) = (vec![2047i16; 4096], vec![127u8; 4096]);
        for kind in kinds() {
            assert_eq!(kind.query_with_row(&query, &row), 2047 * 127 * 4096);
            assert_eq!(kind.rows(&row, &row), 127 * 127 * 4096);
        }
    }
}
