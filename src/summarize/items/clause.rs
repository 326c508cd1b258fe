//! The short form of an item: all of it, or its first clause.

use crate::summarize::discourse::has_verb;

/// An item has no more words than this.
const MOST: usize = 14;

/// A clause in front of a dash or a colon is not an item by itself if it is shorter in letters.
const SHORTEST: usize = 3;

/// Marks between what an item is called and what is said of it.
const MARKS: &[&str] = &[" – ", " — ", " - ", ": ", " -- ", "; "];

/// The length in bytes of the item that `text` is or begins with, without the mark at its end; `None`
/// where no short one can be had.
pub(super) fn item(text: &str, is_english: bool) -> Option<usize> {
    let whole = trimmed(text);
    if whole.is_empty() || !whole.contains(char::is_alphabetic) {
        return None;
    }
    if is_short(whole) && !(is_english && is_sentence_of_two(whole)) {
        return Some(end_of(text, whole));
    }
    let named = MARKS
        .iter()
        .filter_map(|mark| whole.find(mark))
        .filter(|&at| at >= SHORTEST && is_short(&whole[..at]))
        .min();
    let clause = || {
        whole
            .match_indices([',', ';', '(', '.', '!', '?'])
            .map(|(at, _)| at)
            .filter(|&at| {
                whole[at + 1..].starts_with([' ', '"', '”']) || whole[at..].starts_with('(')
            })
            .take_while(|&at| is_short(&whole[..at]))
            .filter(|&at| whole[..at].split_whitespace().count() >= 4)
            .filter(|&at| !is_english || has_verb(&whole[..at]))
            .last()
    };
    let at = named.or_else(clause)?;
    Some(end_of(text, trimmed(&whole[..at])))
}

fn is_short(text: &str) -> bool {
    const LONGEST: usize = 110;
    text.len() <= LONGEST && text.split_whitespace().count() <= MOST
}

/// Whether a sentence ends within it.
fn is_sentence_of_two(text: &str) -> bool {
    const FIRST: usize = 20;
    [". ", "! ", "? "].iter().any(|end| text.find(end).is_some_and(|at| at > FIRST))
}

/// Without the white space and the marks around it.
fn trimmed(text: &str) -> &str {
    text.trim().trim_end_matches([':', '.', '#', '-', '–', '—', ';', ',', ' ', '¶']).trim_end()
}

/// Where `part`, a slice of `text`, ends in it.
fn end_of(text: &str, part: &str) -> usize {
    text.find(part).unwrap_or(0) + part.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<&str> {
        item(text, true).map(|len| text[..len].trim_start())
    }

    #[test]
    fn an_item_is_short() {
        assert_eq!(cut("Oil the hinge"), Some("Oil the hinge"));
        assert_eq!(cut(" Oil the hinge:"), Some("Oil the hinge"));
        assert_eq!(
            cut(
                "Oil the hinge – nothing keeps a door from creaking for longer than a drop of good oil on its pins."
            ),
            Some("Oil the hinge")
        );
        assert_eq!(
            cut(
                "Ada Moss: The harbour master has run the office since 2019 and answers for all nine of its boats."
            ),
            Some("Ada Moss")
        );
        assert_eq!(
            cut(
                "You have to wash the sails with fresh water, and then you hang them where the wind comes through for a day."
            ),
            Some("You have to wash the sails with fresh water")
        );
        assert_eq!(cut("Ölen Sie das Scharnier"), Some("Ölen Sie das Scharnier"));
    }

    #[test]
    fn what_has_no_short_clause_is_none() {
        assert_eq!(cut("---"), None);
        assert_eq!(cut("12.5"), None);
        assert_eq!(
            cut(
                "The harbour office of the town on the far side of the bay that nobody has seen open since the storm"
            ),
            None
        );
    }
}
