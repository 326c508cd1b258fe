//! How much of an article's text an extractor found, and how much else it took along.
//!
//! In come the true text and the extracted text of each page; out come precision, recall, F1 and
//! accuracy as `evaluate.py` of the article-extraction-benchmark
//! (<https://github.com/scrapinghub/article-extraction-benchmark>) computes them, which looks at
//! shingles of four words. Its bootstrap is not here: [`ExtractionScore::of`] takes any sample of
//! pages.
//!
//! Words are what Python's `\w+` matches: letters, numbers and underscores, upper and lower case
//! told apart; combining marks end a word, so that decomposed accents do. Characters that entered
//! Unicode after the version that a Python knows may differ.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use self::word_character::is_word_character;

mod word_character;

/// How many words make a shingle.
const SHINGLE: usize = 4;

/// The shingles of one page: shares that sum to 1, so that long texts have no more weight than short
/// ones. All three are 0 if neither text has a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ShingleMatch {
    /// The share of shingles that both texts have, each as often as both have it.
    pub true_positives: f64,
    /// The share that only the extracted text has.
    pub false_positives: f64,
    /// The share that only the true text has.
    pub false_negatives: f64,
    /// Whether both texts have the same words in the same order.
    pub exact: bool,
}

/// The score of an extractor over many pages.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExtractionScore {
    /// The mean precision of the pages where something was extracted.
    pub precision: f64,
    /// The mean recall of the pages where there is something to extract.
    pub recall: f64,
    /// The harmonic mean of these two means; 0 if both are 0, where the reference fails.
    pub f1: f64,
    /// The share of pages whose words are exactly right.
    pub accuracy: f64,
}

impl ShingleMatch {
    /// Compares the extracted text of a page with the true one.
    ///
    /// Shingles are all runs of four words; a text of fewer words is one shingle, a text without
    /// words has none.
    ///
    /// ```
    /// use nutgraf_eval::metrics::extraction::{ExtractionScore, ShingleMatch};
    ///
    /// let page = ShingleMatch::of("the ferry sails at noon", "Menu: the ferry sails at noon");
    /// assert_eq!((page.precision(), page.recall()), (Some(2.0 / 3.0), Some(1.0)));
    /// let score = ExtractionScore::of(&[page]).expect("one page");
    /// assert!((score.f1 - 0.8).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn of(truth: &str, extracted: &str) -> Self {
        let (truth, extracted) = (words(truth), words(extracted));
        let mut counts: HashMap<&[&str], (usize, usize)> = HashMap::new();
        for shingle in shingles(&truth) {
            counts.entry(shingle).or_default().0 += 1;
        }
        for shingle in shingles(&extracted) {
            counts.entry(shingle).or_default().1 += 1;
        }
        let (mut both, mut only_extracted, mut only_true) = (0, 0, 0);
        for (in_truth, in_extracted) in counts.into_values() {
            both += in_truth.min(in_extracted);
            only_extracted += in_extracted.saturating_sub(in_truth);
            only_true += in_truth.saturating_sub(in_extracted);
        }
        let all = (both + only_extracted + only_true).max(1) as f64;
        Self {
            true_positives: both as f64 / all,
            false_positives: only_extracted as f64 / all,
            false_negatives: only_true as f64 / all,
            exact: truth == extracted,
        }
    }

    /// The share of the extracted shingles that are true; `None` if nothing was extracted, which the
    /// mean over pages then leaves out.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        let extracted = self.true_positives + self.false_positives;
        (extracted > 0.0).then(|| self.true_positives / extracted)
    }

    /// The share of the true shingles that were extracted; `None` if the true text has no word,
    /// which the mean over pages then leaves out.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        let wanted = self.true_positives + self.false_negatives;
        (wanted > 0.0).then(|| self.true_positives / wanted)
    }
}

impl ExtractionScore {
    /// The score over some pages, in which a page may occur more than once. `None`, where the
    /// reference fails, if nothing was extracted from any page or no page has a true text.
    #[must_use]
    pub fn of<'a, I>(pages: I) -> Option<Self>
    where
        I: IntoIterator<Item = &'a ShingleMatch, IntoIter: Clone>,
    {
        let pages = pages.into_iter();
        let precision = mean(pages.clone().filter_map(|page| page.precision()))?;
        let recall = mean(pages.clone().filter_map(|page| page.recall()))?;
        let accuracy = mean(pages.map(|page| f64::from(u8::from(page.exact))))?;
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Some(Self { precision, recall, f1, accuracy })
    }
}

/// The words of a text: the matches of `\w+` in Python's `re`, in order, with their case.
#[must_use]
pub fn words(text: &str) -> Vec<&str> {
    text.split(|c| !is_word_character(c)).filter(|word| !word.is_empty()).collect()
}

fn shingles<'a>(words: &'a [&'a str]) -> impl Iterator<Item = &'a [&'a str]> {
    // `windows` has no item for too short a text, and must not be asked for empty ones.
    words.windows(SHINGLE.min(words.len()).max(1))
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0_u32, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_those_of_python() {
        let text = "Don't e-mail snake_case 3.5 m²; cafe\u{301} café, नमस्ते";
        let expected =
            ["Don", "t", "e", "mail", "snake_case", "3", "5", "m²", "cafe", "café", "नमस", "त"];
        assert_eq!(words(text), expected);
    }

    #[test]
    fn a_repeated_paragraph_counts_against_precision() {
        let page = ShingleMatch::of("one two three four", "one two three four. One two three four");
        // Five shingles were extracted, of which one is true: case is told apart.
        assert_eq!((page.precision(), page.recall()), (Some(1.0 / 5.0), Some(1.0)));
        assert!(!page.exact);
    }

    #[test]
    fn short_texts_are_one_shingle() {
        assert_eq!(ShingleMatch::of("two words", "Two words").true_positives, 0.0);
        let page = ShingleMatch::of("two words", "«two – words!»");
        assert_eq!((page.true_positives, page.exact), (1.0, true));
    }

    #[test]
    fn empty_texts_are_left_out_of_the_means() {
        let nothing = ShingleMatch::of("", " … ");
        assert_eq!(nothing, ShingleMatch { exact: true, ..ShingleMatch::default() });
        let missed = ShingleMatch::of("all of it is missing", "");
        assert_eq!((missed.precision(), missed.recall()), (None, Some(0.0)));
        assert_eq!(ExtractionScore::of(&[nothing, missed]), None);
        let right = ShingleMatch::of("found", "found");
        let score = ExtractionScore::of(&[nothing, missed, right]).unwrap();
        assert_eq!((score.precision, score.recall, score.accuracy), (1.0, 0.5, 2.0 / 3.0));
        let wrong = ShingleMatch::of("found", "lost");
        assert_eq!(ExtractionScore::of(&[wrong]).map(|score| score.f1), Some(0.0));
    }

    proptest! {
        #[test]
        fn shares_sum_to_one_and_the_sides_mirror(a in "[ab ]{0,30}", b in "[ab ]{0,30}") {
            let (page, mirrored) = (ShingleMatch::of(&a, &b), ShingleMatch::of(&b, &a));
            let sum = page.true_positives + page.false_positives + page.false_negatives;
            prop_assert!(sum == 0.0 || (sum - 1.0).abs() < 1e-12);
            prop_assert_eq!(page.precision(), mirrored.recall());
            prop_assert_eq!(page.exact, mirrored.exact);
            if page.exact {
                prop_assert_eq!(page.false_positives + page.false_negatives, 0.0);
            }
        }
    }
}
