//! Scaled dot-product attention of one text over itself (Vaswani et al. 2017), in f32.
//!
//! Queries lie across the lanes for the scores and the softmax, and a value's columns for the
//! means, so that no sum runs across lanes: each is taken in the order of its terms on every
//! instruction set.

use super::functions::exp2;
use crate::embed::int8::isa::{Kernel, LANES, Lanes, TileProduct};

/// Keys, and then queries, that are taken together.
const BLOCK: usize = 4;

/// Room for one head of one text.
#[derive(Default)]
pub(in crate::embed::int8) struct AttentionRoom {
    /// Queries, transposed: `[width, queries]`, where `queries` are the tokens in whole vectors.
    queries: Vec<f32>,
    /// Keys `[tokens, width]`, with whole blocks of rows.
    keys: Vec<f32>,
    /// Values `[tokens, columns]`, where `columns` is the width in whole vectors.
    values: Vec<f32>,
    /// Scores, and then weights: `[keys, queries]`, with whole blocks of keys.
    weights: Vec<f32>,
    /// One over each query's sum of weights.
    inverse_sums: Vec<f32>,
}

/// Attention of the tokens of one text.
pub(in crate::embed::int8) struct Attention<'a> {
    /// Queries, keys and values side by side: `[tokens, 3 * hidden]`.
    pub(in crate::embed::int8) qkv: &'a [f32],
    pub(in crate::embed::int8) heads: usize,
    pub(in crate::embed::int8) room: &'a mut AttentionRoom,
    /// `[tokens, hidden]`, at least one token.
    pub(in crate::embed::int8) out: &'a mut [f32],
    /// The width of a token's vector.
    pub(in crate::embed::int8) hidden: usize,
}

impl Kernel for Attention<'_> {
    #[inline(always)]
    fn run<L: Lanes, T: TileProduct>(self, l: L, _: T) {
        let Self { qkv, heads, room, out, hidden } = self;
        let shape = Shape::new(out.len() / hidden, hidden, heads);
        room.prepare(&shape);
        for head in 0..heads {
            room.pack(l, &shape, qkv, head);
            let mut query = 0;
            while query < shape.queries {
                if query + 2 * LANES <= shape.queries {
                    room.weigh::<L, 2>(l, &shape, query);
                    query += 2 * LANES;
                } else {
                    room.weigh::<L, 1>(l, &shape, query);
                    query += LANES;
                }
            }
            let mut column = 0;
            while column < shape.columns {
                let out = &mut out[head * shape.width + column..];
                if column + 2 * LANES <= shape.width {
                    room.mean::<L, 2>(l, &shape, column, out);
                    column += 2 * LANES;
                } else {
                    room.mean::<L, 1>(l, &shape, column, out);
                    column += LANES;
                }
            }
        }
    }
}

struct Shape {
    tokens: usize,
    hidden: usize,
    width: usize,
    /// The tokens in whole vectors.
    queries: usize,
    /// The tokens in whole blocks.
    keys: usize,
    /// The width in whole vectors.
    columns: usize,
}

impl Shape {
    fn new(tokens: usize, hidden: usize, heads: usize) -> Self {
        let width = hidden / heads;
        let (queries, columns) = (tokens.next_multiple_of(LANES), width.next_multiple_of(LANES));
        Self { tokens, hidden, width, queries, keys: tokens.next_multiple_of(BLOCK), columns }
    }
}

impl AttentionRoom {
    /// Makes room; what [`AttentionRoom::pack`] does not write is zero.
    fn prepare(&mut self, shape: &Shape) {
        let Shape { tokens, width, queries, keys, columns, .. } = *shape;
        let lengths = [width * queries, keys * width, tokens * columns];
        let parts = [&mut self.queries, &mut self.keys, &mut self.values];
        for (part, length) in parts.into_iter().zip(lengths) {
            part.clear();
            part.resize(length, 0.0);
        }
        self.weights.resize(keys * queries, 0.0);
        self.inverse_sums.resize(queries, 0.0);
    }

    /// Lays out a head.
    #[inline(always)]
    fn pack<L: Lanes>(&mut self, l: L, shape: &Shape, qkv: &[f32], head: usize) {
        let Shape { tokens, hidden, width, queries, columns, .. } = *shape;
        // Weights are powers of two, so that the softmax needs no other factor.
        let factor = std::f32::consts::LOG2_E / (width as f32).sqrt();
        let keys = self.keys.chunks_exact_mut(width);
        let packed = keys.zip(self.values.chunks_exact_mut(columns));
        let rows = qkv.chunks_exact(3 * hidden).take(tokens);
        for (token, (row, (key, value))) in rows.zip(packed).enumerate() {
            let (query, rest) = row[head * width..].split_at(hidden);
            let transposed = self.queries[token..].iter_mut().step_by(queries);
            for (place, value) in transposed.zip(&query[..width]) {
                *place = value * factor;
            }
            copy(l, &rest[..width], key);
            copy(l, &rest[hidden..][..width], &mut value[..width]);
        }
    }

