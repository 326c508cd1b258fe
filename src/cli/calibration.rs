//! The sentences that a model is calibrated on, and those that its int8 form is compared on.
//!
//! In: the articles that `--calibration` names. Out: two samples of their sentences, without a
//! sentence in common where there are enough.

use std::collections::HashSet;
use std::path::PathBuf;

use nutgraf::engine::Engine;

use super::args::InputArgs;
use super::failure::Failure;
use super::input::expand;

/// How many sentences the activations' maxima are taken from.
const CALIBRATION_SENTENCES: usize = 500;
/// On how many sentences the two models are compared.
const COMPARED_SENTENCES: usize = 500;
/// With fewer others than this, the models are compared on the calibration's sentences.
const FEWEST_HELD_OUT: usize = 20;

/// The sentences of the calibration's articles.
pub(crate) struct Sentences {
    /// How many there are in all.
    pub(crate) total: usize,
    /// Those to calibrate on.
    pub(crate) calibration: Vec<String>,
    /// Those to compare the models on.
    pub(crate) comparison: Vec<String>,
    /// Whether none of these is among those.
    pub(crate) held_out: bool,
}

impl Sentences {
    /// Reads, splits and divides the articles in these files and folders.
    pub(crate) fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut sentences = Vec::new();
        let splitter = Engine::builder().build()?;
        for input in expand(paths) {
            for document in input.documents(&InputArgs::default()) {
                let article = document?.article;
                let split = splitter.split(&article.body, article.language.as_deref());
                sentences
                    .extend(split.iter().map(|sentence| sentence.text(&article.body).to_owned()));
            }
        }
        if sentences.is_empty() {
            return Err(Failure::Usage("there is no sentence to calibrate on".into()));
        }
        Ok(Self::divide(sentences))
    }

    fn divide(sentences: Vec<String>) -> Self {
        let calibration = spread(&sentences, CALIBRATION_SENTENCES);
        let seen: HashSet<&str> = calibration.iter().map(String::as_str).collect();
        let is_other = |sentence: &&String| !seen.contains(sentence.as_str());
        let others: Vec<String> = sentences.iter().filter(is_other).cloned().collect();
        let held_out = others.len() >= FEWEST_HELD_OUT;
        let comparison = spread(if held_out { &others } else { &calibration }, COMPARED_SENTENCES);
        Self { total: sentences.len(), calibration, comparison, held_out }
    }
}

/// At most `count` sentences, evenly spread over all.
fn spread(sentences: &[String], count: usize) -> Vec<String> {
    let total = sentences.len();
    let is_chosen = |index: usize| index * count / total != (index + 1) * count / total;
    let chosen = sentences.iter().enumerate();
    chosen
        .filter(|(index, _)| count >= total || is_chosen(*index))
        .map(|(_, sentence)| sentence.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(count: usize) -> Vec<String> {
        (0..count).map(|number| format!("Ship {number} came in.")).collect()
    }

    #[test]
    fn sentences_are_spread_over_all() {
        assert_eq!(spread(&sentences(3), 5), sentences(3));
        let chosen = spread(&sentences(1000), 7);
        assert_eq!(chosen.len(), 7);
        assert_eq!(spread(&[], 5), Vec::<String>::new());
    }

    #[test]
    fn models_are_compared_on_what_was_held_out() {
        let divided = Sentences::divide(sentences(1200));
        assert_eq!((divided.calibration.len(), divided.comparison.len()), (500, 500));
        assert!(divided.held_out && divided.total == 1200);
        assert!(divided.comparison.iter().all(|it| !divided.calibration.contains(it)));
    }

    #[test]
    fn a_sentence_that_comes_twice_is_not_held_out() {
        let twice = sentences(500).into_iter().flat_map(|it| [it.clone(), it]).collect();
        let divided = Sentences::divide(twice);
        assert!(!divided.held_out && divided.total == 1000);
        assert_eq!(divided.comparison, divided.calibration);
    }

    #[test]
    fn a_few_others_are_too_few() {
        assert!(Sentences::divide(sentences(520)).held_out);
        assert!(!Sentences::divide(sentences(519)).held_out);
        assert!(!Sentences::divide(sentences(1)).held_out);
    }
}
