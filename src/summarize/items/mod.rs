//! The items of a list or of instructions: the tips, the steps, the things that it lists.
//!
//! In: a document, its kind, its form and the kinds of its lines. Out: [`Items`], where it has at least
//! three that are parallel: numbered lines that count up or down, headings of like form that each head
//! prose, or entries with bullets. An item is a heading, or the first clause of an entry, and short.
//!
//! What it does not do: say what the piece is about. Headings of sections that every piece has
//! (conclusions, prices) are none, nor are those that return under each thing; questions never are.

mod clause;
mod group;
#[cfg(test)]
mod tests;

use super::Document;
use super::kind::{Form, PieceKind};
use super::line_kind::LineKind;
use crate::article::Span;

/// Fewer are no list.
const LEAST: usize = 3;

/// The items of a piece, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Items {
    pub(super) items: Vec<Item>,
}

/// One item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    /// The sentence that it is, or begins.
    pub(super) sentence: usize,
    /// Where it lies in the body, without its mark.
    pub(super) span: Span,
}

impl Items {
    /// The items of `document`, if it is a list or instructions and has any.
    pub(super) fn of(
        document: &Document<'_>,
        kind: PieceKind,
        form: &Form,
        lines: &[LineKind],
    ) -> Option<Self> {
        if !matches!(kind, PieceKind::List | PieceKind::HowTo) {
            return None;
        }
        let groups = [
            group::numbered(document, form),
            group::headings(document, form, kind, lines),
            group::bulleted(document, form),
        ];
        groups.into_iter().flatten().find_map(|group| Self::cut(document, &group))
    }

    /// The first clause of each of these entries; `None` where too many have none that is short.
    fn cut(document: &Document<'_>, entries: &[group::Entry]) -> Option<Self> {
        let cut = |entry: &group::Entry| {
            let span = document.sentences[entry.sentence].span;
            let from = span.start + entry.mark;
            let text = document.body.get(from..span.end)?;
            let len = clause::item(text, document.is_english()).filter(|_| !asks(text))?;
            let skipped = text.len() - text.trim_start().len();
            Some(Item { sentence: entry.sentence, span: Span::new(from + skipped, from + len) })
        };
        let items: Vec<Item> = entries.iter().filter_map(cut).collect();
        let is_most = items.len() * 4 >= entries.len() * 3;
        (items.len() >= LEAST && is_most && are_apart(document, &items)).then_some(Self { items })
    }
}

/// Whether an entry asks, whatever marks it up: what readers come for is the answers.
fn asks(text: &str) -> bool {
    let is_other = |c: char| !c.is_alphanumeric() && !matches!(c, '?' | '？' | '؟');
    text.trim_end_matches(is_other).ends_with(['?', '？', '؟'])
}

/// Whether most of the items differ from each other.
fn are_apart(document: &Document<'_>, items: &[Item]) -> bool {
    let mut texts: Vec<&str> = items.iter().map(|item| &document.body[item.span]).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.len() * 5 >= items.len() * 4
}
