//! What tells wrapped text from lines that are lines by intent.
//!
//! In: blocks of lines. Out: for each block whether its line ends are those of a program that
//! filled lines up to a width.
//!
//! A program breaks a line wherever the width has it: in the middle of a sentence, behind "the"
//! and "of", and hardly ever at a full stop. A person breaks it where something ends: a verse, an
//! item, a headline, a statement of code. So counted are, over the line ends of a block, those
//! inside a sentence with a small letter behind (`inside`), those where the next word had no room
//! (`filled`), and those behind a word that wants another (`tied`). Blocks that are too small to
//! tell by themselves go with the text as a whole.

use super::block::{Line, MOST};
use super::characters::{begins_inside, ends_sentence, is_unspaced};
use super::code::is_code_or_table;
use super::line_ends::{ends_tied, has_sentence_end};
use super::marks::beginnings;

/// Lines wider than this are paragraphs.
const WIDEST: usize = 220;
/// The same where letters have no case, or where nothing but the width tells.
const WIDEST_UNCASED: usize = 120;
/// Text that is wrapped narrower than this is not told from verse by its width alone.
const NARROW: usize = 42;
/// Verse is seldom wider than this.
const WIDE: usize = 62;
/// Text narrower than this is not told from a list.
const NARROWEST: usize = 24;
/// The line ends with which a block tells by itself.
const TELLING: usize = 8;

/// Why the lines of a block are joined, if they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Layout {
    /// Each line is by itself.
    Lines,
    /// Lines are filled to `width`; one that is not ends a paragraph.
    Filled { width: usize },
    /// Lines are about as wide as `width`, as in text copied out of a PDF.
    Ragged { width: usize },
    /// Lines that end in a space go on.
    Soft { width: usize },
}

/// What is counted of the line ends of a block, or of many.
#[derive(Debug, Clone)]
struct Count {
    ends: usize,
    open: usize,
    inside: usize,
    tied: usize,
    /// Lines with the end of a sentence inside.
    divided: usize,
    punctuated: usize,
    soft: usize,
    cased: usize,
    /// Blocks whose last line ends in a space, and all blocks.
    soft_lasts: usize,
    /// Blocks whose last line ends a sentence.
    closed: usize,
    blocks: usize,
    /// The number of lines of each width.
    widths: Vec<usize>,
    filled: usize,
    nearly: usize,
    /// Lines that are not filled and end a sentence, as the last of a paragraph does.
    last: usize,
}

impl Count {
    fn new() -> Self {
        let widths = vec![0; MOST + 1];
        Self {
            ends: 0,
            open: 0,
            inside: 0,
            tied: 0,
            divided: 0,
            punctuated: 0,
            soft: 0,
            cased: 0,
            soft_lasts: 0,
            closed: 0,
            blocks: 0,
            widths,
            filled: 0,
            nearly: 0,
            last: 0,
        }
    }

