//! Counting words.
//!
//! In: any text. Out: how many words it has, by Unicode Standard Annex #29.

use unicode_segmentation::UnicodeSegmentation;

/// The number of words in `text`.
///
/// A word is a segment between two word boundaries of [UAX #29] that holds at least one letter
/// or digit. So `$1.5`, `Japan's`, `N.Korean` and `U.S.` are one word each; a hyphen or a dash
/// divides (`state-of-the-art` is four); punctuation alone counts nothing. In scripts that
/// write without spaces the annex divides without a dictionary: every Han ideograph and every
/// Hiragana or Thai letter is one word, a run of Katakana or Hangul is one.
///
/// [UAX #29]: https://www.unicode.org/reports/tr29/
#[must_use]
pub fn count_words(text: &str) -> usize {
    text.unicode_words().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_the_documented_rule() {
        for (text, words) in [
            ("", 0),
            (" \n — ... !", 0),
            ("It cost $1.5 bil. in all.", 6),
            ("N.Korean and U.S. envoys didn't meet.", 6),
            ("a state-of-the-art hall", 6),
            ("1,024 boats, 3.5% more", 4),
            ("漁船", 2),
            ("カメラ", 1),
            ("부산 항구", 2),
        ] {
            assert_eq!(count_words(text), words, "{text:?}");
        }
    }
}
