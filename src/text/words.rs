//! Counting words.
//!
//! In: any text. Out: how many words it has. Words between spaces are found by Unicode Standard
//! Annex #29. In scripts without spaces between words there is no telling without a dictionary, and
//! a dictionary would count more words in some parts of a text than in the whole; there so many
//! characters count as one word that a text has as many words as its English translation.
//!
//! Characters that a text has for each word of its English translation, of letters with their
//! marks:
//!
//! | language | declaration of human rights | 1,000 sentences of Tatoeba |
//! |---|---|---|
//! | Chinese | 1.46 (traditional 1.42) | 1.40 |
//! | Japanese | 2.14 | 2.17 |
//! | Thai | 4.06 | |
//! | Lao | 4.25 | |
//! | Khmer | 3.50 | |
//! | Burmese | 3.50 | |
//!
//! Japanese is Han characters and kana, 48 % of the one text and 26 % of the other Han. With 1.5 Han
//! characters a word and 3 kana, both Chinese texts and both Japanese ones have within 9 % of the
//! words of their translations.
//!
//! So a reading time may be reckoned from words in any of these languages: readers of different
//! languages take about as long over the same message (Brysbaert, "How many words do we read per
//! minute?", 2019).

use unicode_segmentation::UnicodeSegmentation;

use crate::script::is_unspaced;

/// A word in parts, so that each of [`HAN`], [`KANA`] and [`OTHER`] is whole.
const WORD: usize = 12;

/// What a Han character is of a word.
const HAN: usize = 8;

/// What a kana is of a word.
const KANA: usize = 4;

/// What a letter of another script without spaces is of a word, its marks included.
const OTHER: usize = 3;

/// The number of words in `text`.
///
/// A word is a segment between two word boundaries of [UAX #29] that holds at least one letter
/// or digit. So `$1.5`, `Japan's`, `N.Korean` and `U.S.` are one word each; a hyphen or a dash
/// divides (`state-of-the-art` is four); punctuation alone counts nothing. In scripts that write
/// without spaces, 1.5 Han characters, 3 kana, and 4 letters of Thai, Lao, Khmer or Burmese are a
/// word, all of them in the text together, rounded up. Korean has spaces.
///
/// No part of a text that begins and ends between letters, each with its marks, has more words than the text.
///
/// [UAX #29]: https://www.unicode.org/reports/tr29/
#[must_use]
pub fn count_words(text: &str) -> usize {
    let (mut words, mut parts) = (0, 0);
    for segment in text.unicode_words() {
        let unspaced = if segment.is_ascii() { 0 } else { unspaced_parts(segment) };
        parts += unspaced;
        if unspaced == 0 || segment.chars().any(|c| c.is_alphanumeric() && !is_counted(c)) {
            words += 1;
        }
    }
    words + parts.div_ceil(WORD)
}

/// The parts of a word that a segment's characters of scripts without spaces are.
fn unspaced_parts(segment: &str) -> usize {
    let kana = segment.chars().filter(|&c| is_kana(c)).count();
    if kana > 0 {
        return KANA * kana;
    }
    // Of the other scripts, a segment is one character with its marks.
    match segment.chars().find(|&c| is_counted(c)) {
        Some(c) if is_han(c) => HAN,
        Some(_) => OTHER,
        None => 0,
    }
}

/// Whether `c` is a letter of a script without spaces, or a mark on one. Digits are none: a number
/// is a word in every script.
fn is_counted(c: char) -> bool {
    c.is_alphabetic() && (is_unspaced(c) || is_kana(c) || is_han(c))
}

/// Whether `c` is Hiragana or Katakana, half-width forms and the prolonged sound mark included.
fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}')
        && c.is_alphabetic()
}

/// Whether `c` is a Han character, the iteration mark and the round zero included.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
            ("부산 항구", 2),
            ("부산 항구는 월요일에 다시 열렸다.", 5),
            ("Ο λιμένας άνοιξε", 3),
        ] {
            assert_eq!(count_words(text), words, "{text:?}");
        }
    }

    #[test]
    fn so_many_characters_are_a_word_where_there_are_no_spaces() {
        for (text, words) in [
            ("漁", 1),
            ("漁船", 2),
            ("漁船港", 2),
            ("港口周一重新开放。", 6),
            ("カメラ", 1),
            ("ｶﾒﾗ", 1),
            ("コンピューター", 3),
            ("時々", 2),
            ("港は正午前に閉じた。", 5),
            ("ท่าเรือ", 2),
            ("ท่าเรือเปิดอีกครั้งเมื่อวันจันทร์", 6),
            ("ທ່າເຮືອ", 2),
            ("កំពង់ផែ", 1),
            ("ဆိပ်ကမ်း", 1),
        ] {
            assert_eq!(count_words(text), words, "{text:?}");
        }
    }

    #[test]
    fn words_and_numbers_among_them_are_words() {
        for (text, words) in [
            ("港口有 12 艘 ferry", 5),
            ("iPhoneを買う", 3),
            ("๒๕๗๔", 1),
            ("ปี ๒๕๗๔", 2),
            ("３月", 2),
            ("abc_カメラ", 2),
        ] {
            assert_eq!(count_words(text), words, "{text:?}");
        }
    }

    /// See [`crate::skipped`].
    #[test]
    fn a_text_has_about_the_words_of_its_translation() {
        for (language, least, most) in [("cmn", 0.9, 1.1), ("jpn", 0.9, 1.1)] {
            let read = |of: &str| {
                let name = format!("../shared/data/languages/tatoeba.{language}-eng.{of}");
                std::fs::read_to_string(name)
            };
            let (Ok(text), Ok(english)) = (read(language), read("eng")) else {
                crate::skipped::skipped("../shared/data/languages");
                return;
            };
            let share = count_words(&text) as f64 / count_words(&english) as f64;
            assert!((least..most).contains(&share), "{language}: {share}");
        }
    }

    proptest! {
        #[test]
        fn no_part_has_more_words_than_the_whole(
            text in "[a-c1 ,._'カメラー漁々港はのทเ่าីំကိ부é\u{301}]{0,24}",
            from in 0usize..24,
            to in 0usize..24,
        ) {
            // Torn off its letter, a mark is a letter of its own.
            let letters: Vec<&str> = text.graphemes(true).collect();
            let (from, to) = (from.min(letters.len()), to.min(letters.len()));
            let part = letters[from.min(to)..to.max(from)].concat();
            prop_assert!(count_words(&part) <= count_words(&text), "{part:?} of {text:?}");
        }
    }
}
