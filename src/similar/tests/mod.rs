//! The index against the exact answer, and its files against damage.

mod search;
mod storage;

/// SplitMix64: numbers that are the same in every run.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn bits(&mut self) -> u64 {
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
fn clustered(
    random: &mut Random,
    count: usize,
    clusters: usize,
    dimensions: usize,
) -> Vec<Vec<f32>> {
    let centres: Vec<_> = (0..clusters).map(|_| random.vector(dimensions)).collect();
    (0..count).map(|i| random.near(&centres[i % clusters], 0.6)).collect()
}
