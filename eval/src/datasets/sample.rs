//! A part of a data set: a random sample.
//!
//! In: items in the data's order. Out: fewer of them, in the same order, the same for the same
//! seed everywhere.
//!
//! ```
//! use nutgraf_eval::datasets::sample;
//!
//! let chosen = sample((0..100).collect::<Vec<_>>(), 10, 42);
//! assert_eq!(chosen.len(), 10);
//! assert!(chosen.is_sorted());
//! ```

use crate::random::Random;

/// A random sample of `count` items without replacement, in their order; all of them if there
/// are no more. Every sample of that size is as likely as another.
///
/// Selection sampling (Knuth, The Art of Computer Programming, 3.4.2, algorithm S).
#[must_use]
pub fn sample<T>(items: Vec<T>, count: usize, seed: u64) -> Vec<T> {
    let mut random = Random::new(seed);
    let (mut left, mut wanted) = (items.len(), count.min(items.len()));
    let mut chosen = Vec::with_capacity(wanted);
    for item in items {
        if random.below(left) < wanted {
            chosen.push(item);
            wanted -= 1;
        }
        left -= 1;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_sample_has_its_size_and_the_order(len in 0_usize..60, count in 0_usize..80, seed: u64) {
            let chosen = sample((0..len).collect(), count, seed);
            prop_assert_eq!(chosen.len(), count.min(len));
            prop_assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert_eq!(&chosen, &sample((0..len).collect::<Vec<_>>(), count, seed));
        }
    }

    #[test]
    fn every_item_is_as_likely() {
        let mut counts = [0_i32; 10];
        for seed in 0..10_000 {
            sample((0..10).collect(), 3, seed)
                .into_iter()
                .for_each(|item: usize| counts[item] += 1);
        }
        // 3,000 expected, with a standard deviation of 46
        assert!(counts.iter().all(|count| (count - 3_000).abs() < 230), "{counts:?}");
    }
}
