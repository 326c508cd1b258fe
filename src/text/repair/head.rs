//! The head of a body: a title or a lead line that stands there again, and a teaser.

use std::ops::Range;

use super::tokens::{Tokens, is_cut};
use crate::article::RepairKind;

/// The words that a lead line must have; shorter ones may be repeated for effect.
const LEAD: usize = 8;
/// The words that a lead line must have where the next paragraph begins with it and goes on.
const SHORT_LEAD: usize = 4;
/// How many paragraphs behind the lead line are looked at: a byline or a date may stand between.
const LEAD_REACH: usize = 3;

/// Marks the title where it stands at the head of the body, or at the head of a removed copy of
/// it. The last paragraph with a word in it is never marked.
pub(super) fn mark_title(tokens: &Tokens, removed: &mut [Option<RepairKind>]) {
    if tokens.titles.is_empty() {
        return;
    }
    let is_removed = |removed: &[Option<RepairKind>], paragraph: usize| {
        tokens.paragraphs.get(paragraph).is_some_and(|p| {
            removed.get(p.units.clone()).is_some_and(|units| units.iter().all(Option::is_some))
        })
    };
    let is_title =
        |paragraph: usize| tokens.titles.iter().any(|title| tokens.paragraph(paragraph) == title);
    let Some(body_start) = (0..tokens.paragraphs.len()).find(|&paragraph| {
        !is_title(paragraph)
            && !tokens.paragraph(paragraph).is_empty()
            && !is_removed(removed, paragraph)
    }) else {
        return;
    };
    for paragraph in 0..tokens.paragraphs.len() {
        let at_head = paragraph < body_start || is_removed(removed, paragraph + 1);
        if at_head && is_title(paragraph) && !is_removed(removed, paragraph) {
            removed[tokens.paragraphs[paragraph].units.clone()]
                .fill(Some(RepairKind::RepeatedTitle));
        }
    }
    mark_first_sentence(tokens, body_start, removed);
}

/// Marks the title where it is the first sentence of the first paragraph.
fn mark_first_sentence(tokens: &Tokens, paragraph: usize, removed: &mut [Option<RepairKind>]) {
    const WORDS: usize = 3;
    let units = tokens.paragraphs[paragraph].units.clone();
    let text = tokens.paragraph(paragraph);
    let titles = tokens.titles.iter().filter(|title| {
        title.len() >= WORDS && title.len() < text.len() && text.starts_with(title)
    });
    let ends = titles.filter_map(|title| end_of(tokens, units.clone(), title.len()));
    if let Some(last) = ends.max() {
        removed[units.start..=last].fill(Some(RepairKind::RepeatedTitle));
    }
}

/// The unit that ends where the first `length` tokens of these units end.
fn end_of(tokens: &Tokens, units: Range<usize>, length: usize) -> Option<usize> {
    let end = tokens.units.get(units.start)?.tokens.start + length;
    units.into_iter().find(|&unit| tokens.units[unit].tokens.end == end)
}

/// Marks the lead line, the first paragraph that is kept, where it stands again close behind:
/// as a paragraph, or as the beginning of one. A lead line that is cut off goes itself.
pub(super) fn mark_lead(tokens: &Tokens, body: &str, removed: &mut [Option<RepairKind>]) {
    let mut kept = (0..tokens.paragraphs.len()).filter(|&paragraph| {
        removed[tokens.paragraphs[paragraph].units.clone()].iter().all(Option::is_none)
    });
    let Some(lead) = kept.next() else { return };
    let lead_tokens = tokens.paragraph(lead);
    let lead_units = tokens.paragraphs[lead].units.clone();
    let words = tokens.words(tokens.paragraphs[lead].tokens.clone());
    let behind: Vec<usize> = kept.take(LEAD_REACH).collect();
    if words < SHORT_LEAD {
        return;
    }
    let text = tokens.bytes(lead_units.clone()).and_then(|bytes| body.get(bytes));
    if text.is_some_and(is_cut) {
        if behind.iter().any(|&paragraph| tokens.begins_as(paragraph, lead_tokens)) {
            removed[lead_units].fill(Some(RepairKind::RepeatedLead));
            return;
        }
    }
    for (at, paragraph) in behind.into_iter().enumerate() {
        // What is short may be repeated for effect, but not at once and as part of more.
        let is_part = tokens.paragraph(paragraph).len() >= 2 * lead_tokens.len();
        let is_enough = words >= LEAD || (at == 0 && is_part);
        if !is_enough || !tokens.paragraph(paragraph).starts_with(lead_tokens) {
            continue;
        }
        let units = tokens.paragraphs[paragraph].units.clone();
        // The lead line must end where a sentence ends, or it is only how that one begins.
        if let Some(last) = end_of(tokens, units.clone(), lead_tokens.len()) {
            removed[units.start..=last].fill(Some(RepairKind::RepeatedLead));
        }
    }
}
