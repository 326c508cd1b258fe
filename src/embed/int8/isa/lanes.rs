//! Sixteen values at a time: what the float kernels are written in.
//!
//! Every implementation does the same operations in the same order on sixteen lanes, whatever
//! the width of its registers, with fused multiply-add and one tree for reductions. A kernel
//! therefore gives the same bits on every instruction set; the tests hold each to the scalar one.

/// The number of lanes.
pub(in crate::embed::int8) const LANES: usize = 16;

/// Sixteen f32 or i32 lanes. A value of the type proves that the CPU has its instructions.
pub(in crate::embed::int8) trait Lanes: Copy {
    /// Sixteen f32.
    type F32: Copy;
    /// Sixteen i32.
    type I32: Copy;

    /// How many [`Lanes::F32`] a kernel should take together with four others of as many, so that all of their
    /// products stay in registers.
    const TOGETHER: usize;

    fn splat(self, value: f32) -> Self::F32;
    fn load(self, values: &[f32; LANES]) -> Self::F32;
    fn store(self, lanes: Self::F32, to: &mut [f32; LANES]);
    /// The lanes of i8 values.
    fn load_i8(self, values: &[u8; LANES]) -> Self::F32;
    fn add(self, a: Self::F32, b: Self::F32) -> Self::F32;
    fn sub(self, a: Self::F32, b: Self::F32) -> Self::F32;
    fn mul(self, a: Self::F32, b: Self::F32) -> Self::F32;
    fn div(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// `a * b + c`, rounded once.
    fn mul_add(self, a: Self::F32, b: Self::F32, c: Self::F32) -> Self::F32;
    fn min(self, a: Self::F32, b: Self::F32) -> Self::F32;
    fn max(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// The nearest integers, ties to even.
    fn round(self, a: Self::F32) -> Self::I32;
    /// Two to the power of each lane, which is from -126 to 127.
    fn exp2i(self, a: Self::I32) -> Self::F32;

    /// Row `i` of the result holds lane `i` of every row.
    fn transpose(self, rows: [Self::F32; LANES]) -> [Self::F32; LANES];

    fn load_i32(self, values: &[i32; LANES]) -> Self::I32;
    fn to_f32(self, a: Self::I32) -> Self::F32;
    /// Each lane clamped to 0..=255.
    fn store_u8(self, lanes: Self::I32, to: &mut [u8; LANES]);

    /// The sum of the lanes: of lanes 8 apart, then 4, 2 and 1.
    fn reduce_add(self, a: Self::F32) -> f32;
    fn reduce_min(self, a: Self::F32) -> f32;
    fn reduce_max(self, a: Self::F32) -> f32;
}

/// The portable lanes, which the others are held to.
#[derive(Clone, Copy)]
pub(in crate::embed::int8) struct ScalarLanes;

#[inline(always)]
fn map2(a: [f32; LANES], b: [f32; LANES], f: impl Fn(f32, f32) -> f32) -> [f32; LANES] {
    std::array::from_fn(|lane| f(a[lane], b[lane]))
}

#[inline(always)]
fn reduce(mut a: [f32; LANES], f: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            a[lane] = f(a[lane], a[lane + half]);
        }
        half /= 2;
    }
    a[0]
}

/// The smaller as x86 has it: the second if either is not a number.
#[inline(always)]
fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

impl Lanes for ScalarLanes {
    type F32 = [f32; LANES];
    type I32 = [i32; LANES];

    const TOGETHER: usize = 1;

    #[inline(always)]
    fn splat(self, value: f32) -> Self::F32 {
        [value; LANES]
    }
    #[inline(always)]
    fn load(self, values: &[f32; LANES]) -> Self::F32 {
        *values
    }
    #[inline(always)]
    fn store(self, lanes: Self::F32, to: &mut [f32; LANES]) {
        *to = lanes;
    }
    #[inline(always)]
    fn load_i8(self, values: &[u8; LANES]) -> Self::F32 {
        values.map(|value| f32::from(value as i8))
    }
    #[inline(always)]
    fn add(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        map2(a, b, |a, b| a + b)
    }
    #[inline(always)]
    fn sub(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        map2(a, b, |a, b| a - b)
    }
    #[inline(always)]
    fn mul(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        map2(a, b, |a, b| a * b)
    }
    #[inline(always)]
    fn div(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        map2(a, b, |a, b| a / b)
    }
    #[inline(always)]
    fn mul_add(self, a: Self::F32, b: Self::F32, c: Self::F32) -> Self::F32 {
        std::array::from_fn(|lane| a[lane].mul_add(b[lane], c[lane]))
    }
    #[inline(always)]
    fn min(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        map2(a, b, lesser)
    }
    #[inline(always)]
    fn max(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        map2(a, b, greater)
    }
    #[inline(always)]
    fn round(self, a: Self::F32) -> Self::I32 {
        a.map(|value| value.round_ties_even() as i32)
    }
    #[inline(always)]
    fn exp2i(self, a: Self::I32) -> Self::F32 {
        a.map(|value| f32::from_bits((value.wrapping_add(127) << 23) as u32))
    }

    #[inline(always)]
    fn transpose(self, rows: [Self::F32; LANES]) -> [Self::F32; LANES] {
        std::array::from_fn(|column| rows.map(|row| row[column]))
    }

    #[inline(always)]
    fn load_i32(self, values: &[i32; LANES]) -> Self::I32 {
        *values
    }
    #[inline(always)]
    fn to_f32(self, a: Self::I32) -> Self::F32 {
        a.map(|value| value as f32)
    }
    #[inline(always)]
    fn store_u8(self, lanes: Self::I32, to: &mut [u8; LANES]) {
        *to = lanes.map(|value| value.clamp(0, 255) as u8);
    }

    #[inline(always)]
    fn reduce_add(self, a: Self::F32) -> f32 {
        reduce(a, |a, b| a + b)
    }
    #[inline(always)]
    fn reduce_min(self, a: Self::F32) -> f32 {
        reduce(a, lesser)
    }
    #[inline(always)]
    fn reduce_max(self, a: Self::F32) -> f32 {
        reduce(a, greater)
    }
}
