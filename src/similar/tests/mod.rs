//! The two kinds of index against each other, and the stored form against damage.

mod search;
mod storage;

use super::{Hit, HnswIndex, Rows, SimilarIndex};
use crate::article::ArticleId;

/// SplitMix64: numbers that are the same in every run.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Around 0, nearly normal.
    fn value(&mut self) -> f32 {
        (0..4).map(|_| (self.bits() >> 40) as f32 / (1u64 << 24) as f32 - 0.5).sum()
    }

    pub(super) fn vector(&mut self, dimensions: usize) -> Vec<f32> {
        (0..dimensions).map(|_| self.value()).collect()
    }

    pub(super) fn near(&mut self, centre: &[f32], noise: f32) -> Vec<f32> {
        centre.iter().map(|x| x + noise * self.value()).collect()
    }
}

/// `count` vectors around `clusters` centres.
pub(super) fn clustered(
    random: &mut Random,
    count: usize,
    clusters: usize,
    dimensions: usize,
) -> Vec<Vec<f32>> {
    let centres: Vec<_> = (0..clusters).map(|_| random.vector(dimensions)).collect();
    (0..count).map(|i| random.near(&centres[i % clusters], 0.6)).collect()
}

pub(super) fn rows_of(vectors: &[Vec<f32>]) -> Rows {
    let mut rows = Rows::new(vectors.first().map_or(8, Vec::len));
    assert!(vectors.iter().all(|vector| rows.push(vector)));
    rows
}

fn id(number: usize) -> ArticleId {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&(number as u64).to_be_bytes());
    ArticleId::from_bytes(bytes)
}
