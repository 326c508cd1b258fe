//! Elements and text to paragraphs.
//!
//! In: start tags, end tags and text, in their order. Out: text: blocks with a blank line
//! between, items of lists as lines with a mark, lines of preformatted text as they are.

use super::entities::decoded;
use super::tag::Tag;

/// Text as it is being set.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    text: String,
    /// What must stand before the next word.
    pending: Gap,
    /// In how many elements with preformatted text this is.
    preformatted: usize,
    /// Line breaks, and nothing else, since the last word.
    breaks: usize,
    /// Whether the next word begins an item of a list.
    item: bool,
    /// Whether the next word begins a cell that is not the first of its row.
    cell: bool,
    /// Whether the row has had a word.
    in_row: bool,
}

/// What stands between two words; the greater wins.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Block,
}

impl Blocks {
    /// An element begins.
    pub(super) fn open(&mut self, tag: Tag) {
        match tag {
            Tag::Br => {
                self.breaks += 1;
                self.gap(if self.breaks > 1 { Gap::Block } else { Gap::Line });
            }
            Tag::Li => {
                self.gap(Gap::Line);
                self.item = true;
            }
            Tag::Tr => {
                self.gap(Gap::Line);
                self.in_row = false;
            }
            Tag::Td | Tag::Th => {
                self.gap(Gap::Space);
                self.cell = self.in_row;
            }
            Tag::Option => self.gap(Gap::Line),
            Tag::Rp => {}
            Tag::Q => self.push("“"),
            Tag::Pre | Tag::Xmp => {
                self.gap(Gap::Block);
                self.preformatted += 1;
            }
            tag if tag.is_inline() => {}
            _ => self.gap(Gap::Block),
        }
    }

    /// An element ends.
    pub(super) fn close(&mut self, tag: Tag) {
        match tag {
            // Some write </br>.
            Tag::Br => self.open(Tag::Br),
            Tag::Li => {
                self.gap(Gap::Line);
                self.item = false;
            }
            Tag::Tr | Tag::Option => {
                self.gap(Gap::Line);
                self.cell = false;
            }
            Tag::Td | Tag::Th => self.gap(Gap::Space),
            Tag::Q if self.pending == Gap::None => self.push("”"),
            Tag::Pre | Tag::Xmp => {
                self.gap(Gap::Block);
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            tag if tag.is_inline() => {}
            _ => self.gap(Gap::Block),
        }
    }

    /// Text with character references.
    pub(super) fn text(&mut self, text: &str) {
        self.push(&decoded(text));
    }

    /// Text without references.
    pub(super) fn push(&mut self, text: &str) {
        if self.preformatted > 0 {
            return self.push_lines(text);
        }
        let is_space = |c: char| c.is_whitespace() || matches!(c, '\0' | '\u{200B}');
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(is_space).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            if !word.is_empty() {
                self.word(word);
            }
            rest = after.trim_start_matches(is_space);
            // A zero-width space and a NUL divide nothing.
            let visible = after[..after.len() - rest.len()].chars().any(char::is_whitespace);
            if visible {
                self.gap(Gap::Space);
            }
        }
    }

    fn push_lines(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.breaks += 1;
                self.gap(if self.breaks > 1 { Gap::Block } else { Gap::Line });
            }
            let line = line.trim_end_matches('\r');
            if !line.trim().is_empty() {
                self.word(line);
            }
        }
    }

    fn gap(&mut self, gap: Gap) {
        self.pending = self.pending.max(gap);
    }

    fn word(&mut self, word: &str) {
        let gap = std::mem::take(&mut self.pending);
        if !self.text.is_empty() {
            self.text.push_str(match gap {
                Gap::None => "",
                Gap::Space if self.cell => " | ",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Block => "\n\n",
            });
        }
        if std::mem::take(&mut self.item) && !word.starts_with(['•', '·', '–', '‣']) {
            self.text.push_str("- ");
        }
        self.text.push_str(word);
        (self.breaks, self.cell, self.in_row) = (0, false, true);
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}
