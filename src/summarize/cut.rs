//! Cutting a sentence that is too long for a budget of words.

use unicode_segmentation::UnicodeSegmentation;

/// Marks after which a clause ends.
const CLAUSE_MARKS: &[char] = &[',', ';', ':', '–', '—', '(', '，', '；', '：', '、', '،', '؛'];

/// The length in bytes of the beginning of `text` that has at most `limit` words: up to the
/// last mark between clauses if that keeps half of the words, else up to the last word.
pub(super) fn cut_to_words(text: &str, limit: usize, count_words: fn(&str) -> usize) -> usize {
    let ends: Vec<usize> =
        text.unicode_word_indices().take(limit).map(|(i, word)| i + word.len()).collect();
    // The caller's words may be finer than these, so that fewer of these fit.
    let fitting = ends.partition_point(|&end| count_words(&text[..end]) <= limit);
    let ends = &ends[..fitting];
    let Some(&last) = ends.last() else {
        return text.len();
    };
    let half = ends[(ends.len() - 1) / 2];
    clause_end(text, half, last).unwrap_or(last)
}

/// Where the last clause of `text[..last]` ends, if past `half`.
fn clause_end(text: &str, half: usize, last: usize) -> Option<usize> {
    let next = text[last..].chars().next().map_or(last, |c| last + c.len_utf8());
    let marks = text[..next].rmatch_indices(CLAUSE_MARKS).map(|(i, _)| i);
    let dashes = text[..last].rmatch_indices(" -").map(|(i, _)| i);
    let end = marks
        .filter(|&i| !is_within_number(text, i))
        .map(|i| text[..i].trim_end().len())
        .take_while(|&end| end >= half)
        .next();
    end.max(dashes.take_while(|&end| end >= half).next())
}

/// Whether the mark at `i` stands between digits, as in `1,500`.
fn is_within_number(text: &str, i: usize) -> bool {
    let after = text[i..].chars().nth(1);
    text[..i].ends_with(char::is_numeric) && after.is_some_and(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> usize {
        text.unicode_words().count()
    }

    fn cut(text: &str, limit: usize) -> &str {
        &text[..cut_to_words(text, limit, words)]
    }

    #[test]
    fn cuts_between_clauses_where_that_keeps_half() {
        let text = "The dam held through the night, engineers said, and 1,500 people went home.";
        assert_eq!(cut(text, 10), "The dam held through the night, engineers said");
        assert_eq!(cut(text, 8), "The dam held through the night, engineers said");
        assert_eq!(cut(text, 7), "The dam held through the night");
        assert_eq!(cut(text, 3), "The dam held");
        assert_eq!(cut(text, 1), "The");
        assert_eq!(cut("Rain -- warm rain -- fell on Oslo", 4), "Rain -- warm rain");
    }

    #[test]
    fn a_number_is_not_cut_in_two() {
        assert_eq!(cut("Some 1,500 people came by the old road", 3), "Some 1,500 people");
    }

    #[test]
    fn finer_words_of_the_caller_are_kept_to() {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let text = "One two three";
        assert_eq!(&text[..cut_to_words(text, 7, letters)], "One two");
    }
}
