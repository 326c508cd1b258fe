//! Every instruction set against the portable one: the same bits.

use proptest::prelude::*;

use super::*;
use crate::embed::quantised::{PANEL, QUAD};

/// What every operation on lanes gives for some operands.
struct Lanewise<'a> {
    a: [f32; LANES],
    b: [f32; LANES],
    c: [f32; LANES],
    bytes: [u8; LANES],
    out: &'a mut Vec<u32>,
}

impl Kernel for Lanewise<'_> {
    #[inline(always)]
    fn run<L: Lanes, T: TileProduct>(self, l: L, _: T) {
        let (a, b, c) = (l.load(&self.a), l.load(&self.b), l.load(&self.c));
        let whole = l.round(a);
        let floats = [
            l.add(a, b),
            l.sub(a, b),
            l.mul(a, b),
            l.div(a, b),
            l.mul_add(a, b, c),
            l.min(a, b),
            l.max(a, b),
            l.splat(self.a[3]),
            l.load_i8(&self.bytes),
            l.to_f32(whole),
            l.to_f32(l.load_i32(&self.a.map(f32::to_bits).map(u32::cast_signed))),
            l.exp2i(l.round(l.max(l.min(a, l.splat(127.0)), l.splat(-126.0)))),
        ];
        let mut values = [0.0; LANES];
        for floats in floats {
            l.store(floats, &mut values);
            self.out.extend(values.map(f32::to_bits));
        }
        let reduced = [l.reduce_add(a), l.reduce_min(a), l.reduce_max(a)];
        self.out.extend(reduced.map(f32::to_bits));
        let rows = std::array::from_fn(|row| l.load(&self.a.map(|a| a + row as f32)));
        for column in l.transpose(rows) {
            l.store(column, &mut values);
            self.out.extend(values.map(f32::to_bits));
        }
        let mut bytes = [0; LANES];
        l.store_u8(whole, &mut bytes);
        self.out.extend(bytes.map(u32::from));
    }
}

/// The sums of a tile, of the rows that matter.
struct Product<'a> {
    activations: &'a [u8],
    panels: &'a [u8],
    inputs: usize,
    rows: usize,
    out: &'a mut Vec<i32>,
}

impl Kernel for Product<'_> {
    #[inline(always)]
    fn run<L: Lanes, T: TileProduct>(self, _: L, tiles: T) {
        let Self { activations, panels, inputs, rows, out } = self;
        let mut sums = Sums([0; MAX_ROWS * MAX_OUTPUTS]);
        out.resize(rows * panels.len() / inputs, 0);
        let outputs = panels.len() / inputs;
        let mut prepared = Prepared::default();
        tiles.enter();
        tiles.prepare_rows(
            &activations[..rows.next_multiple_of(T::ROWS) * inputs],
            inputs,
            &mut prepared,
        );
        for (group, panels) in panels.chunks(T::PANELS * inputs * PANEL).enumerate() {
            tiles.prepare_panels(panels, inputs, &mut prepared);
            for first in (0..rows).step_by(T::ROWS) {
                let activations = &activations[first * inputs..];
                let count = T::ROWS.min(rows - first);
                let operands = Operands { activations, first, panels, inputs, rows: count };
                tiles.product(operands, &prepared, &mut sums);
                let width = panels.len() / inputs;
                for (row, sums) in sums.0.chunks_exact(width).take(count).enumerate() {
                    let place = (first + row) * outputs + group * T::PANELS * PANEL;
                    out[place..place + width].copy_from_slice(sums);
                }
            }
        }
        tiles.leave();
    }
}

fn lanewise(set: Instructions, values: &[[f32; LANES]; 3], bytes: [u8; LANES]) -> Vec<u32> {
    let mut out = Vec::new();
    let [a, b, c] = *values;
    set.run(Lanewise { a, b, c, bytes, out: &mut out });
    out
}

/// Values of all magnitudes whose rounding to i32 is defined.
fn value() -> impl Strategy<Value = f32> {
    prop_oneof![
        (-2_000_000_000i32..2_000_000_000).prop_map(|value| value as f32),
        (-600i32..600).prop_map(|half| half as f32 / 2.0),
        -1.0f32..1.0,
        (-40i32..40, -2.0f32..2.0).prop_map(|(power, value)| value * (power as f32 / 2.0).exp2()),
        Just(0.0),
        Just(-0.0),
    ]
}

