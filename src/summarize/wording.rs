//! Which of some groups of phrases stand in a text.
//!
//! In: groups of English phrases in small letters, and a text. Out: the groups that have a phrase in it,
//! at the beginning of a word. Each text is read once, however many phrases there are.

use std::collections::HashMap;

/// Groups of phrases, ready to be looked for.
#[derive(Debug)]
pub(super) struct Wording {
    /// The phrases that begin with each two bytes, with the bit of their group.
    by_beginning: HashMap<[u8; 2], Vec<(u64, &'static str)>>,
}

/// The groups that were found in a text, as bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Found(u64);

impl Wording {
    /// Phrases of two bytes or more; group `i` is of bit `i`, and there are at most 64.
    pub(super) fn new(groups: &[&'static [&'static str]]) -> Self {
        let mut by_beginning: HashMap<[u8; 2], Vec<(u64, &'static str)>> = HashMap::new();
        for (group, phrases) in groups.iter().enumerate().take(u64::BITS as usize) {
            for &phrase in *phrases {
                if let [first, second, ..] = *phrase.as_bytes() {
                    by_beginning.entry([first, second]).or_default().push((1 << group, phrase));
                }
            }
        }
        Self { by_beginning }
    }

    /// The groups that stand in `text`.
    pub(super) fn find(&self, text: &str) -> Found {
        let text = small(text);
        let bytes = text.as_bytes();
        let mut found = 0;
        let mut before = b' ';
        for (at, pair) in bytes.windows(2).enumerate() {
            let begins = !before.is_ascii_alphanumeric() && before < 128;
            before = bytes[at];
            if !begins {
                continue;
            }
            let Some(phrases) = self.by_beginning.get(pair) else { continue };
            for &(bit, phrase) in phrases {
                if found & bit == 0 && is_there(bytes, at, phrase) {
                    found |= bit;
                }
            }
        }
        Found(found)
    }
}

impl Found {
    /// Whether this group is among them.
    pub(super) fn has(self, group: usize) -> bool {
        self.0 >> group & 1 == 1
    }
}

/// Whether `phrase` stands at `at`, and no word goes on behind it.
fn is_there(bytes: &[u8], at: usize, phrase: &str) -> bool {
    let end = at + phrase.len();
    let is_whole = || {
        !phrase.ends_with(|c: char| c.is_ascii_alphanumeric())
            || bytes.get(end).is_none_or(|next| !next.is_ascii_alphanumeric())
    };
    bytes[at..].starts_with(phrase.as_bytes()) && is_whole()
}

/// `text` in small letters, with straight apostrophes that no space stands before ("it 's" in texts
/// that were cut into tokens).
pub(super) fn small(text: &str) -> String {
    let text = text.replace('’', "'").to_lowercase();
    if !text.contains(" '") && !text.contains(" n't") {
        return text;
    }
    [" 's", " n't", " 'm", " 've", " 're", " 'll", " 'd"]
        .iter()
        .fold(text, |text, part| text.replace(part, part.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_found_at_whole_words() {
        let wording = Wording::new(&[&["we must", "it's time"], &["overall"], &["about "]]);
        let found = |text| {
            let found = wording.find(text);
            [found.has(0), found.has(1), found.has(2)]
        };
        assert_eq!(found("Overall, we must mend the roof."), [true, true, false]);
        assert_eq!(found("It’s time to talk about boats."), [true, false, true]);
        assert_eq!(found("It's timely: overalls for all, if we mustered."), [false, false, false]);
        assert_eq!(found("It 's time that we must n't waste ."), [true, false, false]);
        assert_eq!(found(""), [false, false, false]);
        assert_eq!(found("Ü"), [false, false, false]);
        assert_eq!(found("überoverall"), [false, false, false]);
    }
}
