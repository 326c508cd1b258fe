//! Glyphs to words, and words to rows.
//!
//! In: the glyphs of a page, in any order. Out: its rows from top to bottom: words that stand on
//! one base line, whatever column they are in. Text that runs in another direction than most is
//! left out, and so are raised marks of notes.

use super::glyphs::Glyph;

/// A word, in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
}

/// Words on one base line, from left to right.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Row {
    pub(super) base: f64,
    pub(super) size: f64,
    pub(super) words: Vec<Word>,
}

/// A wider gap than this part of the size divides words.
const SPACE: f64 = 0.17;
/// As many glyphs may stand alone.
const ALONE: usize = 2;
/// Glyphs smaller than this part of most are raised, lowered, or of notes.
const SMALL: f64 = 0.8;

/// A glyph in the direction in which most run.
#[derive(Debug, Clone)]
struct Placed<'a> {
    text: &'a str,
    left: f64,
    right: f64,
    base: f64,
    size: f64,
    is_raised: bool,
}

/// The rows of a page.
pub(super) fn rows(glyphs: &[Glyph]) -> Vec<Row> {
    let placed = placed(glyphs);
    let most = most_common_size(placed.iter().map(|it| (it.size, it.text.len())));
    let (mut large, small): (Vec<_>, Vec<_>) =
        placed.into_iter().partition(|it| it.size >= SMALL * most);
    large.sort_by(|a, b| b.base.total_cmp(&a.base));
    // What stands alone may be lowered or raised, and a part of a line beside it.
    let (mut lines, alone): (Vec<_>, Vec<_>) =
        gathered(large).into_iter().partition(|line| line.glyphs.len() > ALONE);
    let alone = alone.into_iter().flat_map(|line| line.glyphs);
    attach(&mut lines, small.into_iter().chain(alone).collect());
    lines.sort_by(|a, b| b.base.total_cmp(&a.base));
    lines.into_iter().map(Line::into_row).filter(|row| !row.words.is_empty()).collect()
}

/// The size that most of a text is in, to half a point.
pub(super) fn most_common_size(sizes: impl Iterator<Item = (f64, usize)>) -> f64 {
    let mut weights: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for (size, weight) in sizes {
        *weights.entry((size * 2.0).round() as i64).or_default() += weight;
    }
    let most = weights.into_iter().max_by_key(|(_, weight)| *weight);
    most.map_or(0.0, |(size, _)| size as f64 / 2.0)
}

/// The glyphs that run in the direction in which most do, turned so that it is the horizontal.
fn placed(glyphs: &[Glyph]) -> Vec<Placed<'_>> {
    let direction = |glyph: &Glyph| {
        let (x, y) = (glyph.end.x - glyph.start.x, glyph.end.y - glyph.start.y);
        // A slant of some degrees is a scan's.
        match (x.abs() >= 4.0 * y.abs(), y.abs() >= 4.0 * x.abs()) {
            (true, _) if x >= 0.0 => Some(0),
            (true, _) => Some(2),
            (_, true) if y > 0.0 => Some(1),
            (_, true) => Some(3),
            _ => None,
        }
    };
    let mut counts = [0_usize; 4];
    for turn in glyphs.iter().filter_map(direction) {
        counts[turn] += 1;
    }
    let most = (0..4).max_by_key(|turn| (counts[*turn], 4 - *turn)).unwrap_or(0);
    let turned = |x: f64, y: f64| match most {
        0 => (x, y),
        1 => (y, -x),
        2 => (-x, -y),
        _ => (-y, x),
    };
    let kept = glyphs.iter().filter(|glyph| direction(glyph) == Some(most) && glyph.size > 0.5);
    kept.map(|glyph| {
        let (left, base) = turned(glyph.start.x, glyph.start.y);
        let right = turned(glyph.end.x, glyph.end.y).0;
        Placed { text: &glyph.text, left, right, base, size: glyph.size, is_raised: false }
    })
    .collect()
}

