//! Lines to paragraphs.
//!
//! In: the lines of all pages in reading order. Out: paragraphs, with words that were divided at
//! line ends whole again, over columns and pages; and the largest text of the first page, which may
//! be the title. What is not read: captions, and small or numeric scraps of figures and tables.

use std::collections::HashSet;

use super::columns::Line;
use super::rows::most_common_size;

/// A paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    size: f64,
    /// Whether it begins a block.
    begins: bool,
    /// Whether its last line is full and ends a block.
    goes_on: bool,
}

/// A line that is further in than this, in sizes, is indented.
const INDENT: f64 = 0.6;
/// Sizes that differ by more are different.
const SIZES: f64 = 1.1;
/// Over how many paragraphs of another size a paragraph may go on.
const BETWEEN: usize = 3;

/// The words of a text, for the question which hyphens are real.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(HashSet<String>);

impl Vocabulary {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut words = HashSet::new();
        for line in lines {
            let parts: Vec<&str> = line.text.split(' ').collect();
            for (index, word) in parts.iter().enumerate() {
                // The pieces at either end may be half a word.
                if index + 1 == parts.len() && word.ends_with(is_hyphen) {
                    continue;
                }
                let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                if !word.is_empty() {
                    words.insert(word);
                }
            }
        }
        Self(words)
    }

    /// Joins a word that was divided at a hyphen: without it, unless it is a real one.
    fn joined(&self, before: &str, after: &str) -> String {
        let stem = before.trim_end_matches(is_hyphen);
        let head = stem.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let tail =
            after.split(|c: char| !c.is_alphanumeric() && !is_hyphen(c)).next().unwrap_or_default();
        let begins_small = tail.starts_with(char::is_lowercase);
        let has = |word: String| self.0.contains(&word.to_lowercase());
        let is_soft = before.ends_with('\u{AD}');
        let is_real = if is_soft || has(format!("{head}{tail}")) {
            false
        } else if !begins_small
            || has(format!("{head}-{tail}"))
            || stem.contains('-') && stem.ends_with(head) && stem.rsplit(' ').next() != Some(head)
        {
            true
        } else {
            is_compound_head(head)
                || (head.len() > 3
                    && tail.len() > 3
                    && has(head.to_owned())
                    && has(tail.to_owned()))
        };
        if is_real { format!("{stem}-{after}") } else { format!("{stem}{after}") }
    }
}

/// Words that are written with a hyphen before others.
fn is_compound_head(head: &str) -> bool {
    matches!(
        head.to_lowercase().as_str(),
        "all"
            | "cross"
            | "ex"
            | "far"
            | "full"
            | "great"
            | "half"
            | "hard"
            | "high"
            | "ill"
            | "large"
            | "long"
            | "low"
            | "mid"
            | "non"
            | "one"
            | "part"
            | "self"
            | "short"
            | "single"
            | "small"
            | "so"
            | "three"
            | "two"
            | "well"
            | "world"
    )
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{AD}' | '\u{2010}' | '\u{2011}')
}

/// The paragraphs of the pages, each in lines.
pub(super) fn paragraphs(pages: &[Vec<Line>], body_size: f64) -> Vec<String> {
    let vocabulary = Vocabulary::of(pages.iter().flatten());
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for page in pages {
        for block in page.chunk_by(|a, b| a.block == b.block) {
            of_block(block, &vocabulary, &mut paragraphs);
        }
    }
    let paragraphs = rejoined(paragraphs, &vocabulary);
    let texts = paragraphs.into_iter().filter(|it| !is_scrap(it, body_size)).map(without_mark);
    texts.collect()
}

/// The margins and the leading of a block.
struct Shape {
    left: f64,
    right: f64,
    leading: f64,
}

impl Shape {
    fn of(block: &[Line]) -> Self {
        let right = block.iter().map(|line| line.right).fold(f64::NEG_INFINITY, f64::max);
        let least = block.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
        let size = block.first().map_or(1.0, |line| line.size);
        // Most lines begin at the margin; where most are further in, the first of each hangs out.
        let indented = block.iter().filter(|line| line.left > least + INDENT * size).count();
        let left = if 2 * indented > block.len() {
            let further =
                block.iter().map(|line| line.left).filter(|left| *left > least + INDENT * size);
            further.fold(f64::INFINITY, f64::min)
        } else {
            least
        };
        // The usual step is that between most lines of one size.
        let pairs = block.windows(2).filter(|pair| same_size(pair[0].size, pair[1].size));
        let steps =
            pairs.map(|pair| (pair[0].base - pair[1].base, 1)).filter(|(step, _)| *step > 0.0);
        let usual = most_common_size(steps);
        let leading = if usual > 0.0 { usual } else { 1.2 * size };
        Self { left, right, leading: leading.max(0.9 * size) }
    }

