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

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::article::Sentence;
    use crate::summarize::{Budget, Document, Ranking, Score, Selection, Summary, select};

    const LINES: [&str; 4] = [
        "Michael Kim, 41, was arrested over a fire at the harbour of Wexley.",
        "The bakery nearby stayed closed for a week.",
        "Kim's trial begins in the spring, the court of Wexley announced.",
        "Bread costs more than in May.",
    ];

    const SHOWN: &str =
        "[Michael] Kim's trial begins in the spring, the court of Wexley announced.";

    fn count_words(text: &str) -> usize {
        text.unicode_words().count()
    }

    /// The summary's text, and the summary.
    fn summary(budget: Budget, verbatim: bool) -> (String, Summary) {
        let body = LINES.join("\n\n");
        let mut start = 0;
        let sentences = LINES.map(|line| {
            let span = Span::new(start, start + line.len());
            start = span.end + 2;
            Sentence { span, paragraph: 0 }
        });
        let document = Document {
            body: &body,
            title: None,
            language: Some("en"),
            sentences: &sentences,
            embeddings: None,
            count_words,
        };
        let scores = [0.1, 0.2, 0.9, 0.3].map(|score| Score::from_parts([("given", score)]));
        let ranking = Ranking::from_scores(scores.to_vec());
        let selection = Selection { verbatim, ..Selection::default() };
        let selected = select(&document, &ranking, budget, &selection);
        let summary = Summary::of("given", &ranking, selected);
        for insertion in summary.picks.iter().flat_map(|pick| &pick.insertions) {
            assert_eq!(format!("[{}]", &body[insertion.from.range()]), insertion.text.trim());
        }
        (summary.text(&body), summary)
    }

    #[test]
    fn a_pick_is_completed_where_it_is_shown() {
        let (text, one) = summary(Budget::sentences(1).unwrap(), false);
        assert_eq!(text, SHOWN);
        assert_eq!((one.picks[0].index, one.words()), (2, count_words(SHOWN)));
        let line = serde_json::to_value(&one.picks[0]).unwrap();
        assert_eq!(line["insertions"][0]["from"], serde_json::json!({"start": 0, "end": 7}));
        let (text, all) = summary(Budget::sentences(4).unwrap(), false);
        assert_eq!(text, LINES.join(" "), "the name is there");
        assert!(serde_json::to_value(&all.picks[2]).unwrap().get("insertions").is_none());
    }

    #[test]
    fn verbatim_sentences_stay_as_they_are() {
        for count in 1..=4 {
            let (text, some) = summary(Budget::sentences(count).unwrap(), true);
            assert!(!text.contains('['), "{text}");
            let picked: Vec<usize> = some.picks.iter().map(|pick| pick.index).collect();
            assert!(!picked.contains(&2) || picked.contains(&0), "{picked:?}");
        }
    }

    #[test]
    fn budgets_count_what_is_put_in() {
        for limit in 2..60 {
            let (text, some) = summary(Budget::words(limit).unwrap(), false);
            assert!(count_words(&text) <= limit, "{limit}: {text}");
            assert_eq!(count_words(&text), some.words());
            let (text, _) = summary(Budget::characters(limit * 4).unwrap(), false);
            assert!(text.chars().count() <= limit * 4, "{limit}: {text}");
            let (text, _) = summary(Budget::line(limit).unwrap(), false);
            assert!(count_words(&text) <= limit, "{limit}: {text}");
        }
        let (text, _) = summary(Budget::words(count_words(SHOWN)).unwrap(), false);
        assert_eq!(text, SHOWN);
    }
}
