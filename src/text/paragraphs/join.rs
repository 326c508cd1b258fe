//! The lines of a block joined into paragraphs.

use super::block::Line;
use super::characters::{is_ideographic, is_unspaced, push_clean};
use super::evidence::{Layout, goes_on};
use super::hyphens::{Hyphens, Seam};
use super::marks::beginnings;

/// Appends the paragraphs of a block to `out`.
pub(super) fn join(block: &[Line<'_>], layout: Layout, hyphens: &Hyphens, out: &mut Paragraphs) {
    let begins = beginnings(block);
    let mut before: Option<&Line<'_>> = None;
    for (line, &begins) in block.iter().zip(&begins) {
        match before.filter(|before| !begins && goes_on(before, line, layout)) {
            Some(before) => out.go_on(seam(before, line, layout, hyphens), line.text),
            None => out.begin(line.text),
        }
        before = Some(line);
    }
}

fn seam(a: &Line<'_>, b: &Line<'_>, layout: Layout, hyphens: &Hyphens) -> Seam {
    if is_cut_address(a, b, layout) {
        return Seam::Close;
    }
    let last = a.text.chars().next_back().unwrap_or(' ');
    let first = b.text.chars().next().unwrap_or(' ');
    match last {
        '\u{AD}' | '—' => Seam::Close,
        '-' | '\u{2010}' | '\u{2011}' => hyphens.seam(a.text, b.text),
        _ if is_ideographic(last) || is_unspaced(last) && is_unspaced(first) => Seam::Close,
        _ => Seam::Space,
    }
}

/// Whether an address fills a line to its last column, so that it was cut there.
fn is_cut_address(a: &Line<'_>, b: &Line<'_>, layout: Layout) -> bool {
    let (Layout::Filled { width } | Layout::Soft { width }) = layout else { return false };
    let last = a.text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_full = !a.is_soft && a.columns >= width && last.contains("://");
    is_full && !b.text.starts_with(char::is_uppercase) && last.len() == a.text.len()
}

/// The paragraphs found so far, in the one form that bodies have.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    /// The paragraphs with a blank line between.
    pub(super) text: String,
    /// Where the last one begins.
    start: usize,
}

impl Paragraphs {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), start: 0 }
    }

    fn begin(&mut self, line: &str) {
        let end = self.text.len();
        if end > 0 {
            self.text.push_str("\n\n");
        }
        self.start = self.text.len();
        push_clean(&mut self.text, line);
        if self.text.len() == self.start {
            self.text.truncate(end);
        }
    }

    fn go_on(&mut self, seam: Seam, line: &str) {
        match seam {
            Seam::Space => self.text.push(' '),
            Seam::Close => {}
            Seam::Drop => {
                self.text.pop();
            }
        }
        push_clean(&mut self.text, line);
    }
}
