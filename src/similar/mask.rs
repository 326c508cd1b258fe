//! Which rows of a segment are dead: removed, or replaced by a later row.

/// A bit for each row, set where it is dead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Mask {
    words: Vec<u64>,
    dead: usize,
}

impl Mask {
    /// The mask of these words; rows that it does not reach are alive.
    pub(super) fn from_words(words: Vec<u64>) -> Self {
        let dead = words.iter().map(|word| word.count_ones() as usize).sum();
        Self { words, dead }
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    #[inline]
    pub(super) fn has(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word & 1 << (row % 64) != 0)
    }

    /// How many rows are dead.
    pub(super) fn dead(&self) -> usize {
        self.dead
    }

    pub(super) fn insert(&mut self, row: usize) {
        if !self.has(row) {
            if self.words.len() <= row / 64 {
                self.words.resize(row / 64 + 1, 0);
            }
            self.words[row / 64] |= 1 << (row % 64);
            self.dead += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_dies_once() {
        let mut mask = Mask::default();
        for row in [3, 64, 3, 1000] {
            mask.insert(row);
        }
        assert_eq!(mask.dead(), 3);
        assert!(mask.has(3) && mask.has(64) && mask.has(1000));
        assert!(!mask.has(4) && !mask.has(100_000));
        assert_eq!(Mask::from_words(mask.words().to_vec()), mask);
    }
}
