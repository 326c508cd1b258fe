//! Lines of one form that may be the items of a piece.

use std::collections::HashMap;

use super::LEAST;
use crate::summarize::Document;
use crate::summarize::kind::mark::{Mark, mark};
use crate::summarize::kind::{Form, Paragraph, PieceKind, first_word, is_advice};
use crate::summarize::line_kind::LineKind;
use crate::summarize::wording::small;

/// More headings than this are the skeleton of a long piece, not its items, unless its title says so.
const MOST_HEADINGS: usize = 16;

/// A line that may be an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its sentence.
    pub(super) sentence: usize,
    /// The length in bytes of the mark that it begins with.
    pub(super) mark: usize,
}

/// Headings that pieces of all kinds have.
#[rustfmt::skip]
const STRUCTURE: &[&str] = &[
    "introduction", "overview", "background", "conclusion", "conclusions", "summary", "faq", "faqs", "related", "references", "sources", "about",
    "table of contents", "contents", "key takeaways", "key points", "takeaways", "quick takeaways", "tl;dr", "verdict", "final thoughts", "final words",
    "the bottom line", "bottom line", "wrapping up", "wrap up", "how we", "why trust", "why you should trust", "methodology", "pros", "cons", "pricing",
    "price", "features", "key features", "specs", "specifications", "read more", "see also", "more from", "next steps", "next up", "get started",
    "getting started", "meet the expert", "quick facts", "what to know", "frequently asked", "disclaimer", "comments", "share this", "analysis and test results",
    "in this article", "at a glance", "quick comparison", "comparison", "our verdict", "additional resources", "resources", "further reading", "what's next",
    "what happens next", "final take", "prerequisites", "requirements", "before you", "where to buy", "the short answer", "editor's note", "description", "tip", "note",
];

/// The longest run of numbers that counts up from 1, or down.
pub(super) fn numbered(document: &Document<'_>, form: &Form) -> Option<Vec<Entry>> {
    let mut marked: Vec<(u32, Entry)> = Vec::new();
    for (i, text) in document.texts().enumerate() {
        let Some((Mark::Number(value), len)) = mark(text) else { continue };
        if text.trim_end().ends_with('?') {
            continue;
        }
        // A number that stands alone marks the line behind it.
        let entry = match text[len..].trim().is_empty() {
            true if i + 1 < document.sentences.len() => Entry { sentence: i + 1, mark: 0 },
            true => continue,
            false => Entry { sentence: i, mark: len },
        };
        marked.push((value, entry));
    }
    // One entry in between may have lost its number.
    let up = run(&marked, |last, value| value > last && value - last <= 2, |value| value <= 1);
    let down = run(&marked, |last, value| value < last && last - value <= 2, |_| true);
    let best = if down.len() > up.len() { down } else { up };
    let spread =
        best.first().zip(best.last()).map_or(0, |(first, last)| last.sentence - first.sentence);
    // Steps deep in one section of a long piece are not what it is about.
    let is_wide = spread * 8 >= document.sentences.len() || form.paragraphs.len() < best.len() * 4;
    (best.len() >= LEAST && is_wide).then_some(best)
}

/// The longest run in which each number follows the one before.
fn run(
    marked: &[(u32, Entry)],
    follows: impl Fn(u32, u32) -> bool,
    begins: impl Fn(u32) -> bool,
) -> Vec<Entry> {
    let (mut best, mut current): (Vec<Entry>, Vec<Entry>) = (Vec::new(), Vec::new());
    let mut last = None;
    for &(value, entry) in marked {
        if last.is_some_and(|last| follows(last, value)) {
            current.push(entry);
            last = Some(value);
        } else if begins(value) {
            if current.len() > best.len() {
                best = std::mem::take(&mut current);
            }
            current = vec![entry];
            last = Some(value);
        }
    }
    if current.len() > best.len() { current } else { best }
}