/// Glyphs that stand on one base line.
struct Line<'a> {
    base: f64,
    size: f64,
    left: f64,
    right: f64,
    glyphs: Vec<Placed<'a>>,
}

/// Gathers glyphs, which come from top to bottom, into lines.
fn gathered(glyphs: Vec<Placed<'_>>) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut() {
            Some(line) if line.base - glyph.base <= 0.3 * line.size.min(glyph.size) => {
                line.push(glyph);
            }
            _ => lines.push(Line::of(glyph)),
        }
    }
    lines
}

/// Puts small glyphs beside the lines that they belong to, and into lines of their own otherwise.
fn attach<'a>(lines: &mut Vec<Line<'a>>, mut small: Vec<Placed<'a>>) {
    small.sort_by(|a, b| b.base.total_cmp(&a.base));
    let mut others: Vec<Placed<'a>> = Vec::new();
    for mut glyph in small {
        // Lines come from top to bottom: those near the glyph lie beside each other.
        let from = lines.partition_point(|line| line.base > glyph.base + 0.5 * line.size);
        let near =
            lines[from..].iter_mut().take_while(|line| line.base > glyph.base - 0.75 * line.size);
        let home = near
            .filter(|line| glyph.left > line.left - 0.5 * line.size)
            .filter(|line| glyph.left < line.right + 0.6 * line.size)
            .min_by(|a, b| (a.base - glyph.base).abs().total_cmp(&(b.base - glyph.base).abs()));
        match home {
            Some(line) => {
                glyph.is_raised = glyph.base > line.base + 0.12 * line.size;
                line.push(glyph);
            }
            None => others.push(glyph),
        }
    }
    lines.extend(gathered(others));
}

impl<'a> Line<'a> {
    fn of(glyph: Placed<'a>) -> Self {
        let Placed { base, size, left, right, .. } = glyph;
        Self { base, size, left, right, glyphs: vec![glyph] }
    }

    fn push(&mut self, glyph: Placed<'a>) {
        self.left = self.left.min(glyph.left);
        self.right = self.right.max(glyph.right);
        self.glyphs.push(glyph);
    }

    fn into_row(mut self) -> Row {
        self.glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
        let size = most_common_size(self.glyphs.iter().map(|it| (it.size, it.text.len())));
        let mut row = Row { base: self.base, size, words: Vec::new() };
        let mut is_apart = true;
        let mut last: Option<(&str, f64)> = None;
        for glyph in &self.glyphs {
            if glyph.text.chars().all(char::is_whitespace) {
                is_apart = true;
                continue;
            }
            // Bold letters are drawn twice, a little apart.
            if last.is_some_and(|(text, left)| {
                text == glyph.text && (glyph.left - left).abs() < 0.1 * glyph.size
            }) {
                continue;
            }
            last = Some((glyph.text, glyph.left));
            if glyph.is_raised && is_mark(glyph.text) {
                continue;
            }
            match row.words.last_mut() {
                Some(word)
                    if !is_apart
                        && glyph.left - word.right <= SPACE * glyph.size.max(word.size) =>
                {
                    word.text.push_str(glyph.text);
                    word.right = word.right.max(glyph.right);
                }
                _ => row.words.push(Word {
                    text: glyph.text.to_owned(),
                    left: glyph.left,
                    right: glyph.right,
                    base: glyph.base,
                    size: glyph.size,
                }),
            }
            is_apart = false;
        }
        for word in &mut row.words {
            if is_right_to_left(&word.text) {
                word.text = word.text.chars().rev().collect();
            }
        }
        row
    }
}

/// Whether raised text is the mark of a note: letters are not (`1st`).
fn is_mark(text: &str) -> bool {
    let is_sign = |c| matches!(c, '*' | '†' | '‡' | '§' | ',' | '¹' | '²' | '³');
    text.chars().all(|c| c.is_ascii_digit() || is_sign(c))
}

/// Whether a word is in a script that is written from right to left.
pub(super) fn is_right_to_left(word: &str) -> bool {
    let is = |c: char| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters > 0 && 2 * word.chars().filter(|c| is(*c)).count() > letters
}