    /// The weights of all keys for the queries of `N` vectors, not yet divided by their sums.
    #[inline(always)]
    fn weigh<L: Lanes, const N: usize>(&mut self, l: L, shape: &Shape, first: usize) {
        let Shape { tokens, queries, width, .. } = *shape;
        let mut greatest = [l.splat(f32::MIN); N];
        let blocks = self.keys.chunks_exact(BLOCK * width);
        for (keys, scores) in blocks.zip(self.weights.chunks_exact_mut(BLOCK * queries)) {
            let acc = products::<L, N>(l, &self.queries, queries, first, keys);
            for (acc, scores) in acc.iter().zip(scores.chunks_exact_mut(queries)) {
                let scores = vectors_mut::<N>(scores, first);
                for n in 0..N {
                    // The keys that fill the last block score 0, which changes no weight but
                    // for its exponent.
                    greatest[n] = l.max(acc[n], greatest[n]);
                    l.store(acc[n], &mut scores[n]);
                }
            }
        }
        let mut sums = [l.splat(0.0); N];
        for weights in self.weights.chunks_exact_mut(queries).take(tokens) {
            let weights = vectors_mut::<N>(weights, first);
            for n in 0..N {
                let weight = exp2(l, l.sub(l.load(&weights[n]), greatest[n]));
                sums[n] = l.add(sums[n], weight);
                l.store(weight, &mut weights[n]);
            }
        }
        let inverses = vectors_mut::<N>(&mut self.inverse_sums, first);
        for n in 0..N {
            l.store(l.div(l.splat(1.0), sums[n]), &mut inverses[n]);
        }
    }

    /// The weighted means of the values in `N` vectors of columns, for every query.
    #[inline(always)]
    fn mean<L: Lanes, const N: usize>(&self, l: L, shape: &Shape, column: usize, out: &mut [f32]) {
        let Shape { tokens, hidden, width, queries, columns, .. } = *shape;
        for first in (0..tokens).step_by(BLOCK) {
            let mut acc = [[l.splat(0.0); N]; BLOCK];
            let values = self.values.chunks_exact(columns);
            for (values, weights) in values.zip(self.weights.chunks_exact(queries)) {
                let values = vectors::<N>(values, column);
                let mut loaded = [l.splat(0.0); N];
                for n in 0..N {
                    loaded[n] = l.load(&values[n]);
                }
                let weights: &[f32; BLOCK] = weights[first..].first_chunk().expect("a block");
                for query in 0..BLOCK {
                    let weight = l.splat(weights[query]);
                    for n in 0..N {
                        acc[query][n] = l.mul_add(loaded[n], weight, acc[query][n]);
                    }
                }
            }
            let queries = acc.iter().zip(&self.inverse_sums[first..]).take(tokens - first);
            for (query, (acc, inverse_sum)) in queries.enumerate() {
                let out = &mut out[(first + query) * hidden..];
                for (n, acc) in acc.iter().enumerate() {
                    let mean = l.mul(*acc, l.splat(*inverse_sum));
                    let place = n * LANES;
                    match width - column - place {
                        LANES.. => l.store(mean, &mut out[place..].as_chunks_mut().0[0]),
                        rest => {
                            let mut whole = [0.0; LANES];
                            l.store(mean, &mut whole);
                            out[place..place + rest].copy_from_slice(&whole[..rest]);
                        }
                    }
                }
            }
        }
    }
}

/// The products of a block of keys with the queries of `N` vectors.
#[inline(always)]
fn products<L: Lanes, const N: usize>(
    l: L,
    queries: &[f32],
    stride: usize,
    first: usize,
    keys: &[f32],
) -> [[L::F32; N]; BLOCK] {
    let width = keys.len() / BLOCK;
    let (one, rest) = keys.split_at(width);
    let (two, rest) = rest.split_at(width);
    let (three, four) = rest.split_at(width);
    let columns = queries.chunks_exact(stride).zip(one).zip(two).zip(three).zip(four);
    let mut acc = [[l.splat(0.0); N]; BLOCK];
    for ((((of_column, one), two), three), four) in columns {
        let vectors = vectors::<N>(of_column, first);
        let keys = [*one, *two, *three, *four];
        let mut loaded = [l.splat(0.0); N];
        for n in 0..N {
            loaded[n] = l.load(&vectors[n]);
        }
        for key in 0..BLOCK {
            let value = l.splat(keys[key]);
            for n in 0..N {
                acc[key][n] = l.mul_add(loaded[n], value, acc[key][n]);
            }
        }
    }
    acc
}

/// `N` whole vectors from `first` on, which are there: their number is fixed so that they stay
/// in registers.
#[inline(always)]
fn vectors<const N: usize>(values: &[f32], first: usize) -> &[[f32; LANES]; N] {
    values[first..].as_chunks().0.first_chunk().expect("whole vectors")
}

#[inline(always)]
fn vectors_mut<const N: usize>(values: &mut [f32], first: usize) -> &mut [[f32; LANES]; N] {
    values[first..].as_chunks_mut().0.first_chunk_mut().expect("whole vectors")
}

#[inline(always)]
fn copy<L: Lanes>(l: L, from: &[f32], to: &mut [f32]) {
    let ((from, rest), (to, rest_to)) = (from.as_chunks(), to.as_chunks_mut());
    for (from, to) in from.iter().zip(to) {
        l.store(l.load(from), to);
    }
    for (from, to) in rest.iter().zip(rest_to) {
        *to = *from;
    }
}
