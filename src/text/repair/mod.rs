//! Text repair: a body that holds text twice is reduced to one copy.
//!
//! In: a body, and the article's title if it has one. Out: the body, its paragraphs separated
//! by one blank line, and a [`Repair`] for every stretch that was removed. The first copy stays,
//! in its place; no word is changed, added or moved. Repairing a repaired body changes nothing.
//! Time is linear in the length of the text; one of more than 16 MiB is left as it is.
//!
//! Scraped articles repeat themselves in many ways: the whole body twice over, paragraph by
//! paragraph, copies interleaved, the second copy glued into one line or broken off. All are
//! stretches of words that stand further up (see `copies`), whatever their line breaks. But
//! writers repeat too: refrains, slogans, questions. What tells the two apart:
//!
//! - **Length.** Nobody repeats a long sentence word for word by intent. Whole paragraphs with
//!   a repeated sentence of [`LONG`] words go. Inside a paragraph, where one repeated sentence
//!   may well be wanted, a copy has to follow its original at once, or to have [`LONG_INSIDE`]
//!   words and two sentences.
//! - **Alignment.** Shorter pieces go where they repeat in step: as part of a longer copy, where
//!   a copy follows its original at once and makes up much of the text, or where nearly every
//!   line stands twice (see `doubled`).
//! - **Place.** At the head of the body, the title and the lead line need not be long, and a lead
//!   line that is cut off goes before the whole one (see `head`).
//!
//! What it does not do: find copies that differ by a word, or compare articles.

mod copies;
mod doubled;
mod head;
mod tokens;

#[cfg(test)]
mod tests;

use std::ops::Range;

use self::copies::Repeat;
use self::tokens::Tokens;
use super::words::count_words;
use crate::article::{Repair, RepairKind};

/// The words of a sentence that is too long to be repeated by intent.
const LONG: usize = 16;
/// The words of a copy that goes although it is only part of a paragraph.
const LONG_INSIDE: usize = 30;
/// The words of a block that, shorter sentences and all, is repeated directly behind itself.
const LONG_BLOCK: usize = 12;
/// The share of all words that such repeats must have, as its reciprocal.
const BLOCK_SHARE: usize = 4;

/// Larger bodies, in bytes, are left as they are: looking takes several times their memory.
pub(super) const LARGEST: usize = 16 << 20;
/// How many times over a body is looked at, and the bytes that are looked at in any case.
const ROUNDS: usize = 5;
const LEAST_WORK: usize = 1 << 20;

/// Reduces repeated text to its first copy; see the module's documentation.
///
/// Gives the repaired body, its paragraphs (the lines of `body`, trimmed) separated by one blank
/// line, and what was removed, in the order in which it stood.
#[must_use]
pub fn repair(title: Option<&str>, body: &str) -> (String, Vec<Repair>) {
    let lines = body.split('\n').map(str::trim).filter(|line| !line.is_empty());
    let mut body = lines.collect::<Vec<_>>().join("\n\n");
    let mut repairs = Vec::new();
    // What is left may fit together anew, so look again until nothing is found. Each round
    // removes text, and one is nearly always enough; text made to need more is left as it is
    // then, so that time stays in proportion to its size.
    let mut work = LEAST_WORK.max(ROUNDS * body.len());
    while body.len() <= LARGEST && work >= body.len() && !body.is_empty() {
        work -= body.len();
        let tokens = Tokens::new(title, &body);
        let removed = find_removals(&tokens, &body);
        if removed.iter().all(Option::is_none) {
            return (body, repairs);
        }
        repairs.extend(report(&body, &tokens, &removed));
        body = keep(&body, &tokens, &removed);
    }
    (body, repairs)
}

/// Why each unit is to be removed, if it is.
type Removals = [Option<RepairKind>];

fn find_removals(tokens: &Tokens, body: &str) -> Vec<Option<RepairKind>> {
    let mut removed = vec![None; tokens.units.len()];
    for copy in copies::find(tokens) {
        let units = artefact(tokens, copy);
        removed[units].fill(Some(RepairKind::RepeatedBlock));
    }
    doubled::mark(tokens, &mut removed);
    head::mark_title(tokens, &mut removed);
    head::mark_lead(tokens, body, &mut removed);
    removed
}

