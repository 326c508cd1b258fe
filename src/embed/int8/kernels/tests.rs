//! The kernels on every instruction set against the portable one, bit for bit, and their results
//! against plain arithmetic in f64.

use super::quantise::RowScale;
use super::*;
use crate::embed::architecture::Activation;
use crate::embed::int8::isa::{Instructions, LANES, Prepared};
use crate::embed::quantised::packed_index;

/// Values from -1 to 1, the same at every call.
fn values(seed: u64, count: usize) -> Vec<f32> {
    let mut state = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (state >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// Runs a kernel that writes to a clone of `$start` on every instruction set that multiplies rows
/// of `$inputs`, asserts that all
/// write the same bits, and gives what they wrote.
macro_rules! on_all_sets {
    ($start:expr, |$out:ident| $kernel:expr) => {
        on_all_sets!($start, 64, |$out| $kernel)
    };
    ($start:expr, $inputs:expr, |$out:ident| $kernel:expr) => {{
        let mut outs = Vec::new();
        for set in Instructions::available() {
            if !set.supports(&[$inputs]) {
                continue;
            }
            let mut $out = $start.clone();
            set.run($kernel);
            outs.push(($out, set.name()));
        }
        let (first, _) = outs.remove(0);
        for (out, name) in outs {
            let same = first.iter().zip(&out).all(|(a, b)| a.to_bits() == b.to_bits());
            assert!(same && first.len() == out.len(), "{name}");
        }
        first
    }};
}

fn assert_near(found: &[f32], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((f64::from(*found) - expected).abs() <= tolerance, "{place}: {found} {expected}");
    }
}

fn quantised(x: &[f32], inverse_smooth: &[f32]) -> QuantisedRows {
    let width = inverse_smooth.len();
    let mut first: Option<QuantisedRows> = None;
    for set in Instructions::available() {
        let mut out = QuantisedRows::default();
        out.resize(x.len() / width, width);
        set.run(Quantise { x, inverse_smooth, out: &mut out });
        if let Some(first) = &first {
            assert!(first.values == out.values && first.scales == out.scales, "{}", set.name());
        }
        first.get_or_insert(out);
    }
    first.unwrap()
}

#[test]
fn quantisation_is_within_half_a_step() {
    for width in [16, 48, 384] {
        let mut x = values(1, 5 * width);
        x[..width].iter_mut().for_each(|value| *value = value.abs() + 3.0);
        x[width..2 * width].iter_mut().for_each(|value| *value *= 1e-6);
        x[2 * width] = 1e4;
        let inverse_smooth: Vec<f32> = values(2, width).iter().map(|value| value + 1.5).collect();
        let rows = quantised(&x, &inverse_smooth);
        for (place, value) in x.iter().enumerate() {
            let RowScale { scale, zero } = rows.scales[place / width];
            let restored = (i32::from(rows.values[place]) - zero) as f32 * scale;
            let error = (restored - value * inverse_smooth[place % width]).abs();
            // The zero point is rounded as well.
            assert!(error <= scale * 1.001, "{place}: {error} of {scale}");
        }
        assert!(rows.scales.iter().all(|row| (0..=255).contains(&row.zero)));
    }
}

#[test]
fn rows_without_a_range_are_zero() {
    let mut x = vec![0.0; 48];
    x[16..32].fill(f32::MIN_POSITIVE);
    x[32..].fill(-1e-40);
    let rows = quantised(&x, &[1.0; 16]);
    assert!(rows.scales[..3].iter().all(|row| *row == RowScale::default()));
    assert!(rows.values.iter().all(|value| *value == 0));
}

#[test]
fn layer_norm_is_that_of_its_definition() {
    for width in [16, 32, 384, 768] {
        let mut x = values(3, 4 * width);
        x[..width].fill(2.5);
        x[width..2 * width].iter_mut().for_each(|value| *value = *value * 1e3 + 1e3);
        let (weight, bias) = (values(4, width), values(5, width));
        let norm = Norm { weight: weight.clone(), bias: bias.clone(), epsilon: 1e-12 };
        let found = on_all_sets!(x, |out| LayerNorm { x: &mut out, norm: &norm, next: None });
        let mut expected = Vec::new();
        for row in x.chunks_exact(width) {
            let mean = row.iter().map(|x| f64::from(*x)).sum::<f64>() / width as f64;
            let squares = row.iter().map(|x| (f64::from(*x) - mean).powi(2));
            let deviation = (squares.sum::<f64>() / width as f64 + 1e-12).sqrt();
            expected.extend(row.iter().zip(&weight).zip(&bias).map(|((x, weight), bias)| {
                (f64::from(*x) - mean) / deviation * f64::from(*weight) + f64::from(*bias)
            }));
        }
        assert_near(&found, &expected, 1e-5);
    }
}

#[test]
fn attention_is_that_of_its_definition() {
    for (hidden, heads) in [(32, 4), (64, 2), (96, 2), (48, 3), (48, 1)] {
        for tokens in [1, 2, 5, 16, 17, 32, 47] {
            let qkv: Vec<f32> =
                values(6, tokens * 3 * hidden).iter().map(|value| value * 4.0).collect();
            let padded: Vec<f32> = qkv.iter().copied().chain([f32::MAX; LANES]).collect();
            let found = on_all_sets!(vec![0.0; tokens * hidden], |out| Attention {
                qkv: &padded,
                heads,
                room: &mut AttentionRoom::default(),
                out: &mut out,
                hidden,
            });
            assert_near(&found, &attention_by_definition(&qkv, tokens, hidden, heads), 1e-5);
        }
    }
}

fn attention_by_definition(qkv: &[f32], tokens: usize, hidden: usize, heads: usize) -> Vec<f64> {
    let width = hidden / heads;
    let at = |token: usize, part: usize, column: usize| {
        f64::from(qkv[token * 3 * hidden + part * hidden + column])
    };
    let mut out = vec![0.0; tokens * hidden];
    for (head, query) in (0..heads).flat_map(|head| (0..tokens).map(move |query| (head, query))) {
        let columns = head * width..(head + 1) * width;
        let weights: Vec<f64> = (0..tokens)
            .map(|key| {
                let products = columns.clone().map(|c| at(query, 0, c) * at(key, 1, c));
                (products.sum::<f64>() / (width as f64).sqrt()).exp()
            })
            .collect();
        let sum: f64 = weights.iter().sum();
        for column in columns {
            let terms = weights.iter().enumerate().map(|(key, w)| w * at(key, 2, column));
            out[query * hidden + column] = terms.sum::<f64>() / sum;
        }
    }
    out
}

/// A room that held a longer text leaves nothing of it in a shorter one's attention.
#[test]
fn attention_forgets_the_text_before() {
    let (hidden, heads) = (40, 2);
    let (long, short) = (values(7, 31 * 3 * hidden), values(8, 4 * 3 * hidden));
    let run = |room: &mut AttentionRoom, qkv: &[f32]| {
        let mut out = vec![0.0; qkv.len() / 3 - hidden];
        Instructions::available()[0].run(Attention { qkv, heads, room, out: &mut out, hidden });
        out
    };
    let mut room = AttentionRoom::default();
    run(&mut room, &long);
    assert_eq!(run(&mut room, &short), run(&mut AttentionRoom::default(), &short));
}

#[test]
fn linear_maps_are_those_of_their_definition() {
    for (rows, outputs, inputs) in [(1, 16, 16), (7, 48, 64), (70, 80, 192)] {
        let weights: Vec<i8> =
            values(9, outputs * inputs).iter().map(|value| (value * 127.0) as i8).collect();
        let mut panels = vec![0; weights.len()];
        for (place, weight) in weights.iter().enumerate() {
            panels[packed_index(place / inputs, place % inputs, inputs)] = *weight as u8;
        }
        let of_weights = weights.chunks_exact(inputs);
        let sums: Vec<f32> =
            of_weights.clone().map(|row| row.iter().map(|w| f32::from(*w)).sum()).collect();
        let scale: Vec<f32> = values(10, outputs).iter().map(|v| (v + 1.5) * 2e-3).collect();
        let bias = values(11, outputs);
        let input = quantised(&values(12, rows * inputs), &vec![1.0; inputs]);
        let map = LinearMap { panels: &panels, scale: &scale, bias: &bias, sums: &sums };
        let residual = values(13, rows * outputs);
        for finish in [
            Finish::Store,
            Finish::Add,
            Finish::Activate(Activation::Gelu),
            Finish::Activate(Activation::GeluTanh),
            Finish::Activate(Activation::Relu),
        ] {
            let found = on_all_sets!(residual, inputs, |out| Multiply {
                input: &input,
                rows: 0..rows,
                map,
                finish,
                prepared: &mut Prepared::default(),
                out: &mut out,
            });
            let mut expected = Vec::new();
            for (row, RowScale { scale: row_scale, zero }) in input.scales.iter().enumerate() {
                let x = &input.values[row * inputs..][..inputs];
                for (o, weights) in of_weights.clone().enumerate() {
                    let terms = x.iter().zip(weights);
                    let sum: i32 = terms.map(|(x, w)| (i32::from(*x) - zero) * i32::from(*w)).sum();
                    let y = f64::from(sum) * f64::from(*row_scale) * f64::from(scale[o]);
                    let y = y + f64::from(bias[o]);
                    expected.push(match finish {
                        Finish::Store => y,
                        Finish::Add => y + f64::from(residual[row * outputs + o]),
                        Finish::Activate(Activation::Relu) => y.max(0.0),
                        // Within a few thousandths of each other.
                        Finish::Activate(_) => {
                            let u = (2.0 / std::f64::consts::PI).sqrt();
                            0.5 * y * (1.0 + (u * (y + 0.044_715 * y.powi(3))).tanh())
                        }
                    });
                }
            }
            let exact = finish != Finish::Activate(Activation::Gelu);
            assert_near(&found, &expected, if exact { 1e-5 } else { 1e-3 });
        }
    }
}

#[test]
fn some_rows_are_multiplied_as_all_are() {
    let (rows, width) = (75, 64);
    let input = quantised(&values(14, rows * width), &vec![1.0; width]);
    let panels: Vec<u8> = (0..width * width).map(|i| (i * 37) as u8).collect();
    let (scale, bias) = (vec![0.01; width], values(15, width));
    let sums = vec![3.0; width];
    let map = LinearMap { panels: &panels, scale: &scale, bias: &bias, sums: &sums };
    let run = |rows: std::ops::Range<usize>| {
        on_all_sets!(vec![0.0; rows.len() * width], |out| Multiply {
            input: &input,
            rows: rows.clone(),
            map,
            finish: Finish::Store,
            prepared: &mut Prepared::default(),
            out: &mut out,
        })
    };
    let all = run(0..rows);
    for part in [0..1, 5..75, 33..70, 74..75] {
        assert_eq!(run(part.clone()), all[part.start * width..part.end * width]);
    }
}

#[test]
fn lookups_add_three_rows() {
    let (width, tokens) = (48, [3, 0, 3]);
    let table = |seed| -> (Vec<u8>, Vec<f32>) {
        let bytes = values(seed, 6 * width).iter().map(|v| (v * 127.0) as i8 as u8).collect();
        (bytes, values(seed + 1, 6))
    };
    let (word, position, token_type) = (table(16), table(18), table(20));
    let rows = |table: &(Vec<u8>, Vec<f32>), row: usize, column: usize| {
        f64::from(table.0[row * width + column] as i8) * f64::from(table.1[row])
    };
    let found = on_all_sets!(vec![0.0; tokens.len() * width], |out| Lookup {
        ids: &tokens,
        word: Rows { values: &word.0, scale: &word.1 },
        position: Rows { values: &position.0, scale: &position.1 },
        first_position: 2,
        token_type: Rows { values: &token_type.0, scale: &token_type.1 },
        out: &mut out,
    });
    let mut expected = Vec::new();
    for (token, id) in tokens.iter().enumerate() {
        expected.extend((0..width).map(|column| {
            let position = rows(&position, token + 2, column);
            rows(&word, *id as usize, column) + position + rows(&token_type, 0, column)
        }));
    }
    assert_near(&found, &expected, 1e-4);
}
