//! Datelines of text without capitals: "riverton, ohio (cnn) -- ", "(cnn) ".
//!
//! In: the sentence that an article begins with. Out: where it goes on behind the dateline. Nothing but
//! the name of a known agency in brackets tells one here.

use super::dateline::{AGENCIES, after_agency, bracket};
use super::past_space;

/// Where the text goes on behind the dateline that it begins with, if it has one; `head` is the part of
/// it that is looked at.
pub(super) fn dateline(text: &str, head: &str) -> Option<usize> {
    const PLACE_WORDS: usize = 6;
    let open = head.find('(')?;
    let (agency, len) = bracket(&text[open..])?;
    let is_known = AGENCIES.iter().any(|known| known.eq_ignore_ascii_case(agency));
    let place = head[..open].trim();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '-' | '\'');
    let is_place = place.split_whitespace().count() <= PLACE_WORDS && place.chars().all(is_part);
    let alone = place.is_empty().then(|| past_space(text, open + len));
    let from = after_agency(text, open + len).or(alone)?;
    (is_known && is_place).then_some(from)
}

#[cfg(test)]
mod tests {
    use super::super::tests::statements;

    #[test]
    fn a_known_agency_tells() {
        let statement = "a bridge reopened on monday.";
        for line in
            ["(cnn) -- ", "(cnn) ", "riverton, ohio (cnn) -- ", "paris, dec. 3 (reuters) - "]
        {
            let lines = [&*format!("{line}{statement}")];
            assert_eq!(statements(&lines, "en"), [statement], "{line}");
        }
    }

    #[test]
    fn what_is_part_of_the_sentence_stays() {
        for text in [
            "the bank (cnn) said it would pay all of them.",
            "bread (warm bread) - is dear in all of the towns.",
            "nobody knew why the old and rusty bridge (cnn) -- a gift -- was shut.",
            "(a bridge) reopened on monday in the rain.",
        ] {
            assert_eq!(statements(&[text], "en"), [text]);
        }
        let later = ["it rained.", "riverton (cnn) -- a bridge reopened on monday."];
        assert_eq!(statements(&later, "en"), later);
    }
}
