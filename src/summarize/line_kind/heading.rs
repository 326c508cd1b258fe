//! Lines without an end: headings, entries of lists, captions that no credit follows.
//!
//! A short line without final punctuation is one in any language. A longer one is told by where it
//! stands: as a paragraph by itself in a text whose sentences end with marks, beside others of its
//! kind, in capitals.

use super::kind::LineKind;
use super::layout::{Layout, MAX_SHORT, Stand};
use super::phrase::tells;

/// A line without final punctuation is a heading or caption, wherever it stands, if it has no more
/// words than this.
pub(super) const MAX_WORDS: usize = 10;

/// A line is none, however it stands, if it has more words than this.
const MAX_LONG: usize = 40;

/// The kind of line `i`, whose `text` does not end as a sentence does; `None` where it may still be
/// a sentence.
pub(super) fn unfinished(
    layout: &Layout,
    i: usize,
    text: &str,
    is_english: bool,
) -> Option<LineKind> {
    let stand = &layout.stands[i];
    if stand.words <= MAX_WORDS {
        return Some(named(layout, i));
    }
    if !stand.alone || stand.words > MAX_LONG {
        return None;
    }
    let is_out_of_style = layout.is_punctuated && stand.words <= MAX_SHORT;
    let is_verbless = || is_english && !tells(text) && !has_third_person(text);
    let is_titled = || is_in_title_case(text);
    (is_out_of_style && !stand.marked || is_titled() || is_verbless()).then(|| named(layout, i))
}

/// What an unfinished line is called: an entry where it has a mark, or stands among its like.
fn named(layout: &Layout, i: usize) -> LineKind {
    let stand = &layout.stands[i];
    let is_like = |other: &Stand| other.alone && !other.finished;
    // A number whose neighbours have none heads what follows it.
    if stand.numbered && !layout.is_beside(i, |other| other.numbered) {
        return LineKind::Heading;
    }
    if stand.marked || stand.alone && layout.are_around(i, is_like) {
        LineKind::Item
    } else {
        LineKind::Heading
    }
}

/// "Boats, Nets And Ropes For The Whole Family At Half The Price": nearly all words in capitals.
fn is_in_title_case(text: &str) -> bool {
    const FEWEST: usize = 5;
    const LETTERS: usize = 4;
    let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS;
    let words: Vec<&str> = text.split_whitespace().filter(long).collect();
    let capital =
        |word: &&&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let capitals = words.iter().filter(capital).count();
    words.len() >= FEWEST && capitals * 5 >= words.len() * 4
}

/// Whether a word in small letters may be a verb in the third person: a plural and such a verb look
/// alike, and a doubt is for the sentence.
fn has_third_person(text: &str) -> bool {
    let may_be = |word: &str| {
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        word.len() > 3
            && word.starts_with(char::is_lowercase)
            && word.ends_with('s')
            && !word.ends_with("ss")
    };
    text.split_whitespace().skip(1).any(may_be)
}
