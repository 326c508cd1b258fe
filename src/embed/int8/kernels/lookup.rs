//! Token, position and token-type vectors, straight from their int8 rows.

use crate::embed::int8::isa::{Kernel, LANES, Lanes, TileProduct};

/// The rows of an embedding: a row is its i8 values times its scale.
#[derive(Clone, Copy)]
pub(in crate::embed::int8) struct Rows<'a> {
    /// i8 `[rows, width]`
    pub(in crate::embed::int8) values: &'a [u8],
    /// `[rows]`
    pub(in crate::embed::int8) scale: &'a [f32],
}

impl<'a> Rows<'a> {
    #[inline(always)]
    fn row(&self, row: usize, width: usize) -> (&'a [[u8; LANES]], f32) {
        (self.values[row * width..][..width].as_chunks().0, self.scale[row])
    }
}

/// The sum of the three embeddings of each token of a text.
pub(in crate::embed::int8) struct Lookup<'a> {
    pub(in crate::embed::int8) ids: &'a [u32],
    pub(in crate::embed::int8) word: Rows<'a>,
    pub(in crate::embed::int8) position: Rows<'a>,
    /// The position of the first token.
    pub(in crate::embed::int8) first_position: usize,
    /// Of which the first row is every token's.
    pub(in crate::embed::int8) token_type: Rows<'a>,
    /// `[tokens, width]`
    pub(in crate::embed::int8) out: &'a mut [f32],
}

impl Kernel for Lookup<'_> {
    #[inline(always)]
    fn run<L: Lanes, T: TileProduct>(self, l: L, _: T) {
        let width = self.out.len() / self.ids.len().max(1);
        let (token_type, type_scale) = self.token_type.row(0, width);
        let type_scale = l.splat(type_scale);
        for (token, (id, out)) in self.ids.iter().zip(self.out.chunks_exact_mut(width)).enumerate()
        {
            let (word, word_scale) = self.word.row(*id as usize, width);
            let (position, position_scale) = self.position.row(self.first_position + token, width);
            let (word_scale, position_scale) = (l.splat(word_scale), l.splat(position_scale));
            let rows = word.iter().zip(position).zip(token_type);
            for (((word, position), token_type), out) in rows.zip(out.as_chunks_mut().0) {
                let sum = l.mul(l.load_i8(token_type), type_scale);
                let sum = l.mul_add(l.load_i8(position), position_scale, sum);
                l.store(l.mul_add(l.load_i8(word), word_scale, sum), out);
            }
        }
    }
}