    fn of(block: &[Line<'_>]) -> Self {
        let begins = beginnings(block);
        let mut count = Self::new();
        count.add(block, &begins);
        count.add_filled(block, &begins);
        count
    }

    fn add(&mut self, block: &[Line<'_>], begins: &[bool]) {
        let pairs = block.windows(2).zip(begins.iter().skip(1));
        for (pair, _) in pairs.filter(|(_, begins)| !**begins) {
            let [a, b] = pair else { continue };
            let is_open = !ends_sentence(a.text);
            self.ends += 1;
            self.open += usize::from(is_open);
            self.inside += usize::from(is_open && begins_inside(b.text));
            self.tied += usize::from(is_open && ends_tied(a.text));
            self.divided += usize::from(has_sentence_end(a.text));
            self.punctuated += usize::from(
                a.text.ends_with(|c: char| !(c.is_alphanumeric() || c == '-' || is_unspaced(c))),
            );
            self.soft += usize::from(a.is_soft);
            self.cased += usize::from(a.text.chars().any(char::is_lowercase));
        }
        for line in block.iter().filter(|line| !line.has_long_word()) {
            if let Some(lines) = self.widths.get_mut(line.columns) {
                *lines += 1;
            }
        }
        self.blocks += 1;
        self.closed += usize::from(block.last().is_some_and(|line| ends_sentence(line.text)));
        self.soft_lasts += usize::from(block.last().is_some_and(|line| line.is_soft));
    }

    /// Counts which lines are filled; all widths must be known.
    fn add_filled(&mut self, block: &[Line<'_>], begins: &[bool]) {
        let (width, usual) = (self.width(), self.usual_width());
        for (pair, _) in block.windows(2).zip(begins.iter().skip(1)).filter(|(_, b)| !**b) {
            let [a, b] = pair else { continue };
            let is_filled = is_filled(a, b, width) || a.has_long_word();
            self.filled += usize::from(is_filled);
            self.last += usize::from(!is_filled && ends_sentence(a.text));
            self.nearly += usize::from(is_nearly_filled(a, b, usual) || a.has_long_word());
        }
    }

    /// The width that lines are filled to: the widest, or in longer texts all but the widest
    /// twentieth.
    fn width(&self) -> usize {
        let lines: usize = self.widths.iter().sum();
        self.width_above(lines / 20)
    }

    /// The width that a quarter of the lines reach.
    fn usual_width(&self) -> usize {
        let lines: usize = self.widths.iter().sum();
        self.width_above(lines / 4)
    }

    /// The greatest width that more than `rank` lines reach.
    fn width_above(&self, rank: usize) -> usize {
        let mut wider = 0;
        let found = self.widths.iter().enumerate().rev().find(|(_, lines)| {
            wider += **lines;
            wider > rank
        });
        found.map_or(0, |(width, _)| width)
    }

    fn layout(&self) -> Layout {
        let width = self.width();
        if self.ends == 0 || !(NARROWEST..=WIDEST).contains(&width) {
            return Layout::Lines;
        }
        if 2 * self.cased < self.ends {
            return self.uncased_layout(width);
        }
        let is_soft = 5 * self.soft >= 3 * self.ends && 3 * self.soft_lasts <= self.blocks;
        if is_soft && self.ends >= 3 && 4 * self.inside >= self.ends {
            return Layout::Soft { width };
        }
        if self.is_filled(width) {
            return Layout::Filled { width };
        }
        if self.is_ragged() { Layout::Ragged { width: self.usual_width() } } else { Layout::Lines }
    }

    /// Where letters have no case only the width tells, and few lines tell nothing.
    fn uncased_layout(&self, width: usize) -> Layout {
        let is_wrapped = (NARROW..=WIDEST_UNCASED).contains(&width)
            && 20 * self.filled >= 17 * self.ends
            && 2 * self.open >= self.ends;
        if is_wrapped { Layout::Filled { width } } else { Layout::Lines }
    }

    fn is_filled(&self, width: usize) -> bool {
        let last = if width < NARROW { 0 } else { self.last };
        let fills = 20 * self.filled >= 17 * (self.ends - last);
        if !fills || 2 * self.open < self.ends || 3 * self.inside < self.ends {
            return false;
        }
        if width >= WIDE {
            return true;
        }
        // Verse, too, is narrow; but its lines end where something ends.
        let is_prose = if self.ends < TELLING {
            self.run_on() > 0 || 2 * self.closed >= self.blocks
        } else {
            12 * self.run_on() >= self.ends
        };
        let goes_on = 2 * self.inside >= self.ends || 6 * self.run_on() >= self.ends;
        self.ends >= 2 && is_prose && goes_on && 5 * self.punctuated <= 2 * self.ends
    }

    /// Line ends that a person hardly makes: behind a word that wants another, or with the end
    /// of a sentence inside the line.
    fn run_on(&self) -> usize {
        self.tied + self.divided
    }

    fn is_ragged(&self) -> bool {
        let width = self.usual_width();
        let is_wide = width >= WIDE;
        let share = if is_wide { 6 } else { 4 };
        width >= NARROW
            && 2 * self.inside >= self.ends
            && 3 * self.nearly >= 2 * self.ends
            && share * self.run_on() >= self.ends
            && 5 * self.punctuated <= if is_wide { 3 } else { 2 } * self.ends
    }

    /// Whether the lines of a block are lines by intent: hardly one goes on in a small letter.
    fn is_by_intent(&self) -> bool {
        self.ends >= 3 && 2 * self.cased >= self.ends && 8 * self.inside < self.ends
    }
}

/// What the blocks of a text have in common.
#[derive(Debug)]
pub(super) struct Evidence {
    whole: Layout,
    has_blocks_of_several: bool,
}

impl Evidence {
    /// Looks at all blocks; `blocks` gives them anew each time.
    pub(super) fn of<'a, I: Iterator<Item = Vec<Line<'a>>>>(blocks: impl Fn() -> I) -> Self {
        let begins_of_prose = |block: &Vec<Line<'_>>| {
            let is_text = block.len() > 1 && !is_code_or_table(block);
            let begins = is_text.then(|| beginnings(block))?;
            let mut count = Count::new();
            count.add(block, &begins);
            (!count.is_by_intent()).then_some(begins)
        };
        let has_blocks_of_several = blocks().any(|block| block.len() > 1);
        let mut whole = Count::new();
        for block in blocks() {
            if let Some(begins) = begins_of_prose(&block) {
                whole.add(&block, &begins);
            }
        }
        if whole.ends == 0 {
            return Self { whole: Layout::Lines, has_blocks_of_several };
        }
        for block in blocks() {
            if let Some(begins) = begins_of_prose(&block) {
                whole.add_filled(&block, &begins);
            }
        }
        Self { whole: whole.layout(), has_blocks_of_several }
    }

    /// Whether no block has two lines that could be joined.
    pub(super) fn joins_nothing(&self) -> bool {
        !self.has_blocks_of_several
    }

    /// The layout of one block.
    pub(super) fn layout(&self, block: &[Line<'_>]) -> Layout {
        if block.len() < 2 || is_code_or_table(block) {
            return Layout::Lines;
        }
        let count = Count::of(block);
        let own = match count.is_by_intent() {
            true => Layout::Lines,
            false if count.ends >= TELLING => count.layout(),
            false => self.whole,
        };
        if own == Layout::Lines && self.fills(block, &count) { self.whole } else { own }
    }

    /// Whether a block of names and figures, which tells little, is filled as the others are.
    fn fills(&self, block: &[Line<'_>], count: &Count) -> bool {
        let Layout::Filled { width } = self.whole else { return false };
        let begins = beginnings(block);
        let mut ends = block.windows(2).zip(begins.iter().skip(1));
        let fits = |pair: &[Line<'_>]| match pair {
            [a, b] => is_filled(a, b, width) && a.columns <= width,
            _ => false,
        };
        count.run_on() + count.inside > 0 && ends.all(|(pair, begins)| *begins || fits(pair))
    }
}

/// Whether the first word of `next` finds no room on `line`.
fn is_filled(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    line.columns + next.first_word() > width
}

/// The same, nearly: as where letters have different widths.
fn is_nearly_filled(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    5 * (line.columns + next.first_word()) > 4 * width
}

/// Whether a sentence, or a paragraph, goes on from one line to the next.
pub(super) fn goes_on(line: &Line<'_>, next: &Line<'_>, layout: Layout) -> bool {
    let is_open = !ends_sentence(line.text);
    // A line that is much shorter than the others ended for a reason.
    let is_long = |width: usize| 5 * line.columns > 2 * width || line.text.ends_with('-');
    let is_inside = |width: usize| {
        is_open && is_long(width) && (begins_inside(next.text) || ends_tied(line.text))
    };
    // A heading is open too, but it is shorter than a line.
    let reaches = |width: usize, share: usize| {
        is_open && 100 * (line.columns + next.first_word()) > share * width
    };
    match layout {
        Layout::Lines => false,
        Layout::Filled { width } => {
            is_inside(width) || is_filled(line, next, width) || reaches(width, 85)
        }
        Layout::Ragged { width } => {
            is_inside(width) || is_nearly_filled(line, next, width) || reaches(width, 65)
        }
        Layout::Soft { width } => line.is_soft || is_inside(width),
    }
}
