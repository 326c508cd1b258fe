//! The head of a body: a title or a lead line that stands there again.

use super::tokens::Tokens;
use crate::article::RepairKind;

/// The words that a lead line must have; shorter ones may be repeated for effect.
const LEAD: usize = 8;
/// How many paragraphs behind the lead line are looked at: a byline or a date may stand between.
const LEAD_REACH: usize = 3;

/// Marks the title where it stands at the head of the body, or at the head of a removed copy of
/// it. The last paragraph with a word in it is never marked.
pub(super) fn mark_title(tokens: &Tokens, removed: &mut [Option<RepairKind>]) {
    if tokens.title.is_empty() {
        return;
    }
    let is_removed = |removed: &[Option<RepairKind>], paragraph: usize| {
        tokens.paragraphs.get(paragraph).is_some_and(|p| {
            removed.get(p.units.clone()).is_some_and(|units| units.iter().all(Option::is_some))
        })
    };
    let is_title = |paragraph: usize| tokens.paragraph(paragraph) == tokens.title;
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
}

/// Marks the lead line, the first paragraph that is kept, where it stands again close behind:
/// as a paragraph, or as the beginning of one.
pub(super) fn mark_lead(tokens: &Tokens, removed: &mut [Option<RepairKind>]) {
    let mut kept = (0..tokens.paragraphs.len()).filter(|&paragraph| {
        removed[tokens.paragraphs[paragraph].units.clone()].iter().all(Option::is_none)
    });
    let Some(lead) = kept.next() else { return };
    let lead_tokens = tokens.paragraph(lead);
    if tokens.words(tokens.paragraphs[lead].tokens.clone()) < LEAD {
        return;
    }
    for paragraph in kept.take(LEAD_REACH).collect::<Vec<_>>() {
        if !tokens.paragraph(paragraph).starts_with(lead_tokens) {
            continue;
        }
        let units = tokens.paragraphs[paragraph].units.clone();
        let end = tokens.units[units.start].tokens.start + lead_tokens.len();
        // The lead line must end where a sentence ends, or it is only how that one begins.
        if let Some(last) = units.clone().find(|&unit| tokens.units[unit].tokens.end == end) {
            removed[units.start..=last].fill(Some(RepairKind::RepeatedLead));
        }
    }
}
