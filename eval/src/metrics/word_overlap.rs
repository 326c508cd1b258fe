//! How many words two texts share: the baseline that any measure of likeness has to beat.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

/// Dice's coefficient of the sets of words of two texts, in lower case: twice the number that
/// both have over the sum of the numbers that each has. In `[0, 1]`; 0 where neither has a word.
///
/// ```
/// use nutgraf_eval::metrics::word_overlap::dice;
///
/// assert_eq!(dice("The ferry sank.", "the FERRY"), 0.8);
/// assert_eq!(dice("", "..."), 0.0);
/// ```
#[must_use]
pub fn dice(a: &str, b: &str) -> f64 {
    let [a, b] = [a, b].map(|text| words(text).into_iter().collect::<BTreeSet<String>>());
    let shared = a.intersection(&b).count();
    let all = a.len() + b.len();
    if all == 0 { 0.0 } else { 2.0 * shared as f64 / all as f64 }
}

/// The words of a text in lower case, in order, as Unicode Standard Annex #29 divides them: where
/// a script has no spaces, mostly a word for each character.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    text.unicode_words().map(str::to_lowercase).collect()
}
