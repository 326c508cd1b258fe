//! The lines of a text between blank lines, without what stands before them.
//!
//! Out of a line go the marks of quoted mail (`> > `) and its indent; both are remembered, for
//! another depth is another block, and another indent may begin a paragraph.

use super::characters::{columns, is_dropped, is_unspaced};

/// Columns that are counted of a line; what is wider is no wrapped line.
pub(super) const MOST: usize = 400;
/// The columns that a tab takes.
const TAB: usize = 4;

/// A line, and what stood around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its text, trimmed.
    pub(super) text: &'a str,
    /// The columns of white space before it.
    pub(super) indent: usize,
    /// The columns that it takes, indent included; at most [`MOST`].
    pub(super) columns: usize,
    /// How many marks of quotation stood before it.
    depth: usize,
    /// Whether it ends in one space, as lines do that a program broke.
    pub(super) is_soft: bool,
}

impl<'a> Line<'a> {
    fn new(line: &'a str) -> Self {
        let (depth, rest) = quoted(line);
        let text = rest.trim();
        let white = &rest[..rest.len() - rest.trim_start().len()];
        let indent: usize = white.chars().map(|c| if c == '\t' { TAB } else { 1 }).sum();
        let after = rest.trim_start().strip_prefix(text).unwrap_or_default();
        let columns = (indent + columns(text, MOST)).min(MOST);
        Self { text, indent, columns, depth, is_soft: after == " " }
    }

    fn is_blank(&self) -> bool {
        self.text.chars().all(|c| c.is_whitespace() || is_dropped(c))
    }

    /// The columns that its first word takes with the space before it.
    pub(super) fn first_word(&self) -> usize {
        match self.text.chars().next() {
            Some(first) if is_unspaced(first) => 2,
            _ => 1 + columns(self.text.split_whitespace().next().unwrap_or_default(), MOST),
        }
    }

    /// Whether it holds a word that no line can hold, such as an address, so that its width
    /// says nothing.
    pub(super) fn has_long_word(&self) -> bool {
        const LONG: usize = 30;
        self.text.len() > LONG
            && self.text.split_whitespace().any(|word| {
                word.len() > LONG
                    && !word.chars().any(is_unspaced)
                    && (word.contains("://") || word.contains('/') || word.len() > 2 * LONG)
            })
    }
}

/// The number of marks of quoted mail before a line, and what is behind them. A mark is a `>`
/// before a space or another mark; ">5 boats" has none.
fn quoted(line: &str) -> (usize, &str) {
    let mut depth = 0;
    let mut rest = line;
    let is_passed = |c: char| c.is_whitespace() || is_dropped(c);
    while let Some(behind) = rest.trim_start_matches(is_passed).strip_prefix('>') {
        let behind = behind.trim_start_matches(is_dropped);
        if !(behind.is_empty() || behind.starts_with(|c: char| c == '>' || c.is_whitespace())) {
            break;
        }
        depth += 1;
        rest = behind;
    }
    // One space belongs to the marks, what more there is to the line.
    let behind = if depth > 0 { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
    (depth, behind)
}

/// The blocks of a text, each with at least one line, in order.
pub(super) fn blocks(text: &str) -> impl Iterator<Item = Vec<Line<'_>>> {
    let mut lines = text.split('\n').map(Line::new).peekable();
    std::iter::from_fn(move || {
        while lines.next_if(Line::is_blank).is_some() {}
        let first = lines.next()?;
        let mut block = vec![first];
        while let Some(line) = lines.next_if(|line| line.depth == first.depth && !line.is_blank()) {
            block.push(line);
        }
        Some(block)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<&str>> {
        blocks(text).map(|block| block.iter().map(|line| line.text).collect()).collect()
    }

    #[test]
    fn a_blank_line_or_another_depth_ends_a_block() {
        assert_eq!(
            texts("\n > a\n>> b\n> > c \n>\n> d\ne\n \u{7}\n  f"),
            [vec!["a"], vec!["b", "c"], vec!["d"], vec!["e"], vec!["f"]]
        );
        assert_eq!(texts(">5 boats\n>a boat"), [[">5 boats", ">a boat"]]);
        assert_eq!(texts(""), Vec::<Vec<&str>>::new());
    }

    #[test]
    fn indents_and_soft_ends_are_seen() {
        let block = blocks("> \tone \n>   two").next().unwrap();
        assert_eq!((block[0].indent, block[0].columns, block[0].is_soft), (4, 7, true));
        assert_eq!((block[1].indent, block[1].is_soft), (2, false));
    }
}