    /// Whether `line` begins a paragraph after the line `before` it.
    fn begins(&self, before: &Line, line: &Line) -> bool {
        let step = before.base - line.base;
        if !same_size(before.size, line.size) || step < -0.5 * line.size {
            return true;
        }
        if is_divided(&before.text) && starts_small(&line.text) && step < 2.0 * self.leading {
            return false;
        }
        let size = line.size;
        let indent = |line: &Line| line.left > self.left + INDENT * size;
        let hangs = |line: &Line| line.left < self.left - INDENT * size;
        let word = line.text.split(' ').next().unwrap_or_default().chars().count();
        let room = self.right - before.right;
        let is_short = room > (word as f64 * 0.5 + 0.5) * size;
        let is_cut = room > 0.35 * (self.right - self.left);
        step > 1.35 * self.leading
            || is_item(&line.text)
            || hangs(line)
            || (indent(line) && !indent(before) && !hangs(before))
            || (indent(line) && ends_sentence(&before.text))
            || (is_short && ends_sentence(&before.text))
            || (is_cut && !ends_open(&before.text) && !starts_small(&line.text))
    }
}

/// Adds the paragraphs of a block.
fn of_block(block: &[Line], vocabulary: &Vocabulary, paragraphs: &mut Vec<Paragraph>) {
    let shape = Shape::of(block);
    let mut before: Option<&Line> = None;
    for line in block {
        match (before, paragraphs.last_mut()) {
            (Some(before), Some(paragraph)) if !shape.begins(before, line) => {
                push(&mut paragraph.text, &line.text, vocabulary);
            }
            _ => paragraphs.push(Paragraph {
                text: line.text.clone(),
                size: line.size,
                begins: before.is_none(),
                goes_on: false,
            }),
        }
        before = Some(line);
    }
    if let (Some(last), Some(paragraph)) = (before, paragraphs.last_mut()) {
        let is_full = last.right > shape.right - 0.2 * (shape.right - shape.left);
        paragraph.goes_on = is_full && !ends_sentence(&last.text);
    }
}

/// Adds a line to a text.
fn push(text: &mut String, line: &str, vocabulary: &Vocabulary) {
    if is_divided(text) && line.starts_with(char::is_alphanumeric) {
        let from = text.rfind(' ').map_or(0, |at| at + 1);
        let word = text.split_off(from);
        text.push_str(&vocabulary.joined(&word, line));
        return;
    }
    let is_wide = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}'))
    };
    if !(is_wide(text.chars().next_back()) && is_wide(line.chars().next())) {
        text.push(' ');
    }
    text.push_str(line);
}

/// Joins paragraphs that go on in the next column or on the next page.
fn rejoined(paragraphs: Vec<Paragraph>, vocabulary: &Vocabulary) -> Vec<Paragraph> {
    let mut joined: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let is_same = |size: f64| same_size(size, paragraph.size);
        let near = joined.iter_mut().rev().take(BETWEEN + 1);
        let open =
            near.take_while(|it| it.goes_on || !is_same(it.size)).find(|it| is_same(it.size));
        let may = paragraph.begins && !is_item(&paragraph.text);
        match open {
            Some(open)
                if may
                    && (starts_small(&paragraph.text)
                        || open.text.ends_with(is_hyphen)
                        || !ends_title(&open.text)) =>
            {
                push(&mut open.text, &paragraph.text, vocabulary);
                open.goes_on = paragraph.goes_on;
            }
            _ => joined.push(paragraph),
        }
    }
    joined
}

/// Whether an open text is too short to be cut prose, as a heading is.
fn ends_title(text: &str) -> bool {
    text.split(' ').count() < 8
}

/// A caption, or a scrap of a figure or a table.
fn is_scrap(paragraph: &Paragraph, body_size: f64) -> bool {
    let text = paragraph.text.as_str();
    let words: Vec<&str> = text.split(' ').collect();
    let is_small = paragraph.size < 0.93 * body_size;
    let is_number = |word: &&str| {
        word.chars().any(|c| c.is_ascii_digit()) && !word.chars().any(char::is_alphabetic)
    };
    let numbers = words.iter().filter(|word| is_number(word)).count();
    let is_figure = text.chars().filter(|c| c.is_alphabetic()).count() < 2;
    is_figure
        || is_caption(&words)
        || (is_small && words.len() < 6 && !ends_sentence(text))
        || (words.len() >= 3 && 2 * numbers > words.len())
}

/// `Figure 3: ...`, `Tab. 1. ...`.
fn is_caption(words: &[&str]) -> bool {
    let [kind, number, ..] = words else { return false };
    let kinds = [
        "figure",
        "fig",
        "table",
        "tab",
        "abbildung",
        "abb",
        "tabelle",
        "figura",
        "tabla",
        "tableau",
        "chart",
        "plate",
    ];
    let kind = kind.trim_end_matches('.').to_lowercase();
    let digits = number.trim_end_matches([':', '.', '|']);
    kinds.contains(&kind.as_str())
        && digits.len() < number.len()
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
}

/// Signs that items of lists begin with.
const MARKS: [char; 14] = ['•', '–', '-', '*', '◦', '▪', '●', '■', '·', '○', '▶', '➢', '►', '✓'];

fn is_item(text: &str) -> bool {
    text.strip_prefix(MARKS).is_some_and(|rest| rest.starts_with(' '))
}

