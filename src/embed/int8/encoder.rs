//! The forward pass of some texts that lie end to end: nothing is padded, so nothing is computed
//! for padding.
//!
//! In: the token ids of each text. Out: their token vectors, `[tokens, hidden]`. A text's
//! vectors depend on its own tokens alone, whatever lies beside it.

use std::ops::Range;

use rayon::prelude::*;

use super::isa::{Instructions, LANES, Prepared};
use super::kernels::{
    Attention, AttentionRoom, Finish, LayerNorm, Lookup, Multiply, Quantise, QuantisedRows,
};
use super::weights::{EncoderWeights, Layer, Linear};
use crate::embed::architecture::{Architecture, Family};

/// Tokens that pass through the feed-forward layers together: what lies between the two is the
/// widest of all, and stays in the second cache.
const FEED_FORWARD_TOKENS: usize = 96;
/// The fewest rows that are worth another thread.
const SHARED_ROWS: usize = 6;

/// An encoder ready to run.
pub(super) struct Encoder {
    pub(super) architecture: Architecture,
    pub(super) weights: EncoderWeights,
    pub(super) instructions: Instructions,
}

/// The memory of a forward pass, kept from one to the next.
#[derive(Default)]
pub(super) struct Room {
    /// Token vectors `[tokens, hidden]`.
    x: Vec<f32>,
    /// Queries, keys and values, then what lies between the feed-forward layers; a vector longer.
    wide: Vec<f32>,
    /// What attention gives, `[tokens, hidden]`.
    context: Vec<f32>,
    narrow_rows: QuantisedRows,
    wide_rows: QuantisedRows,
    attention: AttentionRoom,
    /// One for each thread that a product is shared by.
    prepared: Vec<Prepared>,
}

impl Encoder {
    /// The vectors of the tokens of `texts`, end to end: `[tokens, hidden]`.
    ///
    /// Every id is less than the vocabulary, and no text has more tokens than positions. Products
    /// are shared by so many threads, which changes no vector.
    pub(super) fn forward<'a>(
        &self,
        texts: &[&[u32]],
        threads: usize,
        room: &'a mut Room,
    ) -> &'a [f32] {
        let tokens: usize = texts.iter().map(|text| text.len()).sum();
        let Architecture { hidden, intermediate, .. } = self.architecture;
        let between = FEED_FORWARD_TOKENS.min(tokens) * intermediate;
        room.prepared.resize_with(threads.max(1), Prepared::default);
        room.x.resize(tokens * hidden, 0.0);
        room.context.resize(tokens * hidden, 0.0);
        room.wide.resize((tokens * 3 * hidden).max(between) + LANES, 0.0);
        self.embed(texts, room);
        for layer in 0..self.weights.layers.len() {
            let next = self.weights.layers.get(layer + 1).map(|next| &next.qkv);
            self.layer(&self.weights.layers[layer], texts, room, next);
        }
        &room.x
    }

    /// The sum of the embeddings, normalised.
    fn embed(&self, texts: &[&[u32]], room: &mut Room) {
        let Architecture { hidden, family, padding_token, .. } = self.architecture;
        let first_position = match family {
            Family::Bert => 0,
            Family::Roberta => padding_token as usize + 1,
        };
        let mut rest = &mut room.x[..];
        for ids in texts.iter().filter(|ids| !ids.is_empty()) {
            let (out, after) = rest.split_at_mut(ids.len() * hidden);
            rest = after;
            self.instructions.run(Lookup {
                ids,
                word: self.weights.word(),
                position: self.weights.position(),
                first_position,
                token_type: self.weights.token_type(),
                out,
            });
        }
        let Some(first) = self.weights.layers.first() else { return };
        room.narrow_rows.resize(room.x.len() / hidden, hidden);
        self.instructions.run(LayerNorm {
            x: &mut room.x,
            norm: &self.weights.norm,
            next: Some((&first.qkv.inverse_smooth, &mut room.narrow_rows)),
        });
    }

    fn layer(&self, layer: &Layer, texts: &[&[u32]], room: &mut Room, next: Option<&Linear>) {
        let hidden = self.architecture.hidden;
        let Room { x, wide, context, narrow_rows, wide_rows, attention, prepared } = room;
        let tokens = x.len() / hidden;
        self.multiply(narrow_rows, 0..tokens, &layer.qkv, Finish::Store, prepared, wide);
        let (mut qkv, mut rest) = (&wide[..], &mut context[..]);
        for ids in texts.iter().filter(|ids| !ids.is_empty()) {
            let (out, after) = rest.split_at_mut(ids.len() * hidden);
            let heads = self.architecture.heads;
            self.instructions.run(Attention { qkv, heads, room: attention, out, hidden });
            (qkv, rest) = (&qkv[ids.len() * 3 * hidden..], after);
        }
        self.quantise(context, &layer.output, narrow_rows);
        self.multiply(narrow_rows, 0..tokens, &layer.output, Finish::Add, prepared, x);
        self.instructions.run(LayerNorm {
            x,
            norm: &layer.attention_norm,
            next: Some((&layer.up.inverse_smooth, narrow_rows)),
        });
        let activate = Finish::Activate(self.architecture.activation);
        for first in (0..tokens).step_by(FEED_FORWARD_TOKENS) {
            let rows = first..tokens.min(first + FEED_FORWARD_TOKENS);
            let between = &mut wide[..rows.len() * self.architecture.intermediate];
            wide_rows.resize(rows.len(), self.architecture.intermediate);
            self.multiply(narrow_rows, rows.clone(), &layer.up, activate, prepared, between);
            self.quantise(between, &layer.down, wide_rows);
            let out = &mut x[rows.start * hidden..rows.end * hidden];
            self.multiply(wide_rows, 0..rows.len(), &layer.down, Finish::Add, prepared, out);
        }
        self.instructions.run(LayerNorm {
            x,
            norm: &layer.feed_forward_norm,
            next: next.map(|next| (&next.inverse_smooth[..], narrow_rows)),
        });
    }

    fn quantise(&self, x: &[f32], input_of: &Linear, out: &mut QuantisedRows) {
        self.instructions.run(Quantise { x, inverse_smooth: &input_of.inverse_smooth, out });
    }

    fn multiply(
        &self,
        input: &QuantisedRows,
        rows: Range<usize>,
        linear: &Linear,
        finish: Finish,
        prepared: &mut [Prepared],
        out: &mut [f32],
    ) {
        let map = self.weights.map(linear);
        let part = rows.len().div_ceil(prepared.len()).max(SHARED_ROWS);
        let multiply = |rows, prepared: &mut Prepared, out: &mut [f32]| {
            self.instructions.run(Multiply { input, rows, map, finish, prepared, out });
        };
        if let Some(first) = prepared.first_mut().filter(|_| part >= rows.len()) {
            return multiply(rows, first, out);
        }
        let outputs = map.scale.len();
        out[..rows.len() * outputs]
            .par_chunks_mut(part * outputs)
            .zip(prepared)
            .enumerate()
            .for_each(|(place, (out, prepared))| {
                let first = rows.start + place * part;
                multiply(first..rows.end.min(first + part), prepared, out);
            });
    }
}
