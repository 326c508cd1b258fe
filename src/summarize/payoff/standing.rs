//! Where each sentence stands in its piece: in which section, behind which question, near the subject.
//!
//! In: a document and the kinds of its lines. Out: a [`Standing`] for each sentence.

use std::collections::{HashMap, HashSet};

use crate::summarize::Document;
use crate::summarize::kind::mark::mark;
use crate::summarize::line_kind::LineKind;
use crate::summarize::wording::small;

/// The sections that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Before the first heading.
    Opening,
    /// Under a heading such as "Key takeaways".
    Takeaways,
    /// Under a heading such as "Verdict" or "Conclusion".
    Verdict,
    /// Elsewhere.
    Body,
}

/// Where a sentence stands.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub(super) section: Section,
    /// How many statements stand between it and the question before it, if that is near.
    pub(super) behind_question: Option<usize>,
    /// How many of the words of that question it has, from 0 to 1.
    pub(super) answers: f32,
    /// How much it has of what the piece is about, from 0 to 1.
    pub(super) subject: f32,
    /// It is the first statement.
    pub(super) is_first: bool,
    pub(super) begins_paragraph: bool,
    /// It stands under "About" the house that speaks.
    pub(super) is_boilerplate: bool,
}

/// Headings of what a piece comes to.
const TAKEAWAYS: &[&str] = &[
    "key takeaways",
    "key points",
    "takeaways",
    "quick takeaways",
    "tl;dr",
    "tl;dr:",
    "tldr",
    "tldr:",
    "summary",
    "in short",
    "at a glance",
    "quick facts",
    "quick summary",
    "the short answer",
    "the short version",
    "highlights",
    "what we know",
];

/// Headings of a judgement.
const VERDICTS: &[&str] = &[
    "verdict",
    "our verdict",
    "the verdict",
    "final verdict",
    "our ruling",
    "conclusion",
    "conclusions",
    "final thoughts",
    "the bottom line",
    "bottom line",
    "final words",
    "final word",
    "final take",
    "wrap up",
    "wrapping up",
    "in conclusion",
    "to sum up",
    "overall",
];

/// Words that tell nothing of a subject.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "the", "and", "for", "with", "that", "this", "from", "your", "you", "are", "was", "were", "how", "what", "why", "who", "when", "which",
    "will", "can", "has", "have", "had", "not", "but", "its", "his", "her", "their", "our", "into", "out", "about", "more", "most", "best",
    "top", "new", "all", "one", "two", "they", "them", "than", "then", "there", "here", "would", "could", "should", "been", "being", "also",
    "just", "like", "some", "any", "other", "only", "over", "make", "made", "get", "it's", "said", "says", "people", "time", "way", "ways",
    "use", "even", "very", "much", "many", "these", "those", "while", "where", "every", "does", "did", "don't", "because", "really", "good",
];

pub(super) fn standings(document: &Document<'_>, lines: &[LineKind]) -> Vec<Standing> {
    let texts: Vec<String> = document.texts().map(small).collect();
    let subject = Subject::new(document.title, &texts);
    let (mut section, mut question) = (Section::Opening, None::<(HashSet<&str>, usize)>);
    let (mut is_boilerplate, mut last, mut is_first) = (false, usize::MAX, true);
    let mut standings = Vec::with_capacity(texts.len());
    for (i, text) in texts.iter().enumerate() {
        let paragraph = document.sentences[i].paragraph;
        let line = lines.get(i).copied().unwrap_or(LineKind::Prose);
        let text = text.trim();
        let is_short = text.split_whitespace().take(9).count() < 9;
        let opens = paragraph != last;
        if !line.states() && is_short && opens {
            let title = text
                .trim_start_matches(|c: char| !c.is_alphabetic())
                .trim_end_matches([':', '.', '!']);
            let begins = |known: &&str| title == *known || title.starts_with(&format!("{known}:"));
            section = match () {
                () if TAKEAWAYS.iter().any(begins) => Section::Takeaways,
                () if VERDICTS.iter().any(begins) => Section::Verdict,
                () if matches!(line, LineKind::Heading | LineKind::Question) => Section::Body,
                () => section,
            };
            is_boilerplate |= title.starts_with("about ") && i * 2 >= texts.len();
        }
        if mark(text).is_some() && section == Section::Opening {
            section = Section::Body;
        }
        let asks = text.ends_with('?') && (opens || line == LineKind::Question || is_asked(text))
            || text.starts_with("q. ");
        if asks {
            question = Some((content(text).collect(), 0));
        }
        let behind_question = question.as_ref().filter(|_| !asks).map(|&(_, count)| count);
        let answers = match &question {
            Some((words, _)) if !asks && !words.is_empty() => {
                let own: HashSet<&str> = content(text).collect();
                own.intersection(words).count() as f32 / words.len() as f32
            }
            _ => 0.0,
        };
        standings.push(Standing {
            section,
            behind_question,
            answers: answers.min(1.0),
            subject: subject.share(text),
            is_first: is_first && line.states(),
            begins_paragraph: opens,
            is_boilerplate,
        });
        if line.states() {
            is_first = false;
            if let Some((_, count)) = question.as_mut().filter(|_| !asks) {
                *count += 1;
            }
        }
        last = paragraph;
    }
    standings
}

/// Whether somebody else than the writer asks, by name: "Courier: Who built it?"
fn is_asked(text: &str) -> bool {
    const LONGEST: usize = 24;
    text.find(':').is_some_and(|at| at > 0 && at <= LONGEST)
}

/// The words of a text that tell something.
fn content(text: &str) -> impl Iterator<Item = &str> {
    const SHORTEST: usize = 3;
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| word.len() >= SHORTEST && !COMMON.contains(word))
}

/// What a piece is about: the words of its title, or those that return in it.
struct Subject<'a> {
    words: HashSet<&'a str>,
    title: HashSet<String>,
}

impl<'a> Subject<'a> {
    fn new(title: Option<&str>, texts: &'a [String]) -> Self {
        const MOST: usize = 8;
        const LEAST: usize = 3;
        let title: HashSet<String> = title
            .map(small)
            .map_or_else(HashSet::new, |title| content(&title).map(str::to_owned).collect());
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for text in texts {
            for word in content(text) {
                *counts.entry(word).or_default() += 1;
            }
        }
        let mut counts: Vec<(&str, usize)> =
            counts.into_iter().filter(|&(_, n)| n >= LEAST).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        Self { words: counts.into_iter().take(MOST).map(|(word, _)| word).collect(), title }
    }

    fn share(&self, text: &str) -> f32 {
        const ENOUGH: usize = 3;
        let own: HashSet<&str> = content(text).collect();
        let titled = own.iter().filter(|word| self.title.contains(**word)).count();
        let returning = own.iter().filter(|word| self.words.contains(**word)).count();
        let of = |count: usize| count.min(ENOUGH) as f32 / ENOUGH as f32;
        if self.title.is_empty() { of(returning) } else { (of(titled) + of(returning)) / 2.0 }
    }
}
