//! Cutting a sentence that is too long for a budget.

use unicode_segmentation::UnicodeSegmentation;

use super::clause::is_left_open_by;

/// Marks after which a clause ends.
const CLAUSE_MARKS: &[char] = &[',', ';', ':', '–', '—', '(', '，', '；', '：', '、', '،', '؛'];

/// Of these, the ones that part items of a list or announce what follows: no line ends there.
const OPEN_MARKS: &[char] = &[':', '(', '：', '、'];

/// The length in bytes of the beginning of `text` that `fits`: up to the last mark between clauses
/// if that keeps half of the words, else up to the last word that nothing must follow, as far as
/// English tells, else up to the last character. `fits` holds for every beginning of a text that it
/// holds for, and for one character.
pub(super) fn cut(text: &str, is_english: bool, fits: impl Fn(&str) -> bool) -> usize {
    let ends = word_ends(text, &fits);
    let Some(&last) = ends.last() else {
        let mut ends = text.grapheme_indices(true).map(|(i, cluster)| i + cluster.len());
        let first = ends.next().unwrap_or(text.len());
        return ends.take_while(|&end| fits(&text[..end])).last().unwrap_or(first);
    };
    let half = ends[(ends.len() - 1) / 2];
    let is_closed = |end: usize| {
        let last = text[..end].unicode_words().next_back();
        !is_english || !last.is_some_and(is_left_open_by)
    };
    if let Some(end) = mark_ends(text, last).find(|&end| end >= half && is_closed(end)) {
        return end;
    }
    let mut later = ends.into_iter().rev().take_while(|&end| end >= half);
    later.find(|&end| is_closed(end)).unwrap_or(last)
}

/// The length in bytes of the longest beginning of `text`, in a language whose clauses are not
/// known, that `fits`, keeps at least half of the words that fit and ends at a mark between clauses
/// that is in no brackets or quotation.
pub(super) fn mark_end(text: &str, fits: impl Fn(&str) -> bool) -> Option<usize> {
    let ends = word_ends(text, fits);
    let (&last, &half) = (ends.last()?, ends.get(ends.len() / 2)?);
    let is_open = |end: usize| text[end..].trim_start().starts_with(OPEN_MARKS);
    mark_ends(text, last).find(|&end| end >= half && !is_open(end) && is_balanced(&text[..end]))
}

/// Whether all brackets and quotations of `text` are closed.
fn is_balanced(text: &str) -> bool {
    const PAIRS: [(char, char); 9] = [
        ('(', ')'),
        ('[', ']'),
        ('（', '）'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('«', '»'),
        ('„', '“'),
        ('【', '】'),
    ];
    let count = |mark: char| text.matches(mark).count();
    // A German quotation ends with the mark that an English one begins with.
    let is_english_pair = count('„') > 0 || count('“') == count('”');
    let is_paired = |&(open, close): &(char, char)| {
        open == '„' && count(open) == 0 || count(open) == count(close)
    };
    is_english_pair && count('"') % 2 == 0 && PAIRS.iter().all(is_paired)
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
        &text[..cut(text, true, within(limit))]
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
        let characters = |text: &str, limit| {
            text[..cut(text, true, |part| part.chars().count() <= limit)].to_owned()
        };
        assert_eq!(characters("One two three", 9), "One two");
        assert_eq!(characters("Donaudampfschiff", 5), "Donau");
        assert_eq!(characters("e\u{301}e\u{301}", 3), "e\u{301}");
    }

    #[test]
    fn what_is_cut_ends_with_no_word_that_something_follows() {
        let text = "The plant has shut down reactors 3 and 4 of the block by the river in Wexley.";
        for limit in 6..=8 {
            assert_eq!(cut_to(text, limit), "The plant has shut down reactors", "{limit}");
        }
        assert_eq!(cut_to(text, 12), "The plant has shut down reactors 3 and 4 of the block");
        let other = "Das Werk will 3 Blöcke am Fluss in Wexley schließen.";
        assert_eq!(&other[..cut(other, false, within(4))], "Das Werk will 3");
        assert_eq!(cut_to("Of the", 2), "Of the", "there is nothing else");
    }

    #[test]
    fn a_line_of_another_language_ends_at_a_mark() {
        let line = |text, limit| mark_end(text, within(limit)).map(|len| &text[..len]);
        let text = "Die Fähre, die seit Mai im Hafen lag, fährt wieder, sagt der Kapitän.";
        assert_eq!(line(text, 10), Some("Die Fähre, die seit Mai im Hafen lag, fährt wieder"));
        assert_eq!(line("Er sagte: Die Fähre fährt heute wieder.", 3), None);
        let quoted = "Der Kapitän nennt es „ein Glück, das nicht jeder hat“ und fährt.";
        assert_eq!(line(quoted, 8), None);
        let text = "港口周一重新开放，渡轮恢复正常运行。";
        let fits = |part: &str| part.chars().count() <= 12;
        assert_eq!(mark_end(text, fits).map(|len| &text[..len]), Some("港口周一重新开放"));
        let text = "市政府关闭了桥、路、学校和图书馆。";
        assert_eq!(mark_end(text, fits), None, "a list");
        let text = "市长说“港口已开放，渡轮恢复了”并致谢。";
        assert_eq!(mark_end(text, fits), None, "a quotation");
    }
}