/// The text of a paragraph, without the sign of an item.
fn without_mark(paragraph: Paragraph) -> String {
    let text = paragraph.text;
    match text.strip_prefix(MARKS) {
        Some(rest) if rest.starts_with(' ') => rest.trim_start().to_owned(),
        _ => text,
    }
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', ')', '»', '“', ']', '」', '』']);
    text.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '।', '؟'])
}

/// Whether a text goes on by its last sign.
fn ends_open(text: &str) -> bool {
    text.ends_with([',', ';', '-', '–', '—', '(', '\u{AD}', '\u{2010}'])
}

/// Whether a text ends in a part of a word.
fn is_divided(text: &str) -> bool {
    let word = text.trim_end_matches(is_hyphen);
    word.len() < text.len() && word.ends_with(char::is_alphanumeric)
}

fn same_size(a: f64, b: f64) -> bool {
    a.max(b) <= SIZES * a.min(b)
}

fn starts_small(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// The largest text of a page, which is taken out of it: the title, where one is set larger than
/// the text.
pub(super) fn largest(page: &mut Vec<Line>, body_size: f64) -> Option<String> {
    const LARGER: f64 = 1.15;
    const WORDS: usize = 32;
    const LINES: usize = 6;
    let letters = |line: &Line| line.text.chars().filter(|c| c.is_alphabetic()).count();
    let candidates = page.iter().filter(|line| letters(line) >= 3);
    let most = candidates.map(|line| line.size).fold(0.0, f64::max);
    if most < LARGER * body_size {
        return None;
    }
    let is_large = |line: &Line| line.size > 0.94 * most;
    let from = page.iter().position(|line| is_large(line) && letters(line) >= 3)?;
    let count = page[from..].iter().take_while(|line| is_large(line)).take(LINES).count();
    let mut title = String::new();
    for line in &page[from..from + count] {
        match title.is_empty() {
            true => title.push_str(&line.text),
            false => push(&mut title, &line.text, &Vocabulary::default()),
        }
    }
    if title.split(' ').count() > WORDS {
        return None;
    }
    page.drain(from..from + count);
    Some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<Line> {
        let texts = texts.iter().enumerate();
        texts
            .map(|(index, text)| {
                let indent = text.chars().take_while(|c| *c == ' ').count();
                let text = text.trim().to_owned();
                let left = 50.0 + 10.0 * indent as f64;
                let right = left + 5.0 * text.chars().count() as f64;
                Line { text, left, right, base: 700.0 - 12.0 * index as f64, size: 10.0, block: 0 }
            })
            .collect()
    }

    fn read(pages: &[&[&str]]) -> Vec<String> {
        let pages: Vec<Vec<Line>> = pages.iter().map(|texts| lines(texts)).collect();
        paragraphs(&pages, 10.0)
    }

    #[test]
    fn hyphens_at_line_ends_go_and_real_ones_stay() {
        let page = [
            "The govern-",
            "ment of Wexley is well-",
            "known. A co-operative runs the pier, the co-",
            "operative of 1901, an Anglo-",
            "Saxon one, with its self-",
            "made boats and a sea-",
            "wall, where the sea meets the wall in 1901-",
            "1902, and a mother-in-",
            "law of some im\u{AD}",
            "portance.",
        ];
        assert_eq!(
            read(&[&page]),
            ["The government of Wexley is well-known. A co-operative runs the pier, the \
              co-operative of 1901, an Anglo-Saxon one, with its self-made boats and a seawall, \
              where the sea meets the wall in 1901-1902, and a mother-in-law of some importance."]
        );
    }

    #[test]
    fn an_indent_or_a_short_line_ends_a_paragraph() {
        let page = [
            "The pier was built in a summer of storms, and",
            "fell in another.",
            "Nobody had thought that it would last for so",
            "  long that people would forget who built it,",
            "and how.",
        ];
        assert_eq!(read(&[&page]).len(), 3);
    }

    #[test]
    fn a_paragraph_goes_on_on_the_next_page() {
        let first = ["The pier was built in a summer of many storms and it fell in"];
        let second = ["another that was", "just as bad."];
        let joined = read(&[&first, &second]);
        assert_eq!(joined.len(), 1, "{joined:#?}");
        let closed = ["The pier was built in a summer of many storms and it fell."];
        assert_eq!(read(&[&closed, &second]).len(), 2);
    }

    #[test]
    fn captions_and_scraps_go() {
        let page = ["Figure 3: The pier", "12 14 19", "Figure 3 shows the pier in 1901."];
        assert_eq!(read(&[&page]), ["Figure 3 shows the pier in 1901."]);
    }

    #[test]
    fn the_title_is_set_larger() {
        let mut page = lines(&["Wexley Courier", "A pier of the", "old sort", "Text."]);
        page[1].size = 20.0;
        page[2].size = 20.0;
        assert_eq!(largest(&mut page, 10.0).as_deref(), Some("A pier of the old sort"));
        assert_eq!(page.len(), 2);
        assert_eq!(largest(&mut page, 10.0), None);
    }
}
