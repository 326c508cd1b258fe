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
    /// Queries, transposed: `[columns, queries]`, the width and the tokens in whole vectors.
    queries: Vec<f32>,
    /// Scores, and then weights: `[keys, queries]`, with whole blocks of keys.
    weights: Vec<f32>,
    /// One over each query's sum of weights.
    inverse_sums: Vec<f32>,
}

/// Attention of the tokens of one text.
pub(in crate::embed::int8) struct Attention<'a> {
    /// Queries, keys and values side by side: `[tokens, 3 * hidden]`, and at least [`LANES`]
    /// values more, which a vector may read in passing.
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
            let head = Head::new(&shape, qkv, head);
            room.transpose_queries(l, &shape, head);
            let mut query = 0;
            while query < shape.queries {
                if L::TOGETHER > 1 && query + 2 * LANES <= shape.queries {
                    room.weigh::<L, 2>(l, &shape, head, query);
                    query += 2 * LANES;
                } else {
                    room.weigh::<L, 1>(l, &shape, head, query);
                    query += LANES;
                }
            }
            let mut column = 0;
            while column < shape.width {
                let out = &mut out[head.first + column..];
                if L::TOGETHER > 1 && column + 2 * LANES <= shape.width {
                    room.average::<L, 2>(l, &shape, head, column, out);
                    column += 2 * LANES;
                } else {
                    room.average::<L, 1>(l, &shape, head, column, out);
                    column += LANES;
                }
            }
        }
    }
}

/// The rows of a head's queries, keys and values.
#[derive(Clone, Copy)]
struct Head<'a> {
    /// Its first column.
    first: usize,
    /// From the first column of the first token's queries, keys and values on: a row is
    /// `3 * hidden` further.
    queries: &'a [f32],
    keys: &'a [f32],
    values: &'a [f32],
}

impl<'a> Head<'a> {
    #[inline(always)]
    fn new(shape: &Shape, qkv: &'a [f32], head: usize) -> Self {
        let first = head * shape.width;
        let part = |part: usize| &qkv[part * shape.hidden + first..];
        Self { first, queries: part(0), keys: part(1), values: part(2) }
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
    /// Values from one token's to the next.
    stride: usize,
}

impl Shape {
    fn new(tokens: usize, hidden: usize, heads: usize) -> Self {
        let (queries, keys) = (tokens.next_multiple_of(LANES), tokens.next_multiple_of(BLOCK));
        Self { tokens, hidden, width: hidden / heads, queries, keys, stride: 3 * hidden }
    }
}

impl AttentionRoom {
    fn prepare(&mut self, shape: &Shape) {
        let Shape { width, queries, keys, .. } = *shape;
        self.queries.resize(width.next_multiple_of(LANES) * queries, 0.0);
        self.weights.resize(keys * queries, 0.0);
        self.inverse_sums.resize(queries, 0.0);
    }

    /// Puts queries across the lanes. Those beyond the last token are zero.
    #[inline(always)]
    fn transpose_queries<L: Lanes>(&mut self, l: L, shape: &Shape, head: Head<'_>) {
        let Shape { tokens, width, queries, stride, .. } = *shape;
        // Weights are powers of two, so that the softmax needs no other factor.
        let factor = l.splat(std::f32::consts::LOG2_E / (width as f32).sqrt());
        for first in (0..tokens).step_by(LANES) {
            for column in (0..width).step_by(LANES) {
                let mut rows = [l.splat(0.0); LANES];
                let tokens = head.queries[first * stride + column..].chunks(stride);
                for (row, query) in rows.iter_mut().zip(tokens).take(shape.tokens - first) {
                    *row = l.mul(l.load(&vectors::<1>(query, 0)[0]), factor);
                }
                let columns = l.transpose(rows);
                let places = self.queries[column * queries + first..].chunks_mut(queries);
                for (column, place) in columns.into_iter().zip(places) {
                    l.store(column, &mut vectors_mut::<1>(place, 0)[0]);
                }
            }
        }
    }

