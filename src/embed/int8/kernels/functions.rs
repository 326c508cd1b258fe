//! Elementary functions on lanes: polynomials in one order of fused operations, so that every
//! instruction set gives the same bits. Each states its error bound, which a test holds it to.

use crate::embed::int8::isa::Lanes;

/// Evaluates a polynomial by Horner's rule; `coefficients` from the constant term up.
#[inline(always)]
fn polynomial<L: Lanes, const N: usize>(l: L, x: L::F32, coefficients: &[f32; N]) -> L::F32 {
    let mut sum = l.splat(coefficients[N - 1]);
    let mut term = N - 1;
    while term > 0 {
        term -= 1;
        sum = l.mul_add(sum, x, l.splat(coefficients[term]));
    }
    sum
}

/// 2^x for x from -126 to 126, and 2^-126 below: relative error under 3e-7.
#[inline(always)]
pub(super) fn exp2<L: Lanes>(l: L, x: L::F32) -> L::F32 {
    // Minimax in relative error on [-1/2, 1/2].
    const COEFFICIENTS: [f32; 6] =
        [1.000_000_1, 0.693_146_94, 0.240_221_2, 0.055_507_135, 0.009_675_541, 0.001_327_647];
    let x = l.max(x, l.splat(-126.0));
    let whole = l.round(x);
    let rest = l.sub(x, l.to_f32(whole));
    l.mul(polynomial(l, rest, &COEFFICIENTS), l.exp2i(whole))
}

/// x Φ(x), the GELU by the error function: absolute error under 3e-6 for |x| up to 8, and under
/// 4e-7 |x| beyond.
#[inline(always)]
pub(super) fn gelu<L: Lanes>(l: L, x: L::F32) -> L::F32 {
    // (Φ(x) - 1/2) / x as a polynomial in 2 (x / 5)^2 - 1, fitted on [-5, 5] with weight x^2.
    const EDGE: f32 = 5.0;
    const COEFFICIENTS: [f32; 13] = [
        0.141_363_78,
        -0.070_296_65,
        0.051_521_42,
        -0.040_432_96,
        0.031_426_23,
        -0.023_336_653,
        0.016_497_632,
        -0.010_973_48,
        0.006_165_569,
        -0.002_915_338_1,
        0.002_001_627_8,
        -0.001_514_313_7,
        0.000_493_094_03,
    ];
    let near = l.max(l.min(x, l.splat(EDGE)), l.splat(-EDGE));
    let square = l.mul(near, near);
    let t = l.mul_add(square, l.splat(2.0 / (EDGE * EDGE)), l.splat(-1.0));
    let ratio = polynomial(l, t, &COEFFICIENTS);
    l.mul(x, l.mul_add(near, ratio, l.splat(0.5)))
}

/// The GELU by its tanh approximation, x / (1 + exp(-2u)) with u = √(2/π) (x + 0.044715 x³):
/// absolute error under 1e-6 (1 + |x|).
#[inline(always)]
pub(super) fn gelu_tanh<L: Lanes>(l: L, x: L::F32) -> L::F32 {
    /// -2 √(2/π) log2(e).
    const FACTOR: f32 = -2.302_208_2;
    let square = l.mul(x, x);
    let u = l.mul(x, l.mul_add(square, l.splat(0.044_715), l.splat(1.0)));
    let power = l.min(l.mul(u, l.splat(FACTOR)), l.splat(126.0));
    l.div(x, l.add(l.splat(1.0), exp2(l, power)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embed::int8::isa::{LANES, ScalarLanes};

    fn each(from: f32, to: f32, check: impl Fn(f32)) {
        let steps = 200_000;
        (0..=steps).for_each(|step| check(from + (to - from) * step as f32 / steps as f32));
    }

    fn lane(f: impl Fn(ScalarLanes, [f32; LANES]) -> [f32; LANES], x: f32) -> f64 {
        f64::from(f(ScalarLanes, [x; LANES])[0])
    }

    /// Φ by its series around 0 or its continued fraction, in f64.
    fn normal_cdf(x: f64) -> f64 {
        let density = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        if x.abs() < 4.0 {
            let (mut term, mut sum) = (x, x);
            for n in 1..80 {
                term *= x * x / f64::from(2 * n + 1);
                sum += term;
            }
            return 0.5 + density * sum;
        }
        let tail = (1..60).rev().fold(x.abs(), |rest, n| x.abs() + f64::from(n) / rest);
        if x < 0.0 { density / tail } else { 1.0 - density / tail }
    }

    #[test]
    fn exp2_is_within_its_bound() {
        each(-126.0, 126.0, |x| {
            let expected = f64::from(x).exp2();
            assert!((lane(exp2, x) / expected - 1.0).abs() < 3e-7, "{x}");
        });
        assert_eq!(lane(exp2, -1e30), lane(exp2, -126.0));
    }

    #[test]
    fn gelu_is_within_its_bound() {
        each(-8.0, 8.0, |x| {
            let expected = f64::from(x) * normal_cdf(f64::from(x));
            assert!((lane(gelu, x) - expected).abs() < 3e-6, "{x}");
        });
        each(-1000.0, 1000.0, |x| {
            let expected = f64::from(x.max(0.0));
            assert!(x.abs() < 8.0 || (lane(gelu, x) - expected).abs() < 4e-7 * f64::from(x.abs()));
        });
    }

    #[test]
    fn gelu_tanh_is_within_its_bound() {
        each(-50.0, 50.0, |x| {
            let wide = f64::from(x);
            let u = (2.0 / std::f64::consts::PI).sqrt() * (wide + 0.044_715 * wide.powi(3));
            let expected = 0.5 * wide * (1.0 + u.tanh());
            let error = (lane(gelu_tanh, x) - expected).abs();
            assert!(error < 1e-6 * (1.0 + wide.abs()), "{x}: {error}");
        });
    }
}
