//! An article's body as a page shows it: paragraphs of sentences, with the summary's marked in their place.
//!
//! In: a body, its sentences, the picks of a summary, and which sentences are new. Out: [`Paragraph`]s whose
//! texts, put together, are the body but for the lines between paragraphs.

use crate::article::{Sentence, Span};
use crate::summarize::Pick;

/// What stands between two paragraphs.
const BETWEEN: &str = "\n\n";

/// A paragraph.
pub(super) struct Paragraph<'a> {
    /// Its sentences, and what stands between them.
    pub(super) passages: Vec<Passage<'a>>,
}

/// A sentence, or what stands between two.
pub(super) struct Passage<'a> {
    /// The sentence's number, by which it is linked to; nothing between sentences.
    pub(super) number: Option<usize>,
    /// Whether it tells something new.
    pub(super) is_new: bool,
    /// Its text.
    pub(super) stretches: Vec<Stretch<'a>>,
}

/// Text that is all of the summary, or not at all.
pub(super) struct Stretch<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// Whether it is of the summary.
    pub(super) is_marked: bool,
}

/// The paragraphs of a body. `is_new` says so of each sentence, or of none.
pub(super) fn paragraphs<'a>(
    body: &'a str,
    sentences: &[Sentence],
    picks: &[Pick],
    is_new: &[bool],
) -> Vec<Paragraph<'a>> {
    let mut marks: Vec<Span> = picks.iter().map(|pick| pick.span).collect();
    marks.sort_unstable_by_key(|span| span.start);
    let mut numbered = sentences.iter().enumerate().peekable();
    let mut paragraphs = Vec::new();
    for range in ranges(body) {
        let mut passages = Vec::new();
        let mut shown = range.start;
        while let Some((number, sentence)) =
            numbered.next_if(|(_, sentence)| sentence.span.start < range.end)
        {
            let start = sentence.span.start.max(shown);
            // What goes on in the next paragraph is shown there, without its number.
            let end = sentence.span.end.clamp(start, range.end);
            if shown < start {
                passages.push(passage(body, Span::new(shown, start), None, false, &marks));
            }
            let is_new = is_new.get(number).copied().unwrap_or(false);
            passages.push(passage(body, Span::new(start, end), Some(number), is_new, &marks));
            shown = end;
        }
        if shown < range.end {
            passages.push(passage(body, Span::new(shown, range.end), None, false, &marks));
        }
        if !passages.is_empty() {
            paragraphs.push(Paragraph { passages });
        }
    }
    paragraphs
}

/// Where the paragraphs of a body are.
fn ranges(body: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    body.split(BETWEEN).map(move |text| {
        let span = Span::new(start, start + text.len());
        start = span.end + BETWEEN.len();
        span
    })
}

/// The text of a span, taken apart where marks begin and end.
fn passage<'a>(
    body: &'a str,
    span: Span,
    number: Option<usize>,
    is_new: bool,
    marks: &[Span],
) -> Passage<'a> {
    let mut stretches = Vec::new();
    let mut shown = span.start;
    let mut push = |from: usize, to: usize, is_marked: bool| {
        if let Some(text) = body.get(from..to).filter(|text| !text.is_empty()) {
            stretches.push(Stretch { text, is_marked });
        }
    };
    for mark in marks.iter().filter(|mark| mark.start < span.end && mark.end > span.start) {
        let start = mark.start.clamp(shown, span.end);
        let end = mark.end.clamp(start, span.end);
        push(shown, start, false);
        push(start, end, true);
        shown = end;
    }
    push(shown, span.end, false);
    Passage { number, is_new, stretches }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::{RuleSplitter, SentenceSplitter as _};
    use crate::summarize::Parts;

    fn pick(index: usize, span: Span) -> Pick {
        Pick {
            index,
            span,
            cut: false,
            role: None,
            words: 0,
            score: 0.0,
            parts: Parts::default(),
            insertions: Vec::new(),
        }
    }

    const BODY: &str = "The ferry stopped on Monday. Cracks were found in its hull.\n\nBuses run \
        instead. They take two hours.";

    #[test]
    fn sentences_cover_the_body() {
        for body in [BODY, "", "雪が降った。列車は止まった。\n\n再開は未定だ。", "One line"]
        {
            let sentences = RuleSplitter.split(body, None);
            let shown = paragraphs(body, &sentences, &[], &[]);
            let text = |paragraph: &Paragraph<'_>| {
                let stretches = paragraph.passages.iter().flat_map(|it| &it.stretches);
                stretches.map(|stretch| stretch.text).collect::<String>()
            };
            let together: Vec<String> = shown.iter().map(text).collect();
            assert_eq!(together.join(BETWEEN), body);
            let numbers = shown.iter().flat_map(|it| &it.passages).filter_map(|it| it.number);
            assert!(numbers.eq(0..sentences.len()), "each is linked to once");
        }
    }

    #[test]
    fn marks_stand_where_picks_are() {
        let sentences = RuleSplitter.split(BODY, Some("en"));
        // A cut one ends before its sentence.
        let cut = Span::new(sentences[2].span.start, sentences[2].span.start + 5);
        let picks = [pick(0, sentences[0].span), pick(2, cut)];
        let shown = paragraphs(BODY, &sentences, &picks, &[false, true]);
        let stretches = shown.iter().flat_map(|it| &it.passages).flat_map(|it| &it.stretches);
        let marked: Vec<&str> = stretches.filter(|it| it.is_marked).map(|it| it.text).collect();
        assert_eq!(marked, ["The ferry stopped on Monday.", "Buses"]);
        let passages: Vec<&Passage<'_>> = shown.iter().flat_map(|it| &it.passages).collect();
        let new: Vec<_> = passages.iter().filter(|it| it.is_new).map(|it| it.number).collect();
        assert_eq!(new, [Some(1)]);
    }

    #[test]
    fn spans_that_do_not_fit_lose_no_text() {
        let sentences = [
            Sentence { span: Span::new(0, 70), paragraph: 0 },
            Sentence { span: Span::new(62, 78), paragraph: 1 },
        ];
        let shown = paragraphs(BODY, &sentences, &[pick(0, Span::new(3, 400))], &[]);
        let stretches = shown.iter().flat_map(|it| &it.passages).flat_map(|it| &it.stretches);
        let length: usize = stretches.map(|it| it.text.len()).sum();
        assert_eq!(length, BODY.len() - BETWEEN.len());
    }
}