    /// The weights of all keys for the queries of `N` vectors, not yet divided by their sums.
    #[inline(always)]
    fn weigh<L: Lanes, const N: usize>(
        &mut self,
        l: L,
        shape: &Shape,
        head: Head<'_>,
        first: usize,
    ) {
        let Shape { tokens, queries, width, stride, .. } = *shape;
        let mut greatest = [l.splat(f32::MIN); N];
        let blocks = self.weights.chunks_exact_mut(BLOCK * queries);
        for (block, scores) in blocks.enumerate() {
            // The last token's key fills up the last block, which changes no maximum.
            let row =
                |key: usize| &head.keys[(block * BLOCK + key).min(tokens - 1) * stride..][..width];
            let keys = [row(0), row(1), row(2), row(3)];
            let acc = products::<L, N>(l, &self.queries, queries, first, keys);
            for (acc, scores) in acc.iter().zip(scores.chunks_exact_mut(queries)) {
                let scores = vectors_mut::<N>(scores, first);
                for n in 0..N {
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
    fn average<L: Lanes, const N: usize>(
        &self,
        l: L,
        shape: &Shape,
        head: Head<'_>,
        column: usize,
        out: &mut [f32],
    ) {
        let Shape { tokens, hidden, width, queries, stride, .. } = *shape;
        for first in (0..tokens).step_by(BLOCK) {
            let values = head.values[column..].chunks(stride).take(tokens);
            let weights = self.weights.chunks_exact(queries);
            let acc = weighted_sums::<L, N>(l, values.zip(weights), first);
            for query in 0..BLOCK {
                if first + query >= tokens {
                    break;
                }
                let inverse_sum = l.splat(self.inverse_sums[first + query]);
                let out = &mut out[(first + query) * hidden..];
                for (n, sum) in acc[query].iter().enumerate() {
                    let mean = l.mul(*sum, inverse_sum);
                    let place = n * LANES;
                    match width - column - place {
                        LANES.. => l.store(mean, &mut vectors_mut::<1>(out, place)[0]),
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

/// The sums of the values in `N` vectors of columns, each times its weight for a block of
/// queries from `first` on.
#[inline(always)]
fn weighted_sums<'a, L: Lanes, const N: usize>(
    l: L,
    tokens: impl Iterator<Item = (&'a [f32], &'a [f32])>,
    first: usize,
) -> [[L::F32; N]; BLOCK] {
    let mut acc = [[l.splat(0.0); N]; BLOCK];
    for (values, weights) in tokens {
        let values = vectors::<N>(values, 0);
        let weights: &[f32; BLOCK] = weights[first..].first_chunk().expect("a block");
        let mut loaded = [l.splat(0.0); N];
        for n in 0..N {
            loaded[n] = l.load(&values[n]);
        }
        for query in 0..BLOCK {
            let weight = l.splat(weights[query]);
            for n in 0..N {
                acc[query][n] = l.mul_add(loaded[n], weight, acc[query][n]);
            }
        }
    }
    acc
}

/// The products of a block of keys with the queries of `N` vectors.
#[inline(always)]
fn products<L: Lanes, const N: usize>(
    l: L,
    queries: &[f32],
    stride: usize,
    first: usize,
    keys: [&[f32]; BLOCK],
) -> [[L::F32; N]; BLOCK] {
    let [one, two, three, four] = keys;
    let columns = queries.chunks_exact(stride).zip(one).zip(two).zip(three).zip(four);
    let mut acc = [[l.splat(0.0); N]; BLOCK];
    for ((((of_column, one), two), three), four) in columns {
        let of_column = vectors::<N>(of_column, first);
        let keys = [*one, *two, *three, *four];
        let mut loaded = [l.splat(0.0); N];
        for n in 0..N {
            loaded[n] = l.load(&of_column[n]);
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
