//! The cutting of a batch into units of work: some whole texts each, spread over threads.

use std::ops::Range;

/// The most tokens of a unit of more than one text: its activations stay in the second cache
/// while the weights pass by.
const MAX_TOKENS: usize = 256;
/// The fewest tokens that are worth passing the weights by.
const MIN_TOKENS: usize = 32;

/// Cuts texts of these lengths, in tokens, into ranges of neighbours for so many threads.
pub(super) fn units(lengths: &[usize], threads: usize) -> Vec<Range<usize>> {
    let total: usize = lengths.iter().sum();
    let target = total.div_ceil(threads.max(1)).clamp(MIN_TOKENS, MAX_TOKENS);
    let mut units = Vec::new();
    let (mut start, mut tokens) = (0, 0);
    for (text, length) in lengths.iter().enumerate() {
        if text > start && tokens + length > target {
            units.push(start..text);
            (start, tokens) = (text, 0);
        }
        tokens += length;
    }
    if start < lengths.len() {
        units.push(start..lengths.len());
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_in_one_unit() {
        let lengths: Vec<usize> = (0..500).map(|text| text * 7 % 90).collect();
        for threads in [0, 1, 2, 64] {
            let units = units(&lengths, threads);
            assert_eq!(
                units.iter().cloned().flatten().collect::<Vec<_>>(),
                (0..500).collect::<Vec<_>>()
            );
            for unit in units {
                let tokens: usize = lengths[unit.clone()].iter().sum();
                assert!(tokens <= MAX_TOKENS || unit.len() == 1);
            }
        }
    }

    #[test]
    fn a_small_batch_is_shared_by_the_threads() {
        assert_eq!(units(&[30; 8], 2), [0..4, 4..8]);
        assert_eq!(units(&[10; 3], 8).len(), 1);
        assert_eq!(units(&[600, 5], 1), [0..1, 1..2]);
        assert!(units(&[], 2).is_empty());
    }
}
