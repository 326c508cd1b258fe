//! Random numbers that are the same on every machine and in every version: SplitMix64 (Steele,
//! Lea & Flood 2014). Published figures depend on them, so no library's generator is used whose
//! stream may change with its version. Not for secrets.

/// A generator of random numbers.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The generator of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The generator of one of many rounds that can be run in any order.
    #[must_use]
    pub fn of_round(seed: u64, round: usize) -> Self {
        let stream = Self::new(seed).next_u64();
        Self::new(Self::new(stream ^ round as u64).next_u64())
    }

    /// The next 64 random bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = self.state;
        let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to but not `bound`, each as likely as the other (Lemire 2019).
    ///
    /// # Panics
    /// If `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        assert!(bound > 0, "there is no number below 0");
        let bound = bound as u64;
        loop {
            let product = u128::from(self.next_u64()) * u128::from(bound);
            let low = product as u64;
            if low >= bound || low >= bound.wrapping_neg() % bound {
                return (product >> 64) as usize;
            }
        }
    }

    /// Sets each value to 0 or to 1, each as likely.
    pub fn fill_coins(&mut self, values: &mut [f64]) {
        for values in values.chunks_mut(64) {
            let bits = self.next_u64();
            for (bit, value) in values.iter_mut().enumerate() {
                *value = ((bits >> bit) & 1) as f64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        let mut random = Random::new(1_234_567);
        let first = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973];
        assert_eq!([random.next_u64(), random.next_u64()], first);
    }

    #[test]
    fn every_number_is_as_likely() {
        let mut random = Random::new(7);
        let mut counts = [0usize; 6];
        for _ in 0..60_000 {
            counts[random.below(6)] += 1;
        }
        assert!(counts.iter().all(|count| (9_600..10_400).contains(count)), "{counts:?}");
    }

    #[test]
    fn coins_fall_on_both_sides() {
        let mut coins = vec![0.5; 10_000];
        Random::of_round(1, 9).fill_coins(&mut coins);
        assert!(coins.iter().all(|coin| *coin == 0.0 || *coin == 1.0));
        assert!((4_800.0..5_200.0).contains(&coins.iter().sum::<f64>()));
    }
}
