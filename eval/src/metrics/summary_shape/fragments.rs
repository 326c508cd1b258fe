//! How much of a summary is copied from its document, and in how long pieces.
//!
//! In come the words of both; out come the extractive fragments, runs of words that they share, with
//! the coverage and density of Grusky, Naaman and Artzi, *Newsroom: A Dataset of 1.3 Million
//! Summaries with Diverse Extractive Strategies*, NAACL 2018. Where several runs could be taken the
//! choice is that of their implementation (<https://github.com/lil-lab/newsroom>).

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The fragments of a summary.
///
/// ```
/// use nutgraf_eval::metrics::summary_shape::fragments::Fragments;
///
/// let document = ["the", "old", "ferry", "sank", "at", "noon"];
/// let fragments = Fragments::new(&["the", "ferry", "sank", "today"], &document);
/// assert_eq!(fragments.spans, [0..1, 1..3]);
/// assert_eq!(fragments.coverage(), Some(3.0 / 4.0));
/// assert_eq!(fragments.density(), Some((1.0 + 4.0) / 4.0));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fragments {
    /// Where in the summary, in words, each fragment is; in order and without overlap.
    pub spans: Vec<Range<usize>>,
    /// How many words the summary has.
    pub summary_words: usize,
}

impl Fragments {
    /// Finds the fragments greedily: from the first word of the summary on, the longest run that the
    /// document has too, and then from the word after it.
    ///
    /// As in the implementation of the authors, the document is searched from its start and the
    /// search goes on after each run that matched; a longer one that begins inside a shorter one is
    /// not seen.
    #[must_use]
    pub fn new<T: Eq + Hash>(summary: &[T], document: &[T]) -> Self {
        let mut places: HashMap<&T, Vec<usize>> = HashMap::new();
        for (place, word) in document.iter().enumerate() {
            places.entry(word).or_default().push(place);
        }
        let mut spans = Vec::new();
        let mut start = 0;
        while start < summary.len() {
            let rest = &summary[start..];
            let starts = places.get(&rest[0]).map_or(&[][..], Vec::as_slice);
            let length = longest_run(rest, document, starts);
            if length > 0 {
                spans.push(start..start + length);
            }
            start += length.max(1);
        }
        Self { spans, summary_words: summary.len() }
    }

    /// Coverage: the share of the words of the summary that are in a fragment, 1 for an extract.
    /// `None` for a summary without words.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        self.per_word(|length| length)
    }

    /// Density: the squared lengths of the fragments, divided by the words of the summary; that is
    /// how long the fragment is to which a word belongs, in the mean. At most the number of words.
    /// `None` for a summary without words.
    #[must_use]
    pub fn density(&self) -> Option<f64> {
        self.per_word(|length| length * length)
    }

    fn per_word(&self, value: impl Fn(usize) -> usize) -> Option<f64> {
        let sum: usize = self.spans.iter().map(|span| value(span.len())).sum();
        (self.summary_words > 0).then(|| sum as f64 / self.summary_words as f64)
    }
}

/// The longest beginning of `words` that stands in the document at one of `starts`, which are
/// ascending; those inside an earlier match are passed over.
fn longest_run<T: Eq>(words: &[T], document: &[T], starts: &[usize]) -> usize {
    let mut longest = 0;
    let mut searched = 0;
    for &start in starts {
        if start < searched {
            continue;
        }
        let length = words.iter().zip(&document[start..]).take_while(|(a, b)| a == b).count();
        searched = start + length;
        longest = longest.max(length);
    }
    longest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }

    #[test]
    fn a_copied_sentence_is_one_fragment() {
        let document = tokens("rain fell . the dam held . people left");
        let fragments = Fragments::new(&tokens("the dam held ."), &document);
        assert_eq!((fragments.coverage(), fragments.density()), (Some(1.0), Some(4.0)));
    }

    #[test]
    fn the_longest_run_is_taken_wherever_it_is() {
        let document = tokens("the dam broke , but the dam held for now");
        let fragments = Fragments::new(&tokens("and the dam held today the"), &document);
        assert_eq!(fragments.spans, [1..4, 5..6]);
    }

    #[test]
    fn a_run_inside_a_shorter_one_is_passed_over() {
        // "a a b" begins inside the match "a a" at the start of the document.
        let fragments = Fragments::new(&tokens("a a b"), &tokens("a a a b"));
        assert_eq!(fragments.spans, [0..2, 2..3]);
    }

    #[test]
    fn empty_sides() {
        let empty = Fragments::new::<&str>(&[], &["a"]);
        assert_eq!((empty.coverage(), empty.density()), (None, None));
        let alien = Fragments::new(&["a"], &[]);
        assert_eq!((alien.coverage(), alien.density()), (Some(0.0), Some(0.0)));
    }

    proptest! {
        #[test]
        fn fragments_are_runs_of_the_document(
            summary in prop::collection::vec(0u8..4, 0..20),
            document in prop::collection::vec(0u8..4, 0..30),
        ) {
            let fragments = Fragments::new(&summary, &document);
            for span in &fragments.spans {
                let run = &summary[span.clone()];
                prop_assert!(document.windows(run.len()).any(|window| window == run));
            }
            prop_assert!(fragments.spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let known = summary.iter().filter(|word| document.contains(word)).count();
            prop_assert_eq!(fragments.spans.iter().map(Range::len).sum::<usize>(), known);
            prop_assert!(fragments.coverage() <= fragments.density());
        }
    }
}
