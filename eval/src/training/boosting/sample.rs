//! Draws without putting back.

use crate::random::Random;

/// A share of the numbers below `n` (rounded, at least one), each set of that size as likely as
/// the other, in ascending order: selection sampling (Knuth, *The Art of Computer Programming*,
/// volume 2, algorithm 3.4.2 S). All of them where the share is 1, without a draw.
pub(super) fn sample(n: usize, fraction: f64, random: &mut Random) -> Vec<usize> {
    let mut wanted = ((n as f64 * fraction).round() as usize).clamp(1, n);
    if wanted == n {
        return (0..n).collect();
    }
    let mut drawn = Vec::with_capacity(wanted);
    for number in 0..n {
        if random.below(n - number) < wanted {
            drawn.push(number);
            wanted -= 1;
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_that_many_each_as_often() {
        let mut random = Random::new(3);
        let mut counts = [0; 10];
        for _ in 0..10_000 {
            let drawn = sample(10, 0.3, &mut random);
            assert_eq!(drawn.len(), 3);
            assert!(drawn.is_sorted_by(|a, b| a < b));
            drawn.iter().for_each(|&number| counts[number] += 1);
        }
        assert!(counts.iter().all(|count| (2_800..3_200).contains(count)), "{counts:?}");
    }

    #[test]
    fn draws_at_least_one_and_at_most_all() {
        let mut random = Random::new(3);
        assert_eq!(sample(5, 0.01, &mut random).len(), 1);
        assert_eq!(sample(3, 1.0, &mut random), [0, 1, 2]);
    }
}