/// The units that a copy makes superfluous: all of it, its whole paragraphs, or none.
fn artefact(tokens: &Tokens, copy: Repeat) -> Range<usize> {
    let units = units_within(tokens, copy);
    let whole = whole_paragraphs(tokens, units.clone());
    let words = |units: &Range<usize>| match tokens.units.get(units.clone()) {
        Some([first, .., last]) => tokens.words(first.tokens.start..last.tokens.end),
        Some([unit]) => tokens.words(unit.tokens.clone()),
        _ => 0,
    };
    let is_long = |units: &Range<usize>| tokens.longest(units.clone()) >= LONG;
    let is_enough = units == whole
        || copy.len >= copy.distance()
        || (units.len() >= 2 && words(&units) >= LONG_INSIDE);
    if is_enough && (is_long(&units) || follows_its_original(tokens, copy, words(&units))) {
        return units;
    }
    if is_long(&whole) { whole } else { 0..0 }
}

/// The units that lie in a copy from their first word to their last.
fn units_within(tokens: &Tokens, copy: Repeat) -> Range<usize> {
    let start = tokens.units.partition_point(|unit| unit.tokens.start < copy.start);
    let end = tokens.units.partition_point(|unit| unit.tokens.end <= copy.end());
    let is_empty = |unit: usize| tokens.units[unit].tokens.is_empty();
    let start = (start..end).find(|&unit| !is_empty(unit)).unwrap_or(end);
    let end = (start..end).rfind(|&unit| !is_empty(unit)).map_or(start, |last| last + 1);
    start..end
}

/// The part of a range of units that is made of whole paragraphs.
fn whole_paragraphs(tokens: &Tokens, units: Range<usize>) -> Range<usize> {
    if units.is_empty() {
        return units;
    }
    let paragraph_of = |unit: usize| &tokens.paragraphs[tokens.units[unit].paragraph].units;
    let (first, last) = (paragraph_of(units.start), paragraph_of(units.end - 1));
    let start = if first.start == units.start { first.start } else { first.end };
    let end = if last.end == units.end { last.end } else { last.start };
    start..end.max(start)
}

/// Whether a copy repeats, in step and at once, a block that is much of the text.
fn follows_its_original(tokens: &Tokens, copy: Repeat, words: usize) -> bool {
    let block = copy.source..copy.start;
    let is_whole = copy.len >= copy.distance();
    let breaks_off = copy.end() == tokens.ids.len() && 2 * copy.len >= copy.distance();
    (is_whole || breaks_off)
        && tokens.words(block) >= LONG_BLOCK
        && BLOCK_SHARE * words >= tokens.words(0..tokens.ids.len())
}

/// One report for each unbroken run of units that go for one reason.
fn report(body: &str, tokens: &Tokens, removed: &Removals) -> Vec<Repair> {
    let mut repairs = Vec::new();
    let mut at = 0;
    for run in removed.chunk_by(|a, b| a == b) {
        if let (Some(kind), Some([first, ..])) = (run[0], tokens.units.get(at..)) {
            let end = tokens.units[at + run.len() - 1].bytes.end;
            let text = &body[first.bytes.start..end];
            repairs.push(Repair { kind, removed: text.to_owned(), words: count_words(text) });
        }
        at += run.len();
    }
    repairs
}

/// The body without the units that go.
fn keep(body: &str, tokens: &Tokens, removed: &Removals) -> String {
    let mut kept = String::with_capacity(body.len());
    let mut last: Option<(usize, usize)> = None;
    for (index, unit) in tokens.units.iter().enumerate().filter(|(i, _)| removed[*i].is_none()) {
        match last {
            Some((_, paragraph)) if paragraph != unit.paragraph => kept.push_str("\n\n"),
            Some((before, _)) if before + 1 == index => {
                kept.push_str(&body[tokens.units[before].bytes.end..unit.bytes.start]);
            }
            Some(_) => kept.push(' '),
            None => {}
        }
        kept.push_str(&body[unit.bytes.clone()]);
        last = Some((index, unit.paragraph));
    }
    kept
}
