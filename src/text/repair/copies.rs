//! Finding stretches of text that stand further up already.
//!
//! One pass over the tokens: every [`SEED`] consecutive tokens are looked up among those seen
//! before; a hit is extended in both directions as far as the two places agree, and the search
//! goes on behind it. Only text that is no copy is indexed, so time and memory are linear.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::tokens::Tokens;

/// The shortest copy that is looked for, in tokens.
const SEED: usize = 8;

/// The tokens `[start, start + len)` are those at `source`, which lies before; the two may
/// overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) source: usize,
    pub(super) start: usize,
    pub(super) len: usize,
}

impl Repeat {
    pub(super) fn end(&self) -> usize {
        self.start + self.len
    }

    /// The number of tokens from the original to its copy.
    pub(super) fn distance(&self) -> usize {
        self.start - self.source
    }
}

/// All copies in a body, in the order of their starts.
pub(super) fn find(tokens: &Tokens) -> Vec<Repeat> {
    let ids = &tokens.ids;
    let mut copies = Vec::new();
    // Hashes instead of the seeds themselves, which take three times the memory; two seeds of one
    // hash cost a copy that is not found.
    let hasher = RandomState::new();
    let mut seen: HashMap<u64, u32> = HashMap::new();
    let mut at = 0;
    let mut floor = 0;
    while let Some(seed) = ids.get(at..at + SEED) {
        let hash = hasher.hash_one(seed);
        let source = seen.get(&hash).map(|&source| source as usize);
        if let Some(source) = source.filter(|&source| ids.get(source..source + SEED) == Some(seed))
        {
            let copy = extend(tokens, source, at, floor);
            (floor, at) = (copy.start + 1, copy.end());
            copies.push(copy);
        } else {
            seen.insert(hash, u32::try_from(at).unwrap_or(u32::MAX));
            at += 1;
        }
    }
    copies
}

/// Extends a hit as far as both places agree, backwards to `floor` at most.
fn extend(tokens: &Tokens, source: usize, start: usize, floor: usize) -> Repeat {
    let ids = &tokens.ids;
    let back = (1..=source.min(start.saturating_sub(floor)))
        .take_while(|back| ids[source - back] == ids[start - back])
        .count();
    let forward = ids[start..].iter().zip(&ids[source..]).take_while(|(a, b)| a == b).count();
    let mut copy = Repeat { source: source - back, start: start - back, len: back + forward };
    // A last copy may break off in the middle of a word.
    if copy.end() + 1 == ids.len() && tokens.last_word_is_cut(copy.source + copy.len) {
        copy.len += 1;
    }
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copies_of(body: &str) -> Vec<(usize, usize, usize)> {
        let tokens = Tokens::new(None, body);
        find(&tokens).into_iter().map(|copy| (copy.source, copy.start, copy.len)).collect()
    }

    #[test]
    fn a_copy_is_found_whatever_its_line_breaks() {
        let text = "one two three\nfour five six seven eight nine";
        assert_eq!(copies_of(text), []);
        let glued = text.replace('\n', " ");
        assert_eq!(copies_of(&format!("{text}\n{glued}")), [(0, 9, 9)]);
    }

    #[test]
    fn a_last_word_may_be_cut_short() {
        let text = "one two three four five six seven eight nineteen";
        assert_eq!(copies_of(&format!("{text}\n{}", &text[..text.len() - 4])), [(0, 9, 9)]);
        assert_eq!(copies_of(&format!("{text}\n{}x", &text[..text.len() - 4])), [(0, 9, 8)]);
    }

    #[test]
    fn a_last_word_that_is_a_sentence_is_whole() {
        let text = "one two three four five six seven eight\nnobody came\n";
        for end in ["No.", "no", "n"] {
            let body = format!("{text}one two three four five six seven eight\n{end}");
            assert_eq!(copies_of(&body), [(0, 10, 8)], "{end}");
        }
    }

    #[test]
    fn three_copies_are_one_that_overlaps_its_source() {
        let text = "one two three four five six seven eight nine\n";
        assert_eq!(copies_of(&text.repeat(3)), [(0, 9, 18)]);
    }
}
