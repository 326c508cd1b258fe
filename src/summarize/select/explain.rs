//! Why each sentence of a document is in its summary, or is not.

use serde::Serialize;

use super::{Candidates, NEAR, Selection};
use crate::article::Span;
use crate::summarize::discourse::{Kind, Said};
use crate::summarize::{Document, Pick, Ranking};

/// What became of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// It was picked.
    Picked,
    /// It was picked for the sake of a sentence that refers to it.
    Antecedent,
    /// It states nothing: a caption, a byline, a heading.
    Fragment,
    /// It says nothing about what was asked.
    Irrelevant,
    /// It says what another says that was picked.
    Repeats {
        /// The number of that sentence in the document.
        of: usize,
    },
    /// Beside what was picked, it would be left dangling.
    Dangles {
        /// What would be wrong with it.
        kind: Kind,
        /// The words at fault, in the body.
        #[serde(flatten)]
        span: Span,
    },
    /// Others rank higher, or it does not fit.
    Outranked,
}

/// What became of each sentence of `document`, where `picks` were selected by this ranking.
#[must_use]
pub fn explain(
    document: &Document<'_>,
    ranking: &Ranking,
    picks: &[Pick],
    selection: &Selection,
) -> Vec<Verdict> {
    let candidates = Candidates::new(document, ranking, selection);
    let mut picked: Vec<usize> = picks.iter().map(|pick| pick.index).collect();
    picked.sort_unstable();
    let said = candidates.auditor.as_ref().map(|auditor| auditor.said(&picked));
    let beside = Beside { picked: &picked, said: said.as_ref() };
    let verdict = |i| match i < candidates.spans.len() {
        true => candidates.verdict(i, &beside),
        false => Verdict::Outranked,
    };
    (0..document.sentences.len()).map(verdict).collect()
}

/// What was picked.
struct Beside<'a> {
    /// The numbers of the sentences, ascending.
    picked: &'a [usize],
    /// Their words.
    said: Option<&'a Said>,
}

impl Beside<'_> {
    /// What was picked near sentence `i`, or all where that is little.
    fn near(&self, i: usize, is_long: bool) -> &[usize] {
        if !is_long || self.picked.len() <= NEAR {
            return self.picked;
        }
        let from = self.picked.partition_point(|&j| j + NEAR < i);
        let to = self.picked.partition_point(|&j| j <= i + NEAR);
        &self.picked[from..to]
    }
}

impl Candidates<'_> {
    fn verdict(&self, i: usize, beside: &Beside<'_>) -> Verdict {
        let picked = beside.picked;
        let is_picked = picked.binary_search(&i).is_ok();
        match (is_picked, self.is_relevant(i)) {
            (true, true) => return Verdict::Picked,
            (true, false) => return Verdict::Antecedent,
            (false, false) => return Verdict::Irrelevant,
            (false, true) => {}
        }
        if !self.is_statement[i] {
            return Verdict::Fragment;
        }
        if let Some(&of) =
            beside.near(i, self.is_long()).iter().find(|&&j| self.comparison.repeat(i, j))
        {
            return Verdict::Repeats { of };
        }
        let faults = match (&self.auditor, beside.said) {
            (Some(auditor), Some(said)) => auditor.check_beside(i, picked, said),
            _ => Vec::new(),
        };
        match faults.into_iter().next() {
            Some(fault) => {
                let start = self.document.sentences[i].span.start;
                let span = Span::new(start + fault.span.start, start + fault.span.end);
                Verdict::Dangles { kind: fault.kind, span }
            }
            None => Verdict::Outranked,
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::article::Sentence;
    use crate::summarize::{Budget, Lead, SentenceScorer, select};

    #[test]
    fn every_sentence_has_its_verdict() {
        let lines = [
            "Anna Okafor has run the harbour bakery for nine years.",
            "Photo: Getty",
            "For nine years Anna Okafor has run the harbour bakery.",
            "But the council has not answered her letters.",
            "The warehouse next door has been empty since May.",
        ];
        let body = lines.join(" ");
        let mut start = 0;
        let sentences = lines.map(|line| {
            let span = Span::new(start, start + line.len());
            start = span.end + 1;
            Sentence { span, paragraph: 0 }
        });
        let document = Document {
            body: &body,
            title: None,
            language: Some("en"),
            sentences: &sentences,
            embeddings: None,
            count_words: |text| text.unicode_words().count(),
        };
        let (ranking, selection) = (Lead.rank(&document).unwrap(), Selection::default());
        let one = select(&document, &ranking, Budget::sentences(1).unwrap(), &selection);
        let verdicts = explain(&document, &ranking, &one.picks, &selection);
        let but = document.body.find("But").unwrap();
        let span = Span::new(but, but + 3);
        let expected = [
            Verdict::Picked,
            Verdict::Fragment,
            Verdict::Repeats { of: 0 },
            Verdict::Dangles { kind: Kind::BrokenConnective, span },
            Verdict::Outranked,
        ];
        assert_eq!(verdicts, expected);
    }
}
