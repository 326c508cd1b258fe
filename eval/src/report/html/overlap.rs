//! Overlap of two texts: the pairs of neighbouring words that both have, set in bold.
//!
//! It is for the eye and no metric: words are runs of letters and digits without regard to case,
//! nothing is stemmed, and a pair counts only if one of its words has [`LONG`] letters or more, so
//! that "of the" is not taken for a likeness.

use std::collections::HashSet;
use std::ops::Range;

use super::svg::escape;

/// From how many characters on a word is long enough to speak for a likeness.
const LONG: usize = 4;

/// The pairs of neighbouring words of a text.
#[derive(Default)]
pub(super) struct Bigrams(HashSet<(String, String)>);

impl Bigrams {
    /// The pairs of these sentences; none goes over the end of a sentence.
    pub(super) fn of<'a>(sentences: impl IntoIterator<Item = &'a String>) -> Self {
        let mut bigrams = HashSet::new();
        for sentence in sentences {
            let words: Vec<String> =
                words(sentence).into_iter().map(|word| sentence[word].to_lowercase()).collect();
            bigrams.extend(words.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())));
        }
        Self(bigrams)
    }

    /// `text` as HTML, the words that are in a pair of these in bold.
    pub(super) fn emphasise(&self, text: &str) -> String {
        let mut html = String::with_capacity(text.len() + 16);
        let mut end = 0;
        for shared in self.shared(text) {
            html.push_str(&escape(&text[end..shared.start]));
            html.push_str("<b>");
            html.push_str(&escape(&text[shared.clone()]));
            html.push_str("</b>");
            end = shared.end;
        }
        html.push_str(&escape(&text[end..]));
        html
    }

    /// The parts of `text` that are pairs of these; neighbouring ones are one part.
    fn shared(&self, text: &str) -> Vec<Range<usize>> {
        let words = words(text);
        let mut parts: Vec<Range<usize>> = Vec::new();
        for pair in words.windows(2) {
            let (first, second) = (&text[pair[0].clone()], &text[pair[1].clone()]);
            let speaks = first.chars().count() >= LONG || second.chars().count() >= LONG;
            if !speaks || !self.0.contains(&(first.to_lowercase(), second.to_lowercase())) {
                continue;
            }
            match parts.last_mut() {
                Some(part) if part.end >= pair[0].start => part.end = pair[1].end,
                _ => parts.push(pair[0].start..pair[1].end),
            }
        }
        parts
    }
}

/// The bytes of each word.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (start, character) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let end = start + character.len_utf8();
        match words.last_mut() {
            Some(word) if word.end == start => word.end = end,
            _ => words.push(start..end),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emphasised(reference: &str, text: &str) -> String {
        Bigrams::of(&[reference.to_owned()]).emphasise(text)
    }

    #[test]
    fn pairs_grow_together() {
        let html = emphasised("The old ferry sank at dawn.", "An old ferry sank; at night.");
        assert_eq!(html, "An <b>old ferry sank; at</b> night.");
    }

    #[test]
    fn pairs_of_short_words_do_not_count() {
        assert_eq!(emphasised("one of the few", "two of the men"), "two of the men");
    }

    #[test]
    fn everything_is_escaped() {
        let html = emphasised("a <tall tower> fell", "<i>a <tall tower> & more");
        assert_eq!(html, "&lt;i&gt;<b>a &lt;tall tower</b>&gt; &amp; more");
    }

    #[test]
    fn letters_of_several_bytes_are_whole() {
        assert_eq!(emphasised("Çelik köprü", "— çelik KÖPRÜ —"), "— <b>çelik KÖPRÜ</b> —");
    }
}
