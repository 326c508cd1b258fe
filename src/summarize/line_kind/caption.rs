//! Captions that no credit follows: what is seen, in the present, and when. English.
//!
//! Only those that say it in so many words are told: "seen here", "waits at the pier on March 3, 2031".

use super::phrase::Line;
use crate::summarize::calendar::begins_with_date;

/// A caption has no more words than this.
const MAX_WORDS: usize = 40;

/// How captions point at their pictures.
#[rustfmt::skip]
const POINTING: &[&str] = &[
    "seen here", "shown here", "pictured here", "here during happier", "in this file photo",
    "in this undated", "in an undated photo", "in this photo", "in this image", "is pictured",
    "are pictured", "pose for a photo", "poses for a photo", "pose for photos", "poses for photos",
];

/// Words of which each of these has one.
const POINTERS: &[&str] = &["here", "photo", "photos", "undated", "image", "pictured"];

/// What is seen to be done.
#[rustfmt::skip]
const SEEN: &[&str] = &[
    "arrives", "attends", "celebrates", "celebrate", "cheer", "cheers", "dances", "embraces",
    "gather", "gestures", "greets", "hugs", "inspects", "kneels", "lands", "lean", "leans", "listens",
    "looks", "patrol", "patrols", "performs", "poses", "pose", "prays", "protest", "protests", "raises", "rides",
    "sits", "smiles", "speaks", "stands", "stand", "talks", "tours", "wait", "waits", "walk",
    "walks", "watches", "waves", "wears",
];

/// Whether the line says what a picture shows.
pub(super) fn is_caption(line: &Line) -> bool {
    line.words <= MAX_WORDS
        && !line.is_attributed()
        && (line.has(POINTERS) && line.contains(POINTING)
            || ends_in_date(line.text()) && line.has(SEEN) && !line.tells_of_past())
}

/// "... in 2003.", "... on Monday, March 3, 2031."
fn ends_in_date(text: &str) -> bool {
    const MAX_DATE: usize = 5;
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_year = |word: &str| {
        word.len() == 4
            && word.bytes().all(|b| b.is_ascii_digit())
            && (word.starts_with("19") || word.starts_with("20"))
    };
    let (in_year, on_day) = (text.rsplit_once(" in "), text.rsplit_once(" on "));
    in_year.is_some_and(|(_, when)| {
        is_year(when) || begins_with_date(when) && when.rsplit(' ').next().is_some_and(is_year)
    }) || on_day.is_some_and(|(_, when)| {
        begins_with_date(when) && when.split_whitespace().count() <= MAX_DATE
    })
}

#[cfg(test)]
mod tests {
    use super::super::{LineKind, kind_of};

    #[test]
    fn what_a_picture_shows_is_a_caption() {
        for text in [
            "A passenger waits at the closed ferry terminal on Monday, March 3, 2031.",
            "The ferry Ada lands at the old pier in 2003.",
            "Divers stand on the bank of the river near Port Ada on Friday.",
            "The mayor and her dog, seen here in better times, have two boats.",
            "The ferry Ada in this undated photo of the harbour museum.",
        ] {
            assert_eq!(kind_of(text), LineKind::Caption, "{text}");
        }
    }

    #[test]
    fn what_is_told_of_the_present_stays() {
        for text in [
            "The mayor stands by the loan, which the county paid in 2003.",
            "She attends the school that was opened in 2019.",
            "The council meets on Monday.",
            "Nobody waits for the ferry any more.",
            "The trial of the captain begins on Monday, March 3.",
            "“He stands there on Monday,” she said.",
        ] {
            assert_eq!(kind_of(text), LineKind::Prose, "{text}");
        }
    }
}
