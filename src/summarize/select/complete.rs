//! What is put into picks in square brackets, so that they can be understood alone.
//!
//! In: the picks in the order of the document. Out: the same, each with the [`Insertion`]s that it
//! needs beside those before it. A pick that was cut has none: its budget has no room for them.

use super::{Candidates, Unit};
use crate::article::Span;
use crate::summarize::discourse;
use crate::summarize::summary::{Insertion, Pick};

impl Candidates<'_> {
    /// Completes the picks, which are in the order of the document, while `fits` holds for each.
    pub(super) fn complete(&self, picks: &mut [Pick], fits: impl Fn(&Pick) -> bool) {
        let Some(auditor) = &self.auditor else { return };
        let indices: Vec<usize> = picks.iter().map(|pick| pick.index).collect();
        for pick in picks.iter_mut().filter(|pick| !pick.cut) {
            let found = auditor.insertions(pick.index, &indices);
            let insertions: Vec<Insertion> =
                found.into_iter().filter_map(|it| self.in_body(pick, it)).collect();
            let words: usize = insertions.iter().map(|it| self.words_of(&it.text)).sum();
            let completed = Pick { words: pick.words + words, insertions, ..pick.clone() };
            if fits(&completed) {
                *pick = completed;
            }
        }
    }

    /// The insertion, where it lies in the body and in the pick.
    fn in_body(&self, pick: &Pick, insertion: &discourse::Insertion) -> Option<Insertion> {
        let source = self.document.sentences.get(insertion.source)?.span.start;
        let at = self.document.sentences.get(pick.index)?.span.start + insertion.at;
        let from = Span::new(source + insertion.from.start, source + insertion.from.end);
        let lies_within = pick.span.start <= at && at <= pick.span.end;
        lies_within.then(|| Insertion { at, text: insertion.text.clone(), from })
    }

    /// How much may be put into sentence `i` at most.
    pub(super) fn most_inserted(&self, i: usize, unit: Unit) -> usize {
        let Some(auditor) = &self.auditor else { return 0 };
        let measure = |text: &str| match unit {
            Unit::Words => self.words_of(text),
            Unit::Characters => text.chars().count(),
        };
        auditor.insertions(i, &[i]).into_iter().map(|it| measure(&it.text)).sum()
    }

    fn words_of(&self, text: &str) -> usize {
        (self.document.count_words)(text)
    }
}