/// Headings of like form that each head prose.
pub(super) fn headings(
    document: &Document<'_>,
    form: &Form,
    kind: PieceKind,
    lines: &[LineKind],
) -> Option<Vec<Entry>> {
    let text = |paragraph: &Paragraph| document.sentences[paragraph.first].text(document.body);
    let name = |paragraph: &Paragraph| {
        small(text(paragraph).trim().trim_end_matches([':', '.', '#', ' ']))
    };
    let is_line = |paragraph: &Paragraph| paragraph.is_heading() && !is_code(text(paragraph));
    let all: Vec<Option<String>> =
        form.paragraphs.iter().map(|it| is_line(it).then(|| name(it))).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in all.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let returns = |name: &str| counts.get(name).is_some_and(|&count| count > 1);
    let short = |at: Option<usize>| at.and_then(|at| all.get(at)).and_then(Option::as_deref);
    let mut heads: Vec<(&str, &Paragraph)> = Vec::new();
    for (at, pair) in form.paragraphs.windows(2).enumerate() {
        let Some(name) = all[at].as_deref().filter(|_| pair[1].is_prose()) else { continue };
        let line = lines.get(pair[0].first).copied().unwrap_or(LineKind::Prose);
        // The last of some lines belongs to these, and what stands under a heading that returns to that.
        let before = short(at.checked_sub(1));
        let is_last = (1..=LEAST).all(|back| short(at.checked_sub(back)).is_some());
        let is_under = before.is_some_and(|before| returns(before) || is_structure(before));
        let names =
            matches!(line, LineKind::Heading | LineKind::Item | LineKind::Label | LineKind::Prose);
        if is_structure(name) && !returns(name) && heads.len() >= LEAST {
            break;
        }
        if names && !is_last && !is_under && !name.starts_with("by ") {
            heads.push((name, &pair[0]));
        }
    }
    let beginnings = |name: &str| {
        let first = name.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        heads.iter().filter(|(other, _)| other.starts_with(&first)).count()
    };
    let is_own = |(name, paragraph): &&(&str, &Paragraph)| {
        !returns(name)
            && !paragraph.is_question
            && !name.ends_with('?')
            && !asks(name)
            && !is_structure(name)
            && (beginnings(name) <= 2 || !text(paragraph).trim_end().ends_with(':'))
    };
    let own: Vec<&Paragraph> =
        heads.iter().filter(is_own).map(|(_, paragraph)| *paragraph).collect();
    let own = named(own, form, |paragraph| name(paragraph));
    let advising: Vec<&Paragraph> = own.iter().copied().filter(|it| is_advice(text(it))).collect();
    let entries = |heads: &[&Paragraph]| -> Vec<Entry> {
        heads.iter().map(|head| Entry { sentence: head.first, mark: marked(text(head)) }).collect()
    };
    let count = counted(document.title);
    let is_counted = |heads: &[&Paragraph]| match count {
        Some(count) => heads.len() * 3 >= count * 2 && heads.len() * 2 <= count * 3,
        None => heads.len() <= MOST_HEADINGS,
    };
    let is_advised = advising.len() >= LEAST && advising.len() * 2 >= own.len();
    let is_nearer =
        || count.is_some_and(|count| own.len().abs_diff(count) < advising.len().abs_diff(count));
    if kind == PieceKind::HowTo && is_advised && is_counted(&advising) && !is_nearer() {
        return Some(entries(&advising));
    }
    let doing = own.iter().filter(|it| first_word(text(it)).ends_with("ing")).count();
    let is_done = kind != PieceKind::HowTo || (doing + advising.len()) * 2 >= own.len();
    let is_alike = are_alike(&own, |paragraph| text(paragraph));
    (own.len() >= LEAST && is_done && is_alike && is_counted(&own)).then(|| entries(&own))
}

/// These headings, or where most of them begin with the same words ("Chosen by Ada", "Chosen by Lee")
/// the lines before them, of which they say something.
fn named<'a>(
    heads: Vec<&'a Paragraph>,
    form: &'a Form,
    name: impl Fn(&Paragraph) -> String,
) -> Vec<&'a Paragraph> {
    let beginning = |paragraph: &Paragraph| {
        name(paragraph).split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for head in &heads {
        *counts.entry(beginning(head)).or_default() += 1;
    }
    let Some((same, count)) = counts.into_iter().max_by_key(|&(_, count)| count) else {
        return heads;
    };
    if count < LEAST || count * 2 < heads.len() || !same.contains(' ') {
        return heads;
    }
    let pairs = form.paragraphs.windows(2);
    let before = pairs.filter(|pair| pair[0].is_heading() && beginning(&pair[1]) == same);
    let before: Vec<&Paragraph> = before.map(|pair| &pair[0]).collect();
    if before.len() >= LEAST { before } else { heads }
}

/// Whether most of the headings are names or phrases of some words.
fn are_alike<'a>(heads: &[&Paragraph], text: impl Fn(&Paragraph) -> &'a str) -> bool {
    const SHORT: usize = 9;
    let alike =
        heads.iter().filter(|head| head.words <= SHORT && !text(head).contains("? ")).count();
    alike * 10 >= heads.len() * 7
}

/// "Why choose a boat", "How ferries work": the question of a section.
fn asks(name: &str) -> bool {
    ["why ", "what ", "how ", "when ", "who ", "which ", "is ", "are ", "can "]
        .iter()
        .any(|word| name.starts_with(word))
}

/// Whether it is a line of a program or a path.
fn is_code(text: &str) -> bool {
    text.starts_with(['$', '/', '{', '}', '<', '`'])
        || text.contains("();")
        || text.split_whitespace().any(|word| word.matches('/').count() > 1 || word.contains('='))
}

/// The number in the title: "12 best boats".
fn counted(title: Option<&str>) -> Option<usize> {
    const MOST: usize = 100;
    let words = title?.split(|c: char| !c.is_alphanumeric());
    let counts = words.filter_map(|word| word.parse().ok());
    counts.into_iter().find(|count| (LEAST..=MOST).contains(count))
}

fn is_structure(name: &str) -> bool {
    STRUCTURE.iter().any(|known| {
        name == *known
            || name.strip_prefix(known).is_some_and(|rest| {
                matches!(
                    *known,
                    "about"
                        | "how we"
                        | "why trust"
                        | "frequently asked"
                        | "related"
                        | "conclusion"
                        | "final thoughts"
                        | "more from"
                        | "before you"
                        | "where to buy"
                ) && rest.starts_with([' ', ':'])
            })
    })
}

/// Entries with bullets, if the piece is made of them.
pub(super) fn bulleted(document: &Document<'_>, form: &Form) -> Option<Vec<Entry>> {
    let bullet = |(i, text): (usize, &str)| match mark(text) {
        Some((Mark::Bullet, len)) => Some(Entry { sentence: i, mark: len }),
        _ => None,
    };
    let entries: Vec<Entry> = document.texts().enumerate().filter_map(bullet).collect();
    let is_made = entries.len() * 3 >= form.paragraphs.len();
    (entries.len() >= LEAST && is_made).then_some(entries)
}

/// The length of the mark that a heading begins with.
fn marked(text: &str) -> usize {
    mark(text).map_or(0, |(_, len)| len)
}
