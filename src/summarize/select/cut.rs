//! Cutting a sentence that is too long for a budget.

use unicode_segmentation::UnicodeSegmentation;

use crate::summarize::discourse::has_verb;

/// Marks after which a clause ends.
const CLAUSE_MARKS: &[char] = &[',', ';', ':', '–', '—', '(', '，', '；', '：', '、', '،', '؛'];

/// English words that begin a clause.
#[rustfmt::skip]
const CLAUSE_WORDS: &[&str] = &[
    "according", "after", "although", "and", "as", "because", "before", "but", "if", "since", "so", "that",
    "though", "unless", "until", "when", "where", "whereas", "whether", "which", "while", "who", "whose",
];

/// A clause of fewer words tells nothing.
const LEAST_WORDS: usize = 4;

/// The length in bytes of the beginning of `text` that `fits`: up to the last mark between clauses
/// if that keeps half of the words, else up to the last word, else up to the last character.
/// `fits` holds for every beginning of a text that it holds for, and for one character.
pub(super) fn cut(text: &str, fits: impl Fn(&str) -> bool) -> usize {
    let ends = word_ends(text, &fits);
    let Some(&last) = ends.last() else {
        let mut ends = text.grapheme_indices(true).map(|(i, cluster)| i + cluster.len());
        let first = ends.next().unwrap_or(text.len());
        return ends.take_while(|&end| fits(&text[..end])).last().unwrap_or(first);
    };
    let half = ends[(ends.len() - 1) / 2];
    mark_ends(text, last).find(|&end| end >= half).unwrap_or(last)
}

/// The length in bytes of the longest beginning of `text` that `fits` and ends with a clause that
/// has a verb; in languages other than English, with any clause of some words.
pub(super) fn clause_end(
    text: &str,
    is_english: bool,
    fits: impl Fn(&str) -> bool,
) -> Option<usize> {
    let ends = word_ends(text, fits);
    let (&last, &least) = (ends.last()?, ends.get(LEAST_WORDS - 1)?);
    let before_words = text[..last]
        .unicode_word_indices()
        .filter(|(_, word)| is_english && CLAUSE_WORDS.contains(word))
        .map(|(i, _)| text[..i].trim_end().trim_end_matches(CLAUSE_MARKS).trim_end().len());
    mark_ends(text, last)
        .chain(before_words)
        .filter(|&end| end >= least && (!is_english || has_verb(&text[..end])))
        .max()
}

/// Where the words end that `fits` has room for.
fn word_ends(text: &str, fits: impl Fn(&str) -> bool) -> Vec<usize> {
    let mut ends: Vec<usize> =
        text.unicode_word_indices().map(|(i, word)| i + word.len()).collect();
    ends.truncate(ends.partition_point(|&end| fits(&text[..end])));
    ends
}

/// Where clauses of `text` end, by their marks, up to `last`: the last first.
fn mark_ends(text: &str, last: usize) -> impl Iterator<Item = usize> {
    let next = text[last..].chars().next().map_or(last, |c| last + c.len_utf8());
    let marks = text[..next].rmatch_indices(CLAUSE_MARKS).map(|(i, _)| i);
    let marks = marks.filter(|&i| !is_within_number(text, i)).map(|i| text[..i].trim_end().len());
    let dashes = text[..last].rmatch_indices(" -").map(|(i, _)| i);
    let mut ends: Vec<usize> = marks.chain(dashes).collect();
    ends.sort_unstable_by(|a, b| b.cmp(a));
    ends.into_iter()
}

/// Whether the mark at `i` stands between digits, as in `1,500`.
fn is_within_number(text: &str, i: usize) -> bool {
    let after = text[i..].chars().nth(1);
    text[..i].ends_with(char::is_numeric) && after.is_some_and(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(limit: usize) -> impl Fn(&str) -> bool {
        move |text| text.unicode_words().count() <= limit
    }

    fn cut_to(text: &str, limit: usize) -> &str {
        &text[..cut(text, within(limit))]
    }

    #[test]
    fn cuts_between_clauses_where_that_keeps_half() {
        let text = "The dam held through the night, engineers said, and 1,500 people went home.";
        assert_eq!(cut_to(text, 10), "The dam held through the night, engineers said");
        assert_eq!(cut_to(text, 8), "The dam held through the night, engineers said");
        assert_eq!(cut_to(text, 7), "The dam held through the night");
        assert_eq!(cut_to(text, 3), "The dam held");
        assert_eq!(cut_to(text, 1), "The");
        assert_eq!(cut_to("Rain -- warm rain -- fell on Oslo", 4), "Rain -- warm rain");
    }

    #[test]
    fn a_number_is_not_cut_in_two() {
        assert_eq!(cut_to("Some 1,500 people came by the old road", 3), "Some 1,500 people");
    }

    #[test]
    fn characters_are_cut_between_words_then_between_clusters() {
        let characters =
            |text: &str, limit| text[..cut(text, |part| part.chars().count() <= limit)].to_owned();
        assert_eq!(characters("One two three", 9), "One two");
        assert_eq!(characters("Donaudampfschiff", 5), "Donau");
        assert_eq!(characters("e\u{301}e\u{301}", 3), "e\u{301}");
    }

    #[test]
    fn a_line_ends_with_a_clause_that_has_a_verb() {
        let text = "Marulet, an exchange in Cape Town, stopped all trading on Tuesday after thieves \
                    took $68 million in coins, the largest loss in its seven years.";
        let line = |limit| clause_end(text, true, within(limit)).map(|len| &text[..len]);
        let trading = "Marulet, an exchange in Cape Town, stopped all trading on Tuesday";
        let coins = "Marulet, an exchange in Cape Town, stopped all trading on Tuesday after thieves \
                     took $68 million in coins";
        assert_eq!(line(21), Some(coins));
        assert_eq!(line(14), Some(trading));
        assert_eq!(line(10), None, "a name is no clause");
        let text = "Die Fähre, die seit Mai im Hafen lag, fährt wieder, sagt der Kapitän.";
        let len = clause_end(text, false, within(10)).unwrap();
        assert_eq!(&text[..len], "Die Fähre, die seit Mai im Hafen lag, fährt wieder");
    }
}
