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
    let ends = titles.map(|title| end_of(tokens, units.clone(), title));
    let end = ends.max().unwrap_or(units.start);
    // A paragraph is more than its title.
    if end < units.end {
        removed[units.start..end].fill(Some(RepairKind::RepeatedTitle));
    }
}

/// Behind the units that say `words` and nothing else, once or more, at the head of these units.
fn end_of(tokens: &Tokens, units: Range<usize>, words: &[u32]) -> usize {
    let mut end = units.start;
    while let Some(first) = tokens.units.get(end)
        && end < units.end
        && tokens.ids.get(first.tokens.start..).is_some_and(|ids| ids.starts_with(words))
    {
        let last = first.tokens.start + words.len();
        let behind = (end..units.end).take_while(|&unit| tokens.units[unit].tokens.end <= last);
        let Some(unit) = behind.last().filter(|&unit| tokens.units[unit].tokens.end == last) else {
            break;
        };
        end = unit + 1;
    }
    end
}

/// Marks the lead line, the first paragraph that is kept, where it stands again close behind:
/// as a paragraph, or as the beginning of one. A lead line that is cut off goes itself.
pub(super) fn mark_lead(tokens: &Tokens, body: &str, removed: &mut [Option<RepairKind>]) {
    let kept: Vec<usize> = (0..tokens.paragraphs.len())
        .filter(|&paragraph| {
            removed[tokens.paragraphs[paragraph].units.clone()].iter().all(Option::is_none)
        })
        .collect();
    for (at, &lead) in kept.iter().enumerate() {
        let behind = &kept[at + 1..];
        if !is_teaser(tokens, body, lead, behind) {
            return mark_copies(tokens, lead, behind, removed);
        }
        removed[tokens.paragraphs[lead].units.clone()].fill(Some(RepairKind::RepeatedLead));
    }
}

/// Whether a lead line is cut off and stands whole, or in another cut, close behind.
fn is_teaser(tokens: &Tokens, body: &str, lead: usize, behind: &[usize]) -> bool {
    let text = tokens.bytes(tokens.paragraphs[lead].units.clone());
    let is_short = tokens.words(tokens.paragraphs[lead].tokens.clone()) < SHORT_LEAD;
    let begins = |&paragraph: &usize| tokens.begins_as(paragraph, tokens.paragraph(lead));
    !is_short
        && text.and_then(|bytes| body.get(bytes)).is_some_and(is_cut)
        && behind.iter().take(LEAD_REACH).any(begins)
}

/// Marks what says the lead line again at the head of the paragraphs close behind it.
fn mark_copies(tokens: &Tokens, lead: usize, behind: &[usize], removed: &mut [Option<RepairKind>]) {
    let lead_tokens = tokens.paragraph(lead);
    let words = tokens.words(tokens.paragraphs[lead].tokens.clone());
    if words < SHORT_LEAD {
        return;
    }
    let (mut passed, mut is_next) = (0, true);
    for &paragraph in behind {
        let units = tokens.paragraphs[paragraph].units.clone();
        let end = end_of(tokens, units.clone(), lead_tokens);
        // What is short may be repeated for effect, but not at once and as part of more.
        let is_part = tokens.paragraph(paragraph).len() >= 2 * lead_tokens.len();
        if words >= LEAD || (is_next && is_part && end < units.end) {
            removed[units.start..end].fill(Some(RepairKind::RepeatedLead));
        }
        is_next = false;
        passed += usize::from(end < units.end || words < LEAD);
        if passed >= LEAD_REACH {
            return;
        }
    }
}