proptest! {
    #[test]
    fn lanes_agree(
        values in prop::array::uniform3(prop::array::uniform16(value())),
        bytes in prop::array::uniform16(any::<u8>()),
    ) {
        let expected = lanewise(Instructions::Portable, &values, bytes);
        for set in Instructions::available() {
            let found = lanewise(set, &values, bytes);
            for (place, (found, expected)) in found.iter().zip(&expected).enumerate() {
                let both_nan = f32::from_bits(*found).is_nan() && f32::from_bits(*expected).is_nan();
                prop_assert!(found == expected || both_nan, "{}: {place}", set.name());
            }
            prop_assert_eq!(found.len(), expected.len());
        }
    }
}

/// The sums of inputs by weights `[outputs, inputs]`, one by one.
fn expected_sums(activations: &[u8], weights: &[i8], inputs: usize, rows: usize) -> Vec<i32> {
    let row = |row: usize| &activations[row * inputs..(row + 1) * inputs];
    let mut sums = Vec::new();
    for r in 0..rows {
        for weights in weights.chunks_exact(inputs) {
            let products = row(r).iter().zip(weights).map(|(a, b)| i32::from(*a) * i32::from(*b));
            sums.push(products.sum());
        }
    }
    sums
}

fn packed(weights: &[i8], inputs: usize) -> Vec<u8> {
    let mut packed = vec![0; weights.len()];
    for (place, weight) in weights.iter().enumerate() {
        let at = crate::embed::quantised::packed_index(place / inputs, place % inputs, inputs);
        packed[at] = *weight as u8;
    }
    packed
}

fn assert_products(rows: usize, outputs: usize, inputs: usize, fill: impl Fn(usize) -> (u8, i8)) {
    let activations: Vec<u8> = (0..(rows + MAX_ROWS) * inputs).map(|i| fill(i).0).collect();
    let weights: Vec<i8> = (0..outputs * inputs).map(|i| fill(i).1).collect();
    let expected = expected_sums(&activations, &weights, inputs, rows);
    let panels = packed(&weights, inputs);
    for set in Instructions::available() {
        if !set.supports(&[inputs]) {
            assert_eq!(set.name(), "amx");
            continue;
        }
        let mut out = Vec::new();
        let (activations, panels) = (&activations[..], &panels[..]);
        set.run(Product { activations, panels, inputs, rows, out: &mut out });
        assert!(out == expected, "{} of {rows} x {outputs} x {inputs}", set.name());
    }
}

#[test]
fn products_agree_in_every_shape() {
    let scramble = |i: usize| {
        let x = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((x >> 32) as u8, (x >> 48) as i8)
    };
    for inputs in [QUAD, 12, 60, 64, 100, 128, 384] {
        for outputs in [16, 32, 48, 80, 128] {
            for rows in [1, 2, 3, 5, 6, 7, 16, 17, 31, 33] {
                assert_products(rows, outputs, inputs, scramble);
            }
        }
    }
}

/// 16-bit sums of neighbours would saturate here.
#[test]
fn products_do_not_saturate() {
    for (a, b) in [(255, 127), (255, -128), (0, -128), (1, 127)] {
        assert_products(7, 32, 3072, |_| (a, b));
    }
    assert_products(7, 32, 1536, |i| if i % 2 == 0 { (255, 127) } else { (255, -127) });
}

/// Multiplies registers alone, and counts the products.
struct Registers<'a>(&'a mut usize);

impl Kernel for Registers<'_> {
    #[inline(always)]
    fn run<L: Lanes, T: TileProduct>(self, _: L, tiles: T) {
        tiles.enter();
        *self.0 = tiles.multiply_registers(1000);
        tiles.leave();
    }
}

#[test]
fn every_set_but_the_portable_has_a_peak() {
    for set in Instructions::available() {
        let mut products = 0;
        set.run(Registers(&mut products));
        assert_eq!(products > 0, set != Instructions::Portable, "{}", set.name());
    }
}

#[test]
fn the_portable_set_is_always_there_and_last() {
    let names: Vec<_> = Instructions::available().into_iter().map(Instructions::name).collect();
    assert_eq!(names.last(), Some(&"portable"));
    println!("{names:?}");
}
