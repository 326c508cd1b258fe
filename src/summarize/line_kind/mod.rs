//! Lines that stand in an article's text and are no statements: captions, bylines, headings, calls to
//! read on, what a page says of itself, the courtesies of a letter.
//!
//! In: a document. Out: the [`LineKind`] of each of its sentences. Scorers leave out what is no
//! statement, and selection takes it only where there is nothing else. Some lines are told by their
//! shape, in any language; many are whole sentences, and are told by how they begin and whom they speak
//! to: a page says "we" and "you", and nobody is quoted. A story *about* cookies, newsletters or
//! photographers says "they", and keeps its sentences.

mod courtesy;
mod credit;
mod furniture;
mod heading;
mod kind;
mod layout;
mod lead_in;
mod phrase;
mod question;
mod request;
mod table;
#[cfg(test)]
mod tests;
mod transcript;

use std::collections::HashMap;

use super::Document;
pub use kind::LineKind;
use layout::{Layout, Stand, is_finished};
use phrase::Line;
#[cfg(test)]
use tests::{fragment, kind_of};

/// Fewer words than this state nothing.
const MIN_WORDS: usize = 4;

/// A caption has no more sentences than this before its credit.
const MAX_CAPTION: usize = 2;

/// The kind of each sentence of the document, in order.
#[must_use]
pub fn line_kinds(document: &Document<'_>) -> Vec<LineKind> {
    let layout = Layout::new(document);
    let mut kinds: Vec<LineKind> =
        (0..layout.stands.len()).map(|i| line_kind(document, &layout, i)).collect();
    mark_speakers(document, &layout, &mut kinds);
    kinds
}

fn line_kind(document: &Document<'_>, layout: &Layout, i: usize) -> LineKind {
    let whole = document.sentences[i].text(document.body);
    let stand = &layout.stands[i];
    let statement = &document.body[stand.statement];
    let is_english = document.is_english();
    let kind = kind_alone(whole, statement, stand, is_english);
    match kind.or_else(|| kind_there(layout, i, statement, is_english)) {
        Some(kind) => kind,
        None if precedes_credit(document, i) => LineKind::Caption,
        None => LineKind::Prose,
    }
}

/// The kind of the line, whatever stands around it; `None` where that decides.
fn kind_alone(whole: &str, statement: &str, stand: &Stand, is_english: bool) -> Option<LineKind> {
    let is_mark = |c: char| {
        !c.is_alphanumeric() && !matches!(c, '©' | '(' | '"' | '“' | '„' | '«' | '\'' | '‘')
    };
    let text = statement.trim_start_matches(is_mark);
    let bare = whole.trim_start_matches(is_mark);
    let words = stand.words;
    let line = Line::new(text, words);
    let is_request = || is_english && request::is_request(&line);
    let ends_in_colon = text.trim_end_matches([' ', '.']).ends_with([':', '：']);
    let is_lead_in = || lead_in::is_lead_in(&line, ends_in_colon, is_english);
    match () {
        () if credit::is_credit(bare, words) || credit::is_credit(text, words) => {
            Some(LineKind::Credit)
        }
        () if credit::is_signature(whole, words)
            || credit::is_stamp(text, words, stand.finished) =>
        {
            Some(LineKind::Credit)
        }
        () if transcript::is_note(whole, words) || transcript::is_quoting(text, words) => {
            Some(LineKind::Transcript)
        }
        () if furniture::is_furniture(&line) && credit::is_imprint(&line) => Some(LineKind::Credit),
        () if furniture::is_furniture(&line) || is_request() => Some(LineKind::Promo),
        () if courtesy::is_courtesy(&line) => Some(LineKind::Courtesy),
        () if table::is_table(whole, words, stand.finished) => Some(LineKind::Table),
        () if is_address(text) || is_figure(text, words) => Some(LineKind::Label),
        () if is_lead_in() => Some(LineKind::LeadIn),
        () if is_too_short(text, words) && stand.finished => Some(LineKind::Label),
        () => None,
    }
}

/// The kind of line `i` that is told by where it stands; `None` where it is prose.
fn kind_there(layout: &Layout, i: usize, text: &str, is_english: bool) -> Option<LineKind> {
    let stand = &layout.stands[i];
    if (stand.alone || stand.spoken) && question::is_question(text, stand.words) {
        return Some(LineKind::Question);
    }
    if stand.finished { None } else { heading::unfinished(layout, i, text, is_english) }
}

/// A name with a colon is a speaker where it comes again, and sentences follow it.
fn mark_speakers(document: &Document<'_>, layout: &Layout, kinds: &mut [LineKind]) {
    let speaker = |i: usize| {
        let follows = layout.stands.get(i + 1).is_some_and(|next| next.finished);
        let text = document.sentences[i].text(document.body);
        follows.then(|| transcript::speaker(text, layout.stands[i].words)).flatten()
    };
    let speakers: Vec<(usize, &str)> = (0..kinds.len())
        .filter(|&i| kinds[i] == LineKind::LeadIn)
        .filter_map(|i| Some((i, speaker(i)?)))
        .collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    speakers.iter().for_each(|&(_, name)| *times.entry(name).or_default() += 1);
    for (i, name) in speakers {
        if times[name] > 1 {
            kinds[i] = LineKind::Transcript;
        }
    }
}

/// Whether a credit ends the paragraph that sentence `i` begins or nearly begins: "(Photo by ...)"
/// behind a caption.
fn precedes_credit(document: &Document<'_>, i: usize) -> bool {
    let paragraph = document.sentences[i].paragraph;
    let is_own = |j: usize| {
        document.sentences.get(j).is_some_and(|sentence| sentence.paragraph == paragraph)
    };
    let first = (i.saturating_sub(MAX_CAPTION)..=i).find(|&j| is_own(j)).unwrap_or(i);
    if first + MAX_CAPTION <= i || first > 0 && is_own(first - 1) {
        return false;
    }
    let mut following = (i + 1..=first + MAX_CAPTION).take_while(|&j| is_own(j));
    following.any(|j| {
        credit::is_bare_credit(document.sentences[j].text(document.body)) && !is_own(j + 1)
    })
}

/// Scripts without spaces count one word for a whole phrase, so the length has a say too.
fn is_too_short(text: &str, words: usize) -> bool {
    const MIN_BYTES: usize = 40;
    words == 0 || words < MIN_WORDS && text.len() < MIN_BYTES
}

/// The address of a page and nothing else.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace)
        && (text.contains("://") || text.starts_with("www.") || text.starts_with("pic.twitter"))
}

/// "$139.99", "4.6", "5 of 6": few words, and a figure first.
fn is_figure(text: &str, words: usize) -> bool {
    words < MIN_WORDS
        && text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_numeric)
}
