//! How well predicted sentence spans agree with gold ones.
//!
//! In come the text and two lists of byte ranges; out come [`Counts`] of one document, which can be
//! summed over documents before dividing. Two views:
//!
//! - **boundaries**: the ends of sentences inside the document. An end at the end of the text, which
//!   nobody can miss, is not counted.
//! - **spans**: sentences of which both ends are right. This is harsher: a missed boundary spoils
//!   two gold sentences.
//!
//! Spans are trimmed of white space before they are compared, so that it does not matter to which
//! sentence the space between two belongs. Spans that are empty then count nowhere, and spans that
//! occur twice count once. Order does not matter.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::counts::Counts;

/// The agreement of one document; add documents up with `+` or `sum` before taking shares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The ends of sentences inside the document.
    pub boundaries: Counts,
    /// Sentences with both ends right.
    pub spans: Counts,
}

/// A span that does not lie in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSpan {
    /// The span as given.
    pub span: Range<usize>,
    /// The length of the text in bytes.
    pub text_length: usize,
}

impl fmt::Display for InvalidSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range { start, end } = self.span;
        write!(
            f,
            "no sentence can be at {start}..{end} of a text of {} bytes: check that the offsets \
             belong to this text and are in bytes, or in characters where those are asked for",
            self.text_length
        )
    }
}

impl std::error::Error for InvalidSpan {}

impl std::ops::Add for Agreement {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { boundaries: self.boundaries + other.boundaries, spans: self.spans + other.spans }
    }
}

impl std::iter::Sum for Agreement {
    fn sum<I: Iterator<Item = Self>>(documents: I) -> Self {
        documents.fold(Self::default(), std::ops::Add::add)
    }
}

/// Compares the sentences of one document. Spans are byte ranges of `text`; a document without
/// gold sentences and without predicted ones has no counts.
///
/// ```
/// use nutgraf_eval::metrics::segmentation::agreement;
///
/// let text = "It rained. We left. Nobody came.";
/// let counts = agreement(text, &[0..10, 10..32], &[0..10, 11..19, 20..32])?;
/// assert_eq!(counts.boundaries.recall(), Some(0.5));
/// assert_eq!(counts.boundaries.precision(), Some(1.0));
/// assert_eq!(counts.spans.recall(), Some(1.0 / 3.0));
/// # Ok::<(), nutgraf_eval::metrics::segmentation::InvalidSpan>(())
/// ```
///
/// # Errors
/// [`InvalidSpan`] if a span is not in the text, cuts a character or ends before it starts.
pub fn agreement(
    text: &str,
    predicted: &[Range<usize>],
    gold: &[Range<usize>],
) -> Result<Agreement, InvalidSpan> {
    let (predicted, gold) = (trimmed(text, predicted)?, trimmed(text, gold)?);
    let (predicted_ends, gold_ends) = (inner_ends(text, &predicted), inner_ends(text, &gold));
    Ok(Agreement {
        boundaries: Counts::of_sorted(&predicted_ends, &gold_ends),
        spans: Counts::of_sorted(&predicted, &gold),
    })
}

/// The spans without white space at their ends, as sorted pairs of offsets.
fn trimmed(text: &str, spans: &[Range<usize>]) -> Result<Vec<(usize, usize)>, InvalidSpan> {
    let mut trimmed = Vec::with_capacity(spans.len());
    for span in spans {
        let sentence = text
            .get(span.clone())
            .ok_or_else(|| InvalidSpan { span: span.clone(), text_length: text.len() })?;
        let start = span.end - sentence.trim_start().len();
        let end = span.start + sentence.trim_end().len();
        if start < end {
            trimmed.push((start, end));
        }
    }
    trimmed.sort_unstable();
    trimmed.dedup();
    Ok(trimmed)
}

fn inner_ends(text: &str, spans: &[(usize, usize)]) -> Vec<usize> {
    let last = text.trim_end().len();
    let mut ends: Vec<usize> = spans.iter().map(|span| span.1).filter(|&end| end < last).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = " Où est-il ?  Ici. Là-bas.\n";

    fn counts(true_positives: usize, false_positives: usize, false_negatives: usize) -> Counts {
        Counts { true_positives, false_positives, false_negatives }
    }

    /// The byte ranges of the sentences in [`TEXT`].
    fn sentences() -> Vec<Range<usize>> {
        let gold = ["Où est-il ?", "Ici.", "Là-bas."];
        let start = |sentence: &str| TEXT.find(sentence).unwrap();
        gold.iter().map(|s| start(s)..start(s) + s.len()).collect()
    }

    #[test]
    fn white_space_and_order_do_not_matter() {
        let gold = sentences();
        let loose = [
            gold[1].start..gold[2].start,
            0..gold[1].start,
            gold[2].start..TEXT.len(),
            0..1,
            gold[1].clone(),
        ];
        let expected = Agreement { boundaries: counts(2, 0, 0), spans: counts(3, 0, 0) };
        assert_eq!(agreement(TEXT, &loose, &gold).unwrap(), expected);
    }

    #[test]
    fn a_boundary_too_many_or_too_few() {
        let gold = sentences();
        let (first, end) = (gold[0].clone(), TEXT.trim_end().len());
        let merged = [first.clone(), gold[1].start..end];
        let expected = Agreement { boundaries: counts(1, 0, 1), spans: counts(1, 1, 2) };
        assert_eq!(agreement(TEXT, &merged, &gold).unwrap(), expected);
        let expected = Agreement { boundaries: counts(1, 1, 0), spans: counts(1, 2, 1) };
        assert_eq!(agreement(TEXT, &gold, &merged).unwrap(), expected);
    }

    #[test]
    fn nothing_on_one_side_or_on_both() {
        let gold = sentences();
        assert_eq!(agreement(TEXT, &[], &gold).unwrap().boundaries, counts(0, 0, 2));
        assert_eq!(agreement(TEXT, &[], &gold).unwrap().spans, counts(0, 0, 3));
        assert_eq!(agreement("", &[], &[]).unwrap(), Agreement::default());
        assert_eq!(agreement("  ", &[0..2, 1..1], &[]).unwrap(), Agreement::default());
    }

    #[test]
    fn spans_outside_the_text_are_refused() {
        // Byte 3 is inside a character.
        for span in [0..3, 0..999] {
            let error = agreement(TEXT, std::slice::from_ref(&span), &[]).unwrap_err();
            assert_eq!(error, InvalidSpan { span, text_length: TEXT.len() });
        }
    }

    proptest! {
        #[test]
        fn swapping_the_sides_swaps_precision_and_recall(
            cuts in prop::collection::vec((any::<bool>(), any::<bool>()), 1..30),
        ) {
            let text = "x ".repeat(cuts.len());
            let spans = |cut: &dyn Fn(&(bool, bool)) -> bool| {
                let mut start = 0;
                let mut spans = Vec::new();
                for (index, flags) in cuts.iter().enumerate() {
                    if cut(flags) || index + 1 == cuts.len() {
                        spans.push(start..2 * index + 2);
                        start = 2 * index + 2;
                    }
                }
                spans
            };
            let (one, other) = (spans(&|flags| flags.0), spans(&|flags| flags.1));
            let there = agreement(&text, &one, &other).unwrap();
            let back = agreement(&text, &other, &one).unwrap();
            prop_assert_eq!(there.boundaries.precision(), back.boundaries.recall());
            prop_assert_eq!(there.spans.f1(), back.spans.f1());
            let inner = cuts[..cuts.len() - 1].iter();
            let both = inner.filter(|flags| flags.0 && flags.1).count();
            prop_assert_eq!(there.boundaries.true_positives, both);
        }
    }
}
